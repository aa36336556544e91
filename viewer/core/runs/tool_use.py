# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A call of a tool, and what became of it."""

from __future__ import annotations

import json

from viewer.core.messages import ToolCall, ToolCallResponse
from viewer.core.text.json_values import Json, parse_json
from viewer.core.tool_failures import failure
from viewer.dataclass import dataclass

HANDS_OVER = "transfer_to_"
"""How agents SDKs name the tools by which one agent hands over to another."""


@dataclass(frozen=True, slots=True)
class ToolResultSeen:
    """A result: the exchange that reports it, why it is an error (None where it is none), its size and first words."""

    exchange: int
    failure: str | None
    size: int
    words: str


@dataclass(frozen=True, slots=True)
class ToolUse:
    """A call on track `track` of the answer of exchange `exchange`; `result` None where nothing reports one.

    `waited_ms` is the time from the end of that answer to the request that reports the result: of several calls
    together, and the client's own time with it. None where the recording has not both times.
    """

    exchange: int
    track: int
    name: str
    arguments: str
    result: ToolResultSeen | None = None
    waited_ms: float | None = None
    id: str | None = None
    """The call's own id."""
    agent: str | None = None
    """The sub-agent that it started, where the recording names it."""

    @property
    def failed(self) -> bool:
        """Whether the result is an error."""
        return self.result is not None and self.result.failure is not None

    @property
    def hands_over_to(self) -> str | None:
        """The agent that goes on, where the call is a hand-off."""
        return self.name.removeprefix(HANDS_OVER) if self.name.startswith(HANDS_OVER) else None


def seen(part: ToolCallResponse, exchange: int) -> ToolResultSeen:
    """What is to be known of a result."""
    words = text_of(part.response)
    return ToolResultSeen(exchange, failure(part), len(words.encode("utf-8", "surrogatepass")), words[:_MOST_WORDS])


_MOST_WORDS = 2000


def text_of(response: Json) -> str:
    """A result as text: its texts where it is content, else its JSON."""
    if isinstance(response, list):
        texts = [item.get("text") for item in response if isinstance(item, dict) and item.get("type") == "text"]
        if texts and len(texts) == len(response):
            return "\n".join(str(text) for text in texts)
    if isinstance(response, str):
        return response
    return "" if response is None else json.dumps(response, ensure_ascii=False)


def words_in(call: ToolCall) -> list[str]:
    """The texts among the arguments of a call, one of which may be what a sub-agent is asked."""
    value, is_json = parse_json(call.arguments) if call.arguments.strip() else ({}, True)
    if not is_json or not isinstance(value, dict):
        return [call.arguments.strip()]
    return [item.strip() for item in value.values() if isinstance(item, str) and item.strip()]
