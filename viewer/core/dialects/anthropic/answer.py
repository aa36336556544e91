# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Anthropic Messages: one event of a stream, or one whole answer, -> Deltas.

Rule: stateless. The message of `message_start` and a whole message have one shape, so one translation serves both:
some servers send content, and even the stop reason, with the start.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace

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
from viewer.core.dialects._envelope import body_error, error
from viewer.core.dialects._keys import Keys, words
from viewer.core.dialects._part_deltas import part_deltas
from viewer.core.dialects._shape import integer, is_blank, mapping, optional_string, sequence, string
from viewer.core.dialects.anthropic._blocks import BLOCK_KEYS, RESULT_KEYS, is_server_result, part
from viewer.core.dialects.anthropic._envelope import finish_reason, usage
from viewer.core.messages import JsonPath, Other, Reasoning, Text, ToolCall
from viewer.core.text.json_values import Json

_MESSAGE_KEYS = Keys(
    {
        "type": str,
        "id": str,
        "role": str,
        "model": str,
        "content": list,
        "stop_reason": str,
        "stop_details": dict,
        "usage": dict,
    },
    words("stop_sequence container context_management service_tier diagnostics"),
)
_VALUES: dict[type, str] = {Text: "text", Reasoning: "thinking", ToolCall: "input"}


def event_deltas(event: dict[str, Json], name: str | None = None) -> Iterator[Delta]:
    """What one event of a stream adds; `name` is its type where the JSON has none."""
    kind = string(event.get("type")) or name or ""
    if kind in _EVENTS:
        translate, keys = _EVENTS[kind]
        yield from translate(event)
        yield from keys.unknown(event, ())
    else:
        yield from answer_deltas(event)


def answer_deltas(body: dict[str, Json]) -> Iterator[Delta]:
    """A whole answer: a message, an error, a token count, or a batch as it stands."""
    if body.get("type") == "message" or isinstance(body.get("content"), list):
        yield from _message_deltas(body, 0, ())
    elif found := body_error(body):
        yield ErrorDelta(found, path=("error",) if "error" in body else ())
    elif counted := usage(body):
        yield UsageDelta(counted)
        yield from _COUNT_KEYS.unknown(body, ())
    elif body.get("type") == "message_batch" or isinstance(body.get("data"), list):
        yield PartDelta(Other(optional_string(body.get("type")) or "list", body))
    else:
        yield UnknownDelta(optional_string(body.get("type")) or "answer", body)


def result_deltas(line: dict[str, Json], choice: int) -> Iterator[Delta]:
    """One line of a batch's results: a message of its own, whose id and usage are not those of the whole."""
    result, path = mapping(line.get("result")), ("result",)
    if isinstance(result.get("message"), dict):
        for delta in _message_deltas(mapping(result["message"]), choice, (*path, "message")):
            if isinstance(delta, MetaDelta):
                yield replace(delta, id=None)
            elif not isinstance(delta, UsageDelta):
                yield delta
    elif found := body_error(mapping(result.get("error"))):
        yield ErrorDelta(found, path=(*path, "error"))
    else:
        yield PartDelta(Other(optional_string(result.get("type")) or "result", line), choice)


def _message_deltas(message: dict[str, Json], choice: int, path: JsonPath) -> Iterator[Delta]:
    id_, model = (optional_string(message.get(key)) for key in ("id", "model"))
    if id_ or model:
        yield MetaDelta(id_, model, path=path)
    if role := string(message.get("role")):
        yield RoleDelta(role, choice, path=(*path, "role"))
    for index, block in enumerate(sequence(message.get("content"))):
        yield from _block(block, index, choice, (*path, "content", index))
    yield from _stop_deltas(message, choice, path)
    yield from _usage_deltas(message, path)
    yield from _MESSAGE_KEYS.unknown(message, path)


def _stop_deltas(told: dict[str, Json], choice: int, path: JsonPath) -> Iterator[Delta]:
    """Why it ended; what a refusal explains is shown as a part."""
    if native := string(told.get("stop_reason")):
        yield FinishDelta(native, finish_reason(native), choice, path=(*path, "stop_reason"))
    if not is_blank(details := mapping(told.get("stop_details"))):
        yield PartDelta(Other("stop_details", details), choice, "stop_details", (*path, "stop_details"))


def _usage_deltas(told: dict[str, Json], path: JsonPath) -> Iterator[Delta]:
    if found := usage(told.get("usage")):
        yield UsageDelta(found, path=(*path, "usage"))


# --- Content blocks -------------------------------------------------------------------------------------------------


def _key(index: Json) -> Hashable:
    """What names a block within its message; no number, which would count as a tool call's."""
    return "block", integer(index)


def _block(block: Json, index: Json, choice: int, path: JsonPath, *, begins: bool = False) -> Iterator[Delta]:
    """A block, whole or as a stream begins it; then `input` is an empty object of which nothing was said yet."""
    found, told = part(block), mapping(block)
    if begins and isinstance(found, ToolCall) and is_blank(told.get("input")):
        found = replace(found, arguments="")
    value = _VALUES.get(type(found))
    yield from part_deltas(found, _key(index), choice, (*path, value) if value else path)
    kind = string(told.get("type"))
    keys = RESULT_KEYS if is_server_result(kind) else BLOCK_KEYS.get(kind)
    if keys:
        yield from keys.unknown(told, path)


def _block_start(event: dict[str, Json]) -> Iterator[Delta]:
    if isinstance(event.get("content_block"), dict):
        yield from _block(event["content_block"], event.get("index"), 0, ("content_block",), begins=True)


def _block_delta(event: dict[str, Json]) -> Iterator[Delta]:
    """A piece of a block. A type that is not known, or one without its value, is shown."""
    if not isinstance(event.get("delta"), dict):
        return
    delta, key = mapping(event["delta"]), _key(event.get("index"))
    kind = string(delta.get("type"))
    if kind == "compaction_delta":
        summary: Json = {**delta, "type": "compaction"}
        yield PartDelta(Other("compaction", summary), 0, key, ("delta",))
    elif kind == "citations_delta" and isinstance(delta.get("citation"), dict):
        yield AnnotationDelta((delta["citation"],), 0, key, ("delta", "citation"))
    elif kind in _PIECES and isinstance(delta.get(_PIECES[kind][0]), str):
        value, make = _PIECES[kind]
        yield make(string(delta[value]), key, ("delta", value))
    else:
        yield UnknownDelta(kind or "delta", delta, path=("delta",))


_PIECES: dict[str, tuple[str, Callable[[str, Hashable, JsonPath], Delta]]] = {
    "text_delta": ("text", lambda text, key, path: TextDelta(text, 0, key, path)),
    "input_json_delta": ("partial_json", lambda text, key, path: ToolCallDelta(text, key=key, path=path)),
    "thinking_delta": ("thinking", lambda text, key, path: ReasoningDelta(text, 0, key, path)),
    "signature_delta": ("signature", lambda text, key, path: ReasoningDelta("", 0, key, path, signature=text)),
}


# --- Other events ---------------------------------------------------------------------------------------------------


def _message_start(event: dict[str, Json]) -> Iterator[Delta]:
    if isinstance(event.get("message"), dict):
        yield from _message_deltas(mapping(event["message"]), 0, ("message",))


def _message_delta(event: dict[str, Json]) -> Iterator[Delta]:
    delta = mapping(event.get("delta"))
    yield from _stop_deltas(delta, 0, ("delta",))
    yield from _usage_deltas(event, ())
    yield from _MESSAGE_KEYS.unknown(delta, ("delta",))


def _message_stop(event: dict[str, Json]) -> Iterator[Delta]:  # noqa: ARG001 - says nothing else
    yield DoneDelta()


def _error(event: dict[str, Json]) -> Iterator[Delta]:
    if found := body_error(event) or error(event):
        yield ErrorDelta(found, path=("error",) if "error" in event else ())


def _nothing(event: dict[str, Json]) -> Iterator[Delta]:  # noqa: ARG001
    return iter(())


_ENVELOPE = words("type p")
_COUNT_KEYS = Keys({"input_tokens": int}, words("context_management"))
_EVENTS: dict[str, tuple[Callable[[dict[str, Json]], Iterator[Delta]], Keys]] = {
    "message_start": (_message_start, Keys({"message": dict}, _ENVELOPE)),
    "content_block_start": (_block_start, Keys({"index": int, "content_block": dict}, _ENVELOPE)),
    "content_block_delta": (_block_delta, Keys({"index": int, "delta": dict}, _ENVELOPE)),
    "content_block_stop": (_nothing, Keys({"index": int}, _ENVELOPE)),
    "message_delta": (_message_delta, Keys({"delta": dict, "usage": dict}, _ENVELOPE | {"context_management"})),
    "message_stop": (_message_stop, Keys({}, _ENVELOPE)),
    "error": (_error, Keys({"error": object}, _ENVELOPE | words("request_id message code status details"))),
    "ping": (_nothing, Keys({}, _ENVELOPE)),
}
