# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What servers of the AI SDK stream to their pages: parts of UI messages (5 and later), lines with codes (3 and 4).

Reference: ai-sdk.dev/docs/ai-sdk-ui/stream-protocol. The older lines say the same as the newer parts, so each becomes
one of those. A tool's result follows its call in the same stream.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence

from viewer.core.answer import Answer
from viewer.core.deltas import (
    Delta,
    DoneDelta,
    ErrorDelta,
    FinishDelta,
    MetaDelta,
    PartDelta,
    ReasoningDelta,
    RoleDelta,
    TextDelta,
    ToolCallDelta,
    UnknownDelta,
    UsageDelta,
)
from viewer.core.dialects._content_parts import located, part
from viewer.core.dialects._envelope import body_error, no_object
from viewer.core.dialects._shape import as_text, integer, is_blank, mapping, optional_string, sequence, string
from viewer.core.messages import (
    ApiError,
    FinishReason,
    JsonPath,
    Message,
    Other,
    Part,
    Prompt,
    Reasoning,
    Text,
    ToolCall,
    ToolCallResponse,
    Usage,
)
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json

_DONE = "[DONE]"
_REASONS = {
    "stop": FinishReason.STOP,
    "length": FinishReason.LENGTH,
    "content-filter": FinishReason.CONTENT_FILTER,
    "tool-calls": FinishReason.TOOL_CALL,
    "error": FinishReason.ERROR,
}
# Parts that only frame others.
_FRAMES = frozenset({"start-step", "text-start", "text-end", "reasoning-start", "reasoning-end", "finish-step"})
_OWN = frozenset(
    {"text-delta", "reasoning-delta", "tool-input-start", "tool-input-delta", "tool-input-available", "start-step"}
    | {"tool-output-available", "tool-output-error", "tool-input-error", "source-url", "text-start"}
)
# The codes of the older lines, with the part that says the same and the key of a value that is no object.
_CODES = {
    "0": ("text-delta", "delta"),
    "g": ("reasoning-delta", "delta"),
    "3": ("error", "errorText"),
    "2": ("data", "data"),
    "8": ("message-annotations", "data"),
    "9": ("tool-input-available", ""),
    "a": ("tool-output-available", ""),
    "b": ("tool-input-start", ""),
    "c": ("tool-input-delta", ""),
    "d": ("finish", ""),
    "e": ("finish-step", ""),
    "f": ("start", ""),
    "h": ("source-url", ""),
    "i": ("redacted-reasoning", ""),
    "j": ("reasoning-signature", ""),
    "k": ("file", ""),
}
_Told = dict[str, Json]


class AiSdk:
    """The dialect of UI message streams."""

    name = "ai-sdk"
    title = "AI SDK UI messages"
    terminator: str | None = None
    tells_its_end = False
    declares_elsewhere = True  # by the server, which runs most of its tools too

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:  # noqa: ARG002
        """By the header field that names the protocol, or by an event that no other API has."""
        headers = interaction.response.headers
        if headers.get("x-vercel-ai-ui-message-stream") or headers.get("x-vercel-ai-data-stream"):
            return Match.SURE
        told = mapping(first.json if first else None)
        if first is not None and first.name in _CODES and not told.get("type"):
            return Match.LIKELY
        kind = string(told.get("type"))
        is_start = kind == "start" and told.keys() <= {"type", "messageId", "messageMetadata"}
        return Match.LIKELY if is_start or kind in _OWN else Match.NO

    def request(self, body: Json) -> Prompt:
        """The messages of the page, whose parts are those of the answers."""
        told = mapping(body)
        listed = sequence(told.get("messages")) or ([told["message"]] if isinstance(told.get("message"), dict) else [])
        said = [_message(mapping(item), ("messages", index)) for index, item in enumerate(listed)]
        return Prompt(
            model=optional_string(told.get("model")),
            stream=True,
            system=tuple(one for one in said if one.role == "system"),
            messages=tuple(one for one in said if one.role != "system"),
            settings={key: value for key, value in told.items() if key not in ("messages", "message", "model")},
        )

    def response(self, body: Json) -> Iterator[Delta]:
        """A message as a whole, as the page keeps it."""
        if not isinstance(body, dict):
            yield from no_object(body)
        elif isinstance(body.get("parts"), list):
            yield from _part({"type": "start", "messageId": body.get("id")}, "start")
            for position, item in enumerate(sequence(body["parts"])):
                yield from _kept(mapping(item), ("parts", position))
            if body.get("usage") or body.get("finishReason"):
                yield from _finish(body)
        else:
            failure = body_error(body)
            yield ErrorDelta(failure) if failure else UnknownDelta("answer", body)

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """What one part or one line adds."""
        if event.data.strip() == _DONE:
            yield DoneDelta()
            return
        told, name = event.json, event.name or ""
        if name in _CODES and not (isinstance(told, dict) and "type" in told):
            kind, key = _CODES[name]
            yield from _part(told if isinstance(told, dict) else {key: told}, kind, path=() if key else None)
        elif isinstance(told, dict):
            yield from _part(told, string(told.get("type")))
        elif event.is_json or event.data.strip():
            yield UnknownDelta(name or "event", told if event.is_json else event.data)

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:  # noqa: ARG002
        """The message that the page keeps of the stream."""
        said = answer.messages[0] if answer.messages else Message("assistant")
        whole: _Told = {"id": answer.id, "role": said.role, "parts": [_told(one) for one in said.parts]}
        if answer.usage:
            whole["usage"] = {"promptTokens": answer.usage.input_tokens, "completionTokens": answer.usage.output_tokens}
        return {**whole, "finishReason": said.native_finish_reason} if said.native_finish_reason else whole


def _part(told: _Told, kind: str, path: JsonPath | None = None) -> Iterator[Delta]:
    """One part of a stream; `path` is where the value of a bare line stands."""
    if kind in _PARTS:
        yield from _PARTS[kind](told, path)
    elif kind == "file":
        yield PartDelta(located("file", string(told.get("url")) or _data_url(told)))
    elif kind.startswith("data-") or kind in ("data", "source-url", "source-document", "message-annotations"):
        if not is_blank(told):
            yield PartDelta(Other(kind, told, title=optional_string(told.get("title"))))
    elif kind not in _FRAMES and kind not in ("message-metadata", "abort"):
        yield UnknownDelta(kind or "event", told)


def _data_url(told: _Told) -> str:
    return f"data:{string(told.get('mimeType'))};base64,{string(told.get('data'))}"


def _start(told: _Told, path: JsonPath | None) -> Iterator[Delta]:  # noqa: ARG001
    yield RoleDelta("assistant")
    if id_ := optional_string(told.get("messageId")):
        yield MetaDelta(id_, path=("messageId",))


def _text(told: _Told, path: JsonPath | None) -> Iterator[Delta]:
    key = None if path is not None else ("text", string(told.get("id")))
    yield TextDelta(string(told.get("delta")), key=key, path=("delta",) if path is None else path)


def _thought(told: _Told, path: JsonPath | None) -> Iterator[Delta]:
    key = None if path is not None else ("reasoning", string(told.get("id")))
    yield ReasoningDelta(string(told.get("delta")), key=key, path=("delta",) if path is None else path)


def _call(told: _Told, path: JsonPath | None) -> Iterator[Delta]:  # noqa: ARG001
    """A call as it opens, grows, or is told whole."""
    id_ = optional_string(told.get("toolCallId"))
    name = next((key for key in ("inputTextDelta", "argsTextDelta", "input", "args") if key in told), None)
    text = "" if name is None else as_text(told[name])
    yield ToolCallDelta(
        text,
        id_,
        optional_string(told.get("toolName")),
        key=("call", id_),
        path=(name,) if name else (),
        cumulative=name in ("input", "args"),
        server=told.get("providerExecuted") is True,
    )


def _result(told: _Told, path: JsonPath | None) -> Iterator[Delta]:  # noqa: ARG001
    id_ = optional_string(told.get("toolCallId"))
    name = next((key for key in ("output", "result", "errorText") if key in told), None)
    shown = ToolCallResponse(id_, told.get(name or ""), server=True, is_error=name == "errorText")
    yield PartDelta(shown, key=("result", id_), path=(name,) if name else ())


def _signature(told: _Told, path: JsonPath | None) -> Iterator[Delta]:  # noqa: ARG001
    signature = optional_string(told.get("signature")) or optional_string(told.get("data"))
    if signature:
        yield ReasoningDelta("", key=None, signature=signature)


def _error(told: _Told, path: JsonPath | None) -> Iterator[Delta]:  # noqa: ARG001
    yield ErrorDelta(ApiError(None, None, as_text(told.get("errorText"))), path=("errorText",))


def _finish(told: _Told, path: JsonPath | None = None) -> Iterator[Delta]:  # noqa: ARG001
    if native := string(told.get("finishReason")):
        yield FinishDelta(native, _REASONS.get(native), path=("finishReason",))
    counts = mapping(told.get("usage")) or mapping(mapping(told.get("messageMetadata")).get("totalUsage"))
    into = integer(counts.get("promptTokens", counts.get("inputTokens")))
    found = Usage(into, integer(counts.get("completionTokens", counts.get("outputTokens")))).by(counts)
    if found:
        yield UsageDelta(found, path=("usage",))


_PARTS: dict[str, Callable[[_Told, JsonPath | None], Iterator[Delta]]] = {
    "start": _start,
    "text-delta": _text,
    "reasoning-delta": _thought,
    "tool-input-start": _call,
    "tool-input-delta": _call,
    "tool-input-available": _call,
    "tool-input-error": _call,
    "tool-output-available": _result,
    "tool-output-error": _result,
    "reasoning-signature": _signature,
    "redacted-reasoning": _signature,
    "error": _error,
    "finish": _finish,
}


# --- Messages that a page keeps


def _message(told: _Told, path: JsonPath) -> Message:
    shown: list[Part] = []
    for item in sequence(told.get("parts")):
        shown.extend(_parts_of(mapping(item)))
    if not shown and not is_blank(told.get("content")):
        content = told["content"]
        shown = [part(one) for one in (content if isinstance(content, list) else [content])]
    return Message(string(told.get("role")) or "user", tuple(shown), path=path)


def _parts_of(told: _Told) -> Iterator[Part]:
    """A part of a kept message; a tool's is its call and, when it is done, its result."""
    kind, inner = string(told.get("type")), mapping(told.get("toolInvocation"))
    if kind == "text":
        yield Text(string(told.get("text")))
    elif kind == "reasoning":
        yield Reasoning(string(told.get("text")) or string(told.get("reasoning")))
    elif kind.startswith("tool-") or kind == "dynamic-tool":
        tool = {"toolName": told.get("toolName") or kind.removeprefix("tool-"), **told}
        yield from _tool(tool, "input", "output")
    elif inner:
        yield from _tool(inner, "args", "result")
    elif kind == "file":
        yield located("file", string(told.get("url")) or _data_url(told))
    elif kind != "step-start":
        yield Other(kind or "part", told)


def _tool(told: _Told, asked: str, answered: str) -> Iterator[Part]:
    id_, name = optional_string(told.get("toolCallId")), optional_string(told.get("toolName"))
    yield ToolCall(id_, name, as_text(told.get(asked)))
    if answered in told or "errorText" in told:
        failed = answered not in told
        yield ToolCallResponse(id_, told["errorText" if failed else answered], name, is_error=failed)


def _kept(told: _Told, path: JsonPath) -> Iterator[Delta]:
    for number, one in enumerate(_parts_of(told)):
        key = (*path, number)
        match one:
            case Text(content):
                yield TextDelta(content, key=key, path=path)
            case Reasoning(content):
                yield ReasoningDelta(content, key=key, path=path)
            case ToolCall(id_, name, arguments):
                yield ToolCallDelta(arguments, id_, name, key=key, path=path)
            case ToolCallResponse(id_, response):
                yield PartDelta(ToolCallResponse(id_, response, server=True, is_error=one.is_error), key=key, path=path)
            case _:
                yield PartDelta(one, key=key, path=path)


def _told(one: Part) -> Json:
    match one:
        case Text(content):
            return {"type": "text", "text": content}
        case Reasoning(content):
            return {"type": "reasoning", "text": content}
        case ToolCall(id_, name, arguments):
            return {"type": f"tool-{name}", "toolCallId": id_, "toolName": name, "input": _value(arguments)}
        case ToolCallResponse(id_, response):
            return {"type": "tool-result", "toolCallId": id_, "output": response}
        case Other(kind, data):
            return {**mapping(data), "type": kind}
        case _:
            return {"type": "file", "url": getattr(one, "uri", "")}


def _value(arguments: str) -> Json:
    try:
        value: Json = json.loads(arguments)
    except (ValueError, RecursionError):
        return arguments
    return value
