# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What holds for every decoder in the registry: a new one needs only bodies in `tests/data/streams/<its name>`."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.core.registry import Match
from viewer.core.streams import DECODERS, Decoder, EventList, frame
from viewer.core.streams.api import parsed

_DATA = Path(__file__).parents[2] / "data" / "streams"
_SAMPLES = [path for folder in sorted(_DATA.iterdir()) for path in sorted(folder.iterdir())]


@pytest.mark.parametrize("decoder", tuple(DECODERS), ids=lambda decoder: decoder.name)
def test_a_decoder_is_named_and_has_samples(decoder: Decoder) -> None:
    assert decoder.name
    assert decoder.title
    assert decoder.content_types
    assert list((_DATA / decoder.name).iterdir())
    assert DECODERS.named(decoder.name) is decoder


@pytest.mark.parametrize("path", _SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_exactly_one_decoder_is_sure_of_each_sample(path: Path) -> None:
    body = path.read_bytes()
    assert [d.name for d in DECODERS if d.match(body, "") is Match.SURE] == [path.parent.name]
    name, events = frame(body, None)
    assert name == path.parent.name
    assert events
    assert [event.index for event in events] == list(range(len(events)))
    assert all(event.problems == () for event in events)
    assert all(0 <= start < end <= len(body) for start, end in (event.span for event in events))


def _begins_so(body: bytes, content_type: str = "") -> list[str]:
    """The decoders that take a body, each of whose signs stands at its beginning."""
    beginning = body.removeprefix(b"\xef\xbb\xbf").lstrip()
    taken = []
    for name, decoder in zip(DECODERS.built_in, DECODERS, strict=False):
        if decoder.match(body, content_type) is not Match.NO:
            assert beginning.startswith(DECODERS.signs.get(name, b"")), name
            taken.append(name)
    return taken


@pytest.mark.parametrize("path", _SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_body_that_a_decoder_takes_begins_with_one_of_its_signs(path: Path) -> None:
    assert set(DECODERS.signs) < set(DECODERS.built_in)
    body = path.read_bytes()
    assert _begins_so(body)
    for before in (b" ", b"\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\t", b"\x0b"):
        _begins_so(before + body)


_PIECES = (
    b'{"direction": "sent", "data": 1}',
    b'{"grpc": {}}',
    b"[{",
    b'0:"',
    b"\n",
    b" ",
    b"\xef\xbb\xbf",
    b"{}",
    b"\0\0\1",
)


@given(st.lists(st.one_of(st.sampled_from(_PIECES), st.binary(max_size=3))).map(b"".join))
def test_so_do_bodies_put_together_of_what_streams_begin_with(body: bytes) -> None:
    for decoder in DECODERS:
        for content_type in decoder.content_types:
            _begins_so(body, content_type)


@pytest.mark.parametrize("decoder", tuple(DECODERS), ids=lambda decoder: decoder.name)
@given(seed=st.integers(0, 2**32), junk=st.binary(max_size=20))
def test_a_garbled_body_is_framed_without_an_error(decoder: Decoder, seed: int, junk: bytes) -> None:
    chance = random.Random(seed)  # noqa: S311
    for path in (_DATA / decoder.name).iterdir():
        body = path.read_bytes()
        start, end = sorted(chance.randrange(len(body)) for _ in range(2))
        garbled = body[:start] + junk + body[end:]
        decoder.match(garbled, "")
        events = list(map(parsed, decoder.events(garbled)))
        assert [event.index for event in events] == list(range(len(events)))
        assert all(0 <= a <= b <= len(garbled) for a, b in (event.span for event in events))
        kept = EventList(events, garbled)
        assert list(kept) == events  # as they come
        assert list(kept) == events  # and as they are made again
