# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""It joins the open files with the sidebar, which lists them, and decides which of them comes on show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from viewer.gui.documents.document import Document, named
from viewer.gui.documents.documents import Documents
from viewer.gui.documents.revealed_rows import RevealedRows
from viewer.gui.window.session_file import Place, is_passing

if TYPE_CHECKING:
    from viewer.gui.documents.growth import Grown
    from viewer.gui.library.libraries import Libraries
    from viewer.gui.window.library_controller import LibraryController
    from viewer.gui.window.main_window import MainWindow
    from viewer.gui.window.opening import Opening
    from viewer.gui.window.selection import Selection
    from viewer.loose_text import LooseText


class DocumentController(QObject):
    """Opens, reloads and closes files and folders, and shows what was asked for, or else what came first."""

    read = Signal(Path)
    """A file was read, for the first time or again."""
    recent = Signal(Path, bool)
    """A file that was asked for by name could be read; or a folder, which is told by the second value."""

    def __init__(
        self,
        window: MainWindow,
        documents: Documents,
        libraries: Libraries,
        library_controller: LibraryController,
        opening: Opening,
        selection: Selection,
    ) -> None:
        """Nothing is open yet."""
        super().__init__(window)
        self._window, self._documents, self._libraries = window, documents, libraries
        self._opening, self._selection = opening, selection
        self._awaited: Place | None = None
        """What was asked for, and is shown when it is there."""
        self._next: Place | None = None
        """What is shown in the event loop's next turn."""
        self._left: tuple[Place, int] | None = None
        """What was on show of a large file that is read again, and comes back when it is read so far; until then
        another interaction takes its place."""
        self._asked: dict[Path, bool] = {}
        """What was asked for by name, and whether that is a folder: the content of folders is not."""
        documents.opened.connect(self._on_opened)
        documents.changed.connect(self._on_changed)
        documents.grown.connect(self._on_grown)
        documents.learned.connect(self._on_learned)
        documents.closed.connect(self._on_closed)
        documents.told.connect(window.status.tell)
        window.sidebar.model.revealed = RevealedRows(documents)
        libraries.opened.connect(self._on_library_opened)
        libraries.closed.connect(self._on_library_closed)
        libraries.found.connect(self._on_found)
        library_controller.first_found.connect(self._on_first_found)
        selection.requested.connect(self._on_requested)

    @property
    def is_about_to_show(self) -> bool:
        """Whether something is shown in the event loop's next turn."""
        return self._next is not None

    def open(self, paths: Sequence[Path], place: Place | None = None) -> None:
        """Open files and folders; then that place is shown, or the first of several."""
        for path in paths:
            self._asked[named(path)] = path.is_dir()
            if path.is_dir() and not is_passing(path):
                self.recent.emit(named(path), True)
        self._awaited = place or next((Place(named(path)) for path in paths), None)
        self._opening.open(paths)
        if not paths and not len(self._documents) and not len(self._libraries):
            self._selection.show_nothing()
        if self._awaited is not None:
            self._show_awaited(self._awaited)

    def open_texts(self, texts: Sequence[LooseText]) -> None:
        """Open texts that lie in no file; the first of several is shown."""
        opened = [self._documents.open_text(text) for text in texts]
        if opened:
            self._awaited = Place(opened[0])
            self._show_awaited(self._awaited)

    def named_paths(self) -> Iterator[Path]:
        """Files and folders that were opened by name and are open still, in that order, if they are to stay."""
        for path in self._asked:
            if is_passing(path):
                continue
            if self._libraries.holding(path) is not None or self._documents.get(path) is not None:
                yield path

    def close(self) -> None:
        """Close the file on show, or the library that it is in."""
        if shown := self._selection.path or self._selection.folder:
            self.close_path(shown)

    def close_path(self, path: Path) -> None:
        """Close a file, or the library that a file or folder is in."""
        if library := self._libraries.holding(path):
            self._libraries.close(library.root)
        else:
            self._documents.close(path)

    def reload(self) -> None:
        """Read again what is on show, and the library that it is in."""
        path = self._selection.path
        shown = path or self._selection.folder
        if shown and (library := self._libraries.holding(shown)):
            self._libraries.read_again(library.root)
        if path is not None:
            self._documents.reload(path)

    # --- what comes on show

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

    def _show_next(self, place: Place) -> None:
        """Show in the event loop's next turn, when all of this one is in the tree; of several the last."""
        if self._next is None:
            QTimer.singleShot(0, self, self._on_next)
        self._next = place

    def _on_next(self) -> None:
        place, self._next = self._next, None
        if place is not None:
            document = self._documents.get(place.path)
            recording = document.recording if document is not None else None
            number = place.exchange
            if place.line is not None and recording is not None:
                number = recording.on_line(place.line)
            self._selection.show(place.path, number, place.position)
            if self._left is not None and self._left[0] == place:
                self._left = place, self._window.workspace.number

    def _show_another(self) -> None:
        """What was on show is closed."""
        self._selection.clear()
        remaining, library = list(self._documents), next(iter(self._libraries), None)
        if remaining:
            self._window.sidebar.select(remaining[-1].path, 0)
            if self._selection.is_empty:  # nothing was selected that was not before
                self._selection.show(remaining[-1].path, 0)
        elif library is not None:
            self._window.sidebar.select(library.root, -1)
            if self._selection.is_empty:
                self._selection.show_folder(library.root)
        else:
            self._selection.show_nothing()

    def _on_requested(self) -> None:
        """Something else may be chosen before the first cassette of the awaited folder is found: that counts."""
        if self._awaited is not None and self._libraries.get(self._awaited.path) is not None:
            self._awaited = None

    # --- files

    def _on_opened(self, _path: Path) -> None:
        """A file joins; what becomes of it is told as a change, that it is being read too."""
        self._window.show_welcome(shown=False)

    def _on_changed(self, path: Path) -> None:
        """A file was read, again perhaps: keep the place, or show it if it is awaited or nothing is shown yet."""
        document, pending = self._documents.get(path), self._selection.pending
        if document is None:
            return
        if document.is_loading:
            if self._selection.is_empty or path == self._selection.path:
                self._window.show_notice(document)
        elif pending is not None and path == pending.path:
            self.read.emit(path)
            self._selection.show(path, pending.exchange, pending.position)
        else:
            self._take(document)

    def _take(self, document: Document) -> None:
        path = document.path
        before = self._window.sidebar.current()
        again = self._selection.show_again(document) if path == self._selection.path else None
        if not self._documents.is_visited(path) or self._window.sidebar.model.file(path) is not None:
            self._window.sidebar.put(document, [known.path for known in self._documents])
        if document.recording is not None and path in self._asked and not is_passing(path):
            self.recent.emit(path, False)
        self.read.emit(path)
        if self._awaited is not None and path == self._awaited.path:
            self._show_next(self._awaited)
            self._awaited = None
        elif again is not None:
            self._selection.show(path, again)
        elif self._selection.is_group and path == self._selection.path:
            self._window.sidebar.tell_again()
        elif before is not None and before[0] == path:
            self._show_next(Place(*before))
            if document.before is not None and document.recording is not None:
                self._left = Place(*before), len(document.recording.summaries) - 1
        elif before is None and self._next is None:
            self._show_next(Place(path))

    def _on_grown(self, path: Path, grown: Grown) -> None:
        """A large file is read further while it is shown."""
        self._window.sidebar.extend(path, grown)
        self._come_back(path, grown)
        if path == self._selection.path:
            self._selection.tell_of_file()

    def _on_learned(self, path: Path) -> None:
        """A second look found problems or secrets that the tree does not count yet."""
        document, shown = self._documents.get(path), self._window.sidebar.model.file(path)
        if (
            document is None
            or document.node is None
            or shown is None
            or document.share_read is not None
            or shown.is_ranged
        ):
            return
        if document.node.counts != shown.counts:
            self._window.sidebar.put(document, [known.path for known in self._documents])

    def _come_back(self, path: Path, grown: Grown) -> None:
        """Show again what was on show before a large file was read again, unless somebody went elsewhere."""
        if self._left is None or self._left[0].path != path:
            return
        left, shown = self._left
        if self._next == left:
            return  # it is shown in the next turn, by what is known then
        if grown.known <= left.exchange and grown.share_read < 1:
            return
        self._left = None
        is_waiting = path == self._selection.path and self._window.workspace.number == shown < left.exchange
        if is_waiting and grown.known > left.exchange:
            self._window.sidebar.select(path, left.exchange)

    def _on_closed(self, path: Path) -> None:
        self._window.sidebar.remove([path])
        self._forget(path)
        if path == self._selection.path or self._shows_nothing():
            self._show_another()

    def _forget(self, path: Path) -> None:
        """What was to be shown of a closed file or folder, in the next turn or when it is read, is not."""
        places = (self._awaited, self._next, self._left[0] if self._left is not None else None)
        gone = [place is not None and place.path.is_relative_to(path) for place in places]
        self._awaited = None if gone[0] else self._awaited
        self._next = None if gone[1] else self._next
        self._left = None if gone[2] else self._left
        self._selection.forget(path)

    def _shows_nothing(self) -> bool:
        """Whether nothing is on show, nor will be."""
        return self._selection.is_empty and self._selection.pending is None and self._next is None

    # --- libraries

    def _on_library_opened(self, root: Path) -> None:
        self._window.show_welcome(shown=False)
        if self._selection.is_empty:
            self._selection.wait()

    def _on_first_found(self, root: Path) -> None:
        """A folder opens on its own page, as soon as there is something to count."""
        is_awaited = self._awaited is not None and self._awaited.path == root
        if is_awaited or self._selection.takes_first_found:
            self._awaited = None
            self._window.sidebar.select(root, -1)

    def _on_found(self, _root: Path) -> None:
        """What is on show already may be among what was found."""
        if self._selection.path is not None and self._window.sidebar.current() is None:
            self._window.sidebar.mark(self._selection.path, self._window.workspace.number)

    def _on_library_closed(self, root: Path) -> None:
        self._documents.forget_visited(root)
        self._forget(root)
        shown = self._selection.path or self._selection.folder
        if shown is not None and shown.is_relative_to(root):
            self._show_another()
