# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is done with the file, folder or interaction on show: exported, compared, matched, redacted, copied."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from viewer.gui.window.dialogs import curl_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from viewer.core.notes import Note
    from viewer.gui.actions import Actions
    from viewer.gui.documents.documents import Documents
    from viewer.gui.look.appearance import Appearance
    from viewer.gui.models.nodes import Node
    from viewer.gui.tasks import Tasks
    from viewer.gui.window.dialogs import Dialogs
    from viewer.gui.window.main_window import MainWindow
    from viewer.gui.window.selection import Selection

_WITH_EXCHANGE = (
    "export", "copy_curl", "match", "source", "find", "find_next", "find_previous", "interaction_forward",
    "interaction_back",
)  # fmt: skip
_WITH_STREAM = (
    "play", "step_forward", "step_back", "token_forward", "token_back", "marker_forward", "marker_back",
    "call_forward", "call_back", "start", "end", "slower", "faster",
)  # fmt: skip


class FileCommands(QObject):
    """The commands that need something to be on show."""

    def __init__(
        self,
        window: MainWindow,
        documents: Documents,
        selection: Selection,
        dialogs: Dialogs,
        appearance: Appearance,
        tasks: Tasks,
    ) -> None:
        """Act on what is selected."""
        super().__init__(window)
        self._tasks = tasks
        self._window, self._documents, self._selection = window, documents, selection
        self._dialogs, self._appearance = dialogs, appearance
        self.chosen: Callable[[], tuple[Path, int] | None] = lambda: None
        """The current row of a list that is on show."""
        self.notes_of: Callable[[Path], Sequence[Note]] = lambda _path: ()
        """What is noted about a file."""

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What each does, by the command's id."""
        return {
            "export": self.export,
            "compare": self.compare,
            "match": self.find_match,
            "redact": self.redact,
            "copy_curl": self.copy_curl,
            "copy_link": self.copy_link,
            "source": self.open_source,
        }

    def enable(self, actions: Actions) -> None:
        """Let only those be chosen that something on show is there for."""
        recording, workspace = self._selection.recording, self._window.workspace
        actions.enable(_WITH_EXCHANGE, on=recording is not None)
        playable = recording is not None and recording.briefs[workspace.number].is_stream
        actions.enable(_WITH_STREAM, on=playable)
        document = self._documents.get(self._selection.path) if self._selection.path else None
        is_folder, is_file = self._selection.folder is not None, document is not None and document.text is None
        actions.enable(("run_page",), on=recording is not None or self._selection.is_group)
        actions.enable(("close",), on=is_folder or document is not None)
        actions.enable(("reload",), on=is_folder or is_file)
        is_exportable = is_folder or recording is not None or (document is not None and document.recording is not None)
        actions.enable(("export",), on=is_exportable)
        self._window.export_button.setEnabled(is_exportable)
        is_page = self._selection.is_group and (document is None or is_file)
        can_compare = is_folder or is_page or (is_file and recording is not None)
        actions.enable(("compare",), on=can_compare)
        self._window.compare_button.setEnabled(can_compare)
        actions.enable(("redact",), on=recording is not None and is_file)
        actions.enable(("list", "columns"), on=is_folder or (document is not None and document.recording is not None))
        actions.enable(("copy_link",), on=is_folder or is_file)

    def export(self) -> None:
        """Offer the formats of a transcript, of the folder or the file on show."""
        if self._selection.folder is not None:
            self.export_folder(self._selection.folder)
            return
        document = self._documents.get(self._selection.path) if self._selection.path else None
        recording = self._selection.recording or (document.recording if document is not None else None)
        if recording is not None:
            notes = self.notes_of(self._selection.path) if self._selection.path is not None else ()
            self._dialogs.open_export(self._appearance.look, recording, max(self._window.workspace.number, 0), notes)

    def compare(self) -> None:
        """Compare the two rows that are selected, or offer what the file or folder on show can be compared with."""
        from viewer.gui.window.compare_menu import compare_menu  # noqa: PLC0415 - as late as it is shown

        if (pair := self._window.sidebar.pair()) is not None:
            self._compare_rows(*pair)
            return
        if (shown := self._selection.folder or self._selection.path) is None:
            return
        menu = compare_menu(shown, self._documents, self._appearance.look.masker, self._window)
        if self._selection.recording is not None:
            menu.add_interactions(self._selection.recording, self._window.workspace.number)
        menu.chosen.connect(lambda find: self._dialogs.open_comparison(self._appearance.look, find))
        menu.ask_git(self._tasks)
        menu.pop_up(self._window.compare_button)

    def offer_comparison(self, before: Path, after: Path) -> None:
        """Offer, in passing, to compare two files that were opened at once."""
        from viewer.file_pairs import pairs_of  # noqa: PLC0415 - hardly anybody compares

        find = partial(pairs_of, before, after)
        self._window.status.offer(
            "Two files opened",
            "Compare these two",
            lambda: self._dialogs.open_comparison(self._appearance.look, find),
        )

    def _compare_rows(self, before: Node, after: Node) -> None:
        from viewer.gui.window.selected_pair import find_selected  # noqa: PLC0415 - as late as it is asked for

        find = find_selected(before, after, self._documents)
        if find is None:
            self._window.status.tell("Two files, two folders or two interactions can be compared")
        else:
            self._dialogs.open_comparison(self._appearance.look, find)

    def find_match(self) -> None:
        """Ask for a request, and say why it would not be replayed from the file on show."""
        if self._selection.recording is not None:
            self._dialogs.open_match(self._appearance.look, self._selection.recording)

    def redact(self) -> None:
        """Write a copy of the file on show without its secrets."""
        if self._selection.recording is not None:
            self._dialogs.save_redacted_copy(self._selection.recording)

    def export_folder(self, folder: Path) -> None:
        """Offer transcripts of all cassettes of a folder."""
        node = self._window.sidebar.model.folder(folder)
        if node is not None:
            paths = [file.path for file in node.files() if file.interactions]
            self._dialogs.open_folder_export(self._appearance.look, folder, paths)

    def copy_curl(self) -> None:
        """Put the request on show on the clipboard, as a command."""
        if self._selection.recording is not None:
            text = curl_text(self._appearance.look, self._selection.recording, self._window.workspace.number)
            QGuiApplication.clipboard().setText(text)

    def copy_link(self, event: int | None = None) -> None:
        """Put the place on show on the clipboard, as `FILE#3@120`: the words that open it, here and by command.

        Without an event it is the one that playback stands at; at the end of a stream it is the interaction.
        """
        from viewer.named_place import NamedPlace  # noqa: PLC0415 - with the first link

        shown, workspace = self._selection.folder or self._selection.path, self._window.workspace
        if shown is None:
            return
        number = workspace.number if self._selection.recording is not None else None
        if (chosen := self.chosen()) is not None:
            shown, number = chosen
        elif event is None and number is not None:
            event = workspace.player.stands_at
        link = NamedPlace(str(shown), number, event).link
        QGuiApplication.clipboard().setText(link)
        self._window.status.tell(f"Copied {link}")

    def open_source(self, line: int | None = None) -> None:
        """Show the file's text, by default where the interaction on show stands."""
        if self._selection.recording is not None:
            known = self._selection.recording.briefs[self._window.workspace.number].line
            self._dialogs.open_source(self._appearance.look, self._selection.recording, line or known or 1)
