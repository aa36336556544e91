# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""JSON5 text (json5.org) -> Document: unquoted keys, either quote, commas before brackets, comments.

Rule: what is no JSON5 is left to YAML, whose flow style begins alike.
"""

from __future__ import annotations

import re
from typing import NoReturn

from viewer.core.errors import Problem, Severity
from viewer.core.formats._document import MAX_DEPTH, Document, Value, collector_paused
from viewer.core.messages import JsonPath
from viewer.core.place import Place

_SPACE = re.compile(r"\s+|//[^\n]*|/\*.*?\*/", re.DOTALL)
_NAME = re.compile(r"[^\W\d][\w$]*|\$[\w$]*")
_STRING = re.compile(r"'([^'\\\n]*(?:\\.[^'\\\n]*)*)'|\"([^\"\\\n]*(?:\\.[^\"\\\n]*)*)\"", re.DOTALL)
_NUMBER = re.compile(r"[+-]?(?:0[xX][0-9a-fA-F]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|Infinity|NaN)")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(\r\n|.))", re.DOTALL)
_ESCAPED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "0": "\0", "\n": "", "\r\n": ""}
_WORDS: dict[str, Value] = {"true": True, "false": False, "null": None}


class Json5Document(Document):
    """A JSON5 document, and the character at which each of its values begins."""

    def __init__(self, text: str) -> None:
        """Parse the text; what is no JSON5 joins the problems, and then there is no value."""
        self._text = text
        self._starts: dict[JsonPath, int] = {}
        self.value: Value = None
        self.problems = ()
        try:
            value, end = self._value(self._skip(0), ())
            if self._skip(end) < len(text):
                self._fail(end)
            self.value = value
        except (_Damaged, RecursionError) as error:
            self.problems = (Problem(Severity.ERROR, f"damaged JSON5: {error}", 1),)

    def place(self, path: JsonPath) -> Place | None:
        """The line of a value."""
        start = self._starts.get(path)
        return None if start is None else Place(self._text.count("\n", 0, start) + 1)

    def written(self, path: JsonPath) -> str | None:
        """A number or a word as the file has it."""
        start = self._starts.get(path)
        found = None if start is None else _NUMBER.match(self._text, start) or _NAME.match(self._text, start)
        return found[0] if found else None

    def _skip(self, at: int) -> int:
        """The index of the next character that says something."""
        while space := _SPACE.match(self._text, at):
            at = space.end()
        return at

    def _fail(self, at: int) -> NoReturn:
        raise _Damaged(f"{self._text[at : at + 20]!r} was not expected")

    def _value(self, at: int, path: JsonPath) -> tuple[Value, int]:
        if len(path) > MAX_DEPTH:
            self._fail(at)
        self._starts[path] = at
        first = self._text[at : at + 1]
        if first == "{":
            return self._object(at, path)
        if first == "[":
            return self._array(at, path)
        if string := _STRING.match(self._text, at):
            return _unescaped(string), string.end()
        if (name := _NAME.match(self._text, at)) and name[0] in _WORDS:
            return _WORDS[name[0]], name.end()
        number = _NUMBER.match(self._text, at)
        if number is None:
            self._fail(at)
        return _number(number[0]), number.end()

    def _object(self, at: int, path: JsonPath) -> tuple[Value, int]:
        made: dict[str, Value] = {}
        at = self._skip(at + 1)
        while self._text[at : at + 1] != "}":
            key, at = self._key(at)
            made[key], at = self._value(at, (*path, key))
            at = self._next(at, "}")
        return made, at + 1

    def _key(self, at: int) -> tuple[str, int]:
        """A key, and the index at which its value begins."""
        quoted = _STRING.match(self._text, at)
        found = quoted or _NAME.match(self._text, at)
        colon = self._skip(found.end()) if found else at
        if found is None or self._text[colon : colon + 1] != ":":
            self._fail(at)
        return _unescaped(found) if quoted else found[0], self._skip(colon + 1)

    def _array(self, at: int, path: JsonPath) -> tuple[Value, int]:
        made: list[Value] = []
        at = self._skip(at + 1)
        while self._text[at : at + 1] != "]":
            value, at = self._value(at, (*path, len(made)))
            made.append(value)
            at = self._next(at, "]")
        return made, at + 1

    def _next(self, at: int, bracket: str) -> int:
        """The index behind a comma, or that of the bracket that ends all."""
        at = self._skip(at)
        if self._text[at : at + 1] == ",":
            return self._skip(at + 1)
        if self._text[at : at + 1] != bracket:
            self._fail(at)
        return at


class _Damaged(ValueError):  # noqa: N818 - told as a problem, never raised further
    pass


def _unescaped(string: re.Match[str]) -> str:
    return _ESCAPE.sub(_character, string[1] if string[1] is not None else string[2])


def _character(escape: re.Match[str]) -> str:
    digits = escape[1] or escape[2]
    return chr(int(digits, 16)) if digits else _ESCAPED.get(escape[3], escape[3])


def _number(text: str) -> int | float:
    if "x" in text.lower():
        return int(text, 16)
    return int(text) if text.lstrip("+-").isdecimal() and len(text) < _LONGEST_NUMBER else float(text)


_LONGEST_NUMBER = 300


def load(text: str) -> Json5Document:
    """The document of a JSON5 text; never raises."""
    with collector_paused():
        return Json5Document(text)
