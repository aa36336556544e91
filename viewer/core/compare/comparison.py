# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a comparison says: sections, one for each pair of interactions, and rows, one for each thing that was compared.

Rule: frozen, masked, and complete. A row that is equal is there too, so that a window can show what surrounds a
change; what is ignored is decided when a comparison is looked at, not when it is made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import field, replace
from enum import StrEnum

from viewer.core.compare.noise import Noise
from viewer.core.compare.words import Difference, Span
from viewer.dataclass import dataclass


class Kind(StrEnum):
    """What a row is about. The order is that of an interaction as people read it."""

    LOST = "lost"
    ADDED = "added"
    MOVED = "moved"
    RETRY = "retry"
    SECRET = "secret"
    RECORDER = "recorder"
    ADDRESS = "address"
    NAME = "name"
    MODEL_ASKED = "model-asked"
    SETTING = "setting"
    SYSTEM = "system"
    TOOL_DEFINITION = "tool-definition"
    MESSAGE = "message"
    REQUEST_HEADER = "request-header"
    REQUEST_BODY = "request-body"
    STATUS = "status"
    MODEL = "model"
    ID = "id"
    REASONING = "reasoning"
    TEXT = "text"
    REFUSAL = "refusal"
    TOOL_CALL = "tool-call"
    TOOL_RESULT = "tool-result"
    CITATIONS = "citations"
    MEDIA = "media"
    PART = "part"
    FINISH = "finish"
    ERROR = "error"
    USAGE = "usage"
    COST = "cost"
    RESPONSE_HEADER = "response-header"
    RESPONSE_BODY = "response-body"
    PROBLEM = "problem"
    STREAM = "stream"
    DURATION = "duration"


WHOLE = frozenset((Kind.LOST, Kind.ADDED, Kind.MOVED, Kind.RETRY))
"""Kinds of rows that are about an interaction as a whole."""
REQUEST = frozenset(
    (
        Kind.ADDRESS,
        Kind.NAME,
        Kind.MODEL_ASKED,
        Kind.SETTING,
        Kind.SYSTEM,
        Kind.TOOL_DEFINITION,
        Kind.MESSAGE,
        Kind.REQUEST_HEADER,
        Kind.REQUEST_BODY,
    )
)
"""Kinds of rows that are about what was asked."""

NAMES = (*Noise, *(kind for kind in Kind if kind.value not in {noise.value for noise in Noise}))
"""Everything that can be ignored or regarded."""
IGNORED = frozenset(noise.value for noise in Noise)
"""What is ignored by default."""


@dataclass(frozen=True, slots=True)
class Side:
    """What stands on one side of a row: masked text, the spans of it that are not on the other, and its file line."""

    text: str
    line: int | None = None
    changed: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class PathChange:
    """A place in JSON that holds another value: both as JSON text, None where there is none."""

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One thing compared; a side is None where there is nothing.

    `name` tells it from others of its kind, such as the name of a header. `noise` are the kinds that explain the
    difference, all of them needed; empty where it means something. `repeats` tells that an earlier section had the
    very same difference, as a request repeats what was said before. `paths` are the places that differ in JSON.
    """

    kind: Kind
    name: str
    before: Side | None
    after: Side | None
    is_equal: bool = False
    noise: frozenset[str] = frozenset()
    paths: tuple[PathChange, ...] = ()
    is_coarse: bool = False
    repeats: bool = False

    @property
    def label(self) -> str:
        """What it is about, in a few words."""
        words = self.kind.value.replace("-", " ")
        return f"{words} {self.name}".strip()

    @property
    def sign(self) -> str:
        """`+` for what is new, `-` for what is gone, `~` for what is different, `=` for what is equal."""
        if self.is_equal:
            return "="
        return "+" if self.before is None else "-" if self.after is None else "~"

    def marked(self, difference: Difference) -> Row:
        """The same row with the words that differ."""
        if self.before is None or self.after is None:
            return self
        return replace(
            self,
            before=replace(self.before, changed=difference.before),
            after=replace(self.after, changed=difference.after),
            is_coarse=difference.is_coarse,
        )


@dataclass(frozen=True, slots=True)
class Section:
    """A pair of interactions by their numbers, or one that has no counterpart; titles are those of both sides.

    `retry_of` is the number, on its own side, of the interaction that repeats the request of one without counterpart.
    `first` are the numbers that the first interactions of both sides have in their files, of which they may be a part.
    """

    before: int | None
    after: int | None
    titles: tuple[str, str]
    rows: tuple[Row, ...]
    retry_of: int | None = None
    first: tuple[int, int] = (0, 0)

    @property
    def numbers(self) -> tuple[int | None, int | None]:
        """What both are called in their files."""
        one, other = (
            None if number is None else number + first
            for number, first in zip((self.before, self.after), self.first, strict=True)
        )
        return one, other

    @property
    def title(self) -> str:
        """`#2 → #1 POST https://…`."""
        numbers = [f"#{number}" for number in self.numbers if number is not None]
        same = len(numbers) == 2 and numbers[0] == numbers[1]
        return f"{numbers[0] if same else ' → '.join(numbers)} {self.titles[1] or self.titles[0]}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two recordings compared; `ignored` are names of `NAMES`. `renamed` counts ids that have another name."""

    before: str
    after: str
    sections: tuple[Section, ...]
    ignored: frozenset[str] = IGNORED
    renamed: int = 0
    is_coarse: bool = False
    """Whether interactions were too many to be paired as well as possible."""
    own: tuple[Row, ...] = field(default=())
    """What is different about the files as a whole."""

    def is_change(self, row: Row) -> bool:
        """Whether a row is a difference that is not ignored and was not told before."""
        return not row.is_equal and not row.repeats and not self.ignores(row)

    def ignores(self, row: Row) -> bool:
        """Whether a row is a difference that is ignored."""
        return not row.is_equal and (row.kind.value in self.ignored or (bool(row.noise) and row.noise <= self.ignored))

    def changes(self) -> Iterator[tuple[Section | None, Row]]:
        """Every change, in order; without a section what is about the files as a whole."""
        yield from ((None, row) for row in self.own if self.is_change(row))
        for section in self.sections:
            yield from ((section, row) for row in section.rows if self.is_change(row))

    def __bool__(self) -> bool:
        """Whether anything is different that is not ignored."""
        return next(self.changes(), None) is not None

    def noise(self) -> Counter[str]:
        """How many differences are ignored, by the names that explain them."""
        rows = (row for section in self.sections for row in section.rows if self.ignores(row))
        return Counter(name for row in rows for name in sorted(row.noise or {row.kind.value}))

    def explained(self) -> Counter[str]:
        """How many differences each noise has a part in, ignored or not, and of other names those that are ignored."""
        rows = (row for section in self.sections for row in section.rows if not row.is_equal)
        return Counter(name for row in rows for name in (*row.noise, *({row.kind.value} & self.ignored)))

    def ignoring(self, ignored: frozenset[str]) -> Comparison:
        """The same comparison with other names ignored."""
        return replace(self, ignored=ignored)
