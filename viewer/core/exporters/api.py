# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What an exporter is: one format that a recording can be written in."""

from __future__ import annotations

from typing import Protocol, TextIO, runtime_checkable

from viewer.core.recording import Recording
from viewer.core.transcript.options import ExportOptions


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
