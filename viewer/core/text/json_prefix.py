# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""JSON text that is still arriving: for each of its beginnings whether it is incomplete, valid, or no JSON any more.

Rule: RFC 8259 and nothing beyond it, so `NaN` and `Infinity` are no JSON although Python reads them. One pass, linear,
no recursion: runs of shallow items are skipped by one regular expression each, the rest is read token by token. A match
remembers whatever it could give back, so none looks further than `_STEP` characters; the next goes on where it ended.
"""

from __future__ import annotations

import re
from enum import Enum, StrEnum, auto
from functools import cache
from itertools import takewhile

from viewer.dataclass import dataclass
from viewer.late_pattern import late_pattern

_SPACE = r"[ \t\n\r]*+"
_PLAIN = r'[^"\\\x00-\x1f]*+'
_ESCAPE = r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})'
_IN_STRING = rf"{_PLAIN}(?:{_ESCAPE}{_PLAIN})*"
_STRING = rf'"{_PLAIN}(?:"|(?:{_ESCAPE}{_PLAIN})+")'
_NUMBER = r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++|)(?:[eE][-+]?[0-9]++|)"
_SCALAR = rf"(?:{_STRING}|{_NUMBER}|true|false|null)"
_KEY = rf"{_STRING}{_SPACE}:{_SPACE}"


def _around(value: str) -> str:
    """The pattern of a value that is such a `value`, or one array or object of them."""
    array = rf"\[{_SPACE}(?:{value}{_SPACE}(?:,{_SPACE}(?!\])|(?=\])))*\]"
    object_ = rf"\{{{_SPACE}(?:{_KEY}{value}{_SPACE}(?:,{_SPACE}(?!\}})|(?=\}})))*\}}"
    return rf"(?:{value}|{array}|{object_})"


_SPACES = re.compile(_SPACE)
_REST_OF_STRING = re.compile(_IN_STRING)
_BROKEN_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{0,3})?")
# The longest text that may still become a number; groups are the digits after which it is one.
_BROKEN_NUMBER = re.compile(
    r"-?(?:(0|[1-9][0-9]*+)(?:\.([0-9]*+))?(?:(?<=[0-9])[eE](?:[-+]?([0-9]*+)))?)?",
)
_STEP = 1 << 16
# Where it is nested deep: containers that begin right inside each other, but for the last, and the ends of several.
_DEEP = 16
_BEGINNINGS = late_pattern(rf"(?:\[{_SPACE}(?=[\[{{])|\{{{_SPACE}{_KEY}(?=[\[{{]))+")
_BEGINNING = late_pattern(rf"\[{_SPACE}|\{{{_SPACE}{_KEY}")
_ENDS = re.compile(r"[\]}]++")
_SHORT = 1 << 10
"""Characters that are read token by token before the pattern of a run would be compiled."""
_WORDS = {"t": "true", "f": "false", "n": "null"}


@cache
def _run(key: str) -> re.Pattern[str]:
    """A run of shallow items behind `key`, each with its comma; compiled when first needed, for it takes a while."""
    return re.compile(rf"(?:{_SPACE}{key}{_around(_around(_SCALAR))}{_SPACE},)*")


class JsonKind(StrEnum):
    """What a beginning of a text is, as JSON."""

    INCOMPLETE = "incomplete"
    VALID = "valid"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class JsonState:
    """The state of one beginning; `at` is the character (from 0) at which it stopped being JSON, if it did."""

    kind: JsonKind
    at: int | None = None


@dataclass(frozen=True, slots=True)
class JsonPrefix:
    """The states of all beginnings of a text of `length` characters.

    `error_at` is the first character after which nothing can make it JSON. `valid` are the ranges of lengths (both ends
    included) at which the text so far is a whole JSON value: one for most, several while a bare number grows.
    """

    length: int
    error_at: int | None
    valid: tuple[tuple[int, int], ...]

    @property
    def complete_at(self) -> int | None:
        """The length at which the value is complete for the last time; None when it never is."""
        return self.valid[-1][0] if self.valid else None

    def state(self, length: int | None = None) -> JsonState:
        """The state of the first `length` characters, of all by default."""
        shown = self.length if length is None else min(length, self.length)
        if self.error_at is not None and shown > self.error_at:
            return JsonState(JsonKind.INVALID, self.error_at)
        if any(start <= shown <= end for start, end in self.valid):
            return JsonState(JsonKind.VALID)
        return JsonState(JsonKind.INCOMPLETE)


def scan(text: str) -> JsonPrefix:
    """Read a text once; the answer holds for all its beginnings."""
    reader = _Reader(text)
    reader.read()
    if reader.is_whole:
        # White space may follow, up to the end or to what is wrong.
        reader.ends[-1] = (reader.ends[-1][0], reader.position)
    return JsonPrefix(len(text), reader.error_at, tuple(reader.ends))


class _Expect(Enum):
    """What may come next."""

    VALUE = auto()
    FIRST_ITEM = auto()
    FIRST_MEMBER = auto()
    MEMBER = auto()
    COLON = auto()
    NEXT = auto()


class _Reader:
    """Reads tokens until the text ends or stops being JSON."""

    def __init__(self, text: str) -> None:
        self.text, self.position = text, 0
        self.error_at: int | None = None
        self.ends: list[tuple[int, int]] = []
        """Ranges of lengths at which the root value is whole."""
        self.is_whole = False
        self._closers: list[str] = []
        self._expect = _Expect.VALUE

    def read(self) -> None:
        """Read everything."""
        going = True
        while going and self._skip_space():
            going = self._token(self.text[self.position])

    def _skip_space(self) -> bool:
        """Skip white space; False at the end of the text."""
        self._skip(_SPACES)
        return self.position < len(self.text)

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.position)
        self.position = match.end() if match else self.position

    def _skip_all(self, pattern: re.Pattern[str]) -> None:
        """Skip what a pattern matches that repeats, step by step."""
        while (match := pattern.match(self.text, self.position, self.position + _STEP)) and match.end() > self.position:
            self.position = match.end()

    def _skip_run(self, closer: str) -> None:
        """Skip shallow items of a container; those of a short text are soon read one by one."""
        if len(self.text) > _SHORT:
            self._skip_all(_run(_KEY if closer == "}" else ""))

    def _token(self, char: str) -> bool:
        """Read one token; False where reading ends."""
        match self._expect:
            case _Expect.NEXT:
                return self._next(char)
            case _Expect.COLON:
                return self._take(char == ":", _Expect.VALUE)
            case _Expect.FIRST_ITEM | _Expect.FIRST_MEMBER if char == self._closers[-1]:
                return self._close()
            case _Expect.FIRST_MEMBER | _Expect.MEMBER:
                return self._string(_Expect.COLON) if char == '"' else self._fail()
            case _:
                return self._value(char)

    def _fail(self) -> bool:
        """The character here cannot stand here."""
        self.error_at = self.position
        return False

    def _take(self, fits: bool, expect: _Expect) -> bool:
        """Accept one character."""
        if not fits:
            return self._fail()
        self.position += 1
        self._expect = expect
        return True

    def _next(self, char: str) -> bool:
        """After a value: a comma or the end of its container; nothing after the root."""
        if self._closers and char == self._closers[-1]:
            return self._close()
        inside_object = self._closers[-1:] == ["}"]
        took = self._take(bool(self._closers) and char == ",", _Expect.MEMBER if inside_object else _Expect.VALUE)
        if took:
            self._skip_run("}" if inside_object else "]")
        return took

    def _close(self) -> bool:
        self._closers.pop()
        self.position += 1
        if len(self._closers) >= _DEEP and (run := _ENDS.match(self.text, self.position)):
            self._close_all(run[0])
        self._value_ended()
        return True

    def _open_all(self, end: int) -> bool:
        """Containers that begin inside each other up to `end`, where another does."""
        begun = _BEGINNING.findall(self.text, self.position, end)
        self._closers += ["]" if beginning[0] == "[" else "}" for beginning in begun]
        self.position = end
        self._expect = _Expect.VALUE
        return True

    def _close_all(self, ends: str) -> None:
        """Containers that end one after the other, as far as they do so rightly, and never the root."""
        inner = self._closers[max(len(self._closers) - len(ends), 1) :]
        rightly = takewhile(lambda pair: pair[0] == pair[1], zip(ends, reversed(inner), strict=False))
        count = sum(1 for _ in rightly)
        if count:
            del self._closers[-count:]
            self.position += count

    def _value_ended(self) -> None:
        self._expect = _Expect.NEXT
        if not self._closers:
            self.is_whole = True
            self.ends = self.ends or [(self.position, self.position)]

    def _value(self, char: str) -> bool:
        if char == '"':
            return self._string(_Expect.NEXT)
        if char in "{[":
            if len(self._closers) >= _DEEP and (
                run := _BEGINNINGS.match(self.text, self.position, self.position + _STEP)
            ):
                return self._open_all(run.end())
            return self._open("}" if char == "{" else "]")
        if char in _WORDS:
            return self._word(_WORDS[char])
        return self._number() if char in "-0123456789" else self._fail()

    def _open(self, closer: str) -> bool:
        self._closers.append(closer)
        self.position += 1
        begun = self.position
        self._skip_run(closer)
        is_first = self.position == begun
        if closer == "}":
            self._expect = _Expect.FIRST_MEMBER if is_first else _Expect.MEMBER
        else:
            self._expect = _Expect.FIRST_ITEM if is_first else _Expect.VALUE
        return True

    def _string(self, expect: _Expect) -> bool:
        self.position += 1
        self._skip_all(_REST_OF_STRING)
        if self.text.startswith('"', self.position):
            self.position += 1
            self._expect = expect
            if expect is _Expect.NEXT:
                self._value_ended()
            return True
        self._skip(_BROKEN_ESCAPE)
        return False if self.position == len(self.text) else self._fail()

    def _word(self, word: str) -> bool:
        for char in word:
            if self.position == len(self.text):
                return False
            if self.text[self.position] != char:
                return self._fail()
            self.position += 1
        self._value_ended()
        return True

    def _number(self) -> bool:
        """A number is one after its integer, after its fraction and after its exponent."""
        match = _BROKEN_NUMBER.match(self.text, self.position)
        spans = [match.span(group) for group in (1, 2, 3) if match[group]] if match else []
        self._skip(_BROKEN_NUMBER)
        if not self._closers:
            self.ends = [(start + 1, end) for start, end in spans]
        if spans and spans[-1][1] == self.position:
            self._value_ended()
            return True
        return False if self.position == len(self.text) else self._fail()
