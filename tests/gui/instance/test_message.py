# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What instances say to each other survives any cut into pieces; what is no request is refused, and never kept."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.gui.instance.message import MOST_TEXT, MalformedMessageError, Request, RequestReader, greeting, mismatch
from viewer.loose_text import LooseText

_WORDS = st.text(st.characters(exclude_characters="\0"), max_size=20)
_REQUESTS = st.builds(
    Request,
    st.lists(_WORDS.map(lambda name: f"/{name}"), max_size=4).map(tuple),
    st.lists(st.builds(LooseText, _WORDS, st.binary(max_size=60)), max_size=3).map(tuple),
    _WORDS,
)


@given(_REQUESTS, st.integers(1, 50))
def test_a_request_arrives_as_it_was_sent_whatever_its_pieces(request: Request, size: int) -> None:
    packed, reader = request.pack(), RequestReader()
    pieces = [packed[start : start + size] for start in range(0, len(packed), size)]
    assert [reader.feed(piece) for piece in pieces] == [None] * (len(pieces) - 1) + [request]


def test_file_names_need_not_be_unicode() -> None:
    request = Request(("/caf\udce9.yaml",))
    assert RequestReader().feed(request.pack()) == request


def _line(**fields: object) -> bytes:
    return json.dumps({"paths": [], "texts": [], "token": "", **fields}).encode() + b"\n"


@pytest.mark.parametrize(
    "line",
    [
        b"GET / HTTP/1.1\r\n",
        b"\n",
        b"[]\n",
        b"[" * 100_000 + b"\n",
        b"\xff\xfe\n",
        b"x" * (5 << 20),
        _line(paths=[1]),
        _line(paths=["relative.yaml"]),
        _line(paths=["/nul\0"]),
        _line(token=None),
        _line(texts=[{"name": "a", "bytes": -1}]),
        _line(texts=[{"name": "a", "bytes": True}]),
        _line(texts=[{"name": "a", "bytes": MOST_TEXT}, {"name": "b", "bytes": 1}]),
        _line() + b"more",
    ],
)
def test_what_is_no_request_is_refused(line: bytes) -> None:
    with pytest.raises(MalformedMessageError):
        RequestReader().feed(line)


@pytest.mark.parametrize("field", [{"paths": ["/a"] * 10_001}, {"texts": [{"name": "", "bytes": 0}] * 10_001}])
def test_more_names_than_a_window_takes_are_refused(field: dict[str, object]) -> None:
    with pytest.raises(MalformedMessageError, match="too many names"):
        RequestReader().feed(_line(**field))


def test_the_version_of_a_stranger_turns_nothing() -> None:
    told = mismatch(json.dumps({"cassette-viewer": "1\x1b[2J\n\u202e", "protocol": 9}).encode())
    assert told is not None
    assert told.isprintable()


def test_strangers_are_told_by_their_greeting() -> None:
    assert mismatch(greeting()) is None
    assert "version 2.0" in (mismatch(b'{"cassette-viewer": "2.0", "protocol": 7}\n') or "")
    for line in (b"", b"hello\n", b"[1]\n", b"[" * 100_000, b'{"protocol": 1}\n'):
        assert mismatch(line), line
