# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""An animated picture of answers as they streamed, for a README: pieces appear at their times, by CSS alone, once.

Rule: it is bounded in lines and in time; where it leaves something out, or plays faster than the window would, it says
so. Who asks the system for reduced motion sees all at once. Nothing is fetched, and there is no script.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import TextIO

from viewer.core.recording import Recording
from viewer.core.secrets.masking import Masker
from viewer.core.text.printable import name
from viewer.core.transcript import facts
from viewer.core.transcript.dialogue import dialogue
from viewer.core.transcript.options import ExportOptions
from viewer.core.transcript.overview import in_order_of_the_file
from viewer.core.transcript.page_head import style_sheet
from viewer.core.transcript.playback import Style, StyledText, answer_text, request_text
from viewer.dataclass import dataclass

_COLUMNS, _MOST_ROWS = 88, 60
_CHARACTER, _ROW, _MARGIN = 8.4, 21, 16
"""Pixels: the width of a character of the style sheet's font, the distance of lines, and what is around them."""
_BEFORE_ANSWER_MS, _AFTER_ANSWER_MS = 700.0, 1000.0
_LONGEST_MS = 20_000.0
"""What takes longer is played faster: nobody watches a picture for minutes."""


class Svg:
    """Writes a picture."""

    name = "svg"
    title = "Animated picture of the answers as they streamed, for a README"
    suffix = ".svg"

    def write(self, recording: Recording, out: TextIO, options: ExportOptions) -> None:
        """Write the picture of all chosen interactions, one after the other, as far as it may grow."""
        rows, end = _Rows(options.masker), 0.0
        for entry in in_order_of_the_file(dialogue(recording, options)):
            if rows.is_full:
                break
            timeline = entry.exchange.timeline
            if end:
                rows.add(end, (StyledText(0, Style.PLAIN, "\n"),))
            rows.add(end, request_text(entry, options.masker))
            end += _BEFORE_ANSWER_MS
            for shown, pieces in groupby(answer_text(entry.exchange, options.masker), key=lambda piece: piece.shown):
                rows.add(end + timeline.play_at(shown), pieces)
            end += timeline.play_at(len(timeline)) + _AFTER_ANSWER_MS
        last = max((letter.at_ms for row in rows.whole for letter in row), default=0.0)
        faster = max(last / _LONGEST_MS, 1.0)
        if faster > 1:
            rows.note(last, f"(played {faster:.1f} times as fast as the times say)")
        title = name(recording.cassette.name)
        out.writelines(_picture(title, facts.source_line(recording), rows.whole, faster))


@dataclass(frozen=True, slots=True)
class _Letter:
    """One character, its look, and when it appears."""

    text: str
    look: str
    at_ms: float


class _Rows:
    """Letters on lines of a bounded width, broken between words.

    What was not masked where it was made is masked before: behind a line's end nobody would know it.
    """

    def __init__(self, masker: Masker) -> None:
        self._masker = masker
        self.whole: list[list[_Letter]] = [[]]
        self._width = 0

    @property
    def is_full(self) -> bool:
        """Whether no more lines fit."""
        return len(self.whole) > _MOST_ROWS

    def add(self, at_ms: float, pieces: Iterable[StyledText]) -> None:
        """Append what appears at a time."""
        if self.is_full:
            return
        masked = ((piece.style.look, self._masker.text(piece.text)) for piece in pieces)
        for letter in (_Letter(character, look, at_ms) for look, text in masked for character in text):
            if not self._fits(letter):
                self.whole[-1] = []
                self.note(at_ms, f"… (the picture ends after {_MOST_ROWS} lines)")
                return

    def note(self, at_ms: float, words: str) -> None:
        """A line of our own at the end."""
        if self.whole[-1]:
            self.whole.append([])
        self.whole[-1] = [_Letter(text, Style.DIM.look, at_ms) for text in words]

    def _fits(self, letter: _Letter) -> bool:
        """Append a letter; False where it opened a line too many."""
        self._append(letter)
        return len(self.whole) <= _MOST_ROWS

    def _append(self, letter: _Letter) -> None:
        if letter.text == "\n":
            self.whole.append([])
            self._width = 0
            return
        row = self.whole[-1]
        row.append(letter)
        self._width += _columns(letter.text)
        if self._width > _COLUMNS:
            spaces = (at for at in range(len(row) - 1, 0, -1) if row[at].text == " ")
            cut = next(spaces, len(row) - 2) + 1
            self.whole[-1], moved = row[:cut], row[cut:]
            self.whole.append(moved)
            self._width = sum(_columns(one.text) for one in moved)


def _columns(character: str) -> int:
    """How many columns a character takes."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _picture(title: str, about: str, rows: list[list[_Letter]], faster: float) -> Iterator[str]:
    while rows and not rows[-1]:
        rows.pop()
    width, height = round(_COLUMNS * _CHARACTER) + 2 * _MARGIN, len(rows) * _ROW + 2 * _MARGIN
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    yield ' role="img" aria-labelledby="title about">\n'
    yield f'<title id="title">{escape(title)}</title>\n<desc id="about">{escape(about)}</desc>\n'
    yield f"<style>{style_sheet('svg.css')}</style>\n"
    yield f'<rect x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="10"/>\n'
    for number, row in enumerate(rows, 1):
        if row:
            yield f'<text x="{_MARGIN}" y="{_MARGIN + number * _ROW - 6}" xml:space="preserve">'
            for (look, at_ms), letters in groupby(row, key=lambda letter: (letter.look, letter.at_ms)):
                shown = f' class="{look}"' if look else ""
                text = escape("".join(letter.text for letter in letters))
                yield f'<tspan{shown} style="animation-delay:{at_ms / faster / 1000:.2f}s">{text}</tspan>'
            yield "</text>\n"
    yield "</svg>\n"
