# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The page of a run: when it is shown, what is followed for it in the background, and the ways to it and back."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from viewer.dataclass import dataclass
from viewer.gui.models.nodes import FileNode
from viewer.gui.window.run_following import RunFollowing
from viewer.gui.window.session_file import Place

if TYPE_CHECKING:
    from viewer.core.model import Cassette
    from viewer.gui.documents.documents import Documents
    from viewer.gui.models.nodes import Node
    from viewer.gui.runs.whole_run import WholeRun
    from viewer.gui.tasks import Tasks
    from viewer.gui.window.main_window import MainWindow
    from viewer.gui.window.run_playback import RunPlayback
    from viewer.gui.window.selection import Selection

_PATIENCE_MS = 200
"""What is followed sooner is not told."""
_MOST_ASKED = 500
"""So many conversations of a large file are asked whether they are of several interactions."""
_LARGE = 20_000
"""The runs of a file of more interactions are followed when that is asked for."""
_INLINE_BYTES = 400_000
"""In bodies up to this size the place of a call is looked for at once."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to be shown: of a file all, or what a conversation belongs to; with which interaction the current one."""

    path: Path
    conversation: int | None
    exchange: int


class RunController(QObject):
    """Decides which rows of the sidebar show a run, and goes from runs to interactions and back."""

    play_requested = Signal(int)
    """Play the run on show from an interaction on."""
    place_requested = Signal(Place)
    """An interaction of a file that may not be open is to be shown."""

    def __init__(self, window: MainWindow, documents: Documents, selection: Selection, tasks: Tasks) -> None:
        """No run is on show."""
        super().__init__(window)
        self._window, self._documents, self._selection = window, documents, selection
        self._following = RunFollowing(tasks, self)
        self._following.progressed.connect(self._tell_progress)
        self._playback: RunPlayback | None = None
        self._wanted: _Wanted | None = None
        self._placed: tuple[Path, int | None] | None = None
        """The file and conversation that the page was last asked for."""
        self._shown: tuple[Cassette, _Wanted] | None = None
        self._before: tuple[Path, int, int] | None = None
        """The interaction, with the place in it, that was on show before the page."""
        self._to_be_played: tuple[Path, int] | None = None
        """What is opened to be played."""
        self._prefers_overview = self._wants_focus = self._is_asked_for = False
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._tell_progress)
        window.run_page_made.connect(self._on_page_made)
        window.overview.run_requested.connect(self.toggle)
        selection.changed.connect(self._on_shown)
        documents.learned.connect(self._on_learned)
        documents.closed.connect(self._on_closed)

    @property
    def playback(self) -> RunPlayback:
        """What plays on through a run, made when that is first wanted."""
        if self._playback is None:
            from viewer.gui.window.run_playback import RunPlayback  # noqa: PLC0415 - a first picture plays nothing

            self._playback = RunPlayback(self._window, self._selection, self._following, self._words_at, self._is_large)
        return self._playback

    def set_playing_on(self, on: bool) -> None:
        """Play on at the end of a stream, or stop there."""
        self.playback.set_on(on)

    def _words_at(self, exchange: int) -> str:
        """Where an interaction is in the run that the page shows, and the sums so far."""
        recording = self._selection.recording
        if self._shown is None or recording is None or recording.cassette is not self._shown[0]:
            return ""
        return self._window.run_page.words_at(exchange)

    # --- Ways to the page and back

    def toggle(self) -> None:
        """From an interaction or a page of numbers to the run; from the run back."""
        if self._window.is_run_on_show:
            self.back()
            return
        self._prefers_overview = False
        node = self._window.sidebar.current_group()
        if node is None and self._selection.path is not None:
            node = self._group_of(self._selection.path, self._window.workspace.number)
        if node is None or not (self._holds_run(node) or self._is_growing(node)):
            self._window.status.tell("It stands alone: there is no run to be shown")
            return
        self._wants_focus = self._is_asked_for = True
        self._window.sidebar.mark_group(node)
        self._selection.show_group(node)
        self._is_asked_for = False

    def back(self) -> None:
        """To the interaction that was on show before, or else the first of the run."""
        page = self._window.run_page
        path = self._selection.path
        if self._before is not None and self._before[0] == path:
            self._open(self._before[1], self._before[2])
        elif page.run is not None and page.run.moments:
            self._on_opened(page.run.moments[page.moment or 0].step.exchange, None)

    def _group_of(self, path: Path, exchange: int) -> Node | None:
        """The row that an interaction stands below, of its conversation where that has several, or of its file."""
        model = self._window.sidebar.model
        node = model.node(model.index_of(path, exchange)) or model.file(path)
        while node is not None and node.parent is not None and not self._holds_run(node):
            if isinstance(node, FileNode):
                break
            node = node.parent
        return node

    def show_group(self, group: Node) -> bool:
        """Show the run of a row of the sidebar; False where it has none, or numbers are wanted."""
        holds_run = self._holds_run(group) or (self._is_asked_for and self._is_growing(group))
        is_wanted = self._is_asked_for or not (self._prefers_overview or self._is_large(group.path))
        if not holds_run or not is_wanted:
            self._leave()
            if holds_run:
                self._window.overview.offer_run(offered=True)
            return False
        workspace = self._window.workspace
        is_same_file = workspace.recording is not None and self._selection.path == group.path
        exchange = workspace.number if is_same_file else -1
        if exchange >= 0:
            self._before = group.path, exchange, workspace.player.position
        wanted = _Wanted(group.path, None if isinstance(group, FileNode) else group.first_shown().exchange, exchange)
        self._wanted = wanted
        if self._documents.get(group.path) is None:
            self._documents.visit(group.path)  # a small file is there when this returns
        self._show(wanted)
        return True

    def _holds_run(self, node: Node) -> bool:
        """Whether a row stands for calls of models that belong together: those of a conversation, or of a file."""
        if node.row.level == "conversation":
            return node.count_shown() > 1
        if not isinstance(node, FileNode):
            return False
        if not node.is_ranged:
            return any(self._holds_run(child) for child in node.shown)
        document = self._documents.get(node.path)
        threads = document.recording.threads if document is not None and document.recording is not None else None
        if threads is None:
            return False
        firsts = range(min(len(threads), _MOST_ASKED))
        return any(next(islice(threads.members(number), 1, 2), None) is not None for number in firsts)

    def _is_growing(self, node: Node) -> bool:
        """Whether a file is still being read: nobody knows yet what it holds."""
        document = self._documents.get(node.path)
        return isinstance(node, FileNode) and document is not None and document.share_read is not None

    def _is_large(self, path: Path) -> bool:
        """Whether a file holds so much that its runs are followed only when somebody asks for them."""
        file = self._window.sidebar.model.file(path)
        return file is not None and file.interactions > _LARGE

    def _leave(self) -> None:
        self._wanted = None
        self._patience.stop()
        self._following.cancel()

    # --- Following

    def _show(self, wanted: _Wanted) -> None:
        page, document = self._window.run_page, self._documents.get(wanted.path)
        recording = document.recording if document is not None else None
        if document is None or recording is None or document.share_read is not None:
            page.show_waiting(wanted.path, "The run is shown when the file is read to its end.")
            self._window.content.setCurrentWidget(page)
            return
        conversation = None if wanted.conversation is None else recording.threads.number_of(wanted.conversation)
        if self._is_on_page(recording.cassette, conversation, wanted):
            self._place(wanted, conversation)
            self._window.content.setCurrentWidget(page)
            self._take_focus()
            return
        page.show_waiting(wanted.path, "")
        self._window.content.setCurrentWidget(page)
        self._patience.start()
        self._following.follow(
            recording,
            wanted.path if document.text is None else None,
            conversation,
            lambda run: self._keep(recording.cassette, conversation, run),
            self._on_failed,
        )

    def _is_on_page(self, cassette: Cassette, conversation: int | None, wanted: _Wanted) -> bool:
        """Whether the page shows it already, where one looked last."""
        run = self._window.run_page.run
        if run is None or self._shown is None or self._shown[0] is not cassette:
            return False
        if conversation is None:
            return self._shown[1].conversation is None
        return self._shown[1].conversation is not None and run.run_of(conversation) is not None

    def _tell_progress(self, done: int = 0, every: int = 0) -> None:
        wanted = self._wanted
        if wanted is not None and self._following.is_running and not self._patience.isActive():
            how_far = f" {done:,} of {every:,} interactions" if every else ""
            self._window.run_page.show_waiting(wanted.path, f"Following the run…{how_far}")

    def _keep(self, cassette: Cassette, conversation: int | None, run: WholeRun) -> None:
        self._patience.stop()
        wanted = self._wanted
        if wanted is not None:
            self._shown = cassette, wanted
            self._window.run_page.show_run(wanted.path, run)
            self._placed = None
            self._place(wanted, conversation)
            self._take_focus()

    def _take_focus(self) -> None:
        """Give the keyboard to the page where it was asked for; who walks through the sidebar keeps it there."""
        if self._wants_focus and self._window.is_run_on_show:
            self._wants_focus = False
            self._window.run_page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_failed(self, error: Exception) -> None:
        self._patience.stop()
        if self._wanted is not None:
            self._window.run_page.show_waiting(self._wanted.path, f"The run cannot be shown: {error}")

    def _place(self, wanted: _Wanted, conversation: int | None) -> None:
        """Make the interaction that was on show the current one, or the beginning of a conversation that was chosen."""
        page = self._window.run_page
        was, self._placed = self._placed, (wanted.path, conversation)
        if was == self._placed and wanted.exchange < 0:
            return  # it is shown again, as after a filter: the reader went on from there
        if wanted.exchange >= 0:
            page.go_to(wanted.exchange)
        elif wanted.conversation is not None:
            page.go_to(wanted.conversation)
        elif page.run is not None and page.run.moments and page.outlines.view.current_node() is None:
            page.go_to(page.run.moments[0].step.exchange)

    # --- What happens

    def _on_page_made(self) -> None:
        page = self._window.run_page
        page.opened.connect(self._on_opened)
        page.left.connect(self.back)
        page.overview_requested.connect(self._on_overview_requested)
        page.play_requested.connect(self._on_play_requested)

    def _on_opened(self, exchange: int, track: object) -> None:
        run = self._window.run_page.run
        origin = run.runs.origin_of(exchange) if run is not None else None
        if run is not None and origin is not None:
            self._open_in_log(Path(origin.path), run.runs.number_of(exchange))
        else:
            self._open(exchange, self._position_of(exchange, track) if isinstance(track, int) else None)

    def _open(self, exchange: int, position: int | None) -> None:
        if self._selection.path is not None:
            self._selection.show(self._selection.path, exchange, position)
            self._enter()

    def _open_in_log(self, path: Path, exchange: int) -> None:
        """Show an interaction of a sub-agent's log in the file that it stands in."""
        self.place_requested.emit(Place(path, exchange))
        self._enter()

    def _enter(self) -> None:
        self._window.workspace.show_pane("conversationPane")
        self._window.workspace.pane.setFocus()

    def _position_of(self, exchange: int, track: int) -> int | None:
        """Where a call is complete in the stream that makes it; None for the end of everything."""
        document = self._documents.get(self._selection.path) if self._selection.path is not None else None
        recording = document.recording if document is not None else None
        if recording is None:
            return None
        if not recording.exchanges.has(exchange) and recording.briefs[exchange].size > _INLINE_BYTES:
            return None
        understood = recording.exchanges[exchange]
        tracks = understood.assembly.tracks
        if not understood.is_stream or not 0 <= track < len(tracks):
            return None
        return min(tracks[track].closed_at + 1, len(understood.events))

    def _on_overview_requested(self) -> None:
        self._prefers_overview = True
        self._window.sidebar.tell_again()

    def _on_play_requested(self) -> None:
        page = self._window.run_page
        if page.run is not None and page.moment is not None:
            exchange = page.run.moments[page.moment].step.exchange
            origin = page.run.runs.origin_of(exchange)
            if origin is None:
                self.play_requested.emit(exchange)
            else:  # it is played in its own file, which may have to be read first
                self._to_be_played = Path(origin.path), page.run.runs.number_of(exchange)
                self._open_in_log(*self._to_be_played)

    def _on_shown(self) -> None:
        """Something else is on show: play it, where it was opened for that."""
        if self._to_be_played is None or self._selection.recording is None:
            return
        (path, number), self._to_be_played = self._to_be_played, None
        if (path, number) == (self._selection.path, self._window.workspace.number):
            self.play_requested.emit(number)

    def _on_learned(self, path: Path) -> None:
        """A large file is read to its end."""
        wanted = self._wanted
        is_waiting = self._window.is_run_on_show and self._window.run_page.run is None
        if wanted is not None and path == wanted.path and is_waiting and not self._following.is_running:
            self._show(wanted)

    def _on_closed(self, path: Path) -> None:
        if self._before is not None and self._before[0] == path:
            self._before = None
        if self._shown is not None and self._shown[1].path == path:
            self._shown = None
            self._following.forget()
            self._window.run_page.show_waiting(path, "")
