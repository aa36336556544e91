# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""One page that plays a recording as the window does: its pieces at their times, with a scrubber, speeds and keys.

Rule: all that was said is in the page as text, escaped, and readable without the script; the script is ours alone, the
page's policy names it by its digest, and it only shows and hides what is there. Nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from itertools import groupby
from typing import TextIO

from viewer.core.recording import Recording
from viewer.core.secrets.masking import Masker
from viewer.core.text.printable import name
from viewer.core.transcript import facts
from viewer.core.transcript.dialogue import DialogueEntry, dialogue
from viewer.core.transcript.options import ExportOptions
from viewer.core.transcript.overview import in_order_of_the_file
from viewer.core.transcript.page_head import page_head
from viewer.core.transcript.playback import StyledText, answer_text, request_text
from viewer.resources import resource

_BEFORE_ANSWER_MS, _AFTER_ANSWER_MS = 1000.0, 1500.0
_SPEEDS = ("0.25", "0.5", "1", "2", "4", "8")
_KEYS = (
    ("Space, K", "play or pause"),
    ("← →", "one piece"),
    ("Shift+← →", "one interaction"),
    ("T, Shift+T", "next, previous tool call"),
    ("&lt; &gt;", "slower, faster"),
    ("0 to 9", "tenths"),
    ("Home, End", "begin, end"),
)


class Player:
    """Writes a page."""

    name = "player"
    title = "Web page that plays the recording, with scrubber and keys"
    suffix = ".player.html"

    def write(self, recording: Recording, out: TextIO, options: ExportOptions) -> None:
        """Write the page."""
        everything = in_order_of_the_file(dialogue(recording, options))
        out.write(page_head(name(recording.cassette.name), "page.css", "player.css", script=_script()))
        out.write(f'<header class="page">\n<h1 class="mono">{escape(name(recording.cassette.name))}</h1>\n')
        out.write(f"<p>{escape(facts.source_line(recording))}</p>\n</header>\n<main>\n")
        start = 0.0
        for entry in everything:
            start = _write_call(entry, start, out, options.masker)
        out.write(f"</main>\n{_CONTROLS}<script>{_script()}</script>\n</body>\n</html>\n")


@cache
def _script() -> str:
    return resource("export", "player.js").read_text("utf-8")


_CONTROLS = f"""<footer class="player" id="player" hidden>
<input id="scrubber" type="range" min="0" value="0" step="1" aria-label="Position">
<div class="row">
<button id="back" type="button" aria-label="Previous piece">‹</button>
<button id="play" type="button" aria-pressed="false">Play</button>
<button id="forward" type="button" aria-label="Next piece">›</button>
<label>Speed <select id="speed">
{"".join(f'<option value="{speed}"{" selected" if speed == "1" else ""}>{speed}×</option>' for speed in _SPEEDS)}
</select></label>
<output id="position" for="scrubber"></output>
<span id="timing" class="chip"></span>
<details class="keys"><summary>Keys</summary><dl>
{"".join(f"<dt>{keys}</dt><dd>{does}</dd>" for keys, does in _KEYS)}
</dl></details>
</div>
<p id="still" hidden>This system asks for reduced motion: step with ← and →.</p>
</footer>
"""


def _write_call(entry: DialogueEntry, start: float, out: TextIO, masker: Masker) -> float:
    """Write one exchange whose request comes at `start`; returns when the next one's does, in ms of playing."""
    exchange = entry.exchange
    timeline = exchange.timeline
    timing = escape(facts.timing(exchange), quote=True)
    out.write(f'<article class="call" id="i{entry.index}" data-timing="{timing}">\n<pre dir="auto">')
    out.write(_piece(start, request_text(entry, masker)))
    start += _BEFORE_ANSWER_MS
    pieces = groupby(answer_text(exchange, masker), key=lambda piece: piece.shown)
    out.writelines(_piece(start + timeline.play_at(shown), together) for shown, together in pieces)
    out.write("</pre>\n</article>\n")
    return start + timeline.play_at(len(timeline)) + _AFTER_ANSWER_MS


def _piece(at_ms: float, pieces: Iterable[StyledText]) -> str:
    """What comes at one time; nothing where it has no text."""
    texts = list(_painted(pieces))
    is_call = any('class="tool"' in text for text in texts)
    call = " data-tool" if is_call else ""
    return f'<span data-t="{at_ms:.0f}"{call}>{"".join(texts)}</span>' if texts else ""


def _painted(pieces: Iterable[StyledText]) -> Iterator[str]:
    for piece in pieces:
        if piece.text:
            text, look = escape(piece.text), piece.style.look
            yield f'<b class="{look}">{text}</b>' if look else text
