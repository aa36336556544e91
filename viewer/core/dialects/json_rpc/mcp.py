# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Model Context Protocol over HTTP: JSON-RPC, answered as JSON or as a stream of events.

Reference: modelcontextprotocol.io/specification. A tool is called in the request and answers in the response; both are
shown as those of a tool that somebody else runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import unquote

from viewer.core.answer import Answer
from viewer.core.deltas import Delta, ErrorDelta, PartDelta, RoleDelta, UnknownDelta
from viewer.core.dialects._envelope import no_object
from viewer.core.dialects._shape import as_text, integer, is_blank, mapping, optional_string, sequence, string
from viewer.core.dialects._summaries import counted
from viewer.core.dialects.json_rpc._envelope import is_rpc, rpc_error, rpc_id, rpc_messages
from viewer.core.messages import Blob, JsonPath, Message, Other, Part, Prompt, Text, ToolCall, ToolCallResponse, Uri
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json

_METHODS = ("initialize", "ping", "tools/", "resources/", "prompts/", "notifications/", "logging/", "completion/")
_FROM_SERVER = ("sampling/", "roots/", "elicitation/")
_SESSION = "mcp-session-id"
_LISTS = {"tools": "tool", "resources": "resource", "prompts": "prompt", "resourceTemplates": "template"}


class Mcp:
    """The dialect of MCP's "streamable HTTP" transport."""

    name = "mcp"
    title = "Model Context Protocol"
    terminator: str | None = None
    tells_its_end = False

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:
        """By the method that is called; by the session's header, or path and envelope, where none is."""
        method = next((string(told.get("method")) for told, _ in rpc_messages(request)), "")
        if is_rpc(request) and method.startswith((*_METHODS, *_FROM_SERVER)):
            return Match.SURE
        if interaction.request.headers.get(_SESSION) is not None:
            return Match.LIKELY
        path = unquote(interaction.request.target.path).rstrip("/")
        return Match.LIKELY if path.endswith("/mcp") and is_rpc(first.json if first else None) else Match.NO

    def request(self, body: Json) -> Prompt:
        """The call as a message: a tool's as such, any other as it is."""
        asked = [_asked(told, path) for told, path in rpc_messages(body)]
        return Prompt(messages=tuple(message for message in asked if message.parts))

    def response(self, body: Json) -> Iterator[Delta]:
        """What is answered."""
        if isinstance(body, dict | list):
            yield from _told(body)
        else:
            yield from no_object(body)

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """What one event of the stream tells: an answer, or a notification before it."""
        if event.name == "endpoint":
            yield PartDelta(Other("endpoint", event.data, title=event.data))
        elif isinstance(event.json, dict | list):
            yield from _told(event.json)
        elif event.is_json or event.data.strip():
            yield UnknownDelta(event.name or "event", event.json if event.is_json else event.data)

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:  # noqa: ARG002
        """All messages as a batch; one alone as it is."""
        told = [event.json for event in events if isinstance(event.json, dict)]
        return told[0] if len(told) == 1 else list(told)


def _asked(told: dict[str, Json], path: JsonPath) -> Message:
    params = mapping(told.get("params"))
    if told.get("method") == "tools/call":
        arguments = as_text(params.get("arguments"))
        call = ToolCall(rpc_id(told), optional_string(params.get("name")), arguments, server=True)
        return Message("assistant", (call,), path=path)
    method = string(told.get("method"))
    shown = (Other(method or "message", told.get("params"), title=method or None),) if told else ()
    return Message("user", shown, path=path)


def _told(body: Json) -> Iterator[Delta]:
    for told, path in rpc_messages(body):
        if found := rpc_error(told):
            yield ErrorDelta(found, path=(*path, "error"))
        elif "result" in told:
            yield from _result(told, (*path, "result"))
        elif method := string(told.get("method")):
            yield PartDelta(Other(method, told.get("params"), title=_notice(method, told)), path=path)
        elif told:
            yield UnknownDelta("message", told, path=path)


def _notice(method: str, told: dict[str, Json]) -> str:
    """What a notification says, in words where it has some."""
    params = mapping(told.get("params"))
    data = params.get("data")
    words = (string(params.get("message")), string(data), string(mapping(data).get("msg")))
    progress, total = integer(params.get("progress")), integer(params.get("total"))
    count = "" if progress is None else f"{progress}" + (f" of {total}" if total is not None else "")
    return next((said for said in (*words, count) if said), method)


def _result(told: dict[str, Json], path: JsonPath) -> Iterator[Delta]:
    """What a call answered, told by its shape: only the request says which method it was."""
    result = mapping(told.get("result"))
    listed = next((name for name in _LISTS if isinstance(result.get(name), list)), None)
    server = mapping(result.get("serverInfo"))
    if isinstance(result.get("content"), list):
        yield RoleDelta("tool", path=path)
        for part in _answered(result, rpc_id(told)):
            yield PartDelta(part, path=(*path, "content"))
    elif listed:
        names = [string(mapping(item).get("name")) for item in sequence(result[listed])]
        title = counted(len(names), _LISTS[listed]) + (f": {', '.join(filter(None, names))}" if any(names) else "")
        yield PartDelta(Other(listed, result, title=title), path=(*path, listed))
    elif server:
        title = " ".join(filter(None, (string(server.get("name")), string(server.get("version")))))
        yield PartDelta(Other("initialize", result, title=title), path=path)
    elif not is_blank(told.get("result")):
        yield PartDelta(Other("result", told["result"]), path=path)


def _answered(result: dict[str, Json], id_: str | None) -> Iterator[Part]:
    """What a tool answered: its text, then media; data of its own only where the text is not that data."""
    parts = [_content(mapping(item)) for item in sequence(result["content"])]
    texts = [part.content for part in parts if isinstance(part, Text)]
    answered = ToolCallResponse(id_, "\n".join(texts), server=True, is_error=result.get("isError") is True)
    structured = result.get("structuredContent")
    yield answered if texts or is_blank(structured) else replace(answered, response=structured)
    yield from (part for part in parts if not isinstance(part, Text))


def _content(told: dict[str, Json]) -> Part:
    kind, mime_type = string(told.get("type")), optional_string(told.get("mimeType"))
    if kind == "text":
        return Text(string(told.get("text")))
    if kind in ("image", "audio") and isinstance(told.get("data"), str):
        return Blob(kind, mime_type, string(told["data"]))
    if kind == "resource_link" and (uri := optional_string(told.get("uri"))):
        return Uri("document", mime_type, uri)
    resource = mapping(told.get("resource"))
    if kind == "resource" and isinstance(resource.get("text"), str):
        return Text(string(resource["text"]))
    return Other(kind or "content", told)
