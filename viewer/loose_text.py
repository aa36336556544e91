# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Text that lies in no file: what came by a pipe, from the clipboard or by drag and drop."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

from viewer.dataclass import dataclass

STANDARD_INPUT = "-"
"""The argument that means standard input; a file of that name is `./-`."""


@dataclass(frozen=True, slots=True)
class LooseText:
    """Bytes as they came, and the words by which people know where from, such as `Standard input`."""

    name: str
    data: bytes


def read_standard_input(name: str) -> LooseText:
    """Everything that comes by standard input; raises CassetteError."""
    from viewer.core.errors import CassetteError  # noqa: PLC0415 - a start that hands over is done before this is there
    from viewer.core.formats import Probe  # noqa: PLC0415

    if sys.stdin is None or sys.stdin.closed:
        raise CassetteError(name, None, "there is no standard input")
    try:
        return LooseText(name, Probe.drain(name, sys.stdin.buffer).data)
    except OSError as error:
        raise CassetteError(name, None, error.strerror or str(error)) from error


def is_pipe(path: Path) -> bool:
    """Whether a path leads to a pipe, as a shell's `<(command)` does: it can be read once, and by this process only."""
    try:
        return stat.S_ISFIFO(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def read_pipe(path: Path) -> LooseText:
    """Everything that comes by a pipe; raises CassetteError."""
    from viewer.core.formats import Probe  # noqa: PLC0415

    return LooseText(f"Pipe {path.name}", Probe.open(path).data)
