# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A pane that fails says so in its own place, with a report to copy; everything else goes on.

Panes and what they call may be of other packages. What goes wrong in one of them is no reason to lose the window.
"""

from __future__ import annotations

import platform
import traceback
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from viewer import __version__
from viewer.core.text.printable import one_line
from viewer.gui.widgets.buttons import Button

if TYPE_CHECKING:
    from viewer.gui.look.look import Look

_MOST_TOLD = 300


class PaneFault(QWidget):
    """Covers a pane that could not show something."""

    def __init__(self, pane: QWidget, look: Look, subject: str, error: Exception) -> None:
        """Lie over the pane until it shows something again; `subject` names in a report what was to be shown."""
        super().__init__(pane)
        self.setObjectName("paneFault")
        self.setAutoFillBackground(True)
        palette = self.palette()
        palette.setColor(self.backgroundRole(), look.theme.color("surface"))
        self.setPalette(palette)
        self.report = _report(pane.objectName(), subject, error)
        heading = QLabel(f"{pane.accessibleName() or pane.objectName()} cannot show this interaction", self)
        heading.setFont(look.theme.font(15, bold=True))
        told = QLabel(one_line(f"{type(error).__name__}: {error}", _MOST_TOLD), self)
        told.setFont(look.theme.font(13))
        for label in (heading, told):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        copy = Button(look, "Copy report")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.report))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(heading)
        column.addWidget(told)
        column.addWidget(copy, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        pane.installEventFilter(self)
        self.setGeometry(pane.rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the pane."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False


def _report(pane: str, subject: str, error: Exception) -> str:
    """What to send to those who made it: no word of the recording but what the error says."""
    where = "".join(traceback.format_exception(error))
    return (
        f"Cassette Viewer {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
        f"{pane}, {subject}\n\n{where}"
    )
