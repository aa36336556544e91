# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A stream -> a line an event, and which events bring what another stream brings too, however it was cut."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from viewer.core.analysis import Exchange
from viewer.core.compare.json_changes import canonical
from viewer.core.compare.line_pairs import Lines
from viewer.core.compare.noise import Noise
from viewer.core.compare.words import Span, difference
from viewer.core.secrets.masking import Masker
from viewer.core.text.drawn_values import RANDOM
from viewer.core.text.invisible_characters import in_one_line
from viewer.core.text.json_values import parse_json
from viewer.core.transcript.narration import Narration
from viewer.dataclass import dataclass

_CUT = frozenset((Noise.CHUNKS.value,))
_CUT_JSON = _CUT | {Noise.JSON.value}

Part = tuple[str, str]
"""A part of an answer: what kind it is, and the tool that it belongs to."""


@dataclass(frozen=True, slots=True)
class StreamLines:
    """The events of a stream: the part that each adds to, which characters of it, and the text of each part."""

    lines: Lines
    parts: Sequence[Part]
    spans: Sequence[Span]
    texts: dict[Part, str]

    def quiet_beside(self, other: StreamLines) -> dict[int, frozenset[str]]:
        """The events that add text, of which none is new beside another stream, with what may differ all the same."""
        changed = {part: self._changed(part, other) for part in self.texts}
        noise = {part: _CUT if other.texts.get(part) == text else _CUT_JSON for part, text in self.texts.items()}
        return {
            event: noise[part] if not changed[part] else _CUT
            for event, (part, span) in enumerate(zip(self.parts, self.spans, strict=True))
            if span[0] < span[1] and not _touches(changed[part], span)
        }

    def _changed(self, part: Part, other: StreamLines) -> Sequence[Span]:
        text = self.texts[part]
        theirs = other.texts.get(part)
        if theirs is None:
            return ((0, len(text)),)
        return () if text == theirs or _is_same_json(text, theirs) else difference(text, theirs).before


def stream_lines(exchange: Exchange | None, masker: Masker) -> StreamLines:
    """The events of an exchange; none where it is no stream."""
    shown: list[str] = []
    parts: list[Part] = []
    spans: list[Span] = []
    pieces: dict[Part, list[str]] = defaultdict(list)
    lengths: dict[Part, int] = defaultdict(int)
    for part, added, note in _told(exchange, masker):
        quoted = json.dumps(added, ensure_ascii=False) if added else ""
        shown.append("  ".join(filter(None, (*part, quoted, note))))
        parts.append(part)
        spans.append((lengths[part], lengths[part] + len(added)))
        pieces[part].append(added)
        lengths[part] += len(added)
    heads = [RANDOM.sub("", " ".join(part)) for part in parts]
    lines = Lines([in_one_line(line) for line in shown], shown, heads)
    return StreamLines(lines, parts, spans, {part: "".join(added) for part, added in pieces.items()})


def _told(exchange: Exchange | None, masker: Masker) -> Iterator[tuple[Part, str, str]]:
    """Of each event its part, what it added, and what else is to be said of it."""
    if exchange is None or not exchange.is_stream:
        return
    narration = Narration(exchange, masker)
    for index in range(len(exchange.events)):
        words = narration.words(index)
        yield (f"{words.arrow} {words.word}".strip(), words.subject), words.added, words.note


def _is_same_json(one: str, other: str) -> bool:
    (value, is_json), (other_value, is_too) = parse_json(one), parse_json(other)
    return is_json and is_too and canonical(value) == canonical(other_value)


def _touches(changed: Sequence[Span], span: Span) -> bool:
    """Whether a span has a character of those that are in order and apart."""
    at = bisect_right(changed, span[1], key=lambda one: one[0]) - 1
    return any(start < span[1] and end > span[0] for start, end in changed[max(at - 1, 0) : at + 1])
