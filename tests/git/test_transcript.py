# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""textconv: whatever the file is, git gets something to compare, and soon."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from viewer.cli import main
from viewer.own_command import own_command


@pytest.mark.parametrize("name", ["agent-tools.yaml", "x", "git-blob-a1/x.txt"])
@pytest.mark.parametrize("is_packed", [False, True])
def test_a_cassette_whatever_git_calls_it(
    samples: Path, tmp_path: Path, name: str, capfdbinary: pytest.CaptureFixture[bytes], *, is_packed: bool
) -> None:
    assert main(["export", str(samples / "agent-tools.yaml"), "--to", "text"]) == 0
    exported = capfdbinary.readouterr().out
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    data = (samples / "agent-tools.yaml").read_bytes()
    path.write_bytes(gzip.compress(data) if is_packed else data)
    assert main(["textconv", str(path)]) == 0
    assert capfdbinary.readouterr().out == exported


@pytest.mark.parametrize(
    "data",
    [b"", b"on: push\n", b"a: 'b\n  - \t{", b"\xff\xfe half of UTF-16", b"version: 2\ninteractions: [<<<<<<<\n"],
)
def test_anything_else_as_it_is(tmp_path: Path, data: bytes, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "any.yaml"
    path.write_bytes(data)
    assert main(["textconv", str(path)]) == 0
    assert capfdbinary.readouterr() == (data, b"")


def test_bytes_that_are_no_text_are_summed_up(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    said = []
    for last in (b"a", b"b"):
        (tmp_path / "any.har").write_bytes(b"\x7fELF\0\0" + last)
        assert main(["textconv", str(tmp_path / "any.har")]) == 0
        said.append(capfd.readouterr().out)
    assert said[0].startswith("7 bytes that are no text, sha256 ")
    assert said[0] != said[1]


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["textconv", str(tmp_path / "gone.yaml")]) == 2
    assert capsys.readouterr().err == f"cassette-viewer: {tmp_path / 'gone.yaml'}: No such file or directory\n"


def test_nothing_slow_is_imported(samples: Path) -> None:
    program = (
        "import sys; from viewer.cli import main; main(['textconv', sys.argv[1]]);"
        "print(*sorted({'PySide6', 'genai_prices', 'jsonschema', 'pygments', 'multiprocessing'} & set(sys.modules)),"
        "file=sys.stderr)"
    )
    command = [sys.executable, "-c", program, str(samples / "agent-tools.yaml")]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stderr == "\n"


def test_the_command_works_from_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, samples: Path) -> None:
    """Started as a module, with no script beside the interpreter, and not installed."""
    python = sys.executable
    monkeypatch.setattr(sys, "argv", ["/somewhere/viewer/__main__.py"])
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    program, *arguments = own_command()
    assert program == str(tmp_path / "python")
    command = [python, *arguments, "textconv", str(samples / "errors.yaml")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout.startswith(b"conversation: ")


def test_a_bundle_is_started_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/cassette-viewer/cassette-viewer")
    assert own_command() == ("/opt/cassette-viewer/cassette-viewer",)
    monkeypatch.setenv("APPIMAGE", "/home/me/Cassette Viewer.AppImage")
    assert own_command() == ("/home/me/Cassette Viewer.AppImage",)
