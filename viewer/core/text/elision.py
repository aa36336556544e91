# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A long value -> its beginning, and what the rest is: `"iVBORw0KGgo…" (base64 image/png, 2.1 MB)`.

Rule: only the shown beginning is examined, except for the size.
"""

from __future__ import annotations

import base64
import re
from dataclasses import replace

from viewer.core.text.quantities import size_text
from viewer.dataclass import dataclass

_SHOWN = 120
_SHOWN_OF_LINE = 1000
# One character of a JSON string: an escape is never cut in two.
_STRING_HEAD = re.compile(rf'"(?:\\u[0-9a-fA-F]{{4}}|\\.|[^\\"]){{0,{_SHOWN}}}', re.DOTALL)
_DATA_URI = re.compile(r"data:([\w.+-]+/[\w.+-]+)?[;,]")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{64,}={0,2}")
# First bytes -> media type (the WHATWG MIME Sniffing standard); dots are any byte.
_MAGIC = tuple(
    (re.compile(magic, re.DOTALL), media_type)
    for magic, media_type in (
        (rb"\x89PNG\r\n", "image/png"),
        (rb"\xff\xd8\xff", "image/jpeg"),
        (rb"GIF8[79]a", "image/gif"),
        (rb"RIFF....WEBP", "image/webp"),
        (rb"RIFF....WAVE", "audio/wav"),
        (rb"....ftyp", "video/mp4"),
        (rb"ID3|\xff[\xfb\xf3\xf2]", "audio/mpeg"),
        (rb"OggS", "application/ogg"),
        (rb"fLaC", "audio/flac"),
        (rb"%PDF-", "application/pdf"),
        (rb"PK\x03\x04", "application/zip"),
        (rb"\x1f\x8b", "application/gzip"),
    )
)


@dataclass(frozen=True, slots=True)
class Elision:
    """What a line leaves out: the "…" stands at `column`, the note about it from `note_column` to `note_end`.

    `offset` is the first source character that is not shown, `kind` what the value seems to be ("string", "JSON",
    "base64", "base64 image/png", "data URI image/png", "number", "line") and `size` its length in UTF-8 bytes.
    """

    column: int
    note_column: int
    note_end: int
    offset: int
    kind: str
    size: int

    def moved(self, columns: int) -> Elision:
        """The same behind a key of so many columns."""
        column, note, end = self.column + columns, self.note_column + columns, self.note_end + columns
        return replace(self, column=column, note_column=note, note_end=end)


def elided(text: str, start: int, end: int, limit: int) -> tuple[str, Elision | None]:
    """Characters `start` to `end` as they are when there are at most `limit`, else their beginning and a note."""
    if end - start <= limit:
        return text[start:end], None
    return _shortened(text, start, end, _SHOWN_OF_LINE, "line")


def elided_value(text: str, start: int, end: int, limit: int) -> tuple[str, Elision | None]:
    """The same for the source of a JSON string or number: a string keeps both quotes."""
    if end - start <= limit:
        return text[start:end], None
    head = _STRING_HEAD.match(text, start)
    if head is None:
        return _shortened(text, start, end, _SHOWN, "number")
    return _shortened(text, start, end, head.end() - start, content_kind(head.group()[1:]), '"')


def _shortened(text: str, start: int, end: int, shown: int, kind: str, quote: str = "") -> tuple[str, Elision]:
    size = len(text[start + len(quote) : end - len(quote)].encode("utf-8", "surrogatepass"))
    head = text[start : start + shown] + "…" + quote
    note = f" ({kind}, {size_text(size)})"
    elision = Elision(shown, len(head), len(head) + len(note), start + shown, kind, size)
    return head + note, elision


def content_kind(head: str) -> str:
    """What a long string seems to be, told by its beginning (as written in the JSON source)."""
    if match := _DATA_URI.match(head):
        return f"data URI {match[1]}" if match[1] else "data URI"
    if _BASE64.fullmatch(head):
        media_type = _media_type(head)
        return f"base64 {media_type}" if media_type else "base64"
    return "JSON" if head.lstrip().startswith(("{", "[{", '[\\"')) else "string"


def _media_type(head: str) -> str | None:
    first = base64.b64decode(head[:64], altchars=None if "+" in head or "/" in head else b"-_")
    return next((media_type for magic, media_type in _MAGIC if magic.match(first)), None)
