# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""OpenAI chat completions, and the many APIs that speak it with an accent.

Reference: platform.openai.com/docs/api-reference/chat. Of the accents, `_openai_chat_answer` knows the answers and
`_openai_chat_request` the requests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from viewer.core.answer import Answer
from viewer.core.deltas import Delta, DoneDelta, ErrorDelta, UnknownDelta
from viewer.core.dialects._envelope import error, no_object
from viewer.core.dialects._recognised import api_of_url
from viewer.core.dialects._shape import mapping, sequence, string
from viewer.core.dialects.openai.chat_answer import answer_deltas, chunk_deltas
from viewer.core.dialects.openai.chat_request import prompt
from viewer.core.messages import Prompt
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json

_DONE = "[DONE]"
_STORED = re.compile(r"/chat/completions/[^/]+$")


class OpenAIChat:
    """The dialect of `POST .../chat/completions`."""

    name = "openai.chat"
    title = "OpenAI chat completions"
    terminator: str | None = _DONE
    carries_text = True
    idle_keys = ("created", "obfuscation", "p")
    hosts_without_terminator = ("perplexity.ai", "writer.com", "huggingface.co")

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:
        """By path, whatever its prefix; by the shape of the answer or the request where the path says nothing."""
        path = unquote(interaction.request.target.path).rstrip("/")
        asked, answered = mapping(request), mapping(first.json if first else None)
        if path.endswith("/chat/completions"):
            return Match.NO if answered.get("object") == "list" else Match.SURE
        if _is_completion(answered):
            return Match.SURE if _STORED.search(path) else Match.LIKELY
        if api_of_url(interaction.request.url) is not None:
            return Match.NO
        if path.endswith("/v1/chat") and _has_messages(asked):
            return Match.LIKELY
        is_lone_error = not interaction.request.url and isinstance(answered.get("error"), dict)
        return Match.MAYBE if is_lone_error or _is_chat_request(asked) else Match.NO

    def request(self, body: Json) -> Prompt:
        """What the request asks; never raises."""
        return prompt(body)

    def response(self, body: Json) -> Iterator[Delta]:
        """A whole answer; text that is no JSON object can only be a server's complaint."""
        yield from answer_deltas(body) if isinstance(body, dict) else no_object(body)

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """What one event of the stream adds."""
        told = event.json
        if isinstance(told, dict) and (event.name != "error" or told.get("error")):
            return iter(chunk_deltas(told))
        return _no_chunk(event)

    def ends_itself(self, event: StreamEvent) -> bool:
        """Whether an event is the last of a stream that has no end mark: Perplexity's, which tells all so far again."""
        told = mapping(event.json)
        choice = mapping(next(iter(sequence(told.get("choices"))), None))
        return told.get("object") == "chat.completion.done" or isinstance(choice.get("message"), dict)

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:
        """The `chat.completion` object that would have come without streaming."""
        # Imported here: only the Response tab shows a stream so.
        from viewer.core.dialects.openai.chat_assembly import completion  # noqa: PLC0415

        return completion(answer, events)


def _no_chunk(event: StreamEvent) -> Iterator[Delta]:
    """What an event says that brings no chunk."""
    if event.data.strip() == _DONE:
        yield DoneDelta()
    elif event.name == "error":
        yield from _error_event(event)
    elif event.is_json or event.data.strip():
        yield UnknownDelta("event", event.json if event.is_json else event.data)


def _error_event(event: StreamEvent) -> Iterator[Delta]:
    """An `event: error` whose payload is the error itself."""
    found = error(event.json if event.is_json else event.data)
    if found:
        yield ErrorDelta(found)


def _is_completion(answered: dict[str, Json]) -> bool:
    """Whether an answer is a chat completion or a chunk of one."""
    kind = string(answered.get("object"))
    if kind.startswith("chat.completion"):
        return kind != "chat.completion.deleted"
    first = next(iter(sequence(answered.get("choices"))), None)
    return any(isinstance(mapping(first).get(key), dict) for key in ("delta", "message"))


def _has_messages(asked: dict[str, Json]) -> bool:
    messages = sequence(asked.get("messages"))
    return bool(messages) and all("role" in mapping(message) for message in messages)


def _is_chat_request(asked: dict[str, Json]) -> bool:
    """Whether a request says what only this API's requests say; messages and a model alone are everyone's."""
    if not _has_messages(asked) or "model" not in asked:
        return False
    tools = [mapping(tool) for tool in sequence(asked.get("tools"))]
    if any(isinstance(tool.get("function"), dict) for tool in tools):
        return True
    if any(key in asked for key in ("stream_options", "max_completion_tokens", "response_format", "n", "logprobs")):
        return True
    return any(mapping(m).get("role") in ("developer", "tool") for m in sequence(asked.get("messages")))
