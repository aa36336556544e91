# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A pane that compares one thing of a pair of interactions, and shows rows, lines, or why there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viewer.gui.comparison.line_view import LineView
from viewer.gui.comparison.pair_pane import PairPane
from viewer.gui.comparison.pane_contents import PaneContents, PaneKind, contents_of
from viewer.gui.comparison.view import ComparisonView

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from viewer.core.compare.interaction_pair import InteractionPair
    from viewer.gui.look.look import Look
    from viewer.gui.tasks import Tasks

_LINES = frozenset((PaneKind.REQUEST, PaneKind.RESPONSE, PaneKind.EVENTS))


class InteractionPane(PairPane):
    """Conversation, Request, Response, Events or Headers."""

    def __init__(self, look: Look, tasks: Tasks, kind: PaneKind, parent: QWidget | None = None) -> None:
        """Empty until a pair is shown."""
        super().__init__(look, tasks, kind.value, parent)
        self._kind = kind
        self.contents: PaneContents | None = None
        self.view = LineView(look, kind.value, self) if kind in _LINES else ComparisonView(look, self)
        self.view.setAccessibleName(kind.value)
        self.addWidget(self.view)
        self.setFocusProxy(self.view)
        self.view.current_changed.connect(self.current_changed)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        super().set_look(look)
        self.view.set_look(look)

    @property
    def change_count(self) -> int:
        """How many changes there are."""
        return self.view.change_count if self.currentWidget() is self.view else 0

    @property
    def current(self) -> int:
        """The number of the current change, from 1; 0 for none."""
        return self.view.current if self.change_count else 0

    @property
    def remark(self) -> str:
        """Whether there are changes, and what was done to the lines so that they could be compared."""
        if not self.is_made or self.contents is None or self.currentWidget() is not self.view:
            return ""
        return self.contents.note

    def step(self, by: int) -> None:
        """Go to the next change, or the one before."""
        if self.change_count:
            self.view.step(by)

    def _work(self, pair: InteractionPair, ignored: frozenset[str]) -> PaneContents:
        return contents_of(pair, self._kind, ignored)

    def _ignore(self, ignored: frozenset[str]) -> None:
        contents = self.contents
        if ignored != self._ignored and contents is not None:
            self._ignored = ignored
            self._tasks.run(self._name, lambda _: contents.ignoring(ignored), self._on_made)

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
