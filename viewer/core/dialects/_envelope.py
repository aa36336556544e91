# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What surrounds an OpenAI-style answer: token usage, errors and finish reasons, in every provider's variant."""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.deltas import Delta, ErrorDelta, UnknownDelta
from viewer.core.dialects._keys import words
from viewer.core.dialects._shape import as_text, is_blank, mapping, number, optional_string, sequence
from viewer.core.messages import ApiError, FinishReason, Usage
from viewer.core.text.json_values import Json

_LONGEST_COMPLAINT = 2000

_FINISH_REASONS = {
    "stop": FinishReason.STOP,
    "eos": FinishReason.STOP,
    "eos_token": FinishReason.STOP,
    "stop_sequence": FinishReason.STOP,
    "end_turn": FinishReason.STOP,
    "length": FinishReason.LENGTH,
    "model_length": FinishReason.LENGTH,
    "max_tokens": FinishReason.LENGTH,
    "content_filter": FinishReason.CONTENT_FILTER,
    "sensitive": FinishReason.CONTENT_FILTER,
    "tool_calls": FinishReason.TOOL_CALL,
    "tool_call": FinishReason.TOOL_CALL,
    "tool_use": FinishReason.TOOL_CALL,
    "function_call": FinishReason.TOOL_CALL,
    "error": FinishReason.ERROR,
    "network_error": FinishReason.ERROR,
    "insufficient_system_resource": FinishReason.ERROR,
}


def finish_reason(native: str) -> FinishReason | None:
    """A provider's word in our vocabulary; None for a word that is not known."""
    return _FINISH_REASONS.get(native)


def usage(value: Json) -> Usage | None:
    """Token counts of a `usage` object; None when it holds no count that is known."""
    told = mapping(value)
    if not told:
        return None
    into = mapping(told.get("prompt_tokens_details")) or mapping(told.get("input_tokens_details"))
    out = mapping(told.get("completion_tokens_details")) or mapping(told.get("output_tokens_details"))
    found = Usage(
        input_tokens=_first(told.get("prompt_tokens"), told.get("input_tokens")),
        output_tokens=_first(told.get("completion_tokens"), told.get("output_tokens")),
        cache_read_input_tokens=_first(
            into.get("cached_tokens"),
            told.get("cache_read_input_tokens"),
            told.get("prompt_cache_hit_tokens"),
            told.get("cached_tokens"),
        ),
        cache_creation_input_tokens=_first(
            into.get("cache_write_tokens"), into.get("cache_creation_tokens"), told.get("cache_creation_input_tokens")
        ),
        reasoning_output_tokens=_first(out.get("reasoning_tokens"), told.get("reasoning_tokens")),
        cost=_cost(told),
    )
    is_otherwise_counted = isinstance(told.get("seconds"), int | float)  # speech
    return found.by(told) or (Usage(reported=told) if is_otherwise_counted else None)


_COSTS = words("cost cost_in_usd_ticks")


def _first(*values: Json) -> int | None:
    for value in values:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
    return None


def _cost(told: dict[str, Json]) -> float | None:
    """US dollars: a number, an object that holds the total (Perplexity, Hyper), or xAI's ticks of 1e-10 dollars."""
    if _COSTS.isdisjoint(told):
        return None
    parts = mapping(told.get("cost"))
    named = (number(value) for value in (told.get("cost"), parts.get("total_cost"), parts.get("usd")))
    ticks = number(told.get("cost_in_usd_ticks"))
    return next((cost for cost in named if cost is not None), None if ticks is None else ticks / 1e10)


def error(value: Json) -> ApiError | None:
    """An `error` value: an object, or only its text. None when there is no error."""
    if is_blank(value):
        return None
    told = mapping(value)
    if not told:
        return ApiError(None, None, as_text(value))
    places = (told.get("code"), told.get("error_code"), mapping(told.get("innererror")).get("code"))
    code = next((found for found in places if not is_blank(found)), None)
    return ApiError(
        type=optional_string(told.get("type")),
        code=code if isinstance(code, str | int) and not isinstance(code, bool) else None,
        message=_message(told),
    )


def body_error(body: dict[str, Json]) -> ApiError | None:
    """The error of a whole body: under `error`, Mistral's `detail`, Cloudflare's `errors`, or spread over the body."""
    if not is_blank(body.get("error")):
        return error(body["error"])
    if "choices" in body:
        return None
    if not is_blank(body.get("detail")):
        return ApiError(optional_string(body.get("type")), None, _detail(body["detail"]))
    if found := next(iter(sequence(body.get("errors"))), None):
        return error(found)
    if body.get("object") == "error" or isinstance(body.get("message"), str):
        return error(body)
    return None


def no_object(body: Json) -> Iterator[Delta]:
    """An answer that is no JSON object; text can only be a server's complaint."""
    if isinstance(body, str) and body.strip():
        yield ErrorDelta(ApiError(None, None, body.strip()[:_LONGEST_COMPLAINT]))
    elif not isinstance(body, str) and body is not None:
        yield UnknownDelta("answer", body)


def _message(told: dict[str, Json]) -> str:
    """The message; behind it what a router's upstream said, which is the real reason."""
    message = told.get("message")
    text = as_text(told if is_blank(message) else message)
    upstream = optional_string(mapping(told.get("metadata")).get("raw"))
    return f"{text}: {upstream}" if upstream and upstream not in text else text


def _detail(detail: Json) -> str:
    """FastAPI's `detail`: a text, or a list of what is wrong where."""
    if not isinstance(detail, list):
        return as_text(detail)
    return "; ".join(_at(mapping(item)) or as_text(item) for item in detail)


def _at(item: dict[str, Json]) -> str:
    path = ".".join(as_text(step) for step in sequence(item.get("loc")))
    said = optional_string(item.get("msg"))
    return f"{path}: {said}" if path and said else said or ""
