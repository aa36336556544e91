# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The row of chips above the events: one per kind with its count. None chosen shows all, otherwise those chosen."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QRectF, QSize, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.core.deltas import Kind
from viewer.core.text.quantities import plural
from viewer.core.timeline import Timeline, TimeSource, duration_text
from viewer.core.transcript.event_kinds import lane_name, lane_of
from viewer.gui.look.icons import Icon
from viewer.gui.look.look import Look
from viewer.gui.look.theme import Token
from viewer.gui.widgets.painted_button import PaintedButton
from viewer.gui.widgets.run_label import Run, RunLabel
from viewer.gui.widgets.swatch import paint_swatch


class _Chip(PaintedButton):
    """One kind of event."""

    def __init__(self, look: Look, kind: Kind, name: str, count: int, parent: QWidget) -> None:
        super().__init__(look, parent)
        self.kind = kind
        self.setCheckable(True)
        self.setText(f"{name} {count:,}")
        self.setAccessibleName(f"Show {name}, {plural(count, 'event')}")

    def sizeHint(self) -> QSize:
        """Swatch, words, padding."""
        theme = self._look.theme
        return QSize(QFontMetrics(theme.font(12)).horizontalAdvance(self.text()) + theme.px(34), theme.px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A pill; chosen, it is tinted and outlined in the accent colour."""
        painter, theme = QPainter(self), self._look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pill = QRectF(self.rect()).adjusted(1.5, 2.5, -1.5, -2.5)
        painter.setPen(QPen(theme.color("accent" if self.isChecked() else "border2"), 1))
        painter.setBrush(theme.color("tint" if self.isChecked() else "hover" if self.underMouse() else "surface"))
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        paint_swatch(painter, self._look, theme.px(12), self.height() // 2 - 1, self.kind)
        font = theme.font(12)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        painter.drawText(theme.px(24), (self.height() + metrics.ascent() - metrics.descent()) // 2, self.text())
        self.paint_ring(painter, pill.height() / 2)


class EventFilter(QWidget):
    """Chips that wrap into as many rows as they need, and where the times come from."""

    kinds_changed = Signal(object)
    """The kinds to show, a frozenset; empty for all."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """No chips yet."""
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._look = look
        self._chips: list[_Chip] = []
        self._caption = RunLabel(look, self)
        self._source = RunLabel(look, self)
        self._source.setObjectName("eventTimesLabel")
        self.set_look(look)

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds that are chosen."""
        return frozenset(chip.kind for chip in self._chips if chip.isChecked())

    def choose(self, kinds: frozenset[Kind]) -> None:
        """Choose kinds, those of them that are offered."""
        for chip in self._chips:
            chip.setChecked(chip.kind in kinds)

    def set_timeline(self, counts: Mapping[Kind, int], timeline: Timeline, end_mark: str) -> None:
        """Offer these kinds with their counts, none chosen; `end_mark` is what the last kind is called."""
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for kind, count in counts.items():
            chip = _Chip(self._look, kind, _name(kind, end_mark), count, self)
            chip.toggled.connect(self._on_toggled)
            chip.show()
            self._chips.append(chip)
        self._tell_source(timeline)
        self._arrange()

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        for chip in self._chips:
            chip.set_look(look)
        for label in (self._caption, self._source):
            label.set_look(look)
        self._caption.set_runs([Run("Show", "text2", size=12)])
        self._arrange()
        self.update()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Wrap anew."""
        self._arrange()

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(self._look.theme.px(400), self.minimumHeight())

    def _tell_source(self, timeline: Timeline) -> None:
        token: Token = "text3" if timeline.source is TimeSource.RECORDED else "amber"
        wordings = {
            TimeSource.RECORDED: ["Δt as recorded"],
            TimeSource.SCALED: [f"Δt spread evenly over {duration_text(timeline.duration_ms)}", "Δt spread evenly"],
            TimeSource.PACED: ["Δt invented, no times recorded", "Δt invented"],
        }[timeline.source]
        self._source.set_icon(Icon.CLOCK, token)
        self._source.set_runs(*([Run(wording, token, size=12)] for wording in wordings))

    def _arrange(self) -> None:
        """Chips from the left in rows; the source at the right of the first row, or after the last chip."""
        px = self._look.theme.px
        top, height = px(7), px(28)
        self._caption.setGeometry(px(16), top, self._caption.width_of(), height)
        left = px(16) + self._caption.width_of() + px(10)
        right = self.width() - px(16)
        x, y, first_end = left, top, left
        for chip in self._chips:
            width = chip.sizeHint().width()
            if x + width > right and x > left:
                x, y = left, y + height + px(4)
            chip.setGeometry(x, y, width, height)
            x += width + px(6)
            first_end = x if y == top else first_end
        bottom = self._place_source(first_end, QPoint(x, y), right)
        if bottom != self.minimumHeight():
            self.setFixedHeight(bottom)

    def _place_source(self, first_end: int, at: QPoint, right: int) -> int:
        """Place where the times come from where there is room; the bottom of everything."""
        px, top = self._look.theme.px, self._look.theme.px(7)
        end, y = first_end, top
        if right - end < self._source.width_of(1) + px(8):
            end, y = at.x(), at.y()
        if right - end < self._source.width_of(1) + px(8):
            end, y = px(16), at.y() + px(30)
        wide = 0 if right - end >= self._source.width_of(0) + px(8) else 1
        width = min(self._source.width_of(wide), right - px(16))
        self._source.setGeometry(right - width, y, width, px(28))
        return max(at.y(), y) + px(28) + px(7)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Background and the line below."""
        painter, theme = QPainter(self), self._look.theme
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border"))

    def _on_toggled(self) -> None:
        self.kinds_changed.emit(self.kinds)


def _name(kind: Kind, end_mark: str) -> str:
    """What a chip is called: as its lane, unless it shares one."""
    own = {Kind.DONE: end_mark or "End", Kind.META: "Envelope", Kind.UNKNOWN: "Unknown"}
    return own.get(kind) or lane_name(lane_of(kind))
