# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The outline of a run: a tree that folds by keys and pointer; a click or Enter goes to what a row stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from viewer.gui.runs.outline_delegate import OutlineDelegate
from viewer.gui.runs.outline_model import OutlineModel

if TYPE_CHECKING:
    from viewer.core.runs.run import Run
    from viewer.gui.look.look import Look
    from viewer.gui.runs.outline_model import OutlineNode
    from viewer.gui.runs.whole_run import WholeRun

_TIME, _IN, _OUT = 78, 76, 60
"""Widths in px of the columns of numbers."""
_UNFOLDED_MOST = 12
"""So many conversations are unfolded at once; more stay folded."""
_NARROW, _NARROWEST = 470, 340
"""Below these widths in px the tokens of answers, and those of requests, make room for the words."""

Index = QModelIndex | QPersistentModelIndex


class OutlineView(QTreeView):
    """Turns and what is in them."""

    opened = Signal(object)
    """A node was clicked, or entered: it is to be gone to."""
    chosen = Signal(object)
    """A node became the current one."""
    left = Signal()
    """Esc: back to what was on show."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """No run yet."""
        super().__init__(parent)
        self.setObjectName("runOutline")
        self.setAccessibleName("Turns of the run")
        self._look = look
        self._is_quiet = False
        self.outline = OutlineModel(look, self)
        self._delegate = OutlineDelegate(look, self)
        self.setModel(self.outline)
        self.setItemDelegate(self._delegate)
        self.setUniformRowHeights(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.header()
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(16)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Draw with another theme, zoom or masking."""
        self._look = look
        self._delegate.set_look(look)
        self.outline.set_look(look)
        self.header().setFont(look.theme.font(11, bold=True))
        for column, width in enumerate((_TIME, _IN, _OUT), 1):
            self.header().resizeSection(column, look.theme.px(width))
        self._arrange()
        self.doItemsLayout()

    def show_run(self, shown: WholeRun | None) -> None:
        """Show a run, its conversations unfolded where they are few."""
        self.outline.show(shown)
        tops = self.outline.tops
        if shown is not None and len(shown.roots) > 1 and len(tops) <= _UNFOLDED_MOST:
            for node in tops:
                self.setExpanded(self.outline.index_at(node), True)
        elif len(tops) == 1:
            self.setExpanded(self.outline.index_at(tops[0]), True)

    def go_to(self, exchange: int, track: int | None = None, conversation: int | None = None) -> bool:
        """Make a row the current one and bring it into view; nothing is told. Whether it is there."""
        index = self.outline.place_of(exchange, track, conversation)
        if index.isValid():
            self._is_quiet = True
            self.setCurrentIndex(index)
            if not self.viewport().rect().contains(self.visualRect(index)):
                self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
            self._is_quiet = False
        return index.isValid()

    def current_node(self) -> OutlineNode | None:
        """The node of the current row."""
        return self.outline.node(self.currentIndex())

    def current_run(self) -> Run | None:
        """The run that the current row is in."""
        node = self.current_node()
        return node.run if node is not None else None

    # --- What Qt asks for

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """The delegate draws the chevrons."""

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell of it, unless it was asked for."""
        super().currentChanged(current, previous)
        node = self.outline.node(current)
        if node is not None and not self._is_quiet:
            self.chosen.emit(node)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click goes to what is under it; on a chevron it did its work already."""
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        index = self.indexAt(at)
        is_plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        if not index.isValid() or not is_plain or index.siblingAtColumn(0) != self.currentIndex().siblingAtColumn(0):
            return
        if not self._delegate.is_chevron(self.visualRect(index), index, at.x()):
            self.opened.emit(self.outline.node(index))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """J and K walk as the arrows do, Enter goes to the row, Esc goes back."""
        walk = {Qt.Key.Key_J: Qt.Key.Key_Down, Qt.Key.Key_K: Qt.Key.Key_Up}.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if (node := self.current_node()) is not None:
                self.opened.emit(node)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif walk is not None and not event.modifiers():
            super().keyPressEvent(QKeyEvent(event.type(), walk, Qt.KeyboardModifier.NoModifier))
        elif event.key() == Qt.Key.Key_Asterisk:
            self.expandRecursively(self.currentIndex())  # as QTreeView does, which then asks every row for its name
        elif event.text() and event.key() not in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            event.ignore()  # QTreeView would search for it by the name
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the columns make room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        px = self._look.theme.px
        self.setColumnHidden(2, self.width() < px(_NARROWEST))
        self.setColumnHidden(3, self.width() < px(_NARROW))
