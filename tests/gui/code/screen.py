# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A code view on the screen: a document with all that lines can be, and what one sees and touches of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QColor, QGuiApplication, QImage

from viewer.gui.code.view import CodeView

REQUEST = {
    "messages": [{"role": "system", "content": "Be short"}, {"role": "user", "content": "Add 2 and 3"}],
    "model": "kimi",
    "options": {"usage": True},
    "arguments": '{"a": 2}',
    "image": "iVBORw0KGgo" * 300,
}
# Lines: 0 {, 1 messages, 2 first message ... 5 its end, 6 second ... 9, 10 ], 11 model, 12-14 options, 15, 16, 17 }.
Press = Callable[..., None]


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def rows(view: CodeView) -> list[str]:
    return [shown.text for _, shown in view.page.rows(0, view.page.height - 1)]


def picture(view: CodeView) -> QImage:
    return view.viewport().grab().toImage()


def has_color(image: QImage, color: QColor) -> bool:
    plain = image.convertToFormat(QImage.Format.Format_RGB32)  # named, since its bits live as long as it does
    return color.rgb() in memoryview(plain.constBits()).cast("I")


def point_of(view: CodeView, line: int, column: int) -> QPoint:
    x = view.page.text_left + view.page.layouts.line(line).x(column) - view.horizontalScrollBar().value()
    y = view.page.y_of_line(line) + view.page.row_height // 2 - view.verticalScrollBar().value()
    return QPointF(x, y).toPoint()


def chevron_of(view: CodeView, line: int) -> QPoint:
    return QPoint(view.page.number_right + view.page.chevron_width // 2, point_of(view, line, 0).y())
