# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Two recordings -> their comparison: interactions are paired by what they say, and each pair is compared.

Rule: what is the very same is not looked at again. Exchanges are made for pairs that differ, one pair at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from viewer.core.compare.alignment import Alignment, align, asks
from viewer.core.compare.comparison import Comparison, Kind, Row, Section, Side
from viewer.core.compare.exchanges import ExchangeRows
from viewer.core.compare.noise import Noise
from viewer.core.compare.rows import Rows, Where
from viewer.core.compare.rules import NO_RULES, Rules
from viewer.core.compare.secret_places import secret_places
from viewer.core.errors import Severity
from viewer.core.recording import Recording
from viewer.core.secrets.masking import Masker
from viewer.core.summary import Summary
from viewer.core.text.printable import one_line, visible
from viewer.core.timeline import duration_text
from viewer.core.transcript import facts

_MOST_TITLE = 300
_MOST_SEARCHED = 50

Progress = Callable[[int, int], None]
"""Told how many pairs are compared, of how many; may raise to give up."""


def compare(
    before: Recording,
    after: Recording,
    masker: Masker | None = None,
    rules: Rules = NO_RULES,
    progress: Progress | None = None,
) -> Comparison:
    """What is different about two recordings."""
    rows = Rows(masker, rules)
    aligned = align(before.summaries, after.summaries)
    made = _Sections(before, after, aligned, rows)
    sections: list[Section] = []
    for section in made:
        sections.append(section)
        if progress is not None:
            progress(len(sections), len(aligned.pairs))
    return Comparison(
        visible(before.cassette.path),
        visible(after.cassette.path),
        tuple(sections),
        rules.ignored,
        len(rows.renaming),
        aligned.is_coarse,
        tuple(_own(before, after, rows)),
    )


class _Sections:
    """The sections of one comparison, each made in its turn."""

    def __init__(self, before: Recording, after: Recording, aligned: Alignment, rows: Rows) -> None:
        self._sides, self._aligned, self._rows = (before, after), aligned, rows
        self._exchanges = ExchangeRows(rows)
        self._secret_places: list[set[str] | None] = [None, None]

    def __iter__(self) -> Iterator[Section]:
        for before, after in self._aligned.pairs:
            if before is not None and after is not None:
                yield self._pair(before, after)
            elif before is not None:
                yield self._alone(0, before)
            elif after is not None:
                yield self._alone(1, after)

    def _pair(self, before: int, after: int) -> Section:
        one, other = self._sides[0].summaries[before], self._sides[1].summaries[after]
        titles = self._title(one), self._title(other)
        if _is_same(one, other):
            rows = list(self._durations(one, other))
        else:
            rows = self._exchanges.of(self._sides[0].exchanges[before], self._sides[1].exchanges[after])
        if (before, after) in self._aligned.moved:
            sides = [Side(self._gist(summary), summary.line) for summary in (one, other)]
            rows.insert(0, Row(Kind.MOVED, "", sides[0], sides[1]))
        return Section(before, after, titles, tuple(rows))

    def _alone(self, side: int, number: int) -> Section:
        recording = self._sides[side]
        summary = recording.summaries[number]
        repeats = self._repeated_by(side, number)
        kind = Kind.RETRY if repeats is not None else Kind.ADDED if side else Kind.LOST
        told = Side(self._gist(summary), summary.line)
        row = Row(kind, "", None if side else told, told if side else None)
        title = self._title(summary)
        return Section(
            None if side else number,
            number if side else None,
            ("", title) if side else (title, ""),
            (row, *self._leaked(side, number)),
            repeats,
        )

    def _repeated_by(self, side: int, number: int) -> int | None:
        """The interaction that asks the same as one that failed, or that this asks again because it failed."""
        recording = self._sides[side]
        turn, summary = recording.threads.turns[number], recording.summaries[number]
        if turn.retried_by is not None or turn.retry_of is not None:
            return turn.retried_by if turn.retried_by is not None else turn.retry_of
        if not summary.failed:
            return None
        wanted = asks(summary)
        return next((other.index for other in recording.summaries[number + 1 :] if asks(other) == wanted), None)

    def _leaked(self, side: int, number: int) -> Iterator[Row]:
        """Secrets of an interaction that one side alone has, where they stand in places that the other has none in."""
        if self._sides[side].summaries[number].secrets:
            exchange = self._sides[side].exchanges[number]
            yield from self._exchanges.secrets_of_one(exchange, self._places(1 - side), is_new=side == 1)

    def _places(self, side: int) -> set[str]:
        """Where secrets stand in a recording, as far as its first interactions that have some tell."""
        if self._secret_places[side] is None:
            recording = self._sides[side]
            holding = [s.index for s in recording.summaries if s.secrets][:_MOST_SEARCHED]
            found = (secret_places(recording.exchanges[number], self._rows.masker) for number in holding)
            self._secret_places[side] = {place for places in found for place in places}
        return self._secret_places[side] or set()

    def _durations(self, one: Summary, other: Summary) -> Iterator[Row]:
        told = [None if s.duration_ms is None else duration_text(s.duration_ms) for s in (one, other)]
        if told[0] != told[1]:
            yield self._rows.text(Kind.DURATION, "", told[0], told[1], Where(one.line, other.line), Noise.TIMES)

    def _title(self, summary: Summary) -> str:
        return one_line(f"{summary.method} {self._rows.masker.url(summary.url)}", _MOST_TITLE)

    def _gist(self, summary: Summary) -> str:
        """An interaction on one line: its number, what it is about, and its status."""
        about = self._rows.masker.text(summary.title) or self._title(summary)
        return one_line(f"#{summary.index} {about} ({summary.status or 'no answer'})", _MOST_TITLE)


def _is_same(one: Summary, other: Summary) -> bool:
    """Whether two interactions are the same in all but their times."""
    was, became = one.marks, other.marks
    return (
        one.links.request == other.links.request
        and (was.asked, was.stored_answer, was.headers) == (became.asked, became.stored_answer, became.headers)
        and one.status == other.status
        and one.problems == other.problems
    )


def _own(before: Recording, after: Recording, rows: Rows) -> Iterator[Row]:
    """What is different about the files: who recorded them, and what is wrong with them as a whole."""
    recorders = [f"{r.cassette.recorder} {r.cassette.version or ''}".strip() for r in (before, after)]
    if recorders[0] != recorders[1]:
        yield rows.text(Kind.RECORDER, "", recorders[0], recorders[1])
    told = [
        [
            facts.problem(replace(found, line=None, event=None), rows.masker)
            for found in recording.cassette.problems
            if found.severity is not Severity.INFO
        ]
        for recording in (before, after)
    ]
    yield from (rows.text(Kind.PROBLEM, "", text, None) for text in told[0] if text not in told[1])
    yield from (rows.text(Kind.PROBLEM, "", None, text) for text in told[1] if text not in told[0])
