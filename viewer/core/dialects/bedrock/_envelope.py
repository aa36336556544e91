# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What Bedrock's answers share whatever the model: token counts, errors, exceptions as events, guardrails."""

from __future__ import annotations

import re
from collections.abc import Iterator

from viewer.core.deltas import Delta, FinishDelta, PartDelta, UsageDelta
from viewer.core.dialects._envelope import error
from viewer.core.dialects._shape import integer, is_blank, mapping, optional_string, string
from viewer.core.messages import ApiError, FinishReason, JsonPath, Other, Usage
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json

_EXCEPTION = re.compile(r"[A-Za-z]*(?:Exception|Error|Failure|Throttling)")
_EXTRA = "amazon-bedrock-"
_INTERVENED = "INTERVENED"
"""What a guardrail did that spoke in the model's place."""


def usage(value: Json) -> Usage | None:
    """Token counts of a Converse `usage`, or of `amazon-bedrock-invocationMetrics`; None when it holds none."""
    told = mapping(value)
    found = Usage(
        uncached_input_tokens=_count(told, "inputTokens", "inputTokenCount"),
        output_tokens=_count(told, "outputTokens", "outputTokenCount"),
        cache_read_input_tokens=_count(told, "cacheReadInputTokens", "cacheReadInputTokenCount"),
        cache_creation_input_tokens=_count(told, "cacheWriteInputTokens", "cacheWriteInputTokenCount"),
    )
    return found.by(told)


def _count(told: dict[str, Json], *keys: str) -> int | None:
    return next((count for count in (integer(told.get(key)) for key in keys) if count is not None), None)


def body_error(body: Json) -> ApiError | None:
    """The error of a whole body: `{"message": ...}`, with a `__type` or without; None when it is none."""
    told = mapping(body)
    if not is_blank(told.get("error")):
        return error(told["error"])
    message = next((told[key] for key in ("message", "Message") if isinstance(told.get(key), str)), None)
    if message is None:
        return None
    kind = string(told.get("__type")).rpartition("#")[2]
    return ApiError(optional_string(kind), None, string(message))


def exception(event: StreamEvent) -> ApiError | None:
    """The error that an event of the stream is, by its name; None for any other event."""
    if not event.name or not _EXCEPTION.fullmatch(event.name):
        return None
    found = body_error(event.json)
    return ApiError(event.name, None, found.message if found else event.data)


def without_extras(chunk: dict[str, Json]) -> dict[str, Json]:
    """What the model's vendor said, without what Bedrock put beside it."""
    return {key: value for key, value in chunk.items() if not key.startswith(_EXTRA)}


def extra_deltas(chunk: dict[str, Json], *, with_usage: bool) -> Iterator[Delta]:
    """What Bedrock put beside the vendor's words: token counts, and what a guardrail found."""
    metrics = f"{_EXTRA}invocationMetrics"
    if with_usage and (found := usage(chunk.get(metrics))):
        yield UsageDelta(found, path=(metrics,))
    elif mapping(chunk.get(metrics)):  # told beside the vendor's own
        yield UsageDelta(Usage(reported={metrics: chunk[metrics]}), path=(metrics,))
    action = f"{_EXTRA}guardrailAction"
    if chunk.get(action) == _INTERVENED:  # the vendor's own stream may just stop then, or end as if all were well
        yield FinishDelta(_INTERVENED, FinishReason.CONTENT_FILTER, path=(action,))
    yield from trace_deltas(chunk.get(f"{_EXTRA}trace"), (f"{_EXTRA}trace",))


def trace_deltas(trace: Json, path: JsonPath) -> Iterator[Delta]:
    """The trace of a guardrail or a prompt router, shown as a part."""
    if not is_blank(trace):
        yield PartDelta(Other("trace", trace), key="trace", path=path)
