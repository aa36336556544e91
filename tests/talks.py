# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Recordings of the same talks, again and again: each time with other ids, dates, chunk borders, headers and spacing.

A talk is what was said; `record` writes it down as a recorder would on some day. Twelve changes are planted in talks,
by `PLANTED`, so that what finds changes can be held against all of them and against nothing else.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from pathlib import Path
from typing import Any

Json = Any
URL = "https://api.nimbus.example/v1/chat/completions"
KEY = "sk-proj-4f9Qm2Zr8LxV7bTn1KdWcY6u"
PLACES = ("Kleine Scheidegg", "Grindelwald", "Mürren", "Zermatt", "Engelberg", "Andermatt")


@dataclass
class Exchange:
    """One request and what was answered. A call is named by its tool and its number, until recording gives it an id."""

    messages: list[Json]
    text: str = ""
    calls: list[tuple[str, dict[str, Json]]] = field(default_factory=list)
    finish: str = "stop"
    model: str = "nimbus-2-mini"
    answered_by: str = "nimbus-2-mini-2025-03-01"
    status: int = 200
    usage: tuple[int, int] = (120, 40)
    tools: list[Json] = field(default_factory=list)
    url: str = URL
    request_headers: dict[str, str] = field(default_factory=dict)


Talk = list[Exchange]


def tool(name: str, description: str) -> Json:
    """A tool definition with one parameter."""
    schema = {"type": "object", "properties": {"place": {"type": "string"}}, "required": ["place"]}
    return {"type": "function", "function": {"name": name, "description": description, "parameters": schema}}


def talk(number: int) -> Talk:
    """An agent that looks something up and answers; the same for the same number."""
    place = f"{PLACES[number % len(PLACES)]} on day {number}"
    tools = [tool("get_forecast", "Mountain weather at a place"), tool("get_height", "Height of a place in metres")]
    system = {"role": "system", "content": "You plan walks in the mountains. Look things up, never guess numbers."}
    ask = {"role": "user", "content": f"How will the weather be at {place}, and how high is that?"}
    first = Exchange(
        [system, ask],
        "Let me look that up.",
        [("get_forecast", {"place": place, "days": 2}), ("get_height", {"place": place})],
        "tool_calls",
        tools=tools,
    )
    called = {"role": "assistant", "content": first.text, "tool_calls": first.calls}
    results = [
        {"role": "tool", "tool_call_id": "get_forecast0", "content": json.dumps({"sky": "clear", "wind": 12 + number})},
        {"role": "tool", "tool_call_id": "get_height1", "content": json.dumps({"metres": 2061 + number})},
    ]
    answer = f"At {place} the sky will be clear, with {12 + number} km/h of wind. It is {2061 + number} m high."
    second = Exchange([system, ask, called, *results], answer, tools=tools, usage=(260, 31))
    thanks = {"role": "user", "content": "Thanks. What should I bring along?"}
    said = {"role": "assistant", "content": answer}
    third = Exchange(
        [*second.messages, said, thanks],
        "A windproof jacket, water for three hours, and a map.",
        tools=tools,
        usage=(340, 18),
    )
    return [first, second, third]


# --- Writing a talk down ----------------------------------------------------------------------------------------------


def record(talk: Talk, day: int) -> str:
    """A go-vcr cassette of a talk, recorded on some day: what was said stays, all else is drawn anew."""
    chance = random.Random(day * 1000 + len(talk))  # noqa: S311 - the same each time
    call_ids: dict[str, str] = {}
    interactions = [_interaction(number, exchange, chance, day, call_ids) for number, exchange in enumerate(talk)]
    return json.dumps({"version": 2, "interactions": interactions}, indent=1)


def _interaction(number: int, exchange: Exchange, chance: random.Random, day: int, call_ids: dict[str, str]) -> Json:
    def id_of(call: str) -> str:
        return call_ids.setdefault(call, "call_" + "".join(chance.choices("abcdefgh01234567", k=18)) + "0")

    calls = {f"{call}{i}": (call, arguments) for i, (call, arguments) in enumerate(exchange.calls)}
    messages = [_message(message, id_of) for message in exchange.messages]
    body = {"model": exchange.model, "messages": messages, "stream": True, "tools": exchange.tools}
    if chance.random() < 0.5:
        body = dict(reversed(body.items()))
    separators = chance.choice([(",", ":"), (", ", ": ")])
    head = {"Content-Type": "application/json", "User-Agent": "trip-agent/0.3", **exchange.request_headers}
    sent = {"Content-Type": "text/event-stream", "Date": formatdate(1_700_000_000 + day * 86_400, usegmt=True)}
    sent |= {"Cf-Ray": f"{chance.getrandbits(60):x}-ZRH", "X-Request-Id": f"req_{chance.getrandbits(70):018x}"}
    sent |= {"X-Ratelimit-Remaining-Requests": str(chance.randrange(100, 999))}
    if exchange.status != 200:
        answer = json.dumps({"error": {"message": "Slow down", "type": "rate_limit_error", "code": None}})
        sent["Content-Type"] = "application/json"
    else:
        answer = _stream(exchange, calls, chance, day, id_of)
    return {
        "id": number,
        "request": {
            "body": json.dumps(body, separators=separators),
            "headers": {name: [value] for name, value in _shuffled(head, chance).items()},
            "url": exchange.url,
            "method": "POST",
        },
        "response": {
            "body": answer,
            "headers": {name: [value] for name, value in _shuffled(sent, chance).items()},
            "status": f"{exchange.status} {'OK' if exchange.status == 200 else 'Too Many Requests'}",
            "code": exchange.status,
            "duration": f"{chance.randrange(200, 3000)}ms",
        },
    }


def _message(message: Json, id_of: Callable[[str], str]) -> Json:
    """A message as a client sends it: calls and results with the ids of this recording."""
    made = dict(message)
    if "tool_calls" in made:
        made["tool_calls"] = [
            {"id": id_of(f"{name}{i}"), "type": "function", "function": {"name": name, "arguments": json.dumps(given)}}
            for i, (name, given) in enumerate(made["tool_calls"])
        ]
    if made["role"] == "tool":
        made["tool_call_id"] = id_of(made["tool_call_id"])
    return made


def _stream(
    exchange: Exchange,
    calls: Mapping[str, tuple[str, dict[str, Json]]],
    chance: random.Random,
    day: int,
    id_of: Callable[[str], str],
) -> str:
    base = {
        "id": f"chatcmpl-{chance.getrandbits(90):024x}0",
        "object": "chat.completion.chunk",
        "created": 1_700_000_000 + day * 86_400,
        "model": exchange.answered_by,
        "system_fingerprint": f"fp_{chance.getrandbits(40):010x}",
    }
    deltas: list[Json] = [{"role": "assistant", "content": ""}]
    deltas += [{"content": piece} for piece in _cut(exchange.text, chance)]
    for index, (key, (name, arguments)) in enumerate(calls.items()):
        call = {"index": index, "id": id_of(key), "type": "function", "function": {"name": name, "arguments": ""}}
        deltas.append({"tool_calls": [call]})
        text = json.dumps(arguments, separators=chance.choice([(",", ":"), (", ", ": ")]))
        deltas += [{"tool_calls": [{"index": index, "function": {"arguments": piece}}]} for piece in _cut(text, chance)]
    chunks = [{**base, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in deltas]
    chunks.append({**base, "choices": [{"index": 0, "delta": {}, "finish_reason": exchange.finish}]})
    tokens = {"prompt_tokens": exchange.usage[0], "completion_tokens": exchange.usage[1]}
    chunks.append({**base, "choices": [], "usage": tokens})
    return "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n"


def _cut(text: str, chance: random.Random) -> Iterable[str]:
    at = 0
    while at < len(text):
        size = chance.randrange(2, 9)
        yield text[at : at + size]
        at += size


def _shuffled(fields: Mapping[str, str], chance: random.Random) -> dict[str, str]:
    names = list(fields)
    chance.shuffle(names)
    return {name: fields[name] for name in names}


# --- Twelve changes ---------------------------------------------------------------------------------------------------


def _text(talk: Talk) -> None:
    talk[2].text = "A windproof jacket, water for five hours, and a map."


def _argument(talk: Talk) -> None:
    talk[0].calls[0][1]["days"] = 3


def _finish(talk: Talk) -> None:
    talk[2].finish = "length"


def _lost(talk: Talk) -> None:
    del talk[1]


def _moved(talk: Talk) -> None:
    talk.append(talk.pop(0))


def _renamed(talk: Talk) -> None:
    talk[2].url = URL.replace("/v1/", "/v2/")


def _answering_model(talk: Talk) -> None:
    for exchange in talk:
        exchange.answered_by = "nimbus-2-mini-2025-09-30"


def _leaked_header(talk: Talk) -> None:
    for exchange in talk:
        exchange.request_headers["X-Api-Key"] = KEY


def _tool_definition(talk: Talk) -> None:
    for exchange in talk:
        exchange.tools = deepcopy(exchange.tools)
        exchange.tools[1]["function"]["description"] = "Height of a place in feet"


def _system_prompt(talk: Talk) -> None:
    for exchange in talk:
        exchange.messages[0] = {"role": "system", "content": "You plan walks in the hills. Look things up."}


def _usage(talk: Talk) -> None:
    talk[1].usage = (260, 58)


def _retry(talk: Talk) -> None:
    talk.insert(2, replace(talk[2], status=429))


PLANTED: dict[str, tuple[Callable[[Talk], None], str]] = {
    "text": (_text, "~ text"),
    "argument": (_argument, "~ tool call get_forecast"),
    "finish": (_finish, "~ finish"),
    "lost": (_lost, "- lost"),
    "moved": (_moved, "~ moved"),
    "renamed": (_renamed, "~ address"),
    "answering model": (_answering_model, "~ model"),
    "leaked header": (_leaked_header, "+ secret request header x-api-key"),
    "tool definition": (_tool_definition, "~ tool definition get_height"),
    "system prompt": (_system_prompt, "~ system"),
    "usage": (_usage, "~ usage"),
    "retry": (_retry, "+ retry"),
}
"""What is changed, how, and the sign and label by which it is told."""


def write_both(folder: Path, count: int = 30) -> dict[str, str]:
    """Folders `before` and `after` with recordings of `count` talks; returns what is told of each changed file."""
    told: dict[str, str] = {}
    for side in ("before", "after"):
        (folder / side).mkdir()
    changes = list(PLANTED.values())
    for number in range(count):
        name = f"talk_{number:02}.yaml"
        (folder / "before" / name).write_text(record(talk(number), 1), "utf-8")
        changed = talk(number)
        if number % 2 and number // 2 < len(changes):
            plant, told[name] = changes[number // 2]
            plant(changed)
        (folder / "after" / name).write_text(record(changed, 200 + number), "utf-8")
    return told
