# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Bedrock's Converse: one event of a stream, or one whole answer, -> Deltas.

Rule: stateless. An event is named by its frame, or its payload stands under its name, as Nova sends it through
InvokeModel. Text and reasoning begin without an event of their own; only tools have a `contentBlockStart`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator

from viewer.core.deltas import (
    AnnotationDelta,
    Delta,
    DoneDelta,
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
from viewer.core.dialects._keys import Keys, words
from viewer.core.dialects._part_deltas import part_deltas
from viewer.core.dialects._shape import integer, is_blank, mapping, optional_string, sequence, string
from viewer.core.dialects.bedrock._converse_blocks import part, part_and_media, result_content
from viewer.core.dialects.bedrock._envelope import body_error, trace_deltas, usage
from viewer.core.messages import FinishReason, JsonPath, Other, Reasoning, Text, ToolCall, ToolCallResponse
from viewer.core.text.json_values import Json
from viewer.dataclass import dataclass

_STOP_REASONS = {
    "end_turn": FinishReason.STOP,
    "stop_sequence": FinishReason.STOP,
    "max_tokens": FinishReason.LENGTH,
    "model_context_window_exceeded": FinishReason.LENGTH,
    "tool_use": FinishReason.TOOL_CALL,
    "guardrail_intervened": FinishReason.CONTENT_FILTER,
    "content_filtered": FinishReason.CONTENT_FILTER,
    "malformed_model_output": FinishReason.ERROR,
    "malformed_tool_use": FinishReason.ERROR,
}
_VALUES: dict[type, JsonPath] = {
    Text: ("text",),
    Reasoning: ("reasoningContent", "reasoningText", "text"),
    ToolCall: ("toolUse", "input"),
}
_TOLD = words("metrics performanceConfig serviceTier additionalModelResponseFields $metadata p")


def answer_deltas(body: dict[str, Json]) -> Iterator[Delta]:
    """A whole answer, an error, or a token count."""
    if isinstance(body.get("output"), dict):
        yield from _message_deltas(mapping(mapping(body["output"]).get("message")))
        yield from _stop_deltas(body, ())
        yield from _metadata_deltas(body, ())
        yield from _ANSWER_KEYS.unknown(body, ())
    elif found := body_error(body):
        yield ErrorDelta(found)
    elif counted := usage(body):
        yield UsageDelta(counted)
    else:
        yield UnknownDelta("answer", body)


def _message_deltas(message: dict[str, Json]) -> Iterator[Delta]:
    path = ("output", "message")
    if role := string(message.get("role")):
        yield RoleDelta(role, path=(*path, "role"))
    for index, block in enumerate(sequence(message.get("content"))):
        place = (*path, "content", index)
        for number, found in enumerate(part_and_media(block, from_server=True)):
            key = ("block", index, number) if number else ("block", index)
            yield from part_deltas(found, key, 0, (*place, *_VALUES.get(type(found), ())))


@dataclass(frozen=True, slots=True)
class _Event:
    """What an event says, and where. With `one_text` the number of a text block says nothing."""

    told: dict[str, Json]
    path: JsonPath
    one_text: bool

    def key(self, kind: str) -> Hashable:
        """What names a block of a kind within its message; no number, which would count as a tool call's."""
        joined = self.one_text and kind != "tool"
        return ("block", kind) if joined else ("block", integer(self.told.get("contentBlockIndex")))


def event_deltas(event: dict[str, Json], name: str | None = None, *, one_text: bool = False) -> Iterator[Delta]:
    """What one event adds. Use `one_text` for Nova in InvokeModel, which numbers every piece of text anew."""
    kind = name if name in _EVENTS else next((key for key in event if key in _EVENTS), None)
    if kind is None:
        yield from answer_deltas(event)
        return
    inside = event.get(kind)
    told, path = (inside, (kind,)) if isinstance(inside, dict) else (event, ())
    translate, keys = _EVENTS[kind]
    yield from translate(_Event(told, path, one_text))
    yield from keys.unknown(told, path)


def _message_start(event: _Event) -> Iterator[Delta]:
    if role := string(event.told.get("role")):
        yield RoleDelta(role, path=(*event.path, "role"))


def _block_start(event: _Event) -> Iterator[Delta]:
    start, path, key = mapping(event.told.get("start")), (*event.path, "start"), event.key("tool")
    call, result = mapping(start.get("toolUse")), mapping(start.get("toolResult"))
    if call:
        id_, name = optional_string(call.get("toolUseId")), optional_string(call.get("name"))
        server = call.get("type") == "server_tool_use"
        yield ToolCallDelta("", id_, name, key=key, path=(*path, "toolUse"), server=server)
    elif result:
        id_, failed = optional_string(result.get("toolUseId")), result.get("status") == "error"
        answer = ToolCallResponse(id_, None, server=True, is_error=failed)
        yield PartDelta(answer, key=key, path=(*path, "toolResult"))
    elif not is_blank(start):
        yield PartDelta(Other(next(iter(start)), start), key=key, path=path)


def _block_delta(event: _Event) -> Iterator[Delta]:
    """A piece of a block; the one key of its `delta` tells which kind."""
    delta, path = mapping(event.told.get("delta")), (*event.path, "delta")
    reasoning, call = mapping(delta.get("reasoningContent")), mapping(delta.get("toolUse"))
    if isinstance(delta.get("text"), str):
        yield TextDelta(string(delta["text"]), 0, event.key("text"), (*path, "text"))
    elif reasoning:
        yield from _reasoning(reasoning, event.key("reasoning"), (*path, "reasoningContent"))
    elif isinstance(call.get("input"), str):
        yield ToolCallDelta(string(call["input"]), key=event.key("tool"), path=(*path, "toolUse", "input"))
    elif isinstance(delta.get("citation"), dict):
        yield AnnotationDelta((delta["citation"],), 0, event.key("text"), (*path, "citation"))
    elif isinstance(delta.get("toolResult"), list):
        answer = ToolCallResponse(None, result_content(delta["toolResult"]), server=True)
        yield PartDelta(answer, key=event.key("tool"), path=(*path, "toolResult"))
    elif isinstance(delta.get("image"), dict):
        yield PartDelta(part(delta), key=event.key("tool"), path=(*path, "image"))
    elif not is_blank(delta):
        yield UnknownDelta(next(iter(delta)), delta, path=path)


def _reasoning(told: dict[str, Json], key: Hashable, path: JsonPath) -> Iterator[Delta]:
    if isinstance(told.get("text"), str):
        yield ReasoningDelta(string(told["text"]), 0, key, (*path, "text"))
    for name in ("signature", "redactedContent"):
        if signature := optional_string(told.get(name)):
            yield ReasoningDelta("", 0, key, (*path, name), signature=signature)
    yield from _REASONING_KEYS.unknown(told, path)


def _message_stop(event: _Event) -> Iterator[Delta]:
    yield from _stop_deltas(event.told, event.path)
    yield DoneDelta()


def _stop_deltas(told: dict[str, Json], path: JsonPath) -> Iterator[Delta]:
    if native := string(told.get("stopReason")):
        yield FinishDelta(native, _STOP_REASONS.get(native), path=(*path, "stopReason"))


def _metadata(event: _Event) -> Iterator[Delta]:
    yield from _metadata_deltas(event.told, event.path)


def _metadata_deltas(told: dict[str, Json], path: JsonPath) -> Iterator[Delta]:
    if found := usage(told.get("usage")):
        yield UsageDelta(found, path=(*path, "usage"))
    trace = mapping(told.get("trace"))
    if model := optional_string(mapping(trace.get("promptRouter")).get("invokedModelId")):
        yield MetaDelta(model=model, path=(*path, "trace", "promptRouter", "invokedModelId"))
    yield from trace_deltas(trace, (*path, "trace"))


def _nothing(event: _Event) -> Iterator[Delta]:  # noqa: ARG001 - the end of a block says nothing
    return iter(())


_ANSWER_KEYS = Keys({"output": dict, "stopReason": str, "usage": dict, "trace": dict}, _TOLD)
_REASONING_KEYS = Keys({"text": str, "signature": str, "redactedContent": str})
_EVENTS: dict[str, tuple[Callable[[_Event], Iterator[Delta]], Keys]] = {
    "messageStart": (_message_start, Keys({"role": str}, _TOLD)),
    "contentBlockStart": (_block_start, Keys({"contentBlockIndex": int, "start": dict}, _TOLD)),
    "contentBlockDelta": (_block_delta, Keys({"contentBlockIndex": int, "delta": dict}, _TOLD)),
    "contentBlockStop": (_nothing, Keys({"contentBlockIndex": int}, _TOLD)),
    "messageStop": (_message_stop, Keys({"stopReason": str}, _TOLD)),
    "metadata": (_metadata, Keys({"usage": dict, "trace": dict}, _TOLD)),
}
EVENTS = frozenset(_EVENTS)
"""The names of the events of a stream."""
