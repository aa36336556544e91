# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""stored body -> bytes -> text and JSON: three levels, each honest about what it did.

`Body.stored` is what the file holds, `Decoded.data` what the server meant once codings are undone, `Decoded.json`
what that says. Base64 in the file is undone by the reader; everything here goes by what the bytes are.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from functools import lru_cache
from operator import itemgetter

from viewer.cached_property import cached_property
from viewer.core import content_codings
from viewer.core.errors import Problem, Severity
from viewer.core.model import Body, Headers
from viewer.core.text.json_values import Json, parse_json
from viewer.dataclass import dataclass
from viewer.late_pattern import late_pattern

_MOST_CODINGS = 4
_CODINGS = {"gzip", "x-gzip", "deflate", "br", "zstd"}
_COMPRESSED_TYPES = late_pattern(r"application/(?:x-)?(?:gzip|gtar|tgz|zstd|compressed-tar)\b")
_TEXT_TYPE = re.compile(
    r"text/|[^;]*(?:json|xml|javascript|yaml|ndjson|x-www-form-urlencoded|graphql|event-stream)", re.IGNORECASE
)
_CHARSET = late_pattern(r";\s*charset\s*=\s*[\"']?([^\s\"';]+)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_FIRST_JSON = re.compile(r"[ \t\r\n]*[{\[]")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Decoded:
    """A body with its codings undone.

    `text` is None for a binary body, `charset` how the text was found; `encodings` are the codings that were undone,
    outermost first, `chunked` among them. `json` and `is_json` are parsed when they are first asked for. `is_damaged`
    tells that a coding could not be undone whole, so that nothing is as it was sent.
    """

    data: bytes = b""
    text: str | None = None
    charset: str | None = None
    encodings: tuple[str, ...] = ()
    content_type: str = ""
    problems: tuple[Problem, ...] = ()
    is_damaged: bool = False

    @property
    def json(self) -> Json:
        """The body as JSON; None also where it is not JSON."""
        return self._parsed[0]

    @property
    def is_json(self) -> bool:
        """Whether the body is JSON, which tells its `null` from a body that is none."""
        return self._parsed[1]

    @cached_property
    def _parsed(self) -> tuple[Json, bool]:
        if self.text is None:
            return None, False
        text = self.text.removeprefix("\ufeff")
        begins_like_json = _FIRST_JSON.match(text) is not None
        return parse_json(text) if begins_like_json or "json" in self.content_type else (None, False)


class _Found:
    """Problems of one body, each at the body's first line."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self.problems: list[Problem] = []
        self.is_damaged = False

    def say_damaged(self, text: str) -> None:
        """Add the problem of which those that are found later only follow."""
        self.say(text, Severity.WARNING)
        self.is_damaged = True

    def say(self, text: str, severity: Severity = Severity.INFO) -> None:
        """Add a problem."""
        if self.is_damaged:
            return
        self.problems.append(Problem(severity, text, line_of(self._body, 0)))


def decode(body: Body, headers: Headers) -> Decoded:
    """Undo what was done to a body on its way; never raises."""
    if body.stored is None:
        return Decoded()
    found = _Found(body)
    content_type = (body.media_type or headers.get("content-type") or "").lower()
    if body.was_parsed or body.media_type:  # what the headers say of the bytes that were sent is not true of these
        return Decoded(body.stored, body.stored.decode("utf-8", "surrogatepass"), "utf-8", (), content_type)
    data, encodings = _undo_codings(body.stored, headers, content_type, found)
    text, charset = _text(data, content_type, found, was_text=body.was_text and not encodings)
    if not encodings:
        _check_length(data, headers, found)
    return Decoded(data, text, charset, encodings, content_type, tuple(found.problems), found.is_damaged)


def is_packed(body: Body, headers: Headers) -> bool:
    """Whether a body may decode to much more than is stored of it."""
    stored = body.stored
    if not stored or body.was_parsed or body.media_type:
        return False
    return content_codings.detect(stored, (headers.get("content-encoding") or "").strip().lower()) is not None


def _undo_codings(data: bytes, headers: Headers, content_type: str, found: _Found) -> tuple[bytes, tuple[str, ...]]:
    declared = [coding.strip().lower() for value in headers.all("content-encoding") for coding in value.split(",")]
    undone: list[str] = []
    if (inside := content_codings.dechunk(data)) is not None:
        data = inside
        undone.append("chunked")
    while len(undone) < _MOST_CODINGS:
        coding = content_codings.detect(data, declared[-1] if declared else "")
        if coding is None or (not declared and _COMPRESSED_TYPES.match(content_type)):
            break
        inflated = content_codings.inflate(data, coding)
        if inflated.fault:
            found.say_damaged(f"the {coding} body is damaged: {inflated.fault}")
        if not inflated.data and inflated.fault:
            return data, tuple(undone)
        data = inflated.data
        undone.append(coding)
        declared = declared[:-1]
    if data and _CODINGS & set(declared):
        found.say(f"content-encoding is {', '.join(declared)}, but the body was stored without it")
    return data, tuple(undone)


def _check_length(data: bytes, headers: Headers, found: _Found) -> None:
    """Say when Content-Length does not fit, unless something on the way may rightly have changed the length."""
    length = headers.get("content-length")
    if not data or length is None or not length.isdecimal() or int(length[:18]) == len(data):
        return
    if not (headers.get("content-encoding") or headers.get("transfer-encoding") or _is_recoded(headers)):
        found.say(f"content-length is {length}, but the body has {len(data)} bytes")


def _is_recoded(headers: Headers) -> bool:
    """Whether the text was in another charset on the wire than in the file."""
    charset = _charset_in(headers.get("content-type") or "")
    return charset is not None and charset.lower() not in ("utf-8", "utf8", "us-ascii", "ascii")


# --- Text -----------------------------------------------------------------------------------------------------------


def _text(data: bytes, content_type: str, found: _Found, *, was_text: bool) -> tuple[str | None, str | None]:
    """The text of a body and the charset that it was read in; None for a binary one.

    In order: a byte-order mark, the charset of the content type, UTF-8, and for a textual type Latin-1, which fits
    anything. What a file held as text is UTF-8 already, whatever the charset was on the wire.
    """
    is_textual = _is_textual(content_type)
    for mark, charset in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decoded_as(data, charset, found), charset.removesuffix("-sig")
    declared = None if was_text else _declared_charset(content_type, found)
    if declared is not None:
        return _decoded_as(data, declared, found), declared
    try:
        text = data.decode("utf-8", "surrogatepass" if was_text else "strict")
    except UnicodeDecodeError as error:
        return _not_utf8(data, error, found) if is_textual else (None, None)
    if not is_textual and _CONTROL.search(text, 0, 4096):
        return None, None
    return text, "utf-8"


@lru_cache(maxsize=256)
def _is_textual(content_type: str) -> bool:
    return _TEXT_TYPE.match(content_type) is not None


@lru_cache(maxsize=256)
def _charset_in(content_type: str) -> str | None:
    """The charset that a content type names, as it is written there."""
    match = _CHARSET.search(content_type)
    return match[1] if match else None


def _not_utf8(data: bytes, error: UnicodeDecodeError, found: _Found) -> tuple[str, str]:
    if error.start >= len(data) - 3:
        found.say("the body ends inside a character", Severity.WARNING)
        return data.decode("utf-8", errors="replace"), "utf-8"
    found.say(f"the body is not UTF-8 (byte {error.start}) and names no charset; it is shown as Latin-1")
    return data.decode("latin-1"), "latin-1"


def _declared_charset(content_type: str, found: _Found) -> str | None:
    """The charset that a content type names, by its usual name; None when there is none or it is not known."""
    named = _charset_in(content_type)
    if named is None:
        return None
    try:
        b" \xff".decode(named, errors="replace")  # refuses codecs that make no text, such as hex
        return codecs.lookup(named).name
    except (LookupError, ValueError):
        found.say(f"charset {named[:40]!r} is not known")
        return None


def _decoded_as(data: bytes, charset: str, found: _Found) -> str:
    try:
        return data.decode(charset)
    except UnicodeError:
        found.say(f"the body is not valid {charset}", Severity.WARNING)
        return data.decode(charset, errors="replace")


# --- Places ---------------------------------------------------------------------------------------------------------


def line_of(body: Body, offset: int, encodings: tuple[str, ...] = ()) -> int | None:
    """The file line of byte `offset` of the decoded body; the body's first line where a coding lies between.

    None when the body has no place.
    """
    if body.lines:
        return body.lines[max(bisect_right(body.lines, offset, key=itemgetter(0)) - 1, 0)][1]
    if body.place is None:
        return None
    if not body.was_text or encodings or body.stored is None:
        return body.place.line_at(0)
    return body.place.line_at(offset if not offset or _is_ascii(body) else _character_index(body).at(offset))


class _CharacterIndex:
    """Turns byte offsets of UTF-8 into character offsets, with a count kept every few thousand bytes."""

    _BLOCK = 4096

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._counts = [0]
        for at in range(0, len(data), self._BLOCK):
            self._counts.append(self._counts[-1] + _characters(data[at : at + self._BLOCK]))

    def at(self, offset: int) -> int:
        """The number of characters that begin before byte `offset`."""
        offset = min(max(offset, 0), len(self._data))
        block = offset // self._BLOCK
        return self._counts[block] + _characters(self._data[block * self._BLOCK : offset])


_CONTINUATION = bytes(range(0x80, 0xC0))


def _characters(data: bytes) -> int:
    """Characters that begin in a piece of UTF-8: all bytes but those that continue one (RFC 3629, 3)."""
    return len(data.translate(None, _CONTINUATION))


@lru_cache(maxsize=16)
def _is_ascii(body: Body) -> bool:
    return (body.stored or b"").isascii()


@lru_cache(maxsize=16)
def _character_index(body: Body) -> _CharacterIndex:
    return _CharacterIndex(body.stored or b"")
