# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Gemini's interactions API, which keeps the conversation and answers in steps.

Reference: ai.google.dev/api/interactions-api. The type of an event stands in its JSON as `event_type`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from viewer.core.answer import Answer
from viewer.core.deltas import Delta, DoneDelta, ErrorDelta, UnknownDelta
from viewer.core.dialects._envelope import body_error, no_object
from viewer.core.dialects._shape import mapping, sequence, string
from viewer.core.dialects.google._interactions_answer import event_deltas, interaction_deltas
from viewer.core.dialects.google._interactions_parts import CALL, RESULT, SPOKEN
from viewer.core.dialects.google._interactions_request import prompt
from viewer.core.messages import Part, Prompt, Reasoning, Text, ToolCall, ToolCallResponse
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json, parse_json

_PATH = re.compile(r"/interactions(/[^/]+(/cancel)?)?$|/interactions/[^/]+:cancel$")
_DONE = "[DONE]"
_CONTENT_EVENTS = ("content.start", "content.delta", "content.stop")  # before May 2026
_COUNTS = ("total_input_tokens", "total_output_tokens")


class GeminiInteractions:
    """The dialect of `POST /v1beta/interactions`."""

    name = "gemini.interactions"
    title = "Gemini interactions"
    terminator: str | None = _DONE

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:  # noqa: ARG002
        """By path at Google; by the shape of the answer elsewhere."""
        target = interaction.request.target
        answered = mapping(first.json if first else None)
        told = mapping(answered.get("interaction")) or answered
        if _PATH.search(unquote(target.path).rstrip("/")) and "googleapis.com" in target.netloc:
            return Match.SURE
        kind = string(answered.get("event_type")) or (first.name if first else None) or ""
        is_event = kind.startswith(("interaction.", "step.")) or kind in _CONTENT_EVENTS
        return Match.LIKELY if is_event or told.get("object") == "interaction" or _is_bare(told) else Match.NO

    def request(self, body: Json) -> Prompt:
        """What the request asks; never raises."""
        return prompt(body)

    def response(self, body: Json) -> Iterator[Delta]:
        """A whole interaction."""
        if not isinstance(body, dict):
            yield from no_object(body)
        elif "id" not in body and "steps" not in body and (found := body_error(body)):
            yield ErrorDelta(found, path=("error",) if "error" in body else ())
        else:
            yield from interaction_deltas(body)

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """What one event of the stream adds."""
        if event.data.strip() == _DONE:
            yield DoneDelta()
        elif isinstance(event.json, dict):
            yield from event_deltas(event.json, event.name)
        elif event.is_json or event.data.strip():
            yield UnknownDelta(event.name or "event", event.json if event.is_json else event.data)

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:
        """The interaction that would have come without streaming."""
        told: dict[str, Json] = {}
        for event in events:
            payload = mapping(event.json)
            told |= mapping(payload.get("interaction"))
            if usage := mapping(mapping(payload.get("metadata")).get("usage")):
                told["usage"] = usage
        said = answer.messages[0].parts if answer.messages else ()
        steps: list[Json] = [step for step in map(_step, said) if step]
        envelope: dict[str, Json] = {"id": answer.id, "object": "interaction", "model": answer.model}
        return {**envelope, **told, "steps": steps}


def _is_bare(told: dict[str, Json]) -> bool:
    """Whether an answer that does not name itself is an interaction: it has steps, or outputs with Google's counts."""
    listed = next((told[name] for name in ("steps", "outputs") if isinstance(told.get(name), list)), None)
    first = string(mapping(next(iter(sequence(listed)), None)).get("type"))
    is_step = first in (*SPOKEN, "thought") or first.endswith((f"function{CALL}", f"function{RESULT}"))
    return is_step or (listed is not None and any(name in mapping(told.get("usage")) for name in _COUNTS))


def _step(part: Part) -> dict[str, Json]:
    """A part as a step."""
    match part:
        case Text():
            cited: dict[str, Json] = {"annotations": list(part.annotations)} if part.annotations else {}
            return {"type": "model_output", "content": [{"type": "text", "text": part.content, **cited}]}
        case Reasoning():
            signed: dict[str, Json] = {"signature": part.signature} if part.signature else {}
            return {"type": "thought", "summary": [{"type": "text", "text": part.content}], **signed}
        case ToolCall():
            value, is_json = parse_json(part.arguments)
            called: dict[str, Json] = {"id": part.id, "arguments": value if is_json else part.arguments}
            return {"type": f"{part.name}_call" if part.server else "function_call", "name": part.name, **called}
        case ToolCallResponse():
            kind = f"{part.name}_result" if part.server else "function_result"
            return {"type": kind, "name": part.name, "call_id": part.id, "result": part.response}
        case _:
            return {}
