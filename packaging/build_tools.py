# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The programs that packages are made with: those of the system are asked for, those of Python come into build/."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path

import project

REQUIREMENTS = project.ROOT / "packaging" / "requirements.txt"


class CannotBuildError(Exception):
    """Why a package cannot be made here, in one line."""


def require(programs: Mapping[str, str]) -> None:
    """Raise CannotBuildError with the line to type when programs are missing; each is mapped to its Debian package."""
    missing = sorted({package for program, package in programs.items() if shutil.which(program) is None})
    if missing:
        raise CannotBuildError(f"please type: sudo apt-get install -y {' '.join(missing)}")


def run(command: Sequence[str | Path], **options: object) -> None:
    """Run a program; raises CannotBuildError when it fails. What it printed stands above that."""
    done = subprocess.run([str(word) for word in command], check=False, **options)  # type: ignore[call-overload]
    if done.returncode:
        raise CannotBuildError(
            f"{Path(command[0]).name} ended with status {done.returncode}: {shlex.join(map(str, command))}"
        )


def environment(name: str) -> Path:
    """A Python environment below build/, made once and again when what it holds is bounded anew; returns its python."""
    folder = project.WORK / name
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    stamp = folder / "made-for"
    wanted = f"{folder}\n{REQUIREMENTS.read_text('utf-8')}{(project.ROOT / 'pyproject.toml').read_text('utf-8')}"
    if stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return python
    try:
        venv.create(folder, clear=True, with_pip=True)
    except subprocess.CalledProcessError as error:  # Debian ships ensurepip apart
        raise CannotBuildError("please type: sudo apt-get install -y python3-venv") from error
    install(python, "-r", str(REQUIREMENTS))
    stamp.write_text(wanted, "utf-8")
    return python


def install(python: Path, *what: str) -> None:
    """Install into an environment."""
    run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--root-user-action=ignore", *what])
