# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The attributes and events of a span -> what was said, as messages of a chat completion.

The GenAI conventions had them in three places: `gen_ai.input.messages` and its like, as attributes or in an event of
details; an event for each message (`gen_ai.user.message`, `gen_ai.choice`); and before there were any, numbered
attributes (`gen_ai.prompt.0.content`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import field

from viewer.core.formats import _chat_completion as chat
from viewer.core.formats._document import MAX_DEPTH, Value, mapping
from viewer.core.formats._entry import Entry
from viewer.core.text.json_values import parse_json
from viewer.dataclass import dataclass

Event = tuple[str, dict[str, Value]]
"""Name and attributes of an event."""

_SCALARS = ("stringValue", "boolValue", "doubleValue", "bytesValue")
_MESSAGE_EVENT = re.compile(r"gen_ai\.(system|user|assistant|tool)\.message")
_DETAILS = "gen_ai.client.inference.operation.details"
_NUMBERED = re.compile(r"gen_ai\.(prompt|completion)\.(\d{1,5})\.(.{1,100})")
_NUMBERED_CALL = re.compile(r"tool_calls\.(\d{1,3})\.(id|name|arguments)")
_ALL_AT_ONCE = {"gen_ai.content.prompt": "gen_ai.prompt", "gen_ai.content.completion": "gen_ai.completion"}


@dataclass(slots=True)
class Said:
    """What was asked, answered (one message a choice, with its `finish_reason`) and declared."""

    asked: list[Value] = field(default_factory=list)
    answered: list[dict[str, Value]] = field(default_factory=list)
    tools: list[Value] = field(default_factory=list)


def attributes(entry: Entry) -> dict[str, Value]:
    """Attributes as values by name, read from OTLP's pairs of a key and a typed value."""
    pairs = ((mapping(pair.value).get("key"), mapping(pair.value).get("value")) for pair in entry.mappings())
    return {key: _plain(value, 0) for key, value in pairs if isinstance(key, str)}


def _plain(value: Value, depth: int) -> Value:
    """A typed value of OTLP (common.proto, AnyValue) as JSON has it."""
    told = mapping(value)
    if depth > MAX_DEPTH:
        return None
    if "intValue" in told:
        number = str(told["intValue"])
        return int(number) if re.fullmatch(r"-?\d{1,19}", number) else number
    if "arrayValue" in told:
        values = mapping(told["arrayValue"]).get("values")
        return [_plain(one, depth + 1) for one in values] if isinstance(values, list) else []
    if "kvlistValue" in told:
        pairs = mapping(told["kvlistValue"]).get("values")
        listed = (mapping(pair) for pair in pairs) if isinstance(pairs, list) else ()
        return {str(pair.get("key")): _plain(pair.get("value"), depth + 1) for pair in listed}
    return next((told[name] for name in _SCALARS if name in told), None)


def event_name(event: Entry) -> str:
    """The name of an event, which some write as an attribute."""
    return event["name"].text()


def said_in(told: dict[str, Value], events: list[Event]) -> Said:
    """What a span tells in one of the three places, the newest first."""
    details = next((of for name, of in events if name == _DETAILS), {})
    said = _by_attributes({**details, **told})
    if said.asked or said.answered:
        return said
    return _by_events(events, said) or _by_numbers(told, said)


def _json(value: Value) -> Value:
    """A value that may be written as JSON in a text."""
    if not isinstance(value, str):
        return value
    read, is_json = parse_json(value)
    return read if is_json else value


def _listed(value: Value) -> list[Value]:
    read = _json(value)
    return read if isinstance(read, list) else []


# --- gen_ai.input.messages, gen_ai.output.messages --------------------------------------------------------------------


def _by_attributes(told: dict[str, Value]) -> Said:
    said = Said()
    system = _listed(told.get("gen_ai.system_instructions"))
    if system:
        said.asked.append({"role": "system", "content": _content(map(mapping, system))})
    for message in map(mapping, _listed(told.get("gen_ai.input.messages"))):
        said.asked += _messages(message)
    for message in map(mapping, _listed(told.get("gen_ai.output.messages"))):
        made = next(iter(_messages({**message, "role": "assistant"})), None)
        if made is not None:
            said.answered.append({**made, "finish_reason": message.get("finish_reason")})
    for tool in map(mapping, _listed(told.get("gen_ai.tool.definitions"))):
        is_nested = "function" in tool
        of = {key: tool.get(key) for key in ("name", "description", "parameters")}
        said.tools.append(tool if is_nested else {"type": "function", "function": of})
    return said


def _messages(message: dict[str, Value]) -> Iterator[dict[str, Value]]:
    """A message of parts as messages of a chat completion: the result of a tool is one of its own there."""
    given = message.get("parts")
    parts = [mapping(part) for part in given] if isinstance(given, list) else []
    results = [part for part in parts if part.get("type") == "tool_call_response"]
    for part in results:
        result = part.get("response", part.get("result"))
        yield {"role": "tool", "tool_call_id": part.get("id"), "content": _text(result)}
    others = [part for part in parts if part not in results]
    if not others and (results or parts):
        return
    made: dict[str, Value] = {"role": message.get("role")}
    made["content"] = _content(others) if parts else message.get("content")
    thought = [str(part.get("content") or "") for part in others if part.get("type") in ("reasoning", "thinking")]
    calls = [part for part in others if part.get("type") == "tool_call"]
    if thought:
        made["reasoning_content"] = "\n".join(thought)
    if calls:
        made["tool_calls"] = [chat.tool_call(call.get("id"), call.get("name"), call.get("arguments")) for call in calls]
    yield made


def _content(parts: Iterable[dict[str, Value]]) -> Value:
    """Parts that are no calls, results or thoughts; a text alone is a text."""
    made: list[Value] = []
    for part in parts:
        match part.get("type"):
            case "text":
                made.append({"type": "text", "text": part.get("content")})
            case "uri":
                made.append({"type": "image_url", "image_url": {"url": part.get("uri")}})
            case "blob":
                data = f"data:{part.get('mime_type') or ''};base64,{part.get('content') or part.get('data') or ''}"
                made.append({"type": "image_url", "image_url": {"url": data}})
            case "tool_call" | "tool_call_response" | "reasoning" | "thinking":
                pass
            case _:
                made.append(part)
    texts = [mapping(one).get("text") for one in made if mapping(one).get("type") == "text"]
    return texts[0] if len(made) == len(texts) == 1 else made or None


def _text(value: Value) -> Value:
    return value if isinstance(value, str) else chat.json_text(value)


# --- an event for each message ----------------------------------------------------------------------------------------


def _by_events(events: list[Event], declared: Said) -> Said | None:
    """Messages that are events; None where there are none of them."""
    said = Said(tools=declared.tools)
    for name, told in events:
        of_message = _MESSAGE_EVENT.fullmatch(name)
        if of_message:
            said.asked.append(_event_message(str(told.get("role") or of_message[1]), told))
        elif name == "gen_ai.choice":
            inner = _json(told.get("message"))
            answer = _event_message(
                "assistant", inner if isinstance(inner, dict) else {**told, "content": inner or told.get("content")}
            )
            said.answered.append({**answer, "finish_reason": told.get("finish_reason")})
        elif name in _ALL_AT_ONCE:
            messages = [mapping(one) for one in _listed(told.get(_ALL_AT_ONCE[name]))]
            if name == "gen_ai.content.prompt":
                said.asked += messages
            else:
                said.answered += [{**one, "role": "assistant"} for one in messages]
    return said if said.asked or said.answered else None


def _event_message(role: str, told: dict[str, Value]) -> dict[str, Value]:
    content = told.get("content", told.get("gen_ai.event.content"))
    made: dict[str, Value] = {"role": role, "content": content}
    calls = _listed(told.get("tool_calls"))
    if calls:
        made["tool_calls"] = [_call(mapping(call)) for call in calls]
    if role == "tool":
        made["tool_call_id"] = told.get("id", told.get("tool_call_id"))
    return made


def _call(call: dict[str, Value]) -> Value:
    of = mapping(call, "function") or call
    return chat.tool_call(call.get("id"), of.get("name"), of.get("arguments"))


# --- numbered attributes ----------------------------------------------------------------------------------------------


def _by_numbers(told: dict[str, Value], declared: Said) -> Said:
    """Messages that are told a field an attribute."""
    found: dict[tuple[str, int], dict[str, Value]] = {}
    for key, value in told.items():
        numbered = _NUMBERED.fullmatch(key)
        if numbered:
            found.setdefault((numbered[1], int(numbered[2])), {})[numbered[3]] = value
    said = Said(tools=declared.tools)
    for (side, _), fields in sorted(found.items()):
        message = _numbered_message(fields)
        if side == "prompt":
            said.asked.append(message)
        else:
            said.answered.append({**message, "role": "assistant", "finish_reason": fields.get("finish_reason")})
    return said


def _numbered_message(fields: dict[str, Value]) -> dict[str, Value]:
    made: dict[str, Value] = {"role": fields.get("role") or "user", "content": fields.get("content")}
    calls: dict[str, dict[str, Value]] = {}
    for key, value in fields.items():
        of_call = _NUMBERED_CALL.fullmatch(key)
        if of_call:
            calls.setdefault(of_call[1], {})[of_call[2]] = value
    if calls:
        made["tool_calls"] = [_call(call) for call in calls.values()]
    if "tool_call_id" in fields:
        made["tool_call_id"] = fields["tool_call_id"]
    return made
