# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""It joins the list of interactions with what is selected: the file or folder on show as a table, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from viewer.gui.interactions.page import InteractionsPage
    from viewer.gui.look.appearance import Appearance
    from viewer.gui.models.nodes import Node
    from viewer.gui.settings import Settings
    from viewer.gui.tasks import Tasks
    from viewer.gui.window.main_window import MainWindow
    from viewer.gui.window.selection import Selection

_AGAIN_MS = 400
"""How often the list is made anew while files come in."""


class ListController(QObject):
    """The list, made when it is first asked for."""

    def __init__(
        self, window: MainWindow, selection: Selection, settings: Settings, tasks: Tasks, appearance: Appearance
    ) -> None:
        """Nothing is listed yet."""
        super().__init__(window)
        self._window, self._selection = window, selection
        self._settings, self._tasks, self._appearance = settings, tasks, appearance
        self._page: InteractionsPage | None = None
        self._before: QWidget | None = None
        self._listed: Path | None = None
        """The file or folder that is listed."""
        self._held: Path | None = None
        """The one whose rows the page holds, on show or not."""
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._again.timeout.connect(self._list_again)
        window.sidebar.model.recounted.connect(self._on_changed)
        window.sidebar.tree_filter.answered.connect(self._on_changed)
        selection.changed.connect(self._on_selection_changed)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What each command does, by its id."""
        return {"list": self.toggle, "columns": self.choose_columns}

    @property
    def page(self) -> InteractionsPage:
        """The page, made when it is first shown."""
        if self._page is None:
            from viewer.gui.interactions.page import InteractionsPage  # noqa: PLC0415 - as late as it is shown

            self._page = InteractionsPage(self._appearance.look, self._settings, self._tasks, self._window)
            self._page.opened.connect(self._open)
            self._page.left.connect(self.leave)
            self._page.note_requested.connect(self._window.sidebar.note_requested)
            self._page.model.notes_of = self._window.sidebar.model.notes_of
            self._window.content.addWidget(self._page)
        return self._page

    @property
    def is_shown(self) -> bool:
        """Whether the list is on show."""
        return self._page is not None and self._window.content.currentWidget() is self._page

    def current(self) -> tuple[Path, int] | None:
        """The interaction in the current row, while the list is on show."""
        return self.page.current() if self.is_shown else None

    def list_again(self) -> None:
        """Something that the list shows became another."""
        self._on_changed()

    def set_look(self) -> None:
        """Draw with another theme or zoom."""
        if self._page is not None:
            self._page.set_look(self._appearance.look)

    def toggle(self) -> None:
        """List the file or folder on show, or go back to what was on show."""
        if self.is_shown:
            self.leave()
        else:
            self.show()

    def show(self) -> None:
        """List the file or folder on show, with the focus on the interaction that was."""
        node = self._node()
        if node is None:
            return
        path, number = self._selection.path, self._window.workspace.number
        self._before, self._listed = self._window.content.currentWidget(), node.path
        self._list(node)
        self._window.content.setCurrentWidget(self.page)
        if path is not None and number >= 0:
            self.page.go_to(path, number)
        self.page.setFocus()

    def leave(self) -> None:
        """Back to what was on show."""
        if self.is_shown:
            self._window.content.setCurrentWidget(self._before or self._window.workspace)
            self._window.sidebar.tree.setFocus()

    def choose_columns(self) -> None:
        """Offer the columns of the list; it comes for them where it is not on show."""
        if not self.is_shown:
            self.show()
        if self.is_shown:
            self.page.choose_columns()

    # --- inside

    def _node(self) -> Node | None:
        """The row of the tree that is to be listed."""
        model, selection = self._window.sidebar.model, self._selection
        if selection.folder is not None:
            return model.folder(selection.folder)
        return model.file(selection.path) if selection.path is not None else None

    def _list(self, node: Node) -> None:
        from viewer.gui.interactions.listing import listing  # noqa: PLC0415 - as late as it is shown

        self._held = node.path
        self.page.show_listing(node.path.name or str(node.path), listing(node))

    def _open(self, path: Path, number: int) -> None:
        self._listed = None
        self._window.sidebar.select(path, number)
        if self.is_shown:  # it was selected already
            self._selection.show(path, number)
        self._window.workspace.pane.setFocus()

    def _on_selection_changed(self) -> None:
        """Something else is on show, which took the list's place."""
        self._before = None

    def _on_changed(self, *_: object) -> None:
        if self._held is not None and not self._again.isActive():
            self._again.start()

    def _list_again(self) -> None:
        """More is known, or less is shown; whoever sorts is not disturbed."""
        self._let_go()
        node = self._node()
        if not self.is_shown:
            return
        if self.page.is_busy:
            self._again.start()
        elif node is not None and node.path == self._listed:
            self._list(node)

    def _let_go(self) -> None:
        """Hold no rows of what was closed."""
        model, path = self._window.sidebar.model, self._held
        if path is not None and model.file(path) is None and model.folder(path) is None:
            from viewer.gui.interactions.listing import Listing  # noqa: PLC0415 - as late as it is shown

            self._held = None
            self.page.show_listing("", Listing())
