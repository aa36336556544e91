# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""How cells of the waterfall are painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from viewer.gui.interactions.list_model import ListModel
from viewer.gui.widgets.cell_delegate import CellDelegate

if TYPE_CHECKING:
    from viewer.gui.look.look import Look
    from viewer.gui.look.theme import Token

Index = QModelIndex | QPersistentModelIndex
_HEIGHT, _LEAST = 10, 3
"""The height of a bar in px, and its least width: a moment is seen too."""


class WaterfallDelegate(CellDelegate):
    """A cell as every other, and the bar over it."""

    def __init__(self, look: Look, parent: QObject) -> None:
        """Draw in a look's colours."""
        super().__init__(parent)
        self.look = look

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The bar where its time is, as long as it took; a pale end where no duration was recorded."""
        super().paint(painter, option, index)
        model = index.model()
        if not isinstance(model, ListModel) or model.within is None:
            return
        row = model.row(index.row())
        bar = model.within.bar(row)
        if bar is None:
            return
        px, cell = self.look.theme.px, option.rect
        inner: QRect = cell.adjusted(px(8), 0, -px(8), 0)
        left = inner.left() + bar[0] * (inner.width() - px(_LEAST))
        width = max((bar[1] - bar[0]) * inner.width(), px(_LEAST))
        box = QRectF(left, inner.center().y() - px(_HEIGHT) / 2 + 1, min(width, inner.right() - left + 1), px(_HEIGHT))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        token: Token = "red" if row.failed else "accent" if row.figures.duration_s is not None else "text3"
        painter.setBrush(self.look.theme.color(token))
        painter.drawRoundedRect(box, 2, 2)
        painter.restore()
