# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`cassette-viewer search`: what it prints, how it ends, and that the index never changes the answer."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.index.recordings import SECRET, Write, exchange, secretive
from viewer.cli import main
from viewer.index.cache_folder import cache_folder

Capture = pytest.CaptureFixture[str]
QUERIES = (
    "weather", "text:the", "status:429", "-status:200", "error:yes", "/[0-9]{3,}/", "°c", "tokens:>10 the",
    '"kleine scheidegg"', "application/json", "finish:tool_call", "nothing-of-that-kind", "stream:yes -the",
)  # fmt: skip


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(*interactions: dict[str, object], name: str = "demo.yaml") -> Path:
        path = tmp_path / name
        path.write_text(json.dumps({"version": 2, "interactions": interactions}), "utf-8")
        return path

    return write


def _index() -> Path:
    folder = cache_folder()
    assert folder is not None
    return folder / "index.sqlite3"


def _search(capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    status = main(["search", *arguments])
    out, err = capsys.readouterr()
    return status, out, err


def test_a_line_for_each_find(write: Write, capsys: Capture) -> None:
    path = write(exchange("one fish\ntwo\x1b[31m fish", "none"))
    status, out, err = _search(capsys, "FISH", str(path))
    assert (status, err) == (0, "")
    assert out == f"{path}:1: one fish\n{path}:1: two␛[31m fish\n"


def test_json(write: Write, capsys: Capture) -> None:
    path = write(exchange("How deep is the Lake?", "56 metres"))
    status, out, _ = _search(capsys, "lake", str(path), "--json")
    assert status == 0
    found = json.loads(out)
    assert found == {
        "file": str(path), "line": 1, "interaction": 0, "role": "user", "where": "input", "message": 0, "part": 0,
        "text": "How deep is the Lake?", "start": 16, "end": 20,
    }  # fmt: skip
    assert found["text"][found["start"] : found["end"]] == "Lake"


def test_nothing_found(write: Write, capsys: Capture) -> None:
    assert _search(capsys, "sea", str(write(exchange("lake", "56")))) == (1, "", "")


def test_a_file_that_cannot_be_read(write: Write, tmp_path: Path, capsys: Capture) -> None:
    write(exchange("lake", "56"))
    (tmp_path / "broken.yaml").symlink_to(tmp_path / "nowhere.yaml")
    status, out, err = _search(capsys, "lake", str(tmp_path))
    assert (status, out) == (2, f"{tmp_path / 'demo.yaml'}:1: lake\n")
    assert err.startswith(f"cassette-viewer: {tmp_path / 'broken.yaml'}:")
    assert _search(capsys, "lake", str(tmp_path / "gone.yaml"))[0] == 2


def test_nothing_to_look_for(capsys: Capture) -> None:
    status, out, err = _search(capsys, " ", "x.yaml")
    assert (status, out) == (2, "")
    assert "nothing to look for" in err


def test_what_cannot_be_meant_is_told(write: Write, capsys: Capture) -> None:
    status, _, err = _search(capsys, "tokens:many", str(write(exchange("lake", "56"))))
    assert (status, err) == (2, "cassette-viewer: tokens: takes a number, such as >1000 or <=2k\n")


@pytest.mark.parametrize("query", ["status:abc", "tokens:>x", "foo:bar", "/(/"])
def test_a_term_that_cannot_be_meant_is_wrong_use_where_nothing_is_found(
    write: Write, capsys: Capture, query: str
) -> None:
    assert _search(capsys, query, str(write(exchange("lake", "56"))))[0] == 2


def test_words_before_a_colon_are_found_all_the_same(write: Write, capsys: Capture) -> None:
    status, out, err = _search(capsys, "foo:bar", str(write(exchange("the foo:bar lake", "56"))))
    assert (status, "foo:bar" in out) == (0, True)
    assert "Unknown word foo:" in err


def test_secrets_are_masked(write: Write, capsys: Capture) -> None:
    path = write(secretive())
    for _ in range(2):
        status, out, _ = _search(capsys, "key", str(path))
        assert status == 0
        assert SECRET[8:] not in out
        assert _search(capsys, SECRET[8:], str(path))[0] == 1


@pytest.mark.parametrize("query", QUERIES)
def test_the_index_never_changes_the_answer(samples: Path, capsys: Capture, query: str) -> None:
    without = _search(capsys, "--json", "--no-index", "--", query, str(samples))
    assert not _index().exists()
    filling = _search(capsys, "--json", "--", query, str(samples))
    assert _index().exists()
    filled = _search(capsys, "--json", "--", query, str(samples))
    assert filling == without
    assert filled == without


def test_what_is_in_the_index_is_not_read(write: Write, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(exchange("lake", "56"))
    first = _search(capsys, "lake", str(path))

    def no_reading(*_: object) -> None:
        raise AssertionError(f"{path} was read")

    monkeypatch.setattr("viewer.cli.search.load", no_reading)
    assert _search(capsys, "lake", str(path)) == first


def test_a_file_that_changed_is_read_again(write: Write, capsys: Capture) -> None:
    path = write(exchange("lake", "56"))
    assert _search(capsys, "lake", str(path))[0] == 0
    write(exchange("seas", "56"))
    assert _search(capsys, "lake", str(path))[0] == 1
    assert _search(capsys, "seas", str(path))[0] == 0


def test_a_damaged_index_is_no_obstacle(write: Write, capsys: Capture) -> None:
    path = write(*(exchange(f"lake {number}", "56") for number in range(50)))
    first = _search(capsys, "lake", str(path))
    data = _index().read_bytes()
    for keep in (len(data) // 2, 5000, 100, 0):
        _index().write_bytes(data[:keep] + os.urandom(len(data) - keep))
        assert _search(capsys, "lake", str(path))[:2] == first[:2]


def test_a_pattern_that_takes_too_long_is_told(write: Write, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(exchange("a" * 60 + "b", "56"))
    monkeypatch.setattr("viewer.core.text.timed_patterns.LIMIT_S", 0.5)
    status, out, err = _search(capsys, "/^(a+)+$/", str(path))
    assert (status, out) == (2, "")
    assert "takes too long" in err
