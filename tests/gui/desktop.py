# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A desktop for tests of the real program: a display of its own with a window manager, keys from outside."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

NEEDED = ("Xvfb", "openbox", "xdotool", "import", "xprop")
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
        # Without `-noreset` it begins anew when its only client leaves: who asks whether the window manager is there
        # would end the window manager, which comes in just then.
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset"]
        self._start(command, os.environ.copy(), pass_fds=(write,))
        os.close(write)
        with os.fdopen(read) as numbers:
            display = numbers.readline().strip()
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("QT_", "WAYLAND", "DBUS_", "AT_SPI"))
        }
        self.environment = {**kept, "DISPLAY": f":{display}", "QT_QPA_PLATFORM": "xcb"}
        self._start(["openbox"], self.environment)
        try:
            ask = ("xprop", "-root", "_NET_SUPPORTING_WM_CHECK")
            wait_for(lambda: "window id" in self.run(*ask), "the window manager")
        except pytest.fail.Exception:
            self.stop()
            raise

    def _start(self, command: list[str], environment: dict[str, str], pass_fds: tuple[int, ...] = ()) -> None:
        with (self.folder / f"{Path(command[0]).name}.log").open("wb") as log:
            self.processes.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log, pass_fds=pass_fds))

    def start_bus(self) -> None:
        """A session bus of its own, through which screen readers find the program."""
        read, write = os.pipe()
        command = ["dbus-daemon", "--session", "--nofork", f"--print-address={write}"]
        self._start(command, self.environment, pass_fds=(write,))
        os.close(write)
        with os.fdopen(read) as lines:
            address = lines.readline().strip()
        self.environment |= {"DBUS_SESSION_BUS_ADDRESS": address, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}

    def log(self) -> str:
        """What the program wrote to standard error."""
        return (self.folder / f"{Path(sys.executable).name}.log").read_text("utf-8", "replace")

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
