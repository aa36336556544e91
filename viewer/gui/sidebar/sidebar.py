# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The left column: filter field, tree of interactions, and a footer that counts them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from viewer.core.contents import contents
from viewer.gui.models.interaction_tree import InteractionTree
from viewer.gui.models.nodes import FileNode, FolderNode, Node
from viewer.gui.sidebar.filter_field import FilterField
from viewer.gui.sidebar.footer import SidebarFooter, counts_text
from viewer.gui.sidebar.interaction_delegate import InteractionDelegate
from viewer.gui.sidebar.tree_filter import TreeFilter
from viewer.gui.sidebar.tree_view import TreeView

if TYPE_CHECKING:
    from viewer.gui.documents.document import Document
    from viewer.gui.documents.growth import Grown
    from viewer.gui.look.look import Look
    from viewer.gui.models.growing_tree import Accepts
    from viewer.gui.sidebar.tree_filter import Answer
    from viewer.gui.tasks import Tasks


_PAIR = 2


class Sidebar(QWidget):
    """Folders, files, conversations and interactions; tells which one was selected."""

    selected = Signal(Path, int)
    """A file and the number of an interaction in it; -1 for the file itself."""
    folder_selected = Signal(Path)
    group_selected = Signal(object)
    """The node of a file, range or conversation that shows several interactions."""
    entered = Signal()
    """Enter: the keyboard should go on to the content."""
    close_requested = Signal(Path)
    """A file, or a folder that is open as a library."""
    note_requested = Signal(Path, int)
    """A note is to be written on an interaction."""
    export_requested = Signal(Path)
    """A folder."""
    left_out_requested = Signal()

    def __init__(self, look: Look, tasks: Tasks, parent: QWidget | None = None) -> None:
        """An empty sidebar."""
        super().__init__(parent)
        self._tasks = tasks
        self.model = InteractionTree(self)
        self.tree = TreeView(self.model, self)
        self.tree.setObjectName("interactionTree")
        self.tree.setAccessibleName("Interactions")
        self._delegate = InteractionDelegate(look, self.tree)
        self.tree.setItemDelegate(self._delegate)
        self.filter = FilterField(look, self)
        self._offers_outdated = False
        self._selected: tuple[Path, int] | None = None
        """What was selected last: a filter may hide it for a while."""
        self._group: Node | None = None
        """The conversation or range that was selected last, if it was one."""
        self._is_quiet = False
        """Whether rows come and go: what the view makes current then, nobody selected."""
        self._left_out = 0
        self.tree_filter = TreeFilter(self.model, tasks, self)
        self._empty = QWidget(self)
        """What stands in the tree's place where a filter lets nothing through."""
        self.nothing = QLabel(self._empty, wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self.nothing.setTextFormat(Qt.TextFormat.PlainText)
        self.nothing.setContentsMargins(16, 0, 16, 0)
        self.clear_filter = QPushButton("Clear filter", self._empty)
        self.footer = SidebarFooter(look, self)
        self._lay_out()
        self._connect()
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Draw with another theme, zoom or masking."""
        self._delegate.set_look(look)
        self.model.shows_secrets = look.masker.show
        self.nothing.setFont(look.theme.font(12))
        self.filter.set_look(look)
        self.footer.set_look(look)
        self.tree.doItemsLayout()

    # --- content

    def put(self, document: Document, order: Sequence[Path]) -> None:
        """Show a file, or what is new of it, in the order of the open files; keep what is selected and folded."""
        if document.node is None:
            return
        scrolled = self.tree.verticalScrollBar().value()
        with self._keeping_selection(self._again(document)):
            self.model.put(document.node, order)
        self.tree_filter.ask_again()
        if document.unread_changes is not None:
            self.tree.verticalScrollBar().setValue(scrolled)

    def extend(self, path: Path, grown: Grown) -> None:
        """Show what was found of a file that is still being read."""
        if grown.fresh is None:
            self._extend_ranges(path, grown)
        else:
            self.model.extend(path, grown.fresh, contents(grown.recording), grown.row)
        if grown.changes is not None:
            self.model.mark_changes(path, grown.changes)
            self.tree.viewport().update()
        self._offers_outdated = True
        self.tree_filter.ask_again()

    def _extend_ranges(self, path: Path, grown: Grown) -> None:
        """Rows may be put into ranges; the interaction that is selected still is, and nobody selected what holds it."""
        selected, self._is_quiet = self.current(), True
        self.model.extend_ranges(path, grown.known, grown.row)
        if selected is not None and selected[1] >= 0 and self.current() != selected:
            self.tree.select_only(self._index(*selected))
        self._is_quiet = False

    def look_at(self, path: Path, exchange: int) -> None:
        """Take the mark of what is new from an interaction."""
        self.model.look_at(path, exchange)

    def add_library(self, root: Path) -> None:
        """Show a folder, empty still."""
        with self._keeping_selection():
            self.model.add_library(root)

    def put_all(self, root: Path, files: Sequence[FileNode], *, is_open: bool) -> None:
        """Show files of a library, or what is new of them."""
        with self._keeping_selection():
            self.model.put_all(root, files, is_open=is_open)
        self.tree_filter.ask_again()

    def remove(self, paths: Collection[Path]) -> None:
        """Take files out."""
        with self._keeping_selection():
            self.model.remove(paths)

    def remove_library(self, root: Path) -> None:
        """Take a folder out; it is taken apart in the background, for it may be large."""
        with self._keeping_selection():
            library = self.model.remove_library(root)
        if library is not None:
            self._tasks.run(f"dissolve {root}", lambda _cancelled: library.dissolve(), lambda _done: None)

    def show_left_out(self, count: int) -> None:
        """Say how many files of the open folders are no cassettes."""
        self._left_out = count
        self._on_recounted()

    # --- selection

    def current(self) -> tuple[Path, int] | None:
        """The selected file or folder, and interaction."""
        node = self.model.node(self.tree.currentIndex())
        return (node.path, node.exchange) if node else None

    def pair(self) -> tuple[Node, Node] | None:
        """The two rows that are selected, that on show last; None where there is one, or are more."""
        indexes = self.tree.selectionModel().selectedRows()
        if len(indexes) != _PAIR:
            return None
        indexes.sort(key=lambda index: index == self.tree.currentIndex())
        one, other = (self.model.node(index) for index in indexes)
        return (one, other) if one is not None and other is not None else None

    def select(self, path: Path, exchange: int) -> None:
        """Select an interaction, or the file or folder itself with -1; a filter that hides it is cleared."""
        if not self._index(path, exchange).isValid() and self.model.is_filtered:
            self.filter.clear()
            self.tree_filter.apply()
        self.mark(path, exchange)

    def mark(self, path: Path, exchange: int, *, is_told: bool = True) -> None:
        """Select an interaction, or the file or folder itself with -1, unless a filter hides it; tell it or not.

        A file or conversation of just this interaction stays selected: one walks over it with the arrow keys.
        """
        index = self._index(path, exchange)
        selected = self.model.node(self.tree.currentIndex())
        shows, wanted = _shown_by(selected), self.model.node(index)
        if wanted is not None and (shows is None or (shows.path, shows.exchange) != (wanted.path, wanted.exchange)):
            self._selected, self._group, self._is_quiet = (path, exchange), None, not is_told
            self.tree.select_only(index)
            self._is_quiet = False
            self.tree.scrollTo(index)

    def current_group(self) -> Node | None:
        """The file, range or conversation that is selected, where it shows several interactions."""
        shows = _shown_by(self.model.node(self.tree.currentIndex()))
        is_group = shows is not None and shows.exchange < 0 and not isinstance(shows, FolderNode)
        return shows if is_group else None

    def mark_group(self, group: Node) -> None:
        """Select the row of a file or conversation without telling it."""
        index = self.model.node_index(group)
        self._selected, self._is_quiet = (group.path, group.exchange), True
        self._group = None if isinstance(group, FileNode) else group
        self.tree.select_only(index)
        self._is_quiet = False
        self.tree.scrollTo(index)

    def tell_again(self) -> None:
        """Say once more what is selected, which became another."""
        self._on_current_changed(self.tree.currentIndex())

    def step(self, by: int) -> None:
        """Select the next or previous visible interaction, over the borders of conversations, files and folders."""
        current = self.model.node(self.tree.currentIndex())
        node = self.model.next_interaction(_shown_by(current), by)
        if node is not None:
            self.select(node.path, node.exchange)

    def filter_by(self, query: str) -> None:
        """Filter by a query, as if it were typed."""
        self.filter.setText(query)
        self.tree_filter.apply()

    # --- inside

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(8)
        top = QVBoxLayout()
        top.setContentsMargins(12, 0, 12, 0)
        top.addWidget(self.filter)
        layout.addLayout(top)
        layout.addWidget(self.tree, 1)
        empty = QVBoxLayout(self._empty)
        empty.addStretch(2)
        empty.addWidget(self.nothing)
        empty.addWidget(self.clear_filter, 0, Qt.AlignmentFlag.AlignHCenter)
        empty.addStretch(3)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self.footer)
        self._empty.hide()

    def _connect(self) -> None:
        self.tree.selectionModel().currentChanged.connect(self._on_current_changed)
        self.tree.entered_content.connect(self.entered)
        self.tree.menu_requested.connect(self._on_menu)
        self.model.recounted.connect(self._on_recounted)
        self.filter.textChanged.connect(self._on_typing)
        self.filter.left.connect(self.tree.setFocus)
        self.tree_filter.answered.connect(self._on_answered)
        self.clear_filter.clicked.connect(self.filter.clear)
        self.footer.unreadable_requested.connect(lambda: self.filter_by("problem:unreadable"))
        self.footer.left_out_requested.connect(self.left_out_requested)
        QWidget.setTabOrder(self.filter, self.tree)

    def _index(self, path: Path, exchange: int) -> QModelIndex:
        return self.model.index_of(path, exchange) if exchange >= 0 else self.model.file_index(path)

    def _again(self, document: Document) -> tuple[Path, int] | None:
        """Where the selected interaction is in a file that was read again; of what holds some, where its first is."""
        node = self.model.node(self.tree.currentIndex())
        shows = _shown_by(node)
        if shows is None or shows.path != document.path or shows.exchange < 0 or document.unread_changes is None:
            return self.current()
        return shows.path, document.unread_changes.difference.now(shows.exchange)

    @contextmanager
    def _keeping_selection(self, then: tuple[Path, int] | None = None) -> Iterator[None]:
        """Let rows come and go; afterwards the same is selected, or what it became, or nothing when that is gone."""
        selected, self._is_quiet = then or self.current(), True
        try:
            yield
            index = self._index(*selected) if selected else QModelIndex()
            if selected and not index.isValid():
                self.tree.selectionModel().clear()
            elif selected and index != self.tree.currentIndex():
                self.tree.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        finally:
            self._is_quiet = False
        self._offers_outdated, self._group = True, None

    # --- filter

    def _on_typing(self, text: str) -> None:
        """Collect what to offer when it is first needed after a change."""
        if self._offers_outdated:
            self._offers_outdated = False
            self.tree_filter.offers(self.filter.set_offers)
        self.tree_filter.set_text(text)

    def _on_answered(self, accepts: Accepts | None, answer: Answer | None) -> None:
        if answer is not None and answer.is_more and self.model.pick_more(answer.picked):
            return
        group = self._group
        with self._keeping_selection():
            if answer is None:
                self.model.set_filter(accepts)
            else:
                self.model.set_filter(accepts, answer.asked[1], answer.picked, answer.counted)
        index = self.model.node_index(group) if group is not None else QModelIndex()
        if not index.isValid() and self._selected:
            index = self._index(*self._selected)
        if index.isValid():
            # An interaction that comes back is on show still, or something that the reader put in its place.
            self._is_quiet = (node := self.model.node(index)) is not None and node.exchange >= 0
            self.tree.select_only(index)
            self._is_quiet = False

    def _on_recounted(self) -> None:
        counts, model = self.model.counts, self.model
        words = counts_text(counts, model.count()[1] if model.is_filtered else None)
        self.footer.show_counts(words, counts.unreadable, self._left_out)
        empty = model.is_filtered and model.is_empty
        query = self.filter.text()
        self.nothing.setText(
            "\n".join((f"No interaction matches\n{query}", *_filters().doubts(query))) if empty else ""
        )
        self._empty.setVisible(empty)
        self.tree.setVisible(not empty)

    # --- events

    def _on_current_changed(self, current: QModelIndex) -> None:
        node = self.model.node(current)
        if node is None or self._is_quiet:
            return
        self._selected = node.path, node.exchange
        self._group = None if node.exchange >= 0 or isinstance(node, FileNode | FolderNode) else node
        shows = _shown_by(node)
        if isinstance(shows, FolderNode):
            self.folder_selected.emit(shows.path)
        elif shows is not None and shows.exchange < 0 and shows.has_rows:
            self.group_selected.emit(shows)
        elif shows is not None:
            self.selected.emit(shows.path, shows.exchange)

    def _on_menu(self, node: Node, point: QPoint) -> None:
        from viewer.gui.sidebar.row_menu import row_menu  # noqa: PLC0415 - as late as it is shown

        menu = row_menu(node, self.model.library_of(node.path), self)
        menu.close_requested.connect(self.close_requested)
        menu.export_requested.connect(self.export_requested)
        menu.note_requested.connect(self.note_requested)
        menu.exec(point)


def _shown_by(node: Node | None) -> Node | None:
    """What is on show while a row is selected: of what holds one interaction that one, else a page of its own."""
    return node if node is None or isinstance(node, FolderNode) else node.only_shown()


def _filters() -> ModuleType:
    """What a query means: imported with the first one."""
    from viewer.gui.models import filter_query  # noqa: PLC0415

    return filter_query
