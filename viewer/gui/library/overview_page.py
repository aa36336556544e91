# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The page of a folder, a file or a conversation: what it holds in numbers.

Every line leads to a filter, a file or an interaction, by pointer or by key.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from viewer.core.text.invisible_characters import in_one_line
from viewer.gui.look.icons import Icon
from viewer.gui.widgets.buttons import Button

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent

    from viewer.gui.look.look import Look
    from viewer.gui.look.theme import Token
    from viewer.gui.models.facets import Line, Mood, Section
    from viewer.gui.models.overview import Overview

_COLUMN = 380
"""Width in px that a column of sections needs."""
_WIDEST = 980
_MARGIN, _FACT = 32, 100
"""Width in px left free at both sides, and that a number with its noun needs beside another."""
_NUMBERS = 64
"""Width in px that the numbers at the end of bars have for themselves."""
_MOODS: dict[Mood, Token] = {"": "text2", "odd": "amber", "bad": "red"}


class LineButton(QAbstractButton):
    """A line of a section: words, a bar for its share, a number."""

    def __init__(self, look: Look, line: Line, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self.line = look, line
        self.setText(line.label)
        self.setToolTip(line.tip)
        self.setAccessibleName(f"{line.label}, {line.note}" + (", set as a filter" if line.is_set else ""))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """A row high enough to be hit."""
        return QSize(200, self._look.theme.px(30))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter follows the line, the arrows walk to the next."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_J):
            self.focusNextPrevChild(True)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_K):
            self.focusNextPrevChild(False)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Come into view."""
        super().focusInEvent(event)
        parent = self.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(self, 0, 24)
            parent = parent.parentWidget()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Words left, number right, the share as a background behind both."""
        painter, theme = QPainter(self), self._look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.line.share:
            numbers = theme.px(_NUMBERS)  # so that a number never stands on the end of its bar
            painter.setBrush(theme.color("hover"))
            painter.drawRoundedRect(
                QRectF(box.left(), box.top(), max((box.width() - numbers) * self.line.share, 8), box.height()), 5, 5
            )
        if self.underMouse() or self.line.is_set:
            painter.setBrush(theme.color("tint"))
            painter.drawRoundedRect(box, 5, 5)
        inner = self.rect().adjusted(theme.px(8), 0, -theme.px(8), 0)
        name = QFontMetrics(theme.font(13)).horizontalAdvance(in_one_line(self.line.label))
        left = max(inner.width() - name - theme.px(12), inner.width() * 4 // 10)  # words go first, as far as they need
        note = QFontMetrics(theme.font(12)).elidedText(self.line.note, Qt.TextElideMode.ElideRight, left)
        painter.setFont(theme.font(12))
        painter.setPen(theme.color(_MOODS[self.line.mood]))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, note)
        room = inner.width() - QFontMetrics(theme.font(12)).horizontalAdvance(note) - theme.px(12)
        if self.line.is_set:
            size = theme.px(14)
            mark = QRect(inner.left(), (self.height() - size) // 2, size, size)
            self._look.icons.paint(painter, mark, Icon.CHECK, "accent")
            inner.setLeft(inner.left() + theme.px(20))
            room -= theme.px(20)
        painter.setFont(theme.font(13))
        painter.setPen(theme.color("text"))
        is_file = self.line.path is not None and self.line.exchange < 0
        elide = Qt.TextElideMode.ElideMiddle if is_file else Qt.TextElideMode.ElideRight
        words = QFontMetrics(theme.font(13)).elidedText(in_one_line(self.line.label), elide, room)
        painter.drawText(QRect(inner.left(), 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
        if self.hasFocus():
            painter.setPen(theme.color("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.end()


class OverviewPage(QScrollArea):
    """Numbers on top, sections below in as many columns as there is room for."""

    query_requested = Signal(str)
    path_requested = Signal(Path)
    exchange_requested = Signal(Path, int)
    """A file, and an interaction of it."""
    run_requested = Signal()
    """The page of the run, in place of this one."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Nothing is shown yet."""
        super().__init__(parent, widgetResizable=True)
        self.setObjectName("overviewPage")
        self.setAccessibleName("Overview of the folder")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._look = look
        self._shown: Overview | None = None
        self._columns = self._beside = 1
        self._offers_run = False

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        if self._shown is not None:
            self._build(self._shown)

    def show_overview(self, shown: Overview) -> None:
        """Show what a folder holds; where that is known already nothing changes, the focus stays on its line."""
        if shown != self._shown:
            self._build(shown)

    def offer_run(self, *, offered: bool) -> None:
        """Offer the page of the run of what is shown next, or do not."""
        if offered != self._offers_run:
            self._offers_run, self._shown = offered, None

    def show_section(self, title: str) -> None:
        """Bring a section into view, with the focus on its first line."""
        for section in self.findChildren(QWidget, title):
            button = section.findChild(LineButton)
            if button is not None:
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                self.ensureWidgetVisible(section, 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column more or less."""
        super().resizeEvent(event)
        if self._shown is not None and (self._column_count(), self._facts_a_row()) != (self._columns, self._beside):
            self._build(self._shown)

    # --- inside

    def _column_count(self) -> int:
        return 2 if self.viewport().width() >= self._look.theme.px(2 * _COLUMN) else 1

    def _facts_a_row(self) -> int:
        """How many numbers with their nouns have room beside each other."""
        return max((self.viewport().width() - 2 * self._look.theme.px(_MARGIN)) // self._look.theme.px(_FACT), 1)

    def _build(self, shown: Overview) -> None:
        focused = self.focusWidget()
        place = focused.line.label if isinstance(focused, LineButton) and focused.hasFocus() else None
        at = self.verticalScrollBar().value()
        self._shown, self._columns, self._beside = shown, self._column_count(), self._facts_a_row()
        px = self._look.theme.px
        page, column_of_all = _Background(self._look), QWidget()
        beside = QHBoxLayout(page)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(column_of_all, 1)
        beside.addStretch(0)
        outer = QVBoxLayout(column_of_all)
        outer.setContentsMargins(px(_MARGIN), px(28), px(_MARGIN), px(28))
        outer.setSpacing(px(4))
        head = QHBoxLayout()
        head.addWidget(self._label(shown.title, 22, bold=True), 1)
        if self._offers_run and shown.lead is not None:
            run = Button(self._look, "Run", tip="What happened in the run (Ctrl+R)")
            run.clicked.connect(self.run_requested)
            head.addWidget(run)
        outer.addLayout(head)
        where = self._label(str(shown.path), 12, token="text2")
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        outer.addWidget(where)
        outer.addSpacing(px(16))
        outer.addLayout(self._facts(shown))
        outer.addSpacing(px(12))
        if shown.lead is not None:
            outer.addWidget(self._section(shown.lead))
            outer.addSpacing(px(20))
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(40))
        for column in range(self._columns):
            grid.setColumnStretch(column, 1)
            side = QVBoxLayout()
            side.setSpacing(px(20))
            for section in shown.sections[column :: self._columns]:
                side.addWidget(self._section(section))
            side.addStretch(1)
            grid.addLayout(side, 0, column)
        outer.addLayout(grid)
        if shown.tail is not None:
            outer.addSpacing(px(20))
            outer.addWidget(self._section(shown.tail))
        outer.addStretch(1)
        column_of_all.setMaximumWidth(px(_WIDEST))
        self.setWidget(page)
        self.verticalScrollBar().setValue(at)
        if place is not None:
            again = (button for button in page.findChildren(LineButton) if button.line.label == place)
            if (button := next(again, None)) is not None:
                button.setFocus()

    def _facts(self, shown: Overview) -> QGridLayout:
        facts = QGridLayout()
        facts.setHorizontalSpacing(self._look.theme.px(40))
        facts.setVerticalSpacing(0)
        for place, (number, noun) in enumerate(shown.facts):
            row, column = divmod(place, self._beside)
            facts.addWidget(self._label(number, 22, bold=True), 3 * row, column)
            facts.addWidget(self._label(noun, 12, token="text2"), 3 * row + 1, column)
            facts.setRowMinimumHeight(3 * row + 2, self._look.theme.px(8))
        facts.setColumnStretch(min(len(shown.facts), self._beside), 1)
        return facts

    def _section(self, section: Section) -> QWidget:
        box = QWidget()
        box.setObjectName(section.title)
        box.setAccessibleName(section.title)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._look.theme.px(2))
        heading = self._label(section.title, 13, bold=True)
        heading.setContentsMargins(0, 0, 0, self._look.theme.px(4))
        column.addWidget(heading)
        for line in section.lines:
            button = LineButton(self._look, line, box)
            button.clicked.connect(lambda _checked=False, line=line: self._follow(line))
            column.addWidget(button)
        if section.more:
            more = self._label(section.more, 12, token="text2")
            more.setContentsMargins(self._look.theme.px(8), 0, 0, 0)
            column.addWidget(more)
        return box

    def _follow(self, line: Line) -> None:
        if line.path is not None and line.exchange >= 0:
            self.exchange_requested.emit(line.path, line.exchange)
        elif line.path is not None:
            self.path_requested.emit(line.path)
        else:
            self.query_requested.emit(line.query)

    def _label(self, text: str, size: float, *, bold: bool = False, token: str = "text") -> QLabel:
        label = QLabel(in_one_line(text), textFormat=Qt.TextFormat.PlainText)
        label.setFont(self._look.theme.font(size, bold=bold))
        palette = label.palette()
        palette.setColor(label.foregroundRole(), self._look.theme.color(token))  # type: ignore[arg-type]
        label.setPalette(palette)
        return label


class _Background(QWidget):
    """The page inside: as light as the content."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The content's background."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.theme.color("surface"))
        painter.end()
