# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A text as it is meant: escapes undone, or the pieces that a stream cut it into put together again.

Each reading remembers where its characters come from. Rule: linear, and nothing is decoded that has no escape which
could stand within a secret.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice, pairwise

from viewer.dataclass import dataclass
from viewer.late_pattern import late_pattern

_MOST_LEVELS = 3
_WORTH_IT = re.compile(r"\\u00[2-7]|\\/|\\\\\\\"|%[2-7][0-9A-Fa-f]|&(?:amp|quot|apos|lt|gt|#x?[0-9]{2});|\\\n")
_ESCAPE = re.compile(
    r"\\(?:u[0-9a-fA-F]{4}|[\"\\/bfnrt]|\r?\n[ \t]{0,80}\\?)|%[2-7][0-9A-Fa-f]|&(?:amp|quot|apos|lt|gt|#x?[0-9]{2});"
)
_FORM = late_pattern(r"=[^\s&=%]{0,200}%[0-9A-F]{2}|\+[^\s+%]{0,200}%[0-9A-F]{2}|%[0-9A-F]{2}[^\s+%]{0,200}\+")
_ESCAPE_IN_FORM = late_pattern(_ESCAPE.pattern + r"|\+|%0A")
_LETTERS = {"\\b": "\b", "\\f": "\f", "\\n": "\n", "\\r": "\r", "\\t": "\t", "+": " "}
_SHORT = 2000
_PIECE_BEGINS = re.compile(r"(?:data:|[\[,]?\{\")")
_LINE_WITH_PIECE = re.compile(rf"\n[ \t]{{0,40}}{_PIECE_BEGINS.pattern}")
_MEMBER = re.compile(
    r"\"([A-Za-z_$][A-Za-z0-9_$.-]{0,60})\"[ \t]{0,4}:\s{0,80}\"([^\"\\]*+(?:\\.[^\"\\]*+)*)\"", re.DOTALL
)
_LEAST_PIECES = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """A text read otherwise: from `here[i]` to `here[i + 1]` its characters stand in the original from `at[i]` on.

    At a seam two pieces were put together that stand apart in the original. `under` is the reading that this one is a
    reading of, if not of the original itself.
    """

    text: str
    here: Sequence[int]
    at: Sequence[int]
    seams: Sequence[int] = ()
    under: Reading | None = None

    def spans(self, start: int, end: int) -> list[tuple[int, int]]:
        """Where characters `start` to `end` stand in the original, piece by piece."""
        cuts = [start, *self.seams[bisect_right(self.seams, start) : bisect_left(self.seams, end)], end]
        told = [(self._begin(first), self._end(last - 1)) for first, last in pairwise(cuts)]
        return told if self.under is None else [span for piece in told for span in self.under.spans(*piece)]

    def _begin(self, offset: int) -> int:
        index = bisect_right(self.here, offset) - 1
        return self.at[index] + offset - self.here[index]

    def _end(self, offset: int) -> int:
        """Where a character ends: an escape is longer than what it means."""
        index = bisect_left(self.here, offset + 1)
        is_escape = index < len(self.here) and self.here[index] == offset + 1
        seam = bisect_left(self.seams, offset + 1)
        is_last = seam < len(self.seams) and self.seams[seam] == offset + 1
        return self.at[index] if is_escape and not is_last else self._begin(offset) + 1


def unescaped(text: str, under: Reading | None = None) -> Iterator[Reading]:
    """The text with its escapes undone once, twice ...: JSON in JSON in JSON; nothing where none matters.

    What may be a form is also read with its plus signs as the spaces that they stand for.
    """
    if under is None and len(text) > _SHORT:
        if not _may_hold_escapes(text):
            return
        under = _lines_with_escapes(text)
        text = under.text if under else text
    yield from _undone_again(text, under)
    if "%" in text and _FORM.search(text):
        form = _undone(text, under, _ESCAPE_IN_FORM)
        yield form
        yield from _undone_again(form.text, form)


def _may_hold_escapes(text: str) -> bool:
    """Whether an escape may stand there which is worth it: told ten times as fast as by the pattern."""
    if "%" in text or "&" in text:
        return True
    return "\\" in text and ("\\u00" in text or "\\/" in text or '\\\\\\"' in text or "\\\n" in text)


def _lines_with_escapes(text: str) -> Reading | None:
    """Those lines alone that hold an escape, put together; None where that is most of the text."""
    spans: list[tuple[int, int]] = []
    for match in _WORTH_IT.finditer(text):
        last = spans[-1][1] if spans else 0
        if match.start() >= last:
            start, end = text.rfind("\n", last, match.start()) + 1 or last, text.find("\n", match.end()) + 1
            spans.append((start, end or len(text)))
    lengths = [end - start for start, end in spans]
    if sum(lengths) * 2 > len(text):
        return None
    here = list(accumulate(lengths, initial=0))[:-1]
    apart = [place for place, (before, after) in zip(here[1:], pairwise(spans), strict=True) if before[1] != after[0]]
    return Reading("".join(text[start:end] for start, end in spans), here or [0], [s for s, _ in spans] or [0], apart)


def _undone_again(text: str, under: Reading | None) -> Iterator[Reading]:
    for _ in range(_MOST_LEVELS):
        if not _may_hold_escapes(text) or _WORTH_IT.search(text) is None:
            return
        under = _undone(text, under)
        text = under.text
        yield under


def _undone(text: str, under: Reading | None, escape: re.Pattern[str] = _ESCAPE) -> Reading:
    parts: list[str] = []
    here, at, length, done = [0], [0], 0, 0
    for match in escape.finditer(text):
        start, end = match.span()
        meant = _MEANT[match[0]]
        parts += (text[done:start], meant)
        length += start - done + len(meant)
        done = end
        here.append(length)
        at.append(end)
    parts.append(text[done:])
    return Reading("".join(parts), here, at, under=under)


class _Meant(dict[str, str]):
    """What escapes mean, each worked out once; there are few of them but for line breaks."""

    def __missing__(self, escape: str) -> str:
        meant = self[escape] = meaning(escape)
        return meant


def meaning(escape: str) -> str:
    """What an escape stands for; any other text stands for itself."""
    if len(escape) == 1 and escape != "+":
        return escape
    if escape in _LETTERS:
        return _LETTERS[escape]
    if escape.startswith(("\\u", "\\x", "%")):
        return chr(int(escape.lstrip("\\ux%"), 16))
    if escape.startswith("\\"):
        return "" if escape[1] in "\r\n" else escape[1]  # a line of a YAML scalar may go on in the next
    from html import unescape  # noqa: PLC0415 - it comes with a table of all names that HTML has

    return unescape(escape)


_MEANT = _Meant()


def joined(text: str, under: Reading | None = None) -> Iterator[Reading]:
    """For each name that several JSON members of a stream bear, their texts put together in order."""
    if not _is_streamed(text) or text.count(':"') + text.count(': "') < _LEAST_PIECES:
        return
    pieces: dict[str, list[re.Match[str]]] = defaultdict(list)
    for match in _MEMBER.finditer(text):
        pieces[match[1]].append(match)
    for matches in pieces.values():
        if len(matches) >= _LEAST_PIECES:
            yield _put_together(matches, under)


def _is_streamed(text: str) -> bool:
    """Whether so many lines of a text begin as pieces of a stream do; most texts hold no such beginning anywhere."""
    if '{"' not in text and "data:" not in text:
        return False
    lines = islice(_LINE_WITH_PIECE.finditer(text), _LEAST_PIECES)
    return sum(1 for _ in lines) + (_PIECE_BEGINS.match(text) is not None) >= _LEAST_PIECES


def _put_together(members: Sequence[re.Match[str]], under: Reading | None) -> Reading:
    here, at, length = [], [], 0
    for member in members:
        start, end = member.span(2)
        if end > start:
            here.append(length)
            at.append(start)
            length += end - start
    return Reading("".join(member[2] for member in members), here or [0], at or [0], here[1:], under)
