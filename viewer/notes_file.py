# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Where notes lie: in a file beside the cassette, or among the user's settings where that folder is read-only.

Rule: a change is made to what is on the disk now, for another window may have written it; what is damaged is told, and
never written over.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TextIO, overload

from viewer.core.errors import CassetteError
from viewer.core.notes import MOST_BYTES, SUFFIX, Note, from_json, placed, to_json
from viewer.core.recording import Recording
from viewer.output_file import write_whole
from viewer.own_command import NAME

_FOLDER = "notes"
"""In the folder of the settings."""
Change = Callable[[tuple[Note, ...]], tuple[Note, ...]]


class Requests(Sequence[bytes]):
    """The digests of the requests of a recording, each looked up when it is asked for."""

    def __init__(self, recording: Recording) -> None:
        self._briefs = recording.briefs

    def __len__(self) -> int:
        """The number of interactions."""
        return len(self._briefs)

    @overload
    def __getitem__(self, index: int) -> bytes: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[bytes]: ...
    def __getitem__(self, index: int | slice) -> bytes | Sequence[bytes]:
        """One, or several."""
        if isinstance(index, slice):
            return [summary.links.request for summary in self._briefs[index]]
        return self._briefs[index].links.request


def read_notes(cassette: Path, settings: Path | None = None) -> tuple[Note, ...]:
    """The notes of a cassette as they were written; raises CassetteError where they are damaged or cannot be read."""
    path = notes_path(cassette, settings)
    return _read(path) if path is not None else ()


def change_notes(cassette: Path, change: Change, settings: Path | None = None) -> tuple[Note, ...]:
    """Change the notes of a cassette on the disk; what they are now. Raises CassetteError, and OSError.

    A file that has no notes any more is removed, unless older ones would then be read in another place.
    """
    before = read_notes(cassette, settings)
    after, target = change(before), where_to_write(cassette, settings)
    if after == before:
        return after
    places = (_beside(cassette), _among_settings(cassette, settings))
    if not after and not any(place is not None and place != target and os.path.lexists(place) for place in places):
        target.unlink(missing_ok=True)
        return after
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, partial(_write, to_json(after, cassette.name)))
    return after


def notes_path(cassette: Path, settings: Path | None = None) -> Path | None:
    """The file in which the notes of a cassette are, None where there is none."""
    beside = _beside(cassette)
    is_beside = os.path.lexists(beside)
    if is_beside and _is_writable(cassette.parent):
        return beside
    among_settings = _among_settings(cassette, settings) if _has_folder(settings) else None
    if among_settings is not None and os.path.lexists(among_settings):
        return among_settings
    return beside if is_beside else None


def where_to_write(cassette: Path, settings: Path | None = None) -> Path:
    """The file in which the notes of a cassette will be; raises CassetteError where there is no place for it."""
    if _is_writable(cassette.parent):
        return _beside(cassette)
    among_settings = _among_settings(cassette, settings)
    if among_settings is None:
        raise CassetteError(str(cassette.parent), None, "is read-only, and there are no settings to keep notes in")
    return among_settings


def notes_in(recording: Recording) -> tuple[Note, ...]:
    """The notes of a recording that lies in a file, where their interactions are now; raises CassetteError."""
    path = Path(recording.cassette.path)
    found = read_notes(path)
    return placed(found, Requests(recording)) if found else ()


def _beside(cassette: Path) -> Path:
    return cassette.with_name(cassette.name + SUFFIX)


def _has_folder(settings: Path | None) -> bool:
    """Whether there is a folder of notes among the settings: few have one."""
    folder = settings or _settings_folder()
    return folder is not None and os.path.isdir(folder / _FOLDER)  # noqa: PTH112 - never raises


def _among_settings(cassette: Path, settings: Path | None) -> Path | None:
    folder = settings or _settings_folder()
    if folder is None:
        return None
    import hashlib  # noqa: PLC0415 - of notes beside their cassette nothing is asked

    digest = hashlib.sha256(os.path.abspath(cassette).encode("utf-8", "surrogateescape")).hexdigest()  # noqa: PTH100
    return folder / _FOLDER / f"{digest[:16]}-{cassette.name[:80]}{SUFFIX}"


def _is_writable(folder: Path) -> bool:
    return os.access(folder, os.W_OK)


def _write(text: str, out: TextIO) -> None:
    out.write(text)


def _read(path: Path) -> tuple[Note, ...]:
    try:
        if not path.is_file():
            raise CassetteError(str(path), None, "is no file of notes")
        if path.stat().st_size > MOST_BYTES:
            raise CassetteError(str(path), None, f"notes of more than {MOST_BYTES // 1_000_000} MB are not read")
        return from_json(path.read_bytes(), str(path))
    except OSError as error:
        raise CassetteError(str(path), None, error.strerror or str(error)) from error


def _settings_folder() -> Path | None:
    """The folder of this user's settings of this program; None where the user has no home."""
    try:
        if sys.platform == "win32":
            return Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming") / NAME
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Application Support" / NAME
        named = Path(os.environ.get("XDG_CONFIG_HOME", ""))  # relative names are to be ignored, says the specification
        return (named if named.is_absolute() else Path.home() / ".config") / NAME
    except RuntimeError:  # no HOME, and no entry in the list of users
        return None
