# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What VCR of Ruby and everything modelled on it write alike: the body and the status of a message."""

from __future__ import annotations

from dataclasses import replace

from viewer.core.errors import Severity
from viewer.core.formats._entry import Entry
from viewer.core.model import Body

_KNOWN_BODY = frozenset({"encoding", "string", "base64_string", "file"})
_KNOWN_STATUS = frozenset({"code", "message", "http_version"})


def read_body(entry: Entry) -> Body:
    """A body that stands under `string`, under `base64_string` or by itself; another mapping is parsed JSON."""
    if not isinstance(entry.value, dict):
        return entry.parsed_body() if isinstance(entry.value, list) else entry.body()
    if entry.value.get("file"):
        entry["file"].say("the body was written to another file, which is not read", Severity.INFO)
    if "base64_string" in entry.value:
        entry.expect(_KNOWN_BODY)
        return entry["base64_string"].base64_body()
    if "string" in entry.value:
        entry.expect(_KNOWN_BODY)
        return _encoded(_string(entry["string"]), entry["encoding"].text())
    return entry.parsed_body() if entry.value.keys() - {"encoding"} else Body(place=entry.place)


def _string(entry: Entry) -> Body:
    return entry.parsed_body() if isinstance(entry.value, (dict, list)) else entry.body()


def _encoded(body: Body, encoding: str) -> Body:
    """The bytes that the recorder saw as this text.

    At times it saw them wrongly: Betamax takes text without a charset for Latin-1. Where the encoding says nothing, as
    Ruby's `ASCII-8BIT`, or cannot have been it, the bytes are UTF-8.
    """
    if not body.was_text or not body.stored or not encoding:
        return body
    try:
        stored = body.stored.decode().encode(encoding)
    except (LookupError, ValueError):
        return body
    return body if stored == body.stored else replace(body, stored=stored, was_text=False)


def read_status(entry: Entry) -> tuple[int | None, str]:
    """Number and reason phrase of a response: `status: {code, message}`, a bare `status`, or `status_code`."""
    status = entry["status"]
    if isinstance(status.value, dict):
        status.expect(_KNOWN_STATUS)
        code, reason = status["code"].integer(), status["message"].text()
    else:
        code, reason = (entry["status_code"] if status.value is None else status).integer(), ""
    if code is None and entry.value and not entry.is_cut_off:
        entry.say("the response has no status; the recording may be cut off")
    return code, reason


def http_version(entry: Entry) -> str | None:
    """`HTTP/1.1`, which some write as `1.1`; None where there is none."""
    version = entry.text()
    return f"HTTP/{version}" if version[:1].isdecimal() else version or None
