# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A real repository with nothing of the user's around it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from shutil import copy, which

import pytest

Git = Callable[..., str]


@pytest.fixture(autouse=True)
def no_settings_around(monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of the machine's; skip where there is no git."""
    if which("git") is None:
        pytest.skip("no git")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("author", "committer"):
        monkeypatch.setenv(f"GIT_{name.upper()}_NAME", name)
        monkeypatch.setenv(f"GIT_{name.upper()}_EMAIL", f"{name}@example.org")


@pytest.fixture
def git() -> Git:
    """Run git in a folder; fails with what git said."""

    def git(folder: Path, *arguments: str, status: int = 0) -> str:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)
        assert done.returncode == status, done.stderr.decode()
        return done.stdout.decode()

    return git


@pytest.fixture
def repo(tmp_path: Path, git: Git, samples: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a cassette in `test data/recorded`, and YAML that is none; the working directory."""
    top = tmp_path / "a repo"
    (top / "test data" / "recorded").mkdir(parents=True)
    git(top, "init", "-q", "-b", "main")
    copy(samples / "agent-tools.yaml", top / "test data" / "recorded" / "agent.yaml")
    (top / "config.yaml").write_text("on: push\njobs: {}\n", "utf-8")
    git(top, "add", "-A")
    git(top, "commit", "-qm", "first")
    monkeypatch.chdir(top)
    return top
