# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The view of the sidebar's tree: no branches of its own, the keys of a list, and folds that the nodes remember."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from viewer.gui.models.interaction_tree import InteractionTree
from viewer.gui.models.nodes import Node
from viewer.gui.widgets.viewport import replace_viewport

_ALL_UNFOLDED_MOST = 200
"""Of a filter's results so many are all unfolded; of more only the folders on top are."""
_UNFOLDED_AT_ONCE = 1000
"""Rows that an asterisk unfolds: more would be laid out and drawn for longer than anybody waits."""
_UNFOLDED_RANGES_MOST = 10
"""So many ranges of neighbours are unfolded at once: each holds rows that are made for it."""
Index = QModelIndex | QPersistentModelIndex


class TreeView(QTreeView):
    """A tree without indentation or branches of its own; j and k walk it, Enter goes on to the content."""

    entered_content = Signal()
    menu_requested = Signal(object, QPoint)
    """A row's node, and the place on the screen where its menu belongs."""

    def __init__(self, model: InteractionTree, parent: QWidget | None = None) -> None:
        """Show a tree, unfolded as its nodes say."""
        super().__init__(parent)
        replace_viewport(self)
        self._tree = model
        self.setModel(model)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(True)
        self.setMouseTracking(True)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)  # two rows can be compared
        self.viewport().setAutoFillBackground(False)
        self._unfolded: list[QPersistentModelIndex] = []
        """Ranges, those that were unfolded last at the end."""
        self._fold_ranges = QTimer(self, singleShot=True, interval=0)
        self._fold_ranges.timeout.connect(self._on_let_go)
        self.expanded.connect(self._on_expanded)
        self.collapsed.connect(self._on_collapsed)
        model.rowsInserted.connect(self._on_rows_inserted)
        model.rowsMoved.connect(lambda _from, _first, _last, to, _row: self._unfold(model.node(to)))
        model.modelReset.connect(self._on_reset)

    def select_only(self, index: QModelIndex) -> None:
        """Make a row the current one and the only selected one.

        `setCurrentIndex` goes by the keys that are held down just then: with Ctrl, as for a command, it adds the row.
        """
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """The delegate draws the chevrons."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add j/k and Enter; what means nothing to a list goes on to the player."""
        walk = {Qt.Key.Key_J: Qt.Key.Key_Down, Qt.Key.Key_K: Qt.Key.Key_Up}.get(Qt.Key(event.key()))
        if walk is not None and not event.modifiers():
            event = QKeyEvent(event.type(), walk, Qt.KeyboardModifier.NoModifier)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_content.emit()
            return
        elif event.key() == Qt.Key.Key_Asterisk:
            self._unfold_below(self.currentIndex())
            return
        elif event.text() and event.key() not in (
            Qt.Key.Key_Space,
            Qt.Key.Key_Plus,
            Qt.Key.Key_Minus,
        ):
            event.ignore()  # QTreeView would search for it by the title
            return
        elif event.key() == Qt.Key.Key_Space and self.selectionModel().isSelected(self.currentIndex()):
            event.ignore()  # nothing left to select: the key is the player's
            return
        elif event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier) and not (
            event.modifiers() == Qt.KeyboardModifier.ShiftModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        ):
            event.ignore()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the row under the pointer, or of the current one when a key asked for it."""
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            point = self.viewport().mapToGlobal(self.visualRect(index).center())
        else:
            index, point = self.indexAt(event.pos()), event.globalPos()
        node = self._tree.node(index)
        if node is not None:
            self.menu_requested.emit(node, point)

    # --- folds

    def _on_expanded(self, index: QModelIndex) -> None:
        node = self._tree.node(index)
        if node is not None:
            if not self._tree.is_filtered:
                node.is_open = True
            for child in node.shown:
                self._unfold(child)
        if node is not None and node.is_folded:
            self._unfolded.append(QPersistentModelIndex(index))
            self._let_go_later()

    def _unfold_below(self, index: QModelIndex) -> None:
        """Unfold a row and what is below it, from the top down; of very many rows the first ones."""
        pending, rows = [index], 0
        self.scheduleDelayedItemsLayout()  # once, and not for each
        while pending and rows < _UNFOLDED_AT_ONCE:
            index = pending.pop()
            node = self._tree.node(index)
            if node is not None and node.has_rows:
                self._tree.fetchMore(index)
                self.expand(index)
                rows += len(node.shown)
                pending += map(self._tree.index_at, reversed(node.shown))

    def _let_go_later(self) -> None:
        """Not while Qt folds or unfolds."""
        self._fold_ranges.start()

    def _on_let_go(self) -> None:
        """Fold the ranges that were unfolded before the last few, and keep no rows of what is folded.

        What is on screen stays where it is.
        """
        current = self.currentIndex()
        anchor = current if self.visualRect(current).isValid() else self.indexAt(QPoint(0, 0))
        before, held = self.visualRect(anchor).top(), self._tree.node(anchor)
        folded = [node for index in self._unfolded if (node := self._tree.node(index)) is not None]
        ranges = [node for node in folded if node.row.level == "range"]
        older = [node for node in ranges[:-_UNFOLDED_RANGES_MOST] if not self._is_within(current, node)]
        for node in older:
            self.setExpanded(self._tree.index_at(node), False)
        for node in folded:
            is_there = node.parent is not None  # what stands below one that was let go of is gone with it
            if is_there and not self.isExpanded(self._tree.index_at(node)) and not self._is_within(current, node):
                self._tree.let_go(node)
        left = [node for node in folded if node.parent is not None and node.children]
        self._unfolded = [QPersistentModelIndex(self._tree.index_at(node)) for node in left]
        self._fold_ranges.stop()
        if older and held is not None:
            moved = self.visualRect(self._tree.index_at(held)).top() - before
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + moved)

    def _is_within(self, index: QModelIndex, node: Node) -> bool:
        """Whether a row is a node's, or stands below it."""
        below = self._tree.node(index)
        while below is not None and below is not node:
            below = below.parent
        return below is node

    def _on_collapsed(self, index: QModelIndex) -> None:
        node = self._tree.node(index)
        if node is not None and not self._tree.is_filtered:
            node.is_open = False
        if node is not None and node.is_folded:
            self._let_go_later()

    def _unfold(self, node: Node | None) -> None:
        if node is not None and node.has_rows and node.is_open:
            self.setExpanded(self._tree.index_at(node), True)

    def _on_rows_inserted(self, parent: QModelIndex, first: int, last: int) -> None:
        above = self._tree.node(parent)
        if above is None or self.isExpanded(parent):
            shown = self._tree.tops if above is None else above.shown
            for node in shown[first : last + 1]:
                self._unfold(node)
        else:
            self._unfold(above)

    def _on_reset(self) -> None:
        """After a filter: few results are all unfolded; without one folds are as they were."""
        if not self._tree.is_filtered:
            for node in self._tree.tops:
                self._unfold(node)
        elif self._tree.count()[1] <= _ALL_UNFOLDED_MOST:
            self.expandAll()
        else:
            for node in self._tree.tops:
                self.setExpanded(self._tree.index_at(node), True)
