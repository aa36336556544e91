# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""One line of text in several weights and colours, with shorter wordings for when there is less room.

Rule: text is plain text, always; `text()` is the longest wording, whatever is drawn, so that screen readers and
tool tips say all of it.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from viewer.core.text.invisible_characters import made_visible
from viewer.dataclass import dataclass
from viewer.gui.look.icons import Icon
from viewer.gui.look.look import Look
from viewer.gui.look.theme import Token

_ICON = 14


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line: text, colour, weight and height in px; `mono` for code; `background` is a chip behind it."""

    text: str
    token: Token = "text2"
    bold: bool = False
    mono: bool = False
    size: float = 13
    background: Token | None = None


def _seen(run: Run) -> Run:
    """A run in which every character can be seen."""
    text = made_visible(run.text)
    return run if text is run.text else replace(run, text=text)


class RunLabel(QLabel):
    """Draws the longest of several wordings that fits, the last one elided when none does."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """An empty line."""
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._look = look
        self._wordings: list[list[Run]] = [[]]
        self._widths: list[int] = []
        self._faces: dict[tuple[bool, bool, float], tuple[QFont, QFontMetrics]] = {}
        self._icon: tuple[Icon, Token] | None = None
        self._align = Qt.AlignmentFlag.AlignLeft
        self._keeps_end = False

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        self._faces.clear()
        self._measure()

    def set_icon(self, icon: Icon | None, token: Token = "text2") -> None:
        """An icon before the line, or none."""
        self._icon = (icon, token) if icon else None
        self._measure()

    def align_right(self) -> None:
        """Draw at the right edge instead of the left one."""
        self._align = Qt.AlignmentFlag.AlignRight
        self.update()

    def keep_end(self) -> None:
        """Where there is no room leave out the beginning of the first run instead of the end."""
        self._keeps_end = True

    def set_runs(self, *wordings: Sequence[Run]) -> None:
        """Show one of these wordings, the longest first."""
        new = [[_seen(run) for run in wording] for wording in wordings] or [[]]
        if new == self._wordings:
            return
        self._wordings = new
        self._measure()
        self.setText("".join(run.text for run in new[0]))

    def width_of(self, wording: int = 0) -> int:
        """The width in px that a wording needs; the last one for any number behind it."""
        return self._widths[min(wording, len(self._widths) - 1)] if self._widths else 0

    def width_for(self, runs: Sequence[Run]) -> int:
        """The width in px that other words would need."""
        return sum(map(self._advance, runs)) + self._indent

    def _measure(self) -> None:
        """Widths are asked for far more often than they change."""
        self._widths = [self.width_for(runs) for runs in self._wordings]
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The longest wording."""
        return QSize(self.width_of(), self._look.theme.px(20))

    def minimumSizeHint(self) -> QSize:
        """Nothing: it can always be elided."""
        return QSize(0, self._look.theme.px(20))

    def resizeEvent(self, event: object) -> None:
        """Say all of it in a tool tip where it does not fit."""
        self._tell_rest()

    def setText(self, text: str) -> None:
        """Keep the tool tip in step with the text."""
        super().setText(text)
        self._tell_rest()

    def _tell_rest(self) -> None:
        hidden = self.width_of() > self.width()
        self.setToolTip(f"<span>{html.escape(self.text())}</span>" if hidden and self.text() else "")
        self.setAccessibleDescription(self.text())  # else it is the tooltip, with its markup

    @property
    def _indent(self) -> int:
        return self._look.theme.px(_ICON + 5) if self._icon else 0

    def _face(self, run: Run) -> tuple[QFont, QFontMetrics]:
        """Font and metrics of a run, made once for each look."""
        wanted = (run.mono, run.bold, run.size)
        if wanted not in self._faces:
            theme = self._look.theme
            font = theme.mono(run.size, bold=run.bold) if run.mono else theme.font(run.size, bold=run.bold)
            self._faces[wanted] = font, QFontMetrics(font)
        return self._faces[wanted]

    def _advance(self, run: Run) -> int:
        padding = self._look.theme.px(8) if run.background else 0
        return self._face(run)[1].horizontalAdvance(run.text) + padding

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the wording that fits, run by run."""
        room = self.width()
        fitting = (n for n in range(len(self._wordings)) if self.width_of(n) <= room)
        chosen = next(fitting, len(self._wordings) - 1)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = max(0, room - self.width_of(chosen)) if self._align is Qt.AlignmentFlag.AlignRight else 0
        if self._icon:
            side = self._look.theme.px(_ICON)
            icon, token = self._icon
            self._look.icons.paint(painter, QRect(x, (self.height() - side) // 2, side, side), icon, token)
            x += self._indent
        for run in self._shortened(self._wordings[chosen], self.width_of(chosen) - room):
            x = self._paint_run(painter, run, x, room)
            if x >= room:
                break

    def _shortened(self, runs: list[Run], overflow: int) -> list[Run]:
        """The runs with the beginning of the first one left out, where the end is to be kept."""
        if not self._keeps_end or overflow <= 0 or not runs:
            return runs
        first = runs[0]
        room = max(0, self._advance(first) - overflow)
        text = self._face(first)[1].elidedText(first.text, Qt.TextElideMode.ElideLeft, room)
        return [replace(first, text=text), *runs[1:]]

    def _paint_run(self, painter: QPainter, run: Run, x: int, room: int) -> int:
        """Draw one run at `x`, cut at `room`; where the next one begins."""
        theme, (font, metrics) = self._look.theme, self._face(run)
        padding = theme.px(4) if run.background else 0
        text, advance = run.text, self._advance(run)
        if x + advance > room:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, room - x - 2 * padding))
        if run.background and text:
            height = theme.px(18)
            width = metrics.horizontalAdvance(text) + 2 * padding
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(run.background))
            painter.drawRoundedRect(QRect(x, (self.height() - height) // 2, width, height), theme.px(4), theme.px(4))
        painter.setFont(font)
        painter.setPen(theme.color(run.token))
        baseline = (self.height() + metrics.ascent() - metrics.descent()) // 2
        painter.drawText(x + padding, baseline, text)
        return x + advance
