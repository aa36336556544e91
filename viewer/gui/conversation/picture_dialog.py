# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""An image part shown large, and the data of any part saved to a file that the user names."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QMessageBox,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from viewer.core.messages import Blob
from viewer.gui.conversation.pictures import data_of, decode


class PictureDialog(QDialog):
    """One image, at its own size where the screen has room."""

    def __init__(self, blob: Blob, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("pictureDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        image, error = decode(blob, QSize(4096, 4096))
        size = f", {image.width()} × {image.height()}" if not error else ""
        self.setWindowTitle(f"{blob.mime_type or 'Image'}{size}")
        label = QLabel(error or "", self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAccessibleName(self.windowTitle())
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        if not error:
            label.setPixmap(QPixmap.fromImage(image))
        area = QScrollArea(self)
        area.setWidget(label)
        area.setWidgetResizable(True)
        buttons = QDialogButtonBox(self)
        buttons.addButton("Save…", QDialogButtonBox.ButtonRole.ActionRole).clicked.connect(lambda: save(blob, self))
        buttons.addButton(QDialogButtonBox.StandardButton.Close).clicked.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(area)
        layout.addWidget(buttons)
        room = parent.screen().availableSize() * 0.8
        self.resize((image.size() + QSize(64, 96)).boundedTo(room).expandedTo(QSize(320, 200)))


def save(blob: Blob, parent: QWidget) -> None:
    """Ask for a file name and write the part's data there."""
    suffix = mimetypes.guess_extension(blob.mime_type or "") or ".bin"
    name, _ = QFileDialog.getSaveFileName(parent, "Save", f"{blob.modality}{suffix}")
    if not name:
        return
    problem = _write(blob, Path(name))
    if problem:
        QMessageBox.warning(parent, "Not saved", f"{name}\n{problem}")


def _write(blob: Blob, path: Path) -> str:
    """Write a part's data; why that failed, empty where it did not."""
    data = data_of(blob)
    if data is None:
        return "the recorded data is not base64"
    try:
        path.write_bytes(data)
    except OSError as error:
        return error.strerror or str(error)
    return ""
