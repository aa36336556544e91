# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The cassette's own text, at a line: what the file says where the window shows what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from viewer.core.masked_lines import masked_lines_apart
from viewer.core.text.json_layout import TextLines, plain_lines
from viewer.gui.code.find_bar import FindBar
from viewer.gui.code.source_language import source_language
from viewer.gui.code.view import CodeView

if TYPE_CHECKING:
    from viewer.core.model import Cassette
    from viewer.gui.look.look import Look
    from viewer.gui.tasks import Cancelled, Tasks


class SourceWindow(QDialog):
    """One window for the text of one file; asked again, it goes to another line."""

    def __init__(self, look: Look, tasks: Tasks, parent: QWidget) -> None:
        """Empty until a file is shown."""
        super().__init__(parent)
        self.resize(980, 700)
        self._tasks = tasks
        self._look = look
        self._shown: str | None = None
        self._line = 1
        self.view = CodeView(look.theme, self)
        self.view.setAccessibleName("Cassette text")
        self.find_bar = FindBar(look, self.view, self)
        self.find_bar.hide()
        self._facts = QLabel(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._facts)
        column.addWidget(self.find_bar)
        column.addWidget(self.view, 1)
        self._facts.setContentsMargins(16, 8, 16, 8)
        QShortcut(QKeySequence.StandardKey.Find, self, self.find_bar.open)

    def show_line(self, cassette: Cassette, line: int) -> None:
        """Show a cassette's text at a 1-based line, read in the background; secrets are masked as everywhere."""
        self._line = line
        path = cassette.path
        if self._shown == path and self.view.document().text:
            self._go()
            return
        self._shown = path
        self.setWindowTitle(path)
        self._facts.setText("reading…")
        masker = self._look.masker

        def work(cancelled: Cancelled) -> TextLines | None:
            return masked_lines_apart(cassette.source, "text", masker, cancelled)

        def keep(document: TextLines | None) -> None:
            self.view.set_document(document, source_language(path))
            self._go()

        def tell(error: Exception) -> None:
            self.forget()
            self._facts.setText(f"This text cannot be read: {error.strerror if isinstance(error, OSError) else error}")

        self.view.set_document(plain_lines(""), "text")
        self._tasks.run("source text", work, keep, tell)

    def forget(self) -> None:
        """The file or the masking changed: lay the text out anew when it is asked for again."""
        self._shown = None

    def set_look(self, look: Look) -> None:
        """Draw with another theme, zoom or masking."""
        if look.masker.show != self._look.masker.show:
            self.forget()
        self._look = look
        self.view.set_theme(look.theme)
        self.find_bar.set_look(look)

    def _go(self) -> None:
        self._facts.setText(f"line {self._line:,} of {len(self.view.document().lines):,}   read-only")
        self.view.go_to_line(self._line - 1)
        self.view.setFocus()
