# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What the colours of the chart mean: those kinds that the run has, in as many lines as they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.core.runs.context import ContextKind
from viewer.gui.runs.chart_painter import SUB_AGENT_LINE
from viewer.gui.runs.context_colors import KIND_NAMES, KIND_TOKENS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from viewer.gui.look.look import Look
    from viewer.gui.runs.whole_run import WholeRun

_SWATCH, _LINE = 8, 20


class Legend(QWidget):
    """Swatches with their words."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Nothing to explain yet."""
        super().__init__(parent)
        self._look = look
        self._kinds: tuple[ContextKind, ...] = ()
        self._has_sub_agents = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        self._arrange()

    def show_run(self, run: WholeRun | None) -> None:
        """Explain the kinds of a run."""
        moments = run.moments if run is not None else ()
        there = {kind for moment in moments for kind, _ in moment.step.context.kinds}
        self._kinds = tuple(kind for kind in ContextKind if kind in there)
        self._has_sub_agents = any(moment.is_sub_agent for moment in moments)
        names = ", ".join(KIND_NAMES[kind] for kind in self._kinds)
        self.setAccessibleName(f"Kinds, from the bottom of a bar to its top: {names}" if names else "")
        self._arrange()

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(self._look.theme.px(300), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Each swatch, and the word for it."""
        painter, theme = QPainter(self), self._look.theme
        painter.setFont(theme.font(11))
        for kind, box in self._boxes():
            side = theme.px(_SWATCH)
            high = side if kind is not None else theme.px(SUB_AGENT_LINE)
            top = box.top() + (box.height() - high) // 2
            painter.fillRect(box.left(), top, side, high, theme.color(KIND_TOKENS[kind] if kind else "accent"))
            painter.setPen(theme.color("text2"))
            words = box.adjusted(side + theme.px(6), 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, _name(kind))
        painter.end()

    def _boxes(self) -> Iterator[tuple[ContextKind | None, QRect]]:
        """Where each kind stands; behind them None, for sub-agents."""
        theme = self._look.theme
        metrics, x, y = QFontMetrics(theme.font(11)), 0, 0
        for kind in (*self._kinds, *([None] if self._has_sub_agents else [])):
            width = theme.px(_SWATCH + 6) + metrics.horizontalAdvance(_name(kind)) + 2
            if x and x + width > self.width():
                x, y = 0, y + theme.px(_LINE)
            yield kind, QRect(x, y, width, theme.px(_LINE))
            x += width + theme.px(14)

    def _arrange(self) -> None:
        bottom = max((box.bottom() + 1 for _, box in self._boxes()), default=self._look.theme.px(_LINE))
        if bottom != self.minimumHeight() or bottom != self.maximumHeight():
            self.setFixedHeight(bottom)
        self.update()


def _name(kind: ContextKind | None) -> str:
    return "asked by a sub-agent" if kind is None else KIND_NAMES[kind]
