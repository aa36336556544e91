# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A text of which parts are drawn otherwise: in bold or italic letters, as code, or in a colour of syntax."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from viewer.gui.conversation.source import Source, TextMark

if TYPE_CHECKING:
    from viewer.core.secrets.masking import Masker


class MarkedSource(Source):
    """It is masked already: it was made of what was shown."""

    def __init__(self, text: str, masker: Masker, marks: Sequence[TextMark]) -> None:
        """`marks` in order of where they begin."""
        super().__init__(text, masker, masked=True)
        self._marks = marks

    def marks_in(self, start: int, end: int) -> list[TextMark]:
        """The marks in some of its characters, counted from there."""
        before = bisect_left(self._marks, end, key=lambda mark: mark.start)
        found = (mark for mark in self._marks[:before] if mark.end > start)
        return [TextMark(max(mark.start - start, 0), min(mark.end, end) - start, mark.kind) for mark in found]
