# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Comparisons -> what a report tells of them: of each pair of files the changes alone, which can be pickled.

Rule: in order of what a reviewer must not overlook. A change that many files share is told once, with its count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from enum import IntEnum

from viewer.core.compare.comparison import WHOLE, Comparison, Kind, Row
from viewer.core.text.printable import one_line
from viewer.core.text.quantities import plural
from viewer.dataclass import dataclass

_FEWEST_SHARING = 2
_SHORT = 60


class Concern(IntEnum):
    """What a change is to a reviewer, what matters most first."""

    SECRET = 0
    LOST = 1
    TOOLS = 2
    MODEL = 3
    ASKED = 4
    ENDED = 5
    SAID = 6
    ADDED = 7
    ORDER = 8
    USAGE = 9
    SENT = 10


CONCERNS = {
    Concern.SECRET: "secrets",
    Concern.LOST: "lost interactions",
    Concern.TOOLS: "tools",
    Concern.MODEL: "model",
    Concern.ASKED: "different request",
    Concern.ENDED: "ends differently",
    Concern.SAID: "different answer",
    Concern.ADDED: "new interactions",
    Concern.ORDER: "order and retries",
    Concern.USAGE: "usage",
    Concern.SENT: "headers and the rest",
}
"""Each in a few words."""

_CONCERN_OF = {
    Concern.SECRET: {Kind.SECRET},
    Concern.LOST: {Kind.LOST},
    Concern.TOOLS: {Kind.TOOL_CALL, Kind.TOOL_DEFINITION, Kind.TOOL_RESULT},
    Concern.MODEL: {Kind.MODEL, Kind.MODEL_ASKED},
    Concern.ASKED: {Kind.SYSTEM, Kind.MESSAGE, Kind.SETTING, Kind.ADDRESS, Kind.REQUEST_BODY},
    Concern.ENDED: {Kind.FINISH, Kind.STATUS, Kind.ERROR, Kind.PROBLEM},
    Concern.SAID: {
        Kind.TEXT,
        Kind.REASONING,
        Kind.REFUSAL,
        Kind.CITATIONS,
        Kind.MEDIA,
        Kind.PART,
        Kind.RESPONSE_BODY,
    },
    Concern.ADDED: {Kind.ADDED},
    Concern.ORDER: {Kind.MOVED, Kind.RETRY},
    Concern.USAGE: {Kind.USAGE, Kind.COST},
}
_CONCERNS = {kind: concern for concern, kinds in _CONCERN_OF.items() for kind in kinds}


@dataclass(frozen=True, slots=True)
class Change:
    """A row that is a change; `title` is that of its section, empty for the file as a whole, numbers are its own."""

    row: Row
    title: str = ""
    before: int | None = None
    after: int | None = None

    @property
    def concern(self) -> Concern:
        """What it is to a reviewer."""
        return _CONCERNS.get(self.row.kind, Concern.SENT)

    @property
    def gist(self) -> str:
        """The change on one line, behind its sign: `~ model: a → b`."""
        return f"{self.row.sign} {self._words}"

    @property
    def _words(self) -> str:
        row = self.row
        if row.paths:
            first = row.paths[0]
            more = f" and {len(row.paths) - 1} more" if len(row.paths) > 1 else ""
            where = f" {first.path}" if first.path else ""
            return f"{row.label}{where}: {_both(first.before, first.after)}{more}"
        sides = (row.before.text if row.before else None, row.after.text if row.after else None)
        return f"{row.label}: {_both(*sides)}"


def _both(before: str | None, after: str | None) -> str:
    told = [one_line(text, _SHORT) if text is not None else "" for text in (before, after)]
    return f"{told[0]} → {told[1]}" if before is not None and after is not None else told[0] or told[1]


@dataclass(frozen=True, slots=True)
class Findings:
    """What came of one pair of files: names as they are shown, None for a file that is not there.

    `noise` counts what was ignored by name, `error` says why a file could not be compared.
    """

    name: str
    before: str | None
    after: str | None
    changes: tuple[Change, ...] = ()
    noise: dict[str, int] = field(default_factory=dict)
    renamed: int = 0
    interactions: tuple[int, int] = (0, 0)
    is_coarse: bool = False
    error: str | None = None

    @property
    def is_different(self) -> bool:
        """Whether there is anything that a reviewer should see."""
        return bool(self.changes) or self.before is None or self.after is None

    @property
    def concerns(self) -> list[Concern]:
        """What the changes are about, what matters most first."""
        return sorted({change.concern for change in self.changes})

    @property
    def verdict(self) -> str:
        """The findings in a few words."""
        if self.error is not None:
            return "cannot be read"
        if self.before is None or self.after is None:
            number = plural(max(self.interactions), "interaction")
            leaks = ", with secrets" if any(change.concern is Concern.SECRET for change in self.changes) else ""
            return f"new, {number}{leaks}" if self.before is None else f"removed, {number}"
        if self.changes:
            return ", ".join(CONCERNS[concern] for concern in self.concerns)
        return "cosmetic only" if self.noise else "the same"


def findings(name: str, comparison: Comparison) -> Findings:
    """What a report tells of a comparison; `name` is what both files are called."""
    changes = tuple(
        Change(row, section.title if section else "", *((section.before, section.after) if section else (None, None)))
        for section, row in comparison.changes()
    )
    sections = comparison.sections
    return Findings(
        name,
        comparison.before,
        comparison.after,
        changes,
        dict(sorted(comparison.noise().items())),
        comparison.renamed,
        (sum(s.before is not None for s in sections), sum(s.after is not None for s in sections)),
        comparison.is_coarse or any(change.row.is_coarse for change in changes),
    )


def by_importance(found: Iterable[Findings]) -> list[Findings]:
    """What cannot be read first, then by what matters most; files of the same weight by name."""
    return sorted(found, key=_weight)


def _weight(found: Findings) -> tuple[int, list[int], str]:
    if found.error is not None:
        return -1, [], found.name
    if found.concerns:
        return 0, [int(concern) for concern in found.concerns], found.name
    return (1 if found.is_different else 2), [], found.name


def shared(found: Iterable[Findings]) -> list[tuple[str, int]]:
    """Changes that several files have, each on one line with the number of files, the most frequent first."""
    return [(gist, len(names)) for gist, names in files_sharing(found)]


def files_sharing(found: Iterable[Findings]) -> list[tuple[str, frozenset[str]]]:
    """Changes that several files have, each on one line with the names of the files, the most frequent first."""
    files: dict[str, set[str]] = defaultdict(set)
    for one in found:
        for change in one.changes:
            if change.row.kind not in WHOLE:
                files[change.gist].add(one.name)
    several = [(gist, frozenset(names)) for gist, names in files.items() if len(names) >= _FEWEST_SHARING]
    return sorted(several, key=lambda item: (-len(item[1]), item[0]))


def of_sections(changes: Sequence[Change]) -> Iterator[tuple[str, list[Change]]]:
    """Changes with the title of the interaction that they are about, in order."""
    together: list[Change] = []
    for change in changes:
        if together and (change.title, change.before, change.after) != (
            together[-1].title,
            together[-1].before,
            together[-1].after,
        ):
            yield together[-1].title, together
            together = []
        together.append(change)
    if together:
        yield together[-1].title, together
