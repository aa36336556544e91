# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The size of a picture, read from its head: no pixel is decoded, and no SVG is drawn."""

from __future__ import annotations

import re

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImageReader

from viewer.gui.pictures.kinds import SVG, kind_of

_SVG_TAG = re.compile(rb"<(?:\w+:)?svg\b[^>]{0,4000}>")
_LENGTH = re.compile(rb"\s(width|height)\s*=\s*[\"']\s*(\d{1,6})(?:\.\d{0,9})?(?:px)?\s*[\"']")
_VIEW_BOX = re.compile(rb"\sviewBox\s*=\s*[\"']\s*\S+[\s,]+\S+[\s,]+(\d{1,6})\S*[\s,]+(\d{1,6})\S*\s*[\"']")
_HEAD = 8192


def natural_size(data: bytes) -> QSize:
    """What the head says, in pixels; an invalid size where it says nothing. A beginning of the data is enough."""
    kind = kind_of(data)
    if kind is None:
        return QSize()
    if kind == SVG:
        return _svg_size(data[:_HEAD])
    array = QByteArray(data)
    buffer = QBuffer(array)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind.encode()))
    size = reader.size()
    del reader  # some decoders look at their device when they are freed, so it is freed first
    return size


def _svg_size(head: bytes) -> QSize:
    tag = _SVG_TAG.search(head)
    if tag is None:
        return QSize()
    said = {name: int(number) for name, number in _LENGTH.findall(tag[0])}
    box = _VIEW_BOX.search(tag[0])
    if b"width" in said and b"height" in said:
        return QSize(said[b"width"], said[b"height"])
    return QSize(int(box[1]), int(box[2])) if box else QSize()
