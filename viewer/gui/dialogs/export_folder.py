# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Export all cassettes of a folder: which format, into which folder; written in the background, with a way to stop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from viewer.batch import DONE, Choice, Export, Source, internal_error
from viewer.core.exporters import EXPORTERS, ExportOptions
from viewer.core.text.invisible_characters import made_visible
from viewer.core.text.quantities import plural
from viewer.dataclass import dataclass
from viewer.gui.look.icons import Icon
from viewer.gui.widgets.buttons import Button

if TYPE_CHECKING:
    from viewer.gui.look.look import Look
    from viewer.gui.tasks import Cancelled, Tasks

_TASK = "export folder"
_TELL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class ExportResult:
    """How many files were written, and the first reason why others were not."""

    written: int
    failed: int = 0
    reason: str = ""


def export_all(
    paths: Sequence[Path], folder: Path, export: Export, tell: Callable[[int], None], cancelled: Cancelled
) -> ExportResult:
    """Write each file in its place below the output folder; one that cannot be written does not stop the others."""
    written, failed, reason, told = 0, 0, "", monotonic()
    for number, path in enumerate(paths):
        if cancelled():
            break
        try:
            report = export(Source(path, path.relative_to(folder)))
            error = report.errors[0] if report.status != DONE or report.errors else ""
        except Exception as raised:  # noqa: BLE001 - a plug-in may raise anything, and the other files must not suffer
            error = f"{path}: {internal_error(raised)}"
        written, failed, reason = written + (not error), failed + bool(error), reason or error
        if monotonic() - told > _TELL_SECONDS:
            told = monotonic()
            tell(number + 1)
    return ExportResult(written, failed, reason.removeprefix("cassette-viewer: "))


class FolderExport(QDialog):
    """Asks for the format and the folder, and tells how far it is."""

    def __init__(self, look: Look, tasks: Tasks, folder: Path, paths: Sequence[Path], parent: QWidget) -> None:
        """`paths` are the cassettes in the folder."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Export {made_visible(folder.name)}")
        self._look, self._tasks, self._folder, self._paths = look, tasks, folder, paths
        plain = Qt.TextFormat.PlainText
        self._formats = QListWidget(self)
        self._formats.setAccessibleName("Format")
        for exporter in EXPORTERS:
            self._formats.addItem(exporter.title)
        self._formats.setCurrentRow(0)
        self._with_notes = QCheckBox("With my notes")
        self._with_notes.setToolTip("Text, Markdown and HTML write them below what they are about")
        self._told = QLabel(f"{plural(len(paths), 'cassette')}, each as a file of its own", self, textFormat=plain)
        self._told.setWordWrap(True)
        self._bar = QProgressBar(self, maximum=len(paths), textVisible=False)
        self._bar.setAccessibleName("Files written")
        self._bar.hide()
        masked = "Secrets are masked." if not look.masker.show else "Secrets are shown."
        self._write = Button(look, "Export into…", Icon.DOWNLOAD, primary=True)
        self._stop = Button(look, "Close")
        row = QHBoxLayout()
        row.addWidget(QLabel(masked), 1)
        row.addWidget(self._stop)
        row.addWidget(self._write)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        for part in (QLabel("Format"), self._formats, self._with_notes, self._told, self._bar):
            column.addWidget(part)
        column.addLayout(row)
        self.resize(look.theme.px(460), look.theme.px(400))
        self._write.clicked.connect(self._on_write)
        self._formats.itemActivated.connect(self._on_write)
        self._stop.clicked.connect(self._on_stop)

    def write_into(self, output: Path) -> None:
        """Write all files below a folder."""
        exporter = list(EXPORTERS)[max(self._formats.currentRow(), 0)]
        options = ExportOptions(self._look.masker)
        export = Export(exporter.name, Choice(options, with_notes=self._with_notes.isChecked()), output)
        for part in (self._write, self._formats, self._with_notes):
            part.setEnabled(False)
        self._stop.setText("Stop")
        self._bar.setValue(0)
        self._bar.show()
        paths, folder, tasks = self._paths, self._folder, self._tasks

        def work(cancelled: Cancelled) -> ExportResult:
            return export_all(paths, folder, export, lambda done: tasks.tell(_TASK, self._on_progress, done), cancelled)

        tasks.run(_TASK, work, lambda result: self._on_done(result, output))

    def closeEvent(self, event: QCloseEvent) -> None:
        """What is written stays, the rest is not written."""
        self._tasks.cancel(_TASK)
        super().closeEvent(event)

    def _on_write(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "Export into a folder", str(Path.home()))
        if name:
            self.write_into(Path(name))

    def _on_stop(self) -> None:
        if self._tasks.is_running(_TASK):
            self._tasks.cancel(_TASK)
            self._told.setText(f"Stopped after {plural(self._bar.value(), 'file')}.")
            self._rest()
        else:
            self.close()

    def _on_progress(self, done: int) -> None:
        self._bar.setValue(done)
        self._told.setText(f"{done:,} of {len(self._paths):,}")

    def _on_done(self, result: ExportResult, output: Path) -> None:
        text = f"{plural(result.written, 'file')} written into {made_visible(str(output))}."
        if result.failed:
            text += f" {result.failed:,} not written, the first because {made_visible(result.reason)}"
        self._told.setText(text)
        self._rest()

    def _rest(self) -> None:
        self._bar.hide()
        for part in (self._write, self._formats, self._with_notes):
            part.setEnabled(True)
        self._stop.setText("Close")
