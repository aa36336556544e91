# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is said about a body in one line, and how its bytes are shown when they are no text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viewer.core.text.quantities import size_text

if TYPE_CHECKING:
    from viewer.core.bodies import Decoded
    from viewer.core.model import Body

_HEX_MOST = 64 * 1024
_LANGUAGES = {"html": "html", "xml": "xml", "yaml": "yaml", "javascript": "javascript", "markdown": "markdown"}


def body_facts(body: Body, decoded: Decoded, content_type: str | None) -> str:
    """Type, length, codings and place: `application/json,  890 bytes,  line 11`."""
    facts = [content_type or "no content-type", size_text(len(decoded.data))]
    if decoded.encodings:
        facts.append(f"{' + '.join(decoded.encodings)} from {size_text(len(body.stored or b''))}")
    if decoded.text is None and decoded.data:
        facts.append("binary")
    elif decoded.charset and decoded.charset.lower() not in ("utf-8", "ascii"):
        facts.append(decoded.charset)
    if body.was_parsed:
        facts.append("stored as a parsed document, written out here")
    if body.place:
        facts.append(f"line {body.place.line:,}")
    return ",  ".join(facts)


def language_of(decoded: Decoded, content_type: str | None) -> str:
    """`json` when it is JSON or says so, else a pygments lexer's name, or `text`."""
    kind = (content_type or "").lower()
    if decoded.is_json or "json" in kind:
        return "json"
    return next((language for word, language in _LANGUAGES.items() if word in kind), "text")


def hex_dump(data: bytes) -> str:
    """Offset, sixteen bytes, and what of them is printable ASCII; the first 64 KiB."""
    lines = []
    for offset in range(0, min(len(data), _HEX_MOST), 16):
        row = data[offset : offset + 16]
        printable = "".join(chr(byte) if 32 <= byte < 127 else "·" for byte in row)
        lines.append(f"{offset:08x}  {row.hex(' '):<47}  {printable}")
    if len(data) > _HEX_MOST:
        lines.append(f"… {size_text(len(data) - _HEX_MOST)} more")
    return "\n".join(lines)
