# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What stands out in a run, a chip each with its count: a click, or its number as a key, goes to the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.core.text.quantities import plural
from viewer.gui.look.icons import Icon
from viewer.gui.runs.whole_run import Standout
from viewer.gui.widgets.painted_button import PaintedButton

if TYPE_CHECKING:
    from viewer.gui.look.look import Look
    from viewer.gui.look.theme import Token
    from viewer.gui.runs.whole_run import Found, WholeRun

_LOOKS: dict[Standout, tuple[Icon, Token]] = {
    Standout.FAILED_TOOL: (Icon.ERROR, "red"),
    Standout.FAILED_CALL: (Icon.ERROR, "red"),
    Standout.RETRY: (Icon.RETRY, "amber"),
    Standout.CACHE_MISS: (Icon.WARNING, "amber"),
    Standout.COMPACTION: (Icon.SYSTEM, "amber"),
    Standout.SUB_AGENT: (Icon.CONVERSATION, "accent"),
    Standout.BRANCH: (Icon.COMPARE, "accent"),
}
"""In the order in which they are offered: what went wrong first."""
_PLURALS = {Standout.RETRY: "retries", Standout.CACHE_MISS: "cache misses", Standout.BRANCH: "branches"}
_HEIGHT, _GAP = 28, 6


class StandoutChip(PaintedButton):
    """One kind of what stands out."""

    def __init__(self, look: Look, what: Standout, key: int, count: int, parent: QWidget) -> None:
        super().__init__(look, parent)
        self.what = what
        self.setText(plural(count, what.value, _PLURALS.get(what)))
        self.setAccessibleName(f"{self.text()}, go to the next")
        self.setToolTip(f"Go to the next one ({key})")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Icon, words, padding."""
        theme = self._look.theme
        return QSize(QFontMetrics(theme.font(12)).horizontalAdvance(self.text()) + theme.px(44), theme.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A pill with an icon in the colour of what it means."""
        painter, theme = QPainter(self), self._look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        icon, token = _LOOKS[self.what]
        pill = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setPen(theme.color("border2"))
        painter.setBrush(theme.color("tint2" if self.isDown() else "hover" if self.underMouse() else "surface"))
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        size = theme.px(14)
        box = QRect(theme.px(12), (self.height() - size) // 2, size, size)
        self._look.icons.paint(painter, box, icon, token)
        painter.setFont(theme.font(12))
        painter.setPen(theme.color(token))
        words = self.rect().adjusted(box.right() + theme.px(7), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        self.paint_ring(painter, pill.height() / 2)
        painter.end()


class StandoutChips(QWidget):
    """Chips in as many lines as they need."""

    found = Signal(object)
    """The next `Found` of a kind."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Nothing stands out yet."""
        super().__init__(parent)
        self.setAccessibleName("What stands out")
        self._look = look
        self._run: WholeRun | None = None
        self.chips: list[StandoutChip] = []
        self._next: dict[Standout, int] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        for chip in self.chips:
            chip.set_look(look)
        self._arrange()

    def show_run(self, run: WholeRun | None) -> None:
        """Offer what stands out in a run."""
        for chip in self.chips:
            chip.hide()
            chip.deleteLater()
        self._run, self._next, self.chips = run, {}, []
        counts = {what: run.count(what) for what in _LOOKS} if run is not None else {}
        for what, count in counts.items():
            if count:
                chip = StandoutChip(self._look, what, len(self.chips) + 1, count, self)
                chip.clicked.connect(lambda _checked=False, what=what: self.go_on(what))
                chip.show()
                self.chips.append(chip)
        self.setVisible(bool(self.chips))
        self._arrange()

    def press(self, number: int) -> bool:
        """Do what a click on the chip of that number does, from 1 on; whether there is one."""
        if not 1 <= number <= len(self.chips):
            return False
        self.go_on(self.chips[number - 1].what)
        return True

    def go_on(self, what: Standout) -> None:
        """Tell the next of a kind, after the last the first."""
        places: list[Found] = [found for found in self._run.found if found.what is what] if self._run else []
        if places:
            at = self._next.get(what, 0) % len(places)
            self._next[what] = at + 1
            self.found.emit(places[at])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        px, x, y = self._look.theme.px, 0, 0
        for chip in self.chips:
            size = chip.sizeHint()
            if x and x + size.width() > self.width():
                x, y = 0, y + px(_HEIGHT + _GAP)
            chip.setGeometry(x, y, size.width(), size.height())
            x += size.width() + px(_GAP)
        height = y + px(_HEIGHT)
        if (self.minimumHeight(), self.maximumHeight()) != (height, height):
            self.setFixedHeight(height)
