# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A text that goes on with another: Hugging Face's text generation, and AI21's Jurassic models.

Reference: huggingface.co/docs/text-generation-inference and docs.ai21.com. Both take a text and answer with texts;
Hugging Face streams tokens, of which the last event tells all of them again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from viewer.core.answer import Answer
from viewer.core.deltas import (
    Delta,
    ErrorDelta,
    FinishDelta,
    MetaDelta,
    RestatedDelta,
    RoleDelta,
    TextDelta,
    UnknownDelta,
    UsageDelta,
)
from viewer.core.dialects._envelope import body_error, finish_reason, no_object
from viewer.core.dialects._keys import Keys, words
from viewer.core.dialects._shape import as_text, integer, mapping, optional_string, sequence, string
from viewer.core.messages import FinishReason, JsonPath, Message, Prompt, Text, Usage
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json

_REASONS = {"endoftext": FinishReason.STOP, "stop": FinishReason.STOP, "length": FinishReason.LENGTH}
_EVENT_KEYS = Keys({"token": dict, "generated_text": str, "details": dict, "error": object}, words("index top_tokens"))
_ANSWER_KEYS = Keys(
    {"generated_text": str, "details": dict, "completions": list, "error": object},
    words("id prompt error_type warnings"),
)


class TextGeneration:
    """The dialect of `{"inputs": ...}` and of `.../complete`."""

    name = "text-generation"
    title = "Text generation (Hugging Face, AI21)"
    terminator: str | None = None

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:  # noqa: ARG002
        """By the shape of the answer, which no other API has."""
        answered = first.json if first else None
        told = mapping(answered[0] if isinstance(answered, list) and answered else answered)
        if "text" in mapping(told.get("token")) and "generated_text" in told:
            return Match.LIKELY
        if isinstance(told.get("generated_text"), str) and "results" not in told:
            return Match.LIKELY
        listed = sequence(told.get("completions"))
        return Match.LIKELY if "text" in mapping(mapping(listed[0] if listed else None).get("data")) else Match.NO

    def request(self, body: Json) -> Prompt:
        """The text to go on with; everything else is a setting."""
        told = mapping(body)
        key = next((name for name in ("inputs", "prompt") if name in told), None)
        settings = {name: value for name, value in told.items() if name not in (key, "model", "stream")}
        said = (Message("user", (Text(as_text(told[key])),), path=(key,)),) if key else ()
        return Prompt(optional_string(told.get("model")), told.get("stream") is True, (), said, (), settings)

    def response(self, body: Json) -> Iterator[Delta]:
        """A whole answer: a text, several, or completions."""
        if isinstance(body, list) and body and all(isinstance(item, dict) for item in body):
            for choice, item in enumerate(body):
                yield from _generated(mapping(item), choice, (choice,))
        elif isinstance(body, dict):
            yield from _whole(body)
        else:
            yield from no_object(body)

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """A token; the last one brings the whole text again."""
        if not isinstance(event.json, dict):
            if event.is_json or event.data.strip():
                yield UnknownDelta(event.name or "event", event.json if event.is_json else event.data)
            return
        told = event.json
        token = mapping(told.get("token"))
        if "token" in told and token.get("special") is not True:
            yield TextDelta(string(token.get("text")), path=("token", "text"))
        if text := string(told.get("generated_text")):
            yield RestatedDelta((TextDelta(text, path=("generated_text",)),), path=("generated_text",))
        yield from _details(told.get("details"), 0, ("details",))
        if failure := body_error(told):
            yield ErrorDelta(failure, path=("error",))
        yield from _EVENT_KEYS.unknown(told, ())

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:
        """The object that would have come without streaming."""
        parts = answer.messages[0].parts if answer.messages else ()
        whole: dict[str, Json] = {"generated_text": "".join(part.content for part in parts if isinstance(part, Text))}
        bodies = [mapping(event.json) for event in events]
        details = next((body["details"] for body in reversed(bodies) if body.get("details")), None)
        return whole if details is None else {**whole, "details": details}


def _whole(body: dict[str, Json]) -> Iterator[Delta]:
    if failure := body_error(body):
        yield ErrorDelta(failure, path=("error",) if "error" in body else ())
        return
    if id_ := body.get("id"):
        yield MetaDelta(as_text(id_), path=("id",))
    for choice, item in enumerate(sequence(body.get("completions"))):
        path: JsonPath = ("completions", choice)
        text = mapping(mapping(item).get("data")).get("text")
        yield RoleDelta("assistant", choice, path)
        yield TextDelta(string(text), choice, path=(*path, "data", "text"))
        native = string(mapping(mapping(item).get("finishReason")).get("reason"))
        if native:
            yield FinishDelta(native, _REASONS.get(native), choice, (*path, "finishReason", "reason"))
    yield from _generated(body, 0, ())


def _generated(told: dict[str, Json], choice: int, path: JsonPath) -> Iterator[Delta]:
    if text := string(told.get("generated_text")):
        yield TextDelta(text, choice, path=(*path, "generated_text"))
    yield from _details(told.get("details"), choice, (*path, "details"))
    yield from _ANSWER_KEYS.unknown(told, path)


def _details(value: Json, choice: int, path: JsonPath) -> Iterator[Delta]:
    """Why a text ended, and how many tokens it has."""
    told = mapping(value)
    if native := string(told.get("finish_reason")):
        yield FinishDelta(native, finish_reason(native), choice, (*path, "finish_reason"))
    into, out = integer(told.get("input_length")), integer(told.get("generated_tokens"))
    prefill = told.get("prefill")
    counted = Usage(len(prefill) if into is None and isinstance(prefill, list) and prefill else into, out).by(told)
    if counted:
        yield UsageDelta(counted, path=path)
