# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Folders that cannot be listed, pipes and devices: each is told in one line, and nothing waits for ever."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from viewer.cli import main

Capture = pytest.CaptureFixture[str]
Scan = AbstractContextManager[Iterator[os.DirEntry[str]]]

needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
COMMANDS = [["check"], ["export", "--to", "text", "--output", "out"], []]


@pytest.fixture(autouse=True)
def here(samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a/x.yaml, a/locked/y.yaml and a/z.yaml, all of them cassettes, and no display."""
    (tmp_path / "a" / "locked").mkdir(parents=True)
    for name in ("x.yaml", "locked/y.yaml", "z.yaml"):
        (tmp_path / "a" / name).write_bytes((samples / "reasoning.yaml").read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("viewer.play._wait_until", lambda *_: None)
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(variable, raising=False)
    return tmp_path


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the system refuse to list a/locked; its permissions alone would not refuse it to an administrator."""
    scan = os.scandir

    def scandir(path: str) -> Scan:
        if Path(path).name == "locked":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)


@pytest.mark.usefixtures("locked")
@pytest.mark.parametrize("argument", ["a/locked", "a"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: "".join(command[:1]) or "window")
def test_a_folder_that_cannot_be_listed_is_told(command: list[str], argument: str, capsys: Capture) -> None:
    assert main([*command[:1], argument, *command[1:]]) == 2
    errors = [line for line in capsys.readouterr().err.splitlines() if "no display server" not in line]
    assert errors == [f"cassette-viewer: {Path('a/locked')}: Permission denied"]


@pytest.mark.usefixtures("locked")
def test_the_rest_of_a_folder_is_still_worked_on(here: Path) -> None:
    assert main(["export", "a", "--to", "text", "--output", "out"]) == 2
    assert sorted(path.name for path in (here / "out").iterdir()) == ["x.yaml.txt", "z.yaml.txt"]


@pytest.mark.skipif(os.name != "posix", reason="needs links")
def test_a_link_to_nothing_is_told(here: Path, capsys: Capture) -> None:
    (here / "a" / "link.yaml").symlink_to("gone.yaml")
    assert main(["check", "a"]) == 2
    assert capsys.readouterr().err == "cassette-viewer: a/link.yaml: No such file or directory\n"


@needs_pipes
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: "".join(command[:1]) or "window")
def test_a_pipe_in_a_folder_is_skipped_with_a_line(command: list[str], here: Path, capsys: Capture) -> None:
    os.mkfifo(here / "a" / "pipe.yaml")
    assert main([*command[:1], "a", *command[1:]]) == 0
    assert "cassette-viewer: a/pipe.yaml: not a regular file, skipped\n" in capsys.readouterr().err


@needs_pipes
@pytest.mark.parametrize("command", [["check"], ["export", "--to", "text"], ["play", "--no-wait"]], ids=lambda c: c[0])
def test_a_pipe_that_is_named_is_read(command: list[str], here: Path, capsys: Capture) -> None:
    pipe = here / "pipe.yaml"
    os.mkfifo(pipe)
    content = (here / "a" / "x.yaml").read_bytes()
    writer = threading.Thread(target=pipe.write_bytes, args=(content,), daemon=True)
    writer.start()
    assert main([*command[:1], "pipe.yaml", *command[1:]]) == 0
    writer.join(timeout=20)
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a device")
@pytest.mark.parametrize("command", [["check"], ["export", "--to", "text"], ["play"]], ids=lambda command: command[0])
def test_a_device_is_not_read(command: list[str], capsys: Capture) -> None:
    assert main([*command[:1], "/dev/zero", *command[1:]]) == 2
    assert capsys.readouterr().err == "cassette-viewer: /dev/zero: is a device, not a file\n"
