# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""OpenAI's text completions, and what asks like them: request body -> Prompt."""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.dialects._shape import integer, is_blank, mapping, optional_string
from viewer.core.dialects._summaries import prompt_part
from viewer.core.messages import JsonPath, Message, Prompt
from viewer.core.text.json_values import Json

_NOT_SETTINGS = ("model", "prompt", "stream")


def prompt(body: Json) -> Prompt:
    """What a request asks; a body that is no object is shown as it is."""
    told = mapping(body)
    shown: Json = told.get("prompt") if isinstance(body, dict) else body
    return Prompt(
        model=optional_string(told.get("model")),
        stream=told.get("stream") is True,
        messages=tuple(_messages(shown, ("prompt",) if isinstance(body, dict) else ())),
        settings={key: value for key, value in told.items() if key not in _NOT_SETTINGS},
    )


def _messages(prompt: Json, path: JsonPath) -> Iterator[Message]:
    """One message a prompt: a list of texts is as many prompts, a list of numbers is one in tokens."""
    if isinstance(prompt, list) and not all(integer(token) is not None for token in prompt):
        for index, one in enumerate(prompt):
            yield Message("user", (prompt_part(one),), path=(*path, index))
    elif not is_blank(prompt):
        yield Message("user", (prompt_part(prompt),), path=path)
