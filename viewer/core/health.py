# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Exchange -> Problems: what is wrong with what was recorded, each with its place.

Rule: only what is really wrong. A provider that never sends an end mark is no problem, and what follows from one fault
(a stream that was cut off has no usage either) is not told twice.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from http import HTTPStatus
from itertools import pairwise

from viewer.core.answer import Answer
from viewer.core.bodies import Decoded
from viewer.core.body_health import check_request, check_response, where
from viewer.core.deltas import Kind, ToolCallDelta
from viewer.core.dialects import Dialect
from viewer.core.errors import Problem, Severity
from viewer.core.fold import Assembly, Track
from viewer.core.messages import FinishReason, Message, Prompt, Text, ToolCall
from viewer.core.model import Interaction
from viewer.core.secrets.masking import beginning
from viewer.core.streams import EventList
from viewer.core.text.json_prefix import JsonKind, scan
from viewer.core.tool_calls import SchemaResult, judge
from viewer.dataclass import dataclass

_LONGEST_QUOTE = 300

# A container begins, and it is no end mark such as `[DONE]`.
_JSON_BEGINS = re.compile(r"\s*(?:\{|\[(?![A-Z_]+\]))")


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """All that the checks may look at: the fields of an Exchange before its problems are known."""

    interaction: Interaction
    request: Decoded
    response: Decoded
    framing: str | None
    events: EventList
    dialect: Dialect | None
    prompt: Prompt | None
    assembly: Assembly
    answer: Answer
    by_client: frozenset[int] = frozenset()


LineAt = Callable[[int], int | None]
"""Gives the file line of a byte of the decoded response body."""


def check(evidence: Evidence, line_at: LineAt) -> tuple[Problem, ...]:
    """Every problem that is found at once; quick, so it runs for each interaction when a file is opened."""
    case = _Case(evidence, line_at)
    return tuple(problem for find in _CHECKS for problem in find(case))


def check_schemas(evidence: Evidence, line_at: LineAt) -> tuple[Problem, ...]:
    """Tool calls whose arguments do not fit the declared schema; the first call imports `jsonschema` (0.1 s)."""
    return tuple(_unfit_arguments(_Case(evidence, line_at)))


@dataclass(frozen=True, eq=False)
class _Case:
    """The evidence and the way to its places."""

    evidence: Evidence
    line_at: LineAt

    def problem(self, severity: Severity, text: str, step: int = 0) -> Problem:
        """A problem at a step: at its event in a stream, at the start of the body in a whole answer."""
        events = self.evidence.events
        if not events:
            return Problem(severity, text, line=self.line_at(0))
        index = min(max(step, 0), len(events) - 1)
        return Problem(severity, text, line=self.line_at(events.start(index)), event=index + 1)

    @property
    def is_answered_stream(self) -> bool:
        """Whether there is a stream that a dialect reads and that no error ended."""
        evidence = self.evidence
        return bool(evidence.events) and evidence.dialect is not None and evidence.answer.error is None

    @property
    def is_finished(self) -> bool:
        """Whether there is such a stream in which every choice tells why it ended."""
        return self.is_answered_stream and bool(self.evidence.assembly.finishes) and not self.unfinished

    @property
    def last(self) -> int:
        """The last step."""
        return len(self.evidence.events) - 1

    @cached_property
    def choices(self) -> list[int]:
        """The numbers of all choices."""
        return self.evidence.assembly.choices

    @cached_property
    def unfinished(self) -> list[int]:
        """Choices of the model without finish reason; an empty one is none."""
        assembly = self.evidence.assembly
        ended = {choice for choice, said in assembly.finishes.items() if any(delta.native for _, delta in said)}
        ended |= self.evidence.by_client
        return [choice for choice in self.choices if choice not in ended]

    @cached_property
    def calls(self) -> list[tuple[Track, ToolCall]]:
        """The tool calls of the answer that the client is to run."""
        assembly = self.evidence.assembly
        found = ((track, track.part(assembly.steps)) for track in assembly.tracks if track.kind is Kind.TOOL_CALL)
        return [(track, call) for track, call in found if isinstance(call, ToolCall) and not call.server]


def _event_problems(case: _Case) -> Iterator[Problem]:
    """What the framing's decoder found."""
    events = case.evidence.events
    if not events:
        return
    for index, problems in events.problems.items():
        for problem in problems:
            yield replace(problem, event=index + 1, line=problem.line or case.line_at(events.start(index)))


def _payloads(case: _Case) -> Iterator[Problem]:
    """Payloads that should be JSON and are not; of a last one that was cut off the decoder may have told already."""
    for event in case.evidence.events.no_json:
        if not _JSON_BEGINS.match(event.data):
            continue
        prefix = scan(event.data)
        kind, is_last = prefix.state().kind, event.index == case.last
        if kind is JsonKind.VALID:
            yield case.problem(Severity.WARNING, "the event's JSON is nested too deeply to be read", event.index)
        elif kind is JsonKind.INVALID or not is_last:
            yield case.problem(Severity.ERROR, f"the event is not JSON{where(prefix)}", event.index)
        elif not event.problems:
            yield case.problem(Severity.ERROR, "the last event is cut off inside its JSON", event.index)


def _terminator(case: _Case) -> str | None:
    """The end mark that the stream should have; only server-sent events can carry one that is no JSON."""
    return case.evidence.dialect.terminator if case.evidence.dialect and case.evidence.framing == "sse" else None


def _end(case: _Case) -> Iterator[Problem]:
    """A stream that does not end as its dialect's streams do."""
    if not case.is_answered_stream or not getattr(case.evidence.dialect, "tells_its_end", True):
        return
    terminator, unfinished = _terminator(case), case.unfinished
    missing = terminator is not None and not case.evidence.assembly.done
    if not case.choices:
        if case.evidence.events[0].direction is not None:  # a session in which nobody spoke
            return
        yield case.problem(Severity.WARNING, "the stream holds no message", case.last)
    elif unfinished and (missing or terminator is None):
        marks = "finish reason" if terminator is None else f"finish reason and {terminator}"
        yield case.problem(Severity.ERROR, f"the stream was cut off: it ends without {marks}", case.last)
    elif unfinished:
        yield case.problem(Severity.WARNING, f"no finish reason{_of_choices(case, unfinished)}", case.last)
    elif missing and not _omits_terminator(case):
        yield case.problem(Severity.WARNING, f"the stream ends without {terminator}", case.last)


def _omits_terminator(case: _Case) -> bool:
    host = (case.evidence.interaction.request.target.netloc or "").partition(":")[0]
    without: tuple[str, ...] = getattr(case.evidence.dialect, "hosts_without_terminator", ())
    return any(host == known or host.endswith(f".{known}") for known in without)


def _of_choices(case: _Case, choices: list[int]) -> str:
    """Which choices are meant, where there are several."""
    if len(case.choices) < 2:
        return ""
    return f" for choice {', '.join(map(str, choices))}"


def _usage(case: _Case) -> Iterator[Problem]:
    """Usage that was asked for or is always told, and did not come; counts that contradict the answer."""
    yield from _missing_usage(case)
    usages = case.evidence.assembly.usages
    counts = [(step, usage.output_tokens) for step, usage in usages if usage.output_tokens is not None]
    for (_, before), (step, after) in pairwise(counts):
        if after < before:
            text = f"the output tokens counted fall from {before:,} to {after:,}"
            yield case.problem(Severity.WARNING, text, step)
    if counts and counts[-1][1] == 0 and any(map(_says_something, case.evidence.answer.messages)):
        text = "usage counts no output tokens, though the model said something"
        yield case.problem(Severity.WARNING, text, counts[-1][0])


def _says_something(message: Message) -> bool:
    return message.role == "assistant" and any(isinstance(p, Text) and p.content for p in message.parts)


def _missing_usage(case: _Case) -> Iterator[Problem]:
    options = case.evidence.prompt.settings.get("stream_options") if case.evidence.prompt else None
    asked = isinstance(options, dict) and options.get("include_usage") is True
    if asked and case.is_answered_stream and case.evidence.answer.usage is None and not case.unfinished:
        text = "usage was asked for (stream_options.include_usage) and not sent"
        yield case.problem(Severity.WARNING, text, case.last)
    elif getattr(case.evidence.dialect, "always_counts", False) and case.is_finished and not case.evidence.answer.usage:
        yield case.problem(Severity.INFO, "the stream ends without usage, which this API always sends", case.last)


def _indices(case: _Case) -> Iterator[Problem]:
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


def _unopened(case: _Case) -> Iterator[Problem]:
    """Pieces of arguments under an index that nothing opened, told once for each call that they went on with."""
    tracks, told = case.evidence.assembly.tracks, set[int]()
    for step, additions in enumerate(case.evidence.assembly.additions):
        for delta, track, _, _ in additions:
            if not isinstance(delta, ToolCallDelta) or track is None or not isinstance(delta.key, int):
                continue
            opened = tracks[track]
            head = opened.heads[-1][1]
            if opened.key != delta.key and track not in told and isinstance(head, ToolCall):
                told.add(track)
                text = f"arguments say index {delta.key}, which nothing opened; they are taken for those of "
                yield case.problem(Severity.WARNING, text + _named(head), step)


def _counter(case: _Case) -> Iterator[Problem]:
    """Events that the API's own count of them leaves out."""
    counter = getattr(case.evidence.dialect, "event_counter", None)
    if counter is None:
        return
    told = [(event.index, event.json.get(counter)) for event in case.evidence.events if isinstance(event.json, dict)]
    numbered = [(index, number) for index, number in told if isinstance(number, int)]
    for (_, before), (index, after) in pairwise(numbered):
        if after != before + 1:
            text = f"{counter} goes from {before:,} to {after:,}"
            yield case.problem(Severity.WARNING, text, index)
            return  # what follows is likely shifted too


def _gap(numbers: list[int]) -> int | None:
    """The first number whose predecessor is missing; some count from 1."""
    first = numbers[0] if numbers else 0
    return next((n for place, n in enumerate(numbers) if n - first != place), first if first > 1 else None)


def _ids(case: _Case) -> Iterator[Problem]:
    """A stream whose answer changes its id."""
    told = [(step, meta.id) for step, meta in case.evidence.assembly.metas if meta.id]
    changed = next(((step, id_) for step, id_ in told if id_ != told[0][1]), None)
    if changed and case.evidence.events:
        text = f"the id changes within the stream, from “{told[0][1]}” to “{changed[1]}”"
        yield case.problem(Severity.INFO, text, changed[0])


def _after_finish(case: _Case) -> Iterator[Problem]:
    """Text that comes after the finish reason of its choice; of several that differ, after the last."""
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


def _told_errors(case: _Case) -> Iterator[Problem]:
    """An error told inside an answer whose status says that all is well, or that a session began."""
    status = case.evidence.interaction.response.status or 0
    if 200 <= status < 300 or status == HTTPStatus.SWITCHING_PROTOCOLS:
        for step, error in case.evidence.assembly.errors:
            message = beginning(error.message, _LONGEST_QUOTE)
            yield case.problem(Severity.ERROR, f"an error inside a {status} answer: {message}", step)


def _finishes(case: _Case) -> Iterator[Problem]:
    """An answer that ended before the model was done."""
    said = {
        FinishReason.LENGTH: (Severity.INFO, "stopped by the length limit"),
        FinishReason.CONTENT_FILTER: (Severity.INFO, "stopped by a content filter"),
        FinishReason.ERROR: (Severity.ERROR, "ended by an error"),
    }
    for choice, finishes in case.evidence.assembly.finishes.items():
        step, delta = finishes[-1]
        if delta.reason in said:
            severity, text = said[delta.reason]
            which = _of_choices(case, [choice])
            yield case.problem(severity, f"the answer was {text}{which} ({delta.native})", step)


def _tool_calls(case: _Case) -> Iterator[Problem]:
    """Arguments that are no JSON, and calls to tools that nobody declared."""
    prompt, request = case.evidence.prompt, case.evidence.request
    for track, call in case.calls:
        verdict = judge(call, prompt.tools if prompt else (), check_schema=False)
        if verdict.json.kind is JsonKind.INVALID:
            where = f"at character {(verdict.json.at or 0) + 1}"
            text = f"the arguments of {_named(call)} are not JSON {where}"
            yield case.problem(Severity.ERROR, text, _step_of(track, verdict.json.at))
        elif verdict.json.kind is JsonKind.INCOMPLETE:
            text = f"the arguments of {_named(call)} end before their JSON does"
            yield case.problem(Severity.ERROR, text, track.closed_at)
        if verdict.schema is SchemaResult.UNDECLARED and request.is_json:
            text = f"the answer calls {_named(call)}, which the request does not declare"
            yield case.problem(Severity.WARNING, text, track.opened_at)


def _unfit_arguments(case: _Case) -> Iterator[Problem]:
    for track, call in case.calls:
        verdict = judge(call, case.evidence.prompt.tools if case.evidence.prompt else ())
        if verdict.schema is SchemaResult.FAILS:
            path = "".join(f".{key}" if isinstance(key, str) else f"[{key}]" for key in verdict.path)
            at = f" at {path.removeprefix('.')}" if path else ""
            text = f"the arguments of {_named(call)} do not fit its schema{at}: {verdict.reason}"
            yield case.problem(Severity.WARNING, text, track.closed_at)


def _named(call: ToolCall) -> str:
    return f"“{call.name}”" if call.name else "a tool call without name"


def _step_of(track: Track, at: int | None) -> int:
    """The step that brought character `at` of the arguments."""
    start = track.starts[-1] if track.starts else 0
    step = track.step_of(start + (at or 0))
    return track.closed_at if step is None else step


def _bodies(case: _Case) -> Iterator[Problem]:
    """Bodies that are not what is said of them."""
    evidence, response = case.evidence, case.evidence.interaction.response
    yield from check_request(evidence.interaction, evidence.request, is_llm_call=evidence.dialect is not None)
    yield from check_response(evidence.interaction, evidence.response, evidence.framing)
    is_asked = evidence.prompt is not None and bool(evidence.prompt.messages)
    if is_asked and response.status == HTTPStatus.OK and not evidence.response.data:
        yield case.problem(Severity.WARNING, "the answer has no body")


_CHECKS: tuple[Callable[[_Case], Iterator[Problem]], ...] = (
    _bodies,
    _event_problems,
    _payloads,
    _end,
    _usage,
    _indices,
    _unopened,
    _counter,
    _ids,
    _after_finish,
    _told_errors,
    _finishes,
    _tool_calls,
)
