# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The ways by which text leaves: exports, the terminal, the index, the table, rows of the tree; and what leaked."""

from __future__ import annotations

import html
import io
import random
import re
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import unquote

from tests.secrets.planted_kinds import KINDS, Draw, Planted
from tests.secrets.planted_places import PLACES, cassette
from viewer.core.contents import contents
from viewer.core.exporters import EXPORTERS, ExportOptions
from viewer.core.exporters.writing import write_export
from viewer.core.recording import Recording, load_text
from viewer.core.searchable import pieces
from viewer.core.secrets.masking import Masker
from viewer.corpus.rows import rows
from viewer.gui.models.rows import conversation_row, interaction_row
from viewer.index.codec import encode
from viewer.play import Pace, play

_SHOWN = 8
_WINDOW = 10


def _exported(name: str) -> Callable[[Recording], str]:
    def made(recording: Recording) -> str:
        exporter, out = EXPORTERS.named(name), io.StringIO()
        assert exporter is not None
        write_export(exporter, recording, out, ExportOptions(details=True))
        return out.getvalue()

    return made


def _played(recording: Recording) -> str:
    out = io.StringIO()
    play(recording, out, ExportOptions(), Pace(wait=False))
    return out.getvalue()


def _searched(recording: Recording) -> str:
    return "\n".join(piece.text for piece in pieces(recording.exchanges))


def _rows(recording: Recording) -> str:
    known = contents(recording)
    made = [interaction_row(known, number) for number in range(len(known.summaries))]
    made += [conversation_row(known, number) for number in range(len(known.threads))]
    return "\n".join(repr(row) for row in made)


OUTLETS: dict[str, Callable[[Recording], str]] = {
    **{exporter.name: _exported(exporter.name) for exporter in EXPORTERS},
    "play": _played,
    "index": _searched,
    "index facts": lambda recording: encode(contents(recording)).decode("utf-8", "replace"),
    "table": lambda recording: "\n".join(map(repr, rows(recording.cassette, "x", Masker()))),
    "rows": _rows,
}
"""Each way out with the text that takes it."""


def leaked(seed: int, kinds: Sequence[str], places: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """The kind, the place and the outlet of every planted secret of which more than its beginning came out."""
    draw = Draw(random.Random(seed))  # noqa: S311
    for place in places:
        planted = {kind: KINDS[kind](draw) for kind in kinds}
        recording = load_text("planted.yaml", cassette([PLACES[place](one.text) for one in planted.values()]))
        for outlet, text_of in OUTLETS.items():
            told = readings(text_of(recording))
            yield from ((kind, place, outlet) for kind, one in planted.items() if shows(told, one))


def readings(text: str) -> str:
    """A text, and what a reader can make of it by undoing escapes."""
    plain = re.sub(r"\\+u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)
    plain = unquote(html.unescape(plain))
    together = "".join(re.findall(r'"(?:piece|note|content|reasoning_content|arguments)\\*": ?\\*"([^"]*)"', plain))
    return "\n".join((text, re.sub(r"\\+([\"/])", r"\1", plain), together))


def shows(told: str, planted: Planted) -> bool:
    """Whether ten characters of a secret stand somewhere, those left out that may be shown."""
    for line in planted.secret.split("\n"):
        hidden = line[_SHOWN:]
        windows = {hidden[at : at + _WINDOW] for at in range(0, max(len(hidden) - _WINDOW, 0) + 1, 3)}
        if any(len(window) > _WINDOW // 2 and window in told for window in windows):
            return True
    return False
