# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A real Chromium that a test types into: the DevTools protocol over two pipes, so that no port is opened."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_KEY_CODES = {" ": 32, "Home": 36, "End": 35, "ArrowLeft": 37, "ArrowRight": 39}
_SHIFT = 8
_AS_3_AND_4 = """\
import os, sys
import fcntl
ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD, 10) for end in sys.argv[1:3]]
os.dup2(ends[0], 3)
os.dup2(ends[1], 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Chromium reads from 3 and writes to 4, so it is started by a process that puts the pipes there."""


class Browser:
    """One page in a browser of its own, as a context."""

    def __init__(self, home: Path) -> None:
        """`home` is the folder of its profile."""
        self._home = home
        self._number = 0
        self._session = ""
        self._received = b""

    def __enter__(self) -> Self:
        """Start it."""
        to_read, self._to = os.pipe()
        self._from, to_write = os.pipe()
        arguments = [
            "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions",
            "--disable-background-networking", "--disable-component-update", "--remote-debugging-pipe",
            f"--user-data-dir={self._home}", "about:blank",
        ]  # fmt: skip
        self._process = subprocess.Popen(
            [sys.executable, "-c", _AS_3_AND_4, str(to_read), str(to_write), str(CHROMIUM), *arguments],
            pass_fds=(to_read, to_write),
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_write)
        (target,) = [one for one in self._call("Target.getTargets")["targetInfos"] if one["type"] == "page"]
        attached = self._call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(30)
        os.close(self._to)
        os.close(self._from)

    def open(self, address: str) -> None:
        """Load a page and wait until its scripts ran."""
        self._call("Page.enable")
        self._call("Page.navigate", url=address)
        while self.value("document.readyState + location.href") != f"complete{address}":
            pass

    def prefer(self, **features: str) -> None:
        """What the system asks of pages, such as `prefers_reduced_motion="reduce"`."""
        listed = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self._call("Emulation.setEmulatedMedia", features=listed)

    def press(self, key: str, *, shift: bool = False) -> None:
        """Type one key."""
        text = key if len(key) == 1 else ""
        told = {"key": key, "text": text, "modifiers": _SHIFT * shift, "windowsVirtualKeyCode": _KEY_CODES.get(key, 0)}
        self._call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", **told)
        self._call("Input.dispatchKeyEvent", type="keyUp", **{**told, "text": ""})

    def value(self, expression: str) -> Any:  # noqa: ANN401 - whatever the page tells
        """What an expression is worth in the page."""
        return self._call("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - the protocol's own
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            told = self._next()
            if told.get("id") == self._number:
                assert "error" not in told, told
                return dict(told["result"])

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._received:
            piece = os.read(self._from, 1 << 16)
            assert piece, "the browser has ended"
            self._received += piece
        line, _, self._received = self._received.partition(b"\0")
        return dict(json.loads(line))
