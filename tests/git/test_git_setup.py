# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What git-setup writes, where, and that nothing is left of it afterwards."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from shutil import copy

import pytest

from viewer import own_command
from viewer.cli import main

Git = Callable[..., str]
CASSETTE = "test data/recorded/agent.yaml"


def _driver(git: Git, folder: Path, name: str) -> str:
    return git(folder, "check-attr", "diff", "--", name).strip().rsplit(": ", 1)[1]


def test_it_is_shown_and_not_written(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (repo / ".git" / "config").read_bytes()
    assert main(["git-setup"]) == 0
    out = capsys.readouterr().out
    assert '+"test data/recorded/**/*.yaml" diff=cassette' in out
    assert "+\ttextconv = " in out
    assert "Nothing is written yet" in out
    assert (repo / ".git" / "config").read_bytes() == before
    assert not (repo / ".gitattributes").exists()


@pytest.mark.parametrize("is_clone", [True, False])
def test_a_clone_that_must_stay_where_it_is_is_told(
    repo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, is_clone: bool
) -> None:
    clone = tmp_path / "clone"
    clone.mkdir()
    if is_clone:
        (clone / "pyproject.toml").touch()
    program = clone / ".venv" / "bin" / "cassette-viewer"
    monkeypatch.setattr(own_command, "own_command", lambda: (str(program),))
    assert main(["git-setup", "--apply"]) == 0
    note = f"note: this points to {program}: do it again if you move {clone}\n"
    assert (note in capsys.readouterr().out) is is_clone
    assert main(["git-setup", "--undo"]) == 0
    assert "this points to" not in capsys.readouterr().out


def test_only_cassettes_get_the_driver(repo: Path, git: Git) -> None:
    assert main(["git-setup", "--apply"]) == 0
    assert _driver(git, repo, CASSETTE) == "cassette"
    assert _driver(git, repo, "config.yaml") == "unspecified"
    assert _driver(git, repo, "any/where.har") == "unspecified"
    assert git(repo, "config", "diff.cassette.cachetextconv").strip() == "true"


BEFORE = [None, b"", b"*.png binary\n", b"*.png binary", b"\xef\xbb\xbf*.png binary\r\n*.x -text\r\n", b"# \xff\xfe\n"]


@pytest.mark.parametrize("private", [[], ["--private"]])
@pytest.mark.parametrize("before", BEFORE)
def test_twice_is_once_and_undone_is_never(repo: Path, git: Git, before: bytes | None, private: list[str]) -> None:
    attributes = repo / (".git/info/attributes" if private else ".gitattributes")
    attributes.parent.mkdir(exist_ok=True)
    if before is not None:
        attributes.write_bytes(before)
    config = repo / ".git" / "config"
    config.write_bytes(config.read_bytes().rstrip(b"\n"))
    config.chmod(0o640)
    was = config.read_bytes()
    assert main(["git-setup", "--apply", *private]) == 0
    once = attributes.read_bytes(), config.read_bytes()
    assert _driver(git, repo, CASSETTE) == "cassette"
    assert main(["git-setup", "--apply", *private]) == 0
    assert (attributes.read_bytes(), config.read_bytes()) == once
    assert main(["git-setup", "--undo"]) == 0
    assert config.read_bytes() == was
    assert config.stat().st_mode & 0o777 == 0o640
    assert (attributes.read_bytes() if attributes.exists() else None) == before


def test_suffixes_of_their_own_are_enough(repo: Path, git: Git) -> None:
    (repo / CASSETTE).rename(repo / "agent.vcr.yaml")
    assert main(["git-setup", "--apply"]) == 0
    assert _driver(git, repo, "another/one.vcr.yaml") == "cassette"
    assert len((repo / ".gitattributes").read_text("utf-8").splitlines()) == 3


def test_nothing_is_set_up_where_there_is_nothing(repo: Path, git: Git, capsys: pytest.CaptureFixture[str]) -> None:
    (repo / CASSETTE).unlink()
    assert main(["git-setup", "--apply"]) == 0
    assert "no cassette was found here" in capsys.readouterr().err
    assert not (repo / ".gitattributes").exists()
    git(repo, "config", "diff.cassette.textconv", status=1)


def test_patterns_add_up_until_undone(repo: Path, git: Git, samples: Path) -> None:
    copy(samples / "errors.yaml", repo / "odd [name]!.yaml")
    assert main(["git-setup", "odd [name]!.yaml", "--apply"]) == 0
    assert main(["git-setup", "other/**/*.yml", "--apply", "--collapse"]) == 0
    assert _driver(git, repo, "odd [name]!.yaml") == "cassette"
    assert _driver(git, repo, "odd n!.yaml") == "unspecified"
    assert _driver(git, repo, "other/x/y.yml") == "cassette"
    assert git(repo, "check-attr", "linguist-generated", "other/y.yml").endswith(": set\n")


def test_a_folder_of_the_working_directory_is_named(repo: Path, git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo / "test data")
    assert main(["git-setup", "recorded", "--apply"]) == 0
    assert _driver(git, repo, CASSETTE) == "cassette"
    assert not (repo / "test data" / ".gitattributes").exists()


@pytest.mark.parametrize("theirs", ["*.yaml diff=mine", "*.yaml -diff", "*.yaml binary"])
def test_a_driver_of_the_user_stays(repo: Path, git: Git, theirs: str, capsys: pytest.CaptureFixture[str]) -> None:
    (repo / ".gitattributes").write_text(f"{theirs}\n", "utf-8")
    before = _driver(git, repo, CASSETTE)
    assert main(["git-setup", "--apply", "--private"]) == 0
    assert _driver(git, repo, CASSETTE) == before
    assert f"is left out: {CASSETTE} has" in capsys.readouterr().err


def test_a_driver_of_the_users_by_that_name_stays(repo: Path, git: Git, capsys: pytest.CaptureFixture[str]) -> None:
    git(repo, "config", "--global", "diff.cassette.textconv", "my own")
    assert main(["git-setup", "--apply"]) == 0
    assert "'my own'" in capsys.readouterr().err
    assert not (repo / ".gitattributes").exists()
    assert git(repo, "config", "diff.cassette.textconv").strip() == "my own"


def test_what_the_user_adds_to_the_block_stays(repo: Path, git: Git) -> None:
    assert main(["git-setup", "--apply"]) == 0
    git(repo, "config", "diff.cassette.wordRegex", "[a-z]+")
    with (repo / ".gitattributes").open("a", encoding="utf-8") as file:
        file.write("*.svg text\n")
    assert main(["git-setup", "--undo"]) == 0
    assert git(repo, "config", "diff.cassette.wordRegex").strip() == "[a-z]+"
    git(repo, "config", "diff.cassette.textconv", status=1)
    assert (repo / ".gitattributes").read_text("utf-8") == "*.svg text\n"


def test_everywhere(repo: Path, git: Git, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's own files, wherever git has them, and a link among dotfiles stays one."""
    dotfiles = own_home / "dotfiles"
    dotfiles.mkdir()
    (dotfiles / "gitconfig").write_text("[core]\n\tattributesFile = ~/my attributes", "utf-8")
    (own_home / ".gitconfig").symlink_to("dotfiles/gitconfig")
    assert main(["git-setup", "--global", "rec/*.yaml", "--apply"]) == 0
    assert (own_home / ".gitconfig").is_symlink()
    assert _driver(git, repo, "rec/a.yaml") == "cassette"
    assert "rec/*.yaml diff=cassette" in (own_home / "my attributes").read_text("utf-8")
    monkeypatch.chdir("/")
    assert main(["git-setup", "--global", "--undo"]) == 0
    assert not (own_home / "my attributes").exists()
    assert (dotfiles / "gitconfig").read_text("utf-8") == "[core]\n\tattributesFile = ~/my attributes"


def test_worktree_submodule_and_bare(repo: Path, git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree, parent, bare = tmp_path / "tree", tmp_path / "parent", tmp_path / "bare.git"
    git(repo, "worktree", "add", "-q", str(tree))
    git(tmp_path, "init", "-q", str(parent))
    git(parent, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(repo), "sub")
    git(tmp_path, "clone", "-q", "--bare", str(repo), str(bare))
    for place in (tree, parent / "sub", bare):
        monkeypatch.chdir(place)
        assert main(["git-setup", "--apply"]) == 0
        assert git(place, "config", "--local", "diff.cassette.cachetextconv").strip() == "true"
    assert _driver(git, tree, CASSETTE) == "cassette"
    assert _driver(git, parent / "sub", CASSETTE) == "cassette"
    assert "*.har diff=cassette" in (bare / "info" / "attributes").read_text("utf-8")
    assert "cassette" not in (parent / ".git" / "config").read_text("utf-8")


def test_where_it_cannot_be_said_in_one_line(
    repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["git-setup", "!no", "--apply"]) == 2
    (repo / ".git" / "config.lock").touch()
    assert main(["git-setup", "--apply"]) == 2
    (repo / ".git" / "config.lock").unlink()
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert main(["git-setup"]) == 2
    monkeypatch.setenv("PATH", os.devnull)
    assert main(["git-setup", "--global"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[0] for line in lines] == ["cassette-viewer"] * 4
    assert "is no pattern" in lines[0]
    assert "config.lock" in lines[1]
    assert "not a git repository" in lines[2]
    assert "git is not installed" in lines[3]
