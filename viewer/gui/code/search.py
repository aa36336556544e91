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
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from viewer.gui.time_slices import TimeSlices

if TYPE_CHECKING:
    from viewer.gui.code.typed_pattern import TypedPattern

_WINDOW = 1 << 17
_REGEX_OVERLAP = 4096
# A key and its colon, as typed; recorded JSON may have any white space there, what is shown always has one space.
_KEY_COLON = re.compile(r'":(?:\\ )?')


def search_pattern(query: str, *, case_sensitive: bool, regex: bool) -> TypedPattern:
    """The compiled query; raises re.error for a bad regular expression."""
    from viewer.gui.code.typed_pattern import TypedPattern  # noqa: PLC0415 - where something is looked for

    if regex:
        return TypedPattern(query, case_sensitive=case_sensitive, regex=True)
    source = _KEY_COLON.sub(r'"\\s*:\\s*', re.escape(query))
    return TypedPattern.of_source(source, case_sensitive=case_sensitive)


class CodeSearch(QObject):
    """The hits of one query in one text, in order, growing while the search goes on."""

    advanced = Signal(bool)
    """More of the text is searched; the argument says whether all of it is."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._slices = TimeSlices(self)
        self._slices.advanced.connect(self.advanced)
        self._pattern: TypedPattern | None = None
        self.starts = array("q")
        self.ends = array("q")

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def is_running(self) -> bool:
        """Whether some of the text is still to be searched."""
        return self._slices.is_running

    @property
    def problem(self) -> str | None:
        """Why the search was given up."""
        return self._pattern.problem if self._pattern is not None else None

    def start(self, text: str, pattern: TypedPattern, overlap: int = _REGEX_OVERLAP) -> None:
        """Search the text from its beginning; hits longer than `overlap` characters may be cut."""
        self.clear()
        self._pattern = pattern
        self._slices.start(self._search(text, pattern, overlap))

    def clear(self) -> None:
        """Forget the query and its hits."""
        self._slices.stop()
        if self._pattern is not None:
            self._pattern.close()
            self._pattern = None
        self.starts, self.ends = array("q"), array("q")

    def between(self, start: int, end: int) -> range:
        """The numbers of the hits that begin from `start` to before `end`."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def _search(self, text: str, pattern: TypedPattern, overlap: int) -> Iterator[None]:
        position = 0
        while position < len(text):
            window_end = position + _WINDOW
            next_position = window_end
            # With the character before, so that a line begins only where one does.
            begin = max(position - 1, 0)
            for spans in pattern.spans(text[begin : window_end + overlap]):
                if spans is None:
                    yield
                    continue
                for start, end in ((begin + start, begin + end) for start, end in spans):
                    if start >= window_end:
                        break
                    if start >= position:
                        self.starts.append(start)
                        self.ends.append(end)
                        next_position = max(window_end, end)
            position = next_position if pattern.problem is None else len(text)
            yield
        pattern.close()
