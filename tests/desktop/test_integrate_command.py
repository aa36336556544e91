# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`cassette-viewer integrate` and `unintegrate`, run on a home folder of their own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from viewer.cli import main
from viewer.desktop import integration

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the plan for Linux")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    return tmp_path


def test_every_change_is_told_and_a_dry_run_makes_none(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["integrate", "--dry-run"]) == 0
    dry = capsys.readouterr().out.splitlines()
    assert list(home.iterdir()) == []
    assert main(["integrate"]) == 0
    done = capsys.readouterr().out.splitlines()
    assert [line for line in done if line[0] != "D"] == [line for line in dry if line[0] != "N"]
    for line in done:
        if line.startswith("write "):
            assert Path(line.split()[1]).is_file()


def test_it_is_taken_back_once(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["integrate"]) == 0
    assert list(home.iterdir()) != []
    assert main(["unintegrate", "--dry-run"]) == 0
    assert "Nothing was changed." in capsys.readouterr().out
    assert main(["unintegrate"]) == 0
    assert list(home.iterdir()) == []
    assert main(["unintegrate"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Nothing to take back."


def test_what_was_asked_for_stays_until_it_is_taken_back(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def told(*options: str) -> tuple[str, set[str]]:
        assert main(["integrate", *options]) == 0
        defaults = (home / ".config" / "mimeapps.list").read_text("utf-8")
        ours = {line.partition("=")[0] for line in defaults.splitlines() if line.endswith("=cassette-viewer.desktop")}
        return capsys.readouterr().out, ours

    har, json = "application/har+json", "application/json"
    assert told("--har")[1] == {har}
    out, ours = told("--json")
    assert ours == {har, json}
    assert "note: still the default for every HTTP archive, as asked before (--no-har takes it back)" in out
    out, ours = told()
    assert ours == {har, json}
    assert "Nothing to change." in out
    assert told("--no-har")[1] == {json}
    assert main(["unintegrate"]) == 0
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("is_clone", [True, False])
def test_a_clone_that_must_stay_where_it_is_is_told(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, is_clone: bool
) -> None:
    clone = home / "clone"
    clone.mkdir()
    if is_clone:
        (clone / "pyproject.toml").touch()
    program = clone / ".venv" / "bin" / "cassette-viewer"
    monkeypatch.setattr(integration, "own_command", lambda: (str(program),))
    assert main(["integrate"]) == 0
    note = f"note: this points to {program}: do it again if you move {clone}\n"
    assert (note in capsys.readouterr().out) is is_clone
    assert main(["integrate"]) == 0
    assert "this points to" not in capsys.readouterr().out


def test_a_damaged_record_is_told_in_a_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = home / ".local" / "state" / "cassette-viewer" / "integration.json"
    record.parent.mkdir(parents=True)
    record.write_text("{", "utf-8")
    assert main(["unintegrate"]) == 2
    assert capsys.readouterr().err.startswith(f"cassette-viewer: {record}: is damaged")
    assert record.read_text("utf-8") == "{"
