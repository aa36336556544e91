# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is on show: it joins the open documents with the sidebar, which chooses, and the workspace, which shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from viewer.core.text.invisible_characters import in_one_line
from viewer.gui.documents.document import Document, named
from viewer.gui.documents.documents import Documents
from viewer.gui.models.rows import secrets_of
from viewer.gui.widgets.announcement import announce
from viewer.gui.window.session_file import Place

if TYPE_CHECKING:
    from viewer.core.recording import Recording
    from viewer.gui.library.libraries import Libraries
    from viewer.gui.look.look import Look
    from viewer.gui.window.library_controller import Shelf
    from viewer.gui.window.main_window import MainWindow
    from viewer.gui.window.opening import Opening
    from viewer.loose_text import LooseText

_PATIENCE_MS = 150
"""What is read sooner is not told."""


class Stage(QObject):
    """One interaction of one file at a time, or a folder."""

    changed = Signal()
    """Something else is on show, or nothing any more."""
    read = Signal(Path)
    """A file was read, for the first time or again."""
    recent = Signal(Path, bool)
    """A file that was asked for by name could be read; or a folder, which is told by the second value."""

    def __init__(
        self, look: Look, window: MainWindow, documents: Documents, libraries: Libraries, shelf: Shelf, opening: Opening
    ) -> None:
        """Nothing is on show yet."""
        super().__init__(window)
        self._look, self._window, self._documents, self._opening = look, window, documents, opening
        self._libraries, self._shelf = libraries, shelf
        self._path: Path | None = None
        self._folder: Path | None = None
        self._is_waiting = False
        """Whether a folder is on show only until its first cassette is found."""
        self._awaited: Place | None = None
        self._next: Place | None = None
        """What is shown in the event loop's next turn."""
        self._visiting: Place | None = None
        """What is to be shown when its file is read."""
        self._asked: dict[Path, bool] = {}
        """What was asked for by name, and whether that is a folder: the content of folders is not."""
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._on_patience_lost)
        documents.opened.connect(self._on_opened)
        documents.changed.connect(self._on_changed)
        documents.learned.connect(self._on_learned)
        documents.repaced.connect(self._on_repaced)
        documents.closed.connect(self._on_closed)
        documents.reload_failed.connect(self._on_reload_failed)
        libraries.opened.connect(self._on_library_opened)
        libraries.closed.connect(self._on_library_closed)
        libraries.found.connect(self._on_found)
        shelf.first_found.connect(self._on_first_found)
        window.sidebar.selected.connect(self.show)
        window.sidebar.folder_selected.connect(self.show_folder)
        window.workspace.exchange_requested.connect(self.go_to_exchange)

    # --- files

    def open(self, paths: Sequence[Path], place: Place | None = None) -> None:
        """Open files and folders; then that place is shown, or the first of several."""
        for path in paths:
            self._asked[named(path)] = path.is_dir()
            if path.is_dir():
                self.recent.emit(named(path), True)
        self._awaited = place or next((Place(named(path)) for path in paths), None)
        self._opening.open(paths)
        if not paths and not len(self._documents) and not len(self._libraries):
            self._show_nothing()
        if self._awaited is not None:
            self._show_awaited(self._awaited)

    def open_texts(self, texts: Sequence[LooseText]) -> None:
        """Open texts that lie in no file; the first of several is shown."""
        opened = [self._documents.open_text(text) for text in texts]
        if opened:
            self._awaited = Place(opened[0])
            self._show_awaited(self._awaited)

    def _show_awaited(self, awaited: Place) -> None:
        """Show what is there already; what is in a library need not wait until it is found."""
        document, library = self._documents.get(awaited.path), self._libraries.get(awaited.path)
        if library is not None:
            if library.stamps:  # it was open
                self._window.sidebar.select(awaited.path, -1)
        elif self._libraries.holding(awaited.path) is not None:
            self._awaited = None
            if self._window.sidebar.model.folder(awaited.path) is not None:
                self._window.sidebar.select(awaited.path, -1)
            else:
                self._window.sidebar.select(awaited.path, awaited.exchange)
                self._show_next(awaited)
        elif document is not None and not document.is_loading:
            self._window.sidebar.select(document.path, awaited.exchange if document.recording else -1)
            self._show_next(awaited)

    def named_paths(self) -> Iterator[Path]:
        """Files and folders that were opened by name and are open still, in that order."""
        for path in self._asked:
            if self._libraries.holding(path) is not None or self._documents.get(path) is not None:
                yield path

    def close(self) -> None:
        """Close the file on show, or the library that it is in."""
        if shown := self._path or self._folder:
            self.close_path(shown)

    def close_path(self, path: Path) -> None:
        """Close a file, or the library that a file or folder is in."""
        if library := self._libraries.holding(path):
            self._libraries.close(library.root)
        else:
            self._documents.close(path)

    def reload(self) -> None:
        """Read again what is on show, and the library that it is in."""
        shown = self._path or self._folder
        if shown and (library := self._libraries.holding(shown)):
            self._libraries.read_again(library.root)
        if self._path is not None:
            self._documents.reload(self._path)

    def _on_opened(self, path: Path) -> None:
        """A file joins: what is being read is told in the content's place, the tree has what was read."""
        self._window.show_welcome(shown=False)
        document = self._documents.get(path)
        if document is not None and self._is_bare:
            self._window.show_notice(document)

    def _on_changed(self, path: Path) -> None:
        """A file was read, again perhaps: keep the place, or show it if it is awaited or nothing is shown yet."""
        document = self._documents.get(path)
        if document is None:
            return
        if document.is_loading:
            if self._is_bare or path == self._path:
                self._window.show_notice(document)
        elif self._visiting is not None and path == self._visiting.path:
            self.read.emit(path)
            self.show(path, self._visiting.exchange, self._visiting.position)
        else:
            self._take(document)

    def _take(self, document: Document) -> None:
        path = document.path
        before = self._window.sidebar.current()
        again = self._show_again(document) if path == self._path else None
        if not self._documents.is_visited(path) or self._window.sidebar.model.file(path) is not None:
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

    # --- libraries

    def _on_library_opened(self, root: Path) -> None:
        self._window.show_welcome(shown=False)
        if self._is_bare:
            self._patience.start()

    def _on_first_found(self, root: Path, path: Path) -> None:
        is_awaited = self._awaited is not None and self._awaited.path == root
        if is_awaited or self._is_waiting or (self._is_bare and self._visiting is None):
            self._awaited = None
            self._window.sidebar.select(path, 0)

    def _on_found(self, _root: Path) -> None:
        """What is on show already may be among what was found."""
        if self._path is not None and self._window.sidebar.current() is None:
            self._window.sidebar.mark(self._path, self._window.workspace.number)

    def _on_library_closed(self, root: Path) -> None:
        self._documents.forget_visited(root)
        shown = self._path or self._folder
        if shown is not None and shown.is_relative_to(root):
            self._show_another()

    def _on_patience_lost(self) -> None:
        """Reading takes long enough to be told."""
        document = self._documents.get(self._visiting.path) if self._visiting else None
        library = next(iter(self._libraries), None)
        if document is not None:
            self._path, self._folder = document.path, None
            self._show_notice(document)
        elif self._is_bare and library is not None:
            self.show_folder(library.root)
            self._is_waiting = True

    def _on_reload_failed(self, path: Path, reason: str) -> None:
        """The file went away or broke while it is shown: say so, and leave what was read."""
        document = self._documents.get(path)
        if path == self._path and document is not None:
            self._tell(document)
            announce(self._window.status, f"{path.name} cannot be read any more: {reason}")

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
        self._window.sidebar.remove([path])
        if path == self._path:
            self._show_another()

    def _show_another(self) -> None:
        """What was on show is closed."""
        self._path = self._folder = self._visiting = None
        remaining, library = list(self._documents), next(iter(self._libraries), None)
        if remaining:
            self._window.sidebar.select(remaining[-1].path, 0)
            if self._is_bare:  # nothing was selected that was not before
                self.show(remaining[-1].path, 0)
        elif library is not None:
            self._window.sidebar.select(library.root, -1)
            if self._is_bare:
                self.show_folder(library.root)
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
    def _is_bare(self) -> bool:
        """Whether nothing is on show."""
        return self._path is None and self._folder is None

    @property
    def folder(self) -> Path | None:
        """The folder whose page is on show."""
        return self._folder

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
        document = self._visited(Place(path, exchange, position))
        if document is None:
            return
        was, is_first = self._path, self._is_bare or self._is_waiting
        self._path, self._folder, self._is_waiting = path, None, False
        self._shelf.leave_overview()
        self._leave(was, path, exchange)
        if document.recording is None or not document.recording.exchanges:
            self._show_notice(document)
            self._window.sidebar.mark(path, -1)
            return
        recording, workspace = document.recording, self._window.workspace
        number = min(max(exchange, 0), len(recording.exchanges) - 1)
        if (workspace.recording, workspace.number) != (recording, number):
            place = workspace.player.position if (was, workspace.number) == (path, number) else None
            at_end = place is not None and place == workspace.player.count
            workspace.header.set_unread(self._unread_in(document, number))
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

    def _show_again(self, document: Document) -> int | None:
        """Show the same interaction as it was read again, at the same place; its number now, None for none."""
        workspace, changes = self._window.workspace, document.unread_changes
        if changes is None or document.recording is None or not document.recording.exchanges or workspace.number < 0:
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

    def _leave(self, was: Path | None, path: Path, exchange: int) -> None:
        """What was looked at is unread no longer once something else is shown."""
        if was is not None and (was, self._window.workspace.number) != (path, exchange):
            self._window.sidebar.look_at(was, self._window.workspace.number)

    def _unread_in(self, document: Document, number: int) -> str:
        """What changed in an interaction, as long as the tree marks it as unread."""
        node = document.node.by_exchange.get(number) if document.node else None
        return document.unread_changes.of(number) if document.unread_changes and node and node.row.unread else ""

    def _tell(self, document: Document) -> None:
        """Say in the status line which file is on show, and how it is."""
        recording, number = document.recording, self._window.workspace.number
        if recording is None or number < 0:
            return
        secrets = secrets_of(recording.exchanges[number], self._look.masker)
        self._window.status.show_document(document, secrets, self._documents.trouble(document.path))

    def _visited(self, place: Place) -> Document | None:
        """The document of a file; None while that of a library is read, which shows it afterwards."""
        if self._awaited is not None and self._libraries.get(self._awaited.path) is not None:
            self._awaited = None  # something else was chosen before the folder's first cassette was found
        path, self._visiting = place.path, None
        self._patience.stop()
        if self._documents.get(path) is None:
            self._visiting = place
            self._documents.visit(path)  # a small file is read, and shown, when this returns
            if self._visiting is not None:
                self._patience.start()
            return None
        if self._documents.is_visited(path):
            self._documents.visit(path)
        return self._documents.get(path)

    def show_folder(self, folder: Path) -> None:
        """Show the page of a folder."""
        self._path, self._folder, self._visiting, self._is_waiting = None, folder, None, False
        self._patience.stop()
        self._shelf.show_overview(folder)
        self._show_instead(folder.name, str(folder))

    def _show_notice(self, document: Document) -> None:
        self._window.show_notice(document)
        self._show_instead(document.path.name, str(document.path))

    def _show_nothing(self) -> None:
        self._window.show_welcome(shown=True)
        self._show_instead("", "No cassette open")

    def _show_instead(self, name: str, message: str) -> None:
        """The workspace gives way: title and status line say to what."""
        self._window.workspace.show_exchange(None, -1)
        self._window.setWindowTitle(f"{in_one_line(name)} — Cassette Viewer" if name else "Cassette Viewer")
        self._window.status.show_message(message)
        self.changed.emit()

    def go_to_exchange(self, number: int) -> None:
        """Select another interaction of the file on show."""
        if self._path is not None:
            self._window.sidebar.select(self._path, number)
