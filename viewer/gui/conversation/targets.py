# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What can be activated with mouse or keyboard: links, folds, cards and pictures."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TypeAlias

from PySide6.QtCore import QPoint, QRect

from viewer.gui.conversation.hit_testing import item_at
from viewer.gui.conversation.row_layout import RowLayout
from viewer.gui.conversation.rows import Action, Line, OpenPicture, Picture

Target: TypeAlias = tuple[Hashable, int]
"""The key of a row and the number of a span in it; -1 for the whole row."""


def all_targets(layout: RowLayout) -> list[Target]:
    """Every target in reading order."""
    found: list[Target] = []
    for item in layout.items:
        content = item.row.content
        if isinstance(content, Line):
            found += [(item.row.key, -1)] if content.action else []
            found += [(item.row.key, n) for n, span in enumerate(content.spans) if span.action]
        elif isinstance(content, Picture):
            found.append((item.row.key, -1))
    return found


def target_at(layout: RowLayout, point: QPoint) -> Target | None:
    """The target at a point of the column."""
    item = item_at(layout, point)
    if item is None or not item.rect.contains(point):
        return None
    if isinstance(item.row.content, Picture):
        return (item.row.key, -1)
    if not isinstance(item.row.content, Line):
        return None
    number = layout.line_of(item).span_at(point - QPoint(item.x, item.top))
    return None if number is None else (item.row.key, number)


def action_of(layout: RowLayout, target: Target) -> Action | None:
    """What activating a target does; None where the row has changed and does not have it any more."""
    item = layout.item(target[0])
    content = item.row.content if item else None
    if isinstance(content, Picture):
        return OpenPicture(content.blob)
    if not isinstance(content, Line) or target[1] >= len(content.spans):
        return None
    return content.action if target[1] < 0 else content.spans[target[1]].action


def target_rect(layout: RowLayout, target: Target) -> QRect | None:
    """The rectangle of a target in the column; None when it is gone."""
    item = layout.item(target[0])
    if item is None:
        return None
    if target[1] < 0 or not isinstance(item.row.content, Line):
        return item.rect
    return layout.line_of(item).rect_of(target[1]).translated(item.x, item.top)


def spoken_name(layout: RowLayout, target: Target) -> str:
    """What a screen reader calls a target; empty where it is gone."""
    item = layout.item(target[0])
    content = item.row.content if item else None
    if isinstance(content, Picture):
        return f"Open {content.spoken}"
    if not isinstance(content, Line) or target[1] >= len(content.spans):
        return ""
    named = content if target[1] < 0 else content.spans[target[1]]
    return named.spoken or named.text
