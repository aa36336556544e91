# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""stored body -> bytes -> text and JSON: three levels, each honest about what it did.

`stored` is what the file holds, `data` what the server sent once content codings are undone, `json` what it means.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass

from viewer.core.errors import Problem, Severity
from viewer.core.model import Body, Headers, Json


@dataclass(frozen=True, slots=True)
class Decoded:
    """A body with its codings undone: bytes, text when it is text, JSON when it is JSON."""

    data: bytes = b""
    text: str | None = None
    charset: str | None = None
    encodings: tuple[str, ...] = ()
    json: Json = None
    is_json: bool = False
    problems: tuple[Problem, ...] = ()


def decode(body: Body, headers: Headers) -> Decoded:  # noqa: ARG001
    """Undo what was done to a body on its way; never raises."""
    data, encodings, problems = body.stored or b"", (), []
    if data[:2] == b"\x1f\x8b":
        try:
            data, encodings = zlib.decompress(data, 31), ("gzip",)
        except zlib.error as error:
            problems.append(Problem(Severity.WARNING, f"gzip: {error}"))
    try:
        text: str | None = data.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    value, is_json = _json(text)
    return Decoded(data, text, "utf-8", encodings, value, is_json, tuple(problems))


def _json(text: str | None) -> tuple[Json, bool]:
    if not text or text.lstrip()[:1] not in tuple('{["') + tuple("-0123456789tfn"):
        return None, False
    try:
        return json.loads(text), True
    except (ValueError, RecursionError):
        return None, False


def line_of(body: Body, byte_offset: int, encodings: tuple[str, ...] = ()) -> int | None:
    """The file line of a byte of the decoded body; the body's first line where a coding lies between."""
    if body.place is None:
        return None
    if not body.was_text or encodings:
        return body.place.line_at(0)
    stored = body.stored or b""
    if stored.isascii():
        return body.place.line_at(byte_offset)
    return body.place.line_at(len(stored[:byte_offset].decode("utf-8", errors="replace")))
