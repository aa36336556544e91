# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Sound that comes in pieces of base64 -> one Blob. Rule: forms of the whole come each time it has doubled."""

from __future__ import annotations

import base64
import binascii

from viewer.core.messages import Blob

_URL_SAFE = str.maketrans("-_", "+/")


class Speech:
    """Sound so far. A form of it for every piece would cost the square of its length."""

    def __init__(self, mime_type: str | None) -> None:
        """Nothing was heard."""
        self._mime_type = mime_type
        self._data = bytearray()
        self._told = 0

    def add(self, piece: str) -> None:
        """Go on with a piece."""
        self._data += _decoded(piece)

    def grown(self) -> Blob | None:
        """The whole, when it has doubled since it was told last."""
        return self._tell() if len(self._data) >= 2 * self._told else None

    def rest(self) -> Blob | None:
        """The whole, when something came since it was told last."""
        return self._tell() if len(self._data) > self._told else None

    def whole(self, mime_type: str | None) -> Blob | None:
        """All of it as a type that is known by now; None when nothing was heard."""
        self._mime_type = mime_type
        return self._tell()

    def _tell(self) -> Blob | None:
        if not self._data:
            return None
        self._told = len(self._data)
        return Blob("audio", self._mime_type, base64.b64encode(self._data).decode("ascii"))


def _decoded(piece: str) -> bytes:
    """What a piece stands for; recorders cut pieces short, so its end may be missing."""
    digits = piece.translate(_URL_SAFE).rstrip("=")
    if len(digits) % 4 == 1:
        digits = digits[:-1]
    try:
        return base64.b64decode(digits + "=" * (-len(digits) % 4))
    except (binascii.Error, ValueError):
        return b""
