# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A whole Part -> the deltas that make it, for APIs whose answers are made of the same blocks as their requests."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from viewer.core.deltas import AnnotationDelta, Delta, PartDelta, ReasoningDelta, TextDelta, ToolCallDelta
from viewer.core.messages import JsonPath, Part, Reasoning, Text, ToolCall


def part_deltas(part: Part, key: Hashable, choice: int, path: JsonPath) -> Iterator[Delta]:
    """The deltas that make a part; later ones with the same key go on with it. `path` points at its value."""
    match part:
        case Text(content, annotations, refusal):
            yield TextDelta(content, choice, key, path, refusal=refusal)
            if annotations:
                yield AnnotationDelta(annotations, choice, key, path)
        case Reasoning(content, signature):
            yield ReasoningDelta(content, choice, key, path, signature=signature)
        case ToolCall(id_, name, arguments, server):
            yield ToolCallDelta(arguments, id_, name, choice, key, path, server=server)
        case _:
            yield PartDelta(part, choice, key, path)
