# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Base64 that came in pieces -> base64 of all their bytes."""

from __future__ import annotations

import base64
import binascii
import re

_PADDED = re.compile("[^=]+=*")


def joined(text: str) -> str:
    """Pieces one after the other: as they are, unless padding inside shows that each was encoded by itself."""
    if "=" not in text.rstrip("="):
        return text
    try:
        data = b"".join(base64.b64decode(piece, validate=True) for piece in _PADDED.findall(text))
    except binascii.Error:
        return text
    return base64.b64encode(data).decode("ascii")
