# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Which JSON objects look like an answer of a language model, or like a piece of one.

Rule: this only tells bodies from other documents. What an answer says is for the dialects to read.
"""

from __future__ import annotations

from viewer.core.formats._document import Value, first_mapping, mapping

# Types of events and messages (Anthropic, Cohere) and keys of events (Bedrock's Converse) that nothing else has.
_TYPES = frozenset(
    {"message_start", "content_block_start", "content_block_delta", "content_block_stop", "message_delta"}
    | {"message_stop", "message-start", "content-start", "content-delta", "content-end", "message-end"}
)
_CONVERSE = frozenset({"messageStart", "contentBlockStart", "contentBlockDelta", "contentBlockStop", "messageStop"})
_CHOICE = frozenset({"delta", "message", "text"})
_PAIRS = (
    {"model", "done"},  # Ollama
    {"generation_id", "text"},  # Cohere v1
    {"finish_reason", "message"},  # Cohere v2
    {"output", "stopReason"},  # Bedrock's Converse
)


def is_error(value: Value) -> bool:
    """Whether a value is an error as a model's API answers with it, and nothing else."""
    if not isinstance(value, dict) or not value.keys() <= {"error", "type", "request_id"}:
        return False
    told = mapping(value, "error")
    return isinstance(told.get("message"), str) and bool({"type", "code", "status"} & told.keys())


def is_answer(value: Value) -> bool:
    """Whether a value is an object such as a model's API answers with, whole or in pieces."""
    if not isinstance(value, dict):
        return False
    kind, name = value.get("type"), value.get("object")
    return (
        isinstance(value.get("candidates"), list)
        or bool(_CHOICE & first_mapping(value.get("choices")).keys())
        or (isinstance(kind, str) and (kind in _TYPES or kind.startswith("response.")))
        or (kind == "message" and "role" in value and isinstance(value.get("content"), list))
        or (isinstance(name, str) and (name == "response" or name.startswith("chat.completion")))
        or (name == "list" and bool(mapping(value, "usage")) and isinstance(value.get("data"), list))
        or any(keys <= value.keys() for keys in _PAIRS)
        or (len(value) == 1 and bool(_CONVERSE & value.keys()))
    )
