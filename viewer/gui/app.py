# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Composition root: the only place that makes the application and puts its parts together."""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import NoReturn

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QWidget

from viewer import __version__
from viewer.gui.documents.document import named
from viewer.gui.documents.documents import Documents
from viewer.gui.instance.message import Request
from viewer.gui.instance.single import InstanceRole
from viewer.gui.library.libraries import Libraries
from viewer.gui.library.library_index import LibraryIndex
from viewer.gui.look.appearance import Appearance
from viewer.gui.look.icons import Icon
from viewer.gui.settings import Settings
from viewer.gui.tasks import Tasks
from viewer.gui.window.commands import Commands
from viewer.gui.window.main_window import MainWindow
from viewer.gui.window.session_file import Place, SessionFile

_SWITCH_SECONDS = 0.0005
_QUIET_MS = 300
_LAST_MS = 800
"""How long a window that is closed waits for what is still being worked at."""
_log = logging.getLogger(__name__)

_INTERRUPTED = 130
"""The exit status after Ctrl+C, as shells know it."""


class Application(QApplication):
    """Keeps the files that the desktop asks to open (macOS) until there is a window for them."""

    file_opened = Signal(Path)

    def __init__(self, arguments: Sequence[str]) -> None:
        """Name the application to the desktop, and let its GUI thread go before all others."""
        # The style is chosen by words: with the first object of it PySide makes all that `QStyle` enumerates.
        super().__init__([*(arguments or ("cassette-viewer",)), "-style", "Fusion"])
        # Every call into Qt gives the interpreter's lock away; with Python's own 5 ms the GUI thread would wait that
        # long to have it back, each time, while a worker computes.
        sys.setswitchinterval(_SWITCH_SECONDS)
        self.setApplicationName("cassette-viewer")
        self.setApplicationDisplayName("Cassette Viewer")
        self.setApplicationVersion(__version__)
        self.setDesktopFileName("cassette-viewer")
        self._waiting: list[Path] = []
        self._is_ready = False

    def event(self, event: QEvent) -> bool:
        """A document that was double-clicked arrives as an event, perhaps before the window exists."""
        if isinstance(event, QFileOpenEvent):
            path = Path(event.file())
            if self._is_ready:
                self.file_opened.emit(path)
            else:
                self._waiting.append(path)
            return True
        return super().event(event)

    def take_waiting(self) -> list[Path]:
        """The files asked for so far; from now on each is signalled."""
        self._is_ready = True
        waiting, self._waiting = self._waiting, []
        return waiting


def build(
    app: QApplication,
    settings: Settings | None = None,
    session: SessionFile | None = None,
    *,
    with_index: bool = True,
) -> Commands:
    """One window with everything behind it, not yet shown; it remembers in the user's files unless others are given."""
    kept = settings or Settings()
    appearance = Appearance(app, kept)
    app.setWindowIcon(appearance.look.icons.icon(Icon.APP))
    tasks = Tasks()
    documents, libraries = Documents(tasks), Libraries(tasks, LibraryIndex(wanted=with_index))
    documents.set_pacing(kept.pacing)
    window = MainWindow(appearance.look, tasks)
    commands = Commands(window, documents, libraries, appearance, kept, session or SessionFile(), tasks)
    for part in (kept, appearance, tasks, documents, libraries):
        part.setParent(commands)
    app.applicationStateChanged.connect(libraries.on_application_state_changed)  # ends with them, as a method
    app.aboutToQuit.connect(lambda: tasks.stop(_LAST_MS))
    app.aboutToQuit.connect(libraries.stop)
    return commands


def run(request: Request, role: InstanceRole, *, with_index: bool = True) -> int:
    """Open the window on what is wanted and run until it is closed; returns the exit status."""
    app = Application(sys.argv[:1])
    sys.excepthook = _on_exception
    commands = build(app, with_index=with_index)
    is_apart = role.address is None and not role.reason
    paths = [*map(Path, request.paths), *app.take_waiting()]
    commands.begin(paths, request.texts, _place(request), is_apart=is_apart)
    app.file_opened.connect(lambda path: commands.open([path]))
    commands.window.show()
    QTimer.singleShot(_QUIET_MS, commands, lambda: _settle(commands, role))
    tasks = commands.findChild(Tasks)
    status = app.exec()
    if tasks is not None and not tasks.stop(0):
        _leave(status)
    return status


def _leave(status: int) -> NoReturn:
    """End with threads that hear of nothing, as inside one search of many megabytes: all that is kept is written."""
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os._exit(status)


def run_comparison(before: Path, after: Path) -> int:
    """Open a window for one comparison and run until it is closed; it is remembered nowhere."""
    from viewer.file_pairs import pairs_of  # noqa: PLC0415 - no other start compares
    from viewer.gui.dialogs.comparison import ComparisonWindow  # noqa: PLC0415

    app = Application(sys.argv[:1])
    sys.excepthook = _on_exception
    settings = Settings()
    appearance = Appearance(app, settings)
    app.setWindowIcon(appearance.look.icons.icon(Icon.APP))
    window = ComparisonWindow(appearance.look)
    _hear_signals(window, window)
    appearance.changed.connect(lambda: window.set_look(appearance.look))
    app.aboutToQuit.connect(window.stop)
    window.show()
    window.compare(partial(pairs_of, before, after))
    status = app.exec()
    if not window.stop():
        _leave(status)
    return status


def _place(request: Request) -> Place | None:
    """The place in a file that a start wants to see."""
    if not request.shown:
        return None
    from viewer.named_place import named_place  # noqa: PLC0415 - hardly any start names one

    meant = named_place(request.shown)
    return Place(named(Path(meant.path)), meant.interaction or 0, meant.event, meant.line)


def _listen(commands: Commands, role: InstanceRole) -> None:
    """Be found by other starts, which wait for it until the lock is released."""
    if role.address is None or role.lock is None:
        return
    from viewer.gui.instance.listener import InstanceListener  # noqa: PLC0415

    listener = InstanceListener(role.address.socket, commands)
    listener.asked.connect(lambda request: _answer(commands, request))
    if not listener.is_listening:
        _log.warning("cassette-viewer: other starts will not find this window: %s", listener.fault)
    commands.window.closing.connect(listener.close)
    role.lock.unlock()


def _answer(commands: Commands, request: Request) -> None:
    """Open what another start wants, in this window."""
    if request.paths or request.texts:
        commands.open([Path(path) for path in request.paths], request.texts, _place(request))
    from viewer.gui.instance.raising import raise_window  # noqa: PLC0415 - where another start comes

    raise_window(commands.window, request.token)


def _settle(commands: Commands, role: InstanceRole) -> None:
    """After the first picture: collect garbage again, what the start made left out, and make the panes it left out."""
    from viewer.gui.garbage import GarbageCollector  # noqa: PLC0415 - not before the first picture

    gc.freeze()
    GarbageCollector(commands)
    _hear_signals(commands, commands.window)
    _listen(commands, role)
    _ask_for_motion(commands)
    commands.warm_up()


def _hear_signals(owner: QObject, window: QWidget) -> None:
    """Close the window when the terminal or the system asks to end."""
    from viewer.gui.end_signals import EndSignals  # noqa: PLC0415 - until then Python ends as it always does

    signals = EndSignals(owner)
    signals.asked.connect(window.close)
    signals.asked.connect(QApplication.quit)


def _ask_for_motion(commands: Commands) -> None:
    """Learn whether the desktop asks for reduced motion, and hear when that changes."""
    if sys.platform.startswith("linux"):
        from viewer.gui.look.desktop_motion import DesktopMotion  # noqa: PLC0415

        motion = DesktopMotion(commands)
        motion.told.connect(lambda reduced: commands.set_desktop_motion(reduced=reduced))
        motion.ask()


def _on_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """An error of ours in a slot: told, never hidden; the window lives on. Ctrl+C during the start ends it."""
    if issubclass(kind, KeyboardInterrupt):
        QApplication.exit(_INTERRUPTED)
        return
    _log.critical("unexpected error", exc_info=(kind, error, trace))
