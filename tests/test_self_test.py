# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`--self-test` passes here, finds what is missing elsewhere, and leaves what is the user's alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from viewer.self_test import CHECKS, run_check, run_check_apart


def _run(*checks: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "viewer", "--self-test", *checks]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def test_all_is_well_here_and_nothing_of_the_user_is_touched(repository: Path, own_home: Path) -> None:
    done = _run(cwd=repository)
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == [f"ok      {name}" for name in CHECKS]
    left = [path.name for path in own_home.parent.rglob("*") if path.is_file() and "fontconfig" not in path.parts]
    assert left == []


def test_an_icon_and_a_plug_in_that_were_lost_are_told(repository: Path, tmp_path: Path) -> None:
    shutil.copytree(
        repository / "viewer", tmp_path / "viewer", ignore=shutil.ignore_patterns("__pycache__", "watsonx.py")
    )
    shutil.copytree(repository / "resources", tmp_path / "resources", ignore=shutil.ignore_patterns("pause.svg"))
    done = _run("data files", "plug-ins", "window", cwd=tmp_path)
    good, plug_ins, window = done.stdout.splitlines()
    assert done.returncode == 1
    assert good.startswith("ok      data files: ")
    assert plug_ins == ("FAILED  plug-ins: ModuleNotFoundError: No module named 'viewer.core.dialects.watsonx'")
    assert window.startswith("FAILED  window: FileNotFoundError: resource 'icons/pause.svg' is not in ")


@pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell script")
def test_a_window_that_takes_its_process_with_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\necho "no Qt platform plugin could be initialized" >&2\nexit 6\n')
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    told = str(run_check_apart("window"))
    assert told == "FAILED  window: its process ended with status 6: no Qt platform plugin could be initialized"


def test_an_export_that_comes_out_empty_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("viewer.core.exporters.curl.Curl.parts", lambda *_arguments: ())
    assert str(run_check("exports")) == "FAILED  exports: agent-tools.yaml as curl is empty"


def test_a_python_without_openssl_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "viewer.core.secrets.stand_ins", raising=False)
    monkeypatch.delattr("hashlib.scrypt")
    told = str(run_check("redaction"))
    assert told.startswith("FAILED  redaction: ImportError: cannot import name 'scrypt' from 'hashlib'")


def test_a_python_without_sqlite_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "viewer.index.schema", raising=False)
    monkeypatch.setitem(sys.modules, "sqlite3", None)
    told = str(run_check("index"))
    assert told == "FAILED  index: ModuleNotFoundError: import of sqlite3 halted; None in sys.modules"
