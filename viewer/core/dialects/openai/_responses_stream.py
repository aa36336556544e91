# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Responses API: one event of a stream -> Deltas.

Reference: platform.openai.com/docs/api-reference/responses-streaming. Rule: a part is known by its place,
`output_index` and `content_index` or `summary_index`, since some proxies change the ids of items on the way.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from viewer.core.deltas import (
    AnnotationDelta,
    Delta,
    ErrorDelta,
    PartDelta,
    PlaceDelta,
    ReasoningDelta,
    RestatedDelta,
    TextDelta,
    ToolCallDelta,
    UnknownDelta,
)
from viewer.core.dialects._envelope import error
from viewer.core.dialects._keys import Keys, words
from viewer.core.dialects._shape import as_text, integer, is_blank, mapping, optional_string
from viewer.core.dialects.openai._responses_answer import (
    end_deltas,
    item_deltas,
    meta_deltas,
    piece_deltas,
    restated_deltas,
)
from viewer.core.dialects.openai._responses_items import Piece, content_part, content_path, image
from viewer.core.messages import Other, Reasoning, ToolCallResponse
from viewer.core.text.json_values import Json

_Told = dict[str, Json]


class _Spoken(NamedTuple):
    """How an event tells text: in which list of the item it grows, under which key, and whether it is all of it."""

    of: str
    field: str
    whole: bool = False
    reasoning: bool = False
    refusal: bool = False


_SPOKEN = {
    "response.output_text.delta": _Spoken("content", "delta"),
    "response.output_text.done": _Spoken("content", "text", whole=True),
    "response.refusal.delta": _Spoken("content", "delta", refusal=True),
    "response.refusal.done": _Spoken("content", "refusal", whole=True, refusal=True),
    "response.reasoning_text.delta": _Spoken("content", "delta", reasoning=True),
    "response.reasoning_text.done": _Spoken("content", "text", whole=True, reasoning=True),
    "response.reasoning_summary_text.delta": _Spoken("summary", "delta", reasoning=True),
    "response.reasoning_summary_text.done": _Spoken("summary", "text", whole=True, reasoning=True),
}

# The key that holds argument text; `delta` adds to it, any other is all of it.
_ARGUMENTS = {
    "response.function_call_arguments.delta": "delta",
    "response.function_call_arguments.done": "arguments",
    "response.custom_tool_call_input.delta": "delta",
    "response.custom_tool_call_input.done": "input",
    "response.mcp_call_arguments.delta": "delta",
    "response.mcp_call_arguments.done": "arguments",
}

# Text that is streamed into the middle of a JSON object, which the whole item brings later.
_INSIDE_ARGUMENTS = ("response.code_interpreter_call_code.delta", "response.apply_patch_call_operation_diff.delta")

# Told for progress only: the item itself follows.
_QUIET = {
    "keepalive",
    "response.code_interpreter_call_code.done",
    "response.apply_patch_call_operation_diff.done",
    *(
        f"response.{tool}.{state}"
        for tool in (
            "web_search_call",
            "file_search_call",
            "code_interpreter_call",
            "image_generation_call",
            "mcp_call",
            "mcp_list_tools",
            "shell_call",
            "apply_patch_call",
        )
        for state in ("in_progress", "searching", "interpreting", "generating", "completed", "failed")
    ),
}

_TEXT_DELTAS = (TextDelta, ReasoningDelta)

_KEYS = Keys(
    {},
    words(
        "type sequence_number output_index content_index summary_index annotation_index command_index item_id",
        "obfuscation logprobs response item part delta text refusal arguments input name code diff command output",
        "annotation error message param partial_image_b64 partial_image_index output_format size quality background",
    ),
)


def event_deltas(told: _Told, kind: str) -> Iterator[Delta]:
    """What one event of type `kind` adds."""
    if kind in _SPOKEN:
        yield from _spoken(told, _SPOKEN[kind])
    elif kind in _ARGUMENTS:
        yield from _arguments(told, _ARGUMENTS[kind])
    elif kind in _EVENTS:
        yield from _EVENTS[kind](told)
    elif kind in _INSIDE_ARGUMENTS:
        yield _inside(told, json.dumps(as_text(told.get("delta")), ensure_ascii=False)[1:-1])
    elif kind not in _QUIET:
        yield from _unknown_event(told, kind)
        return
    yield from _KEYS.unknown(told, ())


def _unknown_event(told: _Told, kind: str) -> Iterator[Delta]:
    failure = error(told.get("error"))
    if failure and not kind:
        yield ErrorDelta(failure, path=("error",))
    else:
        yield UnknownDelta(kind or "event", told)


def _place(told: _Told) -> Hashable:
    """Which item of the output is meant; the id of one whose place is not told."""
    index = integer(told.get("output_index"))
    if index is not None:
        return index
    return optional_string(told.get("item_id")) or optional_string(mapping(told.get("item")).get("id")) or 0


def _index(told: _Told, of: str) -> int:
    return integer(told.get(f"{of}_index")) or 0


# --- Text


def _spoken(told: _Told, how: _Spoken) -> Iterator[Delta]:
    text, path = told.get(how.field), (how.field,)
    key = (_place(told), (how.of, _index(told, how.of)))
    if not isinstance(text, str):
        if not is_blank(text):
            yield UnknownDelta(how.field, text, path=path)
    elif how.reasoning:
        yield ReasoningDelta(text, key=key, path=path, cumulative=how.whole)
    else:
        yield TextDelta(text, key=key, path=path, cumulative=how.whole, refusal=how.refusal)


def _content_part(told: _Told) -> Iterator[Delta]:
    """A part of a message's or of a reasoning's content, as it begins and when it is done."""
    if "part" in told:
        item = told["part"]
        piece = Piece(("content", _index(told, "content")), content_part(item), content_path(item))
        yield from piece_deltas(piece, _place(told), ("part",))


def _summary_part(told: _Told) -> Iterator[Delta]:
    part = content_part(told.get("part"))
    if isinstance(part, Reasoning):
        key = (_place(told), ("summary", _index(told, "summary")))
        yield ReasoningDelta(part.content, key=key, path=("part", "text"), cumulative=True)
    elif not is_blank(told.get("part")):
        yield PartDelta(Other("summary", told["part"]), path=("part",))


def _annotation(told: _Told) -> Iterator[Delta]:
    if not is_blank(told.get("annotation")):
        key = (_place(told), ("content", _index(told, "content")))
        yield AnnotationDelta((told["annotation"],), key=key, path=("annotation",))


# --- Items


def _item_added(told: _Told) -> Iterator[Delta]:
    place, name = _place(told), optional_string(mapping(told.get("item")).get("id"))
    if name and name != place:
        yield PlaceDelta(place, name, path=("item", "id"))
    yield from item_deltas(told.get("item"), _place(told), ("item",), begins=True)


def _item_done(told: _Told) -> Iterator[Delta]:
    """The item as a whole; its text only where it was not streamed, since some number its parts otherwise there."""
    place = _place(told)
    deltas = list(item_deltas(told.get("item"), place, ("item",)))
    spoken = tuple(delta for delta in deltas if isinstance(delta, _TEXT_DELTAS))
    if spoken:
        yield RestatedDelta(spoken, within=place, path=("item",))
    for delta in deltas:
        if isinstance(delta, ReasoningDelta) and delta.signature:
            yield replace(delta, text="", path=("item", "encrypted_content"))
        elif not isinstance(delta, _TEXT_DELTAS):
            yield delta


def _arguments(told: _Told, field: str) -> Iterator[Delta]:
    yield ToolCallDelta(
        as_text(told.get(field)), key=(_place(told), "call"), path=(field,), cumulative=field != "delta"
    )


def _inside(told: _Told, text: str) -> Delta:
    """Text that goes on inside the JSON of a call's arguments."""
    return ToolCallDelta(text, key=(_place(told), "call"), path=("delta",))


def _command_added(told: _Told) -> Iterator[Delta]:
    yield _inside(told, ', "' if _index(told, "command") else '"')


def _command_delta(told: _Told) -> Iterator[Delta]:
    yield _inside(told, json.dumps(as_text(told.get("delta")), ensure_ascii=False)[1:-1])


def _command_done(told: _Told) -> Iterator[Delta]:
    yield _inside(told, '"')


def _shell_output(told: _Told) -> Iterator[Delta]:
    """What a command printed; the item that follows has all of it."""
    field = "output" if "output" in told else "delta"
    answered = ToolCallResponse(None, told.get(field), server=True)
    yield PartDelta(answered, key=(_place(told), "result"), path=(field,))


def _partial_image(told: _Told) -> Iterator[Delta]:
    """The picture so far; each is whole and takes the place of the one before."""
    if data := optional_string(told.get("partial_image_b64")):
        shown = image(data, told.get("output_format"))
        yield PartDelta(shown, key=(_place(told), "image"), path=("partial_image_b64",))


# --- The response as a whole


def _response_begins(told: _Told) -> Iterator[Delta]:
    yield from meta_deltas(mapping(told.get("response")), ("response",))


def _response_ends(told: _Told, status: str) -> Iterator[Delta]:
    """The end of a response; where that does not say its status, the event's type does."""
    response = mapping(told.get("response"))
    yield from meta_deltas(response, ("response",))
    yield from restated_deltas(response, ("response",))
    yield from end_deltas(response, ("response",), status)


def _error(told: _Told) -> Iterator[Delta]:
    """Two shapes: the error under `error`, or spread over the event, whose type is then no error's."""
    spread = {key: value for key, value in told.items() if key in ("code", "message", "param")}
    failure = error(told.get("error")) or error(spread)
    yield ErrorDelta(failure, path=("error",) if "error" in told else ()) if failure else UnknownDelta("error", told)


_EVENTS: dict[str, Callable[[_Told], Iterator[Delta]]] = {
    "response.created": _response_begins,
    "response.queued": _response_begins,
    "response.in_progress": _response_begins,
    "response.completed": partial(_response_ends, status="completed"),
    "response.incomplete": partial(_response_ends, status="incomplete"),
    "response.failed": partial(_response_ends, status="failed"),
    "response.cancelled": partial(_response_ends, status="cancelled"),
    "response.output_item.added": _item_added,
    "response.output_item.done": _item_done,
    "response.content_part.added": _content_part,
    "response.content_part.done": _content_part,
    "response.reasoning_part.added": _content_part,
    "response.reasoning_part.done": _content_part,
    "response.reasoning_summary_part.added": _summary_part,
    "response.reasoning_summary_part.done": _summary_part,
    "response.output_text.annotation.added": _annotation,
    "response.image_generation_call.partial_image": _partial_image,
    "response.shell_call_command.added": _command_added,
    "response.shell_call_command.delta": _command_delta,
    "response.shell_call_command.done": _command_done,
    "response.shell_call_output_content.delta": _shell_output,
    "response.shell_call_output_content.done": _shell_output,
    "error": _error,
}
