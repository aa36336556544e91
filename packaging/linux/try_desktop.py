# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Opens files as a person does: double-clicks and drags in a file manager of a throw-away desktop session.

Runs inside the fresh root that `try_desktop.sh` makes, where the package is installed, with Debian's own python3.
Says a line for each thing seen and ends with 1 at the first one that is not as it should be. What is on the
screen is read as a screen reader reads it (AT-SPI), and kept as pictures.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
Accessible = Any
"""What pyatspi knows of a widget; it comes without types."""
FIRST_ROW = (230, 112)
"""Where pcmanfm shows the first file of a list, in px from the window's upper left corner."""
PATIENCE = 20.0
"""Seconds in which a window has to come: the first start of a bundle reads it from a cold disk."""
PCMANFM = "[ui]\nwin_width=700\nwin_height=400\nsplitter_pos=150\nview_mode=list\n"


class NotAsItShouldBe(Exception):  # noqa: N818 - a verdict, not an error of this script
    """What was seen instead."""


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _wait(what: str, look: Callable[[], T]) -> T:
    """The first true answer of `look`; raises NotAsItShouldBe when none came in time."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.1)
    raise NotAsItShouldBe(f"waited {PATIENCE:g} s in vain for {what}")


class Desktop:
    """A screen with a window manager; `shots` receives pictures of it."""

    def __init__(self, shots: Path) -> None:
        self._shots = shots
        self._processes: list[subprocess.Popen[bytes]] = []
        settings = Path.home() / ".config/pcmanfm/default/pcmanfm.conf"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(PCMANFM)
        read, write = os.pipe()
        screen = "1440x900x24"
        self.start("Xvfb", "-displayfd", str(write), "-screen", "0", screen, "-nolisten", "tcp", pass_fds=(write,))
        os.close(write)
        with os.fdopen(read) as answer:
            os.environ["DISPLAY"] = f":{answer.readline().strip()}"
        os.environ["XDG_CURRENT_DESKTOP"] = "LXDE"
        os.environ["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
        _run("dbus-update-activation-environment", "DISPLAY", "XDG_CURRENT_DESKTOP")
        self.start("openbox")
        _wait("openbox", lambda: "window id" in _run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"))

    def start(self, *command: str, pass_fds: tuple[int, ...] = ()) -> subprocess.Popen[bytes]:
        """Start a program that ends with the session."""
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(command, stdout=quiet, stderr=quiet, pass_fds=pass_fds)
        self._processes.append(process)
        return process

    def windows(self, title: str) -> list[str]:
        """Ids of the windows whose title holds these words."""
        lines = _run("wmctrl", "-l").splitlines()
        return [line.split()[0] for line in lines if title in line.split(maxsplit=3)[-1]]

    def corner(self, window: str) -> tuple[int, int]:
        """Where a window's upper left corner is, in px."""
        told = dict(line.strip().split(":", 1) for line in _run("xwininfo", "-id", window).splitlines() if ":" in line)
        return int(told["Absolute upper-left X"]), int(told["Absolute upper-left Y"])

    def folder(self, path: Path) -> str:
        """A file manager's window on a folder."""
        self.start("pcmanfm", "-n", str(path))
        (window,) = _wait(f"the file manager on {path}", lambda: self.windows(path.name))
        _run("xdotool", "windowactivate", "--sync", window)
        time.sleep(0.5)  # it lists the folder after its window is there
        return str(window)

    def point_at_first(self, window: str) -> tuple[int, int]:
        """Point at the first file of a file manager's window."""
        x, y = (a + b for a, b in zip(self.corner(window), FIRST_ROW, strict=True))
        _run("xdotool", "mousemove", str(x), str(y))
        return x, y

    def close(self, window: str) -> None:
        """Ask a window to close, and see that it does."""
        _run("wmctrl", "-ic", window)
        _wait("a window to close", lambda: window not in _run("wmctrl", "-l"))

    def picture(self, name: str) -> None:
        """Keep a picture of the screen."""
        _run("import", "-window", "root", str(self._shots / f"{name}.png"))

    def end(self) -> None:
        """End what was started, the latest first."""
        for process in reversed(self._processes):
            process.terminate()
            process.wait()


def _children(node: Accessible) -> Iterator[Accessible]:
    for place in range(node.childCount):
        child = node.getChildAtIndex(place)
        if child is not None:
            yield child


def _below(node: Accessible) -> Iterator[Accessible]:
    yield node
    for child in _children(node):
        yield from _below(child)


def rows() -> list[str]:
    """What the viewer's tree says of each of its rows, [] while there is none."""
    import pyatspi  # type: ignore[import-not-found]  # noqa: PLC0415 - Debian's, in the fresh root only

    for application in _children(pyatspi.Registry.getDesktop(0)):
        if application.name == "cassette-viewer":
            for node in _below(application):
                if node.name == "Interactions":
                    return [row.name for row in _children(node)]
    return []


def _rows_of(file: Path) -> list[str]:
    return [row for row in rows() if row.startswith(f"{file.name}, ")]


def viewer_windows(desktop: Desktop) -> list[str]:
    """Ids of all main windows of the viewer."""
    return desktop.windows("Cassette Viewer")


def check_types(cassettes: list[Path], others: list[Path]) -> None:
    """Three programs agree on every file: a cassette is one of ours, another YAML or JSON file is not."""
    for file in (*cassettes, *others):
        asked = {
            "xdg-mime": _run("xdg-mime", "query", "filetype", str(file)),
            "gio": _run("gio", "info", "-a", "standard::content-type", str(file)).rpartition("content-type: ")[2],
            "mimetype": _run("mimetype", "--output-format", "%m", str(file)),
        }
        types = set(asked.values())
        if len(types) != 1:
            raise NotAsItShouldBe(f"{file}: they do not agree: {asked}")
        (kind,) = types
        default = _run("xdg-mime", "query", "default", kind)
        if (default == "cassette-viewer.desktop") is not (file in cassettes):
            raise NotAsItShouldBe(f"{file} is {kind}, which is opened by {default or 'nothing'}")
        print(f"type   {file.parent.name}/{file.name}: {kind}", flush=True)


def double_click(desktop: Desktop, file: Path, shot: str) -> None:
    """Double-click a cassette: one window, in whose tree the file stands once, with its recorder."""
    window = desktop.folder(file.parent)
    desktop.point_at_first(window)
    _run("xdotool", "click", "--repeat", "2", "--delay", "60", "1")
    found = _wait(f"{file.name} in the viewer's tree", lambda: _rows_of(file))
    _wait(f"{file.name} in the viewer's title", lambda: desktop.windows(f"{file.name} — Cassette Viewer"))
    time.sleep(0.3)  # another window would be there by now
    if len(viewer_windows(desktop)) != 1 or len(_rows_of(file)) != 1:
        raise NotAsItShouldBe(f"{file}: {len(viewer_windows(desktop))} windows, in the tree {_rows_of(file)}")
    desktop.picture(shot)
    print(f"opened {found[0]}", flush=True)
    desktop.close(window)


def double_click_other(desktop: Desktop, file: Path) -> None:
    """Double-click a YAML file that is no cassette: the text editor opens it, the viewer hears nothing of it."""
    before = rows()
    window = desktop.folder(file.parent)
    desktop.point_at_first(window)
    _run("xdotool", "click", "--repeat", "2", "--delay", "60", "1")
    (editor,) = _wait(f"a text editor on {file.name}", lambda: desktop.windows(f"{file.name} - Mousepad"))
    if rows() != before:
        raise NotAsItShouldBe(f"{file} came into the viewer too")
    desktop.picture("another-yaml")
    print(f"opened {file.name} in the text editor only", flush=True)
    desktop.close(editor)
    desktop.close(window)


def drag(desktop: Desktop, file: Path) -> None:
    """Drag a file from the file manager into the viewer's window."""
    (viewer,) = viewer_windows(desktop)
    window = desktop.folder(file.parent)
    _run("xdotool", "windowmove", "--sync", window, "700", "60")
    time.sleep(0.3)
    x, y = desktop.point_at_first(window)
    left, top = desktop.corner(viewer)
    to = left + 250, top + 400
    _run("xdotool", "mousedown", "1")
    time.sleep(0.2)
    for step in range(1, 13):
        at = (x + (to[0] - x) * step // 12, y + (to[1] - y) * step // 12)
        _run("xdotool", "mousemove", *map(str, at))
        time.sleep(0.05)
    time.sleep(0.3)
    desktop.picture("dragging")
    _run("xdotool", "mouseup", "1")
    found = _wait(f"{file.name} in the viewer's tree", lambda: _rows_of(file))
    if len(viewer_windows(desktop)) != 1:
        raise NotAsItShouldBe("another window came")
    desktop.picture("dropped")
    print(f"dropped {found[0]}", flush=True)
    desktop.close(window)


def main() -> int:
    """Go through it all; folders hold a file each, named after its family."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cassettes", type=Path, help="folder of folders with a cassette each")
    parser.add_argument("others", type=Path, help="folder of folders with a YAML or JSON file each that is none")
    parser.add_argument("dropped", type=Path, help="a cassette in a folder of its own, to be dragged")
    parser.add_argument("shots", type=Path, help="folder for pictures")
    given = parser.parse_args()
    cassettes, others = (sorted(folder.glob("*/*")) for folder in (given.cassettes, given.others))
    given.shots.mkdir(parents=True, exist_ok=True)
    desktop = Desktop(given.shots)
    try:
        check_types([*cassettes, given.dropped], others)
        for number, file in enumerate(cassettes):
            double_click(desktop, file, f"{number:02}-{file.parent.name}")
        double_click(desktop, cassettes[0], "again")
        double_click_other(desktop, next(file for file in others if file.suffix == ".yaml"))
        drag(desktop, given.dropped)
        for window in viewer_windows(desktop):
            desktop.close(window)
        print(f"{len(cassettes)} cassettes opened by double-click, in one window", flush=True)
    except NotAsItShouldBe as wrong:
        desktop.picture("wrong")
        print(f"WRONG  {wrong}", file=sys.stderr)
        return 1
    finally:
        desktop.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
