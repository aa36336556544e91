# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is done is passed over, what changed is not; nothing partial stays, and no cassette is written to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from viewer.cli import main
from viewer.core.errors import CassetteError
from viewer.core.formats import Probe, reader_of
from viewer.corpus.partitions import claimed

Cassette = Callable[..., Path]
Run = Callable[..., int]
Rows = Callable[..., list[dict[str, object]]]


@pytest.fixture
def run(tmp_path: Path, folder: Path) -> Run:
    """Make tables of JSON lines of the folder `in`."""

    def run(*more: str, output: Path = folder) -> int:
        return main(["table", str(tmp_path / "in"), "--to", "jsonl", "--output", str(output), *more])

    return run


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_each_input_is_a_file_in_each_table(run: Run, cassette: Cassette, folder: Path) -> None:
    cassette("one.yaml")
    cassette("deep/er/two.yaml")
    assert run() == 0
    assert _files(folder) == {
        "_done/lock",
        *(f"_done/{name}.jsonl.json" for name in ("one.yaml", "deep/er/two.yaml")),
        *(
            f"{table}/{name}.jsonl"
            for table in ("interactions", "messages")
            for name in ("one.yaml", "deep/er/two.yaml")
        ),
    }


def test_what_is_unchanged_is_passed_over(
    run: Run, cassette: Cassette, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = cassette("one.yaml"), cassette("two.yaml")
    assert run() == 0
    kept = (folder / "messages" / "one.yaml.jsonl").stat()
    text = second.read_text("utf-8")
    second.write_text(text + " ", "utf-8")
    capsys.readouterr()
    assert run() == 0
    assert capsys.readouterr().out.endswith("4 interactions and 16 messages of 2 files, 1 of them unchanged\n")
    now = (folder / "messages" / "one.yaml.jsonl").stat()
    assert (now.st_ino, now.st_mtime_ns) == (kept.st_ino, kept.st_mtime_ns)
    assert first.is_file()


@pytest.mark.parametrize(
    "lost", ["messages/one.yaml.jsonl", "interactions/one.yaml.jsonl", "_done/one.yaml.jsonl.json"]
)
def test_what_is_no_longer_whole_is_written_again(
    run: Run, cassette: Cassette, folder: Path, lost: str, capsys: pytest.CaptureFixture[str]
) -> None:
    cassette("one.yaml")
    assert run() == 0
    before = _files(folder)
    (folder / lost).unlink()
    capsys.readouterr()
    assert run() == 0
    assert "0 of them unchanged" in capsys.readouterr().out
    assert _files(folder) == before


@pytest.mark.parametrize("receipt", ["", "[]", '{"name": 1}', '{"name": "", "at": "", "state": "", "rows": 3}', "\x00"])
def test_a_damaged_receipt_is_none(run: Run, cassette: Cassette, folder: Path, rows_of: Rows, receipt: str) -> None:
    cassette("one.yaml")
    assert run() == 0
    (folder / "_done" / "one.yaml.jsonl.json").write_text(receipt, "utf-8")
    assert run() == 0
    assert len(rows_of("interactions")) == 2


def test_secrets_shown_are_other_rows(run: Run, cassette: Cassette, folder: Path, secret: str) -> None:
    cassette("one.yaml")
    table = folder / "messages" / "one.yaml.jsonl"
    assert run() == 0
    assert secret not in table.read_text("utf-8")
    assert run("--show-secrets") == 0
    assert secret in table.read_text("utf-8")
    assert run() == 0
    assert secret not in table.read_text("utf-8")


def test_a_file_that_is_unreadable_now_is_told_and_its_old_rows_go(
    run: Run, cassette: Cassette, folder: Path, rows_of: Rows, capsys: pytest.CaptureFixture[str]
) -> None:
    cassette("one.yaml")
    damaged = cassette("two.yaml")
    assert run() == 0
    damaged.write_text("interactions: 'b\n  - \t{", "utf-8")
    assert run() == 2
    (error,) = capsys.readouterr().err.splitlines()
    assert error.startswith(f"cassette-viewer: {damaged}:2: ")
    assert {row["cassette.file"] for row in rows_of("messages")} == {str(damaged.with_name("one.yaml"))}
    assert not (folder / "_done" / "two.yaml.jsonl.json").exists()


def test_a_damaged_file_is_told_each_time_and_the_rest_of_it_written(
    run: Run, cassette: Cassette, rows_of: Rows, capsys: pytest.CaptureFixture[str]
) -> None:
    damaged = cassette("one.yaml")
    damaged.write_text(damaged.read_text("utf-8")[:-100], "utf-8")
    for unchanged in ("0 of them", "1 of them"):
        assert run() == 2
        said = capsys.readouterr()
        (error,) = said.err.splitlines()
        assert error.startswith(f"cassette-viewer: {damaged}:1: ")
        assert error.endswith("; the rest of it is in the tables")
        assert unchanged in said.out
    assert len(rows_of("interactions")) > 0


def test_what_is_no_cassette_is_passed_over_among_others(
    run: Run, cassette: Cassette, capsys: pytest.CaptureFixture[str]
) -> None:
    other = cassette("one.yaml").with_name("notes.md")
    other.write_text("# Notes\n", "utf-8")
    assert run() == 0
    assert capsys.readouterr().err.endswith(", skipped\n")
    assert main(["table", str(other), "--to", "jsonl", "--output", str(other.parents[1] / "else")]) == 2


def test_partial_files_go_whoever_left_them(run: Run, cassette: Cassette, folder: Path) -> None:
    cassette("one.yaml")
    assert run() == 0
    before = _files(folder)
    for table in ("interactions", "messages", "_done"):
        (folder / table / ".gone.yaml.jsonl.0123456789abcdef.part").write_text("half", "utf-8")
    assert run() == 0
    assert _files(folder) == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_run_that_is_killed_goes_on_where_it_was(
    run: Run, cassette: Cassette, folder: Path, tmp_path: Path, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cassette("one.yaml")
    waits = tmp_path / "in" / "two.yaml"
    os.mkfifo(waits)
    command = ["table", str(tmp_path / "in" / "one.yaml"), str(waits), "--to", "jsonl", "--output", str(folder)]
    # The pipe is open when the run has come to it.
    with subprocess.Popen([sys.executable, "-m", "viewer", *command], cwd=repository) as killed, waits.open("wb"):
        killed.kill()
        killed.wait()
    waits.unlink()
    cassette("two.yaml")
    assert main(command) == 0
    assert capsys.readouterr().out.endswith("4 interactions and 16 messages of 2 files, 1 of them unchanged\n")


def test_what_goes_wrong_while_rows_are_written_leaves_nothing(
    run: Run, cassette: Cassette, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cassette("one.yaml")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("viewer.corpus.jsonl.JsonLinesFile.add", fail)
        assert run() == 2
    assert capsys.readouterr().err == f"cassette-viewer: {folder.parent / 'in' / 'one.yaml'}: No space left on device\n"
    assert _files(folder) == {"_done/lock"}
    assert run() == 0


def test_no_folder_with_other_things_is_taken(
    run: Run, cassette: Cassette, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = cassette("one.yaml")
    before = _files(tmp_path)
    assert run(output=path.parent) == 2
    assert capsys.readouterr().err.endswith("holds other things than tables; name a new or an empty folder\n")
    assert _files(tmp_path) == before


def test_a_cassette_in_the_place_of_rows_is_not_overwritten(
    run: Run, cassette: Cassette, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = cassette("one.yaml")
    assert run() == 0
    target = folder / "messages" / "one.yaml.jsonl"
    target.write_bytes(path.read_bytes())
    path.write_text(path.read_text("utf-8") + " ", "utf-8")
    assert run() == 2
    assert "is a cassette and is not overwritten" in capsys.readouterr().err
    assert target.read_bytes() + b" " == path.read_bytes()


def test_tables_inside_an_input_folder_are_no_input(
    run: Run, cassette: Cassette, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cassette("one.yaml")
    for _ in range(2):
        assert run(output=tmp_path / "in" / "tables") == 0
        assert capsys.readouterr().err == ""


def test_no_table_looks_like_a_cassette(repository: Path, folder: Path) -> None:
    data = (repository / "resources" / "samples", repository / "tests" / "data" / "formats")
    assert main(["table", *map(str, data), "--to", "jsonl", "--output", str(folder)]) == 0
    written = sorted(folder.rglob("*.jsonl"))
    assert len(written) > 100
    assert [path for path in written if reader_of(Probe.open(path)) is not None] == []


def test_the_rows_of_another_input_are_not_overwritten(
    cassette: Cassette, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = cassette("a/x.yaml"), cassette("b/x.yaml")

    def make(path: Path) -> int:
        return main(["table", str(path), "--to", "jsonl", "--output", str(folder)])

    assert make(first) == 0
    assert make(second) == 2
    assert f"lie the rows of {first}; name another folder" in capsys.readouterr().err
    first.unlink()
    assert make(second) == 0


def test_one_run_at_a_time(folder: Path) -> None:
    with claimed(folder), pytest.raises(CassetteError, match="another run is writing there"), claimed(folder):
        raise AssertionError
    with claimed(folder):
        assert (folder / "_done").is_dir()


def test_a_folder_that_cannot_be_made_is_told_in_one_line(
    run: Run, cassette: Cassette, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cassette("one.yaml")
    (tmp_path / "file").write_text("x", "utf-8")
    assert run(output=tmp_path / "file" / "tables") == 2
    assert capsys.readouterr().err == f"cassette-viewer: {tmp_path / 'file' / 'tables' / '_done'}: Not a directory\n"


def test_receipts_tell_no_secret(run: Run, cassette: Cassette, folder: Path, secret: str) -> None:
    cassette("one.yaml")
    assert run() == 0
    told = json.loads((folder / "_done" / "one.yaml.jsonl.json").read_text("utf-8"))
    assert set(told) == {"name", "at", "state", "rows", "errors"}
    assert secret[-8:] not in json.dumps(told)
