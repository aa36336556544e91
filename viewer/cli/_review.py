# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What of a corpus is old or stands twice: `check --stale 180d --duplicates`.

Rule: a date is one that was recorded, in the file or as the answer's Date field; the file's own date is that of a
checkout. The same request counts once a file: there it is asked again, or played in order.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from viewer.batch import FOUND, Report, Source, failure, load, reports
from viewer.cli._reports import tell
from viewer.core.errors import CassetteError
from viewer.core.recording import Recording
from viewer.core.second_look import answered_at
from viewer.core.text.printable import name
from viewer.core.text.quantities import plural
from viewer.dataclass import dataclass

_AGE = re.compile(r"(\d{1,5})([dwmy])")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}

_Key = tuple[bytes, bytes, int]
"""Digests of a request and of its answer, and the line that the interaction begins on."""


def add_review(parser: argparse.ArgumentParser) -> None:
    """Let old recordings and duplicates be looked for."""
    parser.add_argument("--stale", type=_age, metavar="AGE", help="tell recordings that are older, such as 180d or 1y")
    parser.add_argument("--duplicates", action="store_true", help="tell requests that several files record")


def review(given: argparse.Namespace, sources: Sequence[Source], *, alone: bool) -> int:
    """Tell what was asked for; returns an exit status, 0 where nothing was."""
    if given.stale is None and not given.duplicates:
        return 0
    before = datetime.now(UTC) - given.stale if given.stale is not None else None
    status, seen = 0, _Seen()
    for source, report in zip(sources, reports(Review(before, alone), sources), strict=True):
        status = max(status, tell(report))
        if given.duplicates and isinstance(report, Reviewed):
            status = max(status, tell(seen.report(name(source.name), report.keys)))
    return status


@dataclass(frozen=True, slots=True)
class Reviewed(Report):
    """What came of one file: what it asks, besides."""

    keys: tuple[_Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """Looks at the dates of a file, and at what it asks; what cannot be read was told by the check itself."""

    before: datetime | None
    alone: bool

    def __call__(self, source: Source) -> Report:
        """A line where the oldest interaction is older than `before`."""
        try:
            found = load(source)
        except CassetteError as error:
            return Report(status=failure(error, alone=self.alone).status)
        lines = tuple(self._stale(source, found)) if self.before is not None else ()
        keys = tuple((s.links.request, s.marks.answer, s.line or 1) for s in found.summaries)
        return Reviewed(lines, status=FOUND if lines else 0, keys=keys)

    def _stale(self, source: Source, found: Recording) -> Iterator[str]:
        dates = [(at, exchange.interaction.index) for exchange in found.exchanges if (at := answered_at(exchange))]
        if not dates or self.before is None:
            return
        oldest, number = min((at if at.tzinfo else at.replace(tzinfo=UTC), number) for at, number in dates)
        if oldest < self.before:
            days = plural((datetime.now(UTC) - oldest).days, "day")
            line = found.summaries[number].line or 1
            yield f"{name(source.name)}:{line}: warning: recorded on {oldest:%Y-%m-%d}, {days} ago"


class _Seen:
    """Which file asked what first."""

    def __init__(self) -> None:
        self._first: dict[bytes, tuple[str, bytes, int]] = {}

    def report(self, path: str, keys: Sequence[_Key]) -> Report:
        """A line for each request that an earlier file has recorded, once a file."""
        lines: dict[bytes, str] = {}
        new: dict[bytes, tuple[str, bytes, int]] = {}
        for request, answer, line in keys:
            first = self._first.get(request)
            if first is None:
                new.setdefault(request, (path, answer, line))
            elif request not in lines:
                words = "the same answer" if first[1] == answer else "another answer"
                lines[request] = f"{path}:{line}: warning: {first[0]}:{first[2]} records this request too, with {words}"
        self._first.update(new)
        return Report(tuple(lines.values()), status=FOUND if lines else 0)


def _age(text: str) -> timedelta:
    told = _AGE.fullmatch(text)
    if told is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no age: write days, weeks, months or years, as in 180d or 1y")
    return timedelta(days=int(told[1]) * _DAYS[told[2]])
