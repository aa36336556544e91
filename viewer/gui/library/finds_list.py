# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The list of finds: as Qt sees it and as it is painted. Only what is visible is ever laid out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from viewer.core.text.invisible_characters import in_one_line
from viewer.gui.look.icons import Icon

if TYPE_CHECKING:
    from viewer.core.searchable import Spot
    from viewer.gui.look.look import Look
    from viewer.index.matching import Hit

Index = QModelIndex | QPersistentModelIndex
HIT_ROLE = Qt.ItemDataRole.UserRole + 1
"""The `Hit` of a row."""
ROW = 50
"""Height of a row in px."""
_WORDS = {"url": "URL"}
_LEAD = 0.35
"""The share of a line that stands before a find at most."""
_ICONS = {
    "system": Icon.SYSTEM,
    "developer": Icon.SYSTEM,
    "user": Icon.USER,
    "assistant": Icon.ASSISTANT,
    "model": Icon.ASSISTANT,
    "tool": Icon.RESULT,
    "error": Icon.ERROR,
}


def whose(spot: Spot) -> str:
    """Whose the text is: the role of a message, else where in the interaction it stands."""
    return spot.role if spot.where in ("system", "input", "output") else _WORDS.get(spot.where, spot.where)


class FindsModel(QAbstractListModel):
    """Finds in order of the tree; paths are told from the folder that all of them lie in."""

    def __init__(self, parent: QObject) -> None:
        """Nothing is found yet."""
        super().__init__(parent)
        self._hits: Sequence[Hit] = ()
        self._above: Path | None = None

    def show(self, hits: Sequence[Hit], above: Path | None) -> None:
        """Show other finds."""
        self.beginResetModel()
        self._hits, self._above = hits, above
        self.endResetModel()

    def hit(self, index: Index) -> Hit | None:
        """The find of a row."""
        return self._hits[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Number of finds."""
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        """The find and its words."""
        hit = self.hit(index)
        if hit is None:
            return None
        if role == HIT_ROLE:
            return hit
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{hit.path}, line {hit.spot.line}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{hit.text}, {self.place(hit)}"
        return None

    def place(self, hit: Hit) -> str:
        """Where a find stands, in words."""
        path = Path(hit.path)
        if self._above is not None and path.is_relative_to(self._above):
            path = path.relative_to(self._above)
        return f"{whose(hit.spot)}  ·  #{hit.spot.interaction}  ·  {path.as_posix()}"


class FindDelegate(QStyledItemDelegate):
    """Two lines: the text with the find marked, and where it stands."""

    def __init__(self, look: Look, parent: QObject) -> None:
        """Draw with this look."""
        super().__init__(parent)
        self.look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All alike."""
        return QSize(200, self.look.theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Background, icon, both lines."""
        hit: Hit = index.data(HIT_ROLE)
        theme, rect, px = self.look.theme, option.rect, self.look.theme.px
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("tint" if chosen else "hover"))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 6, 6)
        if chosen and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.color("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 2, -1, -2), 6, 6)
        size = px(16)
        icon = _ICONS.get(whose(hit.spot), Icon.HTTP)
        box = QRect(rect.left() + px(10), rect.top() + px(7), size, size)
        self.look.icons.paint(painter, box, icon, "accent" if chosen else "text2")
        inner = rect.adjusted(px(36), px(5), -px(10), -px(6))
        self._snippet(painter, QRect(inner.left(), inner.top(), inner.width(), px(20)), hit)
        model = index.model()
        place = in_one_line(model.place(hit)) if isinstance(model, FindsModel) else ""
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("text2"))
        shown = QFontMetrics(theme.font(12)).elidedText(place, Qt.TextElideMode.ElideMiddle, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()

    def _snippet(self, painter: QPainter, box: QRect, hit: Hit) -> None:
        """What stands before the find gives way first, so that the find is always in sight."""
        theme = self.look.theme
        font, bold = theme.font(13), theme.font(13, bold=True)
        plain, strong = QFontMetrics(font), QFontMetrics(bold)
        before = hit.text[: hit.start].lstrip()
        found, behind = hit.text[hit.start : hit.end], hit.text[hit.end :].rstrip()
        room_behind = plain.horizontalAdvance(behind)
        width = strong.horizontalAdvance(found)
        lead = max(round(box.width() * _LEAD), box.width() - width - room_behind)
        before = plain.elidedText(before, Qt.TextElideMode.ElideLeft, max(lead, 0))
        left, align = box.left(), Qt.AlignmentFlag.AlignVCenter
        for words, metrics, face in ((before, plain, font), (found, strong, bold), (behind, plain, font)):
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.right() - left)
            width = metrics.horizontalAdvance(shown)
            if face is bold and shown:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("find_hit"))
                painter.drawRoundedRect(QRect(left - 1, box.top() + 1, width + 2, box.height() - 2), 3, 3)
            painter.setFont(face)
            painter.setPen(theme.color("text"))
            painter.drawText(QRect(left, box.top(), width + 4, box.height()), align, shown)
            left += width
