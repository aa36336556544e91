# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Lines side by side in one area, so that both sides scroll together; only what is visible is made and painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QFontMetrics,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from viewer.gui.code.utf16 import Units
from viewer.gui.comparison.line_folds import LineFolds, Stretch
from viewer.gui.comparison.line_texts import LONGEST, LineTexts
from viewer.gui.look.icons import Icon
from viewer.gui.widgets.announcement import announce

if TYPE_CHECKING:
    from viewer.gui.comparison.cells import Shown
    from viewer.gui.look.look import Look
    from viewer.gui.look.theme import Token

_ROW, _GUTTER, _PAD = 20, 20, 8
_STEP = 40
_GROUNDS: tuple[tuple[Token, Token], ...] = (("diff_removed_row", "diff_removed"), ("diff_added_row", "diff_added"))


class LineView(QAbstractScrollArea):
    """The lines of two texts; the current change is marked."""

    current_changed = Signal(int)
    """Another change is the current one: its number, from 1; 0 for none."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        """Empty until there are lines; `name` is what screen readers call it."""
        super().__init__(parent)
        self._look, self._name = look, name
        self._folds: LineFolds | None = None
        self._texts: LineTexts | None = None
        self._longest = 0
        self._current = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        self._measure()

    # --- what is shown

    def show_folds(self, folds: LineFolds | None, longest: int = 0) -> None:
        """Show lines from the first change on; those that are already shown, folded otherwise, stay where they are."""
        is_new = folds is None or self._folds is None or folds.pairs is not self._folds.pairs
        self._folds, self._longest = folds, min(longest, LONGEST)
        if is_new:
            self._texts = LineTexts(folds.pairs) if folds is not None else None
            self.horizontalScrollBar().setValue(0)
            self.verticalScrollBar().setValue(0)
        self._measure()
        self.go_to(1 if self.change_count else 0)

    @property
    def folds(self) -> LineFolds | None:
        """What is shown, and what of it is folded."""
        return self._folds

    @property
    def change_count(self) -> int:
        """How many changes there are."""
        return len(self._folds.changes) if self._folds else 0

    @property
    def current(self) -> int:
        """The number of the current change, from 1; 0 for none."""
        return self._current

    def step(self, by: int) -> None:
        """Go to the next change, or the previous one; beyond the last stands the first."""
        if self.change_count:
            self.go_to((self._current - 1 + by) % self.change_count + 1)
            announce(self, self.accessibleDescription())

    def go_to(self, number: int) -> None:
        """Make a change the current one and bring it into view."""
        self._current = number if self._folds and 0 < number <= len(self._folds.changes) else 0
        if self._folds is not None and self._current:
            first, last = self._folds.changes[self._current - 1]
            self._bring_into_view(self._folds.line_of(first), last - first)
            self._bring_words_into_view(first)
            before, after = self._folds.pairs.texts(first)
            told = [words[:120].strip() if words is not None else "nothing" for words in (before, after)]
            self.setAccessibleDescription(
                f"Change {self._current:,} of {self.change_count:,}: {told[0]}, becomes {told[1]}"
            )
        else:
            self.setAccessibleDescription("No change")
        self.viewport().update()
        self.current_changed.emit(self._current)

    def _bring_into_view(self, line: int, count: int) -> None:
        bar, height = self.verticalScrollBar(), self._row
        top = line * height
        if top < bar.value() or top + min(count, 8) * height > bar.value() + self.viewport().height():
            bar.setValue(max(top - self.viewport().height() // 4, 0))

    def _bring_words_into_view(self, row: int) -> None:
        """Scroll to the words that differ, and no further than need be."""
        texts = self._texts.of(row) if self._texts else ()
        starts = [text.spans[0] for text in texts if text is not None and text.spans]
        end = max((min(end, start + 40) for start, end in starts), default=0) * self._advance
        self.horizontalScrollBar().setValue(max(round(end) - self._room() * 3 // 4, 0) if end > self._room() else 0)

    # --- sizes

    def _room(self) -> int:
        """What is left of a side for its text."""
        return max(self._columns()[0] - self._number_width() - self._look.theme.px(2 * _PAD), 1)

    @property
    def _row(self) -> int:
        return self._look.theme.px(_ROW)

    @property
    def _advance(self) -> float:
        return QFontMetricsF(self._look.theme.mono(12)).horizontalAdvance("0")

    def _columns(self) -> tuple[int, int]:
        """Width of a side, and where the right one begins."""
        gutter = self._look.theme.px(_GUTTER)
        side = (self.viewport().width() - gutter) // 2
        return side, side + gutter

    def _number_width(self) -> int:
        """Room for the highest number of a line."""
        pairs = self._folds.pairs if self._folds else None
        most = max(len(pairs.before.shown), len(pairs.after.shown)) if pairs else 0
        font = self._look.theme.mono(11)
        return QFontMetrics(font).horizontalAdvance("0" * max(len(f"{most}"), 2)) + self._look.theme.px(2 * _PAD)

    def _measure(self) -> None:
        height = len(self._folds) * self._row if self._folds else 0
        room = self._room()
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setRange(0, max(height - self.viewport().height(), 0))
        vertical.setPageStep(self.viewport().height())
        vertical.setSingleStep(self._row)
        horizontal.setRange(0, max(round(self._longest * self._advance) - room, 0))
        horizontal.setPageStep(room)
        horizontal.setSingleStep(self._look.theme.px(_STEP))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._measure()

    def minimumSizeHint(self) -> QSize:
        """Two columns that can be read."""
        return QSize(self._look.theme.px(480), self._look.theme.px(200))

    # --- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The lines that are visible."""
        painter, theme = QPainter(self.viewport()), self._look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.viewport().rect(), theme.color("surface"))
        if self._folds is not None:
            offset, height = self.verticalScrollBar().value(), self._row
            last = min((offset + self.viewport().height()) // height + 1, len(self._folds))
            for line in range(offset // height, last):
                row, stretch = self._folds.at(line)
                if stretch.is_folded:
                    self._fold(painter, self._folds.words(stretch), line * height - offset)
                else:
                    self._pair(painter, row, line * height - offset)
        side, right = self._columns()
        for x in (side, right - 1):
            painter.fillRect(x, 0, 1, self.viewport().height(), theme.color("border"))
        painter.end()

    def _fold(self, painter: QPainter, words: str, y: int) -> None:
        theme, height = self._look.theme, self._row
        painter.fillRect(0, y, self.viewport().width(), height, theme.color("raised"))
        side = theme.px(12)
        icon = QRect(theme.px(_PAD), y + (height - side) // 2, side, side)
        self._look.icons.paint(painter, icon, Icon.CHEVRON_RIGHT, "text3")
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("text3"))
        room = QRectF(icon.right() + theme.px(_PAD), y, self.viewport().width(), height)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)

    def _pair(self, painter: QPainter, row: int, y: int) -> None:
        if self._folds is None or self._texts is None:
            return
        theme, height = self._look.theme, self._row
        is_change = self._folds.pairs.is_change(row, self._folds.ignored)
        is_current = is_change and self._is_current(row)
        numbers, texts = self._folds.pairs.rows[row], self._texts.of(row)
        side, right = self._columns()
        for which, x in enumerate((0, right)):
            number, text = numbers[which], texts[which]
            if number is None or text is None:
                painter.fillRect(QRectF(x, y, side, height), QBrush(theme.color("border"), Qt.BrushStyle.BDiagPattern))
                continue
            ground, edge = _GROUNDS[which]
            if is_change:
                is_alone = numbers[1 - which] is None
                painter.fillRect(x, y, side, height, theme.color(ground if is_alone else "soft"))
                painter.fillRect(x, y, theme.px(3), height, theme.color(edge))
            self._number(painter, number + 1, x, y)
            self._text(painter, text, which, QRect(x, y, side, height), is_change=is_change)
        if row in self._folds.pairs.differing:
            sign = "≈" if not is_change else "+" if numbers[0] is None else "−" if numbers[1] is None else "≠"
            painter.setFont(theme.font(11, bold=is_current))
            painter.setPen(theme.color("accent" if is_current else "text3"))
            painter.drawText(QRect(side, y, right - side, height), Qt.AlignmentFlag.AlignCenter, sign)

    def _number(self, painter: QPainter, number: int, x: int, y: int) -> None:
        theme = self._look.theme
        painter.setFont(theme.mono(11))
        painter.setPen(theme.color("text3"))
        room = QRect(x, y, self._number_width() - theme.px(_PAD) // 2, self._row)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(number))

    def _text(self, painter: QPainter, text: Shown, which: int, box: QRect, *, is_change: bool) -> None:
        theme = self._look.theme
        font = theme.mono(12)
        metrics, units = QFontMetricsF(font), Units(text.text)
        left = box.left() + self._number_width() + theme.px(_PAD) // 2
        x = left - self.horizontalScrollBar().value()
        painter.save()
        painter.setClipRect(QRect(left, box.top(), box.right() - left - theme.px(2), box.height()))
        for start, end in text.spans if is_change else ():
            begin = metrics.horizontalAdvance(text.text, units.at(start))
            wide = metrics.horizontalAdvance(text.text, units.at(end)) - begin
            painter.fillRect(QRectF(x + begin, box.top() + 1, wide, box.height() - 2), theme.color(_GROUNDS[which][1]))
        painter.setFont(font)
        painter.setPen(theme.color("text" if is_change else "text2"))
        base = box.top() + round((box.height() + metrics.ascent() - metrics.descent()) / 2)
        painter.drawText(QPointF(x, base), text.text)
        painter.restore()

    def _is_current(self, row: int) -> bool:
        if self._folds is None or not self._current:
            return False
        first, last = self._folds.changes[self._current - 1]
        return first <= row < last

    # --- pointer and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A fold opens; a change becomes the current one."""
        line = (int(event.position().y()) + self.verticalScrollBar().value()) // self._row
        if self._folds is None or not 0 <= line < len(self._folds):
            return
        row, stretch = self._folds.at(line)
        if stretch.is_folded:
            self._open(stretch)
        elif number := self._folds.change_at(row):
            self.go_to(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from change to change; Enter opens the fold above the current one, or the first one."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps and event.modifiers() == Qt.KeyboardModifier.NoModifier and self.change_count:
            self.step(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open_near()
        else:
            super().keyPressEvent(event)

    def _open(self, stretch: Stretch) -> None:
        if self._folds is not None:
            self._folds.open(stretch)
            self._measure()

    def _open_near(self) -> None:
        if self._folds is None:
            return
        end = self._folds.changes[self._current - 1][0] if self._current else len(self._folds.pairs.rows)
        folded = [stretch for stretch in self._folds.stretches if stretch.is_folded]
        above = [stretch for stretch in folded if stretch.first < end]
        if folded:
            self._open(above[-1] if above and self._current else folded[0])
