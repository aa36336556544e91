# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is compared with what: both names over their columns, with a letter each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent

from viewer.core.text.invisible_characters import in_one_line
from viewer.gui.widgets.hairlines import Bar

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from viewer.gui.look.look import Look
    from viewer.gui.look.theme import Token

_HEIGHT = 56
_SIDES: tuple[tuple[str, Token], ...] = (("A", "diff_removed"), ("B", "diff_added"))


class Heads(Bar):
    """Two names, each with a line of facts below."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Nothing is compared yet."""
        super().__init__(look, parent, "surface")
        self._told: tuple[tuple[str, str], tuple[str, str]] = (("", ""), ("", ""))

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        super().set_look(look)
        self.setFixedHeight(look.theme.px(_HEIGHT))

    def show_sides(self, before: tuple[str, str], after: tuple[str, str]) -> None:
        """Show a path and facts for each side."""
        self._told = before, after
        self.setAccessibleName(f"A: {before[0]}, {before[1]}. B: {after[0]}, {after[1]}")
        self.setToolTip(f"A: {before[0]}\nB: {after[0]}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Letter, name and facts of each side."""
        super().paintEvent(event)
        painter, theme = QPainter(self), self._look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = self.width() / 2
        for number, (told, (letter, color)) in enumerate(zip(self._told, _SIDES, strict=True)):
            x = number * half + theme.px(16)
            badge = QRectF(x, theme.px(14), theme.px(24), theme.px(24))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(color))
            painter.drawRoundedRect(badge, 4, 4)
            painter.setPen(theme.color("text"))
            painter.setFont(theme.font(bold=True))
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, letter)
            room = half - theme.px(72)
            name = QFontMetrics(painter.font()).elidedText(
                in_one_line(told[0]), Qt.TextElideMode.ElideMiddle, int(room)
            )
            painter.drawText(
                QRectF(x + theme.px(36), theme.px(8), room, theme.px(20)), Qt.AlignmentFlag.AlignVCenter, name
            )
            painter.setFont(theme.font(12))
            painter.setPen(theme.color("text2"))
            facts = QRectF(x + theme.px(36), theme.px(28), room, theme.px(20))
            words = QFontMetrics(painter.font()).elidedText(
                in_one_line(told[1]), Qt.TextElideMode.ElideMiddle, int(room)
            )
            painter.drawText(facts, Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()
