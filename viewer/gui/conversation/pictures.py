# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Images inside messages: decoded when looked at, never larger than asked for, never fetched.

Rule: a picture from a cassette is a stranger. Its size is read before its pixels, Qt's allocation limit holds, and
what cannot be read says so in words.
"""

from __future__ import annotations

import base64
import binascii
from functools import cached_property

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from viewer.core.messages import Blob

_MOST_MEGABYTES = 128
_MOST_PIXELS = 40_000_000
_HEAD = 87_384  # base64 characters, a multiple of 4: 64 KiB


def data_of(blob: Blob) -> bytes | None:
    """The bytes of a part; None when it is no base64."""
    try:
        return base64.b64decode(blob.content)
    except (binascii.Error, ValueError):
        return None


def decode(blob: Blob, within: QSize) -> tuple[QImage, str]:
    """The image, no larger than `within`, and why there is none."""
    data = data_of(blob)
    if data is None:
        return QImage(), "not base64"
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    QImageReader.setAllocationLimit(_MOST_MEGABYTES)
    size = reader.size()
    if size.isValid() and size.width() * size.height() > _MOST_PIXELS:
        return QImage(), f"{size.width()} × {size.height()} pixels are too many"
    if size.isValid() and (size.width() > within.width() or size.height() > within.height()):
        reader.setScaledSize(size.scaled(within, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return image, "" if not image.isNull() else reader.errorString()


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
    data = data_of(Blob(blob.modality, blob.mime_type, blob.content[:_HEAD]))
    buffer = QBuffer()
    buffer.setData(QByteArray(data or b""))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return QImageReader(buffer).size()
