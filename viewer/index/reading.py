# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""file -> what the index keeps of it. Runs in worker processes; the recording is dropped again."""

from __future__ import annotations

from viewer.core.contents import Contents, contents
from viewer.core.recording import Recording
from viewer.core.searchable import Piece, pieces
from viewer.dataclass import dataclass
from viewer.index.stamp import Stamp


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a file; `stamp` is from before it was opened, None where it is no file."""

    stamp: Stamp | None
    contents: Contents
    pieces: list[Piece]


def reading(recording: Recording, stamp: Stamp | None) -> Reading:
    """What is to be kept of a recording."""
    return Reading(stamp, contents(recording), pieces(recording.exchanges))
