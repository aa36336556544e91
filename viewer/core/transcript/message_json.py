# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Messages as JSON, in the shape of the OpenTelemetry GenAI conventions (gen-ai input and output messages)."""

from __future__ import annotations

from dataclasses import asdict

from viewer.core.messages import Blob, File, Message, Other, Part, Reasoning, Text, ToolCall, ToolCallResponse, Uri
from viewer.core.text.json_values import Json
from viewer.core.tool_failures import failure
from viewer.core.transcript import json_output


def message_json(message: Message) -> Json:
    """A message with its role, parts, and why it ended."""
    name: dict[str, Json] = {"name": message.name} if message.name is not None else {}
    code = message.native_finish_code
    return {
        "role": message.role,
        **name,
        "parts": [part_json(part) for part in message.parts],
        "finish_reason": message.finish_reason.value if message.finish_reason else None,
        "native_finish_reason": message.native_finish_reason if code is None else code,
    }


def part_json(part: Part) -> Json:  # noqa: PLR0911 - one for each kind of part
    """A part under its standard type, or its own where it has no standard one."""
    match part:
        case Text():
            return _text(part)
        case Reasoning():
            return {"type": "reasoning", "content": part.content}
        case ToolCall():
            kind = "server_tool_call" if part.server else "tool_call"
            return {"type": kind, "id": part.id, "name": part.name, "arguments": _arguments(part.arguments)}
        case ToolCallResponse():
            kind = "server_tool_call_response" if part.server else "tool_call_response"
            failed: dict[str, Json] = {"is_error": True} if failure(part) is not None else {}
            return {"type": kind, "id": part.id, "response": part.response, **failed}
        case Blob() | Uri():
            return {"type": "blob" if isinstance(part, Blob) else "uri", **asdict(part)}
        case File():
            return _own_type("file", part.data)
        case Other():
            return _own_type(part.type, part.data)


def _text(part: Text) -> Json:
    if part.refusal:
        return {"type": "refusal", "content": part.content}
    extra: dict[str, Json] = {"annotations": list(part.annotations)} if part.annotations else {}
    return {"type": "text", "content": part.content, **extra}


def _arguments(text: str) -> Json:
    """Arguments as JSON, or the text that is none; no text stands for no arguments."""
    if not text.strip():
        return {}
    value, is_json = json_output.parse(text)
    return value if is_json else text


def _own_type(name: str, data: Json) -> Json:
    """A part with no standard fields: its type and whatever it came with."""
    return {**data, "type": name} if isinstance(data, dict) else {"type": name, "data": data}
