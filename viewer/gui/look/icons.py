# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Icons in the theme's colours: the only place that knows the files in `resources/icons`.

Rule: an icon is a drawing in `currentColor`; the colour is a token of the theme, put in when it is drawn.
Drawn from the vector each time a size is new, so it is crisp at every device pixel ratio.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from viewer.gui.look.theme import Theme, Token
from viewer.resources import resource


class Icon(StrEnum):
    """Every icon; its value is the file's name without suffix."""

    PLAY = "play"
    PAUSE = "pause"
    STEP_BACK = "step-back"
    STEP_FORWARD = "step-forward"
    PREVIOUS_MARKER = "previous-marker"
    NEXT_MARKER = "next-marker"
    LOOP = "loop"

    SEARCH = "search"
    SIDEBAR_LEFT = "sidebar-left"
    SIDEBAR_RIGHT = "sidebar-right"
    MOON = "moon"
    SUN = "sun"
    EXPORT = "export"
    COMPARE = "compare"
    DOWNLOAD = "download"
    COPY = "copy"
    MORE = "more"
    EXTERNAL = "external"
    CHEVRON_RIGHT = "chevron-right"
    CHEVRON_DOWN = "chevron-down"
    CHEVRON_UP = "chevron-up"
    CLOSE = "close"

    CHECK = "check"
    CLOCK = "clock"
    KEY = "key"
    LOCK = "lock"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"
    RETRY = "retry"
    NOTE = "note"

    CASSETTE = "cassette"
    CONVERSATION = "conversation"
    STREAM = "stream"
    HTTP = "http"
    FILE = "file"
    FOLDER = "folder"
    IMAGE = "image"

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"
    REASONING = "reasoning"
    TOOL = "tool"
    RESULT = "result"

    APP = "app"
    """The program's own, in its own colours."""
    DOCUMENT = "document"
    """A cassette in a file manager, in its own colours."""


class Icons:
    """All icons in the colours of one theme."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def icon(self, icon: Icon, token: Token = "text2") -> QIcon:
        """A QIcon for buttons and menus; disabled it is fainter."""
        return QIcon(_Engine(icon, self._theme.color(token)))

    def paint(self, painter: QPainter, rect: QRect | QRectF, icon: Icon, token: Token = "text2") -> None:
        """Draw an icon into a rectangle."""
        _renderer(icon, self._theme.color(token).name()).render(painter, QRectF(rect))


class _Engine(QIconEngine):
    """Lets Qt ask for any size and ratio."""

    def __init__(self, icon: Icon, color: QColor) -> None:
        super().__init__()
        self._icon, self._color = icon, color

    def clone(self) -> QIconEngine:
        """What Qt calls before it changes a shared icon; Python must not free what Qt then owns."""
        copy = _Engine(self._icon, self._color)
        _cloned.append(copy)
        return copy

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw straight into a widget."""
        painter.save()
        if mode is QIcon.Mode.Disabled:
            painter.setOpacity(painter.opacity() * 0.4)
        _renderer(self._icon, self._color.name()).render(painter, QRectF(rect))
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Draw for those who want pixels; `size` is in device pixels."""
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap


_cloned: list[_Engine] = []


@cache
def _folder() -> str:
    return str(resource("icons"))


@cache
def _source(icon: Icon) -> bytes:
    with open(f"{_folder()}/{icon}.svg", "rb", buffering=0) as file:  # noqa: PTH123 - thirty before the first picture
        return file.read()


@cache
def _renderer(icon: Icon, color: str) -> QSvgRenderer:
    """One parsed drawing for each icon and colour: Qt's SVG does not know `currentColor`."""
    return QSvgRenderer(QByteArray(_source(icon).replace(b"currentColor", color.encode())))
