# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from viewer.core.errors import CassetteError, Severity
from viewer.core.formats import Probe, read_probe
from viewer.core.place import Place, Scalar

_SAMPLE = Path(__file__).parents[2] / "data" / "formats" / "go-vcr" / "version_2.yaml"


@pytest.mark.parametrize("compress", [gzip.compress, zlib.compress, zstandard.compress])
def test_a_compressed_file_is_read_as_what_it_holds(compress: Callable[[bytes], bytes]) -> None:
    plain = _SAMPLE.read_bytes()
    packed = compress(plain)
    cassette = read_probe(Probe("x.yaml.gz", packed))
    assert cassette.recorder == "go-vcr"
    assert cassette.problems == ()
    assert cassette.source == plain.decode()
    assert cassette.size == len(packed)


def test_of_a_damaged_compressed_file_what_precedes_the_damage_is_read() -> None:
    packed = gzip.compress(_SAMPLE.read_bytes())
    cassette = read_probe(Probe("x.yaml.gz", packed[:-9]))
    assert [(p.severity, p.line) for p in cassette.problems][:1] == [(Severity.ERROR, None)]
    assert "compressed file is damaged" in cassette.problems[0].text
    assert cassette.interactions[0].request.url


def test_compressed_data_that_cannot_be_undone_is_named() -> None:
    with pytest.raises(CassetteError, match="gzip data"):
        read_probe(Probe("x", b"\x1f\x8b\x08nothing that inflates"))


@pytest.mark.parametrize(
    ("path", "suffix"),
    [("a/b.YAML", ".yaml"), ("b.yaml.gz", ".yaml"), ("b.gz", ""), ("b", ""), ("b.httprr.GZ", ".httprr")],
)
def test_the_suffix_is_that_of_what_is_inside(path: str, suffix: str) -> None:
    assert Probe(path, b"").suffix == suffix


def test_places_in_a_file_that_is_neither_yaml_nor_json() -> None:
    text = "one\r\n  & two\n\n'three'\n"
    place = Place(4, Scalar(text, 0, len(text), "text"))
    assert [place.line_at(text.index(word)) for word in ("one", "two", "three")] == [4, 5, 7]
