# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A row of the inspector: label, value and note."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.gui.look.look import Look
from viewer.gui.widgets.run_label import Run, RunLabel

_LABEL_WIDTH = 88
_ROW_HEIGHT = 24


class Fact(NamedTuple):
    """What a thing is called, what it is, and a word about it."""

    label: str
    value: Sequence[Run]
    note: str = ""


class FactRow(QWidget):
    """A fact on one line, its note at the right edge; that gives way first."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """An empty row."""
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._look = look
        self._label, self._value, self._note = (RunLabel(look, self) for _ in range(3))
        self._note.align_right()

    @property
    def text(self) -> str:
        """The whole row as text."""
        return "  ".join(label.text() for label in (self._label, self._value, self._note) if label.text())

    def keep_end(self) -> None:
        """Of a value without room leave out the beginning instead of the end."""
        self._value.keep_end()

    def show_fact(self, fact: Fact) -> None:
        """Show another fact."""
        self._label.set_runs([Run(fact.label, "text2", size=12)])
        self._value.set_runs(fact.value)
        self._note.set_runs([Run(fact.note, "text3", size=11)])
        self._arrange()

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        for label in (self._label, self._value, self._note):
            label.set_look(look)
        self.updateGeometry()
        self._arrange()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(self._look.theme.px(200), self._look.theme.px(_ROW_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Any width, and never less than its line."""
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Share the width anew."""
        self._arrange()

    def _arrange(self) -> None:
        px, height = self._look.theme.px, self.height()
        left = px(_LABEL_WIDTH) if self._label.text() else 0
        self._label.setGeometry(0, 0, left, height)
        room = self.width() - left
        note = self._note.width_of()
        # A value keeps at least half of the row.
        note = note if note + px(10) <= max(room - self._value.width_of(), room // 2) else 0
        self._note.setGeometry(self.width() - note, 0, note, height)
        self._value.setGeometry(left, 0, room - (note + px(10) if note else 0), height)
