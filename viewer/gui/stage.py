# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is on show: it joins the open documents with the sidebar, which chooses, and the workspace, which shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from viewer.core.unseen import made_visible
from viewer.gui.documents import Document, Documents, named
from viewer.gui.models.rows import secrets_of
from viewer.gui.session_file import Place

if TYPE_CHECKING:
    from viewer.core.recording import Recording
    from viewer.gui.look import Look
    from viewer.gui.main_window import MainWindow
    from viewer.gui.opening import Opening
    from viewer.loose_text import LooseText


class Stage(QObject):
    """One file, and one interaction of it, at a time."""

    changed = Signal()
    """Something else is on show, or nothing any more."""
    read = Signal(Path)
    """A file was read, for the first time or again."""
    recent = Signal(Path, bool)
    """A file that was asked for by name could be read; or a folder, which is told by the second value."""

    def __init__(self, look: Look, window: MainWindow, documents: Documents, opening: Opening) -> None:
        """Nothing is on show yet."""
        super().__init__(window)
        self._look, self._window, self._documents, self._opening = look, window, documents, opening
        self._path: Path | None = None
        self._awaited: Place | None = None
        self._next: Place | None = None
        """What is shown in the event loop's next turn."""
        self._asked: dict[Path, bool] = {}
        """What was asked for by name, and whether that is a folder: the content of folders is not."""
        documents.opened.connect(self._on_opened)
        documents.changed.connect(self._on_changed)
        documents.learned.connect(self._on_learned)
        documents.repaced.connect(self._on_repaced)
        documents.closed.connect(self._on_closed)
        documents.reload_failed.connect(self._on_reload_failed)
        window.sidebar.selected.connect(self.show)
        window.workspace.exchange_requested.connect(self.go_to_exchange)

    # --- files

    def open(self, paths: Sequence[Path], place: Place | None = None) -> None:
        """Open files and what folders hold; then that place is shown, or the first of several files."""
        for path in paths:
            self._asked[named(path)] = path.is_dir()
            if path.is_dir():
                self.recent.emit(named(path), True)
        first = next((named(path) for path in paths if not path.is_dir()), None)
        self._awaited = place or (Place(first) if first else None)
        self._opening.open(paths)
        if not paths and not len(self._documents):
            self._show_nothing()
        self._show_when_read()

    def open_texts(self, texts: Sequence[LooseText]) -> None:
        """Open texts that lie in no file; the first of several is shown."""
        opened = [self._documents.open_text(text) for text in texts]
        if opened:
            self._awaited = Place(opened[0])
            self._show_when_read()

    def _show_when_read(self) -> None:
        """Show what is awaited if it was read already; else that follows when it is."""
        document = self._documents.get(self._awaited.path) if self._awaited else None
        if document is not None and not document.is_loading and self._awaited:
            self._window.sidebar.select(document.path, self._awaited.exchange if document.recording else -1)
            self._show_next(self._awaited)

    def named_paths(self) -> Iterator[Path]:
        """Files and folders that were opened by name and are open still, in that order."""
        for path, is_folder in self._asked.items():
            if any(path in known.path.parents for known in self._documents) if is_folder else self._documents.get(path):
                yield path

    def close(self) -> None:
        """Close the file on show."""
        if self._path is not None:
            self._documents.close(self._path)

    def _on_opened(self, path: Path) -> None:
        """A file joins: what is being read is told in the content's place, the tree has what was read."""
        self._window.show_welcome(shown=False)
        document = self._documents.get(path)
        if document is not None and self._path is None:
            self._window.show_notice(document)

    def _on_changed(self, path: Path) -> None:
        """A file was read, again perhaps: keep the place, or show it if it is awaited or nothing is shown yet."""
        document = self._documents.get(path)
        if document is None:
            return
        if document.is_loading:
            if self._path is None:
                self._window.show_notice(document)
            return
        before = self._window.sidebar.current()
        again = self._show_again(document) if path == self._path else None
        self._window.sidebar.put(document, [known.path for known in self._documents])
        if document.recording is not None and path in self._asked:
            self.recent.emit(path, False)
        self.read.emit(path)
        if self._awaited is not None and path == self._awaited.path:
            self._show_next(self._awaited)
            self._awaited = None
        elif again is not None:
            self.show(path, again)
        elif before is not None and before[0] == path:
            self._show_next(Place(*before))
        elif before is None and self._next is None:
            self._show_next(Place(path))

    def _on_reload_failed(self, path: Path, reason: str) -> None:
        """The file went away or broke while it is shown: say so, and leave what was read."""
        document = self._documents.get(path)
        if path == self._path and document is not None:
            self._tell(document)
            self._announce(f"{path.name} cannot be read any more: {reason}")

    def _show_next(self, place: Place) -> None:
        """Show in the event loop's next turn, when all of this one is in the tree; of several the last."""
        if self._next is None:
            QTimer.singleShot(0, self, self._on_next)
        self._next = place

    def _on_next(self) -> None:
        place, self._next = self._next, None
        if place is not None:
            self.show(place.path, place.exchange, place.position)

    def _on_closed(self, path: Path) -> None:
        self._window.sidebar.remove(path)
        if path == self._path:
            self._path = None
            remaining = list(self._documents)
            if remaining:
                self._window.sidebar.select(remaining[-1].path, 0)
            else:
                self._show_nothing()

    def _on_learned(self, path: Path) -> None:
        """More is known of a file: only what is on show needs to hear of it."""
        document, workspace = self._documents.get(path), self._window.workspace
        if document is None or document.recording is None or path != self._path:
            return
        workspace.learn(document.recording)
        self._tell(document)

    def _on_repaced(self, path: Path) -> None:
        if path == self._path:
            self.show(path, self._window.workspace.number)

    # --- what is on show

    @property
    def recording(self) -> Recording | None:
        """The recording on show."""
        return self._window.workspace.recording

    @property
    def path(self) -> Path | None:
        """The file on show, None while there is none."""
        return self._path

    def set_look(self, look: Look) -> None:
        """Draw what is on show with another theme, zoom or masking."""
        self._look = look
        if self.recording is not None and self._path is not None:
            self.show(self._path, self._window.workspace.number)

    def show(self, path: Path, exchange: int, position: int | None = None) -> None:
        """Show an interaction at a position; one that is on show already, read anew perhaps, keeps its own."""
        document = self._documents.get(path)
        if document is None:
            return
        was, self._path = self._path, path
        self._leave(was, path, exchange)
        if document.recording is None or not document.recording.exchanges:
            self._show_notice(document)
            return
        recording, workspace = document.recording, self._window.workspace
        number = min(max(exchange, 0), len(recording.exchanges) - 1)
        if (workspace.recording, workspace.number) != (recording, number):
            place = workspace.player.position if (was, workspace.number) == (path, number) else None
            at_end = place is not None and place == workspace.player.count
            workspace.header.set_news(self._news_of(document, number))
            workspace.show_exchange(recording, number, position if place is None else None if at_end else place)
        elif position is not None:
            workspace.player.seek(position)
        self._window.show_notice(None)
        self._window.sidebar.mark(path, number)
        if was is None:  # the first file: its keys are the player's, not the list's
            workspace.pane.setFocus()
        self._window.setWindowTitle(f"{made_visible(recording.cassette.name)} — Cassette Viewer")
        self._tell(document)
        self.changed.emit()

    def _show_again(self, document: Document) -> int | None:
        """Show the same interaction as it was read again, at the same place; its number now, None for none."""
        workspace, news = self._window.workspace, document.news
        if news is None or document.recording is None or not document.recording.exchanges or workspace.number < 0:
            return None
        number = news.changes.now(workspace.number)
        workspace.header.set_news(news.of(number))
        if workspace.number in news.changes.became:
            workspace.show_again(document.recording, number)
        else:
            workspace.show_exchange(document.recording, number)
        if news.summary:
            self._announce(f"{document.path.name} {news.summary}. {news.of(number)}")
        return number

    def _leave(self, was: Path | None, path: Path, exchange: int) -> None:
        """What was looked at is no news any more once something else is shown."""
        if was is not None and (was, self._window.workspace.number) != (path, exchange):
            self._window.sidebar.look_at(was, self._window.workspace.number)

    def _news_of(self, document: Document, number: int) -> str:
        """What the tree still marks as news about an interaction."""
        node = document.node.by_exchange.get(number) if document.node else None
        return document.news.of(number) if document.news and node and node.row.news else ""

    def _tell(self, document: Document) -> None:
        """Say in the status line which file is on show, and how it is."""
        recording, number = document.recording, self._window.workspace.number
        if recording is None or number < 0:
            return
        secrets = secrets_of(recording.exchanges[number], self._look.masker)
        self._window.status.show_document(document, secrets, self._documents.trouble(document.path))

    def _announce(self, text: str) -> None:
        """Say something that a screen reader should not wait to be asked for."""
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._window.status, text))

    def _show_notice(self, document: Document) -> None:
        self._window.workspace.show_exchange(None, -1)
        self._window.show_notice(document)
        self._window.setWindowTitle(f"{made_visible(document.path.name)} — Cassette Viewer")
        self._window.status.show_message(str(document.path))
        self.changed.emit()

    def _show_nothing(self) -> None:
        self._window.workspace.show_exchange(None, -1)
        self._window.setWindowTitle("Cassette Viewer")
        self._window.show_welcome(shown=True)
        self._window.status.show_message("No cassette open")
        self.changed.emit()

    def go_to_exchange(self, number: int) -> None:
        """Select another interaction of the file on show."""
        if self._path is not None:
            self._window.sidebar.select(self._path, number)
