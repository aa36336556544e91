# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What was open, as a file. Rule: reading it never fails; what makes no sense in it is left out."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from viewer.dataclass import dataclass

_SCHEMA = "cassette-viewer/session/1"
_MOST_BYTES = 4_000_000
"""A larger file was not written by this program."""

_GIT_FOLDERS = ("git-blob-", "git-difftool.")
"""How the folders begin in which git puts what a difftool is to show: one file, or all of them."""


def is_passing(path: Path) -> bool:
    """Whether git wrote a file only to show it: it is gone when this program ends, and not worth remembering."""
    return any(part.startswith(_GIT_FOLDERS) for part in path.parts)


@dataclass(frozen=True, slots=True)
class Place:
    """What is on show: a file, the number of an interaction in it, and how many events are shown (None: all).

    `line` stands in place of the number where a start names the line of one; no session has it.
    """

    path: Path
    exchange: int = 0
    position: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class SessionState:
    """Files and folders that were opened by name, the place on show, and the objectName of the pane in front."""

    paths: tuple[Path, ...] = ()
    place: Place | None = None
    pane: str = ""


def written(state: SessionState) -> str:
    """The state as JSON."""
    place = state.place
    shown = place and {"path": str(place.path), "interaction": place.exchange, "position": place.position}
    content = {"schema": _SCHEMA, "paths": [str(path) for path in state.paths], "shown": shown, "pane": state.pane}
    return json.dumps(content, indent=1) + "\n"


def read(text: str) -> SessionState:
    """The state in a text; empty where there is none."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return SessionState()
    if not isinstance(content, dict):
        return SessionState()
    paths, pane = content.get("paths"), content.get("pane")
    found = (_path(path) for path in (paths if isinstance(paths, list) else []))
    return SessionState(
        tuple(dict.fromkeys(path for path in found if path is not None)),
        _place(content.get("shown")),
        pane if isinstance(pane, str) else "",
    )


def _place(shown: object) -> Place | None:
    if not isinstance(shown, dict) or (path := _path(shown.get("path"))) is None:
        return None
    return Place(path, _count(shown.get("interaction")) or 0, _count(shown.get("position")))


def _path(value: object) -> Path | None:
    return Path(value) if isinstance(value, str) and "\0" not in value and os.path.isabs(value) else None  # noqa: PTH117


def _count(value: object) -> int | None:
    """A number that a stream may have of events; Qt's numbers have 31 bits."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 31 else None


class SessionFile:
    """The file in its folder, and beside it a mark that stands there while a session is being opened again."""

    def __init__(self, folder: Path | None = None) -> None:
        """Use a folder of its own, or the user's."""
        location = QStandardPaths.StandardLocation.StateLocation
        self._folder = folder or Path(QStandardPaths.writableLocation(location))
        self._path, self._mark = self._folder / "session.json", self._folder / "session.restoring"

    @property
    def was_interrupted(self) -> bool:
        """Whether the last start ended, by itself or by force, before its session was open again."""
        return os.path.exists(self._mark)  # noqa: PTH110 - pathlib's raises where a folder may not be looked into

    def read(self) -> SessionState:
        """What was open last."""
        try:
            if self._path.stat().st_size > _MOST_BYTES:
                return SessionState()
            return read(self._path.read_text("utf-8", "replace"))
        except OSError:
            return SessionState()

    def write(self, state: SessionState) -> bool:
        """Replace the file whole or not at all; tells whether it could be."""
        new = self._folder / f"session.{os.getpid()}.new"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            new.write_text(written(state), "utf-8")
            new.replace(self._path)
        except OSError:
            with suppress(OSError):
                new.unlink(missing_ok=True)
            return False
        return True

    def mark(self, *, restoring: bool) -> None:
        """Set or take away the mark; where it cannot be set nothing is written either."""
        with suppress(OSError):
            if restoring:
                self._mark.touch()
            else:
                self._mark.unlink(missing_ok=True)
