# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""OpenAI Assistants: assistants, threads, messages, runs and their steps.

Reference: platform.openai.com/docs/api-reference/assistants.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from viewer.core.answer import Answer
from viewer.core.deltas import Delta, DoneDelta, ErrorDelta, UnknownDelta
from viewer.core.dialects._envelope import error, no_object
from viewer.core.dialects._shape import as_text, is_blank, mapping, optional_string, sequence, string
from viewer.core.dialects.openai._assistants_answer import body_id, object_deltas
from viewer.core.dialects.openai.chat_request import prompt as chat_prompt
from viewer.core.messages import Message, Other, Prompt, Text, ToolCallResponse
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json

_DONE = "[DONE]"
_PATH = re.compile(r"/(threads|assistants)(/.*)?$")
_PREFIX = re.compile(r"/(v1|openai)/(threads|assistants)\b")
_NOT_SETTINGS = ("model", "instructions", "additional_instructions", "messages", "additional_messages", "tools")
_SPOKEN = ("role", "content", "thread", "tool_outputs", "stream")


class OpenAIAssistants:
    """The dialect of everything below `/assistants` and `/threads`."""

    name = "openai.assistants"
    title = "OpenAI Assistants"
    declares_elsewhere = True
    terminator: str | None = _DONE

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:  # noqa: ARG002
        """By path, and by objects that name themselves `thread.…`."""
        path = unquote(interaction.request.target.path).rstrip("/")
        kind = string(mapping(first.json if first else None).get("object"))
        fits = kind in ("thread", "assistant") or kind.startswith("thread.")
        if _PATH.search(path) and (fits or _PREFIX.search(path)):
            return Match.SURE
        return Match.LIKELY if fits else Match.NO

    def request(self, body: Json) -> Prompt:
        """What the request asks; never raises."""
        return _prompt(body) if isinstance(body, dict) else chat_prompt(None if is_blank(body) else body)

    def response(self, body: Json) -> Iterator[Delta]:
        """A whole answer; text that is no JSON object can only be a server's complaint."""
        yield from object_deltas(body, streamed=False) if isinstance(body, dict) else no_object(body)

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """What one event of the stream adds."""
        told = event.json
        if event.data.strip() == _DONE:
            yield DoneDelta()
        elif event.name == "error" and (failure := error(mapping(told).get("error")) or error(told)):
            yield ErrorDelta(failure)
        elif isinstance(told, dict):
            yield from object_deltas(told, streamed=True)
        elif event.is_json or event.data.strip():
            yield UnknownDelta("event", told if event.is_json else event.data)

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:  # noqa: ARG002
        """The last form of every object of the stream, as the API lists them: newest first."""
        last: dict[str, Json] = {}
        for event in events:
            told = mapping(event.json)
            if body_id(told) and not string(told.get("object")).endswith(".delta"):
                last[body_id(told)] = told
        listed: list[Json] = [*last.values()]
        return {"object": "list", "data": listed[::-1]}


def _prompt(body: dict[str, Json]) -> Prompt:
    """The messages of a thread, of a run or of the body itself, and what tools answered."""
    thread = mapping(body.get("thread"))
    told = [*sequence(thread.get("messages")), *sequence(body.get("messages"))]
    told += sequence(body.get("additional_messages"))
    told += [body] if "role" in body and "content" in body else []
    asked = chat_prompt({"messages": told, "tools": body.get("tools"), "model": body.get("model")})
    return Prompt(
        model=asked.model,
        stream=body.get("stream") is True,
        system=(*_instructions(body), *asked.system),
        messages=(*asked.messages, *_results(body)),
        tools=asked.tools,
        settings={key: value for key, value in body.items() if key not in (*_NOT_SETTINGS, *_SPOKEN)},
    )


def _instructions(body: dict[str, Json]) -> Iterator[Message]:
    for key in ("instructions", "additional_instructions"):
        if not is_blank(body.get(key)):
            yield Message("system", (Text(as_text(body[key])),), path=(key,))


def _results(body: dict[str, Json]) -> Iterator[Message]:
    for index, item in enumerate(sequence(body.get("tool_outputs"))):
        told = mapping(item)
        answered = ToolCallResponse(optional_string(told.get("tool_call_id")), told.get("output"))
        yield Message("tool", (answered if told else Other("tool_outputs", item),), path=("tool_outputs", index))
