# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`-` is standard input, for every command that reads a cassette."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
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


@pytest.fixture
def feed_here(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Gives this process a standard input, which costs less than a process that has one."""
    return lambda data: monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_standard_input_is_read_like_a_file(
    sample: str, tmp_path: Path, capsys: Capture, feed_here: Callable[[bytes], None]
) -> None:
    data = Path(sample).read_bytes()
    assert main(["export", sample, "--to", "json"]) == 0
    from_file = json.loads(capsys.readouterr().out)
    piped = json.loads(_feed(data, "export", "-", "--to", "json").stdout)
    assert piped.pop("source") == from_file.pop("source") | {"name": "<stdin>"}
    assert piped == from_file
    feed_here(data)
    assert main(["export", "-", "--to", "text", "--output", str(tmp_path)]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["stdin.txt"]


def test_standard_input_is_played_and_checked(sample: str) -> None:
    data = Path(sample).read_bytes()
    assert b"get_forecast" in _feed(data, "play", "-", "--no-wait").stdout
    assert b"get_forecast" in _feed(data, "-").stdout, "no display: played in the terminal"
    checked = _feed(BROKEN.encode(), "check", "-", sample)
    assert checked.returncode == 1
    assert b"<stdin>:" in checked.stdout


@pytest.mark.parametrize("command", [["check", "-"], ["play", "-"], ["export", "-", "--to", "text"]])
def test_an_error_in_standard_input_is_one_line(
    command: list[str], capsys: Capture, feed_here: Callable[[bytes], None]
) -> None:
    feed_here(b"just words")
    assert main(command) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert re.fullmatch(r"cassette-viewer: <stdin>: not a cassette; .+\n", told.err)
