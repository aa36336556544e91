# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The script `run`, in a copy of the project whose tools only write down how they were called."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell script")

_TOOL = """#!/bin/sh
printf '%s|' "${0##*/}" "$PWD" "$@"; echo
"""


@pytest.fixture
def project(repository: Path, tmp_path: Path) -> Path:
    """A project that is set up for everything."""
    root = tmp_path / "a project"
    tools = root / ".venv" / "bin"
    tools.mkdir(parents=True)
    shutil.copy(repository / "run", root / "run")
    for name in ("python", "cassette-viewer", "ruff", "uv"):
        (tools / name).write_text(_TOOL)
        (tools / name).chmod(0o755)
    (root / "pyproject.toml").touch()
    os.utime(root / "pyproject.toml", (0, 0))
    for stamp in ("ready-test", "ready-qt-offscreen", "ready-qt-xcb", "ready-qt-wayland"):
        (root / ".venv" / stamp).write_text(f"{root}\n")
    return root


def _run(command: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Call it where the only `uv` is the project's pretended one."""
    environment = {"PATH": f"{command.resolve().parent}/.venv/bin:/usr/bin:/bin", "HOME": str(cwd)}
    return subprocess.run([command, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=True)


def test_arguments_and_working_directory_reach_the_program(project: Path, own_home: Path) -> None:
    done = _run(project / "run", "../a file.yaml", "--to", "", cwd=own_home)
    assert done.stdout == f"cassette-viewer|{own_home}|../a file.yaml|--to||\n"
    assert done.stderr == ""


def test_without_arguments_the_program_gets_none(project: Path, own_home: Path) -> None:
    assert _run(project / "run", cwd=own_home).stdout == f"cassette-viewer|{own_home}|\n"


def test_a_link_to_it_works(project: Path, own_home: Path) -> None:
    link = own_home / "viewer"
    link.symlink_to(Path("..") / "link")
    (own_home.parent / "link").symlink_to(project / "run")
    assert _run(link, "x", cwd=own_home).stdout == f"cassette-viewer|{own_home}|x|\n"


def test_tests_run_in_the_project(project: Path, own_home: Path) -> None:
    done = _run(project / "run", "test", "-k", "a or b", cwd=own_home)
    assert done.stdout == f"python|{project}|-m|pytest|-n|auto|-k|a or b|\n"


def test_check_is_lint_and_test(project: Path, own_home: Path) -> None:
    calls = [line.split("|") for line in _run(project / "run", "check", cwd=own_home).stdout.splitlines()]
    assert [[call[0], *call[2:4]] for call in calls] == [
        ["ruff", "check", "--quiet"],
        ["ruff", "format", "--check"],
        ["python", "-m", "mypy"],
        ["python", "-m", "pytest"],
    ]


def test_packages_are_made_by_the_project_s_python(project: Path, own_home: Path) -> None:
    done = _run(project / "run", "package", "deb", cwd=own_home)
    assert done.stdout == f"python|{own_home}|{project}/packaging/package.py|deb|\n"


def test_a_changed_pyproject_sets_up_again_once(project: Path, own_home: Path) -> None:
    (project / "pyproject.toml").touch()
    os.utime(project / ".venv" / "ready-test", (0, 0))
    first = _run(project / "run", "test", cwd=own_home)
    assert f"uv|{own_home}|pip|install|-q|--python|{project}/.venv/bin/python|-e|{project}[test]|\n" in first.stdout
    assert "setting up" in first.stderr
    second = _run(project / "run", "test", cwd=own_home)
    assert second.stdout == f"python|{project}|-m|pytest|-n|auto|\n"
    assert second.stderr == ""


def test_an_environment_of_another_place_is_made_anew(project: Path, own_home: Path) -> None:
    moved = project.with_name("moved")
    uv = (project / ".venv" / "bin" / "uv").read_text()
    project.rename(moved)
    tools = moved.with_name("tools")
    tools.mkdir()
    (tools / "uv").write_text(uv)
    (tools / "uv").chmod(0o755)
    environment = {"PATH": f"{tools}:/usr/bin:/bin", "HOME": str(own_home)}
    done = subprocess.run([moved / "run"], env=environment, cwd=own_home, capture_output=True, text=True, check=False)
    assert f"uv|{own_home}|venv|-q|--clear|--python|>=3.11,<3.15|{moved}/.venv|" in done.stdout
    assert not (moved / ".venv" / "bin" / "cassette-viewer").exists()


@pytest.mark.parametrize("version", [(3, 10, 14), (3, 15, 0)])
def test_a_python_that_is_too_old_or_too_new_is_not_taken(
    project: Path, own_home: Path, version: tuple[int, int, int]
) -> None:
    shutil.rmtree(project / ".venv")
    tools = project.with_name("tools")
    tools.mkdir()
    for name in ("python3", "python3.11", "python3.14"):
        code = f"import sys; sys.version_info = {version}; exec(sys.argv[1])"
        (tools / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{code}" "$2"\n')
        (tools / name).chmod(0o755)
    done = subprocess.run(
        [project / "run"], env={"PATH": str(tools)}, cwd=own_home, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "Python 3.11, 3.12, 3.13 or 3.14 is needed" in done.stderr
    assert not (project / ".venv").exists()
