# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Cohere's chat, version 2: one event of a stream, or one whole answer, -> Deltas.

Rule: stateless. In events `delta.message.content`, `tool_calls` and `citations` hold one object each, in whole answers
lists of them; the place in the list is the event's `index`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator

from viewer.core.deltas import (
    AnnotationDelta,
    Delta,
    ErrorDelta,
    FinishDelta,
    MetaDelta,
    PartDelta,
    ReasoningDelta,
    RoleDelta,
    TextDelta,
    ToolCallDelta,
    UnknownDelta,
    UsageDelta,
)
from viewer.core.dialects._envelope import body_error
from viewer.core.dialects._keys import Keys, words
from viewer.core.dialects._shape import as_text, integer, is_blank, mapping, optional_string, sequence, string
from viewer.core.messages import FinishReason, JsonPath, Other, Usage
from viewer.core.text.json_values import Json

_FINISH_REASONS = {
    "COMPLETE": FinishReason.STOP,
    "STOP_SEQUENCE": FinishReason.STOP,
    "MAX_TOKENS": FinishReason.LENGTH,
    "TOOL_CALL": FinishReason.TOOL_CALL,
    "ERROR": FinishReason.ERROR,
    "ERROR_LIMIT": FinishReason.LENGTH,
    "ERROR_TOXIC": FinishReason.CONTENT_FILTER,
    "TIMEOUT": FinishReason.ERROR,
    "USER_CANCEL": None,
}
_MESSAGE_KEYS = Keys({"role": str, "content": object, "tool_plan": str, "tool_calls": object, "citations": object})
_ANSWER_KEYS = Keys(
    {"id": str, "message": dict, "finish_reason": str, "usage": dict, "error": object}, words("prompt logprobs")
)
_EVENT_KEYS = Keys({"type": str, "index": int, "delta": dict, "id": str}, words("logprobs"))


def event_deltas(event: dict[str, Json], name: str | None) -> Iterator[Delta]:
    """What one event of a stream adds; `name` is its type where the JSON has none."""
    kind = string(event.get("type")) or name or ""
    if kind not in _EVENTS:
        found = body_error(event)
        yield ErrorDelta(found) if found else UnknownDelta(kind or "event", event)
        return
    delta = mapping(event.get("delta"))
    if id_ := optional_string(event.get("id")):
        yield MetaDelta(id_, path=("id",))
    yield from _message(mapping(delta.get("message")), integer(event.get("index")) or 0, ("delta", "message"))
    yield from _end(delta, ("delta",))
    yield from _EVENT_KEYS.unknown(event, ())


_EVENTS = {
    *words("message-start message-end content-start content-delta content-end tool-plan-delta"),
    *words("tool-call-start tool-call-delta tool-call-end citation-start citation-end"),
}


def answer_deltas(body: dict[str, Json]) -> Iterator[Delta]:
    """A whole answer."""
    if id_ := optional_string(body.get("id")):
        yield MetaDelta(id_, path=("id",))
    yield from _message(mapping(body.get("message")), 0, ("message",))
    yield from _end(body, ())
    yield from _ANSWER_KEYS.unknown(body, ())


def finish_reason(native: str) -> FinishReason | None:
    """A finish reason in our vocabulary; None where it is not known."""
    return _FINISH_REASONS.get(native)


def usage(told: dict[str, Json]) -> Usage | None:
    """Token counts of a `usage` or a `meta`; what is billed counts where nothing else is told."""
    counts = mapping(told.get("tokens")) or mapping(told.get("billed_units"))
    found = Usage(
        input_tokens=_whole(counts.get("input_tokens")),
        output_tokens=_whole(counts.get("output_tokens")),
        cache_read_input_tokens=_whole(told.get("cached_tokens")),
        reasoning_output_tokens=_whole(counts.get("reasoning_tokens")),
    )
    return found.by(told)


def _whole(value: Json) -> int | None:
    """A count; some servers send it as `5.0`."""
    return int(value) if isinstance(value, float) and value.is_integer() else integer(value)


def _end(told: dict[str, Json], path: JsonPath) -> Iterator[Delta]:
    if native := string(told.get("finish_reason")):
        yield FinishDelta(native, finish_reason(native), path=(*path, "finish_reason"))
    if counted := usage(mapping(told.get("usage"))):
        yield UsageDelta(counted, path=(*path, "usage"))
    if not is_blank(told.get("error")) and (found := body_error({"error": told["error"]})):
        yield ErrorDelta(found, path=(*path, "error"))


def _message(message: dict[str, Json], index: int, path: JsonPath) -> Iterator[Delta]:
    """A message, or the piece of one that an event brings; what it plans to call stands before the calls."""
    if role := string(message.get("role")):
        yield RoleDelta(role, path=(*path, "role"))
    for name, make in _LISTED.items():
        value = message.get(name)
        if name == "tool_calls" and (plan := string(message.get("tool_plan"))):
            yield ReasoningDelta(plan, key="tool_plan", path=(*path, "tool_plan"))
        if isinstance(value, dict):
            yield from make(value, index, (*path, name))
        for position, item in enumerate(sequence(value)):
            yield from make(mapping(item), position, (*path, name, position))
    yield from _MESSAGE_KEYS.unknown(message, path)


def _key(index: int) -> Hashable:
    """What names a content within its message; no number, which would count as a tool call's."""
    return "content", index


def _content(told: dict[str, Json], index: int, path: JsonPath) -> Iterator[Delta]:
    if isinstance(told.get("thinking"), str):
        yield ReasoningDelta(string(told["thinking"]), 0, _key(index), (*path, "thinking"))
    elif isinstance(told.get("text"), str):
        yield TextDelta(string(told["text"]), 0, _key(index), (*path, "text"))
    elif not is_blank(told):
        yield PartDelta(Other(string(told.get("type")) or "content", told), 0, _key(index), path)


def _call(told: dict[str, Json], index: int, path: JsonPath) -> Iterator[Delta]:
    called = mapping(told.get("function"))
    arguments = as_text(called.get("arguments"))
    id_, name = optional_string(told.get("id")), optional_string(called.get("name"))
    if arguments or id_ or name:
        yield ToolCallDelta(arguments, id_, name, key=index, path=(*path, "function", "arguments"))


def _citation(told: dict[str, Json], index: int, path: JsonPath) -> Iterator[Delta]:  # noqa: ARG001 - its own number
    if told:
        yield AnnotationDelta((told,), 0, _key(integer(told.get("content_index")) or 0), path)


_LISTED: dict[str, Callable[[dict[str, Json], int, JsonPath], Iterator[Delta]]] = {
    "content": _content,
    "tool_calls": _call,
    "citations": _citation,
}
