# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""AWS event streams (smithy.io/2.0/aws/amazon-eventstream.html): binary messages of headers and payload.

A message is its length and that of its headers, a CRC of both, the headers, the payload and a CRC of it all, in network
byte order. Damage is told and passed over as far as the lengths still make sense; what comes after that is one event.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from zlib import crc32

from viewer.core.errors import Problem, Severity
from viewer.core.registry import Match
from viewer.core.streams.api import STOPS, StreamEvent
from viewer.core.text.json_values import parse_json
from viewer.dataclass import dataclass

_PRELUDE = struct.Struct("!III")  # length of the message, length of its headers, CRC of these two
_CRC = struct.Struct("!I")
_SHORTEST = _PRELUDE.size + _CRC.size
_LONGEST = 24 * 1024 * 1024  # of a message that AWS allows

# Type of a header's value -> how many bytes it has; text and bytes say it themselves in two bytes.
_SIZES = {0: 0, 1: 0, 2: 1, 3: 2, 4: 4, 5: 8, 8: 8, 9: 16}
_BYTES, _TEXT = 6, 7
# What names an event, by its `:message-type`; an exception may stand beside a type of event.
_NAMES = {"exception": ":exception-type", "error": ":error-code"}


class AwsEventStreamDecoder:
    """Reads `application/vnd.amazon.eventstream`."""

    name = "aws-event-stream"
    title = "AWS event stream"
    content_types: tuple[str, ...] = ("application/vnd.amazon.eventstream",)

    def match(self, body: bytes, content_type: str) -> Match:
        """Sure when the first prelude has the right CRC; likely when only the type and the lengths say so."""
        prelude = _prelude(body, 0)
        if prelude is None or not prelude.is_sane:
            return Match.NO
        if prelude.is_intact:
            return Match.SURE
        return Match.LIKELY if self.content_types[0] in content_type.lower() else Match.NO

    def events(self, body: bytes) -> Iterator[StreamEvent]:
        """Each message; the payload of one that wraps it in base64 is what is inside."""
        # Imported here: every body that is no stream is matched, and few are of this kind.
        from viewer.core.streams.payload_part import unwrapped  # noqa: PLC0415

        at, index = 0, 0
        while at < len(body):
            message = _message(body, at, index)
            yield unwrapped(message)
            at, index = message.span[1], index + 1


@dataclass(frozen=True, slots=True)
class _Prelude:
    """How long a message says that it is."""

    length: int
    headers: int
    is_intact: bool

    @property
    def is_sane(self) -> bool:
        return _SHORTEST <= self.length <= _LONGEST and self.headers <= self.length - _SHORTEST


def _prelude(body: bytes, at: int) -> _Prelude | None:
    """The prelude at an offset; None where the body ends before it does."""
    if len(body) < at + _PRELUDE.size:
        return None
    length, headers, crc = _PRELUDE.unpack_from(body, at)
    return _Prelude(length, headers, crc == crc32(body[at : at + 8]))


def _message(body: bytes, at: int, index: int) -> StreamEvent:
    """The message at an offset, or all that is left as one event where there is none."""
    prelude = _prelude(body, at)
    if prelude is None or not prelude.is_sane:
        text = f"{STOPS} inside a message" if prelude is None else "what follows is no message"
        problem = Problem(Severity.WARNING if prelude is None else Severity.ERROR, text, event=index + 1)
        return StreamEvent(index, (at, len(body)), "", problems=(problem,))
    end = min(at + prelude.length, len(body))
    payload_at = min(at + _PRELUDE.size + prelude.headers, end)
    payload_end = max(payload_at, min(at + prelude.length - _CRC.size, end))
    headers, is_read = _headers(body[at + _PRELUDE.size : payload_at])
    faults = list(_faults(body, at, prelude))
    if not is_read and end == at + prelude.length:
        faults.append((Severity.ERROR, "the headers of the message cannot be read"))
    return _event(index, (at, end), headers, body[payload_at:payload_end], faults)


def _event(
    index: int, span: tuple[int, int], headers: dict[str, str], payload: bytes, faults: list[tuple[Severity, str]]
) -> StreamEvent:
    named = headers.get(_NAMES.get(headers.get(":message-type", ""), ""))
    try:
        text = payload.decode("utf-8")
    except UnicodeDecodeError:
        text = payload.decode("utf-8", errors="replace")
        faults.append((Severity.INFO, "the payload of the message is no text"))
    data = text or headers.get(":error-message", "")
    json, is_json = parse_json(data)
    return StreamEvent(
        index=index,
        span=span,
        data=data,
        json=json,
        is_json=is_json,
        name=named or headers.get(":event-type"),
        problems=tuple(Problem(severity, fault, event=index + 1) for severity, fault in faults),
    )


def _faults(body: bytes, at: int, prelude: _Prelude) -> Iterator[tuple[Severity, str]]:
    """What is wrong with a message as a whole."""
    if not prelude.is_intact:
        yield Severity.ERROR, "the checksum of the message's prelude is wrong"
    end = at + prelude.length
    if end > len(body):
        yield Severity.WARNING, f"{STOPS} inside a message, after {len(body) - at} of {prelude.length} bytes"
    elif _CRC.unpack_from(body, end - _CRC.size)[0] != crc32(body[at : end - _CRC.size]):
        yield Severity.ERROR, "the checksum of the message is wrong"


def _headers(block: bytes) -> tuple[dict[str, str], bool]:
    """The headers that are text, which are all that name anything; and whether the block could be read to its end."""
    found: dict[str, str] = {}
    at = 0
    while at < len(block):
        kind_at = at + 1 + block[at]
        if kind_at >= len(block):
            return found, False
        name, kind = block[at + 1 : kind_at], block[kind_at]
        value_at, size = kind_at + 1, _SIZES.get(kind)
        if kind in (_BYTES, _TEXT) and value_at + 2 <= len(block):
            size = int.from_bytes(block[value_at : value_at + 2], "big")
            value_at += 2
        if size is None or value_at + size > len(block):
            return found, False
        if kind == _TEXT:
            found[_text(name)] = _text(block[value_at : value_at + size])
        at = value_at + size
    return found, True


def _text(value: bytes) -> str:
    return value.decode("utf-8", errors="replace")
