# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Recordings for tests of the window, made in memory: chat completions, streamed and whole."""

from __future__ import annotations

import json
from collections.abc import Sequence

from viewer.core.analysis import Exchange
from viewer.core.model import Body, Cassette, Headers, Interaction, Request, Response
from viewer.core.recording import Recording, understand
from viewer.core.text.json_values import Json

DONE = "[DONE]"
PROMPT: Json = {
    "model": "parrot-1",
    "stream": True,
    "messages": [{"role": "user", "content": "Add and double 2"}],
    "tools": [{"type": "function", "function": {"name": name}} for name in ("add", "double")],
}


def chunk(delta: dict[str, Json], finish: str | None = None, **more: Json) -> Json:
    """One chunk of a streamed chat completion."""
    choice: Json = {"index": 0, "delta": delta, "finish_reason": finish}
    return {"id": "chat-7", "object": "chat.completion.chunk", "model": "parrot-1", "choices": [choice], **more}


def call(index: int, arguments: str, name: str | None = None) -> Json:
    """A chunk with a piece of a tool call; with a name it opens one."""
    function: dict[str, Json] = {"arguments": arguments} if name is None else {"name": name, "arguments": arguments}
    opening: dict[str, Json] = {} if name is None else {"id": f"call_{name}", "type": "function"}
    return chunk({"tool_calls": [{"index": index, **opening, "function": function}]})


def usage() -> Json:
    """The chunk that reports tokens."""
    counts: Json = {"prompt_tokens": 30, "completion_tokens": 12, "total_tokens": 42}
    return {"id": "chat-7", "object": "chat.completion.chunk", "model": "parrot-1", "choices": [], "usage": counts}


def two_calls() -> list[Json | str]:
    """A role, two tool calls in several pieces, a finish reason, usage and the end mark: 11 events."""
    return [
        chunk({"role": "assistant", "content": ""}),
        call(0, "", "add"),
        call(0, '{"a":'),
        call(0, " 2}"),
        call(1, "", "double"),
        call(1, '{"n"'),
        call(1, ": "),
        call(1, "2}"),
        chunk({}, "tool_calls"),
        usage(),
        DONE,
    ]


def words(count: int) -> list[Json | str]:
    """A role, `count` words of text, a finish reason and the end mark."""
    said = [chunk({"content": f"word{number} "}) for number in range(count)]
    return [chunk({"role": "assistant", "content": ""}), *said, chunk({}, "stop"), DONE]


def streamed(events: Sequence[Json | str], duration_ms: float | None = 1000.0, index: int = 0) -> Interaction:
    """An interaction whose answer is a stream of these events; strings are sent as they are."""
    lines = (event if isinstance(event, str) else json.dumps(event) for event in events)
    body = "".join(f"data: {line}\n\n" for line in lines).encode()
    response = Response(200, "OK", Headers((("Content-Type", "text/event-stream"),)), Body(body))
    return Interaction(index, _request(), response, duration_ms=duration_ms)


def refused(index: int = 0) -> Interaction:
    """An interaction that was answered with one JSON body and status 429."""
    body = json.dumps({"error": {"message": "Slow down", "code": 429, "type": "rate_limit"}}).encode()
    headers = Headers((("Content-Type", "application/json"), ("Retry-After", "20")))
    return Interaction(index, _request(), Response(429, "Too Many Requests", headers, Body(body)), duration_ms=250.0)


def recording(*interactions: Interaction) -> Recording:
    """A recording of these interactions."""
    return understand(Cassette("made.yaml", "go-vcr", 2, interactions, source=""))


def exchange(events: Sequence[Json | str], duration_ms: float | None = 1000.0) -> Exchange:
    """The exchange of a stream of these events."""
    return recording(streamed(events, duration_ms)).exchanges[0]


def _request() -> Request:
    headers = Headers((("Content-Type", "application/json"),))
    return Request("POST", "https://llm.example/v1/chat/completions", headers, Body(json.dumps(PROMPT).encode()))
