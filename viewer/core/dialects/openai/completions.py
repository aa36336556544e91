# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""OpenAI's text completions, the API before chat, which local servers and code models still speak.

Reference: platform.openai.com/docs/api-reference/completions. A choice is that of chat completions with `text` in place
of a message, so the same translation serves both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from viewer.core.answer import Answer
from viewer.core.deltas import Delta, DoneDelta, UnknownDelta
from viewer.core.dialects._envelope import no_object
from viewer.core.dialects._shape import mapping, sequence, string
from viewer.core.dialects.openai.chat_answer import answer_deltas, chunk_deltas
from viewer.core.dialects.openai.chat_assembly import completion
from viewer.core.dialects.openai.completion_request import prompt
from viewer.core.messages import Prompt
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json

_DONE = "[DONE]"


class OpenAICompletions:
    """The dialect of `POST .../completions` and of fill-in-the-middle (`.../fim/completions`)."""

    name = "openai.completions"
    title = "OpenAI completions"
    terminator: str | None = _DONE
    carries_text = True
    idle_keys = ("created", "obfuscation", "p")

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:
        """By path together with a prompt or an answer that is a text; by such an answer where the path is unknown."""
        path = unquote(interaction.request.target.path).rstrip("/")
        asked, answered = mapping(request), mapping(first.json if first else None)
        if path.endswith("/chat/completions") or answered.get("object") in ("list", "page"):
            return Match.NO
        fits = answered.get("object") == "text_completion"
        if path.endswith("/completions") and (fits or "prompt" in asked):
            return Match.SURE
        return Match.LIKELY if fits else Match.NO

    def request(self, body: Json) -> Prompt:
        """What the request asks; never raises."""
        return prompt(body)

    def response(self, body: Json) -> Iterator[Delta]:
        """A whole answer; text that is no JSON object can only be a server's complaint."""
        yield from answer_deltas(body) if isinstance(body, dict) else no_object(body)

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """What one event of the stream adds."""
        if event.data.strip() == _DONE:
            yield DoneDelta()
        elif isinstance(event.json, dict):
            yield from chunk_deltas(event.json)
        elif event.is_json or event.data.strip():
            yield UnknownDelta("event", event.json if event.is_json else event.data)

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:
        """The `text_completion` object that would have come without streaming."""
        whole = mapping(completion(answer, events))
        choices: list[Json] = [_choice(mapping(choice)) for choice in sequence(whole.get("choices"))]
        return {**whole, "object": "text_completion", "choices": choices}


def _choice(chat: dict[str, Json]) -> Json:
    """A chat completion's choice as one of a text completion."""
    rest = {key: value for key, value in chat.items() if key != "message"}
    return {"text": string(mapping(chat.get("message")).get("content")), **rest}
