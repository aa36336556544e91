# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""AWS event streams: headers of every type, checksums, exceptions, what is cut off, and what botocore makes of it."""

from __future__ import annotations

import base64
import json
import struct
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.core.registry import Match
from viewer.core.streams.aws_event_stream import AwsEventStreamDecoder
from viewer.core.streams.payload_part import inside

DECODER = AwsEventStreamDecoder()
_TYPE = DECODER.content_types[0]


def _header(name: str, value: str) -> bytes:
    written = value.encode()
    return bytes([len(name)]) + name.encode() + b"\x07" + struct.pack("!H", len(written)) + written


def _raw(headers: bytes, payload: bytes) -> bytes:
    prelude = struct.pack("!II", len(headers) + len(payload) + 16, len(headers))
    body = prelude + struct.pack("!I", crc32(prelude)) + headers + payload
    return body + struct.pack("!I", crc32(body))


def _message(payload: object, **headers: str) -> bytes:
    named = {"event_type": "chunk", **headers}
    block = b"".join(_header(f":{name.replace('_', '-')}", value) for name, value in named.items())
    return _raw(block, json.dumps(payload).encode())


def test_messages_are_events() -> None:
    first, second = _message({"role": "assistant"}, event_type="messageStart"), _message({"n": 1})
    told = list(DECODER.events(first + second))
    assert [(event.index, event.name, event.json) for event in told] == [
        (0, "messageStart", {"role": "assistant"}),
        (1, "chunk", {"n": 1}),
    ]
    assert [event.span for event in told] == [(0, len(first)), (len(first), len(first) + len(second))]
    assert all(event.problems == () for event in told)


def test_a_wrapped_payload_is_taken_out() -> None:
    (event,) = DECODER.events(_message({"bytes": base64.b64encode(b'{"a": 1}').decode(), "p": "abc"}))
    assert (event.name, event.data, event.json) == ("chunk", '{"a": 1}', {"a": 1})
    (text,) = DECODER.events(_message({"bytes": base64.b64encode(b"plain text").decode()}))
    assert (text.data, text.is_json) == ("plain text", False)


@pytest.mark.parametrize(
    "payload",
    [
        {"bytes": "aGk=", "attribution": {"citations": []}},
        {"bytes": "not base64"},
        {"bytes": "/w=="},
        {"bytes": 5},
        {"p": "abc"},
        {},
        ["bytes"],
    ],
)
def test_a_payload_that_is_not_only_wrapping_stays(payload: object) -> None:
    (event,) = DECODER.events(_message(payload))
    assert event.json == payload


def test_inside() -> None:
    assert inside("w6k=") == "é"
    assert inside("w6k") is None
    assert inside("_w==") is None
    assert inside(None) is None


def test_exceptions_name_themselves() -> None:
    thrown = _message({"message": "Slow down"}, message_type="exception", exception_type="throttlingException")
    (event,) = DECODER.events(thrown)
    assert (event.name, event.json) == ("throttlingException", {"message": "Slow down"})
    headers = _header(":message-type", "error") + _header(":error-code", "Internal") + _header(":error-message", "Oh")
    (event,) = DECODER.events(_raw(headers, b""))
    assert (event.name, event.data) == ("Internal", "Oh")


def test_headers_of_every_type() -> None:
    others = b"".join(
        b"\x01" + bytes([97 + kind, kind]) + value
        for kind, value in enumerate(
            [b"", b"", b"x", b"xx", b"xxxx", b"x" * 8, b"\x00\x02xx", b"\x00\x01x", b"x" * 8, b"x" * 16]
        )
    )
    (event,) = DECODER.events(_raw(others + _header(":event-type", "late"), b"{}"))
    assert (event.name, event.problems) == ("late", ())


@pytest.mark.parametrize("block", [b"\x0b:event", b"\x01a\x63", b"\x01a\x07\x00\x09x", b"\x01a\x07\x00", b"\x01a"])
def test_headers_that_cannot_be_read_are_told(block: bytes) -> None:
    (event,) = DECODER.events(_raw(block, b'{"a": 1}'))
    assert event.json == {"a": 1}
    assert [problem.text for problem in event.problems] == ["the headers of the message cannot be read"]


def test_wrong_checksums_are_told_and_passed_over() -> None:
    good = _message({"n": 1})
    bad_prelude = good[:8] + b"\0\0\0\0" + good[12:]
    bad_payload = good[:-6] + b"9" + good[-5:]
    told = list(DECODER.events(bad_payload + bad_prelude + good))
    assert [[problem.text for problem in event.problems] for event in told] == [
        ["the checksum of the message is wrong"],
        ["the checksum of the message's prelude is wrong", "the checksum of the message is wrong"],
        [],
    ]
    assert told[2].json == {"n": 1}


def test_a_tail_that_is_no_message_is_one_event() -> None:
    good = _message({"n": 1})
    told = list(DECODER.events(good + b"\xff" * 20))
    assert [event.span for event in told] == [(0, len(good)), (len(good), len(good) + 20)]
    assert [problem.text for problem in told[1].problems] == ["what follows is no message"]


def test_a_stream_cut_off_anywhere() -> None:
    first, second = _message({"n": 1}), _message({"text": "abc"})
    for end in range(len(first) + 1, len(first) + len(second)):
        told = list(DECODER.events((first + second)[:end]))
        assert told[0].problems == ()
        assert "ends inside a message" in told[1].problems[0].text
        assert told[1].span == (len(first), end)
        assert json.dumps({"text": "abc"}).startswith(told[1].data)


def test_a_payload_that_is_no_text() -> None:
    (event,) = DECODER.events(_raw(_header(":event-type", "audio"), b"\xff\xfe"))
    assert event.data == "��"
    assert [problem.text for problem in event.problems] == ["the payload of the message is no text"]


def test_match() -> None:
    good = _message({"n": 1})
    bad_prelude = good[:8] + b"\0\0\0\0" + good[12:]
    assert DECODER.match(good, "") is Match.SURE
    assert DECODER.match(good[:14], "application/json") is Match.SURE
    assert DECODER.match(bad_prelude, _TYPE) is Match.LIKELY
    assert DECODER.match(bad_prelude, "") is Match.NO
    for other in (b"", good[:11], b'{"message": "The model id is invalid"}', b"data: {}\n\n", b"\0" * 40):
        assert DECODER.match(other, _TYPE) is Match.NO


@given(
    st.lists(
        st.tuples(
            st.dictionaries(st.text("abcdefg", min_size=1), st.text(max_size=9)), st.binary(max_size=40), st.text()
        )
    )
)
def test_botocore_reads_the_same(sent: list[tuple[dict[str, str], bytes, str]]) -> None:
    eventstream = pytest.importorskip("botocore.eventstream")
    body = b"".join(
        _raw(b"".join(_header(k, v) for k, v in {**headers, ":event-type": name}.items()), payload)
        for headers, payload, name in sent
    )
    buffer = eventstream.EventStreamBuffer()
    buffer.add_data(body)
    theirs = [(m.headers[":event-type"], m.payload.decode("utf-8", errors="replace")) for m in buffer]
    assert [(event.name, event.data) for event in DECODER.events(body)] == theirs
