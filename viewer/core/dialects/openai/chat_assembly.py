# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Chat completions: a folded stream -> the JSON that the API answers without streaming."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from viewer.core.answer import Answer
from viewer.core.dialects._shape import integer, is_blank, mapping, sequence, string
from viewer.core.messages import Message, Part, Reasoning, Text, ToolCall
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json
from viewer.dataclass import dataclass

_PADDING = ("obfuscation", "p", "choices", "object")
_SPOKEN = ("index", "delta", "message", "text", "logprobs")
_JOINED = ("reasoning_details", "annotations", "images", "executed_tools")


@dataclass(slots=True)
class _Choice:
    """What the chunks said of one choice besides the text that the fold has joined."""

    fields: dict[str, Json] = field(default_factory=dict)
    lists: dict[str, list[Json]] = field(default_factory=dict)
    logprobs: dict[str, Json] = field(default_factory=dict)
    reasoning_key: str = "reasoning"
    content_is_list: bool = False
    has_function_call: bool = False


def completion(answer: Answer, events: Sequence[StreamEvent]) -> Json:
    """A `chat.completion` object: envelope as last seen in the chunks, messages as folded."""
    chunks = [event.json for event in events if isinstance(event.json, dict)]
    envelope: dict[str, Json] = {"id": answer.id, "object": "chat.completion"}
    choices: dict[int, _Choice] = {}
    for chunk in chunks:
        # A later null says that nothing was added, and an empty string (Azure's first chunk) says nothing.
        envelope.update({k: v for k, v in chunk.items() if k not in _PADDING and not is_blank(v)})
        for position, item in enumerate(sequence(chunk.get("choices"))):
            _note(choices, mapping(item), position)
    usage = envelope.pop("usage", None)
    envelope["choices"] = [
        _choice(number, choices[number], message) for number, message in _numbered(choices, answer.messages)
    ]
    return envelope if usage is None else {**envelope, "usage": usage}


def _numbered(choices: dict[int, _Choice], messages: Sequence[Message]) -> list[tuple[int, Message]]:
    """Messages come in ascending order of their choice's number."""
    numbers = sorted(choices)
    if len(numbers) != len(messages):
        # A choice that said nothing has no message; what did speak is numbered by place.
        numbers = list(range(len(messages)))
        for number in numbers:
            choices.setdefault(number, _Choice())
    return list(zip(numbers, messages, strict=True))


def _note(choices: dict[int, _Choice], item: dict[str, Json], position: int) -> None:
    number = integer(item.get("index"))
    choice = choices.setdefault(position if number is None else number, _Choice())
    choice.fields.update({k: v for k, v in item.items() if k not in _SPOKEN and not is_blank(v)})
    for key, value in mapping(item.get("logprobs")).items():
        held = choice.logprobs.get(key)
        choice.logprobs[key] = [*held, *value] if isinstance(held, list) and isinstance(value, list) else value or held
    delta = mapping(item.get("delta")) or mapping(item.get("message"))
    for key in _JOINED:
        if found := sequence(delta.get(key)):
            choice.lists.setdefault(key, []).extend(found)
    if string(delta.get("reasoning_content")):
        choice.reasoning_key = "reasoning_content"
    choice.content_is_list |= isinstance(delta.get("content"), list)
    choice.has_function_call |= isinstance(delta.get("function_call"), dict)


def _choice(number: int, choice: _Choice, message: Message) -> Json:
    shown: dict[str, Json] = {"index": number, "message": _message(choice, message)}
    if choice.logprobs:
        shown["logprobs"] = choice.logprobs
    return {**shown, "finish_reason": message.native_finish_reason, **choice.fields}


def _message(choice: _Choice, message: Message) -> Json:
    texts = [part for part in message.parts if isinstance(part, Text)]
    thought = "".join(part.content for part in message.parts if isinstance(part, Reasoning))
    calls = [part for part in message.parts if isinstance(part, ToolCall) and not part.server]
    shown: dict[str, Json] = {"role": message.role}
    if choice.content_is_list:
        shown["content"] = [_listed(part) for part in message.parts if isinstance(part, Reasoning | Text)]
    else:
        shown["content"] = "".join(text.content for text in texts if not text.refusal) or (None if calls else "")
        if thought:
            shown[choice.reasoning_key] = thought
    if refusal := "".join(text.content for text in texts if text.refusal):
        shown["refusal"] = refusal
    if calls and choice.has_function_call:
        shown["function_call"] = _function(calls[0])
    elif calls:
        shown["tool_calls"] = [{"id": call.id, "type": "function", "function": _function(call)} for call in calls]
    shown.update(choice.lists)
    return shown


def _function(call: ToolCall) -> Json:
    return {"name": call.name, "arguments": call.arguments}


def _listed(part: Part) -> Json:
    """A part of Mistral's content list."""
    if isinstance(part, Reasoning):
        return {"type": "thinking", "thinking": [{"type": "text", "text": part.content}]}
    return {"type": "text", "text": part.content if isinstance(part, Text) else ""}
