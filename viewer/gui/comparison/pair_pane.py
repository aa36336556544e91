# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What the panes of a pair of interactions share: each compares when it is looked at, and says so while it does.

Rule: what is made of a pair belongs to the pair that was asked for last, or is dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

if TYPE_CHECKING:
    from viewer.core.compare.interaction_pair import InteractionPair
    from viewer.gui.look.look import Look
    from viewer.gui.tasks import Tasks


class PairPane(QStackedWidget):
    """Subclasses make their contents in `_work`, in a pool thread, and show them in `_show`."""

    current_changed = Signal(int)
    """Another change is the current one: its number, from 1; 0 for none."""

    def __init__(self, look: Look, tasks: Tasks, name: str, parent: QWidget | None = None) -> None:
        """Empty until a pair is shown."""
        super().__init__(parent)
        self._tasks, self._name = tasks, name
        self._look = look
        self._pair: InteractionPair | None = None
        self._ignored: frozenset[str] = frozenset()
        self.is_made = False
        """Whether what is on show is compared."""
        self.note = QLabel(self, alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.addWidget(self.note)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        self.note.setFont(look.theme.font(13))

    def show_pair(self, pair: InteractionPair, ignored: frozenset[str]) -> None:
        """Compare a pair, unless it is on show already with the same things ignored."""
        if pair is self._pair:
            self._ignore(ignored)
            return
        self._pair, self._ignored, self.is_made = pair, ignored, False
        self._say("Comparing…")
        self._tasks.run(
            self._name, lambda _: self._work(pair, ignored), self._on_made, lambda error: self._say(str(error))
        )

    def forget(self) -> None:
        """Another comparison is on show: what was made of the last one is not wanted any more."""
        self._tasks.cancel(self._name)
        self._pair, self.is_made = None, False
        self._say("")

    def _on_made(self, contents: object) -> None:
        self.is_made = True
        self._show(contents)

    def _say(self, words: str) -> None:
        """Stand words in the place of what there is none of."""
        self.note.setText(words)
        self.note.setAccessibleName(words)
        self.setCurrentWidget(self.note)
        self.current_changed.emit(0)

    # --- what a pane has of its own

    @property
    def change_count(self) -> int:
        """How many changes there are."""
        raise NotImplementedError

    @property
    def current(self) -> int:
        """The number of the current change, from 1; 0 for none."""
        raise NotImplementedError

    @property
    def remark(self) -> str:
        """What is to be said of what is on show."""
        raise NotImplementedError

    def step(self, by: int) -> None:
        """Go to the next change, or the one before."""
        raise NotImplementedError

    def _work(self, pair: InteractionPair, ignored: frozenset[str]) -> object:
        """In a pool thread: what is to be shown."""
        raise NotImplementedError

    def _show(self, contents: Any) -> None:  # noqa: ANN401 - each pane has contents of its own
        """Show what was made."""
        raise NotImplementedError

    def _ignore(self, ignored: frozenset[str]) -> None:
        """Ignore something else."""
        raise NotImplementedError
