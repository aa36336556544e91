# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is selected and so on show: one interaction of one file in the workspace, or a page in its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from viewer.core.text.invisible_characters import in_one_line
from viewer.gui.widgets.announcement import announce
from viewer.gui.window.session_file import Place

if TYPE_CHECKING:
    from viewer.core.recording import Recording
    from viewer.gui.documents.document import Document
    from viewer.gui.documents.documents import Documents
    from viewer.gui.library.libraries import Libraries
    from viewer.gui.look.look import Look
    from viewer.gui.models.nodes import Node
    from viewer.gui.window.library_controller import LibraryController
    from viewer.gui.window.main_window import MainWindow

_PATIENCE_MS = 150
"""What is read sooner is not told."""
_AT_ONCE_BYTES = 400_000
"""Bodies up to this size are understood at once, when they are not yet."""


class Selection(QObject):
    """One interaction of one file at a time, or the page of what holds several; the sidebar chooses it."""

    changed = Signal()
    """Something else is on show, or nothing any more."""
    requested = Signal()
    """An interaction is to be shown; its file may have to be read first."""

    def __init__(
        self,
        look: Look,
        window: MainWindow,
        documents: Documents,
        libraries: Libraries,
        library_controller: LibraryController,
    ) -> None:
        """Nothing is on show yet."""
        super().__init__(window)
        self._look, self._window, self._documents = look, window, documents
        self._libraries, self._library_controller = libraries, library_controller
        self._path: Path | None = None
        self._folder: Path | None = None
        self._is_group = False
        self.show_run: Callable[[Node], bool] = lambda _group: False
        """Shows the run of a row, where it has one; whoever knows runs puts itself here."""
        self._is_waiting = False
        """Whether a folder is on show only until its first cassette is found."""
        self._pending: Place | None = None
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._on_patience_lost)
        documents.learned.connect(self._on_learned)
        documents.understood.connect(self._on_understood)
        documents.repaced.connect(self._on_repaced)
        documents.reload_failed.connect(self._on_reload_failed)
        window.sidebar.selected.connect(self.show)
        window.sidebar.folder_selected.connect(self.show_folder)
        window.sidebar.group_selected.connect(self.show_group)
        window.workspace.exchange_requested.connect(self.go_to_exchange)

    @property
    def recording(self) -> Recording | None:
        """The recording on show."""
        return self._window.workspace.recording

    @property
    def path(self) -> Path | None:
        """The file on show, None while there is none."""
        return self._path

    @property
    def folder(self) -> Path | None:
        """The folder whose page is on show."""
        return self._folder

    @property
    def pending(self) -> Place | None:
        """What is shown as soon as its file is read."""
        return self._pending

    @property
    def is_empty(self) -> bool:
        """Whether nothing is on show."""
        return self._path is None and self._folder is None

    @property
    def takes_first_found(self) -> bool:
        """Whether the first cassette of a folder is to be shown: nothing is, or will be, that somebody chose."""
        return self._is_waiting or (self.is_empty and self._pending is None)

    def set_look(self, look: Look) -> None:
        """Draw what is on show with another theme, zoom or masking."""
        self._look = look
        if self.recording is not None and self._path is not None:
            page = self._window.content.currentWidget()
            self.show(self._path, self._window.workspace.number)
            if page is not None:
                self._window.content.setCurrentWidget(page)

    # --- interactions

    def show(self, path: Path, exchange: int, position: int | None = None) -> None:
        """Show an interaction at a position; one that is on show already, read anew perhaps, keeps its own."""
        document = self._read(Place(path, exchange, position))
        if document is None or self._is_to_be_understood(document, exchange, position):
            return
        was, is_first = self._path, self.is_empty or self._is_waiting
        self._path, self._folder, self._is_waiting, self._is_group = path, None, False, False
        self._library_controller.leave_overview()
        self._leave(was, path, exchange)
        if document.recording is None or not document.recording.summaries:
            self._show_notice(document)
            self._window.sidebar.mark(path, -1, is_told=False)
            return
        recording, workspace = document.recording, self._window.workspace
        number = min(max(exchange, 0), len(recording.summaries) - 1)
        if (workspace.recording, workspace.number) != (recording, number):
            place = workspace.player.position if (was, workspace.number) == (path, number) else None
            at_end = place is not None and place == workspace.player.count
            workspace.header.set_unread(_unread_in(document, number))
            workspace.show_exchange(recording, number, position if place is None else None if at_end else place)
        elif position is not None:
            workspace.player.seek(position)
        self._window.show_notice(None)
        self._window.sidebar.mark(path, number)
        if is_first:  # the first file: its keys are the player's, not the list's
            workspace.pane.setFocus()
        self._window.setWindowTitle(f"{in_one_line(recording.cassette.name)} — Cassette Viewer")
        self._tell(document)
        self.changed.emit()

    def show_again(self, document: Document) -> int | None:
        """Show the same interaction as it was read again, at the same place; its number now, None for none."""
        workspace, changes = self._window.workspace, document.unread_changes
        if changes is None or document.recording is None or not document.recording.summaries or workspace.number < 0:
            return None
        number = changes.difference.now(workspace.number)
        workspace.header.set_unread(changes.of(number))
        if workspace.number in changes.difference.became:
            workspace.show_again(document.recording, number)
        else:
            workspace.show_exchange(document.recording, number)
        if changes.summary:
            announce(self._window.status, f"{document.path.name} {changes.summary}. {changes.of(number)}")
        return number

    def _is_to_be_understood(self, document: Document, exchange: int, position: int | None) -> bool:
        """Whether an interaction takes so long to understand that it is shown when that is done, in the background."""
        recording = document.recording
        if recording is None or not recording.summaries:
            return False
        number = min(max(exchange, 0), len(recording.summaries) - 1)
        if recording.exchanges.has(number) or recording.briefs[number].size <= _AT_ONCE_BYTES:
            return False
        self._pending = Place(document.path, number, position)
        self._documents.understand(document.path, number)
        return True

    def _on_understood(self, path: Path, number: int) -> None:
        pending = self._pending
        if pending is not None and (pending.path, pending.exchange) == (path, number):
            self.show(path, number, pending.position)

    def go_to_exchange(self, number: int) -> None:
        """Select another interaction of the file on show."""
        if self._path is not None:
            self._window.sidebar.select(self._path, number)

    def _read(self, place: Place) -> Document | None:
        """The document of a file; None while that of a library is read, which shows it afterwards."""
        self.requested.emit()
        path, self._pending = place.path, None
        self._patience.stop()
        if self._documents.get(path) is None:
            self._pending = place
            self._documents.visit(path)  # a small file is read, and shown, when this returns
            if self._pending is not None:
                self._patience.start()
            return None
        if self._documents.is_visited(path):
            self._documents.visit(path)
        return self._documents.get(path)

    def _leave(self, was: Path | None, path: Path, exchange: int) -> None:
        """Changes that were looked at count as read once something else is shown."""
        if was is not None and (was, self._window.workspace.number) != (path, exchange):
            self._window.sidebar.look_at(was, self._window.workspace.number)

    def _tell(self, document: Document) -> None:
        """Say in the status line which file is on show, and how it is."""
        recording, number = self.recording, self._window.workspace.number
        if document.recording is None or recording is None or number < 0:
            return
        secrets = 0 if self._look.masker.show else recording.briefs[number].secrets
        self._window.status.show_document(document, secrets, self._documents.trouble(document.path))

    def tell_of_file(self) -> None:
        """More is known of the file on show: say so in the status line."""
        document = self._documents.get(self._path) if self._path is not None else None
        if document is not None:
            self._tell(document)

    # --- pages

    def show_folder(self, folder: Path) -> None:
        """Show the page of a folder."""
        self._path, self._folder, self._pending, self._is_waiting = None, folder, None, False
        self._is_group = False
        self._patience.stop()
        self._library_controller.show_overview(folder)
        self._show_page(folder.name, str(folder))

    def show_group(self, group: Node) -> None:
        """Show the page of a file or conversation of several interactions."""
        if self._path is not None:
            self._leave(self._path, group.path, -1)
        self._path, self._folder, self._pending, self._is_waiting = group.path, None, None, False
        self._is_group = True
        self._patience.stop()
        if self.show_run(group):
            self._library_controller.leave_overview()
        else:
            self._library_controller.show_group(group)
        self._show_page(group.path.name, str(group.path))

    @property
    def is_group(self) -> bool:
        """Whether the page of a file or conversation is on show, and none of its interactions."""
        return self._is_group

    def show_nothing(self) -> None:
        """Show the welcome page."""
        self._window.show_welcome(shown=True)
        self._show_page("", "No cassette open")

    def clear(self) -> None:
        """What was on show is closed; the window waits for something else."""
        self._path = self._folder = self._pending = None
        self._is_group = False

    def forget(self, path: Path) -> None:
        """What was to be shown of a file or folder, when it is read, is closed."""
        if self._pending is not None and self._pending.path.is_relative_to(path):
            self._pending = None
            self._patience.stop()

    def wait(self) -> None:
        """Something is being read: tell so when that takes long."""
        self._patience.start()

    def _show_notice(self, document: Document) -> None:
        self._window.show_notice(document)
        self._show_page(document.path.name, str(document.path))

    def _show_page(self, name: str, message: str) -> None:
        """A page takes the workspace's place: title and status line say what it is about."""
        self._window.workspace.show_exchange(None, -1)
        self._window.setWindowTitle(f"{in_one_line(name)} — Cassette Viewer" if name else "Cassette Viewer")
        self._window.status.show_message(message)
        self.changed.emit()

    # --- what happens to the file on show

    def _on_patience_lost(self) -> None:
        """Reading takes long enough to be told."""
        document = self._documents.get(self._pending.path) if self._pending else None
        library = next(iter(self._libraries), None)
        if document is not None:
            self._path, self._folder = document.path, None
            self._show_notice(document)
        elif self.is_empty and library is not None:
            self.show_folder(library.root)
            self._is_waiting = True

    def _on_learned(self, path: Path) -> None:
        """More is known of a file: only what is on show needs to hear of it."""
        document = self._documents.get(path)
        if document is None or document.recording is None or path != self._path or self.recording is None:
            return
        self._window.workspace.learn(document.recording)
        self._tell(document)

    def _on_repaced(self, path: Path) -> None:
        if path == self._path and self.recording is not None:
            self.show(path, self._window.workspace.number)

    def _on_reload_failed(self, path: Path, reason: str) -> None:
        """The file went away or broke while it is shown: say so, and leave what was read."""
        document = self._documents.get(path)
        if path == self._path and document is not None:
            self._tell(document)
            announce(self._window.status, f"{path.name} cannot be read any more: {reason}")


def _unread_in(document: Document, number: int) -> str:
    """What changed in an interaction, as long as the tree marks it as unread."""
    if document.node is None or document.unread_changes is None or not document.node.is_unread(number):
        return ""
    return document.unread_changes.of(number)
