# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Cohere's chat and generation, version 1: a line of a stream, or a whole answer, -> Deltas.

The last line tells the whole answer again.
"""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.deltas import (
    AnnotationDelta,
    Delta,
    FinishDelta,
    MetaDelta,
    PartDelta,
    RestatedDelta,
    TextDelta,
    ToolCallDelta,
    UnknownDelta,
    UsageDelta,
)
from viewer.core.dialects._keys import Keys, words
from viewer.core.dialects._shape import as_text, integer, is_blank, mapping, optional_string, sequence, string
from viewer.core.dialects.cohere._answer import finish_reason, usage
from viewer.core.messages import JsonPath, Other
from viewer.core.text.json_values import Json

_KEYS = Keys(
    {
        "text": str,
        "generation_id": str,
        "generations": list,
        "id": str,
        "finish_reason": str,
        "tool_calls": list,
        "tool_call_delta": dict,
        "citations": list,
        "documents": list,
        "search_results": list,
        "search_queries": list,
        "meta": dict,
        "response": dict,
        "event_type": str,
        "is_finished": bool,
    },
    words("response_id chat_history prompt is_search_required index conversation_id preamble"),
)
# What an answer rests on, and the word for it.
_FOUND = {"search_queries": "search_queries", "search_results": "search_results", "documents": "documents"}
EVENTS = {
    *words("stream-start stream-end text-generation tool-calls-generation tool-calls-chunk citation-generation"),
    *words("search-queries-generation search-results debug"),
}
"""Types of lines."""


def line_deltas(line: dict[str, Json]) -> Iterator[Delta]:
    """What one line of a stream adds."""
    kind = string(line.get("event_type"))
    if kind not in EVENTS and "is_finished" not in line:
        yield UnknownDelta(kind or "line", line)
        return
    yield from _deltas(line, ())
    if isinstance(line.get("response"), dict):
        told = tuple(_deltas(mapping(line["response"]), ("response",)))
        made = tuple(one for one in told if isinstance(one, TextDelta | ToolCallDelta | PartDelta))
        yield RestatedDelta(made, path=("response",))
        yield from (one for one in told if one not in made)


def answer_deltas(body: dict[str, Json]) -> Iterator[Delta]:
    """A whole answer."""
    return _deltas(body, ())


def _deltas(told: dict[str, Json], path: JsonPath) -> Iterator[Delta]:
    if id_ := optional_string(told.get("generation_id")) or optional_string(told.get("id")):
        yield MetaDelta(id_, path=path)
    for name, kind in _FOUND.items():
        if not is_blank(told.get(name)):
            yield PartDelta(Other(kind, told[name]), key=kind, path=(*path, name))
    if text := string(told.get("text")):
        yield TextDelta(text, integer(told.get("index")) or 0, path=(*path, "text"))
    for number, item in enumerate(sequence(told.get("generations"))):
        yield from _generation(mapping(item), number, (*path, "generations", number))
    yield from _calls(told, path)
    if cited := sequence(told.get("citations")):
        yield AnnotationDelta(tuple(cited), path=(*path, "citations"))
    if native := string(told.get("finish_reason")):
        yield FinishDelta(native, finish_reason(native), integer(told.get("index")) or 0, (*path, "finish_reason"))
    if counted := usage(mapping(told.get("meta"))):
        yield UsageDelta(counted, path=(*path, "meta"))
    yield from _KEYS.unknown(told, path)


def _generation(told: dict[str, Json], number: int, path: JsonPath) -> Iterator[Delta]:
    """One of several texts for the same prompt."""
    index = integer(told.get("index"))
    choice = number if index is None else index
    yield TextDelta(string(told.get("text")), choice, path=(*path, "text"))
    if native := string(told.get("finish_reason")):
        yield FinishDelta(native, finish_reason(native), choice, (*path, "finish_reason"))


def _calls(told: dict[str, Json], path: JsonPath) -> Iterator[Delta]:
    """Calls whole, and pieces of one that come before it."""
    if piece := mapping(told.get("tool_call_delta")):
        name, place = optional_string(piece.get("name")), (*path, "tool_call_delta", "parameters")
        yield ToolCallDelta(string(piece.get("parameters")), None, name, key=integer(piece.get("index")), path=place)
    for position, item in enumerate(sequence(told.get("tool_calls"))):
        called = mapping(item)
        arguments, name = as_text(called.get("parameters")), optional_string(called.get("name"))
        place = (*path, "tool_calls", position, "parameters")
        yield ToolCallDelta(arguments, None, name, key=position, path=place, cumulative=True)
