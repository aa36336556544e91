# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""One instance: a start hands what it should open to the one that runs already, or becomes that one.

Only QtCore is imported for the decision, and QtNetwork where there is somebody to talk to. From its decision to be the
first until it listens, a start holds a lock: others wait for it, for a socket alone is a race that two can win. The
lock goes with its process, and a socket that nobody listens on is taken over, so a killed instance blocks nobody.
"""

from __future__ import annotations

import os
import sys
import time
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile

from viewer.dataclass import dataclass
from viewer.gui.instance.address import Address, Untrusted, find_address
from viewer.gui.instance.message import MOST_NAMES, MOST_TEXT, Request, mismatch

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalSocket

_STARTING_S = 10.0
"""How long a first instance may take until it listens."""
_ANSWER_MS = 2000
"""How long an instance that listens may take to greet: its window is not busy for longer, or it hangs."""
_POLL_S = 0.02
_ATTEMPTS = 3
_LONGEST_ANSWER = 4096
_ANYBODY = -1
"""ASFW_ANY of AllowSetForegroundWindow."""


@dataclass(frozen=True, slots=True)
class InstanceRole:
    """What a start got that opens a window itself.

    With an address it is the first instance and is to listen there, and then to release the lock. Without one nobody
    finds it, and `reason` says why, unless that was wanted.
    """

    address: Address | None = None
    lock: QLockFile | None = None
    reason: str = ""


class _Attempt(Enum):
    # How it ended.
    NOBODY = "nobody listens"
    LEFT = "the other one hung up before it took the request"
    TAKEN = "the request is the other's now"


class _Unusable(Exception):  # noqa: N818 - why this start goes its own way
    pass


def hand_over(request: Request) -> InstanceRole | None:
    """Let the running instance do it; None when it does. Else what this start is: the first instance, or one apart."""
    if request.text_size > MOST_TEXT:
        return InstanceRole(reason=f"more than {MOST_TEXT >> 20} MiB of text: it opens in a window of its own")
    if len(request.paths) + len(request.texts) > MOST_NAMES:
        return InstanceRole(reason=f"more than {MOST_NAMES:,} files: they open in a window of their own")
    try:
        address = find_address()
        for _ in range(_ATTEMPTS):  # an instance that is just closing hangs up: then look again
            lock = _locked(address)
            attempt = _try(address, lock, request)
            if attempt is _Attempt.TAKEN:
                return None
            if attempt is _Attempt.NOBODY:
                return InstanceRole(address, lock)
    except (Untrusted, _Unusable) as error:
        return InstanceRole(reason=f"{error}: a window of its own opens")
    return InstanceRole(reason="the running instance takes nothing: a window of its own opens")


def _locked(address: Address) -> QLockFile:
    """The lock, once no other start holds it."""
    lock = QLockFile(address.lock)
    lock.setStaleLockTime(round(_STARTING_S * 1000))
    end = time.monotonic() + _STARTING_S
    while not lock.tryLock(0):
        if lock.error() is not QLockFile.LockError.LockFailedError:
            raise _Unusable(f"{address.lock} cannot be written")
        if time.monotonic() > end:
            raise _Unusable("another start does not come to its end")
        time.sleep(_POLL_S)
    return lock


def _try(address: Address, lock: QLockFile, request: Request) -> _Attempt:
    """Look for an instance that listens. Where there is one the lock is released, for nobody needs to wait any more."""
    if not address.is_taken():
        return _Attempt.NOBODY
    from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415

    socket = QLocalSocket()
    socket.connectToServer(address.socket)
    if not socket.waitForConnected(_ANSWER_MS):
        errors = QLocalSocket.LocalSocketError
        if socket.error() in (errors.ServerNotFoundError, errors.ConnectionRefusedError):
            return _Attempt.NOBODY
        raise _Unusable(f"the running instance cannot be reached ({socket.errorString()})")
    lock.unlock()
    greeted = _line(socket)
    if greeted is None:
        return _Attempt.LEFT
    wrong = mismatch(greeted)
    if wrong:
        raise _Unusable(wrong)
    if sys.platform == "win32":  # only the program in front may let another come there
        import ctypes  # noqa: PLC0415

        ctypes.windll.user32.AllowSetForegroundWindow(_ANYBODY)
    socket.write(request.pack())
    return _Attempt.LEFT if _line(socket) is None else _Attempt.TAKEN


def _line(socket: QLocalSocket) -> bytes | None:
    """The next line, however slowly it comes within the time; None when the other end hung up before."""
    end = time.monotonic() + _ANSWER_MS / 1000
    while not socket.canReadLine():
        left = round((end - time.monotonic()) * 1000)
        if left <= 0:
            raise _Unusable("the running instance does not answer")
        if not socket.waitForReadyRead(left) and socket.state() is not socket.LocalSocketState.ConnectedState:
            return None
        if socket.bytesAvailable() > _LONGEST_ANSWER:
            raise _Unusable("something else answers in place of the running instance")
    return bytes(socket.readLine().data())


def token_of_this_start() -> str:
    """The desktop's leave to come to the front, given to what it starts: a token of Wayland or a startup id of X11."""
    return os.environ.get("XDG_ACTIVATION_TOKEN") or os.environ.get("DESKTOP_STARTUP_ID") or ""
