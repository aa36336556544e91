# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Parts of Gemini's contents -> Parts, in requests and answers alike.

Reference: ai.google.dev/api/caching#Part. A signature stands beside any part and belongs to the thoughts before it:
it becomes reasoning of its own where no thought is told. Code is a tool that the provider runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from viewer.core.dialects._keys import Keys, words
from viewer.core.dialects._shape import as_text, is_blank, mapping, optional_string, sequence, string
from viewer.core.dialects.google._fields import both_spellings, field, key
from viewer.core.messages import Blob, Other, Part, Reasoning, Text, ToolCall, ToolCallResponse, Uri
from viewer.core.text.json_values import Json

CODE = "code_execution"
"""What the provider's own tool is called that runs code."""

PART_KEYS = both_spellings(
    Keys(
        {
            "text": str,
            "thought": bool,
            "thoughtSignature": str,
            **dict.fromkeys(words("functionCall functionResponse inlineData fileData"), dict),
            **dict.fromkeys(words("executableCode codeExecutionResult toolCall toolResponse"), dict),
        },
        words("videoMetadata mediaResolution partMetadata"),
    )
)
"""Keys of a part."""

# A thought that is not told: only its signature is there.
_THOUGHT_ALONE = {"thought", "thoughtSignature", "thought_signature"}
_OK = ("", "OUTCOME_OK", "OUTCOME_UNSPECIFIED", 0, 1)


def parts(content: Json) -> Iterator[Part]:
    """The parts of a content: a list, one part alone, or only its text."""
    told = mapping(content)
    inside = field(told, "parts") if "parts" in told else content
    for item in inside if isinstance(inside, list) else [inside]:
        if not is_blank(item):
            yield from located_parts(item)


def located_parts(item: Json) -> Iterator[Part]:
    """One part, as several where a signature or the media of a function's response stand in it."""
    yield from (part for part, _ in split(item))


def split(item: Json) -> Iterator[tuple[Part, str | None]]:
    """What one part holds, in the order in which a model thinks and speaks, each with its key; unknown is `Other`."""
    told = mapping(item)
    signature, signed = optional_string(field(told, "thoughtSignature")), key(told, "thoughtSignature")
    if isinstance(item, str):
        yield Text(item), None
    elif isinstance(told.get("text"), str):
        yield from _said(told, signature, signed)
    else:
        if signature is not None:
            yield Reasoning("", signature), signed
        yield from _made(told, item)


def _said(told: dict[str, Json], signature: str | None, signed: str) -> Iterator[tuple[Part, str | None]]:
    """A text or a thought. The signature of a text comes after it, for it often comes with the last of it."""
    if told.get("thought") is True:
        yield Reasoning(string(told["text"]), signature), "text"
        return
    if told["text"] or signature is None:
        yield Text(string(told["text"])), "text"
    if signature is not None:
        yield Reasoning("", signature), signed


def _made(told: dict[str, Json], item: Json) -> Iterator[tuple[Part, str | None]]:
    """A part that is no text: the first kind that it has."""
    for name, make in _KINDS.items():
        value = field(told, name)
        if isinstance(value, dict):
            yield make(value), key(told, name)
            for inner in sequence(field(value, "parts")) if name == "functionResponse" else ():
                yield from ((part, key(told, name)) for part, _ in split(inner))
            return
    if not told or not told.keys() <= _THOUGHT_ALONE:
        yield Other("part", item), None


def _function_call(told: dict[str, Json]) -> ToolCall:
    return ToolCall(_id(told), optional_string(told.get("name")), as_text(told.get("args")))


def _function_response(told: dict[str, Json]) -> ToolCallResponse:
    return ToolCallResponse(_id(told), told.get("response"), optional_string(told.get("name")))


def _code(told: dict[str, Json]) -> ToolCall:
    said: dict[str, Json] = {name: value for name, value in told.items() if name != "id"}
    return ToolCall(_id(told), CODE, as_text(said), server=True)


def _code_result(told: dict[str, Json]) -> ToolCallResponse:
    said: dict[str, Json] = {name: value for name, value in told.items() if name != "id"}
    return ToolCallResponse(_id(told), said, CODE, server=True, is_error=told.get("outcome", "") not in _OK)


def _tool_call(told: dict[str, Json]) -> ToolCall:
    return ToolCall(_id(told), _tool(told), as_text(told.get("args")), server=True)


def _tool_response(told: dict[str, Json]) -> ToolCallResponse:
    return ToolCallResponse(_id(told), told.get("response"), _tool(told), server=True)


def _id(told: dict[str, Json]) -> str | None:
    return optional_string(told.get("id"))


def _tool(told: dict[str, Json]) -> str | None:
    kind = field(told, "toolType")
    return optional_string(kind) or (None if kind is None else as_text(kind))


def _inline(told: dict[str, Json]) -> Part:
    mime_type = optional_string(field(told, "mimeType"))
    return Blob(_modality(mime_type), mime_type, string(told.get("data")))


def _file(told: dict[str, Json]) -> Part:
    mime_type = optional_string(field(told, "mimeType"))
    return Uri(_modality(mime_type), mime_type, string(field(told, "fileUri")))


def _modality(mime_type: str | None) -> str:
    family = (mime_type or "").partition("/")[0]
    return family if family in ("image", "audio", "video") else "document"


_KINDS: dict[str, Callable[[dict[str, Json]], Part]] = {
    "functionCall": _function_call,
    "functionResponse": _function_response,
    "inlineData": _inline,
    "fileData": _file,
    "executableCode": _code,
    "codeExecutionResult": _code_result,
    "toolCall": _tool_call,
    "toolResponse": _tool_response,
}
