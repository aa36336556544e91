# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""JSON lines -> Document: a list of the values that stand one a line. Rule: a damaged line costs only itself."""

from __future__ import annotations

import json

from viewer.core.errors import Problem, Severity
from viewer.core.formats._document import Document, Value, collector_paused
from viewer.core.messages import JsonPath
from viewer.core.place import Place

MOST_PROBLEMS = 100


class JsonLinesDocument(Document):
    """A document of JSON lines."""

    def __init__(self, text: str) -> None:
        """Parse each line; those that are no JSON join the problems."""
        values: list[Value] = []
        self._lines: list[int] = []
        problems: list[Problem] = []
        for number, line in enumerate(text.split("\n"), start=1):
            if not line.strip():
                continue
            try:
                values.append(json.loads(line, strict=False))
                self._lines.append(number)
            except (ValueError, RecursionError) as error:
                problems.append(damaged_line(error, number))
        self.value: Value = values
        self.problems = tuple(problems[:MOST_PROBLEMS])

    @property
    def is_by_lines(self) -> bool:
        """It is."""
        return True

    def place(self, path: JsonPath) -> Place | None:
        """The line of the value at `path`, or of what is around it."""
        if not path:
            return Place(1)
        if not isinstance(path[0], int) or path[0] >= len(self._lines):
            return None
        return Place(self._lines[path[0]])


def damaged_line(error: Exception, number: int) -> Problem:
    """What is said of a line that is no JSON."""
    return Problem(Severity.ERROR, f"damaged JSON: {str(error)[:200]}", number)


def load(text: str) -> JsonLinesDocument:
    """The document of JSON lines, whatever of it could be read; never raises."""
    with collector_paused():
        return JsonLinesDocument(text)
