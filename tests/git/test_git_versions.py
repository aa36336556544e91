# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`cassette-viewer diff` over what git keeps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.talks import PLANTED, record, talk
from viewer.cli import main
from viewer.git.repository import GitError
from viewer.git.versions import head_version, is_in_head

Git = Callable[..., str]
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def cassettes(repo: Path, git: Git) -> Path:
    """A folder with three recordings, committed; then one is changed, one moved, one recorded again: on a branch."""
    folder = repo / "tapes"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.yaml").write_text(record(talk(number), 1), "utf-8")
    git(repo, "add", "-A")
    git(repo, "commit", "-qm", "recorded")
    git(repo, "checkout", "-qb", "again")
    changed = talk(0)
    PLANTED["finish"][0](changed)
    (folder / "0.yaml").write_text(record(changed, 2), "utf-8")
    (folder / "1.yaml").rename(folder / "one.yaml")
    (folder / "2.yaml").write_text(record(talk(2), 9), "utf-8")
    git(repo, "add", "-A")
    git(repo, "commit", "-qm", "recorded again")
    return folder


def test_revisions(cassettes: Path, capsys: Capture) -> None:
    for arguments in (("main", "again"), ("main..again",), ("main...again",), ("main",)):
        assert main(["diff", "--git", *arguments]) == 1
        out = capsys.readouterr().out
        assert out.startswith("tapes/0.yaml: 1 change in ends differently\n")
        assert "3 files: 1 different, 1 cosmetic only, 1 the same\n" in out
    assert cassettes.is_dir()


def test_what_a_revision_has_not_is_named(cassettes: Path, capsys: Capture) -> None:
    new = cassettes / "new.yaml"
    new.write_text(record(talk(3), 1), "utf-8")
    assert main(["diff", "HEAD:tapes/new.yaml", str(new)]) == 2
    assert capsys.readouterr().err == "cassette-viewer: git: tapes/new.yaml is not in HEAD\n"
    assert main(["diff", "nowhere:tapes/0.yaml", str(new)]) == 2
    assert capsys.readouterr().err == "cassette-viewer: git: there is no revision nowhere\n"
    with pytest.raises(GitError, match=r"^new\.yaml is not in HEAD$"):
        head_version(new)
    assert not is_in_head(new)
    assert is_in_head(cassettes / "one.yaml")
    assert is_in_head(cassettes)


def test_files_as_they_are_now(cassettes: Path, capsys: Capture) -> None:
    changed = talk(2)
    PLANTED["text"][0](changed)
    (cassettes / "2.yaml").write_text(record(changed, 3), "utf-8")
    assert main(["diff", "--git", "HEAD"]) == 1
    assert "tapes/2.yaml: 1 change in different answer" in capsys.readouterr().out


def test_a_version_against_a_file_and_a_folder_against_a_folder(cassettes: Path, capsys: Capture) -> None:
    assert main(["diff", "main:tapes/0.yaml", "tapes/0.yaml"]) == 1
    assert "~ finish" in capsys.readouterr().out
    assert main(["diff", "main:tapes", "tapes"]) == 1
    assert "1.yaml → one.yaml" not in capsys.readouterr().out
    assert main(["diff", "again:tapes/2.yaml", str(cassettes / "2.yaml")]) == 0


def test_what_git_does_not_know_is_one_line(cassettes: Path, capsys: Capture) -> None:
    for arguments in (
        ["--git", "nowhere"],
        ["nowhere:a.yaml", str(cassettes / "2.yaml")],
        ["--git", "--", "--output=x"],
    ):
        assert main(["diff", *arguments]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith("cassette-viewer: git: ")
        assert err.count("\n") == 1
