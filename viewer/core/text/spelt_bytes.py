# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Bytes that a text spells, as base64 in lines or as hexadecimal figures: others are put in their place."""

from __future__ import annotations

import re
from base64 import b64encode

_LEAST = 24
"""Letters of base64 that stand in one line, by which the rest is found."""
_LETTERS = re.compile(r"[A-Za-z0-9+/]+")
_BREAK = re.compile(r"(?:\\[nr]|\s)+")


def replaced_bytes(text: str, old: bytes, new: bytes) -> tuple[str, int]:
    """The text with other bytes wherever it spells `old`, in lines as long as they were, and in how many places."""
    text, as_base64 = _replaced_base64(text, old, new)
    count = 0
    for before, after in ((old.hex(), new.hex()), (old.hex().upper(), new.hex().upper())):
        count += text.count(before)
        text = text.replace(before, after)
    return text, as_base64 + count


def _replaced_base64(text: str, old: bytes, new: bytes) -> tuple[str, int]:
    before, after = b64encode(old).decode(), b64encode(new).decode()
    bare, parts, at, count = before.rstrip("="), [], 0, 0
    start = text.find(bare[:_LEAST])
    while start >= 0:
        end, between = _end_of(text, start, bare)
        if end is None:
            start = text.find(bare[:_LEAST], start + 1)
            continue
        if text.startswith(before[len(bare) :], end):
            end, written = end + len(before) - len(bare), after
        else:
            written = after.rstrip("=")
        parts += [text[at:start], _in_lines(written, between)]
        at, count = end, count + 1
        start = text.find(bare[:_LEAST], end)
    return "".join([*parts, text[at:]]), count


def _end_of(text: str, start: int, bare: str) -> tuple[int | None, tuple[int, str]]:
    """Where letters end that begin there; and how long their first line is, and what parts it from the next."""
    at, done, between = start, 0, (len(bare), "")
    while done < len(bare):
        letters = _LETTERS.match(text, at, at + len(bare) - done)
        if letters is None or not bare.startswith(letters[0], done):
            return None, between
        at, done = letters.end(), done + len(letters[0])
        if done < len(bare):
            line_break = _BREAK.match(text, at)
            if line_break is None:
                return None, between
            at, between = line_break.end(), between if between[1] else (done, line_break[0])
    return at, between


def _in_lines(letters: str, between: tuple[int, str]) -> str:
    width, line_break = between
    if not line_break:
        return letters
    return line_break.join(letters[at : at + width] for at in range(0, len(letters), width))
