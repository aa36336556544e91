# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""JSON text -> where each display line starts: the token stream of RFC 8259, read by four regular expressions.

Rule: one match is one display line (an optional key and its scalar, an opening or a closing bracket), and what may
come next is only a question of which of the four patterns is tried. Nothing is parsed into values, nothing recurses,
and no single match reads more than about 1 MB, because a match holds the interpreter lock until it ends.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import field

from viewer.dataclass import dataclass

_SPACE = r"[ \t\n\r]*+"
_ESCAPE = r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})'
_SHORT_STRING = rf'"[^"\\]{{0,65535}}+(?:"|(?:{_ESCAPE}[^"\\]{{0,65535}}+){{1,15}}")'
_ATOM = r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++|)(?:[eE][-+]?[0-9]++|)|true|false|null|NaN|-?Infinity"
_EMPTY = rf"\{{{_SPACE}\}}|\[{_SPACE}\]"
_VALUE = rf"(?:({_SHORT_STRING}|{_ATOM}|{_EMPTY})|([{{\[]))"
_KEY = rf"{_SHORT_STRING}{_SPACE}:{_SPACE}"

_SCALAR, _OPEN, _CLOSE = 1, 2, 3

_FIRST_VALUE = re.compile(_SPACE + _VALUE)
_FIRST_MEMBER = re.compile(_SPACE + _KEY + _VALUE)
_NEXT_VALUE = re.compile(rf"{_SPACE}(?:,{_SPACE}{_VALUE}|(\]))")
_NEXT_MEMBER = re.compile(rf"{_SPACE}(?:,{_SPACE}{_KEY}{_VALUE}|(\}}))")

_IN_OBJECT = (_FIRST_MEMBER, _NEXT_MEMBER)
_IN_ARRAY = (_FIRST_VALUE, _NEXT_VALUE)

_SPACES = re.compile(_SPACE)
_SCALAR_TOKEN = re.compile(f"{_ATOM}|{_EMPTY}")
_STRING_PIECE = re.compile(rf'[^"\\]*+(?:{_ESCAPE}[^"\\]*+)*')
_STRING_STEP = 1 << 16
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Damage:
    """The first place where a text stops being JSON: its character offset, display line and the reason."""

    offset: int
    line: int
    reason: str


@dataclass(slots=True)
class JsonColumns:
    """The layout as parallel columns, because half a million line objects would cost more than the text itself.

    `starts[i]` is where the source of line i begins (a comma and white space before it included), with one more entry
    for the end. `owners[i]` is the container that line i stands in (a closing line: the one it closes) and
    `ordinals[i]` its place there, -1 on closing and raw lines. Container 0 is the document around the root value.
    """

    starts: array[int] = field(default_factory=lambda: array("q"))
    owners: array[int] = field(default_factory=lambda: array("q"))
    ordinals: array[int] = field(default_factory=lambda: array("q"))
    open_lines: array[int] = field(default_factory=lambda: array("q", [-1]))
    close_lines: array[int] = field(default_factory=lambda: array("q", [-1]))
    parents: array[int] = field(default_factory=lambda: array("q", [-1]))
    depths: array[int] = field(default_factory=lambda: array("q", [0]))
    counts: array[int] = field(default_factory=lambda: array("q", [0]))
    raw_from: int = 0
    damage: Damage | None = None

    @property
    def arrays(self) -> tuple[array[int], ...]:
        """The columns themselves, of which `of_arrays` makes the same again."""
        places = (self.starts, self.owners, self.ordinals)
        return (*places, self.open_lines, self.close_lines, self.parents, self.depths, self.counts)

    @classmethod
    def of_arrays(cls, arrays: Sequence[array[int]], raw_from: int, damage: Damage | None) -> JsonColumns:
        """The layout whose columns these are."""
        starts, owners, ordinals, opens, closes, parents, depths, counts = arrays
        return cls(starts, owners, ordinals, opens, closes, parents, depths, counts, raw_from, damage)

    def open_container(self, parent: int, ordinal: int) -> int:
        """Let the last line open a container, which is item `ordinal` of `parent`; its number."""
        self.counts[parent] = ordinal + 1
        self.open_lines.append(len(self.starts) - 1)
        self.close_lines.append(-1)
        self.parents.append(parent)
        self.depths.append(self.depths[parent] + 1)
        self.counts.append(0)
        return len(self.parents) - 1

    def close_container(self, container: int, count: int) -> tuple[int, int]:
        """Let the last line close the container of `count` items; its parent, and how many items that has so far."""
        self.counts[container] = count
        self.close_lines[container] = len(self.starts) - 1
        parent = self.parents[container]
        return parent, self.counts[parent]

    def is_object(self, container: int, text: str) -> bool:
        """Whether the container is an object; the document around the root value is not."""
        return container > 0 and text[self.starts[self.open_lines[container] + 1] - 1] == "{"

    def end(self, text: str, position: int, rest: int, owner: int) -> None:
        """End the layout at `position`; what follows, from `rest` on, becomes raw lines in the container `owner`."""
        self.raw_from = len(self.starts)
        if rest < len(text):
            self.starts.append(position)
            self.starts.extend(m.end() for m in _LINE_END.finditer(text, rest) if m.end() < len(text))
        raw_count = len(self.starts) - self.raw_from
        self.owners.extend([owner] * raw_count)
        self.ordinals.extend([-1] * raw_count)
        self.starts.append(len(text) if raw_count else position)


def scan(text: str) -> JsonColumns:
    """Lay out one JSON text; total: where it stops being JSON the rest becomes raw lines and `damage` says why."""
    columns = JsonColumns()
    add_start, add_owner, add_ordinal = columns.starts.append, columns.owners.append, columns.ordinals.append
    position = 1 if text.startswith("\ufeff") else 0
    owner, ordinal, pattern, following = 0, 0, _FIRST_VALUE, _NEXT_VALUE
    while owner or not ordinal:
        if match := pattern.match(text, position):
            kind, end = match.lastindex, match.end()
        else:
            kind, end = _long_item(text, position, pattern)
            if kind is None:
                return _damaged(columns, text, position, end, owner, pattern)
        add_start(position)
        add_owner(owner)
        position = end
        if kind == _SCALAR:
            add_ordinal(ordinal)
            ordinal += 1
            pattern = following
        elif kind == _OPEN:
            add_ordinal(ordinal)
            owner, ordinal = columns.open_container(owner, ordinal), 0
            pattern, following = _IN_OBJECT if text[end - 1] == "{" else _IN_ARRAY
        else:
            add_ordinal(-1)
            owner, ordinal = columns.close_container(owner, ordinal)
            pattern = following = _NEXT_MEMBER if columns.is_object(owner, text) else _NEXT_VALUE
    return _finished(columns, text, position)


def _finished(columns: JsonColumns, text: str, position: int) -> JsonColumns:
    rest = after_space(text, position)
    if rest < len(text):
        columns.damage = Damage(rest, len(columns.starts), "text after the end of the JSON value")
    columns.end(text, position, rest, 0)
    return columns


def _damaged(
    columns: JsonColumns, text: str, position: int, offset: int, owner: int, pattern: re.Pattern[str]
) -> JsonColumns:
    """End the layout before the item that begins at `position` and cannot be read at `offset`."""
    rest = after_comma(text, position) if pattern in (_NEXT_VALUE, _NEXT_MEMBER) else after_space(text, position)
    columns.end(text, position, rest, owner)
    line = bisect_right(columns.starts, offset, columns.raw_from, len(columns.owners)) - 1
    columns.damage = Damage(offset, max(0, line), _reason(text, offset, pattern))
    return columns


def _reason(text: str, offset: int, pattern: re.Pattern[str]) -> str:
    if offset >= len(text):
        return "the text ends inside a JSON value" if text.strip() else "no JSON value"
    if text[offset] == "\\":
        return "unknown escape in a string"
    expected = "a key" if pattern in (_FIRST_MEMBER, _NEXT_MEMBER) else "a value"
    return f"expected {expected}, found {text[offset]!r}"


def _long_item(text: str, position: int, pattern: re.Pattern[str]) -> tuple[int | None, int]:
    """Read the item token by token, strings in steps: (kind, end), or (None, offset of the damage).

    Reached when a pattern fails: because the item holds a string too long for one match, or because of damage.
    """
    position = after_space(text, position)
    if pattern in (_NEXT_VALUE, _NEXT_MEMBER):
        if text[position : position + 1] != ",":
            return None, position
        position = after_space(text, position + 1)
    if pattern in (_FIRST_MEMBER, _NEXT_MEMBER):
        found, position = string_end(text, position)
        if not found:
            return None, position
        position = after_space(text, position)
        if text[position : position + 1] != ":":
            return None, position
        position = after_space(text, position + 1)
    return _value(text, position)


def _value(text: str, position: int) -> tuple[int | None, int]:
    first = text[position : position + 1]
    if first == '"':
        found, end = string_end(text, position)
        return (_SCALAR if found else None), end
    if match := _SCALAR_TOKEN.match(text, position):
        return _SCALAR, match.end()
    if first and first in "{[":
        return _OPEN, position + 1
    return None, position


def string_end(text: str, position: int) -> tuple[bool, int]:
    """Read the JSON string at `position`, of any length: (True, its end) or (False, where it breaks)."""
    if text[position : position + 1] != '"':
        return False, position
    position += 1
    while position < len(text):
        match = _STRING_PIECE.match(text, position, position + _STRING_STEP)
        end = match.end() if match else position
        if text[end : end + 1] == '"':
            return True, end + 1
        if end == position:
            return False, position
        position = end
    return False, position


def after_space(text: str, position: int) -> int:
    """The first character from `position` on that is no JSON white space."""
    match = _SPACES.match(text, position)
    return match.end() if match else position


def after_comma(text: str, position: int) -> int:
    """The first character from `position` on that is neither white space nor a first comma."""
    position = after_space(text, position)
    return after_space(text, position + 1) if text[position : position + 1] == "," else position
