# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A body that a recording keeps in a file of its own -> Body. Rule: nothing outside of its folder is ever read."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from viewer.core.formats._entry import Entry
from viewer.core.model import Body

_LARGEST_FILE = 1 << 28


def body_beside(entry: Entry, folder: Path, name: str) -> Body:
    """The body in a file below a folder; what cannot be read is a problem at the entry that names it."""
    told = PurePosixPath(name)
    if told.is_absolute() or ".." in told.parts or not told.parts or "\\" in name or ":" in name:
        entry.say(f"the body is in another folder, which is not read: {name[:200]}")
        return Body(place=entry.place)
    path = folder.joinpath(*told.parts)
    try:
        is_inside = path.resolve().is_relative_to(folder.resolve())
        if not is_inside or path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST_FILE:
            raise FileNotFoundError
        return Body(path.read_bytes(), entry.place, was_text=False)
    except (OSError, ValueError, RuntimeError):
        entry.say(f"the body is in a file that is not beside the recording: {name[:200]}")
        return Body(place=entry.place)
