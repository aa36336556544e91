# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""It joins the filter with the page of finds: words are looked up once more, with their places, and opened there."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from viewer.gui.conversation.rows import PartPlace

if TYPE_CHECKING:
    from collections.abc import Callable

    from viewer.gui.models.finds import Finds
    from viewer.gui.models.text_search import Corpus
    from viewer.gui.sidebar.tree_filter import Answer
    from viewer.gui.tasks import Tasks
    from viewer.gui.window.main_window import MainWindow
    from viewer.gui.window.selection import Selection
    from viewer.index.matching import Hit

_LATER_MS = 150
"""Who goes on typing waits for no finds."""
_CONVERSATION = "conversationPane"
_BODIES = {"system": "requestPane", "input": "requestPane", "output": "responsePane", "error": "responsePane"}
_PANES = {
    "url": "headersPane",
    "status": "headersPane",
    "request header": "headersPane",
    "response header": "headersPane",
    "request body": "requestPane",
    "response body": "responsePane",
}
"""The pane that shows a text; all that is said stands in the conversation."""


class FindsController(QObject):
    """What the filter's words found."""

    def __init__(self, window: MainWindow, selection: Selection, corpus: Callable[[], Corpus], tasks: Tasks) -> None:
        """Nothing is found yet."""
        super().__init__(window)
        self._window, self._selection, self._corpus, self._tasks = window, selection, corpus, tasks
        self._answer: Answer | None = None
        self._found: Finds | None = None
        self._is_outdated = False
        """Whether more is known than what is being looked through."""
        self._is_wanted = False
        """Whether the page is to come as soon as there is something for it."""
        self._before: QWidget | None = None
        self._pending: Hit | None = None
        """A find whose interaction is not on show yet."""
        self._looked_for: Hit | None = None
        """A find that the conversation is searched for."""
        self._later = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(self._look_up)
        sidebar = window.sidebar
        sidebar.tree_filter.answered.connect(self._on_answered)
        sidebar.filter.entered.connect(self.show)
        sidebar.footer.finds_requested.connect(self.show)
        window.finds_made.connect(self._on_page_made)
        window.workspace.conversation.canvas.hits_changed.connect(self._on_hits_changed)
        selection.changed.connect(self._on_selection_changed)

    def show(self) -> None:
        """Show the page, now or as soon as everything is looked up; without words the rows that match."""
        from viewer.gui.models.filter_query import has_words  # noqa: PLC0415 - with the first filter

        sidebar = self._window.sidebar
        if not has_words(sidebar.filter.text()):
            sidebar.tree.setFocus()
            return
        if sidebar.tree_filter.is_due:
            sidebar.tree_filter.apply()
        self._is_wanted = True
        if self._found is not None and self._found.text == sidebar.filter.text():
            self._show_page(self._found)
        elif self._later.isActive():
            self._look_up()

    def leave(self) -> None:
        """Back to what was on show."""
        page = self._window.made_finds
        if page is None or self._window.content.currentWidget() is not page:
            return
        self._window.content.setCurrentWidget(self._before or self._window.workspace)
        self._window.sidebar.filter.setFocus()

    # --- looking up

    def _on_answered(self, _accepts: object, answer: Answer | None) -> None:
        from viewer.gui.models.filter_query import has_words  # noqa: PLC0415

        is_same = answer is not None and self._answer is not None and self._answer.text == answer.text
        self._answer = answer
        if is_same and self._later.isActive():
            return  # else files that are read, and answer all the time, would put it off for ever
        if is_same and self._tasks.is_running("finds"):
            self._is_outdated = True  # more came in: what is being counted is told before all is counted again
            return
        self._tasks.cancel("finds")
        self._later.stop()
        self._is_outdated = False
        if is_same and self._found is not None:
            self._later.start(_LATER_MS)
            return
        self._found = None
        if answer is None or not has_words(answer.text):
            self._is_wanted = False
            self._window.sidebar.footer.show_finds("")
            self.leave()
        else:
            self._window.sidebar.footer.show_finds("Finds")  # what was counted before is of other words
            self._later.start(0 if self._is_wanted else _LATER_MS)

    def _look_up(self) -> None:
        from viewer.gui.models.finds import finds  # noqa: PLC0415 - with the first words in the filter

        self._later.stop()
        if self._answer is not None:
            answer, corpus = self._answer, self._corpus()
            self._tasks.run(
                "finds", partial(finds, answer.text, answer.asked, corpus, picked=answer.picked), self._on_found
            )

    def _on_found(self, found: Finds) -> None:
        from viewer.gui.library.finds_page import found_text  # noqa: PLC0415

        self._found = found
        if self._is_outdated:
            self._is_outdated = False
            self._later.start(_LATER_MS)
        self._window.sidebar.footer.show_finds(found_text(found) if found.total else "")
        page = self._window.made_finds
        if self._is_wanted or (page is not None and self._window.content.currentWidget() is page):
            self._show_page(found)

    def _show_page(self, found: Finds) -> None:
        window, page = self._window, self._window.finds
        if window.content.currentWidget() is not page:
            self._before = window.content.currentWidget()
        page.show_finds(found)
        window.content.setCurrentWidget(page)
        if self._is_wanted and found.hits:
            page.setFocus()
        self._is_wanted = False

    # --- opening

    def _on_page_made(self) -> None:
        self._window.finds.opened.connect(self.open)
        self._window.finds.left.connect(self.leave)

    def open(self, hit: Hit) -> None:
        """Show the interaction of a find, with the find in sight."""
        self._pending = hit
        self._window.sidebar.select(Path(hit.path), hit.spot.interaction)
        pending = self._selection.pending
        if pending is None or pending.path != Path(hit.path):  # else its file is being read
            self._selection.show(Path(hit.path), hit.spot.interaction)
        self._go_to_find()

    def _on_selection_changed(self) -> None:
        """Something is on show: perhaps what was waited for, else nothing is waited for any more."""
        if self._pending is not None:
            QTimer.singleShot(0, self, self._go_to_find)

    def _go_to_find(self) -> None:
        hit, workspace = self._pending, self._window.workspace
        if hit is None or (self._selection.path, workspace.number) != (Path(hit.path), hit.spot.interaction):
            return
        self._pending = None
        name = _PANES.get(hit.spot.where, _CONVERSATION)
        self._looked_for = hit if name == _CONVERSATION else None
        self._find_in(name, hit)

    def _find_in(self, name: str, hit: Hit) -> None:
        """Look for the words in a pane, and go to where the find is: they may stand there more than once."""
        self._window.workspace.show_pane(name)
        words, pane = hit.text[hit.start : hit.end], self._window.workspace.pane
        pane.setFocus()
        if words:
            pane.find_at(words, hit.spot, hit.before)

    def _on_hits_changed(self, _current: int, total: int, is_over: bool) -> None:
        """A conversation shows the beginning of very long texts only: the body has all of it."""
        hit = self._looked_for
        if hit is None or not is_over:
            return
        self._looked_for = None
        where = hit.spot.where
        if not total and where in _BODIES:
            QTimer.singleShot(0, self, partial(self._find_in, _BODIES[where], hit))
        elif where in ("system", "input", "output"):
            place = PartPlace(where, hit.spot.message, hit.spot.part)
            self._window.workspace.conversation.canvas.go_to_part(place, hit.before)
