# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The process that decodes pictures: started with the first of them, ended when one takes too long, then started anew.

Any thread but the GUI's may ask: the answer may take seconds.
"""

from __future__ import annotations

from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

LIMIT_S = 5.0
_START_S = 30.0
"""What a process is waited for until it is there: longer than anybody waits, on a machine that does much else."""


class PictureProcess:
    """Decodes one picture after the other."""

    def __init__(self, limit_s: float = LIMIT_S) -> None:
        """`limit_s` is what one picture may take, in seconds."""
        self._limit_s = limit_s
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._lock = Lock()

    def decode(self, data: bytes, within: QSize) -> tuple[QImage, str]:
        """The picture, no larger than `within` pixels, and why there is none."""
        with self._lock:
            try:
                answer = self._ask(data, within)
            except (EOFError, OSError):
                self._end()
                return QImage(), "not drawn: its decoder crashed"
        if answer is None:
            return QImage(), "not drawn: it takes too long"
        if isinstance(answer, str):
            return QImage(), answer
        width, height, pixels = answer
        return QImage(pixels, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy(), ""

    def kill(self) -> None:
        """End the process from another thread than the one that waits for it."""
        process = self._process
        if process is not None:
            with suppress(ValueError):  # it was closed meanwhile
                process.kill()

    def _ask(self, data: bytes, within: QSize) -> tuple[int, int, bytes] | str | None:
        pipe = self._started()
        pipe.send((data, within.width(), within.height()))
        if not pipe.poll(self._limit_s):
            self._end()
            return None
        answer: tuple[int, int, bytes] | str = pipe.recv()
        return answer

    def _started(self) -> Connection:
        if self._pipe is None:
            from multiprocessing import get_context  # noqa: PLC0415 - few conversations have pictures

            from viewer.gui.pictures.decoding import serve  # noqa: PLC0415

            context = get_context("spawn")
            self._pipe, other = context.Pipe()
            self._process = context.Process(target=serve, args=(other,), daemon=True)
            self._process.start()
            other.close()
            self._pipe.send((b"", 1, 1))  # answered once it is there
            if not self._pipe.poll(_START_S):
                raise EOFError
            self._pipe.recv()
        return self._pipe

    def _end(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        self._process = self._pipe = None


_SHARED = PictureProcess()


def decode(data: bytes, within: QSize) -> tuple[QImage, str]:
    """As PictureProcess.decode, by the one process that all windows share."""
    return _SHARED.decode(data, within)


def end() -> None:
    """End that process, whatever it does; who waits for it waits no longer."""
    _SHARED.kill()
