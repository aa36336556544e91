# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Small painted buttons. They are real QAbstractButtons, so focus, keyboard and screen readers come with them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.gui.look.icons import Icon
from viewer.gui.widgets.painted_button import PaintedButton

if TYPE_CHECKING:
    from viewer.gui.look.look import Look
    from viewer.gui.look.theme import Token

_KEYS = re.compile(r" \([^()]*\)$")
"""Keys at the end of a tooltip."""


class Button(PaintedButton):
    """An icon, words, or both. `flat` has no outline until the pointer is over it, `primary` is filled."""

    def __init__(  # noqa: PLR0913 - a button has these properties
        self,
        look: Look,
        text: str = "",
        icon: Icon | None = None,
        *,
        tip: str = "",
        flat: bool = False,
        primary: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`tip` is the tooltip and, without its keys, the name for screen readers where there are no words."""
        super().__init__(look, parent)
        self._icon, self._flat, self._primary = icon, flat, primary
        self.setText(text)
        self.setToolTip(tip)
        self.setAccessibleName(text or _KEYS.sub("", tip))
        # In a column of buttons all are as wide as the widest.
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def set_icon(self, icon: Icon) -> None:
        """Show another icon."""
        self._icon = icon
        self.update()

    def sizeHint(self) -> QSize:
        """At least 28 x 28 (target size)."""
        theme = self._look.theme
        words = QFontMetrics(self._font()).horizontalAdvance(self.text()) + theme.px(24) if self.text() else 0
        icon = theme.px(28) if self._icon and not words else theme.px(20) if self._icon else 0
        return QSize(max(words + icon, theme.px(28)), theme.px(28))

    def minimumSizeHint(self) -> QSize:
        """Never smaller than its content."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Background, icon, words, focus ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._look.theme
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        background = self._background()
        painter.setPen(theme.color("border2") if not (self._flat or self._primary) else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(background) if background else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 6, 6)
        if not self.isEnabled():
            painter.setOpacity(0.45)
        self._content(painter)
        if self.hasFocus():
            painter.setOpacity(1)
            painter.setPen(QPen(theme.color("accent_label" if self._primary else "accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1.5, 1.5, -1.5, -1.5), 5, 5)
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the pointer that links have."""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        super().enterEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Draw disabled and enabled differently."""
        self.update()
        super().changeEvent(event)

    def _background(self) -> Token | None:
        if self._primary:
            return "accent_fill"
        if self.isDown() or self.isChecked():
            return "tint2" if self.isDown() else "tint"
        if self.isEnabled() and self.underMouse():
            return "hover"
        return None if self._flat else "surface"

    def _content(self, painter: QPainter) -> None:
        theme = self._look.theme
        color: Token = "accent_label" if self._primary else "accent" if self.isChecked() else "text"
        font = self._font()
        metrics = QFontMetrics(font)
        side = theme.px(22 if self._icon else 0) + theme.px(8)
        text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, max(self.width() - side, 0))
        words = metrics.horizontalAdvance(text)
        icon = theme.px(16) if self._icon else 0
        gap = theme.px(6) if self._icon and words else 0
        left = (self.width() - words - icon - gap) // 2
        if self._icon:
            box = QRect(left, (self.height() - icon) // 2, icon, icon)
            self._look.icons.paint(painter, box, self._icon, color if color != "text" else "text2")
        painter.setFont(font)
        painter.setPen(theme.color(color))
        painter.drawText(QRect(left + icon + gap, 0, words + 1, self.height()), Qt.AlignmentFlag.AlignVCenter, text)

    def _font(self) -> QFont:
        return self._look.theme.font(12, bold=self._primary)


class SearchButton(Button):
    """A button that looks like the field it opens: an icon, words in the colour of a placeholder, a key."""

    def __init__(self, look: Look, text: str, key: str) -> None:
        """`key` is shown at the end."""
        super().__init__(look, text, Icon.SEARCH, tip=f"{text} ({key.replace(' ', '+')})")
        self._key = key

    def sizeHint(self) -> QSize:
        """As wide as a field."""
        return QSize(self._look.theme.px(232), self._look.theme.px(28))

    def minimumSizeHint(self) -> QSize:
        """The icon alone."""
        return QSize(self._look.theme.px(34), self._look.theme.px(28))

    def _content(self, painter: QPainter) -> None:
        theme = self._look.theme
        size = theme.px(14)
        self._look.icons.paint(
            painter, QRect(theme.px(10), (self.height() - size) // 2, size, size), Icon.SEARCH, "text2"
        )
        inner = self.rect().adjusted(theme.px(32), 0, -theme.px(8), 0)
        if inner.width() < QFontMetrics(theme.font(12)).horizontalAdvance(self.text()):
            return
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("text3"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setFont(theme.font(11))
        metrics = QFontMetrics(theme.font(11))
        width = metrics.horizontalAdvance(self._key) + theme.px(10)
        if inner.width() < QFontMetrics(theme.font(12)).horizontalAdvance(self.text()) + theme.px(8) + width:
            return
        box = QRect(inner.right() - width, (self.height() - theme.px(18)) // 2, width, theme.px(18))
        painter.setBrush(theme.color("hover"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(theme.color("text2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._key)
