# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""How JSON looks on the canvas: re-indented token by token, and its syntax colours piece by piece.

Rule: the token stream is re-indented, never parsed and written again, and each character shown knows the recorded
one that it is. Colours are given to text that is no JSON yet, too: arguments are shown while they arrive.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from viewer.gui.conversation.source import Source, masked

if TYPE_CHECKING:
    from viewer.core.fold import Track
    from viewer.core.secrets import Masker
    from viewer.gui.theme import Token

LARGEST = 60_000
"""Longer JSON is shown as recorded and in one colour: both would cost more than a turn of the event loop."""

_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*(")?|[{}\[\],:]|[^\s"{}\[\],:]+', re.DOTALL)


class Reindented(Source):
    """A complete JSON text with two spaces for each level."""

    def __init__(self, text: str, masker: Masker, *, track: Track | None = None) -> None:
        """Secrets are masked before anything moves, so that they are found as they stand in the recording."""
        original = text if masker.show else masked(text, masker)
        pieces = _reindent(original)
        self._shown, self._recorded = [0], [0]
        parts: list[str] = []
        length = 0
        for gap, start, end in pieces:
            length += len(gap)
            parts += [gap, original[start:end]]
            self._shown.append(length)
            self._recorded.append(start)
            length += end - start
        super().__init__("".join(parts), masker, track=track, language="json", masked=True)

    def recorded(self, offset: int) -> int:
        """The offset in the recording of a character shown; an added space counts as the token before it."""
        at = bisect_right(self._shown, offset) - 1
        start = self._recorded[at]
        following = self._recorded[at + 1] if at + 1 < len(self._recorded) else start + len(self.raw)
        return min(start + offset - self._shown[at], max(following - 1, start))

    def shown(self, offset: int) -> int:
        """The offset shown of a character of the recording."""
        at = bisect_right(self._recorded, offset) - 1
        following = self._shown[at + 1] if at + 1 < len(self._shown) else len(self.raw)
        return min(self._shown[at] + offset - self._recorded[at], following)


def _reindent(text: str) -> list[tuple[str, int, int]]:
    """Every token as (white space before it, start, end)."""
    pieces: list[tuple[str, int, int]] = []
    depth, gap = 0, ""
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        mark = text[start]
        if mark in "}]":
            depth -= 1
            gap = "" if pieces and text[pieces[-1][1]] in "{[" else "\n" + "  " * depth
        pieces.append((gap, start, end))
        depth += mark in "{["
        gap = _gap_after(mark, depth)
    return pieces


def _gap_after(mark: str, depth: int) -> str:
    if mark in "{[,":
        return "\n" + "  " * depth
    return " " if mark == ":" else ""


@dataclass(frozen=True, slots=True)
class Inside:
    """Where a piece of JSON begins: the open brackets, whether inside a string and of which colour, the last mark."""

    brackets: str = ""
    string: Token | None = None
    mark: str = ""


Colours = list[tuple[int, int, "Token"]]
_REST_OF_STRING = re.compile(r'[^"\\]*+(?:\\.[^"\\]*+)*(")?', re.DOTALL)
_BEFORE_COLON = re.compile(r"\s*+:")
_WORDS = ("true", "false", "null")


def colours(text: str, inside: Inside = Inside()) -> tuple[Colours, Inside]:
    """(start, end, token) of each coloured part of a piece of JSON, and how it stands at its end."""
    found: Colours = []
    at = 0
    if inside.string:
        rest = _REST_OF_STRING.match(text)
        at = rest.end() if rest else 0
        found.append((0, at, inside.string))
        if not (rest and rest[1]):
            return found, inside
        inside = Inside(inside.brackets, None, '"')
    for match in _TOKEN.finditer(text, at):
        token = _colour(match, inside)
        found.append((*match.span(), token))
        inside = _after(match, inside, token)
    return found, inside


def _colour(match: re.Match[str], inside: Inside) -> Token:
    mark = match[0][0]
    if mark == '"':
        opens_key = inside.brackets.endswith("{") and inside.mark in ("{", ",")
        return "syntax_key" if opens_key or _BEFORE_COLON.match(match.string, match.end()) else "syntax_str"
    if mark in "{}[],:":
        return "syntax_punc"
    return "syntax_kw" if match[0] in _WORDS else "syntax_num"


def _after(match: re.Match[str], inside: Inside, token: Token) -> Inside:
    mark, brackets = match[0][0], inside.brackets
    if mark == '"' and not match[1]:
        return Inside(brackets, token, mark)
    if mark in "{[":
        brackets += mark
    elif mark in "}]":
        brackets = brackets[:-1]
    return Inside(brackets, None, mark)
