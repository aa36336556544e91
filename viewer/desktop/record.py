# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What was changed on a user's desktop and how it was before, kept beside the program's other state."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, field
from pathlib import Path
from typing import Any

from viewer.dataclass import dataclass

_VERSION = 1


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file that was written: its bytes before, None where there was none, and after."""

    path: Path
    before: bytes | None
    after: bytes


@dataclass(frozen=True, slots=True)
class EntryRecord:
    """A line of a key file: what a key was set to before, None where it was not, and after."""

    section: str
    key: str
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class RegistryRecord:
    """A value of the Windows registry: before, None where it was not there, and after."""

    key: str
    name: str
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that undoing needs, and the options that were asked for.

    `folders` and `keys` were made; `generated` was not there either and is made by the desktop; `defaults` are the
    applications that opened a media type before this one was made the default.
    """

    path: Path
    options: tuple[str, ...] = ()
    files: tuple[FileRecord, ...] = ()
    entries: tuple[EntryRecord, ...] = ()
    registry: tuple[RegistryRecord, ...] = ()
    folders: tuple[Path, ...] = ()
    keys: tuple[str, ...] = ()
    generated: tuple[Path, ...] = ()
    defaults: dict[str, str] = field(default_factory=dict)

    def file(self, path: Path) -> FileRecord | None:
        """What was done to a file."""
        return next((file for file in self.files if file.path == path), None)

    def save(self) -> None:
        """Keep it; raises OSError."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_suffix(".new")
        new.write_text(json.dumps(self._json(), indent=1), "utf-8")
        new.replace(self.path)

    def _json(self) -> dict[str, Any]:
        return {
            "version": _VERSION,
            "options": list(self.options),
            "files": [{"path": str(f.path), "before": _text(f.before), "after": _text(f.after)} for f in self.files],
            "entries": [asdict(entry) for entry in self.entries],
            "registry": [asdict(value) for value in self.registry],
            "folders": [str(path) for path in self.folders],
            "keys": list(self.keys),
            "generated": [str(path) for path in self.generated],
            "defaults": self.defaults,
        }


def load(path: Path) -> Record | None:
    """The record that was kept, None where there is none; raises OSError for one that cannot be read."""
    try:
        kept = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise OSError(None, f"is damaged ({error})", str(path)) from error
    try:
        return _record(path, kept)
    except (KeyError, TypeError, ValueError) as error:
        raise OSError(None, "is not a record of this version", str(path)) from error


def _record(path: Path, kept: dict[str, Any]) -> Record:
    if kept["version"] != _VERSION:
        raise ValueError(kept["version"])
    return Record(
        path,
        options=tuple(str(option) for option in kept["options"]),
        files=tuple(FileRecord(Path(f["path"]), _data(f["before"]), _data(f["after"]) or b"") for f in kept["files"]),
        entries=tuple(EntryRecord(**entry) for entry in kept["entries"]),
        registry=tuple(RegistryRecord(**value) for value in kept["registry"]),
        folders=tuple(Path(folder) for folder in kept["folders"]),
        keys=tuple(str(key) for key in kept["keys"]),
        generated=tuple(Path(made) for made in kept["generated"]),
        defaults=dict(kept["defaults"]),
    )


def _text(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode("ascii")


def _data(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text, validate=True)
