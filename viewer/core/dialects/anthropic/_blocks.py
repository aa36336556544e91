# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Content blocks of Anthropic Messages -> Parts, in requests and answers alike.

Reference: docs.anthropic.com/en/api/messages. Blocks that end in `_tool_result` come from tools that the provider
runs, whatever they are called; a plain `tool_result` comes from the client.
"""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.dialects._keys import Keys, words
from viewer.core.dialects._shape import as_text, is_blank, mapping, optional_string, sequence, string
from viewer.core.messages import Blob, File, Other, Part, Reasoning, Text, ToolCall, ToolCallResponse, Uri
from viewer.core.text.json_values import Json

CALLS = {"tool_use": False, "server_tool_use": True, "mcp_tool_use": True}
"""Types of blocks that call a tool, and whether the provider runs it."""

_SERVER_RESULT = "_tool_result"
_ASIDE = words("cache_control caller")

BLOCK_KEYS = {
    "text": Keys({"type": str, "text": str, "citations": list}, _ASIDE),
    "thinking": Keys({"type": str, "thinking": str, "signature": str}, _ASIDE),
    "redacted_thinking": Keys({"type": str, "data": str}, _ASIDE),
    **dict.fromkeys(CALLS, Keys({"type": str, "id": str, "name": str, "input": object}, _ASIDE | {"server_name"})),
}
"""Keys of the blocks that are translated piece by piece; any other block is shown as a whole."""

RESULT_KEYS = Keys({"type": str, "tool_use_id": str, "content": object, "is_error": bool}, _ASIDE)
"""Keys of a server tool's result."""


def parts(content: Json) -> Iterator[Part]:
    """The parts of a `content`: a text, a list of blocks, or one block alone."""
    if isinstance(content, list):
        for item in content:
            yield from part_and_media(item)
    elif not is_blank(content):
        yield part(content)


def part_and_media(item: Json) -> Iterator[Part]:
    """One block; a client's tool result is followed by what else than text it holds."""
    told = mapping(item)
    if told.get("type") == "tool_result":
        yield from _result(told)
    else:
        yield part(item)


def part(item: Json) -> Part:
    """One block; a type that is not known becomes `Other`."""
    if isinstance(item, str):
        return Text(item)
    told = mapping(item)
    kind = string(told.get("type"))
    if kind in CALLS:
        return _call(told, server=CALLS[kind])
    if is_server_result(kind):
        return _server_result(told)
    return _said(kind, told) or _media(kind, told) or Other(kind or "block", item)


def _said(kind: str, told: dict[str, Json]) -> Part | None:
    """A block of what the model says or thinks."""
    if kind in ("", "text") and isinstance(told.get("text"), str):
        return Text(string(told["text"]), tuple(sequence(told.get("citations"))))
    if kind == "thinking" and isinstance(told.get("thinking"), str):
        return Reasoning(string(told["thinking"]), optional_string(told.get("signature")))
    if kind == "redacted_thinking" and isinstance(told.get("data"), str):
        return Reasoning("", string(told["data"]))
    return None


def is_server_result(kind: str) -> bool:
    """Whether a type of block is what a tool of the provider answered."""
    return kind.endswith(_SERVER_RESULT)


def _call(told: dict[str, Json], *, server: bool) -> ToolCall:
    arguments = as_text(told.get("input"))
    return ToolCall(optional_string(told.get("id")), optional_string(told.get("name")), arguments, server)


def _server_result(told: dict[str, Json]) -> ToolCallResponse:
    return ToolCallResponse(
        id=optional_string(told.get("tool_use_id")),
        response=told.get("content"),
        server=True,
        is_error=told.get("is_error") is True,
    )


def _result(told: dict[str, Json]) -> Iterator[Part]:
    """A client's tool result: its text, or whatever stands in place of it, then images and documents."""
    content = told.get("content")
    inside = [part(item) for item in sequence(content)]
    texts = [known.content for known in inside if isinstance(known, Text)]
    yield ToolCallResponse(
        id=optional_string(told.get("tool_use_id")),
        response="".join(texts) if texts or inside else content,
        is_error=told.get("is_error") is True,
    )
    yield from (other for other in inside if not isinstance(other, Text))


def _media(kind: str, told: dict[str, Json]) -> Part | None:
    """A block that carries data or points to it."""
    if kind == "container_upload":
        return File(told)
    if kind not in ("image", "document"):
        return None
    source = mapping(told.get("source"))
    mime_type = optional_string(source.get("media_type"))
    if source.get("type") == "base64" and isinstance(source.get("data"), str):
        return Blob(kind, mime_type, string(source["data"]))
    if url := optional_string(source.get("url")):
        return Uri(kind, mime_type, url)
    return File(told)
