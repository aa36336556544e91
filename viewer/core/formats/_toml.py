# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""TOML text -> Document. The standard library makes the values; lines are found by walking the file's tables.

Rule: of a file that is damaged or cut off the tables before the damage are kept.
"""

from __future__ import annotations

import re
import tomllib
from functools import cached_property

from viewer.core.errors import Problem, Severity
from viewer.core.formats._document import Document, Value, collector_paused
from viewer.core.messages import JsonPath
from viewer.core.place import Place, Scalar

_TABLE = re.compile(r"[ \t]*(\[\[?) *([A-Za-z0-9_.-]+) *\]")
_KEY = re.compile(r"[ \t]*([A-Za-z0-9_-]+)[ \t]*=")
_MOST_TRIES = 50
_LONG_TEXT = re.compile(r'"""|\'\'\'')
_AT_LINE = re.compile(r"\(at line (\d+)")


class TomlDocument(Document):
    """A TOML document."""

    def __init__(self, text: str) -> None:
        """Parse the text; what is wrong with it joins the problems."""
        self._text = text
        self.problems = ()
        self.value: Value = self._parse()

    def _parse(self) -> Value:
        try:
            return tomllib.loads(self._text)
        except (ValueError, RecursionError) as error:
            reason = str(error) or "nested too deeply"
            found = _AT_LINE.search(reason)
            line = int(found[1]) if found else self._text.count("\n") + 1
            self.problems = (Problem(Severity.ERROR, f"damaged TOML: {reason[:200]}", line),)
            return self._salvaged(line)

    def _salvaged(self, line: int) -> Value:
        """The value of the tables before the one that is damaged."""
        before = self._text.split("\n")[:line]
        starts = [number for number, text in enumerate(before) if text.startswith("[")]
        for start in starts[: -_MOST_TRIES - 1 : -1]:
            try:
                return tomllib.loads("\n".join(before[:start]))
            except (ValueError, RecursionError):
                continue
        return None

    def place(self, path: JsonPath) -> Place | None:
        """Where the value at `path` stands; for a value inside of another the line of that one."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._lines:
                line = self._lines[path[:length]]
                return (self._long_text(path, line) if length == len(path) else None) or Place(line)
        return None if path else Place(1)

    def _long_text(self, path: JsonPath, line: int) -> Place | None:
        """The place of a text that stands as it is, from the line after its key on."""
        value = self._value_at(path)
        start = self._line_starts[line] if line < len(self._line_starts) else None
        if start is None or not isinstance(value, str) or "\n" not in value or not self._text.startswith(value, start):
            return None
        return Place(line + 1, Scalar(self._text, start, start + len(value), "text"))

    def _value_at(self, path: JsonPath) -> Value:
        """The value that the path leads to; None where the file was damaged before it."""
        value = self.value
        for step in path:
            try:
                value = value[step]  # type: ignore[index]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self._text))]

    @cached_property
    def _lines(self) -> dict[JsonPath, int]:
        """The line of each table, of each element of a list of tables, and of each key."""
        lines: dict[JsonPath, int] = {}
        counts: dict[JsonPath, int] = {}
        table: JsonPath = ()
        quote: str | None = None
        for number, line in enumerate(self._text.split("\n"), start=1):
            if quote is None and (found := _TABLE.match(line)):
                table = _table(found, counts)
                lines.setdefault(table, number)
                lines.setdefault(table[:-1], number)
            elif quote is None and (key := _KEY.match(line)):
                lines.setdefault((*table, key[1]), number)
            for mark in _LONG_TEXT.findall(line):
                quote = mark if quote is None else None if mark == quote else quote
        return lines


def _table(found: re.Match[str], counts: dict[JsonPath, int]) -> JsonPath:
    """The path of a table; a name stands for the latest element of a list of tables of that name."""
    path: JsonPath = ()
    names = found[2].split(".")
    for depth, name in enumerate(names, start=1):
        path = (*path, name)
        if found[1] == "[[" and depth == len(names):
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def load(text: str) -> TomlDocument:
    """The document of a TOML text, whatever of it could be read; never raises."""
    with collector_paused():
        return TomlDocument(text)
