# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What an exporter is: one format that a recording can be written in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol, TextIO, runtime_checkable

from viewer.core.analysis import Exchange
from viewer.core.recording import Recording
from viewer.core.secrets import Masker


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What is asked of every exporter.

    `interactions` are the indices to write, in order of the file, None for all. `details` asks a format that leaves
    out what differs from one recording to the next (ids, dates, durations) to write it too.
    """

    masker: Masker = field(default_factory=Masker)
    interactions: tuple[int, ...] | None = None
    details: bool = False

    def chosen(self, recording: Recording) -> list[Exchange]:
        """The exchanges to write, in order of the file."""
        wanted = self.interactions
        return [e for e in recording.exchanges if wanted is None or e.interaction.index in wanted]


class Exporter(Protocol):
    """Writes a recording as text; the same recording and options always give the same text.

    `suffix` is appended to the cassette's name. Every value goes through the options' masker.
    """

    name: str
    title: str
    suffix: str

    def write(self, recording: Recording, out: TextIO, options: ExportOptions) -> None:
        """Write the recording; raises nothing of its own. All text can be encoded as UTF-8."""


@runtime_checkable
class FirstLook(Protocol):
    """An exporter for which a second look would be in vain, or would tell what differs from machine to machine."""

    def is_first_look(self, options: ExportOptions) -> bool:
        """Whether it writes only what the first look finds: no verdicts of libraries, no estimates."""
