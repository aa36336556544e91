# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A large file, shown while it is read: its first interactions at once, then all others as worker processes tell them.

Runs in a pool thread. The recording that it makes grows: its summaries and conversations are added to here and only
read elsewhere, and whoever shows them is told which are new.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import monotonic

from viewer.core import formats
from viewer.core import recording as recordings
from viewer.core.contents import contents
from viewer.core.formats.outline.interactions import OutlinedInteractions
from viewer.core.recording import Recording, repaced, take
from viewer.core.second_look import look_closer
from viewer.core.summaries import summaries
from viewer.core.summary import summarise
from viewer.core.timeline import DEFAULT_PACING, Pacing
from viewer.dataclass import dataclass
from viewer.gui.documents.document import Document, changes_between, node_of
from viewer.gui.models.nodes import Node, leaves
from viewer.gui.models.ranged_file import RangedFile
from viewer.gui.models.rows import Row, file_row
from viewer.gui.models.unread_changes import UnreadChanges
from viewer.gui.tasks import Cancelled

_FIRST_MOST, _FIRST_S = 40, 0.12
"""What is read for the first picture: so many interactions, or as many as fit into that time."""
_TELL_S = 0.2
_TELL_FILE_EVERY = 10
"""The row of the file counts all of its interactions anew, so it is told with every tenth batch only."""


@dataclass(frozen=True, slots=True, eq=False)
class Grown:
    """What is new of a file: interactions for the tree, its own row where that was made, and how much of it is read.

    `fresh` is None where the tree makes rows when they are looked at: then `known` interactions may stand in it.
    """

    recording: Recording
    fresh: list[Node] | None
    known: int
    row: Row | None
    share_read: float
    changes: UnreadChanges | None = None
    """What is different from the last reading, once the file is read to its end."""


def begin(path: Path, pacing: Pacing, before: Recording | None = None) -> Document:
    """Read the beginning of a file, of which `before` was read the last time; raises CassetteError and nothing else."""
    cassette = formats.begin(path)
    recording = recordings.begin(cassette)
    if pacing != DEFAULT_PACING:
        recording = repaced(recording, pacing)
    until = monotonic() + _FIRST_S
    while len(recording.summaries) < min(_FIRST_MOST, len(recording.exchanges)) and monotonic() < until:
        take(recording, summarise(recording.exchanges[len(recording.summaries)]))
    expected = len(recording.exchanges) / max(_share_seen(recording), 0.001)
    node = node_of(path, contents(recording), int(expected))
    lines, share = cassette.line_count, _share(recording)
    return Document(path, node, recording, lines=lines, pacing=pacing, share_read=share, before=before)


def grow(document: Document, tell: Callable[[Grown], None], cancelled: Cancelled) -> Grown | None:
    """Read a file to its end; what is found last is returned. None when nobody waits for it any more."""
    recording = document.recording
    if recording is None:
        raise TypeError("this file does not grow")
    told, last, batches = len(recording.summaries), monotonic(), 0
    for more in summaries(recording.cassette, look_closer, told):
        if cancelled():
            return None
        take(recording, more)
        if monotonic() - last > _TELL_S:
            batches += 1
            tell(_grown(document, recording, told, has_row=batches % _TELL_FILE_EVERY == 0))
            told, last = len(recording.summaries), monotonic()
    grown = _grown(document, recording, told, has_row=True)
    if document.before is None:
        return grown
    return replace(grown, changes=changes_between(document.path, document.before, recording))


def _grown(document: Document, recording: Recording, told: int, *, has_row: bool) -> Grown:
    """What is new behind the first `told` interactions."""
    known, path = contents(recording), document.path
    count = len(known.summaries)
    fresh = None if isinstance(document.node, RangedFile) else leaves(path, known, range(told, count))
    row = file_row(path, known) if has_row else None
    return Grown(recording, fresh, count, row, _share(recording))


def _share_seen(recording: Recording) -> float:
    interactions = recording.cassette.interactions
    return interactions.share if isinstance(interactions, OutlinedInteractions) else 1.0


def _share(recording: Recording) -> float:
    """How much of the file is understood: interactions known, of as many as there will be as far as it was seen."""
    return _share_seen(recording) * len(recording.summaries) / max(len(recording.exchanges), 1)
