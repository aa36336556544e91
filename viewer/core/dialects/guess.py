# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A stream of a provider that nobody knows: the text that grows is found by its shape. All of it is a guess.

Rule: only streams of JSON events, and only where no other dialect reads them. What is found is where a text stands in
the events, and whether each event brings a piece of it or all of it so far; everything else is left to the events.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from viewer.core.answer import Answer
from viewer.core.deltas import Delta, DoneDelta, ErrorDelta, TextDelta, UnknownDelta
from viewer.core.dialects._envelope import body_error, no_object
from viewer.core.dialects._shape import mapping, optional_string, sequence
from viewer.core.dialects.openai.chat_request import prompt
from viewer.core.messages import JsonPath, Message, Prompt, Text
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json

# Names under which texts stand, the likeliest first.
_NAMES = (
    *("delta", "text", "content", "token", "chunk", "answer", "completion", "generated_text", "output_text"),
    *("output", "response", "reply", "generation", "message", "value", "data", "result"),
)
_ASKED = ("prompt", "input", "query", "question", "message", "text", "inputs")
# Names of what changes from event to event and is no text.
_NO_TEXT = re.compile(
    r"(^|_)(id|ids|uuid|type|event|object|role|name|model|status|time|date|hash|signature|url)$|_at$|Id$"
)
_STREAMS = ("text/event-stream", "application/x-ndjson", "application/stream+json")
_DEEPEST = 8
_SHORTEST = 2  # events that bring a text
_SLACK = 3  # bytes around a whole answer: a byte order mark


class Guess:
    """Reads the text at `place` of each event; without a place, under the likeliest name in it."""

    name = "guess"
    title = "Unknown provider (a guess)"
    terminator: str | None = None
    tells_its_end = False

    def __init__(self, place: JsonPath = (), *, cumulative: bool = False) -> None:
        """Events whose text at `place` is a piece, or with `cumulative` all of it so far."""
        self.place, self.cumulative = place, cumulative

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:  # noqa: ARG002
        """Perhaps, if it is a stream whose events are objects; whether it holds a text is found later."""
        if first is None or not isinstance(first.json, dict) or first.direction is not None:
            return Match.NO
        return Match.MAYBE if _is_stream(interaction, first) else Match.NO

    def fitted(self, events: Sequence[StreamEvent]) -> Guess | None:
        """The guess for these events; None when no text grows in them."""
        found: dict[JsonPath, list[str]] = {}
        for event in events:
            for path, text in _texts(event.json):
                found.setdefault(path, []).append(text)
        growing = [path for path, texts in found.items() if _grows(texts, is_named=_rank(path) > 0)]
        if not growing:
            return None
        best = max(growing, key=lambda path: (_rank(path), sum(map(len, found[path]))))
        return Guess(best, cumulative=_is_cumulative(found[best]))

    def request(self, body: Json) -> Prompt:
        """Messages as most APIs write them, or the first text under a name that asks."""
        told = mapping(body)
        if "messages" in told or not told:
            return prompt(body)
        key = next((name for name in _ASKED if isinstance(told.get(name), str)), None)
        said = (Message("user", (Text(str(told[key])),), path=(key,)),) if key else ()
        settings = {name: value for name, value in told.items() if name not in (key, "model", "stream")}
        return Prompt(optional_string(told.get("model")), told.get("stream") is True, (), said, (), settings)

    def response(self, body: Json) -> Iterator[Delta]:
        """The likeliest text of an answer."""
        yield from self._said(body) if isinstance(body, dict) else no_object(body)

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """The text that an event brings, or the error that it tells."""
        if isinstance(event.json, dict):
            yield from self._said(event.json)
        elif re.fullmatch(r"\[[A-Z_]+\]", event.data.strip()):
            yield DoneDelta()
        elif event.is_json or event.data.strip():
            yield UnknownDelta(event.name or "event", event.json if event.is_json else event.data)

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:  # noqa: ARG002
        """Nothing is known of how a whole answer would look, so it is only the text."""
        said = answer.messages[0].parts if answer.messages else ()
        return {"text": "".join(part.content for part in said if isinstance(part, Text))}

    def _said(self, told: dict[str, Json]) -> Iterator[Delta]:
        if found := body_error({"error": told.get("error")}):
            yield ErrorDelta(found, path=("error",))
        texts = dict(_texts(told))
        place = self.place or max((path for path in texts if _rank(path)), key=_rank, default=())
        if text := texts.get(place):
            yield TextDelta(text, path=place, cumulative=self.cumulative)


def _is_stream(interaction: Interaction, first: StreamEvent) -> bool:
    """Whether the first event is not all there is."""
    kind = (interaction.response.headers.get("content-type") or "").partition(";")[0].strip().lower()
    stored = interaction.response.body.stored or b""
    return kind in _STREAMS or len(stored.strip()) > len(first.data.strip().encode("utf-8", "replace")) + _SLACK


def _texts(value: Json, path: JsonPath = ()) -> Iterator[tuple[JsonPath, str]]:
    """The texts of an event with their places, as far as names do not speak against it."""
    if isinstance(value, str):
        if path and not _NO_TEXT.search(_last_name(path)):
            yield path, value
    elif len(path) < _DEEPEST:
        inside = value.items() if isinstance(value, dict) else enumerate(sequence(value))
        for key, inner in inside:
            yield from _texts(inner, (*path, key))


def _last_name(path: JsonPath) -> str:
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def _rank(path: JsonPath) -> int:
    """How likely the name at a place is that of a text; 0 for a name that says nothing."""
    name = _last_name(path)
    return len(_NAMES) - _NAMES.index(name) if name in _NAMES else 0


def _grows(texts: Sequence[str], *, is_named: bool) -> bool:
    """Whether values change from event to event as a text does; without a name for it, only in words with blanks."""
    changes = len(texts) >= _SHORTEST and len(set(texts)) > 1
    said = "".join(texts)
    return changes and any(map(str.isalpha, said)) and (is_named or " " in said.strip())


def _is_cumulative(texts: Sequence[str]) -> bool:
    """Whether each value goes on with the one before."""
    said = [text for text in texts if text]
    return len(said) > 1 and all(after.startswith(before) for before, after in pairwise(said))
