# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The windows beside the main one. Each is imported when it is first asked for: the start is for the main window."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from viewer import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from viewer.core.notes import Note
    from viewer.core.recording import Recording
    from viewer.gui.comparison.page import FindPairs
    from viewer.gui.dialogs.comparison import ComparisonWindow
    from viewer.gui.dialogs.integration import IntegrationWindow
    from viewer.gui.dialogs.preferences import Preferences
    from viewer.gui.dialogs.source import SourceWindow
    from viewer.gui.library.library_index import LibraryIndex
    from viewer.gui.look.look import Look
    from viewer.gui.settings import Settings
    from viewer.gui.tasks import Tasks
    from viewer.gui.window.main_window import MainWindow

_HEARD_MS = 200
"""How often a window that was closed asks whether its threads have ended."""


class Dialogs:
    """Opens windows over the main one; the one with the cassette's text is kept."""

    def __init__(self, window: MainWindow, tasks: Tasks) -> None:
        """Belong to a window."""
        self._window, self._tasks = window, tasks
        self._source: SourceWindow | None = None
        self._preferences: Preferences | None = None
        self._integration: IntegrationWindow | None = None
        self._comparisons: list[ComparisonWindow] = []

    def set_look(self, look: Look) -> None:
        """Draw what is open with another theme, zoom or masking."""
        if self._source is not None:
            self._source.set_look(look)
        if self._preferences is not None:
            self._preferences.set_look(look)
        if self._integration is not None:
            self._integration.set_look(look)
        for comparison in self._comparisons:
            comparison.set_look(look)

    def forget_source(self) -> None:
        """A file changed: its text is read anew when it is asked for again."""
        if self._source is not None:
            self._source.forget()

    def open_export(self, look: Look, recording: Recording, number: int, notes: Sequence[Note] = ()) -> None:
        """Offer the formats of a transcript."""
        from viewer.gui.dialogs.export import ExportWindow  # noqa: PLC0415

        ExportWindow(look, self._tasks, recording, number, self._window, notes).show()

    def open_folder_export(self, look: Look, folder: Path, paths: Sequence[Path]) -> None:
        """Offer to write transcripts of all cassettes of a folder."""
        from viewer.gui.dialogs.export_folder import FolderExport  # noqa: PLC0415

        FolderExport(look, self._tasks, folder, paths, self._window).show()

    def save_redacted_copy(self, recording: Recording) -> None:
        """Write a copy of the cassette without its secrets to where the user says."""
        from viewer.gui.dialogs.redacted_copy import save_redacted_copy  # noqa: PLC0415

        save_redacted_copy(self._window, self._tasks, recording.cassette.path)

    def open_integration(self, look: Look) -> None:
        """Let the desktop know the program, or forget it; there is one such window."""
        from viewer.gui.dialogs.integration import IntegrationWindow  # noqa: PLC0415

        if self._integration is None:
            self._integration = IntegrationWindow(look, self._tasks, self._window)
            self._integration.destroyed.connect(self._on_integration_closed)
        self._integration.show()
        self._integration.raise_()
        self._integration.activateWindow()

    def _on_integration_closed(self) -> None:
        self._integration = None

    def open_comparison(self, look: Look, find: FindPairs) -> None:
        """Compare what is found in the background, in a window for each comparison."""
        from viewer.gui.dialogs.comparison import ComparisonWindow  # noqa: PLC0415

        window = ComparisonWindow(look, self._window)
        self._comparisons.append(window)
        window.closed.connect(lambda: self._comparisons.remove(window))
        window.closed.connect(lambda: _free(window))
        window.show()
        window.compare(find)

    def open_match(self, look: Look, recording: Recording) -> None:
        """Say why a request would not be replayed from a recording."""
        from viewer.gui.dialogs.match import MatchWindow  # noqa: PLC0415

        MatchWindow(look, recording, self._window).show()

    def open_keys(self, look: Look) -> None:
        """Show all keys."""
        from viewer.gui.dialogs.keys import KeyOverlay  # noqa: PLC0415

        KeyOverlay(look, self._window).show()

    def open_preferences(self, look: Look, settings: Settings, index: LibraryIndex) -> None:
        """Let settings be chosen; there is one such window."""
        from viewer.gui.dialogs.preferences import Preferences  # noqa: PLC0415

        if self._preferences is None:
            self._preferences = Preferences(look, settings, index, self._tasks, self._window)
            self._preferences.destroyed.connect(self._on_preferences_closed)
        self._preferences.show()
        self._preferences.raise_()
        self._preferences.activateWindow()

    def _on_preferences_closed(self) -> None:
        self._preferences = None

    def open_about(self) -> None:
        """Say what this is."""
        from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415

        QMessageBox.about(
            self._window,
            "About Cassette Viewer",
            f"Cassette Viewer {__version__}\n\nRead, replay and export recorded LLM traffic.\n"
            "Files are opened read-only; nothing is fetched.\n\nMIT licence",
        )

    def open_source(self, look: Look, recording: Recording, line: int) -> None:
        """Show the cassette's text at a line."""
        from viewer.gui.dialogs.source import SourceWindow  # noqa: PLC0415

        if self._source is None:
            self._source = SourceWindow(look, self._tasks, self._window)
        self._source.show_line(recording.cassette, line)
        self._source.show()
        self._source.raise_()


def open_another_window(*, with_index: bool = True) -> None:
    """Start this program once more, apart from this window."""
    from PySide6.QtCore import QProcess  # noqa: PLC0415

    from viewer.own_command import own_command  # noqa: PLC0415

    program, *arguments = own_command()
    QProcess.startDetached(program, [*arguments, "--new-window", *([] if with_index else ["--no-index"])])


def curl_text(look: Look, recording: Recording, number: int) -> str:
    """The request of an exchange as a curl command, secrets masked as they are on screen."""
    from viewer.core.exporters import EXPORTERS, ExportOptions  # noqa: PLC0415
    from viewer.core.exporters.writing import write_export  # noqa: PLC0415

    exporter = EXPORTERS.named("curl")
    if exporter is None:
        return ""
    out = StringIO()
    write_export(exporter, recording, out, ExportOptions(look.masker, (number,)))
    return out.getvalue()


def _free(window: ComparisonWindow) -> None:
    """Free a window that was closed, once its threads have heard that nobody waits for them: Qt waits for these."""
    if window.stop():
        window.deleteLater()
    else:
        QTimer.singleShot(_HEARD_MS, window, lambda: _free(window))
