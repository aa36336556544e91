# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Sourcegraph's completions, which Cody asks for: pieces in `deltaText`, or all text so far in `completion`.

Reference: github.com/sourcegraph/cody, `lib/shared/src/sourcegraph-api/completions`. `event: done` ends the stream.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from viewer.core.answer import Answer
from viewer.core.deltas import (
    Delta,
    DoneDelta,
    ErrorDelta,
    FinishDelta,
    PartDelta,
    ReasoningDelta,
    TextDelta,
    UnknownDelta,
)
from viewer.core.dialects._content_parts import parts
from viewer.core.dialects._envelope import body_error, finish_reason, no_object
from viewer.core.dialects._keys import Keys, words
from viewer.core.dialects._shape import is_blank, mapping, optional_string, sequence, string
from viewer.core.messages import Message, Other, Part, Prompt, Text
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json

_PATH = re.compile(r"/\.api/completions/(stream|code)$")
_ROLES = {"human": "user"}
_NOT_SETTINGS = ("model", "messages", "stream")
_KEYS = Keys(
    {"deltaText": str, "completion": str, "stopReason": str, "thinking": str, "error": object}, words("logprobs")
)


class Sourcegraph:
    """The dialect of `POST /.api/completions/stream` and `/.api/completions/code`."""

    name = "sourcegraph"
    title = "Sourcegraph completions"
    terminator: str | None = None
    tells_its_end = False

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:
        """By path; by pieces of text as only this API calls them, asked for by a speaker."""
        if _PATH.search(unquote(interaction.request.target.path).rstrip("/")):
            return Match.SURE
        asked = sequence(mapping(request).get("messages"))
        is_piece = first is not None and isinstance(mapping(first.json).get("deltaText"), str)
        return Match.LIKELY if is_piece or (asked and "speaker" in mapping(asked[0])) else Match.NO

    def request(self, body: Json) -> Prompt:
        """What the request asks; never raises."""
        told = mapping(body)
        if not told and not is_blank(body):
            return Prompt(messages=(Message("user", (Other("body", body),)),))
        return Prompt(
            model=optional_string(told.get("model")),
            stream=told.get("stream") is not False,
            messages=tuple(_message(mapping(item), at) for at, item in enumerate(sequence(told.get("messages")))),
            settings={key: value for key, value in told.items() if key not in _NOT_SETTINGS},
        )

    def response(self, body: Json) -> Iterator[Delta]:
        """A whole answer, whose shape is that of an event."""
        yield from _deltas(body) if isinstance(body, dict) else no_object(body)

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """What one event of the stream adds."""
        if event.name == "done":
            yield DoneDelta()
        elif isinstance(event.json, dict):
            yield from _deltas(event.json)
        elif event.name == "error":
            yield from no_object(event.data)
        elif event.is_json or event.data.strip():
            yield UnknownDelta(event.name or "event", event.json if event.is_json else event.data)

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:  # noqa: ARG002
        """The one `completion` that would have come without streaming."""
        said = answer.messages[0] if answer.messages else None
        text = "".join(part.content for part in said.parts if isinstance(part, Text)) if said else ""
        return {"completion": text, "stopReason": said.native_finish_reason if said else None}


def _deltas(told: dict[str, Json]) -> Iterator[Delta]:
    if found := body_error({"error": told.get("error")}):
        yield ErrorDelta(found, path=("error",))
    if thought := string(told.get("thinking")):
        yield ReasoningDelta(thought, path=("thinking",))
    for key in ("deltaText", "completion"):
        if text := string(told.get(key)):
            yield TextDelta(text, path=(key,), cumulative=key == "completion")
    for key in ("delta_tool_calls", "usage"):
        if not is_blank(told.get(key)):
            yield PartDelta(Other(key, told[key]), key=key, path=(key,))
    if native := string(told.get("stopReason")):
        yield FinishDelta(native, finish_reason(native), path=("stopReason",))
    yield from _KEYS.unknown({k: v for k, v in told.items() if k not in ("delta_tool_calls", "usage")}, ())


def _message(told: dict[str, Json], index: int) -> Message:
    speaker = string(told.get("speaker")) or "user"
    said: tuple[Part, ...] = tuple(parts(told.get("text") or told.get("content")))
    return Message(_ROLES.get(speaker, speaker), said, path=("messages", index))
