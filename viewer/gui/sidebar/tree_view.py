# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The view of the sidebar's tree: no branches of its own, the keys of a list, and folds that the nodes remember."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from viewer.gui.models.interaction_tree import InteractionTree
from viewer.gui.models.nodes import Node
from viewer.gui.widgets.viewport import replace_viewport

_ALL_UNFOLDED_MOST = 200
"""Of a filter's results so many are all unfolded; of more only the folders on top are."""
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
        self.viewport().setAutoFillBackground(False)
        self.expanded.connect(self._on_expanded)
        self.collapsed.connect(self._on_collapsed)
        model.rowsInserted.connect(self._on_rows_inserted)
        model.rowsMoved.connect(lambda _from, _first, _last, to, _row: self._unfold(model.node(to)))
        model.modelReset.connect(self._on_reset)

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
        elif event.text() and event.key() not in (
            Qt.Key.Key_Space,
            Qt.Key.Key_Asterisk,
            Qt.Key.Key_Plus,
            Qt.Key.Key_Minus,
        ):
            event.ignore()  # QTreeView would search for it by the title
            return
        elif event.key() == Qt.Key.Key_Space and self.selectionModel().isSelected(self.currentIndex()):
            event.ignore()  # nothing left to select: the key is the player's
            return
        elif event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier):
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

    def _on_collapsed(self, index: QModelIndex) -> None:
        node = self._tree.node(index)
        if node is not None and not self._tree.is_filtered:
            node.is_open = False

    def _unfold(self, node: Node | None) -> None:
        if node is not None and node.shown and node.is_open:
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
