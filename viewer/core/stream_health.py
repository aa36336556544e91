# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""StreamEvents beside what they built: broken payloads, ends that are missing, numbers that leave one out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from viewer.core.body_health import where
from viewer.core.case import Case
from viewer.core.errors import Problem, Severity
from viewer.core.fold import Track
from viewer.core.streams import STOPS
from viewer.core.text.json_prefix import JsonKind, scan
from viewer.core.tool_calls import called, json_state

# A container begins, and it is no end mark such as `[DONE]`.
JSON_BEGINS = re.compile(r"\s*(?:\{|\[(?![A-Z_]+\]))")


def event_problems(case: Case) -> Iterator[Problem]:
    """What the framing's decoder found."""
    events = case.evidence.events
    if not events:
        return
    for index, problems in events.problems.items():
        for problem in problems:
            if problem.text.startswith(STOPS) and case.is_cut_off:
                continue  # which is told as such
            yield replace(problem, event=index + 1, line=problem.line or case.line_at(events.start(index)))


def payloads(case: Case) -> Iterator[Problem]:
    """Payloads that should be JSON and are not; of a last one that was cut off the decoder may have told already."""
    for event in case.evidence.events.no_json:
        if not JSON_BEGINS.match(event.data):
            continue
        prefix = scan(event.data)
        kind, is_last = prefix.state().kind, event.index == case.last
        if kind is JsonKind.VALID:
            yield case.problem(Severity.WARNING, "the event's JSON is nested too deeply to be read", event.index)
        elif kind is JsonKind.INVALID or not is_last:
            yield case.problem(Severity.ERROR, f"the event is not JSON{where(prefix)}", event.index)
        elif not event.problems and not case.is_cut_off:
            yield case.problem(Severity.ERROR, "the last event is cut off inside its JSON", event.index)


def end(case: Case) -> Iterator[Problem]:
    """A stream that does not end as its dialect's streams do."""
    if not case.is_answered_stream or not getattr(case.evidence.dialect, "tells_its_end", True):
        return
    terminator, unfinished = case.terminator, case.unfinished
    if not case.choices:
        if case.evidence.events[0].direction is not None:  # a session in which nobody spoke
            return
        yield case.problem(Severity.WARNING, "the stream holds no message", case.last)
    elif case.is_cut_off:
        marks = "finish reason" if terminator is None else f"finish reason and {terminator}"
        text = f"the stream was cut off{_inside(case)}: it ends without {marks}"
        yield case.problem(Severity.ERROR, text, case.last)
    elif unfinished:
        yield case.problem(Severity.WARNING, f"no finish reason{of_choices(case, unfinished)}", case.last)
    elif case.lacks_terminator and not _omits_terminator(case):
        yield case.problem(Severity.WARNING, f"the stream ends without {terminator}", case.last)


def _inside(case: Case) -> str:
    """What the end of a stream cut through."""
    open_calls = [call for track, call in case.calls if track.choice in case.unfinished]
    call = next((call for call in open_calls if json_state(call.arguments).kind is JsonKind.INCOMPLETE), None)
    if call is not None:
        return f" inside the arguments of {called(call)}"
    last = case.evidence.events[case.last]
    return " inside an event" if not last.is_json and JSON_BEGINS.match(last.data) else ""


def _omits_terminator(case: Case) -> bool:
    host = (case.evidence.interaction.request.target.netloc or "").partition(":")[0]
    without: tuple[str, ...] = getattr(case.evidence.dialect, "hosts_without_terminator", ())
    if any(host == known or host.endswith(f".{known}") for known in without):
        return True
    ends_itself = getattr(case.evidence.dialect, "ends_itself", None)
    return ends_itself is not None and bool(ends_itself(case.evidence.events[case.last]))


def of_choices(case: Case, choices: list[int]) -> str:
    """Which choices are meant, where there are several."""
    if len(case.choices) < 2:
        return ""
    return f" for choice {', '.join(map(str, choices))}"


def indices(case: Case) -> Iterator[Problem]:
    """Numbers of choices and of tool calls that leave one out."""
    if not case.evidence.events:
        return
    if gap := _gap(case.choices):
        yield case.problem(Severity.WARNING, f"choice {gap - 1} is missing before choice {gap}", case.last)
    calls: dict[int, dict[int, Track]] = {choice: {} for choice in case.choices}
    for track, _ in case.calls:
        if isinstance(track.key, int):
            calls[track.choice][track.key] = track
    for numbered in calls.values():
        if (gap := _gap(sorted(numbered))) is not None:
            text = f"tool call {gap - 1} is missing before tool call {gap}"
            yield case.problem(Severity.WARNING, text, numbered[gap].opened_at)


def unopened(case: Case) -> Iterator[Problem]:
    """Pieces under an index that nothing opened."""
    for step, index, call in case.unopened:
        text = f"event {step + 1} says index {index}, which nothing opened"
        taken = f"; its arguments are taken for those of {called(call)}" if call else ""
        yield case.problem(Severity.WARNING, text + taken, step)


def counter(case: Case) -> Iterator[Problem]:
    """Events that the API's own count of them leaves out."""
    if getattr(case.evidence.dialect, "event_counter", None) is not None and case.order.skipped is not None:
        index, before, after = case.order.skipped  # what follows is likely shifted too
        text = f"{case.order.counter} goes from {before:,} to {after:,}"
        yield case.problem(Severity.WARNING, text, index)


def _gap(numbers: list[int]) -> int | None:
    """The first number whose predecessor is missing; some count from 1."""
    first = numbers[0] if numbers else 0
    return next((n for place, n in enumerate(numbers) if n - first != place), first if first > 1 else None)


def ids(case: Case) -> Iterator[Problem]:
    """A stream whose answer changes its id."""
    if not case.evidence.events:
        return
    told = [(step, meta.id) for step, meta in case.evidence.assembly.metas if meta.id]
    changed = next(((step, id_) for step, id_ in told if id_ != told[0][1]), None)
    if changed:
        text = f"the id changes within the stream, from “{told[0][1]}” to “{changed[1]}”"
        yield case.problem(Severity.INFO, text, changed[0])


def after_finish(case: Case) -> Iterator[Problem]:
    """Text that comes after the finish reason of its choice; of several that differ, after the last."""
    if not case.evidence.events:
        return
    assembly = case.evidence.assembly
    for choice, finishes in assembly.finishes.items():
        finished = next((step for step, delta in reversed(finishes) if delta.native), None)
        if finished is None:
            continue
        late = [
            track.steps[at]
            for track in assembly.tracks_of(choice)
            for at in range(bisect_right(track.steps, finished), len(track.steps))
            if track.ends[at] > (track.ends[at - 1] if at else 0)
        ]
        if late:
            yield case.problem(Severity.INFO, "more was added after the finish reason", min(late))
