# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The header of the inspector: what is inspected, and where it stands in the file."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from viewer.core.deltas import Kind
from viewer.gui.look.look import Look
from viewer.gui.widgets.link_button import LinkButton
from viewer.gui.widgets.run_label import Run, RunLabel
from viewer.gui.widgets.swatch import paint_swatch

_LEAST_WHAT = 40
"""Room in px that is left for what it is before the link gets shorter."""


class InspectorHeader(QWidget):
    """A title, a swatch with a few words, and a link to the line."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        """An empty header."""
        super().__init__(parent)
        self._look = look
        self._kind: Kind | None = None
        self._line = ""
        self._title, self._what = RunLabel(look, self), RunLabel(look, self)
        self.link = LinkButton(look, self)
        self.link.setToolTip("Open the cassette's text at this line")
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._title)
        self._row.addWidget(self._what, 1)
        self._row.addWidget(self.link)

    @property
    def text(self) -> str:
        """All that it says, the link aside."""
        return f"{self._title.text()} {self._what.text()}".strip()

    def tell(self, title: str, kind: Kind | None, what: str) -> None:
        """Show what it is called, the colour of its kind, and what it is."""
        self._kind = kind
        self._title.set_runs([Run(title, "text", bold=True)])
        self._what.set_runs([Run(what, "text2", size=12)])
        self._fit()
        self.update()

    def tell_line(self, words: str) -> None:
        """Where it stands in the file; nothing hides the link."""
        self._line = words
        self.link.setVisible(bool(words))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The title is never left out: the link gets shorter, then what the event is gives way."""
        margins, gap, title = self._row.contentsMargins(), self._row.spacing(), self._title.width_of()
        room = self.width() - margins.left() - margins.right()
        self._title.setFixedWidth(min(title, room))
        for words in (self._line, self._line.partition(" ")[2], self._line.rpartition(" ")[2]):
            self.link.setText(words)
            if title + gap + self._look.theme.px(_LEAST_WHAT) + gap + self.link.sizeHint().width() <= room:
                break
        self.link.setAccessibleName(self._line)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        for part in (self._title, self._what, self.link):
            part.set_look(look)
        px = look.theme.px
        self._row.setContentsMargins(px(20), 0, px(16), 0)
        self._row.setSpacing(px(26))
        self.setFixedHeight(px(40))
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The swatch of the lane between title and words, a line below."""
        painter, theme = QPainter(self), self._look.theme
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border"))
        if self._kind is not None:
            x = self._what.geometry().left() - theme.px(15)
            paint_swatch(painter, self._look, x, self.height() // 2 - 1, self._kind)
