# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The lines of a body that a reader composed (`viewer.core.media_types`), each with its span."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from viewer.core.errors import Problem, Severity
from viewer.core.text.json_values import Json, parse_json

_LINE = re.compile(rb"[^\n]+")


class ComposedLine(NamedTuple):
    """One line that is not empty: its bytes in the body, its text, and what it holds where it is a JSON object."""

    span: tuple[int, int]
    text: str
    fields: dict[str, Json] | None


def composed_lines(body: bytes) -> Iterator[ComposedLine]:
    """Every line in order; `fields` is None for a line that is no object, which only a damaged body has."""
    for line in _LINE.finditer(body):
        text = line[0].decode("utf-8", errors="replace")
        value, _ = parse_json(text)
        yield ComposedLine(line.span(), text, value if isinstance(value, dict) else None)


def first_fields(body: bytes) -> dict[str, Json]:
    """What the first line holds; empty where it is no object."""
    return next((line.fields or {} for line in composed_lines(body)), {})


def no_message(index: int) -> tuple[Problem, ...]:
    """What is wrong with a line that holds no message."""
    return (Problem(Severity.ERROR, "a line that is no recorded message", event=index + 1),)
