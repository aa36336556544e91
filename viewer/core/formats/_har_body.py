# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The bodies of a HAR file: text, base64, the pieces that Polly.JS received, forms, and JSON stored as its value."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlencode

from viewer.core.errors import Severity
from viewer.core.formats._base64 import decode_base64
from viewer.core.formats._beside import body_beside
from viewer.core.formats._entry import Entry
from viewer.core.formats.api import Probe
from viewer.core.model import Body

Attached: TypeAlias = Callable[[Entry, str], Body]
"""Finds the body in the file of a name, which an entry tells."""

_FORM = "application/x-www-form-urlencoded"


def request_body(entry: Entry) -> Body:
    """The body that `postData` holds; that of a form may stand in its fields only."""
    body = _body(entry, entry["textJSON"])
    if body.stored or not list(entry["params"].elements()):
        return body
    if not entry["mimeType"].text().startswith(_FORM):
        return entry["params"].parsed_body()
    fields = [(field["name"].text(), field["value"].text()) for field in entry["params"].mappings()]
    return Body(urlencode(fields).encode(), entry["params"].place, was_text=False)


def response_body(entry: Entry, attached: Attached) -> Body:
    """The body that `content` holds, or the file that it names; else a comment often says why."""
    body = _body(entry, entry["textDecoded"])
    name = entry["_file"].text()
    if body.stored is None and name:
        return attached(entry["_file"], name)
    comment = entry["comment"].text()
    if body.stored is None and comment:
        entry["comment"].say(f"the body was not recorded: {comment[:200]}", Severity.INFO)
    return body


def attached_in(probe: Probe) -> Attached:
    """How to find a body in a file of its own (Playwright): in the archive that the HAR came in, else beside it."""
    archive, unpacked = probe.archive, probe.unpacked
    if archive is None or unpacked is None:
        return lambda entry, name: body_beside(entry, Path(probe.path).parent, name)
    folder = unpacked.members[0].name.rpartition("/")[0] if unpacked.members else ""

    def attached(entry: Entry, name: str) -> Body:
        data = archive.read(f"{folder}/{name}" if folder else name)
        if data is None:
            entry.say(f"the body is in a file that is not in the archive: {name[:200]}")
        return Body(data, entry.place, was_text=False)

    return attached


def _body(entry: Entry, parsed: Entry) -> Body:
    """The body under `text`; without one that whose value stands in `parsed`."""
    text = entry["text"]
    if not isinstance(text.value, str):
        return text.body() if parsed.value is None else parsed.parsed_body()
    encoding = entry["encoding"].text()
    is_hex = entry["_isBinary"].value is True and not encoding  # Polly.JS before 6
    pieces = _pieces(text.value) if encoding or is_hex else None
    if is_hex and pieces is not None:
        return text.hex_body("".join(pieces))
    if encoding == "base64":
        return text.base64_body() if pieces is None else _of_base64(text, pieces)
    if encoding:
        entry["encoding"].say(f"encoding {encoding[:40]!r} is not known; the text is shown as it stands", Severity.INFO)
    return text.body()


def _pieces(text: str) -> list[str] | None:
    """The pieces that Polly.JS wrote as a JSON list inside the text; None when it is no such list."""
    if not text.lstrip().startswith("["):
        return None
    try:
        pieces = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return pieces if all(isinstance(piece, str) for piece in pieces) else None


def _of_base64(entry: Entry, pieces: list[str]) -> Body:
    decoded = [decode_base64(piece) for piece in pieces]
    data = b"".join(piece for piece, _ in decoded)
    if not all(is_whole for _, is_whole in decoded):
        entry.say("base64 is damaged in a piece of the body")
    return Body(data, entry.place, was_text=False)
