# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Reports on files -> lines on standard output and standard error, and one exit status."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from viewer.batch import UNREADABLE, Report, Source, reports
from viewer.cli._parser import say
from viewer.progress import Progress


def run_on(work: Callable[[Source], Report], sources: Sequence[Source]) -> int:
    """Work on every file and print each report when it is there; the worst of their statuses.

    No file at all is a failure: where it goes unseen, such as in CI, a wrong path would pass.
    """
    if not sources:
        say("cassette-viewer: no files there")
        return UNREADABLE
    progress = Progress(len(sources))
    status = 0
    for report in reports(work, sources):
        progress.clear()
        tell(report)
        progress.step()
        status = max(status, report.status)
    progress.clear()
    return status


def tell(report: Report) -> int:
    """Print a report; returns its status."""
    for line in report.lines:
        print(line)
    for error in report.errors:
        say(error)
    return report.status
