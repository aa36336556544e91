# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Gemini's interactions: one event of a stream, or one whole interaction, -> Deltas.

Rule: stateless. Steps are named by their index, which is their place in a whole interaction.
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
    RestatedDelta,
    TextDelta,
    ToolCallDelta,
    UnknownDelta,
    UsageDelta,
)
from viewer.core.dialects._envelope import body_error
from viewer.core.dialects._keys import Keys, words
from viewer.core.dialects._part_deltas import part_deltas
from viewer.core.dialects._shape import as_text, integer, is_blank, mapping, optional_string, sequence, string
from viewer.core.dialects.google._interactions_parts import CALL, RESULT, call, part, parts, result
from viewer.core.messages import Blob, File, FinishReason, JsonPath, Other, ToolCall, Uri, Usage
from viewer.core.text.json_values import Json

_MEDIA = (Blob, Uri, File, Other)  # of which several may stand in one step
_FINISH_REASONS = {
    "completed": FinishReason.STOP,
    "requires_action": FinishReason.TOOL_CALL,
    "incomplete": FinishReason.LENGTH,
    "budget_exceeded": FinishReason.LENGTH,
    "failed": FinishReason.ERROR,
    "cancelled": None,
}
_INTERACTION_KEYS = Keys(
    {"id": str, "model": str, "status": str, "usage": dict, "steps": list, "outputs": list, "error": object},
    words(
        "object created updated service_tier agent role input tools system_instruction generation_config environment",
        "previous_interaction_id response_format response_modalities response_mime_type background store stream",
    ),
)
_EVENT_KEYS = Keys(
    {"event_type": str, "index": int, "metadata": dict, "error": object, "delta": dict},
    words("event_id interaction interaction_id status step content"),
)


def event_deltas(event: dict[str, Json], name: str | None) -> Iterator[Delta]:
    """What one event of a stream adds; `name` is its type where the JSON has none."""
    kind = string(event.get("event_type")) or name or ""
    noun, _, verb = kind.partition(".")
    if noun == "interaction":
        yield from _interaction_event(event)
    elif noun in ("step", "content") and verb in _STEP_EVENTS:
        yield from _STEP_EVENTS[verb](event)
    elif found := body_error(event):
        yield ErrorDelta(found, path=("error",) if "error" in event else ())
    elif kind == "done":
        yield DoneDelta()
    else:
        yield UnknownDelta(kind or "event", event)
        return
    yield from _usage(mapping(event.get("metadata")).get("usage"), ("metadata", "usage"))
    yield from _EVENT_KEYS.unknown(event, ())


def interaction_deltas(told: dict[str, Json], path: JsonPath = ()) -> Iterator[Delta]:
    """A whole interaction, or what an event tells of it."""
    id_, model = (optional_string(told.get(name)) for name in ("id", "model"))
    if id_ or model:
        yield MetaDelta(id_, model, path=path)
    for name in ("steps", "outputs"):
        for index, item in enumerate(sequence(told.get(name))):
            yield from _step(item, index, (*path, name, index))
    native = string(told.get("status"))
    if native in _FINISH_REASONS:
        yield FinishDelta(native, _FINISH_REASONS[native], path=(*path, "status"))
    yield from _usage(told.get("usage"), (*path, "usage"))
    if found := body_error({"error": told.get("error")}):
        yield ErrorDelta(found, path=(*path, "error"))
    yield from _INTERACTION_KEYS.unknown(told, path)


def _interaction_event(event: dict[str, Json]) -> Iterator[Delta]:
    """An interaction that begins, goes on or ends; at its end all of it may be told again."""
    path = ("interaction",)
    deltas = tuple(interaction_deltas(mapping(event.get("interaction")), path))
    made = tuple(delta for delta in deltas if delta.path[:2] in ((*path, "steps"), (*path, "outputs")))
    if made:
        yield RestatedDelta(made, path=path)
    yield from (delta for delta in deltas if delta not in made)


def _usage(value: Json, path: JsonPath) -> Iterator[Delta]:
    told = mapping(value)
    found = Usage(
        input_tokens=integer(told.get("total_input_tokens")),
        output_tokens=integer(told.get("total_output_tokens")),
        cache_read_input_tokens=integer(told.get("total_cached_tokens")),
        reasoning_output_tokens=integer(told.get("total_thought_tokens")),
    )
    if counted := found.by(told):
        yield UsageDelta(counted, path=path)


# --- Steps ----------------------------------------------------------------------------------------------------------


def _key(index: Json) -> Hashable:
    """What names a step within the answer; no number, which would count as a tool call's."""
    return "step", integer(index)


def _step(item: Json, index: Json, path: JsonPath, *, begins: bool = False) -> Iterator[Delta]:
    """A step, whole or as a stream begins it; then arguments that are empty are still to come."""
    for found in parts(item):
        made = found
        if begins and isinstance(found, ToolCall) and is_blank(mapping(item).get("arguments")):
            made = replace(found, arguments="")
        yield from part_deltas(made, None if isinstance(made, _MEDIA) else _key(index), 0, path)


def _begun(event: dict[str, Json]) -> Iterator[Delta]:
    name = next((key for key in ("step", "content") if isinstance(event.get(key), dict)), None)
    if name and set(mapping(event[name])) - {"type"}:
        yield from _step(event[name], event.get("index"), (name,), begins=True)


def _went_on(event: dict[str, Json]) -> Iterator[Delta]:
    """A piece of a step. A type that is not known, or one without its value, is shown."""
    delta, key = mapping(event.get("delta")), _key(event.get("index"))
    kind = string(delta.get("type"))
    if kind in _PIECES:
        yield from _PIECES[kind](delta, key)
    elif kind.endswith(CALL):
        made = call(kind, delta)
        said = "" if is_blank(delta.get("arguments")) else made.arguments
        path = ("delta", "arguments")
        yield ToolCallDelta(said, made.id, made.name, key=key, path=path, cumulative=True, server=made.server)
    elif kind.endswith(RESULT):
        yield PartDelta(result(kind, delta), 0, key, ("delta", "result"))
    elif isinstance(made_part := part(delta), Other):
        yield UnknownDelta(kind or "delta", event.get("delta"), path=("delta",))
    else:
        yield PartDelta(made_part, path=("delta",))


def _text(delta: dict[str, Json], key: Hashable) -> Iterator[Delta]:
    yield TextDelta(string(delta.get("text")), 0, key, ("delta", "text"))
    if found := sequence(delta.get("annotations")):
        yield AnnotationDelta(tuple(found), 0, key, ("delta", "annotations"))


def _annotations(delta: dict[str, Json], key: Hashable) -> Iterator[Delta]:
    if found := sequence(delta.get("annotations")):
        yield AnnotationDelta(tuple(found), 0, key, ("delta", "annotations"))


def _thought(delta: dict[str, Json], key: Hashable) -> Iterator[Delta]:
    text = string(mapping(delta.get("content")).get("text"))
    yield ReasoningDelta(text, 0, key, ("delta", "content", "text"))


def _signature(delta: dict[str, Json], key: Hashable) -> Iterator[Delta]:
    if signature := optional_string(delta.get("signature")):
        yield ReasoningDelta("", 0, key, ("delta", "signature"), signature=signature)


def _arguments(delta: dict[str, Json], key: Hashable) -> Iterator[Delta]:
    yield ToolCallDelta(as_text(delta.get("arguments")), key=key, path=("delta", "arguments"))


def _nothing(event: dict[str, Json]) -> Iterator[Delta]:  # noqa: ARG001
    return iter(())


_PIECES: dict[str, Callable[[dict[str, Json], Hashable], Iterator[Delta]]] = {
    "text": _text,
    "text_annotation": _annotations,
    "text_annotation_delta": _annotations,
    "thought_summary": _thought,
    "thought_signature": _signature,
    "arguments_delta": _arguments,
}
_STEP_EVENTS: dict[str, Callable[[dict[str, Json]], Iterator[Delta]]] = {
    "start": _begun,
    "delta": _went_on,
    "stop": _nothing,
}
