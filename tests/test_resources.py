# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The data files are found however the program was installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from viewer.resources import resource

_ASK = "from viewer.resources import resource; print(resource('themes', 'light.toml'))"


def _path_seen_from(folder: Path) -> str:
    """Return what an interpreter that sees only `folder` answers."""
    command = [sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, {str(folder)!r}); {_ASK}"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _copy_module(repository: Path, target: Path) -> None:
    (target / "viewer").mkdir(parents=True)
    for name in ("__init__.py", "resources.py"):
        shutil.copy(repository / "viewer" / name, target / "viewer" / name)


def test_checkout(repository: Path) -> None:
    assert resource("themes", "light.toml") == repository / "resources" / "themes" / "light.toml"
    assert resource("themes").is_dir()


def test_inside_the_package_as_wheels_and_bundles_have_them(repository: Path, tmp_path: Path) -> None:
    _copy_module(repository, tmp_path)
    inside = tmp_path / "viewer" / "_resources" / "themes"
    shutil.copytree(repository / "resources" / "themes", inside)
    assert _path_seen_from(tmp_path) == str(inside / "light.toml")


def test_unknown_name_is_told() -> None:
    with pytest.raises(FileNotFoundError, match=r"icons/no-such\.svg"):
        resource("icons", "no-such.svg")
