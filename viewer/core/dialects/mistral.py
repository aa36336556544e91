# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What Mistral has besides chat completions: conversations with agents, and reading of documents (OCR).

Reference: docs.mistral.ai/api, "beta.conversations" and "ocr".
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from urllib.parse import unquote

from viewer.core.answer import Answer
from viewer.core.deltas import (
    AnnotationDelta,
    Delta,
    DoneDelta,
    ErrorDelta,
    FinishDelta,
    MetaDelta,
    PartDelta,
    ReasoningDelta,
    TextDelta,
    ToolCallDelta,
    UnknownDelta,
    UsageDelta,
)
from viewer.core.dialects._content_parts import located, part, parts
from viewer.core.dialects._envelope import body_error, no_object, usage
from viewer.core.dialects._shape import as_text, integer, is_blank, mapping, optional_string, sequence, string
from viewer.core.dialects._summaries import counted
from viewer.core.messages import (
    FinishReason,
    JsonPath,
    Message,
    Other,
    Prompt,
    Reasoning,
    Text,
    ToolCall,
    ToolCallResponse,
    ToolDefinition,
)
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json

_PATH = re.compile(r"/v1/(conversations|agents|ocr)(/.*)?$")
_HOST = re.compile(r"(^|\.)mistral\.ai(:|$)")
_NOT_SETTINGS = ("model", "agent_id", "inputs", "instructions", "stream", "tools", "document")


class Mistral:
    """The dialect of `POST /v1/conversations` and `/v1/ocr`."""

    name = "mistral"
    title = "Mistral conversations and OCR"
    terminator: str | None = None

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:  # noqa: ARG002
        """By host and path; by the shape of the answer elsewhere."""
        target = interaction.request.target
        path = unquote(target.path).rstrip("/")
        if _HOST.search(target.netloc) and _PATH.search(path) and not path.endswith("/completions"):
            return Match.SURE
        told = mapping(first.json if first else None)
        kind = string(told.get("type"))
        is_answer = told.get("object") == "conversation.response" or kind.startswith("conversation.response.")
        pages = sequence(told.get("pages"))
        is_ocr = bool(pages) and "markdown" in mapping(pages[0])
        return Match.LIKELY if is_answer or is_ocr else Match.NO

    def request(self, body: Json) -> Prompt:
        """What the request asks; never raises."""
        told = mapping(body)
        if not told and not is_blank(body):
            return Prompt(messages=(Message("user", (Other("body", body),)),))
        system = optional_string(told.get("instructions"))
        return Prompt(
            model=optional_string(told.get("model")) or optional_string(told.get("agent_id")),
            stream=told.get("stream") is True,
            system=(Message("system", (Text(system),), path=("instructions",)),) if system else (),
            messages=tuple(_messages(told)),
            tools=tuple(_tool(item, index) for index, item in enumerate(sequence(told.get("tools")))),
            settings={key: value for key, value in told.items() if key not in _NOT_SETTINGS},
        )

    def response(self, body: Json) -> Iterator[Delta]:
        """A whole answer: entries of a conversation, pages of a document, or anything else plainly."""
        if not isinstance(body, dict):
            yield from no_object(body)
        elif isinstance(body.get("outputs"), list):
            yield from _conversation(body)
        elif isinstance(body.get("pages"), list):
            yield from _pages(body)
        elif found := body_error(body):
            yield ErrorDelta(found)
        elif body:
            name = optional_string(body.get("name")) or optional_string(body.get("id"))
            yield PartDelta(Other(string(body.get("object")) or "answer", body, title=name))

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """What one event of the stream adds."""
        if isinstance(event.json, dict):
            yield from _event(event.json, event.name)
        elif event.is_json or event.data.strip():
            yield UnknownDelta(event.name or "event", event.json if event.is_json else event.data)

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:
        """The `conversation.response` that would have come without streaming."""
        usages = [mapping(mapping(event.json).get("usage")) for event in events]
        said = answer.messages[0].parts if answer.messages else ()
        outputs: list[Json] = [one for one in map(_entry_of, said) if one]
        told: dict[str, Json] = {"usage": next((one for one in reversed(usages) if one), {})}
        return {"object": "conversation.response", "conversation_id": answer.id, "outputs": outputs, **told}


def _conversation(body: dict[str, Json]) -> Iterator[Delta]:
    if id_ := optional_string(body.get("conversation_id")):
        yield MetaDelta(id_, path=("conversation_id",))
    for index, item in enumerate(sequence(body["outputs"])):
        yield from _entry(mapping(item), ("output", index), ("outputs", index))
    if counted_tokens := usage(body.get("usage")):
        yield UsageDelta(counted_tokens, path=("usage",))
    yield FinishDelta("done", FinishReason.STOP)


def _event(event: dict[str, Json], name: str | None) -> Iterator[Delta]:
    kind = string(event.get("type")) or name or ""
    key: Hashable = ("output", integer(event.get("output_index")) or 0)
    if kind == "conversation.response.started":
        yield MetaDelta(optional_string(event.get("conversation_id")), path=("conversation_id",))
    elif kind == "conversation.response.done":
        if found := usage(event.get("usage")):
            yield UsageDelta(found, path=("usage",))
        yield FinishDelta("done", FinishReason.STOP, path=("type",))
        yield DoneDelta()
    elif kind == "conversation.response.error" and (failed := body_error({"error": event})):
        yield ErrorDelta(failed)
    elif kind == "message.output.delta":
        yield from _content(event.get("content"), key, ("content",))
    elif kind == "function.call.delta":
        yield _call(event, key, "tool_call_id", ("arguments",))
    elif kind.startswith(("tool.execution.", "agent.handoff.")):
        yield from _tool_event(event, kind, key)
    else:
        yield UnknownDelta(kind or "event", event)


def _tool_event(event: dict[str, Json], kind: str, key: Hashable) -> Iterator[Delta]:
    """A tool of the provider, or an agent that hands over to another."""
    if kind == "tool.execution.started":
        yield _call(event, key, "id", ("arguments",), server=True)
    elif kind == "tool.execution.delta":
        yield ToolCallDelta(as_text(event.get("arguments")), key=key, path=("arguments",), server=True)
    elif kind == "tool.execution.done":
        yield from _executed(event, key, ())
    else:
        yield PartDelta(Other(kind, event, title=_handed(event)), key=(kind, key))


def _handed(event: dict[str, Json]) -> str | None:
    names = (event.get(name) for name in ("previous_agent_name", "next_agent_name"))
    return next((f"agent {name}" for name in names if isinstance(name, str)), None)


def _entry(told: dict[str, Json], key: Hashable, path: JsonPath) -> Iterator[Delta]:
    """One entry of a conversation."""
    kind = string(told.get("type"))
    if model := optional_string(told.get("model")):
        yield MetaDelta(model=model, path=(*path, "model"))
    if kind == "message.output":
        yield from _content(told.get("content"), key, (*path, "content"))
    elif kind == "function.call":
        yield _call(told, key, "tool_call_id", (*path, "arguments"))
    elif kind == "tool.execution":
        yield _call(told, key, "id", (*path, "arguments"), server=True)
        yield from _executed(told, key, path)
    else:
        yield PartDelta(Other(kind or "entry", told, title=_handed(told)), key=key, path=path)


def _call(told: dict[str, Json], key: Hashable, id_: str, path: JsonPath, *, server: bool = False) -> ToolCallDelta:
    id_value, name = optional_string(told.get(id_)), optional_string(told.get("name"))
    return ToolCallDelta(as_text(told.get("arguments")), id_value, name, key=key, path=path, server=server)


def _executed(told: dict[str, Json], key: Hashable, path: JsonPath) -> Iterator[Delta]:
    if not is_blank(told.get("info")):
        name, id_ = optional_string(told.get("name")), optional_string(told.get("id"))
        yield PartDelta(ToolCallResponse(id_, told["info"], name, server=True), key=key, path=(*path, "info"))


def _content(content: Json, key: Hashable, path: JsonPath) -> Iterator[Delta]:
    """Text, or chunks of it: thoughts, references to sources, files."""
    items = content if isinstance(content, list) else [content]
    for position, item in enumerate(items):
        told, place = mapping(item), (*path, position) if isinstance(content, list) else path
        kind = string(told.get("type"))
        if isinstance(item, str):
            yield TextDelta(item, 0, key, place)
        elif kind == "text":
            yield TextDelta(string(told.get("text")), 0, key, (*place, "text"))
        elif kind == "thinking":
            thought = part(item)
            text = thought.content if isinstance(thought, Reasoning) else ""
            yield ReasoningDelta(text, 0, key, (*place, "thinking"))
        elif kind in ("tool_reference", "reference"):
            yield AnnotationDelta((item,), 0, key, place)
        elif not is_blank(item):
            yield PartDelta(part(item), path=place)


def _pages(body: dict[str, Json]) -> Iterator[Delta]:
    """The pages of a document that was read, each a text, and the pictures on them."""
    if model := optional_string(body.get("model")):
        yield MetaDelta(model=model, path=("model",))
    for number, item in enumerate(sequence(body["pages"])):
        page, path = mapping(item), ("pages", number)
        yield TextDelta(string(page.get("markdown")), 0, ("page", number), (*path, "markdown"))
        for at, picture in enumerate(sequence(page.get("images"))):
            if data := optional_string(mapping(picture).get("image_base64")):
                yield PartDelta(located("image", data), path=(*path, "images", at, "image_base64"))
    if not is_blank(body.get("document_annotation")):
        yield PartDelta(Other("document_annotation", body["document_annotation"]), path=("document_annotation",))
    if read := integer(mapping(body.get("usage_info")).get("pages_processed")):
        yield PartDelta(Other("usage_info", body["usage_info"], title=counted(read, "page")), path=("usage_info",))


def _messages(body: dict[str, Json]) -> Iterator[Message]:
    inputs = body.get("inputs")
    for index, item in enumerate(inputs if isinstance(inputs, list) else []):
        yield _input(mapping(item), ("inputs", index))
    if isinstance(inputs, str):
        yield Message("user", (Text(inputs),), path=("inputs",))
    if not is_blank(body.get("document")):
        yield Message("user", tuple(parts(body["document"])), path=("document",))


def _input(told: dict[str, Json], path: JsonPath) -> Message:
    kind, role = string(told.get("type")), string(told.get("role"))
    id_ = optional_string(told.get("tool_call_id"))
    if kind == "function.result":
        return Message("tool", (ToolCallResponse(id_, told.get("result")),), path=path)
    if kind == "function.call":
        call = ToolCall(id_, optional_string(told.get("name")), as_text(told.get("arguments")))
        return Message("assistant", (call,), path=path)
    said = tuple(parts(told.get("content"))) if "content" in told else (Other(kind or "entry", told),)
    return Message(role or ("assistant" if kind == "message.output" else "user"), said, path=path)


def _tool(item: Json, index: int) -> ToolDefinition:
    told = mapping(item)
    kind, function = string(told.get("type")) or "function", mapping(told.get("function"))
    return ToolDefinition(
        name=string(function.get("name")) or kind,
        description=optional_string(function.get("description")),
        parameters=function.get("parameters"),
        type=kind,
        path=("tools", index),
    )


def _entry_of(said: object) -> Json:
    """A part as an entry of the conversation."""
    match said:
        case Text():
            return {"type": "message.output", "role": "assistant", "content": [{"type": "text", "text": said.content}]}
        case Reasoning():
            thought: Json = {"type": "thinking", "thinking": [{"type": "text", "text": said.content}]}
            return {"type": "message.output", "role": "assistant", "content": [thought]}
        case ToolCall():
            kind, id_ = ("tool.execution", "id") if said.server else ("function.call", "tool_call_id")
            return {"type": kind, id_: said.id, "name": said.name, "arguments": said.arguments}
        case _:
            return None
