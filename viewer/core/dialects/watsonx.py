# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""IBM watsonx.ai text generation; its chats speak OpenAI's chat completions.

Reference: cloud.ibm.com/apidocs/watsonx-ai#text-generation. Each event says when it was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import unquote

from viewer.core.answer import Answer
from viewer.core.deltas import Delta, ErrorDelta, FinishDelta, MetaDelta, PartDelta, TextDelta, UnknownDelta, UsageDelta
from viewer.core.dialects._content_parts import parts
from viewer.core.dialects._envelope import body_error, no_object
from viewer.core.dialects._keys import Keys, words
from viewer.core.dialects._shape import integer, is_blank, mapping, optional_string, sequence, string
from viewer.core.messages import FinishReason, JsonPath, Message, Other, Prompt, Text, Usage
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json

_PATH = re.compile(r"/ml/v1(-beta)?(/deployments/[^/]+)?/(text/generation|generation/text)(_stream)?$")
_NOT_SETTINGS = ("model_id", "input")
_FINISH_REASONS = {
    "eos_token": FinishReason.STOP,
    "stop_sequence": FinishReason.STOP,
    "max_tokens": FinishReason.LENGTH,
    "token_limit": FinishReason.LENGTH,
    "time_limit": FinishReason.LENGTH,
    "error": FinishReason.ERROR,
}
_UNFINISHED = "not_finished"
_KEYS = Keys(
    {"model_id": str, "results": list, "system": dict, "errors": list},
    words("created_at model_version trace status_code"),
)
_RESULT_KEYS = Keys(
    {"generated_text": str, "generated_token_count": int, "input_token_count": int, "stop_reason": str},
    words("seed generated_tokens input_tokens"),
)


class Watsonx:
    """The dialect of `POST /ml/v1/text/generation` and `.../generation_stream`."""

    name = "watsonx"
    title = "IBM watsonx.ai"
    terminator: str | None = None

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:  # noqa: ARG002
        """By path; by the shape of the answer where the path says nothing."""
        if _PATH.search(unquote(interaction.request.target.path).rstrip("/")):
            return Match.SURE
        results = sequence(mapping(first.json if first else None).get("results"))
        told = mapping(results[0]) if results else {}
        return Match.LIKELY if {"generated_text", "stop_reason"} <= told.keys() else Match.NO

    def request(self, body: Json) -> Prompt:
        """What the request asks; never raises."""
        told = mapping(body)
        shown = told.get("input") if told else body
        said = tuple(parts(shown)) if told or isinstance(body, str) else (Other("body", body),)
        return Prompt(
            model=optional_string(told.get("model_id")),
            messages=() if is_blank(shown) else (Message("user", said, path=("input",) if told else ()),),
            settings={key: value for key, value in told.items() if key not in _NOT_SETTINGS},
        )

    def response(self, body: Json) -> Iterator[Delta]:
        """A whole answer, whose shape is that of an event."""
        yield from _deltas(body) if isinstance(body, dict) else no_object(body)

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """What one event of the stream adds."""
        if isinstance(event.json, dict):
            yield from _deltas(event.json)
        elif event.name == "error":
            yield from no_object(event.data)
        elif event.is_json or event.data.strip():
            yield UnknownDelta(event.name or "event", event.json if event.is_json else event.data)

    def times_ms(self, events: Sequence[StreamEvent]) -> Sequence[float] | None:
        """By `created_at` of each event, from the first."""
        made = [_moment(mapping(event.json).get("created_at")) for event in events]
        known = [moment for moment in made if moment is not None]
        return [(one - known[0]) * 1000 for one in known] if known and len(known) == len(made) else None

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:
        """The answer that would have come without streaming."""
        whole: dict[str, Json] = {}
        for event in events:
            whole |= mapping(event.json)
        said = answer.messages[0] if answer.messages else None
        if said is None:
            return whole
        result: dict[str, Json] = {"generated_text": "".join(p.content for p in said.parts if isinstance(p, Text))}
        counts = answer.usage or Usage()
        told: dict[str, Json] = {
            "generated_token_count": counts.output_tokens,
            "input_token_count": counts.input_tokens,
            "stop_reason": said.native_finish_reason,
        }
        return {**whole, "results": [result | {key: value for key, value in told.items() if value is not None}]}


def _deltas(told: dict[str, Json]) -> Iterator[Delta]:
    if model := optional_string(told.get("model_id")):
        yield MetaDelta(model=model, path=("model_id",))
    for choice, item in enumerate(sequence(told.get("results"))):
        yield from _result(mapping(item), choice, ("results", choice))
    if "results" not in told and (found := body_error(told)):
        yield ErrorDelta(found)
        return
    if warnings := mapping(told.get("system")).get("warnings"):
        yield PartDelta(
            Other("warnings", warnings, title=_warned(warnings)), key="warnings", path=("system", "warnings")
        )
    yield from _KEYS.unknown(told, ())


def _warned(warnings: Json) -> str | None:
    return next((message for one in sequence(warnings) if (message := string(mapping(one).get("message")))), None)


_COUNTS = ("input_token_count", "generated_token_count")


def _result(told: dict[str, Json], choice: int, path: JsonPath) -> Iterator[Delta]:
    if text := string(told.get("generated_text")):
        yield TextDelta(text, choice, path=(*path, "generated_text"))
    native = string(told.get("stop_reason"))
    if native and native.lower() != _UNFINISHED:
        yield FinishDelta(native, _FINISH_REASONS.get(native.lower()), choice, (*path, "stop_reason"))
    # Only the first event counts the input; the others say 0.
    counts = Usage(integer(told.get("input_token_count")) or None, integer(told.get("generated_token_count")))
    if counted := counts.by({name: told[name] for name in _COUNTS if name in told}):
        yield UsageDelta(counted, path=path)
    yield from _RESULT_KEYS.unknown(told, path)


def _moment(value: Json) -> float | None:
    """Seconds since 1970 of an ISO date; None where it is none."""
    try:
        return datetime.fromisoformat(string(value)).timestamp()
    except (ValueError, OverflowError, OSError):
        return None
