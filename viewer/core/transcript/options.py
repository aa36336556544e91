# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is asked of every written form of a recording."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field

from viewer.core.analysis import Exchange
from viewer.core.notes import Note
from viewer.core.recording import Recording
from viewer.core.secrets.masking import Masker
from viewer.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What is asked of every exporter.

    `interactions` are the indices to write, in order of the file, None for all. `details` asks a format that leaves
    out what differs from one recording to the next (ids, dates, durations) to write it too. `notes` are a reader's;
    transcripts for people write them below what they are about.
    """

    masker: Masker = field(default_factory=Masker)
    interactions: tuple[int, ...] | None = None
    details: bool = False
    notes: tuple[Note, ...] = ()

    def numbers(self, recording: Recording) -> Sequence[int]:
        """The indices of the interactions to write, in order of the file."""
        every = range(len(recording.summaries))
        return every if self.interactions is None else sorted(set(self.interactions).intersection(every))

    def notes_on(self, number: int) -> list[tuple[str, str]]:
        """What is noted about an interaction and its events: `note` or `note on event 7`, and the words, masked."""
        return [
            (f"note on event {note.event}" if note.event is not None else "note", self.masker.text(note.words))
            for note in self.notes
            if note.interaction == number
        ]

    def chosen(self, recording: Recording) -> Iterator[Exchange]:
        """The exchanges to write, in order of the file, each when it is asked for."""
        return (recording.exchanges.among_all(number) for number in self.numbers(recording))
