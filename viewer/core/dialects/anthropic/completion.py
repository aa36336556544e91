# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Anthropic's text completions, from before Messages: answers and events -> Deltas, request -> Prompt."""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.deltas import Delta, ErrorDelta, FinishDelta, MetaDelta, TextDelta, UnknownDelta
from viewer.core.dialects._envelope import body_error
from viewer.core.dialects._keys import Keys, words
from viewer.core.dialects._shape import as_text, is_blank, mapping, optional_string, string
from viewer.core.dialects.anthropic._envelope import finish_reason
from viewer.core.messages import Message, Other, Prompt, Text
from viewer.core.text.json_values import Json

_KEYS = Keys({"completion": str, "stop_reason": str, "id": str, "model": str, "type": str}, words("stop log_id p"))
_NOT_SETTINGS = ("model", "prompt", "stream")


def prompt(body: Json) -> Prompt:
    """The prompt as the one text that it is, with its `Human:` and `Assistant:` marks."""
    told = mapping(body)
    text = told.get("prompt")
    part = Other("body", body) if not told else Text(as_text(text))
    return Prompt(
        model=optional_string(told.get("model")),
        stream=told.get("stream") is True,
        messages=() if is_blank(text if told else body) else (Message("user", (part,), path=("prompt",)),),
        settings={key: value for key, value in told.items() if key not in _NOT_SETTINGS},
    )


def completion_deltas(body: dict[str, Json]) -> Iterator[Delta]:
    """A whole answer, or one event of a stream, which has the same shape."""
    if body.get("type") == "ping":
        return
    if "completion" not in body and (found := body_error(body)):
        yield ErrorDelta(found, path=("error",) if "error" in body else ())
        return
    if "completion" not in body:
        yield UnknownDelta(optional_string(body.get("type")) or "answer", body)
        return
    id_, model = (optional_string(body.get(key)) for key in ("id", "model"))
    if id_ or model:
        yield MetaDelta(id_, model)
    yield TextDelta(string(body["completion"]), path=("completion",))
    if native := string(body.get("stop_reason")):
        yield FinishDelta(native, finish_reason(native), path=("stop_reason",))
    yield from _KEYS.unknown(body, ())
