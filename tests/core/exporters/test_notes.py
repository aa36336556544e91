# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Transcripts write a reader's notes where that is asked for, and nothing of them else."""

from __future__ import annotations

import shutil
from io import StringIO
from pathlib import Path

import pytest

from viewer.cli import main
from viewer.core.exporters import EXPORTERS, ExportOptions
from viewer.core.exporters.writing import write_export
from viewer.core.notes import Note
from viewer.core.recording import load
from viewer.notes_file import change_notes

NOTES = (Note(1, None, "mine <b>\n```\nsecond"), Note(1, 4, "sk-ant-api03-" + "A1b2" * 24))


@pytest.mark.parametrize("name", ["text", "markdown", "html"])
def test_notes_are_written_when_asked_for(name: str, samples: Path) -> None:
    exporter, recording = EXPORTERS.named(name), load(samples / "agent-tools.yaml")
    assert exporter is not None
    with_notes, without = StringIO(), StringIO()
    write_export(exporter, recording, with_notes, ExportOptions(notes=NOTES))
    write_export(exporter, recording, without, ExportOptions())
    written = with_notes.getvalue()
    assert "note on event 4" in written
    assert "second" in written
    assert "A1b2A1b2A1b2" not in written, "secrets in notes are masked too"
    assert "<b>" not in written or name != "html"
    assert "second" not in without.getvalue()


def test_the_command_writes_them(samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(shutil.copy(samples / "agent-tools.yaml", tmp_path / "agent.yaml"))
    change_notes(path, lambda _: (Note(0, None, "look here"),))
    assert main(["export", str(path), "--to", "markdown", "--notes"]) == 0
    assert "look here" in capsys.readouterr().out
    assert main(["export", str(path), "--to", "markdown"]) == 0
    assert "look here" not in capsys.readouterr().out
    assert main(["export", str(tmp_path), "--to", "text", "--notes", "--output", str(tmp_path / "out")]) == 0
    assert "look here" in (tmp_path / "out" / "agent.yaml.txt").read_text("utf-8")
    path.with_name("agent.yaml.notes.json").write_text("{", "utf-8")
    assert main(["export", str(path), "--to", "markdown", "--notes"]) == 2
    assert "damaged notes" in capsys.readouterr().err
