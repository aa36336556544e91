# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The list below the field that goes to anything: what fits, as Qt sees it and as it is painted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from viewer.core.text.invisible_characters import in_one_line
from viewer.gui.look.icons import Icon
from viewer.gui.models.targets import Hit, Kind

if TYPE_CHECKING:
    from viewer.gui.look.look import Look

Index = QModelIndex | QPersistentModelIndex
HIT_ROLE = Qt.ItemDataRole.UserRole + 1
"""The `Hit` of a row."""
ROW = 46
"""Height of a row in px."""
_ICONS: dict[Kind, Icon] = {
    "file": Icon.CASSETTE,
    "interaction": Icon.CONVERSATION,
    "recent": Icon.CLOCK,
    "folder": Icon.FOLDER,
    "command": Icon.CHEVRON_RIGHT,
}
_SPOKEN: dict[Kind, str] = {
    "file": "file",
    "interaction": "interaction",
    "recent": "recent file",
    "folder": "recent folder",
    "command": "command",
}


class HitModel(QAbstractListModel):
    """What fits, best first."""

    def __init__(self, parent: QObject) -> None:
        """Nothing fits yet."""
        super().__init__(parent)
        self._hits: Sequence[Hit] = ()

    def show(self, hits: Sequence[Hit]) -> None:
        """Show other hits."""
        self.beginResetModel()
        self._hits = hits
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Number of hits."""
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        """The hit and its words."""
        if not index.isValid():
            return None
        hit = self._hits[index.row()]
        if role == HIT_ROLE:
            return hit
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.target.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(hit.target.path or "")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            target = hit.target
            return ", ".join(filter(None, (target.title, _SPOKEN[target.kind], target.note, target.key)))
        return None


class HitDelegate(QStyledItemDelegate):
    """Two lines: the title with what was typed in bold, and where it is."""

    def __init__(self, look: Look, parent: QObject) -> None:
        """Draw with this look."""
        super().__init__(parent)
        self.look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All alike."""
        return QSize(200, self.look.theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Background, icon, both lines, key."""
        hit: Hit = index.data(HIT_ROLE)
        theme, rect = self.look.theme, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("tint" if chosen else "hover"))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 6, 6)
        size = theme.px(16)
        icon = QRect(rect.left() + theme.px(10), rect.center().y() - size // 2, size, size)
        self.look.icons.paint(painter, icon, _ICONS[hit.target.kind], "accent" if chosen else "text2")
        inner = rect.adjusted(theme.px(38), theme.px(5), -theme.px(10), -theme.px(5))
        metrics = QFontMetrics(theme.font(12))
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("text2"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, hit.target.key)
        room = inner.width() - (metrics.horizontalAdvance(hit.target.key) + theme.px(12) if hit.target.key else 0)
        where = Qt.AlignmentFlag.AlignVCenter if not hit.target.note else Qt.AlignmentFlag.AlignTop
        note = metrics.elidedText(in_one_line(hit.target.note), Qt.TextElideMode.ElideRight, room)
        painter.drawText(inner, Qt.AlignmentFlag.AlignBottom, note)
        self._title(painter, inner.adjusted(0, 0, room - inner.width(), 0), hit, where)
        painter.restore()

    def _title(self, painter: QPainter, box: QRect, hit: Hit, where: Qt.AlignmentFlag) -> None:
        theme = self.look.theme
        font = theme.font(13)
        title = QFontMetrics(font).elidedText(in_one_line(hit.target.title), Qt.TextElideMode.ElideRight, box.width())
        layout = QTextLayout(title, font)
        form = QTextCharFormat()
        form.setFontWeight(700)
        form.setForeground(theme.color("accent"))
        marks = []
        for at in hit.letters if in_one_line(hit.target.title) == hit.target.title else ():
            if at < len(title):
                mark = QTextLayout.FormatRange()
                mark.start, mark.length, mark.format = at, 1, form
                marks.append(mark)
        layout.setFormats(marks)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(box.width())
        layout.endLayout()
        top = box.top() if where is Qt.AlignmentFlag.AlignTop else box.center().y() - round(line.height() / 2)
        painter.setPen(theme.color("text"))
        layout.draw(painter, QPoint(box.left(), top))
