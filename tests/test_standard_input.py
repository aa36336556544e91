# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`-` is standard input, for every command that reads a cassette."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from viewer.cli import main

BROKEN = "version: 2\ninteractions:\n  - id: 0\n    request: {url: [\n"
TERMINAL_ONLY = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def sample(samples: Path) -> str:
    return str(samples / "agent-tools.yaml")


def _feed(data: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = {k: v for k, v in os.environ.items() if k not in TERMINAL_ONLY}
    return subprocess.run(
        [sys.executable, "-m", "viewer", *arguments], env=environment, input=data, capture_output=True, check=False
    )


def test_standard_input_is_read_like_a_file(sample: str, tmp_path: Path, capsys: Capture) -> None:
    data = Path(sample).read_bytes()
    assert main(["export", sample, "--to", "json"]) == 0
    from_file = json.loads(capsys.readouterr().out)
    piped = json.loads(_feed(data, "export", "-", "--to", "json").stdout)
    assert piped.pop("source") == from_file.pop("source") | {"name": "<stdin>"}
    assert piped == from_file
    assert _feed(data, "export", "-", "--to", "text", "--output", str(tmp_path)).returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["stdin.txt"]


def test_standard_input_is_played_and_checked_and_its_errors_are_one_line(sample: str) -> None:
    data = Path(sample).read_bytes()
    assert b"get_forecast" in _feed(data, "play", "-", "--no-wait").stdout
    assert b"get_forecast" in _feed(data, "-").stdout, "no display: played in the terminal"
    checked = _feed(BROKEN.encode(), "check", "-", sample)
    assert checked.returncode == 1
    assert b"<stdin>:" in checked.stdout
    for command in (["check", "-"], ["play", "-"], ["export", "-", "--to", "text"]):
        failed = _feed(b"just words", *command)
        assert (failed.returncode, failed.stdout) == (2, b"")
        assert re.fullmatch(rb"cassette-viewer: <stdin>: not a cassette; .+\n", failed.stderr)
