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
from viewer.core.deltas import Kind
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
class UncheckedExchange:
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


def check(exchange: UncheckedExchange, line_at: LineAt) -> tuple[Problem, ...]:
    """Every problem that is found at once; quick, so it runs for each interaction when a file is opened."""
    context = _Context(exchange, line_at)
    return tuple(problem for find in _CHECKS for problem in find(context))


def check_schemas(exchange: UncheckedExchange, line_at: LineAt) -> tuple[Problem, ...]:
    """Tool calls whose arguments do not fit the declared schema; the first call imports `jsonschema` (0.1 s)."""
    return tuple(_unfit_arguments(_Context(exchange, line_at)))


@dataclass(frozen=True, eq=False)
class _Context:
    """The exchange and the way to its places."""

    exchange: UncheckedExchange
    line_at: LineAt

    def problem(self, severity: Severity, text: str, step: int = 0) -> Problem:
        """A problem at a step: at its event in a stream, at the start of the body in a whole answer."""
        events = self.exchange.events
        if not events:
            return Problem(severity, text, line=self.line_at(0))
        index = min(max(step, 0), len(events) - 1)
        return Problem(severity, text, line=self.line_at(events.start(index)), event=index + 1)

    @property
    def is_answered_stream(self) -> bool:
        """Whether there is a stream that a dialect reads and that no error ended."""
        exchange = self.exchange
        return bool(exchange.events) and exchange.dialect is not None and exchange.answer.error is None

    @property
    def is_finished(self) -> bool:
        """Whether there is such a stream in which every choice tells why it ended."""
        return self.is_answered_stream and bool(self.exchange.assembly.finishes) and not self.unfinished

    @property
    def last(self) -> int:
        """The last step."""
        return len(self.exchange.events) - 1

    @cached_property
    def choices(self) -> list[int]:
        """The numbers of all choices."""
        return self.exchange.assembly.choices

    @cached_property
    def unfinished(self) -> list[int]:
        """Choices of the model without finish reason; an empty one is none."""
        assembly = self.exchange.assembly
        ended = {choice for choice, said in assembly.finishes.items() if any(delta.native for _, delta in said)}
        ended |= self.exchange.by_client
        return [choice for choice in self.choices if choice not in ended]

    @cached_property
    def calls(self) -> list[tuple[Track, ToolCall]]:
        """The tool calls of the answer that the client is to run."""
        assembly = self.exchange.assembly
        found = ((track, track.part(assembly.steps)) for track in assembly.tracks if track.kind is Kind.TOOL_CALL)
        return [(track, call) for track, call in found if isinstance(call, ToolCall) and not call.server]


def _event_problems(context: _Context) -> Iterator[Problem]:
    """What the framing's decoder found."""
    events = context.exchange.events
    if not events:
        return
    for index, problems in events.problems.items():
        for problem in problems:
            yield replace(problem, event=index + 1, line=problem.line or context.line_at(events.start(index)))


def _payloads(context: _Context) -> Iterator[Problem]:
    """Payloads that should be JSON and are not; of a last one that was cut off the decoder may have told already."""
    for event in context.exchange.events.no_json:
        if not _JSON_BEGINS.match(event.data):
            continue
        prefix = scan(event.data)
        kind, is_last = prefix.state().kind, event.index == context.last
        if kind is JsonKind.VALID:
            yield context.problem(Severity.WARNING, "the event's JSON is nested too deeply to be read", event.index)
        elif kind is JsonKind.INVALID or not is_last:
            yield context.problem(Severity.ERROR, f"the event is not JSON{where(prefix)}", event.index)
        elif not event.problems:
            yield context.problem(Severity.ERROR, "the last event is cut off inside its JSON", event.index)


def _terminator(context: _Context) -> str | None:
    """The end mark that the stream should have; only server-sent events can carry one that is no JSON."""
    exchange = context.exchange
    return exchange.dialect.terminator if exchange.dialect and exchange.framing == "sse" else None


def _end(context: _Context) -> Iterator[Problem]:
    """A stream that does not end as its dialect's streams do."""
    if not context.is_answered_stream or not getattr(context.exchange.dialect, "tells_its_end", True):
        return
    terminator, unfinished = _terminator(context), context.unfinished
    missing = terminator is not None and not context.exchange.assembly.done
    if not context.choices:
        if context.exchange.events[0].direction is not None:  # a session in which nobody spoke
            return
        yield context.problem(Severity.WARNING, "the stream holds no message", context.last)
    elif unfinished and (missing or terminator is None):
        marks = "finish reason" if terminator is None else f"finish reason and {terminator}"
        yield context.problem(Severity.ERROR, f"the stream was cut off: it ends without {marks}", context.last)
    elif unfinished:
        yield context.problem(Severity.WARNING, f"no finish reason{_of_choices(context, unfinished)}", context.last)
    elif missing and not _omits_terminator(context):
        yield context.problem(Severity.WARNING, f"the stream ends without {terminator}", context.last)


def _omits_terminator(context: _Context) -> bool:
    host = (context.exchange.interaction.request.target.netloc or "").partition(":")[0]
    without: tuple[str, ...] = getattr(context.exchange.dialect, "hosts_without_terminator", ())
    return any(host == known or host.endswith(f".{known}") for known in without)


def _of_choices(context: _Context, choices: list[int]) -> str:
    """Which choices are meant, where there are several."""
    if len(context.choices) < 2:
        return ""
    return f" for choice {', '.join(map(str, choices))}"


def _usage(context: _Context) -> Iterator[Problem]:
    """Usage that was asked for or is always told, and did not come; counts that contradict the answer."""
    yield from _missing_usage(context)
    usages = context.exchange.assembly.usages
    counts = [(step, usage.output_tokens) for step, usage in usages if usage.output_tokens is not None]
    for (_, before), (step, after) in pairwise(counts):
        if after < before:
            text = f"the output tokens counted fall from {before:,} to {after:,}"
            yield context.problem(Severity.WARNING, text, step)
    if counts and counts[-1][1] == 0 and any(map(_says_something, context.exchange.answer.messages)):
        text = "usage counts no output tokens, though the model said something"
        yield context.problem(Severity.WARNING, text, counts[-1][0])


def _says_something(message: Message) -> bool:
    return message.role == "assistant" and any(isinstance(p, Text) and p.content for p in message.parts)


def _missing_usage(context: _Context) -> Iterator[Problem]:
    exchange = context.exchange
    options = exchange.prompt.settings.get("stream_options") if exchange.prompt else None
    asked = isinstance(options, dict) and options.get("include_usage") is True
    if asked and context.is_answered_stream and exchange.answer.usage is None and not context.unfinished:
        text = "usage was asked for (stream_options.include_usage) and not sent"
        yield context.problem(Severity.WARNING, text, context.last)
    elif getattr(exchange.dialect, "always_counts", False) and context.is_finished and not exchange.answer.usage:
        yield context.problem(Severity.INFO, "the stream ends without usage, which this API always sends", context.last)


def _indices(context: _Context) -> Iterator[Problem]:
    """Numbers of choices and of tool calls that leave one out."""
    if not context.exchange.events:
        return
    if gap := _gap(context.choices):
        yield context.problem(Severity.WARNING, f"choice {gap - 1} is missing before choice {gap}", context.last)
    calls: dict[int, dict[int, Track]] = {choice: {} for choice in context.choices}
    for track, _ in context.calls:
        if isinstance(track.key, int):
            calls[track.choice][track.key] = track
    for numbered in calls.values():
        if (gap := _gap(sorted(numbered))) is not None:
            text = f"tool call {gap - 1} is missing before tool call {gap}"
            yield context.problem(Severity.WARNING, text, numbered[gap].opened_at)


def _counter(context: _Context) -> Iterator[Problem]:
    """Events that the API's own count of them leaves out."""
    counter = getattr(context.exchange.dialect, "event_counter", None)
    if counter is None:
        return
    told = [(event.index, event.json.get(counter)) for event in context.exchange.events if isinstance(event.json, dict)]
    numbered = [(index, number) for index, number in told if isinstance(number, int)]
    for (_, before), (index, after) in pairwise(numbered):
        if after != before + 1:
            text = f"{counter} goes from {before:,} to {after:,}"
            yield context.problem(Severity.WARNING, text, index)
            return  # what follows is likely shifted too


def _gap(numbers: list[int]) -> int | None:
    """The first number whose predecessor is missing; some count from 1."""
    first = numbers[0] if numbers else 0
    return next((n for place, n in enumerate(numbers) if n - first != place), first if first > 1 else None)


def _ids(context: _Context) -> Iterator[Problem]:
    """A stream whose answer changes its id."""
    told = [(step, meta.id) for step, meta in context.exchange.assembly.metas if meta.id]
    changed = next(((step, id_) for step, id_ in told if id_ != told[0][1]), None)
    if changed and context.exchange.events:
        text = f"the id changes within the stream, from “{told[0][1]}” to “{changed[1]}”"
        yield context.problem(Severity.INFO, text, changed[0])


def _after_finish(context: _Context) -> Iterator[Problem]:
    """Text that comes after the finish reason of its choice; of several that differ, after the last."""
    assembly = context.exchange.assembly
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
            yield context.problem(Severity.INFO, "more was added after the finish reason", min(late))


def _told_errors(context: _Context) -> Iterator[Problem]:
    """An error told inside an answer whose status says that all is well, or that a session began."""
    status = context.exchange.interaction.response.status or 0
    if 200 <= status < 300 or status == HTTPStatus.SWITCHING_PROTOCOLS:
        for step, error in context.exchange.assembly.errors:
            message = beginning(error.message, _LONGEST_QUOTE)
            yield context.problem(Severity.ERROR, f"an error inside a {status} answer: {message}", step)


def _finishes(context: _Context) -> Iterator[Problem]:
    """An answer that ended before the model was done."""
    said = {
        FinishReason.LENGTH: (Severity.INFO, "stopped by the length limit"),
        FinishReason.CONTENT_FILTER: (Severity.INFO, "stopped by a content filter"),
        FinishReason.ERROR: (Severity.ERROR, "ended by an error"),
    }
    for choice, finishes in context.exchange.assembly.finishes.items():
        step, delta = finishes[-1]
        if delta.reason in said:
            severity, text = said[delta.reason]
            which = _of_choices(context, [choice])
            yield context.problem(severity, f"the answer was {text}{which} ({delta.native})", step)


def _tool_calls(context: _Context) -> Iterator[Problem]:
    """Arguments that are no JSON, and calls to tools that nobody declared."""
    prompt, request = context.exchange.prompt, context.exchange.request
    for track, call in context.calls:
        verdict = judge(call, prompt.tools if prompt else (), check_schema=False)
        if verdict.json.kind is JsonKind.INVALID:
            where = f"at character {(verdict.json.at or 0) + 1}"
            text = f"the arguments of {_named(call)} are not JSON {where}"
            yield context.problem(Severity.ERROR, text, _step_of(track, verdict.json.at))
        elif verdict.json.kind is JsonKind.INCOMPLETE:
            text = f"the arguments of {_named(call)} end before their JSON does"
            yield context.problem(Severity.ERROR, text, track.closed_at)
        if verdict.schema is SchemaResult.UNDECLARED and request.is_json:
            text = f"the answer calls {_named(call)}, which the request does not declare"
            yield context.problem(Severity.WARNING, text, track.opened_at)


def _unfit_arguments(context: _Context) -> Iterator[Problem]:
    for track, call in context.calls:
        verdict = judge(call, context.exchange.prompt.tools if context.exchange.prompt else ())
        if verdict.schema is SchemaResult.FAILS:
            path = "".join(f".{key}" if isinstance(key, str) else f"[{key}]" for key in verdict.path)
            at = f" at {path.removeprefix('.')}" if path else ""
            text = f"the arguments of {_named(call)} do not fit its schema{at}: {verdict.reason}"
            yield context.problem(Severity.WARNING, text, track.closed_at)


def _named(call: ToolCall) -> str:
    return f"“{call.name}”" if call.name else "a tool call without name"


def _step_of(track: Track, at: int | None) -> int:
    """The step that brought character `at` of the arguments."""
    start = track.starts[-1] if track.starts else 0
    step = track.step_of(start + (at or 0))
    return track.closed_at if step is None else step


def _bodies(context: _Context) -> Iterator[Problem]:
    """Bodies that are not what is said of them."""
    exchange, response = context.exchange, context.exchange.interaction.response
    yield from check_request(exchange.interaction, exchange.request, is_llm_call=exchange.dialect is not None)
    yield from check_response(exchange.interaction, exchange.response, exchange.framing)
    is_asked = exchange.prompt is not None and bool(exchange.prompt.messages)
    if is_asked and response.status == HTTPStatus.OK and not exchange.response.data:
        yield context.problem(Severity.WARNING, "the answer has no body")


_CHECKS: tuple[Callable[[_Context], Iterator[Problem]], ...] = (
    _bodies,
    _event_problems,
    _payloads,
    _end,
    _usage,
    _indices,
    _counter,
    _ids,
    _after_finish,
    _told_errors,
    _finishes,
    _tool_calls,
)
