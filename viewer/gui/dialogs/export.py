# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Export a transcript: which format, all interactions or the one on show, to a file or the clipboard."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from viewer.batch import internal_error
from viewer.core.errors import CassetteError
from viewer.core.exporters import EXPORTERS, Exporter, ExportOptions
from viewer.core.exporters.writing import write_export
from viewer.core.text.json_layout import TextLines, plain_lines
from viewer.core.text.printable import one_line
from viewer.core.text.quantities import size_text
from viewer.gui.code.highlighter import import_lexer
from viewer.gui.code.view import CodeView
from viewer.gui.look.icons import Icon
from viewer.gui.saving import save
from viewer.gui.widgets.buttons import Button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from viewer.core.notes import Note
    from viewer.core.recording import Recording
    from viewer.gui.look.look import Look
    from viewer.gui.tasks import Cancelled, Tasks

_LANGUAGES = {".md": "markdown", ".html": "html", ".json": "json", ".jsonl": "json", ".sh": "bash"}


class _Outdated(Exception):  # noqa: N818 - nothing is wrong
    """Nobody waits for this preview any more."""


class _Preview(StringIO):
    """What is written, as long as somebody waits for it."""

    def __init__(self, cancelled: Cancelled) -> None:
        super().__init__()
        self._cancelled = cancelled

    def write(self, text: str) -> int:
        """Write a piece, or give up."""
        if self._cancelled():
            raise _Outdated
        return super().write(text)


class ExportWindow(QDialog):
    """Shows what would be written while the format is chosen."""

    def __init__(
        self, look: Look, tasks: Tasks, recording: Recording, number: int, parent: QWidget, notes: Sequence[Note] = ()
    ) -> None:
        """Begin with the first format and all interactions, without the notes."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Export {recording.cassette.name}")
        self.resize(1040, 660)
        self._look, self._tasks, self._recording, self._number = look, tasks, recording, number
        self._content = ""
        self._formats = QListWidget(self)
        self._formats.setAccessibleName("Format")
        for exporter in EXPORTERS:
            self._formats.addItem(exporter.title)
        self._all = QRadioButton("All interactions")
        self._one = QRadioButton(f"Only #{number}")
        self._all.setChecked(True)
        self._with_notes = QCheckBox("With my notes")
        self._with_notes.setToolTip("Text, Markdown and HTML write them below what they are about")
        self._with_notes.setVisible(bool(notes))
        self._notes = tuple(notes)
        self._preview = CodeView(look.theme, self)
        self._preview.setAccessibleName("Preview")
        self._facts = QLabel(self, textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._save = Button(look, "Save…", Icon.DOWNLOAD, primary=True)
        self._copy = Button(look, "Copy", Icon.COPY)
        self._close = Button(look, "Close")
        self._lay_out()
        self._connect()
        self._formats.setCurrentRow(0)

    @property
    def exporter(self) -> Exporter:
        """The format chosen."""
        return list(EXPORTERS)[max(self._formats.currentRow(), 0)]

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.addWidget(QLabel("Format"))
        left.addWidget(self._formats, 1)
        left.addWidget(self._all)
        left.addWidget(self._one)
        left.addWidget(self._with_notes)
        frame, bar = 2 * self._formats.frameWidth(), self._formats.verticalScrollBar().sizeHint().width()
        self._formats.setFixedWidth(max(self._look.theme.px(330), self._formats.sizeHintForColumn(0) + frame + bar))
        self._formats.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._formats.setTextElideMode(Qt.TextElideMode.ElideRight)
        right = QVBoxLayout()
        right.addWidget(self._facts)
        right.addWidget(self._preview, 1)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addLayout(left)
        middle.addLayout(right, 1)
        row = QHBoxLayout()
        masked = "Secrets are masked." if not self._look.masker.show else "Secrets are shown."
        row.addWidget(QLabel(masked), 1)
        for button in (self._copy, self._close, self._save):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(middle, 1)
        column.addLayout(row)

    def _connect(self) -> None:
        self._formats.currentRowChanged.connect(self._on_changed)
        self._all.toggled.connect(self._on_changed)
        self._with_notes.toggled.connect(self._on_changed)
        self._formats.itemActivated.connect(self._on_save)
        self._save.clicked.connect(self._on_save)
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._content))
        self._close.clicked.connect(self.close)

    def _on_changed(self) -> None:
        """Write the format in the background and show it."""
        exporter, recording, language = self.exporter, self._recording, self._language
        notes = self._notes if self._with_notes.isChecked() else ()
        options = ExportOptions(self._look.masker, None if self._all.isChecked() else (self._number,), notes=notes)
        for button in (self._save, self._copy):
            button.setEnabled(False)
        self._facts.setText("writing…")

        def work(cancelled: Cancelled) -> tuple[str, int, TextLines]:
            out = _Preview(cancelled)
            write_export(exporter, recording, out, options)
            content = out.getvalue()
            import_lexer(language)
            return content, len(content.encode("utf-8", "replace")), plain_lines(content)

        self._tasks.run("export", work, lambda made: self._keep(*made), self._on_failed)

    @property
    def _language(self) -> str:
        """In whose colours the chosen format is shown."""
        return _LANGUAGES.get(Path(f"x{self.exporter.suffix}").suffix, "text")

    def _on_failed(self, error: Exception) -> None:
        """Say why there is nothing to save; what was there before is another format's."""
        reason = error.reason if isinstance(error, CassetteError) else internal_error(error)
        self._facts.setText(one_line(f"Not written: {reason}"))
        self._preview.set_document(plain_lines(""), "text")

    def _keep(self, content: str, size: int, preview: TextLines) -> None:
        self._content = content
        self._facts.setText(f"Preview, {size_text(size)}")
        self._preview.set_document(preview, self._language)
        for button in (self._save, self._copy):
            button.setEnabled(True)

    def _on_save(self) -> None:
        """Ask where to, and write whole or not at all; never over a cassette."""
        if not self._save.isEnabled():
            return
        name = f"{self._recording.cassette.name}{self.exporter.suffix}"
        path, _ = QFileDialog.getSaveFileName(self, "Export", str(Path.home() / name))
        if not path:
            return
        content = self._content
        self._facts.setText("saving…")
        self._save.setEnabled(False)
        save(
            self, path, lambda: content.encode("utf-8", "backslashreplace"), lambda reason: self._on_saved(path, reason)
        )

    def _on_saved(self, path: str, reason: str) -> None:
        self._facts.setText(reason or f"Saved {path}")
        self._save.setEnabled(self._copy.isEnabled())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nobody waits for a preview any more."""
        self._tasks.cancel("export")
        super().closeEvent(event)
