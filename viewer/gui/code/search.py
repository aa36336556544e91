# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Finding text in a document of any size: hits are spans of the source, found in time slices.

Rule: the source is searched, so what is elided or folded is found too; no single call searches more than a window.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator

from PySide6.QtCore import QObject, Signal

from viewer.gui.time_slices import TimeSlices

_WINDOW = 1 << 17
_REGEX_OVERLAP = 4096
# A key and its colon, as typed; recorded JSON may have any white space there, what is shown always has one space.
_KEY_COLON = re.compile(r'":(?:\\ )?')


def search_pattern(query: str, *, case_sensitive: bool, regex: bool) -> re.Pattern[str]:
    """The compiled query; raises re.error for a bad regular expression."""
    flags = re.MULTILINE if case_sensitive else re.MULTILINE | re.IGNORECASE
    return re.compile(query if regex else _KEY_COLON.sub(r'"\\s*:\\s*', re.escape(query)), flags)


class CodeSearch(QObject):
    """The hits of one query in one text, in order, growing while the search goes on."""

    advanced = Signal(bool)
    """More of the text is searched; the argument says whether all of it is."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._slices = TimeSlices(self)
        self._slices.advanced.connect(self.advanced)
        self.starts = array("q")
        self.ends = array("q")

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def is_running(self) -> bool:
        """Whether some of the text is still to be searched."""
        return self._slices.is_running

    def start(self, text: str, pattern: re.Pattern[str], overlap: int = _REGEX_OVERLAP) -> None:
        """Search the text from its beginning; hits longer than `overlap` characters may be cut."""
        self.clear()
        self._slices.start(self._search(text, pattern, overlap))

    def clear(self) -> None:
        """Forget the query and its hits."""
        self._slices.stop()
        self.starts, self.ends = array("q"), array("q")

    def between(self, start: int, end: int) -> range:
        """The numbers of the hits that begin from `start` to before `end`."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def _search(self, text: str, pattern: re.Pattern[str], overlap: int) -> Iterator[None]:
        position = 0
        while position < len(text):
            window_end = position + _WINDOW
            next_position = window_end
            for match in pattern.finditer(text, position, window_end + overlap):
                start, end = match.span()
                if start >= window_end:
                    break
                if end > start:
                    self.starts.append(start)
                    self.ends.append(end)
                    next_position = max(window_end, end)
            position = next_position
            yield
