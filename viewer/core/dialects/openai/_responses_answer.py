# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Responses API: a whole response, or one of its items -> Deltas.

Rule: what is told as a whole replaces what its pieces said (`cumulative`), so nothing counts twice.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import replace

from viewer.core.deltas import (
    AnnotationDelta,
    Delta,
    ErrorDelta,
    FinishDelta,
    MetaDelta,
    PartDelta,
    ReasoningDelta,
    RestatedDelta,
    RoleDelta,
    TextDelta,
    ToolCallDelta,
    UnknownDelta,
    UsageDelta,
)
from viewer.core.dialects._envelope import body_error, error, usage
from viewer.core.dialects._shape import integer, is_blank, mapping, optional_string, sequence, string
from viewer.core.dialects.openai._responses_items import (
    Piece,
    awaits_client,
    kind_of,
    opening_arguments,
    pieces,
)
from viewer.core.messages import FinishReason, JsonPath, Other, Reasoning, Text, ToolCall, ToolCallResponse, Usage
from viewer.core.text.json_values import Json

_INCOMPLETE = {"max_output_tokens": FinishReason.LENGTH, "content_filter": FinishReason.CONTENT_FILTER}


def answer_deltas(body: dict[str, Json]) -> Iterator[Delta]:
    """A whole body: a response, a compaction, an error, or what the paths below a response answer."""
    if isinstance(body.get("output"), list):
        yield from meta_deltas(body, ())
        yield from output_deltas(body, ())
        yield from end_deltas(body, ())
    elif (count := integer(body.get("input_tokens"))) is not None:
        yield UsageDelta(Usage(input_tokens=count), path=("input_tokens",))
        yield PartDelta(Other(string(body.get("object")) or "input_tokens", body))
    elif found := body_error(body):
        yield ErrorDelta(found, path=("error",) if "error" in body else ())
    elif "object" in body:  # a list of items, a response that was deleted
        yield PartDelta(Other(string(body["object"]) or "answer", body))
    elif body:
        yield UnknownDelta("answer", body)


def meta_deltas(response: dict[str, Json], path: JsonPath) -> Iterator[Delta]:
    """What a response says of itself."""
    id_, model = optional_string(response.get("id")), optional_string(response.get("model"))
    if id_ or model:
        yield MetaDelta(id_, model, path=path)


def restated_deltas(response: dict[str, Json], path: JsonPath) -> Iterator[Delta]:
    """The output of a stream's last event, which only counts where nothing else told it."""
    if told := tuple(output_deltas(response, path)):
        yield RestatedDelta(told, path=(*path, "output"))


def output_deltas(response: dict[str, Json], path: JsonPath) -> Iterator[Delta]:
    """Every item of a response."""
    for index, item in enumerate(sequence(response.get("output"))):
        yield from item_deltas(item, index, (*path, "output", index))


def end_deltas(response: dict[str, Json], path: JsonPath, told: str = "") -> Iterator[Delta]:
    """How a response ended, what it cost, and what went wrong; `told` is how it did where it does not say so itself."""
    if found := usage(response.get("usage")):
        yield UsageDelta(found, path=(*path, "usage"))
    if failure := error(response.get("error")):
        yield ErrorDelta(failure, path=(*path, "error"))
    if status := string(response.get("status")):
        yield FinishDelta(status, _reason(status, response), path=(*path, "status"))
    elif told:
        yield FinishDelta(told, _reason(told, response), path=path)


def _reason(status: str, response: dict[str, Json]) -> FinishReason | None:
    """Why it ended: what is still running has no reason yet."""
    if status == "completed":
        waits = any(awaits_client(item) for item in sequence(response.get("output")))
        return FinishReason.TOOL_CALL if waits else FinishReason.STOP
    if status == "incomplete":
        return _INCOMPLETE.get(string(mapping(response.get("incomplete_details")).get("reason")))
    return FinishReason.ERROR if status == "failed" else None


def item_deltas(item: Json, place: Hashable, path: JsonPath, *, begins: bool = False) -> Iterator[Delta]:
    """One item of the output at `place`; `begins` tells that its text is still to come."""
    role = mapping(item).get("role") if kind_of(item) == "message" else None
    if role not in (None, "assistant"):  # a compaction repeats what the user said
        yield PartDelta(Other("message", item), key=(place, "item"), path=path)
        return
    if role:
        yield RoleDelta("assistant", path=(*path, "role"))
    for piece in pieces(item):
        yield from piece_deltas(_opened(piece, item) if begins else piece, place, path)


def _opened(piece: Piece, item: Json) -> Piece:
    """A call as it stands before its streamed text comes."""
    opening = opening_arguments(item)
    if opening is None or not isinstance(piece.part, ToolCall):
        return piece
    return piece._replace(part=replace(piece.part, arguments=opening))


def piece_deltas(piece: Piece, place: Hashable, path: JsonPath) -> Iterator[Delta]:
    """One part of the item at `place`, told as a whole."""
    key, path = (place, piece.key), (*path, *piece.path)
    match piece.part:
        case Text(content, annotations, refusal):
            yield TextDelta(content, key=key, path=path, cumulative=True, refusal=refusal)
            if annotations:
                yield AnnotationDelta(annotations, key=key, path=(*path[:-1], "annotations"))
        case Reasoning(content, signature):
            yield ReasoningDelta(content, key=key, path=path, cumulative=True, signature=signature)
        case ToolCall(id_, name, arguments, server):
            yield ToolCallDelta(arguments, id_, name, key=key, path=path, cumulative=True, server=server)
        case ToolCallResponse() as answered:  # in an answer only the provider reports results
            yield PartDelta(replace(answered, server=True), key=key, path=path)
        case _:
            if not is_blank(getattr(piece.part, "data", "x")):
                yield PartDelta(piece.part, key=key, path=path)
