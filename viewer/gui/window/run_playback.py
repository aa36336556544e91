# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Playing on: when a stream is at its end, the next interaction of the same run is shown and played.

What was no stream is shown for a moment. That pace is invented, and said to be.
"""

from __future__ import annotations

from bisect import bisect_right
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from viewer.core.timeline import duration_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from viewer.core.model import Cassette
    from viewer.gui.runs.run_bar import RunBar
    from viewer.gui.runs.whole_run import WholeRun
    from viewer.gui.window.main_window import MainWindow
    from viewer.gui.window.run_following import RunFollowing
    from viewer.gui.window.selection import Selection

_READING_MS, _LEAST_MS = 2500, 400
"""How long something that is no stream stands at usual speed, and at the highest."""


class RunPlayback(QObject):
    """Goes on with the next interaction of a run as long as it is switched on."""

    def __init__(
        self,
        window: MainWindow,
        selection: Selection,
        following: RunFollowing,
        words_at: Callable[[int], str],
        is_large: Callable[[Path], bool],
    ) -> None:
        """Switched off; runs of what `is_large` are not followed only to be played.

        `words_at` says where an interaction is in its run, with the sums so far, or nothing where that is not known.
        """
        super().__init__(window)
        self._window, self._selection, self._following = window, selection, following
        self._words_at, self._is_large = words_at, is_large
        self._bar: RunBar | None = None
        self._shown: Cassette | None = None
        """The recording that the bar shows a run of."""
        self._player = window.workspace.player
        self._is_on = False
        self._played: tuple[Path, int] | None = None
        """The interaction that is played, as soon as it is on show."""
        self._is_begun = False
        self._reading = QTimer(self, singleShot=True)
        self._reading.timeout.connect(self.go_on)
        self._player.finished.connect(self._on_finished)
        selection.changed.connect(self._on_shown)

    def set_on(self, on: bool) -> None:
        """Play on at the end of a stream, or stop there."""
        self._is_on = on
        self._played = None
        self._reading.stop()
        self._show_bar()

    def play_from(self, exchange: int) -> None:
        """Play the run of the file on show from an interaction on."""
        path = self._selection.path
        if path is not None:
            self._played, self._is_begun = (path, exchange), False
            self._selection.show(path, exchange, 0)

    def go_on(self) -> None:
        """Play the next interaction of the run, or say that there is none."""
        if not self._is_on or self._selection.recording is None:
            return
        after = self._next()
        if after is None:
            self._window.status.tell("The run ends here")
        else:
            self.play_from(after)

    def _on_finished(self) -> None:
        if self._is_on:
            QTimer.singleShot(0, self, self.go_on)

    def _on_shown(self) -> None:
        """Something is on show: play it, if it was waited for; else somebody went elsewhere."""
        self._show_bar()
        if self._selection.recording is None or ((self._selection.path, self._window.workspace.number) != self._played):
            self._reading.stop()
            self._played = None
            return
        if self._is_begun:
            return
        self._is_begun = True
        number = self._window.workspace.number
        words = self._words_at(number)
        if words:
            self._window.status.tell(words)
        if self._player.can_play:
            self._player.seek(0)
            self._player.play()
        elif self._is_on and not self._player.reduced_motion:
            self._window.workspace.conversation.show_end()  # the answer, which nothing scrolls to
            ms = max(_READING_MS / self._player.speed, _LEAST_MS)
            self._reading.start(round(ms))
            pace = f"no stream, shown for {duration_text(ms)}: an invented pace"
            self._window.status.tell(f"{words or f'#{number}'} · {pace}")

    def _next(self) -> int | None:
        """The interaction of the run that comes next in the file; of one that was not followed, of the conversation."""
        recording, number = self._selection.recording, self._window.workspace.number
        conversation = recording.threads.number_of(number) if recording is not None else None
        if recording is None or conversation is None:
            return None
        runs = self._following.runs_of(recording)
        if runs is None:
            members = list(recording.threads.members(conversation))
        else:
            from viewer.gui.runs.whole_run import belonging  # noqa: PLC0415 - with the page of a run

            members = sorted(step.exchange for run in belonging(runs, conversation) for step in run.steps)
        at = bisect_right(members, number)
        return members[at] if at < len(members) else None

    # --- The scrubber over the run

    def _show_bar(self) -> None:
        """Show where in its run the interaction on show is, as long as runs are played; find that out first."""
        recording, number, path = self._selection.recording, self._window.workspace.number, self._selection.path
        conversation = recording.threads.number_of(number) if recording is not None and self._is_on else None
        if recording is None or path is None or conversation is None:
            self._following.cancel_ahead()
            self._put_on_bar(None)
            return
        run = self._bar.run if self._bar is not None and self._shown is recording.cassette else None
        if run is not None and number in run.by_exchange:
            self._put_on_bar(run)
            return
        self._put_on_bar(None)
        if self._following.runs_of(recording) is not None or not self._is_large(path):
            self._following.follow_ahead(recording, conversation, lambda found: self._keep(recording.cassette, found))

    def _keep(self, cassette: Cassette, run: WholeRun) -> None:
        recording = self._selection.recording
        if self._is_on and recording is not None and recording.cassette is cassette:
            self._shown = cassette
            self._put_on_bar(run)

    def _put_on_bar(self, run: WholeRun | None) -> None:
        if self._bar is None and run is not None:
            from viewer.gui.runs.run_bar import RunBar  # noqa: PLC0415 - a first picture plays nothing

            self._bar = self._window.workspace.add_run_bar(RunBar)
            self._bar.scrubber.sought.connect(self._go_to)
        if self._bar is not None:
            self._bar.show_run(run, self._window.workspace.number)

    def _go_to(self, exchange: int) -> None:
        """Go where the scrubber was moved to: what plays goes on from there, else its end is shown."""
        if self._player.is_playing or self._reading.isActive():
            self._reading.stop()
            self.play_from(exchange)
        elif self._selection.path is not None:
            self._selection.show(self._selection.path, exchange)
