# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A large file, shown while it is read: its first interactions at once, then all others as worker processes tell them.

Runs in a pool thread. The recording that it makes grows: its summaries and conversations are added to here and only
read elsewhere, and whoever shows them is told which are new.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic

from viewer.core import formats
from viewer.core.contents import contents
from viewer.core.conversations import Conversations
from viewer.core.formats.outline.interactions import OutlinedInteractions
from viewer.core.recording import Exchanges, Recording, repaced
from viewer.core.second_look import look_closer
from viewer.core.summaries import summaries
from viewer.core.summary import Summary, summarise
from viewer.core.timeline import DEFAULT_PACING, Pacing
from viewer.dataclass import dataclass
from viewer.gui.documents.document import Document
from viewer.gui.models.nodes import Node, file_node, leaves
from viewer.gui.models.rows import Row, file_row
from viewer.gui.tasks import Cancelled

_FIRST_MOST, _FIRST_S = 40, 0.12
"""What is read for the first picture: so many interactions, or as many as fit into that time."""
_TELL_S = 0.2
_TELL_FILE_EVERY = 10
"""The row of the file counts all of its interactions anew, so it is told with every tenth batch only."""


@dataclass(frozen=True, slots=True, eq=False)
class Grown:
    """What is new of a file: interactions for the tree, its own row where that was made, and how much of it is read."""

    recording: Recording
    fresh: list[Node]
    row: Row | None
    share_read: float


def begin(path: Path, pacing: Pacing) -> Document:
    """Read the beginning of a file; raises CassetteError and nothing else."""
    cassette = formats.begin(path)
    found: list[Summary] = []
    recording = Recording(cassette, Exchanges(cassette.interactions), found, Conversations())
    if pacing != DEFAULT_PACING:
        recording = repaced(recording, pacing)
    until = monotonic() + _FIRST_S
    while len(found) < min(_FIRST_MOST, len(recording.exchanges)) and monotonic() < until:
        _add(recording, found, [summarise(recording.exchanges[len(found)])])
    expected = len(recording.exchanges) / max(_share_seen(recording), 0.001)
    node = file_node(path, contents(recording), int(expected))
    return Document(path, node, recording, lines=cassette.line_count, pacing=pacing, share_read=_share(recording))


def grow(document: Document, tell: Callable[[Grown], None], cancelled: Cancelled) -> Grown | None:
    """Read a file to its end; what is found last is returned. None when nobody waits for it any more."""
    recording, path = document.recording, document.path
    found = recording.summaries if recording is not None else None
    if recording is None or not isinstance(found, list):
        raise TypeError("this file does not grow")
    told, last, batches = len(found), monotonic(), 0
    for more in summaries(recording.cassette, look_closer, len(found)):
        if cancelled():
            return None
        _add(recording, found, more)
        if monotonic() - last > _TELL_S:
            batches += 1
            row = file_row(path, contents(recording)) if batches % _TELL_FILE_EVERY == 0 else None
            tell(Grown(recording, leaves(path, contents(recording), range(told, len(found))), row, _share(recording)))
            told, last = len(found), monotonic()
    known = contents(recording)
    return Grown(recording, leaves(path, known, range(told, len(found))), file_row(path, known), 1.0)


def _add(recording: Recording, found: list[Summary], more: list[Summary]) -> None:
    for summary in more:
        recording.threads.add(summary)
        found.append(summary)


def _share_seen(recording: Recording) -> float:
    interactions = recording.cassette.interactions
    return interactions.share if isinstance(interactions, OutlinedInteractions) else 1.0


def _share(recording: Recording) -> float:
    """How much of the file is understood: interactions known, of as many as there will be as far as it was seen."""
    return _share_seen(recording) * len(recording.summaries) / max(len(recording.exchanges), 1)
