# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The real program in a real window: Xvfb, a window manager, keys and mouse from outside, pixels looked at.

Runs where Xvfb, openbox, xdotool and ImageMagick are installed. What offscreen tests cannot show is shown here: that a
window appears under its title, takes keys, plays, steps and writes an export through the file dialog.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

NEEDED = ("Xvfb", "openbox", "xdotool", "import", "xprop")
pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(
        not sys.platform.startswith("linux") or not all(map(shutil.which, NEEDED)),
        reason=f"needs {', '.join(NEEDED)}",
    ),
]
PATIENCE = 20.0


def wait_for(ready: Callable[[], bool], what: str) -> None:
    """Poll until something is so."""
    end = time.monotonic() + PATIENCE
    while not ready():
        if time.monotonic() > end:
            pytest.fail(f"waited {PATIENCE:.0f} s for {what}")
        time.sleep(0.05)


class Desktop:
    """A display of its own with a window manager, and the program in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        read, write = os.pipe()
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1440x900x24", "-nolisten", "tcp"]
        self._start(command, os.environ.copy(), pass_fds=(write,))
        os.close(write)
        with os.fdopen(read) as numbers:
            display = numbers.readline().strip()
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "WAYLAND"))}
        self.environment = {**kept, "DISPLAY": f":{display}", "QT_QPA_PLATFORM": "xcb"}
        self._start(["openbox"], self.environment)
        wait_for(lambda: "window id" in self.run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"), "the window manager")

    def _start(self, command: list[str], environment: dict[str, str], pass_fds: tuple[int, ...] = ()) -> None:
        with (self.folder / f"{Path(command[0]).name}.log").open("wb") as log:
            self.processes.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log, pass_fds=pass_fds))

    def run(self, *command: str) -> str:
        """What a command prints, on this display."""
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        return done.stdout

    def open(self, *paths: Path) -> str:
        """Start the program; returns the id of its window."""
        self._start([sys.executable, "-m", "viewer", *map(str, paths)], self.environment)
        wait_for(lambda: bool(self.window()), "the window")
        window = self.window()
        self.run("xdotool", "windowactivate", "--sync", window)
        return window

    def window(self, title: str = "Cassette Viewer$") -> str:
        """The id of the visible window of that title, empty when there is none."""
        return (self.run("xdotool", "search", "--onlyvisible", "--name", title).split() or [""])[-1]

    def key(self, *keys: str) -> None:
        """Press keys in the window in front."""
        for key in keys:
            self.run("xdotool", "key", key)

    def picture(self) -> bytes:
        """The pixels of the screen."""
        target = self.folder / "screen.ppm"
        self.run("import", "-silent", "-window", "root", str(target))
        return target.read_bytes()

    def stop(self) -> None:
        """End what was started, the last first."""
        for process in reversed(self.processes):
            process.terminate()
        for process in reversed(self.processes):
            process.wait(10)


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Desktop]:
    """A display for one test."""
    made = Desktop(tmp_path)
    yield made
    made.stop()


def settled(desktop: Desktop) -> bytes:
    """The screen once two looks at it are the same."""
    last = [b""]

    def is_still() -> bool:
        before, last[0] = last[0], desktop.picture()
        time.sleep(0.1)
        return before == last[0]

    wait_for(is_still, "the screen to settle")
    return last[0]


def test_open_select_step_play_and_export(desktop: Desktop, samples: Path, tmp_path: Path) -> None:
    desktop.open(samples / "agent-tools.yaml")
    wait_for(lambda: bool(desktop.window("agent-tools.yaml")), "the file's name in the title")
    finished = settled(desktop)

    desktop.key("F6", "F6")
    assert settled(desktop) != finished, "another pane looks different"
    desktop.key("F6", "F6", "F6", "F6")

    desktop.key("Home")
    start = settled(desktop)
    assert start != finished, "at the start nothing is answered yet"
    desktop.key("Right", "Right", "Right", "Right")
    stepped = settled(desktop)
    assert stepped != start
    desktop.key("Left", "Left", "Left", "Left")
    assert settled(desktop) == start, "stepping back shows the very same"

    desktop.key("space")
    wait_for(lambda: desktop.picture() != start, "playback to move")
    desktop.key("space", "shift+Right")
    assert settled(desktop) != start, "the next interaction"

    target = tmp_path / "out.json"
    desktop.key("ctrl+e")
    wait_for(lambda: bool(desktop.window("Export agent-tools.yaml")), "the export window")
    desktop.key("Down", "Down")
    settled(desktop)
    desktop.key("Return")
    wait_for(lambda: bool(desktop.window("^Export$")), "the file dialog")
    desktop.key("ctrl+a")
    desktop.run("xdotool", "type", str(target))
    desktop.key("Return")
    wait_for(target.exists, "the exported file")
    assert json.loads(target.read_text("utf-8"))["schema"] == "cassette-viewer/transcript/1"


def test_quit_ends_the_program(desktop: Desktop, samples: Path) -> None:
    desktop.open(samples / "reasoning.yaml")
    wait_for(lambda: bool(desktop.window("reasoning.yaml")), "the file's name in the title")
    desktop.key("ctrl+q")
    program = desktop.processes[-1]
    wait_for(lambda: program.poll() is not None, "the program to end")
    assert program.returncode == 0
