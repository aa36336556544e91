# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Sound that comes in pieces of base64 -> one Blob. Rule: it is told when it begins and when it is over."""

from __future__ import annotations

import base64
import binascii

from viewer.core.messages import Blob

_URL_SAFE = str.maketrans("-_", "+/")


class Speech:
    """Sound so far. To tell all of it with every piece would cost the square of its length."""

    def __init__(self, mime_type: str | None) -> None:
        """Nothing was heard."""
        self._mime_type = mime_type
        self._data = bytearray()
        self._blob: Blob | None = None
        self._told = 0

    def add(self, piece: str) -> Blob | None:
        """Go on with a piece; the sound as it was told last, which the first piece does."""
        self._data += _decoded(piece)
        return self._blob or self.whole(self._mime_type)

    def rest(self) -> Blob | None:
        """The whole, when something came since it was told last."""
        return self.whole(self._mime_type) if len(self._data) > self._told else None

    def whole(self, mime_type: str | None) -> Blob | None:
        """All of it as a type that is known by now; None when nothing was heard."""
        if self._data:
            self._mime_type, self._told = mime_type, len(self._data)
            self._blob = Blob("audio", mime_type, base64.b64encode(self._data).decode("ascii"))
        return self._blob


def _decoded(piece: str) -> bytes:
    """What a piece stands for; recorders cut pieces short, so its end may be missing."""
    digits = piece.translate(_URL_SAFE).rstrip("=")
    if len(digits) % 4 == 1:
        digits = digits[:-1]
    try:
        return base64.b64decode(digits + "=" * (-len(digits) % 4))
    except (binascii.Error, ValueError):
        return b""
