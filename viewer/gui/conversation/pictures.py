# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Images inside messages: decoded when looked at, never larger than asked for; what is not drawn says so in words."""

from __future__ import annotations

import base64
import binascii
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt

from viewer.core.messages import Blob

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

NOT_BASE64 = "not drawn: its data is not base64"
_HEAD = 87_384  # base64 characters, a multiple of 4: 64 KiB


def data_of(blob: Blob) -> bytes | None:
    """The bytes of a part; None when it is no base64."""
    try:
        return base64.b64decode(blob.content)
    except (binascii.Error, ValueError):
        return None


class Thumbnail:
    """A small form of an image part: its size is read from the image's head, its pixels when it is first painted."""

    def __init__(self, blob: Blob, width: int, height: int) -> None:
        self.blob, self._most = blob, QSize(width, height)
        self.picture: tuple[QImage, str] | None = None
        """The pixels and why there are none; None until they are decoded."""

    @cached_property
    def size(self) -> QSize:
        """Size on the canvas in logical pixels: no larger than it may be, one line high for what cannot be read."""
        size = _natural_size(self.blob)
        if not size.isValid():
            return QSize(self._most.width(), 28)
        if size.width() <= self._most.width() and size.height() <= self._most.height():
            return size.expandedTo(QSize(8, 8))
        return size.scaled(self._most, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(8, 8))


def _natural_size(blob: Blob) -> QSize:
    """The size that the image's head tells; the first part of the data is enough for it."""
    from viewer.gui.pictures.sizes import natural_size  # noqa: PLC0415 - few conversations have pictures

    data = data_of(Blob(blob.modality, blob.mime_type, blob.content[:_HEAD]))
    return natural_size(data or b"")
