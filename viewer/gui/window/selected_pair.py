# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Two selected rows of the sidebar -> what finds the pairs of files, or the pair of interactions, to compare."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from viewer.core import recording
from viewer.core.text.invisible_characters import in_one_line
from viewer.file_pairs import FilePair, Version, one_interaction, pairs_of
from viewer.gui.models.nodes import FileNode, FolderNode, Node

if TYPE_CHECKING:
    from viewer.core.recording import Recording
    from viewer.gui.comparison.page import FindPairs
    from viewer.gui.documents.documents import Documents

_Place = tuple[Path, int]


def find_selected(before: Node, after: Node, documents: Documents) -> FindPairs | None:
    """What finds the pairs of two files, folders or interactions; None for rows that are of different kinds."""
    if isinstance(before, FolderNode) and isinstance(after, FolderNode):
        return partial(pairs_of, before.path, after.path)
    read = {node.path: _read(node.path, documents) for node in (before, after)}
    if isinstance(before, FileNode) and isinstance(after, FileNode):
        return partial(_files, before.path, after.path, read)
    if before.exchange >= 0 and after.exchange >= 0:
        return partial(_interactions, (before.path, before.exchange), (after.path, after.exchange), read)
    return None


def _read(path: Path, documents: Documents) -> Recording | None:
    """What is read of a file already."""
    document = documents.get(path)
    return document.recording if document is not None else None


def _files(before: Path, after: Path, read: dict[Path, Recording | None]) -> list[FilePair]:
    sides = [Version(str(path), recording=read[path]) for path in (before, after)]
    return [FilePair(f"{before.name} → {after.name}", sides[0], sides[1])]


def _interactions(before: _Place, after: _Place, read: dict[Path, Recording | None]) -> list[FilePair]:
    """In a pool thread, for a file of a library is read only now; raises CassetteError."""
    made = {path: known or recording.load(path) for path, known in read.items()}
    sides = [one_interaction(made[path], number) for path, number in (before, after)]
    names = [in_one_line(f"{path.name} #{number}") for path, number in (before, after)]
    return [FilePair(" → ".join(names), sides[0], sides[1])]
