# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""path -> Document: one file, or text, with everything made of it that costs time. Runs in any thread."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from viewer.core.contents import Contents, contents
from viewer.core.errors import NO_PROBLEMS, CassetteError, ProblemCounts
from viewer.core.recording import Recording, load, load_text, repaced, with_look
from viewer.core.timeline import DEFAULT_PACING, Pacing
from viewer.dataclass import dataclass
from viewer.gui.models.nodes import MOST_ROWS, FileNode, error_node, file_node
from viewer.gui.tasks import Cancelled
from viewer.loose_text import LooseText, is_pipe

if TYPE_CHECKING:
    from viewer.gui.models.unread_changes import UnreadChanges


_ARCHIVES = (b"pk", b"\x1f\x8b", b"\x28\xb5\x2f\xfd")
_PACKED_TEXTS = (b"h4si", b"kluv")
_MERGED = re.compile(rb"<<[\"']?\s{0,9}:")
_PACKED_BODY = re.compile(rb"content-encoding\W{1,99}(?:br|deflate)\b")
_MOST_KEPT_BYTES = 8_000_000
"""The version before a reload is kept, to be compared with, of files up to this size."""


def may_swell(path: Path, text: LooseText | None) -> bool:
    """Whether a file, or text, may take long to read though it is small."""
    try:
        if text is None and not path.is_file():
            return False
        data = path.read_bytes() if text is None else text.data
    except OSError:
        return False
    return _swells(data.lower())


def _swells(data: bytes) -> bool:
    """Whether something in lower case is an archive, merges mappings or holds packed bodies.

    Each sign is looked for on its own: what begins with fixed letters is found twenty times as fast as any of several.
    """
    if data.startswith(_ARCHIVES) or any(sign in data for sign in _PACKED_TEXTS):
        return True
    return _MERGED.search(data) is not None or _PACKED_BODY.search(data) is not None


def named(path: Path) -> Path:
    """The path that names a file from now on: absolute, without `..`, links as the user wrote them."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow the links


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """One open file as it stands: a recording, or why there is none, or neither while it is being read.

    `node` is what the tree shows of it, `lines` and `problems` are counts: all made where the file was read.
    `unread_changes` says what is different from what was read before, None of a file that was read once. A `text`
    lies in no file: its path is only a name, and not absolute as that of every file is.
    """

    path: Path
    node: FileNode | None = None
    recording: Recording | None = None
    error: CassetteError | None = None
    progress: tuple[int, int] | None = None
    lines: int = 0
    problems: ProblemCounts = NO_PROBLEMS
    pacing: Pacing = DEFAULT_PACING
    unread_changes: UnreadChanges | None = None
    text: LooseText | None = None
    share_read: float | None = None
    """How much of a large file is read, from 0 to 1; None of one that is read to its end."""
    before: Recording | None = None
    """What was read of a large file the last time, until it is read to its end again."""

    @property
    def is_loading(self) -> bool:
        """Whether the file is still being read."""
        return self.recording is None and self.error is None


def read_document(
    path: Path,
    progress: Callable[[int, int], None] | None = None,
    pacing: Pacing = DEFAULT_PACING,
    before: Recording | None = None,
    text: LooseText | None = None,
) -> Document:
    """Read a file, or a text, and make everything of it that costs time; never raises but what `progress` raises.

    `before` is what was read of it the last time.
    """
    try:
        recording = _load(path, progress) if text is None else load_text(str(path), text.data, progress)
        if pacing != DEFAULT_PACING:
            recording = repaced(recording, pacing)
    except CassetteError as error:
        return Document(path, error_node(path, error), error=error, text=text)
    for exchange in recording.exchanges.kept:
        if exchange.is_stream:
            exchange.line_of_event(0)  # the map from bytes to lines is made and kept, here and not when one looks
    lines = recording.cassette.line_count
    node, problems = node_of(path, contents(recording)), recording.counts
    changes = changes_between(path, before, recording) if before is not None else None
    if changes is not None:
        node.mark(changes)
    return Document(
        path, node, recording, lines=lines, problems=problems, pacing=pacing, unread_changes=changes, text=text
    )


def node_of(path: Path, contents: Contents, expected: int = 0) -> FileNode:
    """What the tree shows of a file, which may come to have `expected` interactions."""
    if max(len(contents.summaries), expected) <= MOST_ROWS:
        return file_node(path, contents)
    from viewer.gui.models.ranged_file import ranged_file  # noqa: PLC0415 - a first picture is mostly of a small file

    return ranged_file(path, contents)


def changes_between(path: Path, before: Recording, now: Recording) -> UnreadChanges:
    """What is different from the last reading."""
    from viewer.core.changes import compare  # noqa: PLC0415 - a first picture shows files that were read once
    from viewer.gui.models.unread_changes import UnreadChanges  # noqa: PLC0415

    kept = before if before.cassette.size <= _MOST_KEPT_BYTES else None
    return UnreadChanges(compare(before, now), _written_at(path), kept)


def _load(path: Path, progress: Callable[[int, int], None] | None) -> Recording:
    if is_pipe(path):  # nothing may ever come out of it
        raise CassetteError(str(path), None, "is a pipe, not a file")
    return load(path, progress)


def _written_at(path: Path) -> datetime:
    """When a file was written, local time; now, when it is gone already."""
    with suppress(OSError):
        return datetime.fromtimestamp(path.stat().st_mtime)  # noqa: DTZ006 - shown to the user, whose time is local
    return datetime.now()  # noqa: DTZ005


def with_pacing(document: Document, pacing: Pacing) -> tuple[Document, Document]:
    """A document, and the same timed at another pacing; runs in a pool thread."""
    recording = repaced(document.recording, pacing) if document.recording is not None else None
    return document, replace(document, recording=recording, pacing=pacing)


def with_second_look(document: Document, _cancelled: Cancelled) -> tuple[Document, Document]:
    """A document, and the same after a second look; runs in a pool thread."""
    from viewer.core.second_look import look_closer  # noqa: PLC0415 - after the first picture, with what it imports

    recording = document.recording
    known = with_look(recording, look_closer) if recording is not None else None
    if known is None or known is recording:
        return document, document
    node, problems = document.node, known.counts
    if node is not None and isinstance(known.cassette.interactions, tuple):
        more = _told_again(node, known, document.unread_changes)
        node = more if more.counts != node.counts else node
    return document, replace(document, node=node, recording=known, problems=problems)


def _told_again(node: FileNode, recording: Recording, changes: UnreadChanges | None) -> FileNode:
    """What the tree shows of a file of which more is known; what was unread still is."""
    made = file_node(node.path, contents(recording))
    if changes is not None:
        for number, leaf in made.by_exchange.items():
            leaf.row = changes.marked(leaf.row, number) if node.is_unread(number) else leaf.row
    return made
