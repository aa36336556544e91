# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Chat completion interactions for tests, made in memory."""

from __future__ import annotations

import json
from collections.abc import Sequence

from viewer.core.conversations import Conversations
from viewer.core.model import Body, Cassette, Headers, Interaction, Request, Response
from viewer.core.recording import Recording, understand
from viewer.core.text.json_values import Json

URL = "https://llm.example/v1/chat/completions"
JSON_TYPE = Headers((("Content-Type", "application/json"),))
SSE_TYPE = Headers((("Content-Type", "text/event-stream"),))


def user(text: str) -> dict[str, Json]:
    """A user message of a request."""
    return {"role": "user", "content": text}


def system(text: str) -> dict[str, Json]:
    """An instruction of a request."""
    return {"role": "system", "content": text}


def said(text: str | None, *calls: dict[str, Json], **more: Json) -> dict[str, Json]:
    """An assistant message, as it is answered and as it is sent back."""
    return {"role": "assistant", "content": text, **({"tool_calls": list(calls)} if calls else {}), **more}


def call(id_: str | None, name: str, arguments: str = "{}") -> dict[str, Json]:
    """A tool call of an assistant message."""
    return {"id": id_, "type": "function", "function": {"name": name, "arguments": arguments}}


def result(id_: str | None, content: str, **more: Json) -> dict[str, Json]:
    """A tool message of a request."""
    return {"role": "tool", "tool_call_id": id_, "content": content, **more}


def asked(messages: Sequence[dict[str, Json]], **settings: Json) -> Request:
    """A request for a chat completion."""
    body = {"model": "parrot-1", "messages": list(messages), **settings}
    return Request("POST", URL, JSON_TYPE, Body(json.dumps(body).encode()))


def whole(*messages: dict[str, Json], id_: str = "chat-1") -> Response:
    """An answer that was not streamed, a choice for each message."""
    choices = [{"index": n, "message": message, "finish_reason": "stop"} for n, message in enumerate(messages)]
    body = {"id": id_, "object": "chat.completion", "model": "parrot-1", "choices": choices}
    return Response(200, "OK", JSON_TYPE, Body(json.dumps(body).encode()))


def refused(status: int = 429) -> Response:
    """An error instead of an answer."""
    body = {"error": {"message": "Slow down", "type": "rate_limit", "code": None}}
    return Response(status, "", JSON_TYPE, Body(json.dumps(body).encode()))


def recording(*exchanges: tuple[Request, Response]) -> Recording:
    """A recording of these requests and responses, in order."""
    interactions = [Interaction(n, request, response) for n, (request, response) in enumerate(exchanges)]
    return understand(Cassette("made.yaml", "go-vcr", 2, tuple(interactions), source=""))


def threads(*exchanges: tuple[Request, Response]) -> Conversations:
    """How these requests and responses belong together."""
    return recording(*exchanges).threads
