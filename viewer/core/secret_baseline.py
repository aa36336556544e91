# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A list of known secrets: the output of an earlier `check --secrets`, by which they are not told again.

Rule: a line ends with the mark of a value, by which it is known again wherever it stands; the value is not in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from viewer.core.errors import CassetteError
from viewer.core.secret_inventory import KeptSecret
from viewer.core.text.printable import name, one_line

_MARK = re.compile(r"\[([0-9a-f]{8})\]\s*$", re.MULTILINE)
_LARGEST = 50_000_000
_LONGEST_WORDS = 1000


def baseline_line(path: str, secret: KeptSecret) -> str:
    """The line of a secret in a file: where it stands, what it is, its mark."""
    return f"{name(path)}:{secret.line}: secret: {one_line(secret.told, _LONGEST_WORDS)} [{secret.mark}]"


def known_marks(baseline: Path) -> frozenset[str]:
    """The marks in a list; raises CassetteError."""
    return _marks(_read(baseline))


def with_added(baseline: Path, path: str, secrets: Iterable[KeptSecret]) -> bytes:
    """A list, or none yet, with a line for each of these secrets of a file that it does not know.

    Raises CassetteError for a file that is there and no such list.
    """
    before = _read(baseline) if baseline.exists() else ""
    known = _marks(before)
    if before.strip() and not known:
        raise CassetteError(str(baseline), None, "is no list of known secrets and is left as it is")
    lines = dict[str, str]()
    for secret in secrets:
        if secret.mark not in known:
            lines.setdefault(secret.mark, baseline_line(path, secret))
    end = "\n" if before and not before.endswith("\n") else ""
    return (before + end + "".join(f"{line}\n" for line in lines.values())).encode("utf-8", "backslashreplace")


def _read(baseline: Path) -> str:
    try:
        if baseline.stat().st_size > _LARGEST:
            raise CassetteError(str(baseline), None, "is too large for a list of known secrets")
        return baseline.read_text("utf-8", "replace")
    except OSError as error:
        raise CassetteError(str(baseline), None, error.strerror or str(error)) from error


def _marks(text: str) -> frozenset[str]:
    return frozenset(_MARK.findall(text))
