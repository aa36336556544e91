# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""One value in a window of its own: a long string, the JSON inside a string, an image; or saved to a file.

Nothing is fetched and nothing is run: only bytes that stand in the cassette are decoded, within limits.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from viewer.core.text.json_layout import layout, plain_lines
from viewer.core.text.quantities import size_text
from viewer.gui.code.view import CodeView
from viewer.gui.look.icons import Icon
from viewer.gui.panes.image_view import ImageView
from viewer.gui.pictures.kinds import kind_of
from viewer.gui.pictures.loading import load
from viewer.gui.pictures.sizes import natural_size
from viewer.gui.saving import save
from viewer.gui.widgets.buttons import Button
from viewer.gui.widgets.run_label import Run, RunLabel

if TYPE_CHECKING:
    from viewer.gui.look.look import Look

_DATA_URI = re.compile(r"data:(?P<mime>[\w.+/-]*)(?:;[\w=.+-]+)*;base64,", re.ASCII)
_BASE64 = re.compile(r"[A-Za-z0-9+/_\-\s]+={0,2}\s*")
_IMAGE_LARGEST_SHOWN = QSize(3840, 2160)
_SUFFIXES = {
    b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"GIF8": ".gif", b"RIFF": ".webp", b"%PDF": ".pdf", b"ID3": ".mp3",
    b"PK\x03\x04": ".zip",
}  # fmt: skip


def decoded_value(text: str) -> bytes | None:
    """The bytes behind base64 text or a `data:` URI; None when it is neither, or too short to tell from a word."""
    uri = _DATA_URI.match(text)
    payload = text[uri.end() :] if uri else text
    if not uri and (len(payload) < 64 or not _BASE64.fullmatch(payload)):
        return None
    try:
        return base64.b64decode(payload.replace("-", "+").replace("_", "/") + "=" * (-len(payload.strip()) % 4))
    except (binascii.Error, ValueError):
        return None


def open_value(look: Look, kind: str, title: str, text: str, parent: QWidget) -> None:
    """Do what was asked of a value: `json` and `show` open a window, `save` asks for a file."""
    if kind == "save":
        save_value(title, text, parent)
    else:
        ValueWindow(look, title, text, is_json=kind == "json", parent=parent).show()


def save_value(title: str, text: str, parent: QWidget) -> None:
    """Save a value: base64 as the bytes it stands for, anything else as UTF-8."""
    data = decoded_value(text)
    content = data if data is not None else text.encode("utf-8", "surrogatepass")
    name = re.sub(r"[^\w.-]+", "-", title).strip("-.") or "value"
    path, _ = QFileDialog.getSaveFileName(parent, "Save value", f"{name}{_suffix(content, is_data=data is not None)}")
    if path:
        save(parent, path, lambda: content)


def _suffix(content: bytes, *, is_data: bool) -> str:
    if not is_data:
        return ".json" if content.lstrip()[:1] in (b"{", b"[") else ".txt"
    return next((suffix for magic, suffix in _SUFFIXES.items() if content.startswith(magic)), ".bin")


class ValueWindow(QDialog):
    """Shows one value; Esc closes."""

    def __init__(self, look: Look, title: str, text: str, *, is_json: bool, parent: QWidget) -> None:
        """Show an image where the value is one, else its text."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title or "Value")
        self.resize(820, 620)
        data = decoded_value(text)
        self._size = size_text(len(data) if data else len(text.encode("utf-8", "replace")))
        self._facts = RunLabel(look, self)
        self._facts.set_runs([Run(self._size, "text")])
        self._content = QVBoxLayout()
        if data is not None and kind_of(data) is not None:
            self._decode(look, data, text, is_json=is_json)
        else:
            self._content.addWidget(self._text(look, text, is_json=is_json))
        save_button, close = Button(look, "Save…", Icon.DOWNLOAD), Button(look, "Close")
        save_button.clicked.connect(lambda: save_value(title, text, self))
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addWidget(self._facts, 1)
        row.addWidget(save_button)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.addLayout(self._content, 1)
        column.addLayout(row)
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)

    def _decode(self, look: Look, data: bytes, text: str, *, is_json: bool) -> None:
        """Show the image as soon as it is decoded, the text where it cannot be drawn, with the reason."""
        self._facts.set_runs([Run(f"image, {self._size}", "text")])
        self._content.addStretch(1)

        def show(decoded: tuple[QImage, str]) -> None:
            image, reason = decoded
            self._content.takeAt(0)
            if reason:
                self._facts.set_runs([Run(f"{self._size}, {reason}", "text")], [Run(reason, "text")])
            content = self._text(look, text, is_json=is_json) if reason else self._image(data, image)
            self._content.addWidget(content)

        load(self, "value", data, _IMAGE_LARGEST_SHOWN, show)

    def _text(self, look: Look, text: str, *, is_json: bool) -> QWidget:
        view = CodeView(look.theme, self)
        view.setAccessibleName("Value")
        if is_json:
            view.set_document(layout(text), "json")
        else:
            view.set_document(plain_lines(text, wrap_at=100), "text")
        view.value_requested.connect(
            lambda kind, line: open_value(look, kind, self.windowTitle(), view.document().value_text(line), self)
        )
        return view

    def _image(self, data: bytes, image: QImage) -> QWidget:
        said = natural_size(data)
        true_size = said if said.isValid() else image.size()
        view = ImageView(image, true_size, self)

        def tell(percent: int) -> None:
            pixels, percents = f"{true_size.width()} × {true_size.height()}", f"{percent} %"
            shown = f", shown at {percents}" if percent != 100 else ""
            wordings = f"image, {pixels}{shown}, {self._size}", f"{pixels}, {percents}, {self._size}", pixels
            self._facts.set_runs(*([Run(wording, "text")] for wording in wordings))

        view.percent_changed.connect(tell)
        tell(view.percent)
        return view
