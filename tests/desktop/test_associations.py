# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The one table: every reader's files are in it, and nobody else's."""

from __future__ import annotations

from pathlib import Path

import pytest

from viewer.core.formats import READERS, Probe, file_suffixes, read_probe
from viewer.desktop.associations import DOCUMENT_TYPES, SHARED_FORMATS
from viewer.desktop.file_signatures import SIGNATURES, WITHOUT_SIGNATURE, Signature

_SAMPLES = sorted(path for path in Path(__file__).parents[1].joinpath("data", "formats").rglob("*") if path.is_file())
_PACKED = (".gz", ".zhar", ".zip")


def _fitting(data: bytes) -> list[Signature]:
    return [signature for signature in SIGNATURES if signature.fits(data)]


def test_every_reader_is_told_by_a_signature_or_has_a_reason() -> None:
    told = {family for signature in SIGNATURES for family in signature.families}
    assert told | WITHOUT_SIGNATURE.keys() == {reader.name for reader in READERS}
    assert told & WITHOUT_SIGNATURE.keys() == set()


def test_every_signature_is_of_a_type_in_the_table() -> None:
    assert {signature.media_type for signature in SIGNATURES} <= {kind.media_type for kind in DOCUMENT_TYPES}


def test_a_suffix_is_of_one_type_and_never_both_own_and_shared() -> None:
    own = [suffix for kind in DOCUMENT_TYPES for suffix in kind.own]
    shared = {suffix for kind in DOCUMENT_TYPES for suffix in kind.shared}
    assert len(own) == len(set(own))
    assert shared.isdisjoint(own)


def test_suffixes_of_readers_are_associated_or_everybodys() -> None:
    known = {suffix for kind in DOCUMENT_TYPES for suffix in (*kind.own, *kind.shared)}
    by_content_alone = {".jsonl", ".ndjson", ".sse", ".txtar", ".responses"}
    of_other_programs = {".chlsj", ".saz", ".har.zip", ".eval", ".json5", ".r", ".mitm", ".flows", ".trace"}
    of_nobody = {".cassette", ".curl", ".replay"}
    others = by_content_alone | of_other_programs | of_nobody
    assert {suffix for reader in READERS for suffix in reader.suffixes} - known == others


def test_names_of_our_types_are_offered_in_the_open_dialog() -> None:
    offered = file_suffixes()
    assert [s for kind in DOCUMENT_TYPES for s in (*kind.own, *kind.shared) if not s.endswith(offered)] == []


def test_types_with_shared_suffixes_have_signatures() -> None:
    assert [kind.media_type for kind in DOCUMENT_TYPES if kind.shared and not kind.signatures] == []


def test_shared_formats_are_never_ours() -> None:
    ours = {suffix for kind in DOCUMENT_TYPES if kind.ours for suffix in kind.own}
    assert ours.isdisjoint(suffix for shared in SHARED_FORMATS for suffix in shared.suffixes)


@pytest.mark.parametrize("sample", _SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_samples_of_readers_have_a_signature_of_their_family(sample: Path) -> None:
    recorder = sample.parent.name
    signatures = _fitting(sample.read_bytes())
    if recorder in WITHOUT_SIGNATURE or sample.suffix in _PACKED:
        assert signatures == []
    else:
        assert any(recorder in signature.families for signature in signatures)


_NOTE = "# Recorded for a test; see the notes.\n" * 30


def _variants(text: str) -> dict[str, bytes]:
    return {
        "byte-order mark": b"\xef\xbb\xbf" + text.encode(),
        "CRLF": text.replace("\n", "\r\n").encode(),
        "CRLF and mark": b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
    }


@pytest.mark.parametrize(
    "sample",
    [
        s
        for s in _SAMPLES
        if s.suffix in (".yaml", ".yml", ".json", ".har", ".toml") and s.parent.name not in WITHOUT_SIGNATURE
    ],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_signatures_stand_comments_marks_and_line_ends(sample: Path) -> None:
    text = sample.read_text("utf-8")
    expected = {signature.media_type for signature in _fitting(text.encode())}
    variants = _variants(text)
    if sample.suffix in (".yaml", ".yml", ".toml") and not text.startswith("{"):
        variants |= {"comment": (_NOTE + text).encode(), "comment and CRLF": _variants(_NOTE + text)["CRLF"]}
    for name, data in variants.items():
        assert {signature.media_type for signature in _fitting(data)} == expected, name
        assert read_probe(Probe(str(sample), data)).recorder == sample.parent.name or sample.parent.name == "har", name
