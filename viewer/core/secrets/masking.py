# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What to mask: header fields by name, everything else by shape.

Rule: at most the first seven characters of a secret are ever shown. A shape is looked for everywhere but in long runs
of base64, which are pictures and files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from viewer.core.secrets.patterns import FAMILIES, JSON_NAME, SINGLE_SHAPES, Shape, is_placeholder, is_secret_header
from viewer.core.text.json_values import Json

BULLETS = "•••"
"""What stands in the place of what is not shown."""

_MOST_SHOWN = 7
_BASE64_RUN = re.compile(r"[A-Za-z0-9+/]{2000,}+={0,2}")
_LEAST_LENGTH = 8
_SHORT = 2000
_WINDOW = 1 << 17
_LONGEST_SECRET = 1 << 15
_LAST_WORD = re.compile(r"[!-~]+$")  # ASCII, as keys are; scripts that write no spaces are cut anywhere


class Masker:
    """Masks secrets in what is shown, copied and exported; with `show` everything passes as recorded."""

    def __init__(self, show: bool = False) -> None:
        """Keep whether secrets are shown."""
        self.show = show

    def header(self, name: str, value: str) -> str:
        """A header field's value, masked whole where its name says that it is a secret."""
        if self.show:
            return value
        if is_secret_header(name) and not is_placeholder(value):
            return mask(value)
        return self.text(value)

    def url(self, url: str) -> str:
        """A URL, its secret query values and password masked."""
        return self.text(url)

    def text(self, text: str) -> str:
        """Any text, each secret in it masked."""
        if self.show:
            return text
        parts, at = [], 0
        for start, end in find(text) if len(text) > _SHORT else _found_in_short(text):
            parts += [text[at:start], mask(text[start:end])]
            at = end
        return "".join([*parts, text[at:]]) if parts else text

    def prefix(self, text: str, limit: int) -> str:
        """The first `limit` characters of a text, masked; costs nothing for what stands behind them."""
        return self.text(text[: limit + _LONGEST_SECRET])[:limit]

    def json(self, value: Json) -> Json:
        """A copy of a JSON value with the secrets in its texts masked, those under a secret's name whole."""
        if self.show:
            return value
        root: list[Json] = [value]
        pending: list[list[Json] | dict[str, Json]] = [root]
        while pending:  # a loop, since a value may be deeper than Python calls may
            container = pending.pop()
            for key, item in enumerate(container) if isinstance(container, list) else container.items():
                copied = self._json_item(key, item)
                container[key] = copied  # type: ignore[index]
                if isinstance(copied, (dict, list)):
                    pending.append(copied)
        return root[0]

    def _json_item(self, key: str | int, item: Json) -> Json:
        if isinstance(item, str):
            named = isinstance(key, str) and JSON_NAME.fullmatch(key) is not None
            return mask(item) if named and _may_be_secret(item) else self.text(item)
        return item.copy() if isinstance(item, (dict, list)) else item

    def found(self, text: str) -> list[tuple[int, int]]:
        """Start and end of each secret that `text` holds, in order; none where secrets are shown."""
        return [] if self.show else find(text)


def mask(value: str) -> str:
    """At most the first seven characters, of a short value at most half, then bullets."""
    return value[: min(_MOST_SHOWN, len(value) // 2)] + BULLETS


def beginning(text: str, limit: int) -> str:
    """A text's beginning on one line, for a title or a quotation that is masked later.

    What is cut off takes the last word along: half a secret would have no shape to be found by.
    """
    shown = " ".join(text[: limit * 4].split())
    if len(shown) <= limit and len(text) <= limit * 4:
        return shown
    return _LAST_WORD.sub("", shown[:limit]).rstrip() + "…"


def find(text: str) -> list[tuple[int, int]]:
    """Start and end of each secret in a text, in order and apart.

    A long text is looked at window by window: a search of megabytes in one call would keep other threads, and so the
    window's, from running. What begins in one window may end in the next.
    """
    spans: list[tuple[int, int]] = []
    for start in range(0, max(len(text), 1), _WINDOW):
        end = min(start + _WINDOW + _LONGEST_SECRET, len(text))
        spans += [span for span in _found_between(text, start, end) if span[0] < start + _WINDOW]
    spans.sort()
    return _apart(spans)


@lru_cache(maxsize=4096)
def _found_in_short(text: str) -> tuple[tuple[int, int], ...]:
    """The same for a text that is likely met again, as each turn of a conversation repeats those before it."""
    return tuple(find(text))


def _found_between(text: str, begin: int, stop: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for start, end in _outside_base64(text, begin, stop):
        for family in FAMILIES:
            if family.hints.search(text, start, end):
                for shape in family.shapes:
                    spans += _found_of(shape, text, start, end)
        for shape in SINGLE_SHAPES:
            spans += _found_of(shape, text, start, end)
    return spans


def _found_of(shape: Shape, text: str, start: int, end: int) -> Sequence[tuple[int, int]]:
    for hint in shape.hints:
        if text.find(hint, start, end) >= 0:
            group = "secret" if shape.pattern.groupindex else 0
            found = shape.pattern.finditer(text, start, end)
            return [match.span(group) for match in found if not is_placeholder(match[group])]
    return ()


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted spans, those that overlap joined."""
    apart: list[tuple[int, int]] = []
    for begin, end in spans:
        if apart and begin < apart[-1][1]:
            apart[-1] = apart[-1][0], max(end, apart[-1][1])
        else:
            apart.append((begin, end))
    return apart


def _outside_base64(text: str, begin: int, stop: int) -> Iterator[tuple[int, int]]:
    at = begin
    for run in _BASE64_RUN.finditer(text, begin, stop):
        yield at, run.start()
        at = run.end()
    yield at, stop


def _may_be_secret(value: str) -> bool:
    return len(value) >= _LEAST_LENGTH and not any(map(str.isspace, value)) and not is_placeholder(value)
