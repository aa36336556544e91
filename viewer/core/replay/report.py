# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""An answer about a request -> lines of text, the same in the terminal and in the window."""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.recording import Recording
from viewer.core.replay.nearest import Answer, Candidate
from viewer.core.secrets.masking import Masker
from viewer.core.text.printable import name, one_line
from viewer.core.text.quantities import plural

_LONGEST_VALUE = 160


def report_lines(answer: Answer, recording: Recording, masker: Masker) -> Iterator[str]:
    """The request, the rules, what matches, and if nothing does the nearest with what refuses them."""
    asked = answer.asked
    url = one_line(masker.url(asked.url), 300) if asked.url else "(URL not told)"
    yield f"{asked.method or '(method not told)'} {url}, from {name(asked.source)}"
    yield f"  rules of {recording.cassette.recorder}: {', '.join(answer.matchers)}"
    if answer.convention.note:
        yield f"  {answer.convention.note}"
    if answer.matching:
        yield from _matching(answer, recording)
    else:
        yield f"  nothing matches among {plural(answer.recorded, 'interaction')}; the nearest:"
        for candidate in answer.nearest:
            yield from _candidate(candidate, recording, masker)


def _matching(answer: Answer, recording: Recording) -> Iterator[str]:
    numbers = [f"#{candidate.number}" for candidate in answer.matching]
    if answer.asked.was_played:
        yield f"  {', '.join(numbers)} would match, but the library says that all of them were played already:"
        yield f"  the test asks this more than {_times(len(numbers))}"
        return
    first = answer.matching[0]
    yield f"  matches {numbers[0]}{f' (line {first.line})' if first.line else ''}"
    untold = [verdict.matcher for verdict in first.verdicts if verdict.matches is None]
    if untold:
        yield f"  not told, so not compared: {', '.join(untold)}"
    if len(numbers) > 1:
        answers = {recording.summaries[candidate.number].marks.answer for candidate in answer.matching}
        same = "the same answer" if len(answers) == 1 else f"{len(answers)} different answers"
        first_only = " only the first is ever played" if answer.convention.repeats else " they are played in order"
        yield f"  so do {', '.join(numbers[1:])}, with {same}:{first_only}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _candidate(candidate: Candidate, recording: Recording, masker: Masker) -> Iterator[str]:
    summary = recording.summaries[candidate.number]
    line = f" (line {candidate.line})" if candidate.line else ""
    yield f"  #{candidate.number} {summary.method} {one_line(masker.url(summary.url), 200)}{line}"
    for verdict in candidate.verdicts:
        if verdict.matches is None and verdict.note:
            yield f"    ? {verdict.matcher}: {verdict.note}"
        if verdict.matches is not False:
            continue
        yield f"    ✗ {verdict.matcher}{f': {verdict.note}' if verdict.note else ''}"
        for row in verdict.rows:
            sides = (row.before.text if row.before else None, row.after.text if row.after else None)
            if row.paths:
                yield from (
                    f"        {path.path or '(all)'}: {_both(path.before, path.after)}" for path in row.paths[:20]
                )
            elif not verdict.note:
                yield f"        {f'{row.name}: ' if row.name != verdict.matcher else ''}{_both(*sides)}"
    good = [verdict.matcher for verdict in candidate.verdicts if verdict.matches]
    if good:
        yield f"    ✓ {', '.join(good)}"


def _both(recorded: str | None, asked: str | None) -> str:
    """What is recorded and what was asked."""
    told = [one_line(text, _LONGEST_VALUE) if text is not None else "nothing" for text in (recorded, asked)]
    return f"recorded {told[0] or 'nothing'}, asked {told[1] or 'nothing'}"
