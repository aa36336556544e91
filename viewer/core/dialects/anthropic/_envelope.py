# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What surrounds the content of an Anthropic answer: token usage and stop reasons."""

from __future__ import annotations

from viewer.core.dialects._shape import integer, mapping
from viewer.core.messages import FinishReason, Usage
from viewer.core.text.json_values import Json

_STOP_REASONS = {
    "end_turn": FinishReason.STOP,
    "stop_sequence": FinishReason.STOP,
    "max_tokens": FinishReason.LENGTH,
    "model_context_window_exceeded": FinishReason.LENGTH,
    "tool_use": FinishReason.TOOL_CALL,
    "refusal": FinishReason.CONTENT_FILTER,
}


def finish_reason(native: str) -> FinishReason | None:
    """A stop reason in our vocabulary; None for `pause_turn`, after which the turn goes on, and for unknown words."""
    return _STOP_REASONS.get(native)


def usage(value: Json) -> Usage | None:
    """Token counts of a `usage` object; None when it holds none. Input tokens are told without those of the cache."""
    told = mapping(value)
    found = Usage(
        uncached_input_tokens=integer(told.get("input_tokens")),
        output_tokens=integer(told.get("output_tokens")),
        cache_read_input_tokens=integer(told.get("cache_read_input_tokens")),
        cache_creation_input_tokens=integer(told.get("cache_creation_input_tokens")),
        reasoning_output_tokens=integer(mapping(told.get("output_tokens_details")).get("thinking_tokens")),
    )
    return found.by(told)
