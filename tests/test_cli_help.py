# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What the command line says of itself."""

from __future__ import annotations

import subprocess
import sys

import pytest

from viewer import __version__
from viewer.cli import main
from viewer.core.exporters import EXPORTERS

Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize("command", [[], ["export"], ["play"], ["check"], ["formats"]])
def test_help(command: list[str], capsys: Capture) -> None:
    assert main([*command, "--help"]) == 0
    assert "usage: cassette-viewer" in capsys.readouterr().out


def test_help_of_export_names_every_format(capsys: Capture) -> None:
    main(["export", "--help"])
    out = capsys.readouterr().out
    assert [e.name for e in EXPORTERS if f"  {e.name} " not in out or e.title not in out] == []


def test_version_imports_next_to_nothing(capsys: Capture) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"cassette-viewer {__version__}\n"
    program = "import sys; from viewer.cli import main; main(['--version']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()).isdisjoint({"PySide6", "jsonschema", "pygments", "yaml", "viewer.core"})


# --- the terminal ---
