# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Recording -> its runs, in the background; those of the recording that was followed last are kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from pathlib import Path

    from viewer.core.model import Cassette
    from viewer.core.recording import Recording
    from viewer.core.runs.run import Runs
    from viewer.gui.runs.whole_run import WholeRun
    from viewer.gui.tasks import Cancelled, Tasks

_PAGE, _AHEAD = "run page", "run ahead"
_TOLD_EVERY = 100


class _Outdated(Exception):  # noqa: N818 - not an error: leaves `trace` when nobody waits for it any more
    pass


class RunFollowing(QObject):
    """Follows runs: for a page that waits for one, and ahead of playback."""

    progressed = Signal(int, int)
    """So many interactions were looked at for the page, of how many."""

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        """Nothing was followed."""
        super().__init__(parent)
        self._tasks = tasks
        self._known: tuple[Cassette, Runs] | None = None
        self._joined: tuple[Cassette, Runs] | None = None
        """The same with the logs of sub-agents beside the file."""

    @property
    def is_running(self) -> bool:
        """Whether a page waits."""
        return self._tasks.is_running(_PAGE)

    def runs_of(self, recording: Recording) -> Runs | None:
        """The runs of a recording, where it was the last that was followed."""
        known = self._known
        return known[1] if known is not None and known[0] is recording.cassette else None

    def follow(
        self,
        recording: Recording,
        path: Path | None,
        conversation: int | None,
        on_done: Callable[[WholeRun], None],
        on_failed: Callable[[Exception], None],
    ) -> None:
        """Find the whole run of a conversation, or without one everything in the file.

        The logs of sub-agents beside `path` belong to it; None where the recording is no file.
        """
        known, joined = self.runs_of(recording), self._joined
        together = joined[1] if joined is not None and joined[0] is recording.cassette else None

        def work(cancelled: Cancelled) -> tuple[Runs, Runs, WholeRun]:
            from viewer.gui.runs.whole_run import whole_run  # noqa: PLC0415 - imported in the pool

            runs = known if known is not None else self._trace(recording, cancelled)
            every = together if together is not None else _with_logs(runs, recording, path, cancelled)
            return runs, every, whole_run(every, conversation)

        def keep(found: tuple[Runs, Runs, WholeRun]) -> None:
            self._known, self._joined = (recording.cassette, found[0]), (recording.cassette, found[1])
            on_done(found[2])

        self._tasks.run(_PAGE, work, keep, on_failed)

    def follow_ahead(self, recording: Recording, conversation: int, on_done: Callable[[WholeRun], None]) -> None:
        """Find the whole run of a conversation that is played, with sub-agents in their place; of this file alone."""
        known = self.runs_of(recording)

        def work(cancelled: Cancelled) -> tuple[Runs, WholeRun]:
            from viewer.gui.runs.whole_run import whole_run  # noqa: PLC0415 - imported in the pool

            runs = known if known is not None else self._trace(recording, cancelled)
            return runs, whole_run(runs, conversation)

        def keep(found: tuple[Runs, WholeRun]) -> None:
            self._known = recording.cassette, found[0]
            on_done(found[1])

        self._tasks.run(_AHEAD, work, keep)

    def cancel_ahead(self) -> None:
        """Nothing is played on any more."""
        self._tasks.cancel(_AHEAD)

    def cancel(self) -> None:
        """No page waits any more."""
        self._tasks.cancel(_PAGE)

    def forget(self) -> None:
        """Let go of what is kept."""
        self._known = self._joined = None

    def _trace(self, recording: Recording, cancelled: Cancelled) -> Runs:
        """In a pool thread."""
        from viewer.core.runs.tracing import trace  # noqa: PLC0415 - imported in the pool, with what it needs

        def progress(done: int, every: int) -> None:
            if cancelled():
                raise _Outdated
            if done % _TOLD_EVERY == 0:
                self._tasks.tell(_PAGE, lambda told: self.progressed.emit(*told), (done, every))

        return trace(recording, progress)


def _with_logs(runs: Runs, recording: Recording, path: Path | None, cancelled: Cancelled) -> Runs:
    """In a pool thread: those of sub-agents that lie beside the file as well."""
    if path is None:
        return runs
    from viewer.core.runs.joined_logs import joined  # noqa: PLC0415 - imported in the pool
    from viewer.core.runs.sub_agent_logs import with_sub_agents  # noqa: PLC0415

    def check() -> None:
        if cancelled():
            raise _Outdated

    return joined(with_sub_agents(runs, recording, path, check), len(recording.summaries))
