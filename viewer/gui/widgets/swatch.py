# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The small square that stands for a kind of event, in the colour of its lane."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from viewer.core.deltas import Kind
from viewer.gui.look.event_colors import KIND_TOKENS
from viewer.gui.look.look import Look


def paint_swatch(painter: QPainter, look: Look, x: int, middle: int, kind: Kind, *, played: bool = True) -> None:
    """Paint the swatch of a kind, its left edge at `x`; paler where playback has not come to it."""
    theme = look.theme
    side = theme.px(8)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(KIND_TOKENS[kind]) if played else theme.not_played(KIND_TOKENS[kind]))
    painter.drawRoundedRect(QRect(x, middle - side // 2 + 1, side, side), 2, 2)
