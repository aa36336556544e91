# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a tool call does, as rows of its card: a heading in words, and lines below it."""

from __future__ import annotations

import json
from collections.abc import Hashable
from typing import TYPE_CHECKING

from viewer.core.text.json_values import Json
from viewer.core.tool_bodies import MOST_CHARACTERS, Kind, ToolBody, exit_code, tool_body
from viewer.gui.conversation.row_writers.line_runs import run_rows
from viewer.gui.conversation.rows import Frame, Group, Line, Row, Span, Style

if TYPE_CHECKING:
    from viewer.gui.conversation.row_writers.context import RowContext

_HEADING = 34
_WORDS: dict[Kind, str] = {
    "edit": "edits",
    "write": "writes",
    "patch": "patches",
    "shell": "runs",
    "to-do list": "to-do list",
    "search": "searches",
}


def body_of(context: RowContext, key: Hashable, arguments: str) -> ToolBody | None:
    """What complete arguments do, with secrets masked before anything is cut; None where their shape is not known."""
    if len(arguments) > 2 * MOST_CHARACTERS:
        return None

    def read() -> ToolBody | None:
        try:
            told: Json = json.loads(arguments)
        except (ValueError, RecursionError):
            return None
        return tool_body(context.masker.json(told))

    return context.cached(("body", key), read)


def body_rows(
    context: RowContext, key: Hashable, body: ToolBody, response: Json, group: Group, frame: Frame
) -> list[Row]:
    """A heading with what is counted, and the lines."""
    spans = [Span(_WORDS[body.kind], Style.META)]
    spans += [Span(context.mask(body.about, 400), Style.VALUE, shrinks=1)] if body.about else []
    spans += [Span(body.note, Style.META)] if body.note else []
    if body.kind in ("edit", "patch", "write"):
        spans.append(Span(f"+{body.added:,}", Style.CHIP, None, "green", right=True, spoken=f"{body.added} added"))
    if body.kind in ("edit", "patch"):
        spans.append(Span(f"−{body.removed:,}", Style.CHIP, None, "red", right=True, spoken=f"{body.removed} removed"))
    code = exit_code(response) if body.kind == "shell" else None
    if code is not None:
        spans.append(Span(f"exit code {code}", Style.CHIP, None, "red" if code else "green", right=True))
    rows = [Row(("body", key), Line(tuple(spans), _HEADING, pad=16), group, frame, ruled=True)]
    return rows + run_rows(context, ("body", key), body.runs, group, frame, "and more: see the arguments")
