# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A comparison from the question to the answer: what is compared is found and compared while the window lives.

Of several files all are listed, each with what changed in words, and one is shown in full when it is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from viewer.core.text.quantities import plural
from viewer.file_pairs import FilePair
from viewer.gui.comparison.compared import Compared, ComparedFiles, compare_all, compare_pair
from viewer.gui.comparison.folder_page import FolderPage, summary
from viewer.gui.comparison.pair_page import PairPage
from viewer.gui.comparison.state_page import StatePage

if TYPE_CHECKING:
    from viewer.core.compare.comparison import Comparison
    from viewer.gui.look.look import Look
    from viewer.gui.tasks import Cancelled, Tasks

FindPairs = Callable[[], Sequence[FilePair]]
"""Finds what is to be compared, in a pool thread: it may ask git and look through folders."""
_FIND, _ALL, _PAIR = "find pairs", "compare files", "compare"
_SHOWN_AFTER_MS = 150
"""What is done sooner needs no word that it is being done."""


class ComparisonPage(QWidget):
    """One pair of files, or many to choose from."""

    titled = Signal(str)
    """What is compared, in a few words."""

    def __init__(self, look: Look, tasks: Tasks, parent: QWidget | None = None) -> None:
        """Nothing is compared yet."""
        super().__init__(parent)
        self._look, self._tasks = look, tasks
        self._find: FindPairs | None = None
        self._files: ComparedFiles | None = None
        self._shown: FilePair | None = None
        self.stack = QStackedWidget(self)
        self.state = StatePage(look, self.stack)
        self.folder = FolderPage(look, self.stack)
        self.pair = PairPage(look, tasks, self.stack)
        for page in (self.state, self.folder, self.pair):
            self.stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self._waiting = QTimer(self, singleShot=True, interval=_SHOWN_AFTER_MS)
        self._waiting.timeout.connect(lambda: self.stack.setCurrentWidget(self.state))
        self.state.pressed.connect(self._on_pressed)
        self.folder.opened.connect(self._on_file_opened)
        self.pair.back_requested.connect(self.back)

    def set_look(self, look: Look) -> None:
        """Draw with another theme, zoom or masking; with other masking everything is compared again."""
        is_masked_otherwise = look.masker.show != self._look.masker.show
        self._look = look
        for page in (self.state, self.folder, self.pair):
            page.set_look(look)
        if is_masked_otherwise and self._find is not None:
            self.compare(self._find)

    @property
    def comparison(self) -> Comparison | None:
        """The comparison of the pair on show."""
        compared = self.pair.compared if self.stack.currentWidget() is self.pair else None
        return compared.comparison if compared else None

    # --- what is compared

    def compare(self, find: FindPairs) -> None:
        """Compare what `find` finds."""
        self._stop()
        self._find, self._files, self._shown = find, None, None
        self._wait("Comparing…")
        self._tasks.run(_FIND, lambda _cancelled: find(), self._on_found, self._on_failed)

    def step(self, by: int) -> None:
        """Go to the next change, or the one before."""
        if self.stack.currentWidget() is self.pair:
            self.pair.step(by)

    def back(self) -> bool:
        """Go back from a file to all of them; whether there was anything to go back to."""
        if self._files is None or self.stack.currentWidget() is self.folder:
            return False
        self._stop()
        self._shown = None
        self.titled.emit(summary(self._files))
        self.stack.setCurrentWidget(self.folder)
        self.folder.table.setFocus()
        return True

    def _on_found(self, pairs: Sequence[FilePair]) -> None:
        if not pairs:
            self._say("Nothing to compare", "There are no cassettes on either side.", "Look again")
        elif len(pairs) == 1:
            self._compare_pair(pairs[0])
        else:
            self.titled.emit(plural(len(pairs), "cassette"))
            show_secrets = self._look.masker.show

            def work(cancelled: Cancelled) -> ComparedFiles:
                return compare_all(
                    pairs, show_secrets=show_secrets, cancelled=cancelled, progress=self._progress(_ALL, "cassette")
                )

            self._tasks.run(_ALL, work, self._on_files_compared, self._on_failed)

    def _compare_pair(self, files: FilePair) -> None:
        self._shown = files
        self.titled.emit(files.name)
        self._wait("Comparing…", files.name)
        show_secrets = self._look.masker.show

        def work(cancelled: Cancelled) -> Compared:
            return compare_pair(
                files, show_secrets=show_secrets, cancelled=cancelled, progress=self._progress(_PAIR, "interaction")
            )

        self._tasks.run(_PAIR, work, self._on_compared, self._on_failed)

    def _progress(self, name: str, what: str) -> Callable[[int, int], None]:
        """Tells, from a pool thread, how far a task is."""

        def progress(done: int, total: int) -> None:
            self._tasks.tell(name, self.state.tell_progress, f"{done:,} of {plural(total, what)}")

        return progress

    def _on_compared(self, compared: Compared) -> None:
        self._waiting.stop()
        self.pair.show_compared(compared, is_one_of_many=self._files is not None)
        self.stack.setCurrentWidget(self.pair)
        self.pair.view.setFocus()

    def _on_files_compared(self, compared: ComparedFiles) -> None:
        if not compared.pairs:
            self._say("Nothing to compare", "None of the files is a cassette.", "Look again")
            return
        self._waiting.stop()
        self._files = compared
        self.folder.show_files(compared)
        self.titled.emit(summary(compared))
        self.stack.setCurrentWidget(self.folder)
        self.folder.table.setFocus()

    def _on_file_opened(self, number: int) -> None:
        if self._files is not None:
            self._compare_pair(self._files.pairs[number])

    # --- while there is nothing to show

    def _wait(self, title: str, detail: str = "") -> None:
        self.state.tell(title, detail)
        self._waiting.start()

    def _say(self, title: str, detail: str, button: str) -> None:
        self._waiting.stop()
        self.state.tell(title, detail, button)
        self.stack.setCurrentWidget(self.state)

    def _on_failed(self, error: Exception) -> None:
        self._say("These cannot be compared", str(error), "All files" if self._files else "Try again")

    def _on_pressed(self) -> None:
        """Cancel what is going on; afterwards try again, or go back to the files."""
        if self._stop():
            if not self.back():
                self._say("Not compared", "It was cancelled.", "Compare")
        elif not self.back() and self._find is not None:
            self.compare(self._find)

    def _stop(self) -> bool:
        """Give up what is going on; whether anything was."""
        running = [name for name in (_FIND, _ALL, _PAIR) if self._tasks.is_running(name)]
        for name in running:
            self._tasks.cancel(name)
        self._waiting.stop()
        return bool(running)
