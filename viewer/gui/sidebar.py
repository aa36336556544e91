# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The left column: filter field, tree of interactions, and a footer that counts them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QStringListModel,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAction, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCompleter,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from viewer.gui.icons import Icon
from viewer.gui.interaction_delegate import InteractionDelegate
from viewer.gui.models.filter_query import acceptor, completions
from viewer.gui.models.interaction_tree import InteractionTree
from viewer.gui.models.news import without_news
from viewer.gui.models.rows import plural

if TYPE_CHECKING:
    from viewer.gui.documents import Document
    from viewer.gui.look import Look
    from viewer.gui.models.nodes import Node

_TYPING_MS = 120
_EXPANDED_MOST = 2000
"""With more interactions only files are opened: opening every conversation asks the model for every row."""
Index = QModelIndex | QPersistentModelIndex


class _Tree(QTreeView):
    """A tree without indentation or branches of its own; j and k walk it, Enter goes on to the content."""

    entered_content = Signal()

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


class _FilterEdit(QLineEdit):
    """Completes the last word; Esc clears, Down goes to the list."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc clears or leaves, Down and Enter leave."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class _LastWord(QCompleter):
    """Offers terms for the word being typed, and leaves the words before it alone."""

    def splitPath(self, path: str) -> list[str]:
        """Only the last word is looked up; nothing is offered for one that has not begun."""
        return [path.rsplit(" ", 1)[-1]]

    def pathFromIndex(self, index: Index) -> str:
        """The field's text with the last word completed; as it is where nothing was chosen from the list."""
        field = self.widget()
        text = field.text() if isinstance(field, QLineEdit) else ""
        before, space, _ = text.rpartition(" ")
        return f"{before}{space}{index.data()} " if index.isValid() else text


class Sidebar(QWidget):
    """Files, conversations and interactions; tells which one was selected."""

    selected = Signal(Path, int)
    """A file and the number of an interaction in it; -1 for the file itself."""
    entered = Signal()
    """Enter: the keyboard should go on to the content."""
    close_requested = Signal(Path)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """An empty sidebar."""
        super().__init__(parent)
        self.model = InteractionTree(self)
        self.tree = _Tree(self)
        self.tree.setObjectName("interactionTree")
        self.tree.setAccessibleName("Interactions")
        self.tree.setModel(self.model)
        self._delegate = InteractionDelegate(look, self.tree)
        self.tree.setItemDelegate(self._delegate)
        self._dress_tree()
        self.filter = _FilterEdit(self)
        self.filter.setObjectName("filterEdit")
        self.filter.setAccessibleName("Filter interactions")
        self.filter.setPlaceholderText('status:429 model:kimi tool:add "free text"')
        self.filter.setClearButtonEnabled(True)
        self.filter.setAcceptDrops(False)  # what is dropped is opened, wherever in the window
        self._search: QAction = self.filter.addAction(
            look.icons.icon(Icon.SEARCH), QLineEdit.ActionPosition.LeadingPosition
        )
        self._search.setText("Filter")
        for clear in self.filter.findChildren(QAction, "_q_qlineeditclearaction"):  # Qt's own, and it has no words
            clear.setText("Clear filter")
        self._offers = QStringListModel(self)
        self._offers_outdated = False
        self._quiet = False
        self._selected: tuple[Path, int] | None = None
        """What was selected last: a filter may hide it for a while."""
        self._completer = _LastWord(self._offers, self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.filter.setCompleter(self._completer)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self.nothing = QLabel(self, wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self.clear_filter = QPushButton("Clear filter", self)
        self.footer = QLabel(self)
        self._lay_out()
        self._connect()
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        theme = look.theme
        self._delegate.set_look(look)
        self._search.setIcon(look.icons.icon(Icon.SEARCH))
        for label in (self.footer, self.nothing):
            label.setFont(theme.font(12))
        self.filter.setFont(theme.font(12))
        self.filter.setMinimumHeight(theme.px(32))
        self.footer.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        self.footer.setFixedHeight(theme.px(32))
        self.tree.doItemsLayout()

    def put(self, document: Document, order: Sequence[Path]) -> None:
        """Show a file, or what is new of it, in the order of the open files; keep what is selected and folded."""
        if document.node is None:
            return
        node, closed = self.model.node(self.tree.currentIndex()), self._collapsed()
        scrolled, is_again = self.tree.verticalScrollBar().value(), document.news is not None
        self.model.put(document.node, order)
        self._quiet = is_again  # the same interaction stays on show, wherever it went
        self._restore(self._again(node, document), closed)
        if is_again:
            self.tree.verticalScrollBar().setValue(scrolled)
        self._quiet = False
        self._offers_outdated = True

    def look_at(self, path: Path, exchange: int) -> None:
        """Take the mark of what is new from an interaction."""
        index = self.model.index_of(path, exchange)
        node = self.model.node(index)
        if node is not None and node.row.news:
            node.row = without_news(node.row)
            self.tree.update(index)

    def remove(self, path: Path) -> None:
        """Take a file out."""
        closed = self._collapsed()
        self.model.remove(path)
        self._restore(None, closed)

    def current(self) -> tuple[Path, int] | None:
        """The selected file and interaction."""
        node = self.model.node(self.tree.currentIndex())
        return (node.path, node.exchange) if node else None

    def select(self, path: Path, exchange: int) -> None:
        """Select an interaction, or the file itself with -1; a filter that hides it is cleared."""
        index = self.model.index_of(path, exchange) if exchange >= 0 else self.model.file_index(path)
        if not index.isValid() and self.model.is_filtered:
            self.filter.clear()
            self._on_filter()
        self.mark(path, exchange)

    def mark(self, path: Path, exchange: int) -> None:
        """Select an interaction, or the file itself with -1, unless a filter hides it.

        A file or conversation that shows just this interaction stays selected: one walks over it with the arrow keys.
        """
        index = self.model.index_of(path, exchange) if exchange >= 0 else self.model.file_index(path)
        selected = self.model.node(self.tree.currentIndex())
        if index.isValid() and (selected is None or selected.first_shown() is not self.model.node(index)):
            self.tree.setCurrentIndex(index)
            self.tree.scrollTo(index)

    def step(self, by: int) -> None:
        """Select the next or previous visible interaction, over the borders of conversations and files."""
        nodes = list(self.model.shown_interactions())
        current = self.current()
        at = next((i for i, node in enumerate(nodes) if (node.path, node.exchange) == current), None)
        if nodes:
            to = 0 if at is None else max(0, min(len(nodes) - 1, at + by))
            self.select(nodes[to].path, nodes[to].exchange)

    # --- inside

    def _dress_tree(self) -> None:
        tree = self.tree
        tree.setHeaderHidden(True)
        tree.setUniformRowHeights(True)
        tree.setIndentation(0)
        tree.setRootIsDecorated(False)
        tree.setExpandsOnDoubleClick(True)
        tree.setMouseTracking(True)
        tree.setFrameShape(QTreeView.Shape.NoFrame)
        tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tree.viewport().setAutoFillBackground(False)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(8)
        top = QVBoxLayout()
        top.setContentsMargins(12, 0, 12, 0)
        top.addWidget(self.filter)
        layout.addLayout(top)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.nothing)
        layout.addWidget(self.clear_filter, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.footer)
        self.nothing.hide()
        self.clear_filter.hide()

    def _connect(self) -> None:
        self.tree.selectionModel().currentChanged.connect(self._on_current_changed)
        self.tree.entered_content.connect(self.entered)
        self.tree.customContextMenuRequested.connect(self._on_menu)
        self.model.modelReset.connect(self._on_reset)
        self.filter.textChanged.connect(self._on_typing)
        self.filter.left.connect(self.tree.setFocus)
        self._typing.timeout.connect(self._on_filter)
        self.clear_filter.clicked.connect(self.filter.clear)
        QWidget.setTabOrder(self.filter, self.tree)

    def _collapsed(self) -> set[tuple[Path, str, str]]:
        """Files and conversations that the user closed, by what names them across a reload."""
        closed: set[tuple[Path, str, str]] = set()
        for index in self._foldable(QModelIndex()):
            node = self.model.node(index)
            if node and not self.tree.isExpanded(index):
                closed.add((node.path, node.row.level, node.row.title))
        return closed

    def _foldable(self, parent: QModelIndex) -> list[QModelIndex]:
        found: list[QModelIndex] = []
        for row in range(self.model.rowCount(parent)):
            index = self.model.index(row, 0, parent)
            if self.model.rowCount(index):
                found += [index, *self._foldable(index)]
        return found

    @staticmethod
    def _again(node: Node | None, document: Document) -> tuple[Path, int] | None:
        """Where the selected interaction is in a file that was read again; of what holds some, where its first is."""
        if node is None:
            return None
        if node.path != document.path or document.news is None:
            return node.path, node.exchange
        return node.path, document.news.changes.now(node.first_shown().exchange)

    def _restore(self, selected: tuple[Path, int] | None, closed: set[tuple[Path, str, str]]) -> None:
        if self.model.count()[1] <= _EXPANDED_MOST:
            self.tree.expandAll()
        else:
            self.tree.expandToDepth(0)
        for index in self._foldable(QModelIndex()) if closed else []:
            node = self.model.node(index)
            if node and (node.path, node.row.level, node.row.title) in closed:
                self.tree.collapse(index)
        if selected:
            index = self.model.index_of(*selected)
            if index.isValid():
                self.tree.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _on_typing(self) -> None:
        """Collect what to offer when it is first needed after a change."""
        if self._offers_outdated:
            self._offers_outdated = False
            self._offers.setStringList(completions(self.model.rows()))
        self._typing.start()

    def _on_filter(self) -> None:
        self.model.set_filter(acceptor(self.filter.text()))
        self._restore(self._selected, set())

    def _on_reset(self) -> None:
        files, interactions = self.model.count()
        self.footer.setText(f"{plural(files, 'cassette')}  ·  {plural(interactions, 'interaction')}")
        empty = self.model.is_filtered and not interactions
        self.nothing.setText(f"No interaction matches\n{self.filter.text()}")
        self.nothing.setVisible(empty)
        self.clear_filter.setVisible(empty)

    def _on_current_changed(self, current: QModelIndex) -> None:
        node = self.model.node(current)
        if node is None or self._quiet:
            return
        self._selected = node.path, node.exchange
        first = node.first_shown()
        self.selected.emit(first.path, first.exchange)

    def _on_menu(self, point: QPoint) -> None:
        node = self.model.node(self.tree.indexAt(point))
        if node is None:
            return
        menu = QMenu(self)
        menu.addAction("Close file", lambda: self.close_requested.emit(node.path))
        menu.exec(self.tree.viewport().mapToGlobal(point))
