# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A pane of a pair of interactions: it compares when it is looked at, and shows rows, lines or why there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from viewer.gui.comparison.line_view import LineView
from viewer.gui.comparison.pane_contents import PaneContents, PaneKind, contents_of
from viewer.gui.comparison.view import ComparisonView

if TYPE_CHECKING:
    from viewer.core.compare.interaction_pair import InteractionPair
    from viewer.gui.look.look import Look
    from viewer.gui.tasks import Tasks

_LINES = frozenset((PaneKind.REQUEST, PaneKind.RESPONSE, PaneKind.EVENTS))


class InteractionPane(QStackedWidget):
    """What is compared of a pair belongs to the pair that was asked for last, or is dropped."""

    current_changed = Signal(int)
    """Another change is the current one: its number, from 1; 0 for none."""

    def __init__(self, look: Look, tasks: Tasks, kind: PaneKind, parent: QWidget | None = None) -> None:
        """Empty until a pair is shown."""
        super().__init__(parent)
        self._tasks, self._kind = tasks, kind
        self._pair: InteractionPair | None = None
        self._ignored: frozenset[str] = frozenset()
        self.contents: PaneContents | None = None
        self.note = QLabel(self, alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.view = LineView(look, kind.value, self) if kind in _LINES else ComparisonView(look, self)
        self.view.setAccessibleName(kind.value)
        self.addWidget(self.note)
        self.addWidget(self.view)
        self.view.current_changed.connect(self.current_changed)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self.note.setFont(look.theme.font(13))
        self.view.set_look(look)

    @property
    def change_count(self) -> int:
        """How many changes there are."""
        return self.view.change_count if self.currentWidget() is self.view else 0

    @property
    def current(self) -> int:
        """The number of the current change, from 1; 0 for none."""
        return self.view.current if self.change_count else 0

    def step(self, by: int) -> None:
        """Go to the next change, or the one before."""
        if self.change_count:
            self.view.step(by)

    def show_pair(self, pair: InteractionPair, ignored: frozenset[str]) -> None:
        """Compare a pair, unless it is on show already with the same things ignored."""
        if pair is self._pair:
            self._ignore(ignored)
            return
        self._pair, self._ignored, self.contents = pair, ignored, None
        kind = self._kind
        self._say("Comparing…")
        self._tasks.run(
            self._kind.value,
            lambda _: contents_of(pair, kind, ignored),
            self._show,
            lambda error: self._say(str(error)),
        )

    def forget(self) -> None:
        """Another comparison is on show: what was made of the last one is not wanted any more."""
        self._tasks.cancel(self._kind.value)
        self._pair = self.contents = None
        self._say("")

    def _ignore(self, ignored: frozenset[str]) -> None:
        contents = self.contents
        if ignored != self._ignored and contents is not None:
            self._ignored = ignored
            self._tasks.run(self._kind.value, lambda _: contents.ignoring(ignored), self._show)

    def _show(self, contents: PaneContents) -> None:
        self.contents = contents
        if contents.nothing:
            self._say(contents.nothing)
            return
        self.setCurrentWidget(self.view)
        if isinstance(self.view, LineView):
            self.view.show_folds(contents.folds, contents.longest)
        else:
            self.view.show_comparison(contents.comparison, contents.lines)

    def _say(self, words: str) -> None:
        self.note.setText(words)
        self.note.setAccessibleName(words)
        self.setCurrentWidget(self.note)
        self.current_changed.emit(0)
