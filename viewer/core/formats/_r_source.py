# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""R source as `dput` writes it -> Document. Nothing is evaluated: calls that build data stand for what they build.

`list` and `c` are mappings where their arguments are named, else lists; `structure` is its first argument; `charToRaw`
is text and `as.raw` bytes. Any other call stands for nothing.
"""

from __future__ import annotations

import re
from typing import NoReturn

from viewer.core.errors import Problem, Severity
from viewer.core.formats._document import MAX_DEPTH, Document, Value
from viewer.core.messages import JsonPath
from viewer.core.place import Place

_SPACE = re.compile(r"\s+|#[^\n]*")
_STRING = re.compile(r"\"([^\"\\]*(?:\\.[^\"\\]*)*)\"|'([^'\\]*(?:\\.[^'\\]*)*)'", re.DOTALL)
_NAME = re.compile(r"`((?:[^`\\]|\\.)*)`|([A-Za-z.][A-Za-z0-9._]*(?:::[A-Za-z.][A-Za-z0-9._]*)?)")
_NUMBER = re.compile(r"[+-]?(?:0[xX][0-9a-fA-F]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)L?")
_RANGE = re.compile(r"\s*:\s*[+-]?[0-9]+L?")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{1,2})|u\{?([0-9a-fA-F]{1,4})\}?|U\{?([0-9a-fA-F]{1,8})\}?|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "a": "\a", "0": "\0"}
_WORDS: dict[str, Value] = {"TRUE": True, "FALSE": False, "NULL": None, "NA": None, "NA_character_": None, "NaN": None}
_BYTE = 256
_LARGEST_CHARACTER = 0x10FFFF


class RDocument(Document):
    """The data that a text of R source builds, and the character at which each value begins."""

    def __init__(self, text: str) -> None:
        """Read the text; what is no such source joins the problems."""
        self._text = text
        self._starts: dict[JsonPath, int] = {}
        self.value: Value = None
        self.problems = ()
        try:
            self.value, _ = self._value(self._skip(0), ())
        except (_Damaged, RecursionError) as error:
            self.problems = (Problem(Severity.ERROR, f"no R source that is known: {error}", 1),)

    def place(self, path: JsonPath) -> Place | None:
        """The line of a value."""
        start = self._starts.get(path)
        return None if start is None else Place(self._text.count("\n", 0, start) + 1)

    def written(self, path: JsonPath) -> str | None:
        """A number as the file has it."""
        start = self._starts.get(path)
        found = None if start is None else _NUMBER.match(self._text, start)
        return found[0] if found else None

    def _skip(self, at: int) -> int:
        while space := _SPACE.match(self._text, at):
            at = space.end()
        return at

    def _fail(self, at: int) -> NoReturn:
        raise _Damaged(f"{self._text[at : at + 20]!r} was not expected")

    def _value(self, at: int, path: JsonPath) -> tuple[Value, int]:
        if len(path) > MAX_DEPTH:
            self._fail(at)
        self._starts.setdefault(path, at)
        if string := _STRING.match(self._text, at):
            return _unescaped(string), string.end()
        if number := _NUMBER.match(self._text, at):
            beyond = _RANGE.match(self._text, number.end())
            return (None, beyond.end()) if beyond else (_number(number[0]), number.end())
        name = _NAME.match(self._text, at)
        if name is None:
            self._fail(at)
        after = self._skip(name.end())
        if self._text[after : after + 1] == "(":
            return self._call((name[2] or "").rpartition(":")[2], after + 1, path)
        return _WORDS.get(name[2] or ""), name.end()

    def _call(self, function: str, at: int, path: JsonPath) -> tuple[Value, int]:
        """What a call stands for, and the index after it."""
        is_data = function in ("list", "c")
        named: dict[str, Value] = {}
        plain: list[Value] = []
        at = self._skip(at)
        while self._text[at : at + 1] != ")":
            key, at = self._key(at)
            first = not named and not plain
            step = (key if key is not None else len(plain),) if is_data else () if first else (f"@{len(plain)}{key}",)
            value, at = self._value(at, (*path, *step))
            if key is None:
                plain.append(value)
            else:
                named[key] = value
            at = self._skip(at)
            if self._text[at : at + 1] == ",":
                at = self._skip(at + 1)
            elif self._text[at : at + 1] != ")":
                self._fail(at)
        return _built(function, named, plain), at + 1

    def _key(self, at: int) -> tuple[str | None, int]:
        """The name of an argument, None where it has none, and the index at which its value begins."""
        string, name = _STRING.match(self._text, at), _NAME.match(self._text, at)
        found = string or name
        if found is None:
            return None, at
        equals = self._skip(found.end())
        if self._text[equals : equals + 1] != "=" or self._text[equals + 1 : equals + 2] == "=":
            return None, at
        key = _unescaped(string) if string else (found[1] if found[1] is not None else found[2])
        return key, self._skip(equals + 1)


class _Damaged(ValueError):  # noqa: N818 - told as a problem, never raised further
    pass


def _built(function: str, named: dict[str, Value], plain: list[Value]) -> Value:
    if function in ("list", "c"):
        return named or plain
    if function in ("structure", "charToRaw", "I"):
        return named.get(".Data", plain[0] if plain else None)
    if function == "as.raw":
        numbers = plain[0] if plain and isinstance(plain[0], list) else plain
        return bytes(number for number in numbers if isinstance(number, int) and 0 <= number < _BYTE)
    return None


def _unescaped(string: re.Match[str]) -> str:
    return _ESCAPE.sub(_character, string[1] if string[1] is not None else string[2])


def _character(escape: re.Match[str]) -> str:
    digits = escape[1] or escape[2] or escape[3]
    if not digits:
        return _ESCAPED.get(escape[4], escape[4])
    return chr(min(int(digits, 16), _LARGEST_CHARACTER))


def _number(text: str) -> int | float:
    plain = text.removesuffix("L")
    if "x" in plain.lower():
        return int(plain, 16)
    return int(plain) if plain.lstrip("+-").isdecimal() and len(plain) < _LONGEST else float(plain)


_LONGEST = 300


def load(text: str) -> RDocument:
    """The document of a text of R source; never raises."""
    return RDocument(text)
