# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Content blocks of Bedrock's Converse -> Parts, in requests and answers alike.

Reference: docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html. A block is an object whose one
key tells what it is. A cache point only says how far to cache, so it is no part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from viewer.core.dialects._shape import as_text, is_blank, mapping, optional_string, sequence, string
from viewer.core.messages import Blob, File, Other, Part, Reasoning, Text, ToolCall, ToolCallResponse, Uri
from viewer.core.text.json_values import Json

_DOCUMENTS = {
    "pdf": "application/pdf",
    "csv": "text/csv",
    "html": "text/html",
    "txt": "text/plain",
    "md": "text/markdown",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def parts(content: Json, *, from_server: bool = False) -> Iterator[Part]:
    """The parts of a `content`. What stands in an answer as a tool's result is from a tool of the server."""
    items = content if isinstance(content, list) else [] if is_blank(content) else [content]
    for item in items:
        yield from part_and_media(item, from_server=from_server)


def part_and_media(item: Json, *, from_server: bool = False) -> Iterator[Part]:
    """One block; a tool's result is followed by the images and documents that it holds."""
    told = mapping(item)
    if isinstance(told.get("toolResult"), dict):
        yield from _result(mapping(told["toolResult"]), from_server=from_server)
    elif not (told and told.keys() <= {"cachePoint"}):
        yield part(item)


def part(item: Json) -> Part:
    """One block; a kind that is not known becomes `Other`."""
    if isinstance(item, str):
        return Text(item)
    told = mapping(item)
    if isinstance(told.get("text"), str):
        return Text(string(told["text"]))
    for kind, read in _READ.items():
        if isinstance(told.get(kind), dict) and (found := read(mapping(told[kind]))):
            return found
    return Other(next(iter(told), "block"), item)


def _call(told: dict[str, Json]) -> ToolCall:
    server = told.get("type") == "server_tool_use"
    arguments = as_text(told.get("input"))
    return ToolCall(optional_string(told.get("toolUseId")), optional_string(told.get("name")), arguments, server)


def _reasoning(told: dict[str, Json]) -> Reasoning | None:
    inner = mapping(told.get("reasoningText"))
    if isinstance(inner.get("text"), str):
        return Reasoning(string(inner["text"]), optional_string(inner.get("signature")))
    redacted = optional_string(told.get("redactedContent"))
    return Reasoning("", redacted) if redacted else None


def _cited(told: dict[str, Json]) -> Text:
    texts = (string(mapping(item).get("text")) for item in sequence(told.get("content")))
    return Text("".join(texts), tuple(sequence(told.get("citations"))))


def _media(modality: str) -> Callable[[dict[str, Json]], Part]:
    """Reads data that a block holds or points to; text and anything else stays a file as it is."""

    def read(told: dict[str, Json]) -> Part:
        source, mime_type = mapping(told.get("source")), _mime_type(modality, string(told.get("format")))
        if isinstance(source.get("bytes"), str):
            return Blob(modality, mime_type, string(source["bytes"]))
        uri = optional_string(mapping(source.get("s3Location")).get("uri"))
        return Uri(modality, mime_type, uri) if uri else File(told)

    return read


def _mime_type(modality: str, format_: str) -> str | None:
    if modality == "document":
        return _DOCUMENTS.get(format_)
    return f"{modality}/{format_}" if format_ else None


_READ: dict[str, Callable[[dict[str, Json]], Part | None]] = {
    "toolUse": _call,
    "reasoningContent": _reasoning,
    "citationsContent": _cited,
    "image": _media("image"),
    "document": _media("document"),
    "video": _media("video"),
    "audio": _media("audio"),
}


def _result(told: dict[str, Json], *, from_server: bool) -> Iterator[Part]:
    """A tool's result: its text or JSON, then what else it holds."""
    content = told.get("content")
    yield ToolCallResponse(
        id=optional_string(told.get("toolUseId")),
        response=result_content(content),
        server=from_server,
        is_error=told.get("status") == "error",
    )
    for item in sequence(content):
        if not mapping(item).keys() & {"text", "json"}:
            yield part(item)


def result_content(content: Json) -> Json:
    """Text and JSON of a tool's result: all texts as one, JSON that stands alone as it is, a mixture as a list."""
    said = [mapping(item) for item in sequence(content) if mapping(item).keys() & {"text", "json"}]
    texts = [item["text"] for item in said if isinstance(item.get("text"), str)]
    if len(texts) == len(said):
        return "".join(map(string, texts)) if said or isinstance(content, list) else content
    if len(said) == 1:
        return said[0].get("json")
    return [*said]
