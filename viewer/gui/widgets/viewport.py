# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A viewport that Python made, like the one that Qt would make.

Asked for a widget that Qt made, PySide6 makes the classes of all widgets that there are, to find out which of them it
is: a tenth of a bare window's start, for classes that nobody here uses.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QWidget


def replace_viewport(area: QAbstractScrollArea) -> None:
    """Give a scroll area its viewport; to be called before anything asks for the one that it has."""
    viewport = QWidget(area)
    viewport.setObjectName("qt_scrollarea_viewport")
    viewport.setBackgroundRole(QPalette.ColorRole.Base)
    viewport.setAutoFillBackground(True)
    viewport.setAttribute(
        Qt.WidgetAttribute.WA_AcceptTouchEvents, area.testAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
    )
    area.setViewport(viewport)
