# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Files, folders, standard input and URLs, and where their rows lie."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from viewer.cli import main
from viewer.corpus.inputs import inputs, is_url, relative_place

Cassette = Callable[..., Path]
Memory: TypeAlias = Any
Rows = Callable[..., list[dict[str, object]]]


@pytest.fixture
def memory() -> Iterator[Memory]:
    """Return a file system of `fsspec` in memory, empty."""
    fsspec = pytest.importorskip("fsspec")
    system = fsspec.filesystem("memory")
    system.store.clear()
    yield system
    system.store.clear()


def _make(folder: Path, *arguments: str) -> int:
    return main(["table", *arguments, "--to", "jsonl", "--output", str(folder)])


@pytest.mark.parametrize(
    ("argument", "is_one"),
    [
        ("s3://bucket/key", True),
        ("memory://a", True),
        ("zip://*.yaml::file:///x.zip", True),
        ("a/b.yaml", False),
        ("c://folder", False),
        ("/abs//olute", False),
        ("-", False),
        ("://x", False),
    ],
)
def test_what_is_a_url(argument: str, is_one: bool) -> None:
    assert is_url(argument) is is_one


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("s3://bucket/a/b.yaml", "s3/bucket/a/b.yaml"),
        ("memory:///../../etc/x", "memory/%2E%2E/%2E%2E/etc/x"),
        ("file:///C:/a?b|c.yaml", "file/C%3A/a%3Fb%7Cc.yaml"),
        ("zip://in/x.yaml::s3://bucket/y.zip", "s3/bucket/y.zip/zip/in/x.yaml"),
    ],
)
def test_the_rows_of_a_url_lie_below_the_tables(url: str, place: str) -> None:
    assert relative_place(url) == place


def test_below_urls(memory: Memory, cassette: Cassette, folder: Path, rows_of: Rows) -> None:
    data = cassette().read_bytes()
    for path in ("/runs/a.yaml", "/runs/deep/b.x.yaml", "/runs/.hidden/c.yaml", "/runs/.d.yaml", "/else/e.yaml"):
        memory.pipe(path, data)
    memory.pipe("/runs/notes.md", b"# Notes\n")
    assert _make(folder, "memory://runs", "memory://else/*.yaml", "memory://runs/a.yaml") == 0
    told = {str(row["cassette.file"]) for row in rows_of("interactions")}
    assert told == {"memory:///runs/a.yaml", "memory:///runs/deep/b.x.yaml", "memory:///else/e.yaml"}
    assert len(rows_of("messages", "memory/runs/deep/b.x.yaml")) == 8
    assert len(rows_of("messages")) == 3 * 8


def test_a_path_and_a_url_keep_apart(
    memory: Memory, cassette: Cassette, folder: Path, rows_of: Rows, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    memory.pipe("/a.yaml", cassette("memory/a.yaml").read_bytes())
    monkeypatch.chdir(tmp_path / "in")
    for _ in range(2):
        assert _make(folder, "memory/a.yaml", "memory:///a.yaml") == 0
    assert [row["cassette.file"] for row in rows_of("interactions")] == ["memory:///a.yaml"] * 2 + ["memory/a.yaml"] * 2


def test_a_url_that_is_unchanged_is_passed_over(
    memory: Memory, cassette: Cassette, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = cassette().read_bytes()
    memory.pipe("/a.yaml", data)
    for unchanged in ("0 of them", "1 of them"):
        assert _make(folder, "memory://a.yaml") == 0
        assert unchanged in capsys.readouterr().out
    memory.pipe("/a.yaml", data + b" ")
    assert _make(folder, "memory://a.yaml") == 0
    assert "0 of them" in capsys.readouterr().out


def test_a_file_and_a_url_make_the_same_rows(memory: Memory, cassette: Cassette, folder: Path, rows_of: Rows) -> None:
    path = cassette()
    assert _make(folder, str(path), path.as_uri()) == 0
    first, second = (
        [{**row, "cassette.file": ""} for row in rows_of("messages", name)]
        for name in ("talk.yaml", relative_place(path.as_uri()))
    )
    assert first == second != []


def test_inside_an_archive(memory: Memory, cassette: Cassette, folder: Path, rows_of: Rows, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "runs.zip", "w") as archive:
        archive.write(cassette(), "in/talk.yaml")
    assert _make(folder, f"zip://in/*.yaml::{(tmp_path / 'runs.zip').as_uri()}") == 0
    assert len(rows_of("interactions")) == 2


@pytest.mark.usefixtures("memory")
@pytest.mark.parametrize("url", ["memory:///no/such.yaml", "nosuch://bucket/x", "file:///no/such/folder/x.yaml"])
def test_a_url_that_cannot_be_read_is_one_line(url: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _make(folder, url) == 2
    (error,) = capsys.readouterr().err.splitlines()
    assert error.startswith(f"cassette-viewer: {url}: ")


def test_a_url_shows_no_password(memory: Memory, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _make(folder, "nosuch://me:kaTz3nbaum77@host/x.yaml") == 2
    said = capsys.readouterr().err
    assert "nosuch://me:" in said
    assert "kaTz3nbaum77" not in said
    (given,) = inputs(["nosuch://me:kaTz3nbaum77@host/x.yaml"], folder)
    assert "nbaum77" not in given.name + given.relative


def test_without_fsspec_a_url_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("viewer.corpus.file_formats.find_spec", lambda _: None)
    assert _make(folder, "s3://bucket/x.yaml") == 2
    assert capsys.readouterr().err == "cassette-viewer: s3://: needs fsspec: pip install 'cassette-viewer[corpus]'\n"
    assert not folder.exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--to", "parquet"], "--to parquet: needs pyarrow: pip install 'cassette-viewer[corpus]'"),
        (
            ["--to", "jsonl", "--scheduler", "x:1"],
            "--scheduler: needs distributed: pip install 'cassette-viewer[cluster]'",
        ),
    ],
)
def test_without_a_package_it_is_said_what_to_install(
    arguments: list[str],
    told: str,
    cassette: Cassette,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("viewer.corpus.file_formats.find_spec", lambda _: None)
    assert main(["table", str(cassette()), *arguments]) == 2
    assert capsys.readouterr().err == f"cassette-viewer: {told}\n"


def test_standard_input(cassette: Cassette, folder: Path, rows_of: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(cassette().read_bytes())))
    assert _make(folder, "-") == 0
    assert [row["cassette.file"] for row in rows_of("interactions", "stdin")] == ["<stdin>", "<stdin>"]


def test_no_files(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    assert _make(folder, str(tmp_path / "empty")) == 2
    assert capsys.readouterr().err == "cassette-viewer: no files there\n"


def test_much_is_shared_and_told_in_order(
    cassette: Cassette, folder: Path, rows_of: Rows, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("viewer.corpus.local._WORTH_SHARING", 0)
    for number in range(4):
        cassette(f"{number}.yaml")
    cassette("1.damaged.yaml").write_text("interactions: 'b\n  - \t{", "utf-8")
    (cassette("3.x.yaml").with_name("0.md")).write_text("# Notes\n", "utf-8")
    assert _make(folder, str(folder.parent / "in")) == 2
    told = capsys.readouterr()
    assert [line.split(":")[1].rpartition("/")[2] for line in told.err.splitlines()] == ["0.md", "1.damaged.yaml"]
    assert "10 interactions and 40 messages of 5 files" in told.out
    assert len(rows_of("messages")) == 40
