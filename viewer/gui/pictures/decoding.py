# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Bytes → pixels. Runs in a process of its own (`process`), which may be ended at any moment."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication, QImage, QImageReader, QPainter

from viewer.gui.pictures.kinds import SVG, kind_of
from viewer.gui.pictures.svg import SvgRefusedError, bounded

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

MOST_PIXELS = 64_000_000
_MOST_MEGABYTES = 300
"""What Qt may take for one image: so many pixels of four bytes and something beside."""
_MOST_BYTES = 2_000_000_000
"""What the process may take in all."""
_SVG_DEFAULT = QSize(300, 150)
"""CSS 2.2, 10.3.2: the size of what has none."""
Pixels = tuple[int, int, bytes]
"""Width, height, and the pixels as QImage.Format_ARGB32_Premultiplied, row by row."""


def serve(pipe: Connection) -> None:
    """Answer `(data, width, height)` with Pixels or with the reason why there are none, until nobody asks."""
    _limit_memory()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    qInstallMessageHandler(lambda *_message: None)  # the decoders talk about what they dislike
    application = QGuiApplication([sys.argv[0]])  # text of an SVG needs fonts
    QImageReader.setAllocationLimit(_MOST_MEGABYTES)
    try:
        while True:
            data, width, height = pipe.recv()
            pipe.send(decode(data, QSize(width, height)))
    except (EOFError, OSError, KeyboardInterrupt):
        del application


def decode(data: bytes, within: QSize) -> Pixels | str:
    """The picture, no larger than `within`; or why it is not drawn."""
    kind = kind_of(data)
    if kind is None:
        return "not drawn: only PNG, JPEG, GIF, WebP, BMP, ICO and SVG are"
    image, reason = _svg(data, within) if kind == SVG else _raster(data, kind, within)
    if image.isNull():
        return f"not drawn: {reason or 'it has no pixels'}"
    image = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    return image.width(), image.height(), bytes(image.constBits())


def _raster(data: bytes, kind: str, within: QSize) -> tuple[QImage, str]:
    array = QByteArray(data)
    buffer = QBuffer(array)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind.encode()))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and size.width() * size.height() > MOST_PIXELS:
        return QImage(), f"{size.width()} × {size.height()} pixels are too many"
    if size.isValid() and (size.width() > within.width() or size.height() > within.height()):
        reader.setScaledSize(size.scaled(within, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    image, reason = reader.read(), reader.errorString()
    del reader  # some decoders look at their device when they are freed, so it is freed first
    return image, reason


def _svg(data: bytes, within: QSize) -> tuple[QImage, str]:
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415 - few pictures are SVG

    try:
        renderer = QSvgRenderer(QByteArray(bounded(data)))
    except SvgRefusedError as error:
        return QImage(), str(error)
    if not renderer.isValid():
        return QImage(), "not an SVG that can be read"
    renderer.setAnimationEnabled(False)
    size = renderer.defaultSize() if not renderer.defaultSize().isEmpty() else _SVG_DEFAULT
    size = size.scaled(within, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
    renderer.render(painter)
    painter.end()
    return image, ""


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - Unix has it

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        least = _MOST_BYTES if most == resource.RLIM_INFINITY else min(_MOST_BYTES, most)
        resource.setrlimit(resource.RLIMIT_AS, (least, most))
