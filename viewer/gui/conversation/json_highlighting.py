# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Syntax colours of JSON, chunk by chunk; also of text that is no JSON yet: arguments are shown while they arrive."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from viewer.dataclass import dataclass

if TYPE_CHECKING:
    from viewer.gui.look.theme import Token

LARGEST = 60_000
"""Longer JSON is shown as recorded and in one colour: both would cost more than a turn of the event loop."""

TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*(")?|[{}\[\],:]|[^\s"{}\[\],:]+', re.DOTALL)


@dataclass(frozen=True, slots=True)
class LexerState:
    """Where a chunk begins: the open brackets, the colour of the string it is inside, how the last token began."""

    brackets: str = ""
    string: Token | None = None
    last: str = ""


ColoredSpans = list[tuple[int, int, "Token"]]
_REST_OF_STRING = re.compile(r'[^"\\]*+(?:\\.[^"\\]*+)*(")?', re.DOTALL)
_BEFORE_COLON = re.compile(r"\s*+:")
_WORDS = ("true", "false", "null")


def highlighted(text: str, state: LexerState = LexerState()) -> tuple[ColoredSpans, LexerState]:  # noqa: B008 - it is frozen
    """(start, end, colour) of each coloured part of a chunk of JSON, and the state at its end."""
    found: ColoredSpans = []
    at = 0
    if state.string:
        rest = _REST_OF_STRING.match(text)
        at = rest.end() if rest else 0
        found.append((0, at, state.string))
        if not (rest and rest[1]):
            return found, state
        state = LexerState(state.brackets, None, '"')
    for match in TOKEN.finditer(text, at):
        token = _color(match, state)
        found.append((*match.span(), token))
        state = _after(match, state, token)
    return found, state


def _color(match: re.Match[str], state: LexerState) -> Token:
    char = match[0][0]
    if char == '"':
        opens_key = state.brackets.endswith("{") and state.last in ("{", ",")
        return "syntax_key" if opens_key or _BEFORE_COLON.match(match.string, match.end()) else "syntax_str"
    if char in "{}[],:":
        return "syntax_punc"
    return "syntax_kw" if match[0] in _WORDS else "syntax_num"


def _after(match: re.Match[str], state: LexerState, token: Token) -> LexerState:
    char, brackets = match[0][0], state.brackets
    if char == '"' and not match[1]:
        return LexerState(brackets, token, char)
    if char in "{[":
        brackets += char
    elif char in "}]":
        brackets = brackets[:-1]
    return LexerState(brackets, None, char)
