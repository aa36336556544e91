# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Files of one name: each is told by the shortest end of its folder that no other of that name shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from viewer.gui.models.nodes import FileNode


def tell_apart(files: Sequence[FileNode]) -> Iterator[FileNode]:
    """Give each file the place that tells it from others of its name, none to the only one; yields what changed."""
    by_name: dict[str, list[FileNode]] = {}
    for file in files:
        by_name.setdefault(file.path.name, []).append(file)
    for alike in by_name.values():
        places = distinct_ends([file.path.parent for file in alike]) if len(alike) > 1 else [""]
        for file, place in zip(alike, places, strict=True):
            if file.row.place != place:
                file.row = replace(file.row, place=place)
                yield file


def distinct_ends(folders: Sequence[Path]) -> list[str]:
    """The shortest ends of folders that differ; the whole of one that is the end of another."""
    ends: list[str] = []
    counts = [Counter(_end(folder, length) for folder in folders) for length in range(1, _longest(folders) + 1)]
    for folder in folders:
        own = (_end(folder, length) for length, count in enumerate(counts, 1) if count[_end(folder, length)] == 1)
        ends.append(next(own, folder.as_posix()))
    return ends


def _longest(folders: Sequence[Path]) -> int:
    return max(len(folder.parts) for folder in folders)


def _end(folder: Path, length: int) -> str:
    return Path(*folder.parts[-length:]).as_posix() if folder.parts else ""
