# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The notes of open files: read and written off the GUI thread, and read again when another window writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from viewer.core.errors import CassetteError
from viewer.core.notes import Note, placed, with_note, without
from viewer.core.text.quantities import plural
from viewer.gui.documents.file_watch import FileWatch

if TYPE_CHECKING:
    from viewer.core.recording import Recording
    from viewer.gui.tasks import Cancelled, Tasks

Change = Callable[[tuple[Note, ...]], tuple[Note, ...]]


class _Found(NamedTuple):
    """The notes of a file, the file of notes that is to be watched, and why it cannot be read."""

    sidecar: Path | None
    notes: tuple[Note, ...] = ()
    trouble: str = ""


class Notebook(QObject):
    """What is noted about files, by their paths."""

    changed = Signal(Path)
    """The notes of a file are others now."""
    told = Signal(str)
    """Notes cannot be read or written, and why."""

    def __init__(
        self, tasks: Tasks, recordings: Callable[[Path], Recording | None], parent: QObject | None = None
    ) -> None:
        """`recordings` gives what is open of a file, by which notes find their interactions."""
        super().__init__(parent)
        self._tasks, self._recordings = tasks, recordings
        self._notes: dict[Path, tuple[Note, ...]] = {}
        self._open: set[Path] = set()
        self._waiting: dict[Path, list[Change]] = {}
        """What is to be written once what is being written is."""
        self._cassettes: dict[Path, Path] = {}
        """The cassette of each file of notes that is watched."""
        self._watch = FileWatch(self)
        self._watch.changed.connect(self._on_file_changed)

    # --- what is known

    def paths(self) -> list[Path]:
        """The files about which anything is noted."""
        return [path for path, notes in self._notes.items() if notes]

    def of(self, path: Path) -> tuple[Note, ...]:
        """The notes of a file, in order."""
        return self._notes.get(path, ())

    def note(self, path: Path, number: int, event: int | None = None) -> Note | None:
        """The note at a place."""
        place = Note(number, event).place
        return next((note for note in self.of(path) if note.place == place), None)

    def events(self, path: Path, number: int) -> Mapping[int, str]:
        """What is noted about events of an interaction, by their numbers from 1."""
        return {n.event: n.words for n in self.of(path) if n.interaction == number and n.event is not None}

    def words(self, path: Path, number: int) -> str:
        """What is noted about an interaction and its events, in lines; of a file, with -1, how many notes it has."""
        notes = self._notes.get(path)
        if not notes:
            return ""
        if number < 0:
            return plural(len(notes), "note of yours", "notes of yours")
        told = (note for note in notes if note.interaction == number)
        return "\n".join(f"event {n.event}: {n.words}" if n.event is not None else n.words for n in told)

    # --- reading

    def look_up(self, path: Path) -> None:
        """Read the notes of a file that is open."""
        self._open.add(path)
        self._read_again(path)

    def look_up_all(self, name: str, paths: Sequence[Path]) -> None:
        """Read the notes of files that are listed and not open; `name` tells this request from others."""
        self._tasks.run(f"notes of {name}", partial(_read_all, paths), self._on_all_read)

    def forget(self, path: Path) -> None:
        """A file was closed."""
        self._tasks.cancel(f"notes {path}")
        self._open.discard(path)
        self._notes.pop(path, None)
        for sidecar in [sidecar for sidecar, cassette in self._cassettes.items() if cassette == path]:
            del self._cassettes[sidecar]
            self._watch.remove(sidecar)

    def _read_again(self, path: Path) -> None:
        recording = self._recordings(path)
        self._tasks.run(f"notes {path}", lambda _: _read(path, recording), partial(self._on_read, path))

    def _on_read(self, path: Path, found: _Found) -> None:
        self._keep(path, found.notes)
        if found.trouble:
            self.told.emit(found.trouble)
        if found.sidecar is not None and found.sidecar not in self._cassettes:
            self._watch_for(path, found.sidecar)
            self._read_again(path)  # it may have been written before it was watched

    def _watch_for(self, path: Path, sidecar: Path) -> None:
        self._cassettes[sidecar] = path
        self._watch.add(sidecar)
        self._watch.stamp(sidecar)

    def _on_file_changed(self, sidecar: Path) -> None:
        if (path := self._cassettes.get(sidecar)) is not None:
            self._watch.stamp(sidecar)
            self._read_again(path)

    def _keep(self, path: Path, notes: tuple[Note, ...]) -> None:
        if notes != self.of(path):
            self._notes[path] = notes
            self.changed.emit(path)

    def _on_all_read(self, found: tuple[dict[Path, tuple[Note, ...]], list[str]]) -> None:
        for path, notes in found[0].items():
            if path not in self._open:
                self._keep(path, notes)
        for trouble in found[1]:
            self.told.emit(trouble)

    # --- writing

    def put(self, path: Path, note: Note) -> None:
        """Write a note, in the place of one that was there."""
        self._change(path, lambda notes: with_note(notes, note))

    def remove(self, path: Path, note: Note) -> None:
        """Take a note away."""
        self._change(path, lambda notes: without(notes, note.place))

    def _change(self, path: Path, change: Change) -> None:
        self._waiting.setdefault(path, []).append(change)
        if not self._tasks.is_running(f"write notes {path}"):
            self._write(path)

    def _write(self, path: Path) -> None:
        changes, recording = self._waiting.pop(path, []), self._recordings(path)
        if changes:
            self._tasks.run(
                f"write notes {path}",
                lambda _: _written(path, changes, recording),
                partial(self._on_written, path),
                partial(self._on_not_written, path),
            )

    def _on_written(self, path: Path, notes: tuple[Note, ...]) -> None:
        self._keep(path, notes)
        self._write(path)

    def _on_not_written(self, path: Path, error: Exception) -> None:
        self._waiting.pop(path, None)
        if not isinstance(error, CassetteError | OSError):
            raise error
        self.told.emit(f"The note is not kept: {_reason(error)}")


def _reason(error: CassetteError | OSError) -> str:
    if isinstance(error, CassetteError):
        return str(error)
    return f"{error.filename}: {error.strerror}" if error.filename else str(error)


def _read(path: Path, recording: Recording | None) -> _Found:
    from viewer.notes_file import notes_path, read_notes, where_to_write  # noqa: PLC0415 - after the first picture

    sidecar = None
    try:
        sidecar = notes_path(path) or where_to_write(path)
        return _Found(sidecar, _placed(read_notes(path), recording))
    except CassetteError as error:
        return _Found(sidecar, trouble=_reason(error))


def _placed(notes: tuple[Note, ...], recording: Recording | None) -> tuple[Note, ...]:
    """The notes where their interactions are now; of a file that is not open nobody knows."""
    from viewer.notes_file import Requests  # noqa: PLC0415

    return placed(notes, Requests(recording)) if recording is not None else notes


def _read_all(paths: Sequence[Path], cancelled: Cancelled) -> tuple[dict[Path, tuple[Note, ...]], list[str]]:
    """The notes of the files that have any, and why those of others cannot be read."""
    from viewer.notes_file import read_notes  # noqa: PLC0415

    found: dict[Path, tuple[Note, ...]] = {}
    troubles: list[str] = []
    for path in paths:
        if cancelled():
            break
        try:
            if notes := read_notes(path):
                found[path] = notes
        except CassetteError as error:
            troubles.append(_reason(error))
    return found, troubles


def _written(path: Path, changes: Sequence[Change], recording: Recording | None) -> tuple[Note, ...]:
    """Make changes to the notes on the disk, each of them where its interaction is now."""
    from viewer.notes_file import change_notes  # noqa: PLC0415

    def change(notes: tuple[Note, ...]) -> tuple[Note, ...]:
        notes = _placed(notes, recording)
        for one in changes:
            notes = one(notes)
        return notes

    return change_notes(path, change)
