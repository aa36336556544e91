# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""It joins notes with what is on show: rows, header and events show them; commands write and list them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from viewer.core.notes import Note, request_digest
from viewer.core.text.invisible_characters import in_one_line
from viewer.gui.notes.notebook import Notebook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from viewer.core.recording import Recording
    from viewer.gui.actions import Actions
    from viewer.gui.documents.documents import Documents
    from viewer.gui.library.libraries import Libraries
    from viewer.gui.look.appearance import Appearance
    from viewer.gui.models.nodes import FileNode
    from viewer.gui.notes.list_window import NotesWindow
    from viewer.gui.tasks import Tasks
    from viewer.gui.window.main_window import MainWindow
    from viewer.gui.window.selection import Selection


class NotesController(QObject):
    """Notes and marks."""

    noted = Signal()
    """Something else is noted now."""

    def __init__(
        self,
        window: MainWindow,
        documents: Documents,
        libraries: Libraries,
        selection: Selection,
        appearance: Appearance,
        tasks: Tasks,
    ) -> None:
        """Follow the files that are open."""
        super().__init__(window)
        self._window, self._documents, self._selection, self._appearance = window, documents, selection, appearance
        self.notebook = Notebook(tasks, self._recording, self)
        self.chosen: Callable[[], tuple[Path, int] | None] = lambda: None
        """The current row of a list that is on show."""
        self._looked_up: dict[Path, int] = {}
        """Which recording of a file notes were read for, by its `id`: it may be let go of."""
        self._list: NotesWindow | None = None
        documents.changed.connect(self._on_document_changed)
        documents.closed.connect(self._on_closed)
        libraries.found.connect(self._on_found)
        self.notebook.changed.connect(self._on_noted)
        self.notebook.told.connect(window.status.tell)
        window.sidebar.model.notes_of = self.notebook.words
        window.sidebar.note_requested.connect(self.edit)
        window.workspace.note_requested.connect(self._on_event_requested)
        selection.changed.connect(self._show)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What each command does, by its id."""
        return {"note": self.edit_shown, "mark": self.toggle_mark, "notes": self.open_list}

    def enable(self, actions: Actions) -> None:
        """Only what lies in a file can have notes."""
        path = self._selection.path
        document = self._documents.get(path) if path is not None else None
        is_loose = document is not None and document.text is not None
        actions.enable(("note", "mark"), on=not (self._selection.is_empty or is_loose))

    # --- commands

    def edit_shown(self) -> None:
        """Write a note on the interaction on show, or on the event that playback stands at."""
        if (shown := self._shown()) is not None:
            self.edit(*shown)

    def toggle_mark(self) -> None:
        """Mark what is on show, or take the mark away; a note with words stays."""
        if (shown := self._shown()) is None:
            return
        path, number, event = shown
        note = self.notebook.note(path, number, event)
        if note is None:
            self.notebook.put(path, Note(number, event, "", self._request(path, number)))
        elif note.text:
            self._window.status.tell(f"{note.about} has a note, which stays: Ctrl+M edits it")
        else:
            self.notebook.remove(path, note)

    def edit(self, path: Path, number: int, event: int | None = None) -> None:
        """Let a note be written."""
        from viewer.gui.notes.editor import NoteEditor  # noqa: PLC0415 - as late as it is shown

        known = self.notebook.note(path, number, event)
        title = f"{in_one_line(path.name)} {Note(number, event).about}"
        editor = NoteEditor(self._appearance.look, title, known, self._window)
        request = self._request(path, number)
        editor.kept.connect(lambda text: self.notebook.put(path, Note(number, event, text, request)))
        if known is not None:
            editor.removed.connect(lambda: self.notebook.remove(path, known))
        editor.open()

    def open_list(self) -> None:
        """List all notes."""
        from viewer.gui.notes.list_window import NotesWindow  # noqa: PLC0415

        if self._list is None:
            self._list = NotesWindow(self._appearance.look, self.notebook, self._window)
            self._list.opened.connect(self._go_to)
            self._list.destroyed.connect(self._on_list_closed)
        self._list.show()
        self._list.raise_()
        self._list.activateWindow()

    # --- what is on show

    def _shown(self) -> tuple[Path, int, int | None] | None:
        """The interaction on show, and the event that playback stands at; None of what lies in no file.

        At the end of a stream only the Events pane means the last event. In the list it is the interaction of the
        current row; no other page has one.
        """
        if (chosen := self.chosen()) is not None:
            return (*chosen, None) if chosen[0].is_absolute() else None
        if self._window.content.currentWidget() is not self._window.workspace:
            return None
        path, workspace = self._selection.path, self._window.workspace
        document = self._documents.get(path) if path is not None else None
        if path is None or document is None or document.text is not None or workspace.number < 0:
            return None
        player = workspace.player
        event = player.position or None if workspace.pane_name == "eventsPane" else player.stands_at
        return path, workspace.number, event

    def _recording(self, path: Path) -> Recording | None:
        document = self._documents.get(path)
        return document.recording if document is not None else None

    def _request(self, path: Path, number: int) -> str:
        """By what an interaction is found again; empty of a file that is listed and not open."""
        recording = self._recording(path)
        return request_digest(recording.briefs[number].links.request) if recording is not None else ""

    def _show(self) -> None:
        """Tell header and events what is noted about them."""
        path, workspace = self._selection.path, self._window.workspace
        if path is not None and workspace.number >= 0:
            own = self.notebook.note(path, workspace.number)
            workspace.show_notes(own.words if own is not None else "", self.notebook.events(path, workspace.number))

    def _go_to(self, path: Path, note: Note) -> None:
        self._window.sidebar.select(path, note.interaction)
        self._selection.show(path, note.interaction, note.event)
        if note.event is not None:
            self._window.workspace.show_pane("eventsPane")

    def _on_event_requested(self, event: int) -> None:
        if (shown := self._shown()) is not None:
            self.edit(shown[0], shown[1], event)

    # --- what changes

    def _on_document_changed(self, path: Path) -> None:
        document = self._documents.get(path)
        recording = document.recording if document is not None and document.text is None else None
        if recording is not None and self._looked_up.get(path) != id(recording):
            self._looked_up[path] = id(recording)
            self.notebook.look_up(path)

    def _on_found(self, root: Path, files: Sequence[FileNode]) -> None:
        paths = [file.path for file in files if file.interactions]
        if paths:
            self.notebook.look_up_all(f"{root} from {paths[0]}", paths)

    def _on_closed(self, path: Path) -> None:
        self._looked_up.pop(path, None)
        self.notebook.forget(path)

    def _on_noted(self, path: Path) -> None:
        self._window.sidebar.tree.viewport().update()
        self.noted.emit()
        if path == self._selection.path:
            self._show()

    def _on_list_closed(self) -> None:
        self._list = None
