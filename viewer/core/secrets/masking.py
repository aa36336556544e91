# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Masks what is shown: header fields by name, everything else by shape.

Rule: at most the first seven characters of a secret are ever shown. A shape is looked for everywhere but in long runs
of base64, which are pictures and files.
"""

from __future__ import annotations

import re
from functools import lru_cache

from viewer.core.secrets.finding import LONGEST_SECRET, Found, find
from viewer.core.secrets.names import is_secret_header, is_secret_member, least_length
from viewer.core.secrets.placeholders import is_placeholder, looks_drawn
from viewer.core.text.json_values import Json

BULLETS = "•••"
"""What stands in the place of what is not shown."""

_MOST_SHOWN = 7
_LEAST_SHOWN_OF = 8
_ESCAPE = re.compile(r"[\\&%<\n\r]")
_LEAST_LENGTH = 8
_SHORT_FIELD = 500
_LONG_VALUE, _VERY_LONG_VALUE = 2000, 32_000
"""Between these, in characters, what was found in a value is remembered; `find` itself remembers of shorter ones."""
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
        return _field(name, value) if len(name) + len(value) <= _SHORT_FIELD else self.field(name, value)

    def field(self, name: str, value: str) -> str:
        """A header field's value, looked at now: `header` knows the short ones that it has seen."""
        if is_secret_header(name) and not is_placeholder(value):
            return mask(value)
        return self._named(name, value)

    def url(self, url: str) -> str:
        """A URL, its secret query values and password masked."""
        return self.text(url)

    def text(self, text: str) -> str:
        """Any text, each secret in it masked."""
        return text if self.show else _hiding(text, _found_in_value(text))

    def passage(self, text: str) -> str:
        """A text that is made of many values and met but once: what is found in it is not remembered."""
        return text if self.show else _hiding(text, find(text))

    def part(self, text: str, start: int, end: int) -> str:
        """Characters `start` to `end` of a text, the secrets masked that are found in all of it."""
        if self.show:
            return text[start:end]
        parts, at = [], start
        for one in find(text):
            if one.end > at and one.start < end:
                parts += [text[at : one.start], hidden(text, one) if one.start >= start else BULLETS]
                at = one.end
        return "".join([*parts, text[at:end]])

    def prefix(self, text: str, limit: int) -> str:
        """The first `limit` characters of a text, masked; costs nothing for what stands behind them."""
        return self.text(text[: limit + LONGEST_SECRET])[:limit]

    def json(self, value: Json) -> Json:
        """A copy of a JSON value with the secrets in its texts and keys masked, those under a secret's name whole."""
        if self.show:
            return value
        root: list[Json] = [value]
        pending: list[list[Json] | dict[str, Json]] = [root]
        while pending:  # a loop, since a value may be deeper than Python calls may
            container = pending.pop()
            for key, item in enumerate(container) if isinstance(container, list) else list(container.items()):
                if isinstance(item, str):
                    copied: Json = self._member(key, item) if isinstance(key, str) else self.text(item)
                elif isinstance(item, dict):
                    pending.append(copied := self._masked_keys(item))
                elif isinstance(item, list):
                    pending.append(copied := item.copy())
                else:
                    continue
                container[key] = copied  # type: ignore[index]
        return root[0]

    def _member(self, name: str, value: str) -> str:
        if _is_secret_member(name) and _may_be_secret(value):
            return mask(value)
        return self._named(name, value)

    def _masked_keys(self, members: dict[str, Json]) -> dict[str, Json]:
        """A copy with its keys masked; those that look alike now are told apart, so that none gets lost."""
        if not any(map(find, members)):
            return members.copy()
        copy: dict[str, Json] = {}
        for key, item in members.items():
            shown = self.text(key)
            while shown in copy or (shown != key and shown in members):
                shown += BULLETS
            copy[shown] = item
        return copy

    def _named(self, name: str, value: str) -> str:
        """A value, masked whole where it was drawn and its name says for what."""
        least = least_length(name)
        if least is not None and len(value) >= least and not any(map(str.isspace, value)) and looks_drawn(value):
            return mask(value)
        return self.text(value)

    def secrets(self, text: str) -> tuple[Found, ...]:
        """Each secret that `text` holds, in order; none where secrets are shown."""
        return () if self.show else find(text)

    def found(self, text: str) -> list[tuple[int, int]]:
        """Start and end of each secret that `text` holds, in order; none where secrets are shown."""
        return [(one.start, one.end) for one in self.secrets(text)]


def _hiding(text: str, found: tuple[Found, ...]) -> str:
    if not found:
        return text
    parts, at = [], 0
    for one in found:
        parts += [text[at : one.start], hidden(text, one)]
        at = one.end
    return "".join([*parts, text[at:]])


def _found_in_value(text: str) -> tuple[Found, ...]:
    return _found_in_long_value(text) if _LONG_VALUE <= len(text) < _VERY_LONG_VALUE else find(text)


@lru_cache(maxsize=256)
def _found_in_long_value(text: str) -> tuple[Found, ...]:
    """What is found in what a prompt says again with every turn."""
    return find(text)


_is_secret_member = lru_cache(maxsize=4096)(is_secret_member)
"""The same names come with every interaction."""


@lru_cache(maxsize=4096)
def _field(name: str, value: str) -> str:
    """A masked field; the same ones come with every interaction."""
    return Masker().field(name, value)


def mask(value: str) -> str:
    """At most the first seven characters, of a short value fewer, none of an escape; then bullets."""
    shown = value[: min(_MOST_SHOWN, len(value) // 2)] if len(value) >= _LEAST_SHOWN_OF else ""
    escape = _ESCAPE.search(shown)
    return shown[: escape.start() if escape else None] + BULLETS


def hidden(text: str, one: Found) -> str:
    """What is shown of a secret in a text."""
    return BULLETS if one.is_rest else mask(text[one.start : one.end])


def beginning(text: str, limit: int) -> str:
    """A text's beginning on one line, for a title or a quotation that is masked later.

    What is cut off takes the last word along: half a secret would have no shape to be found by.
    """
    shown = " ".join(text[: limit * 4].split())
    if len(shown) <= limit and len(text) <= limit * 4:
        return shown
    return _LAST_WORD.sub("", shown[:limit]).rstrip() + "…"


def _may_be_secret(value: str) -> bool:
    return len(value) >= _LEAST_LENGTH and not any(map(str.isspace, value)) and not is_placeholder(value)
