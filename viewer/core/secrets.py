# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What to mask: header fields by name, values by shape.

Rule: at most the first seven characters of a secret are ever shown.
"""

from __future__ import annotations

import re

from viewer.core.model import Json

_HEADER = re.compile(
    r"authorization|cookie|token|secret|api-?key|openai-organization|password", re.IGNORECASE
)
_SHAPE = re.compile(
    r"\b(?:sk-[A-Za-z0-9_-]{16,}|AKIA[A-Z0-9]{16}|gh[opsu]_[A-Za-z0-9]{36}|AIza[A-Za-z0-9_-]{35}"
    r"|xox[abp]-[A-Za-z0-9-]{10,}|user_2[A-Za-z0-9]{20,})"
)
BULLETS = "•••"


class Masker:
    """Masks secrets in what is shown; with `show` everything passes as recorded."""

    def __init__(self, show: bool = False) -> None:  # noqa: FBT001, FBT002
        self.show = show

    def header(self, name: str, value: str) -> str:
        """A header field's value."""
        return mask(value) if not self.show and _HEADER.search(name) else self.text(value)

    def url(self, url: str) -> str:
        """A URL."""
        return self.text(url)

    def text(self, text: str) -> str:
        """Any text."""
        return text if self.show else _SHAPE.sub(lambda m: mask(m[0]), text)

    def json(self, value: Json) -> Json:
        """A JSON value and everything in it."""
        if isinstance(value, dict):
            return {key: self.json(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.json(item) for item in value]
        return self.text(value) if isinstance(value, str) else value

    def found(self, text: str) -> list[tuple[int, int]]:
        """Start and end of each secret in a text."""
        return [m.span() for m in _SHAPE.finditer(text)]


def mask(value: str) -> str:
    """At most the first seven characters, then bullets."""
    return value[: min(7, len(value) // 2)] + BULLETS
