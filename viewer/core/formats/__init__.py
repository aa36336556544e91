# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""file -> Cassette. One module per recorder family; the order of `READERS` breaks ties."""

from __future__ import annotations

from pathlib import Path

from viewer.core.errors import CassetteError, Severity
from viewer.core.formats._api import Probe, Reader
from viewer.core.formats.govcr import GoVcrReader
from viewer.core.model import Cassette
from viewer.core.registry import Registry

__all__ = ["READERS", "Probe", "Reader", "read", "read_probe"]

READERS: Registry[Reader] = Registry("viewer.readers", (GoVcrReader(),))


def read(path: Path) -> Cassette:
    """The cassette in a file; raises CassetteError when it cannot be read or is none."""
    return read_probe(Probe.open(path))


def read_probe(probe: Probe) -> Cassette:
    """The cassette that a probe shows; raises CassetteError when no reader knows it."""
    if not probe.data.strip():
        raise CassetteError(probe.path, None, "the file is empty")
    reader = READERS.best(lambda reader: reader.match(probe))
    if reader is not None:
        return reader.read(probe)
    for problem in probe.document.problems:
        if problem.severity is Severity.ERROR:
            raise CassetteError(probe.path, problem.line, problem.text)
    raise CassetteError(probe.path, None, "not a cassette")
