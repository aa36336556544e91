# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Transcripts made in one go are those that git would have asked for, and git takes them."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.talks import PLANTED, record, talk
from viewer.cli import main
from viewer.git.repository import CACHE

Git = Callable[..., str]
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def program(repo: Path, tmp_path: Path, git: Git, monkeypatch: pytest.MonkeyPatch, repository: Path) -> Path:
    """The program that git starts for a transcript, a script that writes down each start; two revisions to compare."""
    monkeypatch.setenv("PYTHONPATH", str(repository))
    assert main(["git-setup", "--apply"]) == 0
    script = tmp_path / "convert.sh"
    python = shlex.quote(sys.executable)
    started = shlex.quote(str(tmp_path / "started"))
    script.write_text(f'echo x >> {started}\nexec {python} -m viewer textconv "$1"\n', "utf-8")
    git(repo, "config", "diff.cassette.textconv", f"sh {shlex.quote(str(script))}")
    folder = repo / "test data" / "recorded"
    for number in range(3):
        (folder / f"{number}.yaml").write_text(record(talk(number), 1), "utf-8")
    git(repo, "add", "-A")
    git(repo, "commit", "-qm", "recorded")
    changed = talk(0)
    PLANTED["finish"][0](changed)
    (folder / "0.yaml").write_text(record(changed, 2), "utf-8")
    git(repo, "commit", "-qam", "recorded again")
    return script


def test_git_starts_nothing_for_what_is_there(program: Path, repo: Path, git: Git, capsys: Capture) -> None:
    wanted = git(repo, "diff", "HEAD~1", "HEAD")
    started = program.with_name("started")
    assert started.read_text("utf-8").count("x") == 2
    git(repo, "update-ref", "-d", CACHE)
    started.unlink()
    capsys.readouterr()
    assert main(["git-setup", "--cache", "HEAD~1", "--cache", "HEAD"]) == 0
    assert capsys.readouterr().out.startswith("5 transcripts made")
    assert git(repo, "diff", "HEAD~1", "HEAD") == wanted
    assert "finish: length" in wanted
    assert not started.exists()


def test_what_is_there_stays_and_is_not_made_again(program: Path, repo: Path, git: Git, capsys: Capture) -> None:
    assert program.is_file()
    git(repo, "diff", "HEAD~1", "HEAD")
    capsys.readouterr()
    assert main(["git-setup", "--cache", "HEAD"]) == 0
    assert capsys.readouterr().out.startswith("3 transcripts made")
    assert main(["git-setup", "--cache", "HEAD"]) == 0
    assert capsys.readouterr().out.startswith("0 transcripts made")
    assert len(git(repo, "ls-tree", "-r", "--name-only", CACHE).split()) == 5


def test_those_of_another_command_are_made_again(program: Path, repo: Path, git: Git, capsys: Capture) -> None:
    assert main(["git-setup", "--cache", "HEAD"]) == 0
    git(repo, "config", "diff.cassette.textconv", f"sh  {shlex.quote(str(program))}")
    capsys.readouterr()
    assert main(["git-setup", "--cache", "HEAD"]) == 0
    assert capsys.readouterr().out.startswith("4 transcripts made")


def test_where_nothing_is_set_up(repo: Path, capsys: Capture) -> None:
    assert repo.is_dir()
    assert main(["git-setup", "--cache", "HEAD"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
