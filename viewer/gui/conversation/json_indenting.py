# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""JSON re-indented for reading, token by token.

Rule: the token stream is re-indented, never parsed and written again, and each character shown knows the recorded
one that it is.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from viewer.gui.conversation.json_highlighting import TOKEN
from viewer.gui.conversation.source import Source, masked

if TYPE_CHECKING:
    from viewer.core.fold import Track
    from viewer.core.secrets.masking import Masker


class IndentedJson(Source):
    """A complete JSON text with two spaces for each level."""

    def __init__(self, text: str, masker: Masker, *, track: Track | None = None) -> None:
        """Secrets are masked before anything moves, so that they are found as they are in the recording."""
        original = text if masker.show else masked(text, masker)
        tokens = _reindent(original)
        self._shown, self._recorded = [0], [0]
        parts: list[str] = []
        length = 0
        for gap, start, end in tokens:
            length += len(gap)
            parts += [gap, original[start:end]]
            self._shown.append(length)
            self._recorded.append(start)
            length += end - start
        super().__init__("".join(parts), masker, track=track, language="json", masked=True)

    def recorded(self, offset: int) -> int:
        """The offset in the recording of a character shown; an added space counts as the token before it."""
        at = bisect_right(self._shown, offset) - 1
        start = self._recorded[at]
        following = self._recorded[at + 1] if at + 1 < len(self._recorded) else start + len(self.raw)
        return min(start + offset - self._shown[at], max(following - 1, start))

    def shown(self, offset: int) -> int:
        """The offset shown of a character of the recording."""
        at = bisect_right(self._recorded, offset) - 1
        following = self._shown[at + 1] if at + 1 < len(self._shown) else len(self.raw)
        return min(self._shown[at] + offset - self._recorded[at], following)


def _reindent(text: str) -> list[tuple[str, int, int]]:
    """Every token as (white space before it, start, end)."""
    tokens: list[tuple[str, int, int]] = []
    depth, gap = 0, ""
    for match in TOKEN.finditer(text):
        start, end = match.span()
        char = text[start]
        if char in "}]":
            depth -= 1
            gap = "" if tokens and text[tokens[-1][1]] in "{[" else "\n" + "  " * depth
        tokens.append((gap, start, end))
        depth += char in "{["
        gap = _gap_after(char, depth)
    return tokens


def _gap_after(char: str, depth: int) -> str:
    if char in "{[,":
        return "\n" + "  " * depth
    return " " if char == ":" else ""
