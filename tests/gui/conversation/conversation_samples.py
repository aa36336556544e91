# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Words of an OpenAI-style API, from which the tests of the conversation make their recordings."""

from __future__ import annotations

import json
from typing import Any


def chunk(*, choice: int = 0, finish: str | None = None, **delta: object) -> str:
    """One event of an OpenAI-style stream."""
    told = {"index": choice, "delta": delta, "finish_reason": finish}
    return f"data: {json.dumps({'id': 'r', 'model': 'm', 'choices': [told]})}\n\n"


def call(arguments: str, index: int = 0, **head: str) -> dict[str, Any]:
    """A piece of a tool call."""
    function = {"arguments": arguments} | ({"name": head["name"]} if "name" in head else {})
    return {"index": index, "function": function} | ({"id": head["id"]} if "id" in head else {})


DONE = "data: [DONE]\n\n"
TOOL = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}
TOOLS = [{"type": "function", "function": {"name": "count", "parameters": TOOL}}]
ASK: list[dict[str, Any]] = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Count to three."}]
CALLS = [{"id": "c1", "type": "function", "function": {"name": "count", "arguments": '{"n": 3}'}}]
AGAIN: list[dict[str, Any]] = [
    *ASK,
    {"role": "assistant", "content": "I will count.", "tool_calls": CALLS},
    {"role": "tool", "tool_call_id": "c1", "content": "1 2 3"},
]
TOOL_STREAM = "".join(
    [
        chunk(role="assistant", content=""),
        chunk(content="I will"),
        chunk(content=" count."),
        chunk(tool_calls=[call("", id="c1", name="count")]),
        chunk(tool_calls=[call('{"n"')]),
        chunk(tool_calls=[call(": 3}")]),
        chunk(finish="tool_calls"),
        DONE,
    ]
)
TEXT_STREAM = chunk(role="assistant", content="One, two") + chunk(content=", three.") + chunk(finish="stop") + DONE
BUSY = json.dumps({"error": {"message": "Too many requests: try later", "code": 429}})


def asking(messages: list[dict[str, Any]], **more: object) -> dict[str, Any]:
    """A request body."""
    return {"model": "m", "stream": True, "messages": messages, "tools": TOOLS} | more
