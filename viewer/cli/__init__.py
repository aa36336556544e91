# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The command line: what was typed -> one module a command. Nothing is imported before a command needs it.

Rule: whatever goes wrong is one line, `cassette-viewer: PATH:LINE: reason`, and an exit status; never a traceback.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from typing import TYPE_CHECKING, NoReturn

from viewer import source_finder
from viewer.cli._commands import COMMANDS, WINDOW
from viewer.cli._parser import WRONG, say

if TYPE_CHECKING:
    from viewer.cli._commands import CommandModule

INTERRUPTED, BROKEN_PIPE = 130, 141
"""Exit statuses as shells know them: 128 + SIGINT, 128 + SIGPIPE."""


class _TerminatedError(KeyboardInterrupt):
    """The system asks to end by another signal than Ctrl+C; its number is the argument."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    name, rest = WINDOW.module, arguments
    named = {command.name: command for command in COMMANDS}
    if arguments and arguments[0] in named:
        name, rest = named[arguments[0]].module, arguments[1:]
    source_finder.install()
    _prepare_output()
    _hear_signals()
    try:
        command: CommandModule = import_module(name)
        status = command.run(command.parser().parse_args(rest))
        sys.stdout.flush()
    except SystemExit as leaving:  # argparse has said what there is to say
        return leaving.code if isinstance(leaving.code, int) else WRONG
    except _TerminatedError as ended:
        return 128 + int(ended.args[0])
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader, such as `head`, has gone; what is buffered must not be written when Python ends.
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except Exception as error:  # noqa: BLE001 - the last line of defence: plug-ins may raise anything
        return _failed(error)
    return status


def _failed(error: Exception) -> int:
    """Say what the system refused, or that this program is wrong."""
    from viewer.batch import error_line, internal_error
    from viewer.core.errors import CassetteError

    if isinstance(error, CassetteError):
        say(error_line(error.path, error.line, error.reason))
        return WRONG
    if sys.flags.dev_mode:
        raise error
    if isinstance(error, OSError) and error.strerror:
        say(error_line(str(error.filename or "output"), None, error.strerror))
    else:
        say(f"cassette-viewer: {internal_error(error)}")
    return WRONG


def _hear_signals() -> None:
    """End as by Ctrl+C, which leaves nothing half written, where the system or a terminal that closes asks to end."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL and _is_main_thread():
            signal.signal(number, _end)


def _end(number: int, _frame: object) -> NoReturn:
    raise _TerminatedError(number)


def _is_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


def _prepare_output() -> None:
    """Let nothing that is printed fail: not on its characters, and not where a program of Windows has no terminal."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - open until the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
