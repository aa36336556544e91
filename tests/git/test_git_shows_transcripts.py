# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What git itself prints, once it is set up: the program is started by git, as users have it."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from viewer.cli import main

Git = Callable[..., str]
SECRET = "sk-live-4f8Qm2Zx7Lr9Tb3Nc6Vw1Yd5"


@pytest.fixture
def cassette(repo: Path) -> Path:
    """The cassette of a repository that is set up."""
    assert main(["git-setup", "--apply"]) == 0
    return repo / "test data" / "recorded" / "agent.yaml"


def _changed(diff: str, sign: str) -> list[str]:
    return [line[1:] for line in diff.splitlines() if line.startswith(sign) and not line.startswith(sign * 3)]


def test_a_new_recording_differs_where_something_else_was_said(cassette: Path, repo: Path, git: Git) -> None:
    """Ids, dates and durations change too, and are nowhere; nor is a secret."""
    text = cassette.read_text("utf-8")
    again = text.replace("chatcmpl-f46f5990ebfadcab19910725", "chatcmpl-0123456789abcdef01234567")
    again = again.replace("1767441600", "1799999999")
    again = again.replace("sunny", "cloudy").replace("You plan", f"You {SECRET} plan")
    cassette.write_text(again, "utf-8")
    diff = git(repo, "diff", "--", str(cassette))
    assert _changed(diff, "-")
    assert all("sunny" in line or "You plan" in line for line in _changed(diff, "-"))
    assert "chatcmpl" not in diff
    assert SECRET[:9] not in diff
    git(repo, "commit", "-qam", "again")
    assert _changed(git(repo, "show", "--", str(cassette)), "+") == _changed(diff, "+")
    assert "@@ request: POST " in git(repo, "show", "-U0", "--", str(cassette))


def test_the_whole_history_is_shown(cassette: Path, repo: Path, git: Git) -> None:
    """Added, packed, damaged by a merge, deleted: `git log -p` tells it all and does not fail."""
    packed = repo / "test data" / "recorded" / "packed.yaml.gz"
    packed.write_bytes(gzip.compress(cassette.read_bytes()))
    assert main(["git-setup", str(packed), "--apply"]) == 0
    git(repo, "add", "-A")
    git(repo, "commit", "-qm", "packed")
    text = cassette.read_text("utf-8")
    conflict = "<<<<<<< ours\n   - id: 1\n=======\n   - id: 2\n>>>>>>> theirs\n"
    cassette.write_text(text.replace("    - id: 1\n", conflict, 1).replace("   - id: 1\n", conflict, 1), "utf-8")
    assert "<<<<<<<" in cassette.read_text("utf-8")
    assert "+<<<<<<< ours" in git(repo, "diff")
    git(repo, "commit", "-qam", "conflict")
    git(repo, "rm", "-q", str(cassette), str(packed))
    git(repo, "commit", "-qm", "gone")
    log = git(repo, "log", "-p", "--format=%s")
    assert log.count("+conversation: Tomorrow I walk up") == 2
    assert log.count("-conversation: Tomorrow I walk up") == 2  # packed, and before the conflict
    assert "+<<<<<<< ours" in log
    assert "-<<<<<<< ours" in log


def test_blame_follows_what_was_said(cassette: Path, repo: Path, git: Git) -> None:
    cassette.write_text(cassette.read_text("utf-8").replace("You plan", "We plan"), "utf-8")
    git(repo, "commit", "-qam", "second")
    lines = git(repo, "blame", "-s", str(cassette)).splitlines()
    (changed,) = [line for line in lines if "We plan walks" in line]
    (kept,) = [line for line in lines if "finish: stop" in line]
    assert changed.split()[0] != kept.split()[0]


def test_git_without_setup_is_as_before(cassette: Path, repo: Path, git: Git) -> None:
    cassette.write_text(cassette.read_text("utf-8").replace("You plan", "We plan"), "utf-8")
    assert "-        body: '{" in git(repo, "diff", "--no-textconv")
    assert main(["git-setup", "--undo"]) == 0
    assert "-        body: '{" in git(repo, "diff")
    assert git(repo, "for-each-ref", "refs/notes") == ""
