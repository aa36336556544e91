# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Characters of Python's text <-> code units of Qt's: they differ from the first emoji on."""

from __future__ import annotations


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
