# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The playback as a terminal recording: asciicast v2 (docs.asciinema.org/manual/asciicast/v2).

Rule: the same pieces as in the terminal, at their playback times; the header says where the times come from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TextIO

from viewer.core.recording import Recording
from viewer.core.secrets.masking import Masker
from viewer.core.text.json_values import Json
from viewer.core.text.printable import name
from viewer.core.transcript import json_output
from viewer.core.transcript.dialogue import DialogueEntry, dialogue
from viewer.core.transcript.options import ExportOptions
from viewer.core.transcript.overview import in_order_of_the_file
from viewer.core.transcript.playback import StyledText, answer_text, paint, request_text

_WIDTH, _HEIGHT = 100, 30
_BEFORE_ANSWER_S = 1.0
_AFTER_ANSWER_S = 1.5


class Asciicast:
    """Writes a header line and a line for every piece of output."""

    name = "asciicast"
    title = "asciicast v2, the playback for asciinema"
    suffix = ".cast"

    def write(self, recording: Recording, out: TextIO, options: ExportOptions) -> None:
        """Write the recording of all chosen interactions, one after the other."""
        everything = in_order_of_the_file(dialogue(recording, options))
        out.write(json_output.dump(_header(recording, everything)) + "\n")
        out.writelines(_line(time, text) + "\n" for time, text in _events(everything, options.masker))


def _line(time: float, text: str) -> str:
    """An output event; a terminal needs CR to return to the first column."""
    return json_output.dump([round(time, 6), "o", text.replace("\n", "\r\n")])


def _header(recording: Recording, everything: Sequence[DialogueEntry]) -> Json:
    sources = sorted({entry.exchange.timeline.source.value for entry in everything if entry.exchange.is_stream})
    timing = ", ".join(sources) or "not streamed"
    return {
        "version": 2,
        "width": _WIDTH,
        "height": _HEIGHT,
        "title": f"{name(recording.cassette.name)} (timing: {timing})",
        "timing": timing,
    }


def _events(everything: Sequence[DialogueEntry], masker: Masker) -> Iterator[tuple[float, str]]:
    """Seconds from the start and the text to write, times ascending."""
    start = 0.0
    for number, entry in enumerate(everything):
        yield start, ("\n" if number else "") + _painted(request_text(entry, masker))
        start += _BEFORE_ANSWER_S
        timeline = entry.exchange.timeline
        for shown, together in groupby(answer_text(entry.exchange, masker), key=lambda piece: piece.shown):
            if text := _painted(together):
                yield start + timeline.play_at(shown) / 1000, text
        start += timeline.play_at(len(timeline)) / 1000 + _AFTER_ANSWER_S


def _painted(pieces: Iterator[StyledText]) -> str:
    return "".join(paint(piece, colour=True) for piece in pieces)
