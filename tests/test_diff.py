# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`cassette-viewer diff`: thirty recordings made again with twelve changes, and every form of the report."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.talks import KEY, PLANTED, record, talk, write_both
from viewer.cli import main
from viewer.core.compare.comparison import Kind, Row, Side
from viewer.core.compare.findings import Change, Findings
from viewer.core.compare.reports.markdown import LONGEST

Capture = pytest.CaptureFixture[str]


def _diff(capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    status = main(["diff", *arguments])
    out, err = capsys.readouterr()
    return status, out, err


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Thirty recordings and what is changed about twelve of them; the working directory holds both folders."""
    monkeypatch.chdir(tmp_path)
    return write_both(tmp_path)


@pytest.fixture
def two(tmp_path: Path) -> tuple[str, str]:
    """One talk, recorded twice; another text the second time."""
    changed = talk(2)
    PLANTED["text"][0](changed)
    for name, said, day in (("a.yaml", talk(2), 1), ("b.yaml", changed, 2)):
        (tmp_path / name).write_text(record(said, day), "utf-8")
    return str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml")


def test_all_that_was_planted_and_nothing_else(told: dict[str, str], capsys: Capture) -> None:
    status, out, _ = _diff(capsys, "before", "after", "--to", "json")
    assert status == 1
    files = json.loads(out)["files"]
    assert len(files) == 30
    found = {
        file["name"]: [f"{c['sign']} {c['kind'].replace('-', ' ')} {c['name']}".strip() for c in file["changes"]]
        for file in files
        if file["different"]
    }
    assert found == {name: [change] for name, change in told.items()}


def test_the_lines_of_a_terminal(told: dict[str, str], capsys: Capture) -> None:
    status, out, err = _diff(capsys, "before", "after")
    assert (status, err) == (1, "")
    lines = [line.strip() for line in out.splitlines()]
    assert all(any(line.startswith(change) for line in lines) for change in told.values())
    assert lines[-1] == "30 files: 12 different, 18 cosmetic only, 0 the same"
    assert sum(line.startswith(("~ ", "+ ", "- ")) and "(line" in line for line in lines) == 12
    assert KEY not in out
    assert "\x1b" not in out


def test_the_comment_for_a_pull_request(told: dict[str, str], capsys: Capture) -> None:
    _, out, _ = _diff(capsys, "before", "after", "--to", "markdown")
    rows = [line.split(" | ") for line in out.splitlines() if line.startswith("| `")]
    assert {row[0].strip("| `") for row in rows} == set(told)
    assert "secrets" in rows[0][1]
    assert "lost" in rows[1][1]
    assert out.count("<details>") == 12
    assert KEY not in out
    assert _diff(capsys, "before", "after", "--to", "markdown")[1] == out


def test_a_comment_that_is_too_long_says_what_was_cut(tmp_path: Path, capsys: Capture) -> None:
    for side in ("before", "after"):
        (tmp_path / side).mkdir()
    for number in range(60):
        said = talk(number)
        for side in ("before", "after"):
            said[2].text = " ".join(f"{side}{number}x{word}" for word in range(400))
            (tmp_path / side / f"{number:02}.yaml").write_text(record(said, number), "utf-8")
    _, out, _ = _diff(capsys, str(tmp_path / "before"), str(tmp_path / "after"), "--to", "markdown")
    assert 30_000 < len(out) <= LONGEST
    assert out.count("\n| `") == 60
    left = 60 - out.count("<details>")
    assert f"details of {left} files left out" in out


def test_a_page_without_script_that_is_whole(told: dict[str, str], capsys: Capture) -> None:
    open_tags: list[str] = []
    seen: set[str] = set()

    class Page(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
            seen.add(tag)
            if tag not in ("meta", "br"):
                open_tags.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert open_tags.pop() == tag

    _, out, _ = _diff(capsys, "before", "after", "--to", "html")
    Page().feed(out)
    assert open_tags == []
    assert {"del", "ins", "table"} <= seen
    assert "script" not in seen
    assert all(name in out for name in told)
    assert KEY not in out


def test_the_same_change_in_many_files_is_told_once_with_its_count(tmp_path: Path, capsys: Capture) -> None:
    for side in ("before", "after"):
        (tmp_path / side).mkdir()
        for number in range(5):
            said = talk(number)
            if side == "after":
                PLANTED["answering model"][0](said)
            (tmp_path / side / f"{number}.yaml").write_text(record(said, number), "utf-8")
    _, out, _ = _diff(capsys, str(tmp_path / "before"), str(tmp_path / "after"))
    assert "5 files: ~ model: nimbus-2-mini-2025-03-01 → nimbus-2-mini-2025-09-30" in out


def test_exit_statuses(two: tuple[str, str], tmp_path: Path, capsys: Capture) -> None:
    again = tmp_path / "again.yaml"
    again.write_text(record(talk(2), 40), "utf-8")
    assert _diff(capsys, two[0], str(again))[:2] == (0, "")
    assert _diff(capsys, *two)[0] == 1
    broken = tmp_path / "broken.yaml"
    broken.write_text("no recording at all", "utf-8")
    status, out, err = _diff(capsys, two[0], str(broken))
    assert (status, out) == (2, "")
    assert err.startswith("cassette-viewer: ")
    assert _diff(capsys, two[0], str(tmp_path / "nowhere.yaml"))[0] == 2
    assert _diff(capsys, two[0])[0] == 2
    assert _diff(capsys, *two, "--ignore", "nothing-of-the-kind")[0] == 2


def test_names_are_ignored_and_regarded(two: tuple[str, str], capsys: Capture) -> None:
    assert _diff(capsys, *two, "--ignore", "text")[0] == 0
    out = _diff(capsys, *two, "--ignore", "text", "--regard", "dates")[1]
    assert "response header date" in out


def test_words_that_differ_are_marked(two: tuple[str, str], capsys: Capture, tmp_path: Path) -> None:
    changed = talk(2)
    changed[2].text = "A windproof jacket, water for three hours, a map,\nand a whistle for the fog that is to come."
    longer = tmp_path / "longer.yaml"
    longer.write_text(record(changed, 3), "utf-8")
    out = _diff(capsys, two[0], str(longer))[1]
    assert "[-" in out
    assert "{+" in out
    assert "A windproof jacket, water for three hours" in out


def test_files_that_came_went_and_moved(told: dict[str, str], capsys: Capture) -> None:
    Path("after/talk_00.yaml").unlink()
    Path("after/talk_02.yaml").rename("after/elsewhere.yaml")
    Path("before/talk_02.yaml").write_bytes(Path("after/elsewhere.yaml").read_bytes())
    Path("after/new.yaml").write_text(record(talk(3), 1), "utf-8")
    Path("after/notes.txt").write_text("no cassette", "utf-8")
    files = json.loads(_diff(capsys, "before", "after", "--to", "json")[1])["files"]
    verdicts = {file["name"]: file["verdict"] for file in files}
    assert verdicts["talk_00.yaml"] == "removed, 3 interactions"
    assert verdicts["new.yaml"] == "new, 3 interactions"
    assert verdicts["talk_02.yaml → elsewhere.yaml"] == "the same"
    assert not any("notes" in name for name in verdicts)


def test_rules_beside_the_recordings_hold(two: tuple[str, str], tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / ".cassette-viewer.toml").write_text("[[compare.rule]]\npattern = '\\w+ hours'\n", "utf-8")
    assert _diff(capsys, *two)[0] == 0


def test_a_new_file_with_secrets_says_that_it_holds_some() -> None:
    leak = Change(Row(Kind.SECRET, "request header authorization", None, Side("1 secret")))
    found = Findings("a.yaml", None, "b/a.yaml", (leak,), interactions=(0, 3))
    assert found.verdict == "new, 3 interactions, with secrets"
