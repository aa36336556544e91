# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What the README says of commands, formats, keys and files is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from viewer.cli import main
from viewer.cli._commands import COMMANDS
from viewer.core.exporters import EXPORTERS


@pytest.fixture(scope="module")
def readme(repository: Path) -> str:
    return (repository / "README.md").read_text("utf-8")


def table(readme: str, heading: str) -> dict[str, str]:
    """The table below a heading: what stands in the first column, and in the second."""
    section = re.split(r"^## ", readme, flags=re.MULTILINE)
    (text,) = [part for part in section if part.startswith(f"{heading}\n")]
    rows = re.findall(r"^\| (.+?) \| (.+) \|$", text, re.MULTILINE)
    return dict(rows[1:])


def words_of_code(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def test_every_command_is_told_and_no_other(readme: str) -> None:
    told = [words_of_code(row)[0].split() for row in table(readme, "Command line")]
    assert all(words[0] == "cassette-viewer" for words in told)
    assert {words[1] for words in told if words[1].islower()} == {command.name for command in COMMANDS}


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_options_that_are_told_are_taken(readme: str, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    (row,) = [row for row in table(readme, "Command line") if f"cassette-viewer {command}" in row]
    assert main([command, "--help"]) == 0
    offered = set(re.findall(r"--[a-z-]+", capsys.readouterr().out))
    assert set(re.findall(r"--[a-z-]+", row)) <= offered


def test_every_exporter_is_told_and_no_other(readme: str) -> None:
    (row,) = [does for command, does in table(readme, "Command line").items() if "--to FORMAT" in command]
    assert words_of_code(row) == [exporter.name for exporter in EXPORTERS]


def test_links_lead_to_files(readme: str, repository: Path) -> None:
    links = re.findall(r"\]\(([^)]+)\)", readme)
    links += re.findall(r"`\./run (resources/\S+)`", readme)
    assert len(links) > 2
    assert [link for link in links if not (repository / link).is_file()] == []


def test_the_picture_is_one_and_is_small(readme: str, repository: Path) -> None:
    pictures = [repository / path for path in re.findall(r"!\[[^]]+\]\(([^)]+)\)", readme)]
    assert pictures
    for picture in pictures:
        data = picture.read_bytes()
        assert data.startswith(b"\x89PNG\r\n\x1a\n")
        assert len(data) < 1_000_000


def test_every_word_of_run_is_one(readme: str, repository: Path) -> None:
    script = (repository / "run").read_text("utf-8")
    words = set(re.findall(r"\./run ([a-z]+)\b(?!/)", readme))
    assert "test" in words
    assert [word for word in words if f"\n    {word}) " not in script] == []
