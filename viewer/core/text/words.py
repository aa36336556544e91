# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""JSON values -> the strings in them that are words rather than names, numbers and codes."""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.text.json_values import Json

_FEWEST = 3
# What an answer repeats of its request, or says of itself.
_ECHOES = frozenset({"instructions", "tools", "prompt", "metadata", "input", "description", "request"})


def is_words(text: str) -> bool:
    """Whether a text is three words or more."""
    return sum(any(map(str.isalpha, word)) for word in text.split()) >= _FEWEST


def words_in(value: Json, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every string of three words or more in a value, with its place."""
    if isinstance(value, str):
        if is_words(value):
            yield path, value
    elif isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from words_in(inner, (*path, key))


def holds_words(answered: Json) -> bool:
    """Whether an answer says anything in words that it does not only repeat."""
    return any(_ECHOES.isdisjoint(path) for path, _ in words_in(answered))
