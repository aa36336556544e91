# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""base64 text -> bytes (RFC 4648, 4). Rule: line breaks in it mean nothing, and what precedes damage is kept."""

from __future__ import annotations

import base64

from viewer.late_pattern import late_pattern

_WHOLE = late_pattern(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")


def encoded_bytes(text: str) -> bytes:
    """The bytes that base64 stands for; raises ValueError when it is damaged."""
    return base64.b64decode("".join(text.split()), validate=True)


def decode_base64(text: str) -> tuple[bytes, bool]:
    """The bytes that can be read of base64, and whether those are all."""
    try:
        return encoded_bytes(text), True
    except ValueError:
        readable = _WHOLE.match("".join(text.split()))
        return (base64.b64decode(readable[0]) if readable else b""), False
