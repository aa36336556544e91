# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""An image as large as fits: scaled down where there is too little room, never up, at every ratio of pixels."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

_REST_MS = 60


class ImageView(QWidget):
    """Draws an image in its middle; while the size changes quickly, then well."""

    percent_changed = Signal(int)
    """How large it is shown, in percent of its true size."""

    def __init__(self, image: QImage, true_size: QSize, parent: QWidget | None = None) -> None:
        """`true_size` is the size that 100 % stands for: the image may have been decoded smaller."""
        super().__init__(parent)
        self.setAccessibleName(f"Image, {true_size.width()} by {true_size.height()} pixels")
        self._image, self._true_size = image, true_size
        self._smooth = QImage()
        self._percent = 100
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._on_rested)

    @property
    def percent(self) -> int:
        """How large it is shown, in percent of its true size."""
        return self._percent

    def place(self) -> QRect:
        """Where the image lies, in logical pixels of this widget."""
        # Each pixel of the image is one of the screen at most.
        natural = self._true_size / self.devicePixelRatioF()
        size = natural
        if natural.width() > self.width() or natural.height() > self.height():
            size = natural.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
        return QRect((self.width() - size.width()) // 2, (self.height() - size.height()) // 2, *size.toTuple())

    def sizeHint(self) -> QSize:
        """The true size."""
        return self._true_size / self.devicePixelRatioF()

    def minimumSizeHint(self) -> QSize:
        """Something to see."""
        return QSize(80, 80)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit anew."""
        super().resizeEvent(event)
        self._rest.start()
        percent = round(100 * self.place().width() * self.devicePixelRatioF() / max(self._true_size.width(), 1))
        if percent != self._percent:
            self._percent = percent
            self.percent_changed.emit(percent)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The image, smooth as soon as the size rests."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = self.place()
        wanted = place.size() * self.devicePixelRatioF()
        painter.drawImage(place, self._smooth if self._smooth.size() == wanted else self._image)
        painter.end()

    def _on_rested(self) -> None:
        wanted = self.place().size() * self.devicePixelRatioF()
        if wanted.width() < self._image.width():
            how = Qt.TransformationMode.SmoothTransformation
            self._smooth = self._image.scaled(wanted, Qt.AspectRatioMode.IgnoreAspectRatio, how)
        self.update()
