# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A recording in the terminal: what was asked, then the answer piece by piece at the pace of its timeline."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TextIO

from viewer.core.exporters import ExportOptions
from viewer.core.recording import Recording
from viewer.core.secrets.masking import Masker
from viewer.core.text.printable import name
from viewer.core.transcript import facts
from viewer.core.transcript.dialogue import DialogueEntry, dialogue
from viewer.core.transcript.overview import in_order_of_the_file
from viewer.core.transcript.playback import Style, StyledText, answer_text, paint, request_text
from viewer.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast: `speed` divides every time, `wait` False prints at once; `sleep` and `now` count seconds."""

    speed: float = 1.0
    wait: bool = True
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic


def has_colour(out: TextIO) -> bool:
    """Whether to colour: only a terminal, and not against the user's wish (no-color.org)."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not out.isatty():
        return False
    # The old Windows console does not understand escape sequences unless told to; Windows Terminal does.
    return sys.platform != "win32" or "WT_SESSION" in os.environ


def play(recording: Recording, out: TextIO, options: ExportOptions, pace: Pace) -> None:
    """Play the chosen interactions in order of the file."""
    screen = _Screen(out, options.masker, colour=has_colour(out))
    screen.show(StyledText(0, Style.DIM, f"{name(recording.cassette.name)} · {facts.source_line(recording)}\n"))
    try:
        for entry in in_order_of_the_file(dialogue(recording, options)):
            _play_one(entry, screen, options, pace)
    except KeyboardInterrupt:
        screen.show(StyledText(0, Style.PLAIN, "\n"))  # the prompt begins a line of its own
        raise


class _Screen:
    """Writes pieces and shows them at once; what was not masked where it was made is masked here."""

    def __init__(self, out: TextIO, masker: Masker, *, colour: bool) -> None:
        self._out, self._masker, self._colour = out, masker, colour

    def show(self, piece: StyledText) -> None:
        self._out.write(paint(replace(piece, text=self._masker.text(piece.text)), colour=self._colour))

    def flush(self) -> None:
        self._out.flush()


def _play_one(entry: DialogueEntry, screen: _Screen, options: ExportOptions, pace: Pace) -> None:
    screen.show(StyledText(0, Style.PLAIN, "\n"))
    for piece in request_text(entry, options.masker):
        screen.show(piece)
    screen.flush()
    start, timeline, shown = pace.now(), entry.exchange.timeline, 0
    for piece in answer_text(entry.exchange, options.masker):
        if piece.shown > shown and pace.wait:
            screen.flush()
            shown = piece.shown
            _wait_until(start + timeline.play_at(shown) / 1000 / pace.speed, pace)
        screen.show(piece)
    screen.flush()


def _wait_until(moment: float, pace: Pace) -> None:
    """Sleep until a moment; one that is past already is not waited for, so delays do not add up."""
    rest = moment - pace.now()
    if rest > 0:
        pace.sleep(rest)
