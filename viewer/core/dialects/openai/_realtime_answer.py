# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Realtime API: a response as it stands at its end -> deltas."""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.deltas import Delta, ErrorDelta, FinishDelta
from viewer.core.dialects._envelope import error
from viewer.core.dialects._shape import integer, mapping, sequence, string
from viewer.core.dialects.openai._realtime_items import item_deltas
from viewer.core.dialects.openai._responses_items import awaits_client
from viewer.core.messages import FinishReason, JsonPath, Usage
from viewer.core.text.json_values import Json

_INCOMPLETE = {"max_output_tokens": FinishReason.LENGTH, "content_filter": FinishReason.CONTENT_FILTER}


def response_deltas(response: dict[str, Json], choice: int, path: JsonPath) -> Iterator[Delta]:
    """Items, error and status of a response; its usage is the caller's, who may have to add it to others."""
    output = sequence(response.get("output"))
    for index, item in enumerate(output):
        yield from item_deltas(item, choice, index, (*path, "output", index))
    details = mapping(response.get("status_details"))
    if failure := error(details.get("error")):
        yield ErrorDelta(failure, (*path, "status_details", "error"))
    if status := string(response.get("status")):
        waits = any(awaits_client(item) for item in output)
        yield FinishDelta(status, _reason(status, string(details.get("reason")), waits), choice, (*path, "status"))


def _reason(status: str, detail: str, waits: bool) -> FinishReason | None:
    if status == "completed":
        return FinishReason.TOOL_CALL if waits else FinishReason.STOP
    return FinishReason.ERROR if status == "failed" else _INCOMPLETE.get(detail)


def usage(value: Json) -> Usage | None:
    """Token counts of a response; sound and text count together."""
    told = mapping(value)
    into, out = mapping(told.get("input_token_details")), mapping(told.get("output_token_details"))
    found = Usage(
        input_tokens=integer(told.get("input_tokens")),
        output_tokens=integer(told.get("output_tokens")),
        cache_read_input_tokens=integer(into.get("cached_tokens")),
        reasoning_output_tokens=integer(out.get("reasoning_tokens")),
    )
    return found.by(told)
