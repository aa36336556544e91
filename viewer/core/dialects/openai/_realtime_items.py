# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Items of the Realtime API -> deltas. They are those of the Responses API, whose messages may also be spoken.

Rule: a transcript is the text of what was said, the sound a part beside it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from viewer.core.deltas import Delta, PartDelta, ReasoningDelta, TextDelta, ToolCallDelta
from viewer.core.dialects._shape import is_blank, mapping, optional_string, sequence, string
from viewer.core.dialects.openai._responses_items import Piece, content_part, content_path, is_result, kind_of, pieces
from viewer.core.messages import Blob, JsonPath, Reasoning, Text, ToolCall
from viewer.core.text.json_values import Json

_SPOKEN = ("input_audio", "output_audio", "audio")
_ROLES = ("assistant", "user", "system", "tool")
_ENCODINGS = {"pcm16": "audio/pcm", "g711_ulaw": "audio/pcmu", "g711_alaw": "audio/pcma"}


def role_of(item: Json) -> str:
    """Who says an item."""
    told = string(mapping(item).get("role"))
    if told:
        return told if told in _ROLES else "system" if told == "developer" else "user"
    if is_result(kind_of(item)):
        return "tool"
    return "user" if kind_of(item) in ("message", "mcp_approval_response") else "assistant"


def item_deltas(item: Json, choice: int, place: Hashable, path: JsonPath) -> Iterator[Delta]:
    """An item told as a whole, at `place` in the message `choice`."""
    for piece in _pieces(item):
        yield from _whole(piece, choice, place, path)


def part_deltas(item: Json, index: int, choice: int, place: Hashable, path: JsonPath) -> Iterator[Delta]:
    """One part of a message's content, told as a whole."""
    for piece in _content(item, index):
        yield from _whole(piece, choice, place, path)


def _pieces(item: Json) -> Iterator[Piece]:
    if kind_of(item) != "message":
        yield from pieces(item)
        return
    for index, told in enumerate(sequence(mapping(item).get("content"))):
        for piece in _content(told, index):
            yield piece._replace(path=("content", index, *piece.path))


def _content(item: Json, index: int) -> Iterator[Piece]:
    told = mapping(item)
    if string(told.get("type")) not in _SPOKEN:
        yield Piece(("content", index), content_part(item), content_path(item))
        return
    if data := optional_string(told.get("audio")):
        yield Piece(("audio", index), Blob("audio", mime_type(told.get("format")), data), ("audio",))
    if isinstance(told.get("transcript"), str):
        yield Piece(("content", index), Text(string(told["transcript"])), ("transcript",))


def _whole(piece: Piece, choice: int, place: Hashable, path: JsonPath) -> Iterator[Delta]:
    key, path = (place, piece.key), (*path, *piece.path)
    match piece.part:
        case Text(content, _, refusal):
            yield TextDelta(content, choice, key, path, cumulative=True, refusal=refusal)
        case Reasoning(content, signature):
            yield ReasoningDelta(content, choice, key, path, cumulative=True, signature=signature)
        case ToolCall(id_, name, arguments, server):
            yield ToolCallDelta(arguments, id_, name, choice, key, path, cumulative=True, server=server)
        case _:
            if not is_blank(getattr(piece.part, "data", "x")):
                yield PartDelta(piece.part, choice, key, path)


def mime_type(format_: Json) -> str | None:
    """The media type of a format: an object with `type` and `rate`, or in the beta a word."""
    told = mapping(format_)
    kind, rate = optional_string(told.get("type")), told.get("rate")
    if kind and isinstance(rate, int):
        return f"{kind};rate={rate}"
    word = optional_string(format_)
    return kind or (_ENCODINGS.get(word) if word else None)
