# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What holds for every reader in the registry: a new one needs only files in `tests/data/formats/<its name>`."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.core import bodies, streams
from viewer.core.errors import CassetteError
from viewer.core.formats import READERS, Probe, Reader, fit, owners_of, read_probe
from viewer.core.model import Cassette
from viewer.core.registry import Match

_DATA = Path(__file__).parents[2] / "data" / "formats"
_SHARED = Path(__file__).resolve().parents[4] / "shared" / "cassettes"
_SAMPLES = [path for folder in sorted(_DATA.iterdir()) for path in sorted(folder.iterdir())]


def _consume(cassette: Cassette) -> None:
    """Do with a cassette what everything after it begins with; nothing here may raise."""
    for interaction in cassette.interactions:
        for message in (interaction.request, interaction.response):
            decoded = bodies.decode(message.body, message.headers)
            assert decoded.is_json or decoded.json is None
            _, events = streams.frame(decoded.data, decoded.content_type)
            for event in events:
                bodies.line_of(message.body, event.span[0], decoded.encodings)
        assert interaction.request.target.scheme is not None


@pytest.mark.parametrize("reader", tuple(READERS), ids=lambda reader: reader.name)
def test_a_reader_is_named_and_has_samples(reader: Reader) -> None:
    assert reader.name
    assert reader.title
    assert reader.suffixes
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in reader.suffixes)
    assert list((_DATA / reader.name).iterdir())
    assert READERS.named(reader.name) is reader


@pytest.mark.parametrize("path", _SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_exactly_one_reader_is_sure_of_each_sample(path: Path) -> None:
    probe = Probe.open(path)
    owners = owners_of(probe.document.value)
    assert owners <= {path.parent.name}
    assert [reader.name for reader in READERS if fit(reader, probe, owners) is Match.SURE] == [path.parent.name]
    cassette = read_probe(probe)
    assert cassette.recorder == path.parent.name
    assert cassette.interactions
    assert cassette.problems == ()
    assert cassette.source == probe.text
    assert cassette.size == path.stat().st_size
    _consume(cassette)


@pytest.mark.parametrize("path", _SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
@settings(max_examples=settings().max_examples // 4)
@given(seed=st.integers(0, 2**32))
def test_a_garbled_sample_is_read_or_refused(path: Path, seed: int) -> None:
    probe = Probe(str(path), _garbled(path.read_bytes(), random.Random(seed)))  # noqa: S311
    for reader in READERS:
        reader.match(probe)
    with suppress(CassetteError):
        _consume(read_probe(probe))


def _garbled(data: bytes, chance: random.Random) -> bytes:
    """The data with a few pieces of it cut out, doubled, moved or overwritten."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(data) + 1)
        piece = data[start : start + chance.choice([1, 2, 10, 100])]
        other = chance.randrange(len(data) + 1)
        odd = chance.choice(
            [b"\0", b"\xff", b"\n", b"- ", b": ", b"'", b'"', b"{", b"]", b"&a ", b"*a", b"!x ", b"\t", piece]
        )
        data = chance.choice(
            [
                data[:start] + data[start + len(piece) :],
                data[:other] + piece + data[other:],
                data[:start] + odd + data[start + len(odd) :],
                data[:start] + odd + data[start:],
            ]
        )
    return data


@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(CassetteError):
        _consume(read_probe(Probe("x.yaml", data)))


_RECORDED = sorted((_SHARED / "dnaeon+go-vcr").rglob("*.y*ml")) + sorted(
    (_SHARED / "charmbracelet+fantasy").rglob("*.y*ml")
)


@pytest.mark.skipif(not _RECORDED, reason="no recorded cassettes beside the project")
@pytest.mark.parametrize("path", _RECORDED, ids=lambda path: "/".join(path.parts[-3:]))
def test_recorded_go_vcr_cassettes_have_nothing_wrong_with_them(path: Path) -> None:
    cassette = read_probe(Probe.open(path))
    assert cassette.recorder == "go-vcr"
    assert cassette.problems == ()
    for interaction in cassette.interactions:
        assert interaction.problems == ()
        assert interaction.request.url
        assert interaction.response.status
    _consume(cassette)
