# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Two files compared: names, what is ignored, the list of changes that is the navigation, and the view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QLabel, QListView, QVBoxLayout, QWidget

from viewer.core.text.quantities import plural
from viewer.gui.comparison.changes_model import ChangesModel
from viewer.gui.comparison.heads import Heads
from viewer.gui.comparison.noise_chips import NoiseChips
from viewer.gui.comparison.view import ComparisonView
from viewer.gui.look.icons import Icon
from viewer.gui.widgets.announcement import announce
from viewer.gui.widgets.buttons import Button
from viewer.gui.widgets.hairlines import Bar, Splitter

if TYPE_CHECKING:
    from viewer.core.compare.comparison import Comparison
    from viewer.gui.comparison.compared import Compared
    from viewer.gui.look.look import Look
    from viewer.gui.tasks import Tasks

Index = QModelIndex | QPersistentModelIndex
_SIDE = 300


class PairPage(QWidget):
    """All changes of two files, and where they stand."""

    back_requested = Signal()
    """Back to the files that this pair is one of."""

    def __init__(self, look: Look, tasks: Tasks, parent: QWidget | None = None) -> None:
        """Nothing is compared yet."""
        super().__init__(parent)
        self._look, self._tasks = look, tasks
        self.compared: Compared | None = None
        self.heads = Heads(look, self)
        self.bar = Bar(look, self, "raised")
        self.back_button = Button(look, "All files", tip="Back to all files (Alt+Left)", parent=self.bar)
        self.count, self.place = QLabel(self.bar), QLabel(self.bar)
        self.previous_button = Button(look, icon=Icon.CHEVRON_UP, tip="Previous change (Shift+F8)", parent=self.bar)
        self.next_button = Button(look, icon=Icon.CHEVRON_DOWN, tip="Next change (F8)", parent=self.bar)
        self.noise_bar = Bar(look, self, "raised")
        self.noise = NoiseChips(look, self.noise_bar)
        self.splitter = Splitter(look, self)
        self.model = ChangesModel(self)
        self.changes = QListView(self.splitter)
        self.view = ComparisonView(look, self.splitter)
        self._lay_out()
        self.view.current_changed.connect(self._on_current_changed)
        self.previous_button.clicked.connect(lambda: self.step(-1))
        self.next_button.clicked.connect(lambda: self.step(1))
        self.back_button.clicked.connect(self.back_requested)
        self.noise.chosen.connect(self._on_ignored)
        self.changes.activated.connect(self._on_change_chosen)
        self.changes.clicked.connect(self._on_change_chosen)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        for part in (self.heads, self.bar, self.noise_bar, self.noise, self.view, self.splitter):
            part.set_look(look)
        for button in (self.back_button, self.previous_button, self.next_button):
            button.set_look(look)
        self.bar.setFixedHeight(look.theme.px(44))
        self.count.setFont(look.theme.font(bold=True))
        self.place.setFont(look.theme.font(12))
        self.changes.setFont(look.theme.font(12))

    # --- what is shown

    def show_compared(self, compared: Compared, *, is_one_of_many: bool) -> None:
        """Show a pair of files, from its first change on."""
        self.back_button.setVisible(is_one_of_many)
        comparison = compared.comparison
        sides = zip((comparison.before, comparison.after), _interactions(comparison), strict=True)
        before, after = (_head(path, plural(count, "interaction")) for path, count in sides)
        self.heads.show_sides(before, after)
        self.noise.show_noise(compared.noise, comparison.ignored)
        self.noise_bar.setVisible(bool(self.noise.chips))
        self._show(compared)
        announce(self.view, self.count.text())

    def step(self, by: int) -> None:
        """Go to the next change, or the one before."""
        self.view.step(by)

    def _show(self, compared: Compared) -> None:
        """Show a comparison, or the same one with something else ignored."""
        self.compared = compared
        found = compared.changes
        self.count.setText(plural(len(found), "change") if found else "Nothing else was said")
        self.model.show(found)
        self.view.show_comparison(compared.comparison, compared.lines)
        for button in (self.previous_button, self.next_button):
            button.setEnabled(bool(found))

    def _on_ignored(self, ignored: frozenset[str]) -> None:
        if self.compared is not None:
            compared, opened = self.compared, self.view.opened
            self._tasks.run("ignore", lambda _: compared.ignoring(ignored, opened), self._show)

    # --- navigation

    def _on_change_chosen(self, index: Index) -> None:
        self.view.go_to(index.row() + 1)

    def _on_current_changed(self, number: int) -> None:
        count = self.view.change_count
        self.place.setText(f"{number:,} of {count:,}" if count else "")
        if number and self.changes.currentIndex().row() != number - 1:
            self.changes.setCurrentIndex(self.model.index(number - 1))

    def _lay_out(self) -> None:
        self.changes.setModel(self.model)
        self.changes.setAccessibleName("Changes")
        self.changes.setFrameShape(QFrame.Shape.NoFrame)
        self.changes.setUniformItemSizes(True)
        self.changes.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.changes.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.changes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(16, 0, 12, 0)
        row.addWidget(self.back_button)
        row.addWidget(self.count)
        row.addStretch(1)
        row.addWidget(self.place)
        row.addWidget(self.previous_button)
        row.addWidget(self.next_button)
        chips = QVBoxLayout(self.noise_bar)
        chips.setContentsMargins(0, 0, 0, 0)
        chips.addWidget(self.noise)
        right = QWidget(self.splitter)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.heads, self.bar, self.noise_bar):
            column.addWidget(part)
        column.addWidget(self.view, 1)
        self.splitter.addWidget(self.changes)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([_SIDE, 4 * _SIDE])
        all_of_it = QVBoxLayout(self)
        all_of_it.setContentsMargins(0, 0, 0, 0)
        all_of_it.addWidget(self.splitter)


def _head(path: str, facts: str) -> tuple[str, str]:
    """A file's name, and facts with the folder that it is in."""
    folder, _, name = path.replace("\\", "/").rpartition("/")
    return name, f"{facts} · {folder}" if folder else facts


def _interactions(comparison: Comparison) -> tuple[int, int]:
    """How many there are on each side."""
    sections = comparison.sections
    return sum(s.before is not None for s in sections), sum(s.after is not None for s in sections)
