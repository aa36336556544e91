# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Find in a table: the rows whose words match, one after another, as the find bar asks for them.

Rows are looked through in time slices, and again when the table was filled or filtered anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from PySide6.QtCore import QAbstractItemModel, QObject, Signal
from PySide6.QtWidgets import QAbstractItemView, QTableView

from viewer.gui.code.typed_pattern import TypedPattern
from viewer.gui.time_slices import TimeSlices

_AT_ONCE = 100
"""Rows that are looked through in one step."""


class TableFind(QObject):
    """What a find bar needs of a table; `words` says what a row is found by."""

    hits_changed = Signal(int, int, bool)
    """Current hit, counted from 1 (0: none), number of hits, whether the search is over."""

    def __init__(self, table: QTableView, words: Callable[[int], str]) -> None:
        """Nothing is searched for yet."""
        super().__init__(table)
        self._table, self._words = table, words
        self._pattern: TypedPattern | None = None
        self._hits: list[int] = []
        self._step = 0
        """Where to go when all hits are known: to the next one (1), the one before (-1), or one that is no way off."""
        self._watched: QAbstractItemModel | None = None
        self._is_outdated = True
        self._slices = TimeSlices(self)
        self._slices.advanced.connect(self._on_advanced)

    @property
    def find_problem(self) -> str | None:
        """Why the search found no more."""
        return self._pattern.problem if self._pattern is not None else None

    def find_text(self, query: str, *, case_sensitive: bool = False, regex: bool = False) -> str | None:
        """Go to the first hit at or below the current row, else to the first; what is wrong with a pattern."""
        self.clear_find()
        problem = None
        if query:
            try:
                self._pattern = TypedPattern(query, case_sensitive=case_sensitive, regex=regex)
            except re.error as error:
                problem = str(error)
        self._go(0)
        return problem

    def find_next(self) -> None:
        """Go to the next hit, behind the last to the first."""
        self._go(1)

    def find_previous(self) -> None:
        """Go to the hit before, before the first to the last."""
        self._go(-1)

    def clear_find(self) -> None:
        """Forget the search; the row that was found stays selected."""
        self._slices.stop()
        if self._pattern is not None:
            self._pattern.close()
        self._pattern, self._hits, self._is_outdated = None, [], True

    def selected_word(self) -> str:
        """Rows are selected, not words."""
        return ""

    def setFocus(self) -> None:
        """Give the keyboard to the table."""
        self._table.setFocus()

    def _go(self, step: int) -> None:
        self._step = step
        if self._pattern is None:
            self.hits_changed.emit(0, 0, True)
        elif self._is_outdated:
            self._search_again(self._pattern)
        elif not self._slices.is_running:
            self._arrive()

    def _search_again(self, pattern: TypedPattern) -> None:
        model = self._table.model()
        if model is not self._watched:
            self._watched = model
            for signal in (model.modelReset, model.layoutChanged, model.rowsInserted, model.rowsRemoved):
                signal.connect(self._on_model_changed)
            model.dataChanged.connect(self._on_model_changed)
        self._hits, self._is_outdated = [], False
        self._slices.start(self._search(pattern, model.rowCount()))

    def _search(self, pattern: TypedPattern, count: int) -> Iterator[None]:
        for start in range(0, count, _AT_ONCE):
            texts = [self._words(row) for row in range(start, min(start + _AT_ONCE, count))]
            for found in pattern.places(texts):
                if found is not None:
                    self._hits += [start + number for number, spans in enumerate(found) if spans]
                yield
                if self._is_outdated:
                    return
            if pattern.problem is not None:
                self._hits = []
                return

    def _on_model_changed(self) -> None:
        self._is_outdated = True

    def _on_advanced(self, is_finished: bool) -> None:
        if self._is_outdated and self._pattern is not None:
            self._search_again(self._pattern)
        elif is_finished:
            self._arrive()
        else:
            self.hits_changed.emit(0, 0, False)

    def _arrive(self) -> None:
        """Go to the hit that was asked for, as all are known."""
        hits, row = self._hits, self._table.currentIndex().row()
        if self._step < 0:
            found = next((hit for hit in reversed(hits) if hit < row), hits[-1]) if hits else None
        else:
            found = next((hit for hit in hits if hit >= row + self._step), hits[0]) if hits else None
        if found is not None:
            index = self._table.model().index(found, 0)
            self._table.setCurrentIndex(index)
            self._table.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        self.hits_changed.emit(hits.index(found) + 1 if found is not None else 0, len(hits), True)
