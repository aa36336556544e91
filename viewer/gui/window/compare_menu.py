# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What the file or folder on show can be compared with: other open files, its version in git, one still to choose."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from viewer.core.secrets.masking import beginning
from viewer.core.text.invisible_characters import in_one_line
from viewer.file_pairs import FilePair, Version, files_below, one_interaction, paired, pairs_of
from viewer.git.versions import head_version, is_in_head
from viewer.gui.models.rows import happening

if TYPE_CHECKING:
    from viewer.core.recording import Recording
    from viewer.core.secrets.masking import Masker
    from viewer.gui.documents.document import Document
    from viewer.gui.documents.documents import Documents
    from viewer.gui.tasks import Tasks

_MOST, _FEWEST = 15, 2
"""Files and interactions that are offered; further files are chosen by their paths."""
_TITLE = 60


def compare_menu(shown: Path, documents: Documents, masker: Masker, parent: QWidget) -> CompareMenu:
    """What can be compared with the file or folder on show, of what is open."""
    others = [d for d in documents if d.path != shown and d.recording is not None and d.text is None]
    document = documents.get(shown)
    changes = document.unread_changes if document is not None else None
    previous = changes.before if changes is not None else None
    return CompareMenu(shown, [] if shown.is_dir() else others, previous, masker, parent)


class CompareMenu(QMenu):
    """One entry for each thing to compare with; what is on show is the later side."""

    chosen = Signal(object)
    """What to compare: a function that finds the pairs of files, which may take a while."""

    def __init__(
        self, shown: Path, others: Sequence[Document], previous: Recording | None, masker: Masker, parent: QWidget
    ) -> None:
        """`shown` is the file or folder on show, `others` are open files, `previous` is what was read of it before."""
        super().__init__(parent)
        self._shown, self._masker = shown, masker
        for document in others[:_MOST]:
            name = in_one_line(document.path.name).replace("&", "&&")
            self.addAction(f"Compare with {name}", partial(self._with, document.path)).setToolTip(str(document.path))
        self.addSeparator()
        if previous is not None:
            self.addAction("Compare with the version before this &reload", partial(self._with_previous, previous))
        self.head = self.addAction("Compare with its version in &HEAD", self._with_head)
        self.head.setEnabled(False)  # until git is asked
        kind = "&folder" if shown.is_dir() else "&file"
        self.addAction(f"Compare with another {kind}…", self._ask)

    def ask_git(self, tasks: Tasks) -> None:
        """Offer the version in HEAD where there is one; nobody waits for git."""
        shown = self._shown
        tasks.run("compare menu", lambda _cancelled: is_in_head(shown), self.head.setEnabled)

    def pop_up(self, button: QWidget) -> None:
        """Show it below a button."""
        self.exec(button.mapToGlobal(button.rect().bottomLeft()))

    def add_interactions(self, recording: Recording, number: int) -> None:
        """Offer the other interactions of the file on show, where `number` is selected, for that one alone."""
        count = len(recording.summaries)
        if count < _FEWEST:
            return
        others = self.addMenu(f"Compare #{number} with &interaction")
        start = max(min(number - _MOST // 2, count - _MOST), 0)
        for other in range(start, min(start + _MOST, count)):
            if other != number:
                told = happening(recording.summaries[other], self._masker)
                title = beginning(told, _TITLE).replace("&", "&&")
                words = in_one_line(f"#{other}  {title}")
                others.addAction(words, partial(self._with_interaction, recording, other, number))

    def _with_interaction(self, recording: Recording, other: int, number: int) -> None:
        name = f"{self._shown.name} #{other} → #{number}"

        def find() -> list[FilePair]:
            return [FilePair(name, one_interaction(recording, other), one_interaction(recording, number))]

        self.chosen.emit(find)

    def _with_previous(self, previous: Recording) -> None:
        before = Version(f"{self._shown} before this reload", recording=previous)
        pairs = [FilePair(self._shown.name, before, Version(str(self._shown)))]
        self.chosen.emit(lambda: pairs)

    def _with(self, other: Path) -> None:
        self.chosen.emit(partial(pairs_of, other, self._shown))

    def _with_head(self) -> None:
        self.chosen.emit(partial(_pairs_since_head, self._shown))

    def _ask(self) -> None:
        folder = str(self._shown.parent)
        if self._shown.is_dir():
            path = QFileDialog.getExistingDirectory(self.parentWidget(), "Compare with", folder)
        else:
            path, _ = QFileDialog.getOpenFileName(self.parentWidget(), "Compare with", folder)
        if path:
            self._with(Path(path))


def _pairs_since_head(shown: Path) -> list[FilePair]:
    """A file or folder as the last commit has it, and as it is; raises GitError."""
    before = head_version(shown)
    if isinstance(before, dict):
        return paired(before, files_below(shown))
    return [FilePair(shown.name, before, Version(str(shown)))]
