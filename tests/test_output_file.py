# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The gate through which files are written: whole or not at all, and never over a cassette, whatever it is called."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

import pytest

from viewer.core.errors import CassetteError
from viewer.output_file import require_folder, write_bytes, write_whole

_SAMPLE = min((Path(__file__).parents[1] / "resources" / "samples").glob("*.yaml"))


def _write(text: str) -> Callable[[TextIO], None]:
    def write(out: TextIO) -> None:
        out.write(text)

    return write


def test_writes_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    write_whole(target, _write("old\n"))

    def fail(out: TextIO) -> None:
        out.write("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_whole(target, fail)
    assert target.read_bytes() == b"old\n"
    assert os.listdir(tmp_path) == ["out.txt"]  # noqa: PTH208 - hidden files too


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="needs a device")
def test_writes_into_what_is_no_file() -> None:
    write_whole(Path("/dev/null"), _write("gone"))
    assert not Path("/dev/null").is_file()


def test_what_utf_8_cannot_say_is_spelled(tmp_path: Path) -> None:
    write_whole(tmp_path / "out.txt", _write("a\ud800b"))
    assert (tmp_path / "out.txt").read_bytes() == b"a\\ud800b"


@pytest.fixture
def cassette(tmp_path: Path) -> Path:
    made = tmp_path / "here" / "a.yaml"
    made.parent.mkdir()
    made.write_bytes(_SAMPLE.read_bytes())
    return made


def _through_a_linked_folder(cassette: Path) -> Path:
    link = cassette.parent.parent / "linked"
    link.symlink_to(cassette.parent)
    return link / "a.yaml"


def _through_a_link(cassette: Path) -> Path:
    link = cassette.parent / "link.txt"
    link.symlink_to(cassette)
    return link


def _through_a_second_name(cassette: Path) -> Path:
    link = cassette.parent / "second.txt"
    link.hardlink_to(cassette)
    return link


WAYS: list[Callable[[Path], Path]] = [
    lambda cassette: cassette,
    lambda cassette: cassette.parent / ".." / cassette.parent.name / cassette.name,
    _through_a_linked_folder,
    _through_a_link,
    _through_a_second_name,
]


@pytest.mark.parametrize("way", WAYS)
def test_no_way_leads_onto_a_cassette(cassette: Path, way: Callable[[Path], Path]) -> None:
    before, target = cassette.read_bytes(), way(cassette)
    with pytest.raises(CassetteError, match="is a cassette and is not overwritten"):
        write_whole(target, _write("gone"))
    with pytest.raises(CassetteError, match="is a cassette and is not overwritten"):
        write_bytes(target, b"gone")
    assert cassette.read_bytes() == before


def test_a_damaged_cassette_is_one_too(tmp_path: Path) -> None:
    damaged = tmp_path / "a.yaml"
    damaged.write_bytes(_SAMPLE.read_bytes()[:2000])
    with pytest.raises(CassetteError, match="not overwritten"):
        write_bytes(damaged, b"gone")


def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path: Path) -> None:
    target, link = tmp_path / "out.txt", tmp_path / "link.txt"
    target.write_text("old")
    link.symlink_to(target)
    write_bytes(link, b"new")
    assert link.is_symlink()
    assert target.read_text() == "new"


@pytest.mark.skipif(os.name != "posix", reason="permissions of Unix")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_permissions_stay(tmp_path: Path, mode: int) -> None:
    target = tmp_path / "out.txt"
    target.write_text("old")
    target.chmod(mode)
    write_bytes(target, b"new")
    assert stat.S_IMODE(target.stat().st_mode) == mode


@pytest.mark.skipif(os.name != "posix", reason="permissions of Unix")
def test_a_new_file_gets_what_new_files_get(tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.touch()
    write_bytes(tmp_path / "out.txt", b"new")
    assert (tmp_path / "out.txt").stat().st_mode == usual.stat().st_mode


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(CassetteError, match="no such folder"):
        require_folder(tmp_path / "nowhere")
    with pytest.raises(FileNotFoundError):
        write_bytes(tmp_path / "nowhere" / "out.txt", b"new")


def test_an_error_names_the_file_that_was_asked_for(tmp_path: Path) -> None:
    target = tmp_path / "gone" / "out.txt"
    with pytest.raises(FileNotFoundError) as caught:
        write_whole(target, _write("new"))
    assert caught.value.filename == str(target)
    assert str(caught.value).count(".part") == 0
