# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Draws the rows of the sidebar's tree: two lines, chips, own chevron and full-width selection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from viewer.core.text.invisible_characters import in_one_line, is_right_to_left
from viewer.gui.look.icons import Icon
from viewer.gui.models.growing_tree import NOTE_ROLE, ROW_ROLE
from viewer.gui.models.rows import Level, Mark, Row

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel, QObject

    from viewer.gui.look.look import Look
    from viewer.gui.look.theme import Token

Index = QModelIndex | QPersistentModelIndex

_HEIGHT = 48
"""All rows alike, so that the view need not ask for every height."""
_INDENTS: dict[Level, int] = {"folder": 4, "file": 4, "range": 20, "conversation": 20, "interaction": 42}
_DEEPER = 14
"""How much further each folder moves what it holds to the right."""
_DEEPEST = 5
_MARKS: dict[Mark, Icon] = {"stream": Icon.STREAM, "error": Icon.ERROR, "http": Icon.HTTP, "whole": Icon.CONVERSATION}
_ICONS: dict[Level, Icon] = {
    "folder": Icon.FOLDER, "file": Icon.CASSETTE, "range": Icon.FILE, "conversation": Icon.CONVERSATION,
}  # fmt: skip
_GUTTER = 8
_CONTEXT = 4
"""Characters that are shown before those by which two names differ."""


def told_apart(metrics: QFontMetrics, name: str, width: int, beside: Sequence[str]) -> str:
    """A name as it fits, its middle left out; what it shares with one beside it, where both would look the same."""
    middle = Qt.TextElideMode.ElideMiddle
    short = metrics.elidedText(name, middle, width)
    alike = [other for other in beside if other != name and metrics.elidedText(other, middle, width) == short]
    if short == name or not alike:
        return short
    pairs = (enumerate(zip(name, other, strict=False)) for other in alike)
    shared = max(next((at for at, (mine, theirs) in pair if mine != theirs), 0) for pair in pairs)
    return metrics.elidedText(f"…{name[max(shared - _CONTEXT, 0) :]}", middle, width)


def _beside(index: Index) -> list[str]:
    """The names above and below a row, in the same folder."""
    rows = (index.sibling(index.row() + by, 0) for by in (-1, 1))
    return [in_one_line(row.data(ROW_ROLE).title) for row in rows if row.isValid()]


def _pointed_at(option: QStyleOptionViewItem) -> tuple[bool, bool]:
    """Whether the pointer is over a row, and whether the keyboard's focus came to it by a key.

    The state is asked for where either may be: PySide makes all that `QStyle` enumerates for the first answer, which is
    a hundredth of a start.
    """
    view = option.widget
    if not view.underMouse() and not view.hasFocus():
        return False, False
    from PySide6.QtWidgets import QStyle  # noqa: PLC0415

    state: QStyle.StateFlag = option.state
    by_key = QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_KeyboardFocusChange
    return bool(state & QStyle.StateFlag.State_MouseOver), state & by_key == by_key


class InteractionDelegate(QStyledItemDelegate):
    """Paints `Row`s. Right edge first: status, then retry chip, then key; the title elides before them."""

    def __init__(self, look: Look, parent: QObject) -> None:
        """Draw in a look's fonts and colours."""
        super().__init__(parent)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        theme = look.theme
        self._title, self._bold = theme.font(13), theme.font(13, bold=True)
        self._meta, self._chip, self._badge = theme.font(12), theme.font(11, bold=True), theme.font(10)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One height for all."""
        return QSize(120, self._px(_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        row: Row = index.data(ROW_ROLE)
        rect: QRect = option.rect
        view = option.widget
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = isinstance(view, QTreeView) and view.selectionModel().isSelected(index)
        hovered, focused = _pointed_at(option)
        self._ground(painter, rect, selected=selected, hovered=hovered, focused=focused)
        inner = rect.adjusted(self._px(_GUTTER + self._indent(index, row)), 0, -self._px(_GUTTER + 6), 0)
        if row.level != "interaction" and isinstance(view, QTreeView) and index.model().hasChildren(index):
            self._chevron(painter, self._chevron_rect(rect, index, row), is_open=view.isExpanded(index))
        if row.level != "interaction":
            inner.setLeft(inner.left() + self._px(18))
        self._icon(painter, inner, row, selected=selected)
        inner.setLeft(inner.left() + self._px(24))
        top, bottom = self._lines(inner)
        if index.data(NOTE_ROLE):
            top_right = self._draw_sign(painter, top, top.right(), Icon.NOTE, "accent")
            top.setRight(top_right)
        self._first_line(painter, top, row, _beside(index) if row.level in ("folder", "file") else ())
        self._second_line(painter, bottom, row)
        painter.restore()

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """A click on the chevron opens or closes the row."""
        row: Row = index.data(ROW_ROLE)
        view = option.widget
        if (
            isinstance(event, QMouseEvent)
            and event.type() == QEvent.Type.MouseButtonPress
            and isinstance(view, QTreeView)
            and row.level != "interaction"
            and self._chevron_rect(option.rect, index, row).adjusted(-6, -6, 6, 6).contains(event.position().toPoint())
        ):
            view.setExpanded(index, not view.isExpanded(index))
            return True
        return super().editorEvent(event, model, option, index)

    # --- parts of a row

    def _px(self, size: float) -> int:
        return self._look.theme.px(size)

    def _ground(self, painter: QPainter, rect: QRect, *, selected: bool, hovered: bool, focused: bool) -> None:
        theme = self._look.theme
        box = QRectF(rect).adjusted(_GUTTER, 1, -_GUTTER, -1)
        if selected or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("tint" if selected else "hover"))
            painter.drawRoundedRect(box, 6, 6)
        if selected:
            painter.setBrush(theme.color("accent"))
            painter.drawRoundedRect(QRectF(box.left(), box.top() + 12, 3, box.height() - 24), 1.5, 1.5)
        if focused:
            painter.setPen(theme.color("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    @staticmethod
    def _indent(index: Index, row: Row) -> int:
        """How far a row stands to the right, in px: by its kind, and by the folders that it is in."""
        depth, above = 0, index.parent()
        while above.isValid():
            depth += above.data(ROW_ROLE).level in ("folder", "range")
            above = above.parent()
        return _INDENTS[row.level] + _DEEPER * min(depth, _DEEPEST)

    def _chevron_rect(self, rect: QRect, index: Index, row: Row) -> QRect:
        size = self._px(14)
        left = rect.left() + self._px(_GUTTER + self._indent(index, row))
        return QRect(left, self._lines(rect)[0].center().y() - size // 2, size, size)

    def _chevron(self, painter: QPainter, rect: QRect, *, is_open: bool) -> None:
        self._look.icons.paint(painter, rect, Icon.CHEVRON_DOWN if is_open else Icon.CHEVRON_RIGHT, "text2")

    def _icon(self, painter: QPainter, rect: QRect, row: Row, *, selected: bool) -> None:
        size = self._px(16)
        box = QRect(rect.left(), self._lines(rect)[0].center().y() - size // 2, size, size)
        icon = _ICONS.get(row.level, _MARKS[row.mark])
        token: Token = "red" if row.failed else "accent" if selected else "text2"
        self._look.icons.paint(painter, box, Icon.ERROR if row.failed and row.level == "file" else icon, token)

    def _lines(self, rect: QRect) -> tuple[QRect, QRect]:
        first, second = QFontMetrics(self._title).height(), QFontMetrics(self._meta).height()
        gap = self._px(1)
        top = rect.top() + (rect.height() - first - gap - second) // 2
        return (
            QRect(rect.left(), top, rect.width(), first),
            QRect(rect.left(), top + first + gap, rect.width(), second),
        )

    def _first_line(self, painter: QPainter, rect: QRect, row: Row, beside: Sequence[str] = ()) -> None:
        theme = self._look.theme
        right = rect.right()
        if row.level == "interaction":
            failed = row.failed or not row.status
            background: Token = "red_bg" if failed else "green_bg"
            right = self._draw_chip(
                painter, rect, right, str(row.status or "none"), "red" if failed else "green", background
            )
            if row.retry_of is not None and right - rect.left() >= self._px(90):
                right = self._draw_chip(painter, rect, right, f"#{row.retry_of}", "text2", "hover", Icon.RETRY)
            signs: tuple[tuple[bool, Icon, Token], ...] = (
                (row.secrets, Icon.KEY, "amber"),
                (row.problem and not row.failed, Icon.WARNING, "amber"),
                (bool(row.failed_tools), Icon.TOOL, "red"),
            )
            for shown, icon, token in signs:
                if shown and right - rect.left() >= self._px(70):  # the number goes first
                    right = self._draw_sign(painter, rect, right, icon, token)
            if row.unread:
                right = self._draw_chip(painter, rect, right, row.unread, "accent", "tint2")
        right = self._file_marks(painter, rect, right, row)
        left = rect.left()
        if row.number:
            left = self._draw_text(painter, rect, left, right, row.number, bold=True) + self._px(6)
        painter.setPen(theme.color("text"))
        is_name = row.level in ("folder", "file")
        # names and paths run from left to right
        is_prose = row.level == "conversation" or (row.level == "interaction" and not row.title.startswith("/"))
        title = row.title
        if is_name:  # names often differ at their end
            title = told_apart(QFontMetrics(self._bold), in_one_line(title), max(right - left, 0), beside)
        self._draw_text(painter, rect, left, right, title, bold=is_name, is_prose=is_prose)

    def _file_marks(self, painter: QPainter, rect: QRect, right: int, row: Row) -> int:
        """What stands at the end of a folder or file; returns where the room left of it ends."""
        if row.unreadable:
            right = self._draw_chip(painter, rect, right, f"{row.unreadable:,}", "red", "red_bg", Icon.ERROR)
        if row.troubled:
            right = self._draw_chip(painter, rect, right, f"{row.troubled:,}", "amber", "amber_bg", Icon.WARNING)
        if row.level in {"folder", "file"} and row.secrets:
            right = self._draw_sign(painter, rect, right, Icon.KEY)
        if row.level == "file" and row.problem and not row.failed:
            right = self._draw_sign(painter, rect, right, Icon.WARNING)
        if row.badge and self.fits_badge(row, right - rect.left()):
            right = self._draw_badge(painter, rect, right, row.badge)
        return right

    def fits_badge(self, row: Row, width: int) -> bool:
        """Whether the recorder's name has room in `width` px beside the whole name of the file, which goes first."""
        name = QFontMetrics(self._bold).horizontalAdvance(in_one_line(row.title))
        return name + self._px(6) + self._badge_width(row.badge) <= width

    def _badge_width(self, text: str) -> int:
        return QFontMetrics(self._badge).horizontalAdvance(text) + self._px(10)

    def _draw_text(  # noqa: PLR0913 - a text has these properties
        self, painter: QPainter, rect: QRect, left: int, right: int, text: str, *, bold: bool, is_prose: bool = False
    ) -> int:
        font = self._bold if bold else self._title
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(self._look.theme.color("text"))
        # Names of files and folders often differ at their end.
        mode = Qt.TextElideMode.ElideMiddle if bold and not is_prose else Qt.TextElideMode.ElideRight
        elided = metrics.elidedText(in_one_line(text), mode, max(right - left, 0))
        where = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
        if is_prose and is_right_to_left(text):
            painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        painter.drawText(QRect(left, rect.top(), max(right - left, 0), rect.height()), where, elided)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        return left + metrics.horizontalAdvance(elided)

    def _second_line(self, painter: QPainter, rect: QRect, row: Row) -> None:
        theme = self._look.theme
        metrics = QFontMetrics(self._meta)
        painter.setFont(self._meta)
        painter.setPen(theme.color("red" if row.failed and row.level == "file" else "text2"))
        behind = metrics.elidedText(row.right, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, behind)
        gap, right = self._px(5), rect.right() - metrics.horizontalAdvance(behind)
        space = max(right - gap - rect.left(), 0)
        detail = metrics.horizontalAdvance(row.detail) + gap if row.detail else 0
        detail = detail if space - detail >= self._px(32) else 0  # too narrow for both: the name goes first
        left = metrics.elidedText(in_one_line(row.second_line), Qt.TextElideMode.ElideRight, space - detail)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, left)
        if detail:
            after = rect.adjusted(metrics.horizontalAdvance(left) + gap, 0, 0, 0)
            painter.drawText(after, Qt.AlignmentFlag.AlignVCenter, row.detail)

    def _draw_sign(self, painter: QPainter, rect: QRect, right: int, icon: Icon, token: Token = "amber") -> int:
        """An icon that ends at `right`; returns where the room left of it ends."""
        size = self._px(14)
        box = QRect(right - size, rect.center().y() - size // 2, size, size)
        self._look.icons.paint(painter, box, icon, token)
        return box.left() - self._px(6)

    def _draw_chip(  # noqa: PLR0913 - a chip has these properties
        self,
        painter: QPainter,
        rect: QRect,
        right: int,
        text: str,
        token: Token,
        background: Token,
        icon: Icon | None = None,
    ) -> int:
        """A filled chip that ends at `right`; returns where the room left of it ends."""
        theme, metrics = self._look.theme, QFontMetrics(self._chip)
        room = self._px(16) if icon else 0
        box = QRect(0, 0, metrics.horizontalAdvance(text) + room + self._px(12), self._px(18))
        box.moveRight(right)
        box.moveTop(rect.center().y() - box.height() // 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(background))
        painter.drawRoundedRect(QRectF(box), 5, 5)
        if icon:
            size = self._px(12)
            self._look.icons.paint(
                painter, QRect(box.left() + self._px(5), box.center().y() - size // 2, size, size), icon, token
            )
        painter.setFont(self._chip)
        painter.setPen(theme.color(token))
        painter.drawText(box.adjusted(self._px(6) + room, 0, -self._px(6), 0), Qt.AlignmentFlag.AlignCenter, text)
        return box.left() - self._px(6)

    def _draw_badge(self, painter: QPainter, rect: QRect, right: int, text: str) -> int:
        """An outlined badge with the recorder's name."""
        theme = self._look.theme
        box = QRectF(0, 0, self._badge_width(text), self._px(17))
        box.moveRight(right)
        box.moveTop(rect.center().y() - box.height() // 2)
        painter.setPen(theme.color("ctl"))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setFont(self._badge)
        painter.setPen(theme.color("text2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        return int(box.left()) - self._px(6)
