# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""An image part shown large, and the data of any part saved to a file that the user names."""

from __future__ import annotations

import mimetypes

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from viewer.core.errors import CassetteError
from viewer.core.messages import Blob
from viewer.gui.conversation.pictures import NOT_BASE64, data_of
from viewer.gui.pictures.loading import load
from viewer.gui.pictures.sizes import natural_size
from viewer.gui.saving import save as save_bytes

_LARGEST = QSize(4096, 4096)


class PictureDialog(QDialog):
    """One image, at its own size where the screen has room."""

    def __init__(self, blob: Blob, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("pictureDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(blob.mime_type or "Image")
        self._label = label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAccessibleName(self.windowTitle())
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        area = QScrollArea(self)
        area.setWidget(label)
        area.setWidgetResizable(True)
        buttons = QDialogButtonBox(self)
        buttons.addButton("Save…", QDialogButtonBox.ButtonRole.ActionRole).clicked.connect(lambda: save(blob, self))
        buttons.addButton(QDialogButtonBox.StandardButton.Close).clicked.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(area)
        layout.addWidget(buttons)
        data = data_of(blob)
        size = natural_size(data or b"").scaled(_LARGEST, Qt.AspectRatioMode.KeepAspectRatio)
        self._fit(natural_size(data or b"").boundedTo(size))
        if data is None:
            self._show((QImage(), NOT_BASE64))
        else:
            load(self, "picture", data, _LARGEST, self._show)

    def _fit(self, picture: QSize) -> None:
        room = self.screen().availableSize() * 0.8
        self.resize((picture + QSize(64, 96)).boundedTo(room).expandedTo(QSize(320, 200)))

    def _show(self, picture: tuple[QImage, str]) -> None:
        image, reason = picture
        if reason:
            self._label.setText(f"This image is {reason}")
            return
        self.setWindowTitle(f"{self.windowTitle()}, {image.width()} × {image.height()}")
        self._label.setAccessibleName(self.windowTitle())
        self._label.setPixmap(QPixmap.fromImage(image))


def save(blob: Blob, parent: QWidget) -> None:
    """Ask for a file name and write the part's data there."""
    suffix = mimetypes.guess_extension(blob.mime_type or "") or ".bin"
    name, _ = QFileDialog.getSaveFileName(parent, "Save", f"{blob.modality}{suffix}")
    if name:
        save_bytes(parent, name, lambda: _data(blob, name))


def _data(blob: Blob, name: str) -> bytes:
    data = data_of(blob)
    if data is None:
        raise CassetteError(name, None, "is not written: the recorded data is not base64")
    return data
