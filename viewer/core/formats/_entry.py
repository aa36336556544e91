# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A value of a document with its path: readers ask it for the type they expect.

Rule: a wrong type is a Problem at its line and an empty value, so one bad field never costs the others.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from math import isfinite

from viewer.core.errors import Problem, Severity
from viewer.core.formats._base64 import decode_base64
from viewer.core.formats._document import Document, Value
from viewer.core.messages import JsonPath
from viewer.core.model import Body
from viewer.core.place import Place
from viewer.dataclass import dataclass
from viewer.late_pattern import late_pattern

_INTEGER = late_pattern(r"\s*[-+]?[0-9]{1,19}\s*")
_MOST = 1 << 63
"""Beyond what any recorder counts in."""
_HEX = late_pattern(r"(?:[0-9A-Fa-f]{2})*")


@dataclass(slots=True, eq=False)
class Entry:
    """The value at `path`; None where there is none. Complaints go to `problems`, shared by its children.

    It never changes. That it is not frozen makes one in half the time, and there are fifty for each interaction.
    """

    document: Document
    path: JsonPath
    value: Value
    problems: list[Problem]

    def __getitem__(self, key: str) -> Entry:
        """The entry of a mapping under `key`, an empty one where there is none."""
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return Entry(self.document, (*self.path, key), value, self.problems)

    def apart(self) -> Entry:
        """The same entry with problems of its own, for what tells its problems by itself."""
        return Entry(self.document, self.path, self.value, [])

    def members(self) -> dict[str, Value]:
        """The values of a mapping in order; of what is none, nothing."""
        if isinstance(self.value, dict):
            return self.value
        if self.value is not None:
            self.complain("a mapping")
        return {}

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """The entries of a mapping in order."""
        for key in self.members():
            yield key, self[key]

    def elements(self) -> Iterator[Entry]:
        """The elements of a list in order."""
        if isinstance(self.value, list):
            for index, value in enumerate(self.value, self.document.first(self.path)):
                yield Entry(self.document, (*self.path, index), value, self.problems)
        elif self.value is not None:
            self.complain("a list")

    def records(self) -> Iterator[Entry]:
        """The records of JSON lines; a file of a single line is one JSON document."""
        return self.elements() if isinstance(self.value, list) else iter((self,))

    def mappings(self) -> Iterator[Entry]:
        """The mappings of a list in order; complains of elements that are none."""
        for element in self.elements():
            if isinstance(element.value, dict):
                yield element
            else:
                element.complain("a mapping")

    def text(self) -> str:
        """A scalar as text, as the file has it; empty where there is none."""
        if isinstance(self.value, str) or self.value is None:
            return self.value or ""
        if isinstance(self.value, bytes):
            return self.value.decode("utf-8", errors="replace")
        written = self.document.written(self.path)
        if written is None:
            self.complain("text")
        return written or ""

    def integer(self) -> int | None:
        """A whole number, also one written as text."""
        value = self.value
        if isinstance(value, str) and _INTEGER.fullmatch(value):
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _MOST:
            return value
        if self.value is not None:
            self.complain("a whole number")
        return None

    def number(self) -> float | None:
        """A finite number, also one written as text."""
        try:
            number = None if isinstance(self.value, bool) else float(self.value)  # type: ignore[arg-type]
        except (TypeError, ValueError, OverflowError):
            number = None
        if number is not None and isfinite(number):
            return number
        if self.value is not None:
            self.complain("a number")
        return None

    def body(self) -> Body:
        """Text or base64 data as a body; what is neither is kept as its JSON."""
        if self.value is None:
            return Body(place=self.place)
        if isinstance(self.value, bytes):
            return Body(self.value, self.place, was_text=False)
        if isinstance(self.value, (dict, list)):
            self.complain("text")
            return self.parsed_body()
        return Body(self.text().encode("utf-8", "surrogatepass"), self.place)

    def parsed_body(self) -> Body:
        """The body whose JSON the recorder stored as the value that it stands for."""
        as_json = json.dumps(self.value, ensure_ascii=False, separators=(",", ":"), default=_json_text)
        return Body(as_json.encode("utf-8", "surrogatepass"), self.place, was_text=False, was_parsed=True)

    def base64_body(self, prefix: str = "") -> Body:
        """The body whose bytes stand here as base64 after `prefix`; of damaged base64 what precedes the damage."""
        data, is_whole = decode_base64(self.text().removeprefix(prefix))
        if not is_whole:
            self.say(f"base64 is damaged after {len(data)} bytes")
        return Body(data, self.place, was_text=False)

    def hex_body(self, digits: str) -> Body:
        """The body that hexadecimal digits found here stand for; of damaged ones what precedes the damage."""
        readable = _HEX.match(digits)
        whole = readable[0] if readable else ""
        if len(whole) != len(digits):
            self.say(f"hexadecimal data is damaged after {len(whole) // 2} bytes")
        return Body(bytes.fromhex(whole), self.place, was_text=False)

    def expect(self, known: frozenset[str], *required: str) -> None:
        """Complain of what is no mapping, of required keys that are missing and of keys that are not known."""
        if not isinstance(self.value, dict):
            if self.value is not None or (self.path and isinstance(self.path[-1], int)):
                self.complain("a mapping")
            return
        for key in required:
            if self.value.get(key) is None and not self.is_cut_off:
                self.say(f"{self._name(key)} is missing")
        unknown = [key for key in self.value if key not in known]
        if unknown:
            self.say(f"{self._name()} has keys that are not shown: {', '.join(unknown)[:200]}", Severity.INFO)

    @property
    def is_cut_off(self) -> bool:
        """Whether a document that is damaged ends inside of this value: what it lacks is told with the damage."""
        damage = [problem.line for problem in self.document.problems if problem.severity is Severity.ERROR]
        begins = self.line if damage else None
        if not any(line is None or begins is None or line >= begins for line in damage):
            return False
        if self.document.is_by_lines and begins not in damage:
            return False
        value = self.document.value
        for length, step in enumerate(self.path):
            if isinstance(value, dict) and value:
                last, value = next(reversed(value.items()))
            elif isinstance(value, list) and value:
                last, value = self.document.first(self.path[:length]) + len(value) - 1, value[-1]
            else:
                return False
            if last != step:
                return False
        return True

    @property
    def place(self) -> Place | None:
        """Where the value stands."""
        return self.document.place(self.path)

    @property
    def line(self) -> int | None:
        """The line of the value, or of the nearest value around it."""
        for length in range(len(self.path), -1, -1):
            place = self.document.place(self.path[:length])
            if place is not None:
                return place.line
        return None

    def complain(self, expected: str) -> None:
        """Say that the value is not what was expected."""
        kind = _KINDS.get(type(self.value), type(self.value).__name__)
        self.say(f"{self._name()} should be {expected} and is {kind}")

    def _name(self, *below: str) -> str:
        """The path as people write it, such as `interactions[0].request`."""
        steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in (*self.path, *below))
        return "".join(steps).removeprefix(".") or "the document"

    def say(self, text: str, severity: Severity = Severity.WARNING) -> None:
        """Add a problem at this value's line."""
        self.problems.append(Problem(severity, text, self.line))


_KINDS: dict[type, str] = {
    dict: "a mapping",
    list: "a list",
    str: "text",
    bytes: "binary data",
    int: "a number",
    float: "a number",
    bool: "true or false",
    type(None): "empty",
}


def _json_text(value: object) -> str:
    """What YAML has and JSON has not, as the text that it was before."""
    if isinstance(value, date):
        return value.isoformat()
    return value.decode("utf-8", errors="replace") if isinstance(value, bytes) else str(value)
