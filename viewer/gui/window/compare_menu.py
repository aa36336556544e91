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

from viewer.core.text.invisible_characters import in_one_line
from viewer.file_pairs import FilePair, Version, files_below, paired, pairs_of
from viewer.git.repository import GitError
from viewer.git.versions import head_version

if TYPE_CHECKING:
    from viewer.gui.documents.document import Document

_MOST = 15
"""Open files that are offered; further ones are chosen by their paths."""


class CompareMenu(QMenu):
    """One entry for each thing to compare with; what is on show is the later side."""

    chosen = Signal(object)
    """The pairs of files to compare."""
    refused = Signal(str)
    """Why there is nothing to compare with."""

    def __init__(self, shown: Path, others: Sequence[Document], parent: QWidget) -> None:
        """`shown` is the file or folder on show, `others` are open files."""
        super().__init__(parent)
        self._shown = shown
        self.addSection(f"Compare {in_one_line(shown.name)} with")
        for document in others[:_MOST]:
            name = in_one_line(document.path.name).replace("&", "&&")
            self.addAction(name, partial(self._with, document.path)).setToolTip(str(document.path))
        self.addSeparator()
        self.addAction("its version in &HEAD", self._with_head)
        self.addAction("another &folder…" if shown.is_dir() else "another &file…", self._ask)

    def _with(self, other: Path) -> None:
        self.chosen.emit(pairs_of(other, self._shown))

    def _with_head(self) -> None:
        try:
            before = head_version(self._shown)
        except GitError as error:
            self.refused.emit(f"git: {error}")
            return
        if isinstance(before, dict):
            self.chosen.emit(paired(before, files_below(self._shown)))
        else:
            self.chosen.emit([FilePair(self._shown.name, before, Version(str(self._shown)))])

    def _ask(self) -> None:
        folder = str(self._shown.parent)
        if self._shown.is_dir():
            path = QFileDialog.getExistingDirectory(self.parentWidget(), "Compare with", folder)
        else:
            path, _ = QFileDialog.getOpenFileName(self.parentWidget(), "Compare with", folder)
        if path:
            self._with(Path(path))
