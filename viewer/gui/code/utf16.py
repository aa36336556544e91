# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Characters of Python's text <-> code units of Qt's: they differ from the first emoji on."""

from __future__ import annotations

from bisect import bisect_left


def to_units(text: str, characters: int) -> int:
    """How many UTF-16 code units the first `characters` of a text take."""
    head = text[:characters]
    return len(head) if _is_basic(text) else sum(1 + (char > "\uffff") for char in head)


def to_characters(text: str, units: int) -> int:
    """How many characters lie within the first UTF-16 code units of a text."""
    if _is_basic(text):
        return min(units, len(text))
    for count, char in enumerate(text):
        units -= 1 + (char > "\uffff")
        if units < 0:
            return count
    return len(text)


def _is_basic(text: str) -> bool:
    return text.isascii() or max(text, default="") <= "\uffff"


class Units:
    """Where the characters of one text begin in code units, for many questions about it."""

    def __init__(self, text: str) -> None:
        """Find the characters that take two."""
        self._wide = [] if _is_basic(text) else [at for at, char in enumerate(text) if char > "\uffff"]

    def at(self, character: int) -> int:
        """The code unit at which a character begins."""
        return character + bisect_left(self._wide, character)
