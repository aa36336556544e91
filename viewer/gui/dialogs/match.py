# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Find a match: a request is pasted, and it is said which interaction would be replayed for it, or why none would."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from viewer.core.replay.nearest import find_match
from viewer.core.replay.report import report_lines
from viewer.core.replay.request_text import requests_in
from viewer.core.text.json_layout import TextLines, plain_lines
from viewer.gui.code.view import CodeView
from viewer.gui.tasks import Tasks
from viewer.gui.widgets.announcement import announce

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from viewer.core.recording import Recording
    from viewer.core.secrets.masking import Masker
    from viewer.gui.look.look import Look

_PATIENCE_MS = 250
_LONGEST_PASTED = 200_000
_HINT = "The output of a test that failed, a curl command, an HTTP request, a HAR entry or a JSON body"


class MatchWindow(QDialog):
    """A field for a request, and below it the answer, as the terminal gives it."""

    def __init__(self, look: Look, recording: Recording, parent: QWidget) -> None:
        """What the clipboard holds is taken where it tells a request."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Find a match in {recording.cassette.name}")
        self.resize(900, 680)
        self._recording, self._masker, self._tasks = recording, look.masker, Tasks(self)
        self.request = QPlainTextEdit(self)
        self.request.setAccessibleName("Request")
        self.request.setPlaceholderText(_HINT)
        self.request.setFont(look.theme.mono())
        self.request.setTabChangesFocus(True)
        # One line that is very long would be laid out for seconds.
        self.request.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.answer = CodeView(look.theme, self)
        self.answer.setAccessibleName("Answer")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(QLabel("Request"))
        column.addWidget(self.request, 1)
        column.addWidget(QLabel("Would it be replayed?"))
        column.addWidget(self.answer, 2)
        self._pause = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._pause.timeout.connect(self.look_for_match)
        self.request.textChanged.connect(self._pause.start)
        held = QGuiApplication.clipboard().text()[:_LONGEST_PASTED]
        if requests_in(held):
            self.request.setPlainText(held)

    def look_for_match(self) -> None:
        """Look for what stands in the field."""
        text, recording, masker = self.request.toPlainText(), self._recording, self._masker
        self._tasks.run("match", lambda _: _answered(text, recording, masker), self._show)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nobody waits for an answer any more."""
        self._pause.stop()
        self._tasks.stop()
        super().closeEvent(event)

    def _show(self, lines: TextLines) -> None:
        self.answer.set_document(lines, "text")
        announce(self.answer, lines.text[:200])


def _answered(text: str, recording: Recording, masker: Masker) -> TextLines:
    """In a pool thread: the lines about every request in a text."""
    found = requests_in(text)
    if not found:
        told = "No request is told there." if text.strip() else ""
        return plain_lines(told)
    answers = (report_lines(find_match(recording, asked, (), masker), recording, masker) for asked in found)
    return plain_lines("\n\n".join("\n".join(lines) for lines in answers))
