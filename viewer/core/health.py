# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Exchange -> Problems: what is wrong with what was recorded, each with its place.

Rule: only what is really wrong. A provider that never sends an end mark is no problem, and what follows from one fault
(a stream that was cut off has no usage either) is not told twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice, pairwise

from viewer.core import bodies, order_health, stream_health
from viewer.core.body_health import check_request, check_response
from viewer.core.case import Case, LineAt, UncheckedExchange
from viewer.core.errors import Problem, Severity
from viewer.core.fold import Track
from viewer.core.media_types import SAID
from viewer.core.messages import FinishReason, Message, Text, ToolCall
from viewer.core.secrets.masking import beginning
from viewer.core.stream_health import JSON_BEGINS, of_choices
from viewer.core.text.json_prefix import JsonKind
from viewer.core.text.json_values import path_text
from viewer.core.tool_calls import SchemaResult, called, judge, place_in
from viewer.core.tool_failures import told_failures

_OK, _SWITCHING_PROTOCOLS = 200, 101
_LONGEST_QUOTE = 300
_MOST_PLACES = 100
"""What is not understood is told of so many places one by one; exports have it all."""
_COUNTED_AS_NOTHING = (FinishReason.CONTENT_FILTER,)
"""Ends of answers that the model did not write: a guardrail did."""
_EARLY_ENDS = {
    FinishReason.LENGTH: (Severity.INFO, "stopped by the length limit"),
    FinishReason.CONTENT_FILTER: (Severity.INFO, "stopped by a content filter"),
    FinishReason.ERROR: (Severity.ERROR, "ended by an error"),
}


def check(evidence: UncheckedExchange, line_at: LineAt) -> tuple[Problem, ...]:
    """Every problem that is found at once; quick, so it runs for each interaction when a file is opened."""
    case = Case(evidence, line_at)
    return tuple(problem for find in _CHECKS for problem in find(case))


def check_schemas(evidence: UncheckedExchange, line_at: LineAt) -> tuple[Problem, ...]:
    """Tool calls whose arguments do not fit the declared schema; the first call imports `jsonschema` (0.1 s)."""
    return tuple(_unfit_arguments(Case(evidence, line_at)))


def _usage(case: Case) -> Iterator[Problem]:
    """Usage that was asked for or is always told, and did not come; counts that contradict the answer."""
    yield from _missing_usage(case)
    usages = case.evidence.assembly.usages
    counts = [(step, usage.output_tokens) for step, usage in usages if usage.output_tokens is not None]
    said = [message for message in case.evidence.answer.messages if message.finish_reason not in _COUNTED_AS_NOTHING]
    if counts and counts[-1][1] == 0 and any(map(_says_something, said)):
        text = "usage counts no output tokens, though the model said something"
        yield case.problem(Severity.WARNING, text, counts[-1][0])
        return
    for (_, before), (step, after) in pairwise(counts):
        if after < before:
            text = f"the output tokens counted fall from {before:,} to {after:,}"
            yield case.problem(Severity.WARNING, text, step)


def _says_something(message: Message) -> bool:
    spoken = (isinstance(p, ToolCall) or (isinstance(p, Text) and bool(p.content)) for p in message.parts)
    return message.role == "assistant" and any(spoken)


def _missing_usage(case: Case) -> Iterator[Problem]:
    options = case.evidence.prompt.settings.get("stream_options") if case.evidence.prompt else None
    asked = isinstance(options, dict) and options.get("include_usage") is True
    if asked and case.is_answered_stream and case.evidence.answer.usage is None and not case.unfinished:
        text = "usage was asked for (stream_options.include_usage) and not sent"
        yield case.problem(Severity.WARNING, text, case.last)
    elif getattr(case.evidence.dialect, "always_counts", False) and case.is_finished and not case.evidence.answer.usage:
        yield case.problem(Severity.INFO, "the stream ends without usage, which this API always sends", case.last)


def _not_understood(case: Case) -> Iterator[Problem]:
    """What no dialect knows, told once for each place."""
    found: dict[str, list[int]] = {}
    for step, delta in case.evidence.assembly.unknown:
        if isinstance(delta.data, str) and JSON_BEGINS.match(delta.data):
            continue  # broken JSON, which is told as such
        place = path_text("*" if isinstance(key, int) else key for key in delta.path)
        found.setdefault(place.replace(".*", "[]") or delta.what, []).append(step)
    for place, steps in islice(found.items(), _MOST_PLACES):
        times = f" ({len(steps):,} times)" if len(steps) > 1 else ""
        yield case.problem(Severity.INFO, f"not understood: {place}{times}", steps[0])
    if len(found) > _MOST_PLACES:
        yield case.problem(Severity.INFO, f"not understood: {len(found) - _MOST_PLACES:,} more places")


def _lost_words(case: Case) -> Iterator[Problem]:
    """A good answer that holds words, of which none became a part of a message or is known to be lost."""
    evidence = case.evidence
    answer, status = evidence.answer, evidence.interaction.response.status or 0
    told = answer.error or answer.unknown or any(message.parts for message in answer.messages)
    if evidence.dialect is None or told or not 200 <= status < 300:
        return
    # Imported here: nearly every answer says something.
    from viewer.core.text.words import holds_words  # noqa: PLC0415

    bodies = [event.json for event in evidence.events] if evidence.events else [evidence.response.json]
    if any(map(holds_words, bodies)):
        yield case.problem(Severity.WARNING, "the answer holds words, and none of them was understood")


def _told_errors(case: Case) -> Iterator[Problem]:
    """An error told inside an answer whose status says that all is well, or that a session began."""
    if _is_well(case):
        status = case.evidence.interaction.response.status
        for step, error in case.evidence.assembly.errors:
            message = beginning(error.message, _LONGEST_QUOTE)
            yield case.problem(Severity.ERROR, f"an error inside a {status} answer: {message}", step)


def _is_well(case: Case) -> bool:
    """Whether the status says that all is well, or that a session began."""
    status = case.evidence.interaction.response.status or 0
    return 200 <= status < 300 or status == _SWITCHING_PROTOCOLS


def _finishes(case: Case) -> Iterator[Problem]:
    """An answer that ended before the model was done; an error that is told as such is not told again as an end."""
    for choice, finishes in case.evidence.assembly.finishes.items():
        step, delta = finishes[-1]
        is_told = case.evidence.assembly.errors or not _is_well(case)
        if delta.reason is FinishReason.ERROR and is_told:
            continue
        if delta.reason is FinishReason.LENGTH and _cut_calls(case, choice):
            continue  # told with the arguments that it cut
        if delta.reason in _EARLY_ENDS:
            severity, text = _EARLY_ENDS[delta.reason]
            which = of_choices(case, [choice])
            yield case.problem(severity, f"the answer was {text}{which} ({delta.native})", step)


def _tool_calls(case: Case) -> Iterator[Problem]:
    """Arguments that are no JSON, and calls to tools that nobody declared."""
    prompt, request = case.evidence.prompt, case.evidence.request
    # Tools of an assistant, of a prompt that the provider keeps, or such as the recorder did not keep.
    declared_elsewhere = getattr(case.evidence.dialect, "declares_elsewhere", False) or request.content_type == SAID
    declared_elsewhere = declared_elsewhere or bool(prompt and "prompt" in prompt.settings)
    for track, call in case.calls:
        verdict = judge(call, prompt.tools if prompt else (), check_schema=False)
        is_declared = verdict.schema is not SchemaResult.UNDECLARED  # another tool may take free text
        if verdict.json.kind is JsonKind.INVALID and (is_declared or JSON_BEGINS.match(call.arguments)):
            text = f"the arguments of {called(call)} are not JSON {place_in(call.arguments, verdict.json.at or 0)}"
            yield case.problem(Severity.ERROR, text, _step_of(track, verdict.json.at))
        elif verdict.json.kind is JsonKind.INCOMPLETE and not (case.unopened or _is_cut_off(case, track)):
            text = f"the arguments of {called(call)} end before their JSON does{_because(case, track.choice)}"
            yield case.problem(Severity.ERROR, text, track.closed_at)
        if case.unopened and not call.name:
            continue  # it is no call of its own
        if verdict.schema is SchemaResult.UNDECLARED and request.is_json and not declared_elsewhere:
            undeclared = f"the answer calls {called(call)}, which the request does not declare"
            text = undeclared if call.name else "a tool call has no name"
            yield case.problem(Severity.WARNING, text, track.opened_at)


def _cut_calls(case: Case, choice: int) -> bool:
    """Whether arguments that end early are told of a choice."""
    tools = case.evidence.prompt.tools if case.evidence.prompt else ()
    calls = (call for track, call in case.calls if track.choice == choice and not case.unopened)
    return any(judge(call, tools, check_schema=False).json.kind is JsonKind.INCOMPLETE for call in calls)


def _is_cut_off(case: Case, track: Track) -> bool:
    """Whether a part lacks what the stream did not bring any more."""
    return case.is_cut_off and track.choice in case.unfinished


def _because(case: Case, choice: int) -> str:
    """Why arguments end early, where the answer tells."""
    _, finish = case.evidence.assembly.finishes.get(choice, [(0, None)])[-1]
    is_limit = finish is not None and finish.reason is FinishReason.LENGTH
    return f": the answer was stopped by the length limit ({finish.native})" if finish and is_limit else ""


def _failed_tools(case: Case) -> Iterator[Problem]:
    """Results of tools that are errors, each told where it is reported for the first time."""
    evidence = case.evidence
    failures = told_failures(evidence.prompt, evidence.answer.messages)
    tracks = [(t, t.part(evidence.assembly.steps)) for t in evidence.assembly.tracks] if failures else []
    for failed in failures:
        of = f"“{failed.tool}”" if failed.tool else "a tool"
        text = f"the result of {of} is an error: {failed.reason}"
        track = next((track for track, part in tracks if part is failed.result or part == failed.result), None)
        if track is not None:
            yield case.problem(Severity.INFO, text, track.closed_at)
        else:
            yield Problem(Severity.INFO, text, line=bodies.line_of(evidence.interaction.request.body, 0))


def _unfit_arguments(case: Case) -> Iterator[Problem]:
    for track, call in case.calls:
        verdict = judge(call, case.evidence.prompt.tools if case.evidence.prompt else ())
        if verdict.schema is SchemaResult.FAILS:
            at = f" at {path_text(verdict.path)}" if verdict.path else ""
            text = f"the arguments of {called(call)} do not fit its schema{at}: {verdict.reason}"
            yield case.problem(Severity.WARNING, text, track.closed_at)


def _step_of(track: Track, at: int | None) -> int:
    """The step that brought character `at` of the arguments."""
    start = track.starts[-1] if track.starts else 0
    step = track.step_of(start + (at or 0))
    return track.closed_at if step is None else step


def _bodies(case: Case) -> Iterator[Problem]:
    """Bodies that are not what is said of them."""
    evidence, response = case.evidence, case.evidence.interaction.response
    yield from check_request(evidence.interaction, evidence.request, is_llm_call=evidence.dialect is not None)
    yield from check_response(evidence.interaction, evidence.response, evidence.framing)
    is_asked = evidence.prompt is not None and bool(evidence.prompt.messages)
    # A recorder that left it out, or keeps it elsewhere, says so.
    is_told = response.body.stored is None and evidence.interaction.problems
    if is_asked and response.status == _OK and not evidence.response.data and not is_told:
        yield case.problem(Severity.WARNING, "the answer has no body")


_CHECKS: tuple[Callable[[Case], Iterator[Problem]], ...] = (
    _bodies,
    stream_health.event_problems,
    stream_health.payloads,
    stream_health.end,
    _usage,
    stream_health.indices,
    stream_health.unopened,
    stream_health.counter,
    stream_health.ids,
    stream_health.after_finish,
    order_health.ends,
    order_health.heads,
    order_health.blocks,
    order_health.names,
    order_health.models,
    _not_understood,
    _lost_words,
    _told_errors,
    _finishes,
    _tool_calls,
    _failed_tools,
)
