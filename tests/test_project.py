# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The project's own files agree with each other."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import viewer


@pytest.fixture
def pyproject(repository: Path) -> dict[str, Any]:
    return tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))


def test_both_test_lists_are_one(pyproject: dict[str, Any]) -> None:
    assert pyproject["dependency-groups"]["test"] == pyproject["project"]["optional-dependencies"]["test"]


def test_the_changelog_begins_with_this_version(repository: Path) -> None:
    headings = re.findall(r"^## \[?([^\]\s]+)", (repository / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] == viewer.__version__


def test_readme_shows_the_two_commands_first(repository: Path) -> None:
    readme = (repository / "README.md").read_text("utf-8")
    assert readme.index("./run FILE") < readme.index("./run test") < readme.index("cassette-viewer")


def _python_files(repository: Path) -> list[Path]:
    folders = ("viewer", "tests", "resources", "packaging")
    return sorted(path for folder in folders for path in (repository / folder).rglob("*.py"))


def test_every_file_has_the_licence_header(repository: Path) -> None:
    header = "# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors\n# SPDX-License-Identifier: MIT\n"
    heads = {str(path): path.read_text("utf-8")[:200] for path in _python_files(repository)}
    assert heads
    assert [path for path, head in heads.items() if head and header not in head] == []


def test_no_file_over_400_lines(repository: Path) -> None:
    sizes = {str(path): len(path.read_text("utf-8").splitlines()) for path in _python_files(repository)}
    assert {path: lines for path, lines in sizes.items() if lines > 400} == {}


def test_no_drawer_for_odds_and_ends(repository: Path) -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
    stems = {path.stem.strip("_"): path for path in _python_files(repository)}
    assert drawers.isdisjoint(stems)
