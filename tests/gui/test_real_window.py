# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The real program in a real window: Xvfb, a window manager, keys and mouse from outside, pixels looked at.

Runs where Xvfb, openbox, xdotool and ImageMagick are installed. What offscreen tests cannot show is shown here: that a
window appears under its title, takes keys, plays, steps and writes an export through the file dialog.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gui.desktop import NEEDED, Desktop, wait_for

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(
        not sys.platform.startswith("linux") or not all(map(shutil.which, NEEDED)),
        reason=f"needs {', '.join(NEEDED)}",
    ),
]


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
    desktop.key("F6", "F6", "F6", "F6", "F6")

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
    assert json.loads(target.read_text("utf-8"))["schema"] == "cassette-viewer/transcript/2"


def test_a_second_start_brings_the_minimised_window_to_the_front_and_quit_ends_it(
    desktop: Desktop, samples: Path
) -> None:
    window = desktop.open(samples / "reasoning.yaml")
    program = desktop.processes[-1]
    wait_for(lambda: bool(desktop.window("reasoning.yaml")), "the file's name in the title")
    desktop.run("xdotool", "windowminimize", window)
    wait_for(lambda: not desktop.window(), "the window to go")
    command = [sys.executable, "-m", "viewer", str(samples / "agent-tools.yaml")]
    assert subprocess.run(command, env=desktop.environment, check=False).returncode == 0
    wait_for(lambda: desktop.window("agent-tools.yaml") == window, "the same window on the second file")
    wait_for(lambda: desktop.run("xdotool", "getactivewindow").strip() == window, "that window in front")

    desktop.key("ctrl+q")
    wait_for(lambda: program.poll() is not None, "the program to end")
    assert program.returncode == 0
