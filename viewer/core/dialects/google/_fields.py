# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Fields of Google's APIs, whose JSON spells names in camelCase or in snake_case (protobuf.dev, "ProtoJSON Format")."""

from __future__ import annotations

import re
from functools import lru_cache

from viewer.core.dialects._keys import Keys
from viewer.core.dialects._shape import integer, mapping, optional_string, string
from viewer.core.messages import FinishReason, Usage
from viewer.core.text.json_values import Json

_CAPITAL = re.compile(r"(?=[A-Z])")

_FINISH_REASONS = {
    "STOP": FinishReason.STOP,
    "MAX_TOKENS": FinishReason.LENGTH,
    **dict.fromkeys(
        ("SAFETY", "RECITATION", "LANGUAGE", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR", "JAILBREAK"),
        FinishReason.CONTENT_FILTER,
    ),
    **dict.fromkeys(
        ("IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION"),
        FinishReason.CONTENT_FILTER,
    ),
    **dict.fromkeys(
        ("MALFORMED_FUNCTION_CALL", "MALFORMED_RESPONSE", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS"),
        FinishReason.ERROR,
    ),
    **dict.fromkeys(("MISSING_THOUGHT_SIGNATURE", "NO_IMAGE"), FinishReason.ERROR),
}
# The numbers of which the Gemini API and Vertex AI mean the same; 0 says nothing.
_FINISH_NUMBERS = {
    1: FinishReason.STOP,
    2: FinishReason.LENGTH,
    **dict.fromkeys((3, 4, 6, 7, 8), FinishReason.CONTENT_FILTER),
}


def key(told: dict[str, Json], name: str) -> str:
    """How an object spells the field `name`, which is given in camelCase; that itself where it has none."""
    return name if name in told or (spelled := snake(name)) not in told else spelled


def field(told: dict[str, Json], name: str) -> Json:
    """The value of the field `name`, however it is spelled; None where there is none."""
    return told.get(key(told, name))


@lru_cache(maxsize=256)
def snake(name: str) -> str:
    """`functionCall` -> `function_call`."""
    return _CAPITAL.sub("_", name).lower()


def both_spellings(keys: Keys) -> Keys:
    """Keys known by their names in camelCase, known in snake_case too."""
    spelled = {snake(name): kind for name, kind in keys.translated.items()}
    return Keys(keys.translated | spelled, keys.left_out | {snake(name) for name in keys.left_out})


def finish_reason(native: Json) -> FinishReason | None:
    """A finish reason, word or number, in our vocabulary; None where it is not known."""
    number = integer(native)
    return _FINISH_REASONS.get(string(native)) if number is None else _FINISH_NUMBERS.get(number)


def usage(value: Json) -> Usage | None:
    """Token counts of a `usageMetadata`; None when it holds none. Output tokens do not count those of thoughts."""
    told = mapping(value)
    found = Usage(
        input_tokens=integer(field(told, "promptTokenCount")),
        output_tokens=integer(field(told, "candidatesTokenCount")),
        cache_read_input_tokens=integer(field(told, "cachedContentTokenCount")),
        reasoning_output_tokens=integer(field(told, "thoughtsTokenCount")),
    )
    return found.by(told)


def model_name(value: Json) -> str | None:
    """The model that a resource's name ends with, such as `models/gemini-3-pro`; any other name as it is."""
    return optional_string(string(value).rpartition("models/")[2])
