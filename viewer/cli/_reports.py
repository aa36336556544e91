# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Reports on files -> lines on standard output and standard error, and one exit status."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from viewer.batch import UNREADABLE, Report, Source, reports
from viewer.cli._parser import say
from viewer.dataclass import dataclass
from viewer.progress import Progress


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of all files: the worst exit status; how many notes were not told, and in how many files."""

    status: int
    untold: int = 0
    files_untold: int = 0


def run_on(work: Callable[[Source], Report], sources: Sequence[Source]) -> Outcome:
    """Work on every file and print each report when it is there.

    No file at all is a failure, and so are files of which none is a cassette: where it goes unseen, such as in CI, a
    wrong path would pass.
    """
    if not sources:
        say("cassette-viewer: no files there")
        return Outcome(UNREADABLE)
    progress = Progress(len(sources))
    status = skipped = untold = files_untold = 0
    for report in reports(work, sources):
        progress.clear()
        tell(report)
        progress.step()
        status = max(status, report.status)
        skipped += report.is_skipped
        untold += report.untold
        files_untold += bool(report.untold)
    progress.clear()
    if skipped == len(sources):
        say("cassette-viewer: no cassettes there")
        status = UNREADABLE
    return Outcome(status, untold, files_untold)


def tell(report: Report) -> int:
    """Print a report; returns its status."""
    for line in report.lines:
        print(line)
    for error in report.errors:
        say(error)
    return report.status
