# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Gemini: a folded stream -> the answer that the API gives without streaming."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from viewer.core.answer import Answer
from viewer.core.dialects._shape import integer, mapping, sequence
from viewer.core.dialects.google._fields import field, key
from viewer.core.dialects.google._parts import CODE
from viewer.core.messages import Blob, Message, Other, Part, Reasoning, Text, ToolCall, ToolCallResponse, Uri
from viewer.core.text.json_values import Json, parse_json


def whole_answer(answer: Answer, events: Sequence[Json]) -> Json:
    """A `GenerateContentResponse`: envelope as last told by the chunks, content as folded."""
    envelope: dict[str, Json] = {}
    usage: dict[str, Json] = {}
    candidates: dict[int, dict[str, Json]] = {}
    for event in events:
        told = mapping(event)
        usage |= mapping(field(told, "usageMetadata"))
        envelope |= {name: value for name, value in told.items() if name != "candidates"}
        for position, item in enumerate(sequence(told.get("candidates"))):
            index = integer(mapping(item).get("index"))
            _keep(candidates.setdefault(position if index is None else index, {}), mapping(item))
    if usage:
        envelope[key(envelope, "usageMetadata")] = usage
    said = list(answer.messages) if candidates or not envelope else []
    spoken: list[Json] = [_candidate(message, candidates.get(index, {})) for index, message in enumerate(said)]
    return {"candidates": spoken, **envelope} if spoken else envelope


def _keep(candidate: dict[str, Json], chunk: dict[str, Json]) -> None:
    """Later values win, except that metadata which a chunk leaves empty stays."""
    candidate.update({name: value for name, value in chunk.items() if name not in candidate or value})


def _candidate(message: Message, told: dict[str, Json]) -> Json:
    finish = message.native_finish_reason if message.native_finish_code is None else message.native_finish_code
    content: dict[str, Json] = {"parts": list(_parts(message.parts))}
    if "role" in mapping(told.get("content")) or not told:
        content["role"] = "model"
    ended: dict[str, Json] = {} if finish is None else {key(told, "finishReason"): finish}
    return {**told, "content": content, **ended}


def _parts(parts: Sequence[Part]) -> Iterator[Json]:
    """Each part; a signature alone stands beside what comes after it, unless that is text."""
    signature: dict[str, Json] = {}
    for part in parts:
        if signature and isinstance(part, Text | Reasoning):
            yield {"text": "", **signature}
            signature = {}
        if isinstance(part, Reasoning) and not part.content:
            signature = {"thoughtSignature": part.signature}
        elif said := _part(part):
            yield {**said, **signature}
            signature = {}
    if signature:
        yield {"text": "", **signature}


def _part(part: Part) -> dict[str, Json]:  # noqa: PLR0911 - one for each kind of part
    """A part as the API says it; nothing for what stands beside the content."""
    match part:
        case Text():
            return {"text": part.content}
        case Reasoning():
            signed: dict[str, Json] = {"thoughtSignature": part.signature} if part.signature else {}
            return {"text": part.content, "thought": True, **signed}
        case ToolCall():
            return _call(part)
        case ToolCallResponse():
            return _response(part)
        case Blob():
            return {"inlineData": {"mimeType": part.mime_type, "data": part.content}}
        case Uri():
            return {"fileData": {"mimeType": part.mime_type, "fileUri": part.uri}}
        case Other(type="part"):
            return mapping(part.data)
        case _:
            return {}


def _call(part: ToolCall) -> dict[str, Json]:
    value, is_json = parse_json(part.arguments)
    arguments: Json = value if is_json else {}
    args: dict[str, Json] = {"args": arguments} if part.arguments else {}
    id_: dict[str, Json] = {"id": part.id} if part.id else {}
    if part.server and part.name == CODE:
        return {"executableCode": {**mapping(arguments), **id_}}
    if part.server:
        return {"toolCall": {"toolType": part.name, **args, **id_}}
    return {"functionCall": {"name": part.name, **args, **id_}}


def _response(part: ToolCallResponse) -> dict[str, Json]:
    id_: dict[str, Json] = {"id": part.id} if part.id else {}
    if part.server and part.name == CODE:
        return {"codeExecutionResult": {**mapping(part.response), **id_}}
    if part.server:
        return {"toolResponse": {"toolType": part.name, "response": part.response, **id_}}
    return {"functionResponse": {"name": part.name, "response": part.response, **id_}}
