# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Find in a table: the rows whose words match, one after another, as the find bar asks for them."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QAbstractItemView, QTableView

from viewer.gui.code.typed_pattern import TOO_LONG
from viewer.index.patterns import PatternProcess, PatternTimeoutError

_LIMIT_S = 0.3
"""Seconds for an expression in all rows, for which the window waits: rows are short."""


class TableFind(QObject):
    """What a find bar needs of a table; `words` says what a row is found by."""

    hits_changed = Signal(int, int, bool)
    """Current hit, counted from 1 (0: none), number of hits, whether the search is over: it always is."""

    def __init__(self, table: QTableView, words: Callable[[int], str]) -> None:
        """Nothing is searched for yet."""
        super().__init__(table)
        self._table, self._words = table, words
        self._pattern: re.Pattern[str] | PatternProcess | None = None
        self._problem: str | None = None

    @property
    def find_problem(self) -> str | None:
        """Why the search found no more."""
        return self._problem

    def find_text(self, query: str, *, case_sensitive: bool = False, regex: bool = False) -> str | None:
        """Go to the first hit at or below the current row, else to the first; what is wrong with a pattern."""
        self.clear_find()
        problem = None
        if query:
            try:
                words = re.compile(query if regex else re.escape(query), 0 if case_sensitive else re.IGNORECASE)
                self._pattern = PatternProcess(query, _LIMIT_S, case_sensitive=case_sensitive) if regex else words
            except re.error as error:
                problem = str(error)
        hits = self._hits()
        self._go(next((row for row in hits if row >= self._row), hits[0]) if hits else None, hits)
        return problem

    def find_next(self) -> None:
        """Go to the next hit, behind the last to the first."""
        hits = self._hits()
        self._go(next((row for row in hits if row > self._row), hits[0]) if hits else None, hits)

    def find_previous(self) -> None:
        """Go to the hit before, before the first to the last."""
        hits = self._hits()
        self._go(next((row for row in reversed(hits) if row < self._row), hits[-1]) if hits else None, hits)

    def clear_find(self) -> None:
        """Forget the search; the row that was found stays selected."""
        if isinstance(self._pattern, PatternProcess):
            self._pattern.close()
        self._pattern = self._problem = None

    def selected_word(self) -> str:
        """Rows are selected, not words."""
        return ""

    def setFocus(self) -> None:
        """Give the keyboard to the table."""
        self._table.setFocus()

    @property
    def _row(self) -> int:
        return self._table.currentIndex().row()

    def _hits(self) -> list[int]:
        """The rows that match now: the table may have been filled or filtered anew."""
        pattern = self._pattern
        if pattern is None:
            return []
        words = [self._words(row) for row in range(self._table.model().rowCount())]
        if isinstance(pattern, re.Pattern):
            return [row for row, text in enumerate(words) if pattern.search(text)]
        try:
            return [row for row, spans in enumerate(pattern.spans(words, _LIMIT_S)) if spans]
        except PatternTimeoutError:
            self._problem = TOO_LONG
            return []

    def _go(self, row: int | None, hits: list[int]) -> None:
        if row is not None:
            index = self._table.model().index(row, 0)
            self._table.setCurrentIndex(index)
            self._table.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        self.hits_changed.emit(hits.index(row) + 1 if row is not None else 0, len(hits), True)
