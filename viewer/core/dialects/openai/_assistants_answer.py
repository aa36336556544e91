# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""OpenAI Assistants: threads, runs, their steps and messages -> Deltas.

Reference: platform.openai.com/docs/api-reference/assistants-streaming. Rule: every object says by `object` what it is
and by `status` how it stands, so an event is read as the same object is outside a stream, whatever the event's name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from viewer.core.deltas import (
    AnnotationDelta,
    Delta,
    ErrorDelta,
    FinishDelta,
    MetaDelta,
    PartDelta,
    RoleDelta,
    TextDelta,
    ToolCallDelta,
    UnknownDelta,
    UsageDelta,
)
from viewer.core.dialects._content_parts import part
from viewer.core.dialects._envelope import body_error, error, usage
from viewer.core.dialects._shape import as_text, integer, is_blank, mapping, optional_string, sequence, string
from viewer.core.dialects._summaries import data_part
from viewer.core.messages import FinishReason, JsonPath, Other, ToolCallResponse, Uri
from viewer.core.text.json_values import Json

_Told = dict[str, Json]

# How a run ends; in any other state it still goes on.
_ENDS = {
    "completed": FinishReason.STOP,
    "requires_action": FinishReason.TOOL_CALL,
    "incomplete": FinishReason.LENGTH,
    "failed": FinishReason.ERROR,
    "expired": FinishReason.ERROR,
    "cancelled": None,
}


def object_deltas(body: _Told, *, streamed: bool) -> Iterator[Delta]:
    """One object; outside a stream those that only describe are shown too."""
    kind = string(body.get("object"))
    match kind:
        case "thread.message" | "thread.message.delta":
            yield from _message(body, kind)
        case "thread.run.step" | "thread.run.step.delta":
            yield from _step(body, kind)
        case "thread.run":
            yield from _run(body, streamed=streamed)
        case "list":
            yield from _list(body)
        case _ if failure := body_error(body):
            yield ErrorDelta(failure, path=("error",) if "error" in body else ())
        case "":
            yield UnknownDelta("event" if streamed else "answer", body)
        case _ if not streamed:
            yield PartDelta(data_part(body, kind))
        case _ if kind != "thread":
            yield UnknownDelta(kind, body)


def _list(body: _Told) -> Iterator[Delta]:
    """Messages and steps come newest first; a list of anything else is one part."""
    items = [mapping(item) for item in sequence(body.get("data"))]
    spoken = [item for item in items if string(item.get("object")).startswith("thread.")]
    if not spoken or len(spoken) < len(items):
        yield PartDelta(data_part(body, "object"))
        return
    for item in reversed(spoken):
        yield from object_deltas(item, streamed=True)


# --- Messages


def _message(body: _Told, kind: str) -> Iterator[Delta]:
    """A message or a piece of one; a whole message brings all of its text."""
    whole = kind == "thread.message"
    told, path = (body, ()) if whole else (mapping(body.get("delta")), ("delta",))
    if told.get("role") == "user":
        yield PartDelta(Other(kind, body, title="message of the user"), key=(body_id(body), "user"))
        return
    if string(told.get("role")):
        yield RoleDelta("assistant", path=(*path, "role"))
    for position, item in enumerate(sequence(told.get("content"))):
        yield from _content(item, body_id(body), position, (*path, "content", position), whole=whole)


def body_id(body: _Told) -> str:
    """The id of an object, by which its pieces are joined."""
    return string(body.get("id"))


def _content(item: Json, message: str, position: int, path: JsonPath, *, whole: bool) -> Iterator[Delta]:
    told = mapping(item)
    index = integer(told.get("index"))
    key = (message, position if index is None else index)
    text = told.get("text")
    if told.get("type") == "text" and isinstance(text, dict):
        yield TextDelta(string(text.get("value")), key=key, path=(*path, "text", "value"), cumulative=whole)
        if found := sequence(text.get("annotations")):
            yield AnnotationDelta(tuple(found), key=key, path=(*path, "text", "annotations"))
    elif told.get("type") == "refusal":
        yield TextDelta(string(told.get("refusal")), key=key, path=(*path, "refusal"), cumulative=whole, refusal=True)
    elif not is_blank(item):
        shown = part(item)
        told_by_url = isinstance(shown, Uri)
        yield PartDelta(
            shown if told_by_url else Other(string(told.get("type")) or "content", item), key=key, path=path
        )


# --- Steps and runs


def _step(body: _Told, kind: str) -> Iterator[Delta]:
    """The tools that a step calls; the API runs all but functions itself."""
    whole = kind == "thread.run.step"
    told, path = (body, ()) if whole else (mapping(body.get("delta")), ("delta",))
    details, path = mapping(told.get("step_details")), (*path, "step_details", "tool_calls")
    for position, item in enumerate(sequence(details.get("tool_calls"))):
        yield from _step_call(mapping(item), body_id(body), position, (*path, position), whole=whole)
    if whole and (failure := error(body.get("last_error"))):
        yield ErrorDelta(failure, path=("last_error",))


def _step_call(call: _Told, step: str, position: int, path: JsonPath, *, whole: bool) -> Iterator[Delta]:
    kind = string(call.get("type"))
    index = integer(call.get("index"))
    key = (step, position if index is None else index)
    told = mapping(call.get(kind))
    field = "arguments" if kind == "function" else "input"
    # A function that the client runs is told again by the run that waits for it, under the same id.
    yield ToolCallDelta(
        as_text(told.get(field)) if kind == "function" else _code(call, told, whole=whole),
        optional_string(call.get("id")),
        optional_string(told.get("name")) or kind or None,
        key=key,
        path=(*path, kind, field) if field in told else path,
        cumulative=whole,
        server=kind != "function",
    )
    answered = next((name for name in ("output", "outputs", "results") if not is_blank(told.get(name))), None)
    if answered:
        shown = ToolCallResponse(optional_string(call.get("id")), told[answered], server=True)
        yield PartDelta(shown, key=(*key, "result"), path=(*path, kind, answered))


def _code(call: _Told, told: _Told, *, whole: bool) -> str:
    """The code that an interpreter runs, as JSON like all arguments; a piece with the call's id is the first."""
    if not isinstance(told.get("input"), str):
        return ""
    written = json.dumps({"input": told["input"]}, ensure_ascii=False)
    begins, ends = '{"input": "', '"}'
    text = written if whole else written.removesuffix(ends)
    return text if whole or call.get("id") else text.removeprefix(begins)


def _run(body: _Told, *, streamed: bool) -> Iterator[Delta]:
    """A run: who runs, what it cost, why it ended, and outside a stream the calls that it waits for."""
    yield MetaDelta(optional_string(body.get("id")), optional_string(body.get("model")))
    if found := usage(body.get("usage")):
        yield UsageDelta(found, path=("usage",))
    if failure := error(body.get("last_error")):
        yield ErrorDelta(failure, path=("last_error",))
    if not streamed:
        yield PartDelta(data_part(body, "run"))
        yield from _awaited(body)
    status = string(body.get("status"))
    if status in _ENDS:
        yield FinishDelta(status, _reason(status, body), path=("status",))


def _awaited(body: _Told) -> Iterator[Delta]:
    outputs = mapping(mapping(body.get("required_action")).get("submit_tool_outputs"))
    for position, item in enumerate(sequence(outputs.get("tool_calls"))):
        call, path = mapping(item), ("required_action", "submit_tool_outputs", "tool_calls", position)
        function = mapping(call.get("function"))
        yield ToolCallDelta(
            as_text(function.get("arguments")),
            optional_string(call.get("id")),
            optional_string(function.get("name")),
            key=("awaited", position),
            path=(*path, "function", "arguments"),
        )


def _reason(status: str, body: _Told) -> FinishReason | None:
    filtered = mapping(body.get("incomplete_details")).get("reason") == "content_filter"
    return FinishReason.CONTENT_FILTER if filtered else _ENDS[status]
