# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""It joins the libraries with the sidebar, which lists what they hold, and with the page that counts it."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from viewer.core.summary import Summary
    from viewer.gui.documents.documents import Documents
    from viewer.gui.library.libraries import Libraries
    from viewer.gui.models.growing_tree import Accepts
    from viewer.gui.models.nodes import FileNode, Node
    from viewer.gui.models.overview import Overview
    from viewer.gui.models.text_search import Corpus
    from viewer.gui.tasks import Tasks
    from viewer.gui.window.main_window import MainWindow
    from viewer.index.stamp import Stamp

_COUNT_MS = 500
"""How often the page is counted anew at most while files come in."""
_SHARE = 5
"""Counting takes at most one part of so many of the time: it goes through all that is open."""
_LEFT_OUT = "Left out: no cassettes"


class LibraryController(QObject):
    """What the open folders hold."""

    first_found = Signal(Path)
    """A library in which the first cassette was found."""

    def __init__(self, window: MainWindow, libraries: Libraries, documents: Documents, tasks: Tasks) -> None:
        """Nothing is open."""
        super().__init__(window)
        self._window, self._libraries, self._documents, self._tasks = window, libraries, documents, tasks
        self._begun: set[Path] = set()
        self._counted: Path | None = None
        """The folder whose page is on show."""
        self._group: Node | None = None
        """The file or conversation whose page is on show."""
        self._is_asked = False
        """Whether the page is to come to the front when it is counted."""
        self._count_again = QTimer(self, singleShot=True, interval=_COUNT_MS)
        self._count_again.timeout.connect(self._count)
        self._count_began, self._is_outdated = 0.0, False
        """When the page was counted last, and whether more came in since then."""
        self._wants_left_out = False
        self._accepts: Accepts | None = None
        """What the filter decides about rows."""
        libraries.opened.connect(window.sidebar.add_library)
        libraries.found.connect(self._on_found)
        libraries.lost.connect(self._on_lost)
        libraries.progressed.connect(self._on_progressed)
        libraries.closed.connect(self._on_closed)
        libraries.told.connect(window.status.tell)
        documents.grown.connect(self._on_grown)
        window.sidebar.tree_filter.corpus = self.corpus
        window.sidebar.tree_filter.answered.connect(self._on_answered)
        window.sidebar.tree_filter.told.connect(window.status.tell)
        window.sidebar.tree_filter.incomplete.connect(libraries.read_unindexed)
        window.sidebar.left_out_requested.connect(self._on_left_out_requested)
        window.overview_made.connect(self._on_overview_made)

    def corpus(self) -> Corpus:
        """Where the texts of all files are."""
        from viewer.gui.models.text_search import Corpus  # noqa: PLC0415 - with the first words in the filter

        documents = {document.path: document for document in self._documents.known()}
        recordings = {path: document.recording for path, document in documents.items() if document.recording}
        stamps: dict[Path, Stamp] = {}
        summaries: dict[Path, Sequence[Summary]] = {path: found.summaries for path, found in recordings.items()}
        for library in self._libraries:
            stamps.update((path, stamp) for path, stamp in library.stamps.items() if path not in library.left_out)
            summaries.update(library.unindexed)
        return Corpus(self._libraries.index.store, stamps, summaries, recordings)

    def show_overview(self, folder: Path) -> None:
        """Show the page of a folder."""
        self._counted, self._group, self._is_asked = folder, None, True
        self._count()

    def show_group(self, group: Node) -> None:
        """Show the page of a file or conversation of several interactions."""
        self._counted, self._group, self._is_asked = None, group, True
        self._count()

    def leave_overview(self) -> None:
        """Something else is on show."""
        self._counted = self._group = None
        self._tasks.cancel("overview")

    def _count(self) -> None:
        from viewer.gui.models.overview import overview  # noqa: PLC0415 - a first picture shows no folder

        self._count_began, self._is_outdated = monotonic(), False
        if self._group is not None:
            self._tell_group(self._group)
            return
        folder = self._counted
        library = self._libraries.holding(folder) if folder else None
        node = self._window.sidebar.model.folder(folder) if folder else None
        if folder is None or library is None or node is None:
            return
        is_all = node.path == library.root and len(self._window.sidebar.model.tops) == 1
        scope = "" if is_all else f' file:"{folder.as_posix().lower()}/"'
        files, stamps, left_out = list(node.files()), dict(library.stamps), dict(library.left_out)
        accepts, query = self._accepts, self._window.sidebar.filter.text()
        self._tasks.run(
            "overview",
            lambda cancelled: overview(folder, files, stamps, left_out, scope, accepts, query, cancelled),
            self._show,
        )

    def _tell_group(self, group: Node) -> None:
        from viewer.gui.models.group_overview import group_overview  # noqa: PLC0415 - few look at one

        rows, count = group.shown_rows(), group.count_shown()
        query, model = self._window.sidebar.filter.text(), self._window.sidebar.model
        scope = "" if len(list(islice(model.files(), 2))) < 2 else f' file:"{group.path.as_posix().lower()}"'
        self._tasks.run("overview", lambda _: group_overview(group, rows, count, scope, query), self._show)

    def _on_grown(self, path: Path) -> None:
        """A large file is read further while its page is on show."""
        if self._group is not None and path == self._group.path:
            self._count_soon()

    def _count_soon(self) -> None:
        """Count again when some time has passed, and never beside a count that still goes on."""
        self._is_outdated = self._tasks.is_running("overview")
        if not self._is_outdated and not self._count_again.isActive():
            self._count_again.start()

    def _show(self, counted: Overview) -> None:
        took_ms = round((monotonic() - self._count_began) * 1000)
        self._count_again.setInterval(max(_COUNT_MS, (_SHARE - 1) * took_ms))
        if self._is_outdated:
            self._count_again.start()
        if self._is_asked:
            self._window.show_overview(counted)
        else:  # numbers that change take nobody's place
            self._window.overview.show_overview(counted)
        self._is_asked = False
        if self._wants_left_out:
            self._wants_left_out = False
            self._window.overview.show_section(_LEFT_OUT)

    def _on_found(self, root: Path, files: list[FileNode]) -> None:
        sidebar, library = self._window.sidebar, self._libraries.get(root)
        # What was visited is read again by the documents, which know what changed.
        files = [f for f in files if sidebar.model.file(f.path) is None or not self._documents.is_visited(f.path)]
        for file in files:
            self._documents.move_to_library(file.path)
        sidebar.put_all(root, files, is_open=library is not None and library.is_small)
        if root not in self._begun and any(file.interactions for file in files):
            self._begun.add(root)
            self.first_found.emit(root)

    def _on_lost(self, _root: Path, paths: list[Path]) -> None:
        self._window.sidebar.remove(paths)

    def _on_progressed(self, _root: Path) -> None:
        reading = [library for library in self._libraries if library.is_reading]
        done, every = sum(library.done for library in reading), sum(library.every for library in reading)
        self._window.sidebar.footer.show_progress(done, every)
        self._window.sidebar.show_left_out(sum(len(library.left_out) for library in self._libraries))
        if self._counted is not None:
            self._count_soon()

    def _on_closed(self, root: Path) -> None:
        self._begun.discard(root)
        self._window.sidebar.remove_library(root)
        self._on_progressed(root)

    def _on_left_out_requested(self) -> None:
        library = next((library for library in self._libraries if library.left_out), None)
        if library is not None:
            self._wants_left_out = True
            if self._counted == library.root:
                self._count()
            else:
                self._window.sidebar.select(library.root, -1)

    def _on_overview_made(self) -> None:
        page = self._window.overview
        page.query_requested.connect(self._on_query_requested)
        page.path_requested.connect(self._on_path_requested)
        page.exchange_requested.connect(self._window.sidebar.select)

    def _on_query_requested(self, terms: str) -> None:
        """A line of the page: one click adds its terms to the filter, another takes them away."""
        from viewer.gui.models.filter_query import toggled  # noqa: PLC0415 - with the first filter

        self._window.sidebar.filter_by(toggled(self._window.sidebar.filter.text(), terms))

    def _on_answered(self, accepts: Accepts | None, _answer: object) -> None:
        """The page counts what the filter lets through."""
        self._accepts = accepts
        self._count()

    def _on_path_requested(self, path: Path) -> None:
        file = self._window.sidebar.model.file(path)
        if file is None:  # it was left out: the page that says why, and shows its text
            self._window.sidebar.selected.emit(path, -1)
        else:
            self._window.sidebar.select(path, 0 if file.interactions else -1)
