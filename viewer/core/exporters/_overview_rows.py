# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The rows of an overview as texts of their exchanges: only a table of all of them knows its columns."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from viewer.core.exporters.api import ExchangeText
from viewer.core.recording import Recording
from viewer.core.transcript.options import ExportOptions
from viewer.core.transcript.overview import row_text

_PLACE = 1
"""Behind what else is told of an exchange."""


def row_texts(recording: Recording, options: ExportOptions) -> Iterator[ExchangeText]:
    """A row for each exchange that was chosen, in order of the file."""
    for number in options.numbers(recording):
        yield ExchangeText(number, partial(_row, recording, number, options), place=_PLACE)


def _row(recording: Recording, number: int, options: ExportOptions) -> str:
    return row_text(recording.exchanges.among_all(number), options.masker)
