# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""One conversation a line, in the shape of OpenAI's chat format: `{"messages": [...], "tools": [...]}`.

Rule: the last good exchange of a conversation holds all that was said before it, so it and its first answer are the
conversation. One with no good exchange has no line. Reasoning goes to `reasoning_content`, the name that DeepSeek
gave it and others took over; a tool's result that is an error has `is_error`, Anthropic's name. OpenAI has neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TextIO

from viewer.core.analysis import Exchange
from viewer.core.exporters import api
from viewer.core.messages import (
    Blob,
    File,
    Message,
    Other,
    Part,
    Prompt,
    Reasoning,
    Text,
    ToolCall,
    ToolCallResponse,
    ToolDefinition,
    Uri,
)
from viewer.core.recording import Recording
from viewer.core.secrets.masking import Masker
from viewer.core.text.json_values import Json
from viewer.core.tool_failures import failure
from viewer.core.transcript import json_output
from viewer.core.transcript.dialogue import Section, dialogue
from viewer.core.transcript.options import ExportOptions


class JsonLines:
    """Writes a JSON object a line (jsonlines.org), each line valid on its own."""

    name = "jsonl"
    title = "JSON lines, one OpenAI-style conversation each"
    suffix = ".jsonl"

    def is_first_look(self, options: ExportOptions) -> bool:  # noqa: ARG002 - a line never tells verdicts or estimates
        """Always: what was said is known at once."""
        return True

    def write(self, recording: Recording, out: TextIO, options: ExportOptions) -> None:
        """Write the lines, in order of the conversations."""
        out.writelines(api.made(self.parts(recording, options)))

    def parts(self, recording: Recording, options: ExportOptions) -> Iterator[api.Part]:
        """A part for each line."""
        for section in dialogue(recording, options):
            number = _last_good(section)
            if number is not None:
                yield api.ExchangeText(number, partial(_line, recording, number, options.masker))


def _last_good(section: Section) -> int | None:
    threads = section.entries.recording.threads
    said = (number for number, _ in reversed(section.entries.places) if threads.is_good(number))
    return next(said, None) if section.conversation else None


def _line(recording: Recording, number: int, masker: Masker) -> str:
    exchange = recording.exchanges.among_all(number)
    if exchange.prompt is None:
        return ""
    return json_output.dump(masker.json(_conversation(exchange, exchange.prompt))) + "\n"


def _conversation(exchange: Exchange, prompt: Prompt) -> Json:
    messages = [*prompt.system, *prompt.messages, *exchange.answer.messages[:1]]
    tools: dict[str, Json] = {"tools": [_tool(tool) for tool in prompt.tools]} if prompt.tools else {}
    return {"messages": [line for message in messages for line in _messages(message)], **tools}


def _messages(message: Message) -> list[Json]:
    """A message as the API has it: each tool result is a message of its own."""
    results = [_result(part) for part in message.parts if isinstance(part, ToolCallResponse)]
    rest = [part for part in message.parts if not isinstance(part, ToolCallResponse)]
    return [*results, _message(message, rest)] if rest or not results else results


def _message(message: Message, parts: Sequence[Part]) -> Json:
    name: dict[str, Json] = {} if message.name is None else {"name": message.name}
    reasoning = "".join(part.content for part in parts if isinstance(part, Reasoning))
    refusal = "".join(part.content for part in parts if isinstance(part, Text) and part.refusal)
    calls: list[Json] = [_call(part) for part in parts if isinstance(part, ToolCall)]
    optional: dict[str, Json] = {"reasoning_content": reasoning, "refusal": refusal, "tool_calls": calls}
    return {
        "role": message.role,
        **name,
        "content": _content([part for part in parts if not _is_field(part)]),
        **{key: value for key, value in optional.items() if value},
    }


def _is_field(part: Part) -> bool:
    """Whether a part has a field of its own beside `content`."""
    return isinstance(part, Reasoning | ToolCall) or (isinstance(part, Text) and part.refusal)


def _content(parts: list[Part]) -> Json:
    """Text alone is a string; nothing is null; anything else a list of content parts."""
    if not parts:
        return None
    if len(parts) == 1 and isinstance(parts[0], Text):
        return parts[0].content
    return [_content_part(part) for part in parts]


def _content_part(part: Part) -> Json:
    match part:
        case Text():
            return {"type": "text", "text": part.content}
        case Blob(modality="audio"):
            form = (part.mime_type or "audio/wav").rpartition("/")[2]
            return {"type": "input_audio", "input_audio": {"data": part.content, "format": form}}
        case Blob() | Uri():
            return {"type": "image_url", "image_url": {"url": _url(part)}}
        case File():
            return {"type": "file", "file": part.data}
        case Other():
            data = part.data if isinstance(part.data, dict) else {"data": part.data}
            return {**data, "type": part.type}
        case _:  # the other kinds have fields of their own
            return None


def _url(part: Blob | Uri) -> str:
    if isinstance(part, Uri):
        return part.uri
    return f"data:{part.mime_type or 'application/octet-stream'};base64,{part.content}"


def _call(part: ToolCall) -> Json:
    return {"id": part.id, "type": "function", "function": {"name": part.name, "arguments": part.arguments}}


def _result(part: ToolCallResponse) -> Json:
    text = part.response if isinstance(part.response, str) else json_output.dump(part.response)
    failed: dict[str, Json] = {"is_error": True} if failure(part) is not None else {}
    return {"role": "tool", "tool_call_id": part.id, "content": text, **failed}


def _tool(tool: ToolDefinition) -> Json:
    if tool.type != "function":
        return {"type": tool.type, "name": tool.name, "parameters": tool.parameters}
    described: dict[str, Json] = {"description": tool.description} if tool.description is not None else {}
    return {"type": tool.type, "function": {"name": tool.name, **described, "parameters": tool.parameters}}
