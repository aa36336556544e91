# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""JSON text -> Document. The standard library's C scanner makes the values; places are looked up when asked for.

Rule: what stands before damage is kept, down to the readable part of a text that was cut off.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from viewer.cached_property import cached_property
from viewer.core.errors import Problem, Severity
from viewer.core.formats._document import Document, Value, collector_paused
from viewer.core.formats._json_scan import Damage, Salvage, Scan, members, skip_space
from viewer.core.messages import JsonPath
from viewer.core.place import Place

_BREAK = re.compile(r"\r\n|\r|\n")
_WORD = re.compile(r'[^,\]}\s"{\[][^,\]}\s]*')  # a number, or true, false, null: neither a text nor a container


class _Members:
    """Where the members of a container begin, found as far as they are asked for: to pass one is to read it."""

    def __init__(self, found: Iterator[tuple[str | int, int]]) -> None:
        self._found, self._starts = found, dict[str | int, int]()

    def start(self, wanted: str | int, *, is_only: bool) -> int | None:
        """Where a member begins; the last one of its name, unless it `is_only`."""
        if not is_only or wanted not in self._starts:
            for key, start in self._found:
                self._starts[key] = start
                if is_only and key == wanted:
                    break
        return self._starts.get(wanted)


class JsonDocument(Document):
    """A JSON document."""

    def __init__(self, text: str) -> None:
        """Parse the text; what is wrong with it joins the problems."""
        self._text = text
        self._members: dict[int, _Members] = {}
        self._problems: list[Problem] = []
        self._scan = scanner()
        self.value: Value = self._parse()
        self.problems = tuple(self._problems)

    def _parse(self) -> Value:
        try:
            return json.loads(self._text, strict=False, object_pairs_hook=self._object)
        except (ValueError, RecursionError):
            salvage = Salvage(self._text, self._scan)
            value = salvage.document()
            if salvage.damage is not None:
                self._problems.append(self._damage(salvage.damage))
            return value

    def _object(self, pairs: list[tuple[str, Value]]) -> dict[str, Value]:
        result = dict(pairs)
        if len(result) != len(pairs):
            twice, _ = Counter(name for name, _ in pairs).most_common(1)[0]
            text = f"key {twice!r} stands twice in one object; the last one counts"
            self._problems.append(Problem(Severity.WARNING, text))
        return result

    def _damage(self, damage: Damage) -> Problem:
        column = damage.at - (self._text.rfind("\n", 0, damage.at) + 1) + 1
        text = f"damaged JSON: {damage.reason}, column {column:,}"
        return Problem(Severity.ERROR, text, self._line(damage.at))

    def place(self, path: JsonPath) -> Place | None:
        """Where the value at `path` stands: a text of JSON is all in one line."""
        start = self._start(path)
        return None if start is None or start >= len(self._text) else Place(self._line(start))

    def written(self, path: JsonPath) -> str | None:
        """A number or a word as it stands."""
        start = self._start(path)
        word = None if start is None else _WORD.match(self._text, start)
        return None if word is None else word[0]

    def _start(self, path: JsonPath) -> int | None:
        start: int | None = skip_space(self._text, 0)
        for step in path:
            if start is None:
                return None
            if start not in self._members:
                self._members[start] = _Members(members(self._text, start, self._scan))
            # Where a key stands twice the last one counts, and so all are looked at.
            start = self._members[start].start(step, is_only=not self.problems)
        return start

    @cached_property
    def _line_starts(self) -> list[int]:
        text = self._text
        is_one = "\n" not in text and "\r" not in text
        return [0] if is_one else [0, *(match.end() for match in _BREAK.finditer(text))]

    def _line(self, at: int) -> int:
        return bisect_right(self._line_starts, at)


def scanner() -> Scan:
    """What reads one value of a text."""
    scan: Scan = json.JSONDecoder(strict=False, parse_int=_integer).scan_once  # type: ignore[attr-defined]
    return scan


def _integer(digits: str) -> int | str:
    """A whole number; its text when it has more digits than Python turns into one."""
    try:
        return int(digits)
    except ValueError:
        return digits


def load(text: str) -> JsonDocument:
    """The document of a JSON text, whatever of it could be read; never raises."""
    with collector_paused():
        return JsonDocument(text)
