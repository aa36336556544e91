# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""ZIP archives: what is in them is bounded, never written to disk, and damage costs no more than its member."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import zstandard

from viewer.core.formats import Probe, _archive, read, read_probe
from viewer.core.formats._archive import Archive

_DATA = Path(__file__).parents[2] / "data" / "formats"


def _packed(*members: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return file.getvalue()


def test_members_are_read_by_name() -> None:
    archive = Archive(_packed(("a", b"1"), ("folder/", b""), ("folder/b", b"2")))
    assert archive.names == ("a", "folder/b")
    assert (archive.read("folder/b"), archive.read("c"), archive.faults) == (b"2", None, [])


def test_a_member_without_a_name_is_none() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a", b"1")
        archive.filelist[0].filename = ""
    assert Archive(file.getvalue()).names == ()


def test_a_member_is_not_inflated_beyond_the_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_archive, "MAX_MEMBER", 3 << 20)
    monkeypatch.setattr(_archive, "MAX_TOTAL", 5 << 20)
    archive = Archive(_packed(("a", bytes(4 << 20)), ("b", bytes(2 << 20)), ("c", bytes(2 << 20))))
    assert len(archive.read("a") or b"") == 3 << 20
    assert len(archive.read("b") or b"") <= 2 << 20
    assert len(archive.read("c") or b"") < 2 << 20
    assert archive.faults == [f"{name} is too large, its end is not read" for name in ("a", "b", "c")]


def test_very_many_members_are_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_archive, "MAX_MEMBERS", 2)
    archive = Archive(_packed(("a", b""), ("b", b""), ("c", b"")))
    assert archive.names == ("a", "b")
    assert archive.faults == ["the archive has 3 members, of which 2 are read"]


def test_damage_costs_its_member() -> None:
    data = bytearray(_packed(("a", b"x" * 50), ("b", b"2"), compression=zipfile.ZIP_STORED))
    data[40] ^= 1
    archive = Archive(bytes(data))
    archive.read("a")
    assert archive.read("b") == b"2"
    assert [fault.partition(":")[0] for fault in archive.faults] == ["a is damaged"]
    assert Archive(bytes(data[:60])).names == ()


def test_members_in_zstd_are_read() -> None:
    """Inspect packs so; the archive is made by hand, as the standard library cannot write it."""
    packed = zstandard.ZstdCompressor().compress(b"hello " * 100)
    data = bytearray(_packed(("a", packed), compression=zipfile.ZIP_STORED))
    data[8:10] = (93).to_bytes(2, "little")
    central = data.index(b"PK\x01\x02")
    data[central + 10 : central + 12] = (93).to_bytes(2, "little")
    archive = Archive(bytes(data))
    assert (archive.read("a"), archive.faults) == (b"hello " * 100, [])


def test_bodies_of_a_har_are_those_in_its_archive_alone(tmp_path: Path) -> None:
    file = tmp_path / "talk.har.zip"
    file.write_bytes((_DATA / "har" / "playwright.har.zip").read_bytes())
    (tmp_path / "b2.txt").write_text("not of this archive")
    _, streamed, missing = read(file).interactions
    assert (streamed.response.body.stored or b"").endswith(b"data: [DONE]\n\n")
    assert missing.response.body.stored is None
    assert [problem.text for problem in missing.problems] == [
        "the body is in a file that is not in the archive: b2.txt"
    ]


def test_a_har_in_a_folder_of_its_archive_has_its_bodies_there() -> None:
    with zipfile.ZipFile(_DATA / "har" / "playwright.har.zip") as archive:
        members = [(f"talk/{name}", archive.read(name)) for name in archive.namelist()]
    _, streamed, _ = read_probe(Probe("x.zip", _packed(*members, ("talk/other.har", b"{}")))).interactions
    assert (streamed.response.body.stored or b"").startswith(b"data: ")


def test_of_several_har_files_the_first_is_read() -> None:
    har = b'{"log": {"version": "1.2", "creator": {}, "entries": []}}'
    cassette = read_probe(Probe("x.zip", _packed(("a.har", har), ("b.har", har))))
    assert "the archive holds 2 HAR files, of which a.har is read" in [problem.text for problem in cassette.problems]


def test_an_archive_that_holds_another_kind_of_document_is_read_as_that() -> None:
    har = b'{"log": {"version": "1.2", "creator": {}, "entries": [{"request": {}, "response": {}}]}}'
    cassette = read_probe(Probe("x.zip", _packed(("header.json", har))))
    assert (cassette.recorder, len(cassette.interactions)) == ("har", 1)
