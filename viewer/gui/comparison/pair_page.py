# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Two files compared: all changes, a list of them that is the navigation, and panes of the pair that one belongs to.

Rule: the current change decides which pair of interactions the panes show; a pane compares when it is looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from viewer.core.compare.interaction_pair import InteractionPair
from viewer.core.text.invisible_characters import in_one_line
from viewer.core.text.quantities import plural
from viewer.gui.comparison.changes_model import ChangesModel
from viewer.gui.comparison.heads import Heads
from viewer.gui.comparison.interaction_pane import InteractionPane
from viewer.gui.comparison.noise_chips import NoiseChips
from viewer.gui.comparison.pair_pane import PairPane
from viewer.gui.comparison.pane_contents import PaneKind
from viewer.gui.comparison.pane_tabs import PaneTabs
from viewer.gui.comparison.streams_pane import StreamsPane
from viewer.gui.comparison.view import ComparisonView
from viewer.gui.look.icons import Icon
from viewer.gui.widgets.announcement import announce
from viewer.gui.widgets.buttons import Button
from viewer.gui.widgets.hairlines import Bar, Splitter

if TYPE_CHECKING:
    from viewer.core.compare.comparison import Comparison, Section
    from viewer.file_pairs import Version
    from viewer.gui.comparison.compared import Compared
    from viewer.gui.look.look import Look
    from viewer.gui.tasks import Tasks

Index = QModelIndex | QPersistentModelIndex
_SIDE, _LEAST_SIDE = 300, 160


class PairPage(QWidget):
    """All changes of two files, and where they stand."""

    back_requested = Signal()
    """Back to the files that this pair is one of."""

    def __init__(self, look: Look, tasks: Tasks, parent: QWidget | None = None) -> None:
        """Nothing is compared yet."""
        super().__init__(parent)
        self._look, self._tasks = look, tasks
        self.compared: Compared | None = None
        self._sections: dict[tuple[int | None, int | None], int] = {}
        self.heads = Heads(look, self)
        self.bar = Bar(look, self, "raised")
        self.back_button = Button(look, "All files", tip="Back to all files (Alt+Left)", parent=self.bar)
        self.count, self.remark, self.place = QLabel(self.bar), QLabel(self.bar), QLabel(self.bar)
        self.previous_button = Button(look, icon=Icon.CHEVRON_UP, tip="Previous change (Shift+F8)", parent=self.bar)
        self.next_button = Button(look, icon=Icon.CHEVRON_DOWN, tip="Next change (F8)", parent=self.bar)
        self.pane_tabs = PaneTabs(look, ("Changes", *(kind.value for kind in PaneKind)), self)
        self.tabs = self.pane_tabs.tabs
        self.noise_bar = Bar(look, self, "raised")
        self.noise = NoiseChips(look, self.noise_bar)
        self.splitter = Splitter(look, self)
        self.model = ChangesModel(self)
        self.changes = QListView(self.splitter)
        self.stack = QStackedWidget(self.splitter)
        self.view = ComparisonView(look, self.stack)
        self.panes: dict[PaneKind, PairPane] = {kind: self._pane(kind) for kind in PaneKind}
        self._section = 0
        self._pair: InteractionPair | None = None
        self._lay_out()
        self.view.current_changed.connect(self._on_current_changed)
        for pane in self.panes.values():
            pane.current_changed.connect(self._tell_place)
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self.pane_tabs.pair_stepped.connect(self.step_interaction)
        self.pane_tabs.entered.connect(lambda: self.front.setFocus(Qt.FocusReason.ShortcutFocusReason))
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
        for part in (self.heads, self.pane_tabs, self.bar, self.noise_bar, self.noise, self.view, self.splitter):
            part.set_look(look)
        for pane in self.panes.values():
            pane.set_look(look)
        for button in (self.back_button, self.previous_button, self.next_button):
            button.set_look(look)
        self.bar.setFixedHeight(look.theme.px(44))
        self.count.setFont(look.theme.font(bold=True))
        for label in (self.remark, self.place):
            label.setFont(look.theme.font(12))
        self.changes.setFont(look.theme.font(12))
        self.changes.setMinimumWidth(look.theme.px(_LEAST_SIDE))

    # --- what is shown

    def show_compared(self, compared: Compared, *, is_one_of_many: bool) -> None:
        """Show a pair of files, from its first change on."""
        self.back_button.setVisible(is_one_of_many)
        comparison = compared.comparison
        versions = (compared.files.before, compared.files.after)
        sides = zip((comparison.before, comparison.after), versions, _interactions(comparison), strict=True)
        before, after = (_head(path, _facts(version, count)) for path, version, count in sides)
        self.heads.show_sides(before, after)
        self.noise.show_noise(compared.noise, comparison.ignored)
        for pane in self.panes.values():
            pane.forget()
        self._section, self._pair = 0, None
        self._sections = {(s.before, s.after): number for number, s in enumerate(comparison.sections)}
        self._show(compared)
        announce(self.view, self.count.text())

    def step(self, by: int) -> None:
        """Go to the next change in the pane in front, or the one before."""
        self.front.step(by)

    def step_interaction(self, by: int) -> None:
        """Show the next pair of interactions, or the one before; among all changes the next that has one."""
        if self.compared is None or not self.compared.comparison.sections:
            return
        sections = self.compared.comparison.sections
        numbered = [*enumerate(self.compared.changes, 1)]
        first = {(change.before, change.after): number for number, change in reversed(numbered) if change.title}
        for _ in sections:
            self._section = (self._section + by) % len(sections)
            section = sections[self._section]
            number = first.get((section.before, section.after))
            if number is not None:
                self.view.go_to(number)  # the list and the panes follow
                return
            if isinstance(self.front, PairPane):
                self.changes.setCurrentIndex(QModelIndex())
                self._show_section()
                return

    def _pane(self, kind: PaneKind) -> PairPane:
        if kind is PaneKind.PLAYBACK:
            return StreamsPane(self._look, self._tasks, kind.value, self.stack)
        return InteractionPane(self._look, self._tasks, kind, self.stack)

    @property
    def front(self) -> ComparisonView | PairPane:
        """What is in front: all changes, or a pane of a pair."""
        index = self.tabs.currentIndex()
        return self.panes[list(PaneKind)[index - 1]] if index > 0 else self.view

    def _show(self, compared: Compared) -> None:
        """Show a comparison, or the same one with something else ignored."""
        self.compared = compared
        found = compared.changes
        self.tabs.set_count(0, len(found))
        self.model.show(found)
        self.view.show_comparison(compared.comparison, compared.lines)
        self._show_section()

    def _on_ignored(self, ignored: frozenset[str]) -> None:
        if self.compared is not None:
            compared, opened = self.compared, self.view.opened
            self._tasks.run("ignore", lambda _: compared.ignoring(ignored, opened), self._show_again)

    def _show_again(self, compared: Compared) -> None:
        """The same files with something else ignored: the pair on show stays."""
        section = self._section
        self._show(compared)
        self._section = section
        self._show_section()

    # --- navigation

    def _on_change_chosen(self, index: Index) -> None:
        self.view.go_to(index.row() + 1)

    def _on_current_changed(self, number: int) -> None:
        if number and self.changes.currentIndex().row() != number - 1:
            self.changes.setCurrentIndex(self.model.index(number - 1))
        if number and self.compared is not None:
            change = self.compared.changes[number - 1]
            self._section = self._sections.get((change.before, change.after), self._section)
            self._show_section()
        self._tell_place()

    def _on_tab_changed(self) -> None:
        self.stack.setCurrentWidget(self.front)
        self._show_section()

    def _show_section(self) -> None:
        """Have the pane in front show the current pair of interactions."""
        front, compared = self.front, self.compared
        self.pane_tabs.offer_pairs(offered=isinstance(front, PairPane))
        self.noise_bar.setVisible(bool(self.noise.chips) and front is not self.panes[PaneKind.PLAYBACK])
        if compared is not None and compared.comparison.sections:
            sections = compared.comparison.sections
            section = sections[self._section]
            words = f"{_numbers(section)}  ·  {self._section + 1:,} of {len(sections):,}"
            self.pane_tabs.show_pair(words, in_one_line(section.title))
            if isinstance(front, PairPane):
                front.show_pair(self._pair_of(compared, section), compared.comparison.ignored)
        self._tell_place()

    def _pair_of(self, compared: Compared, section: Section) -> InteractionPair:
        """The pair of a section, the same for every pane."""
        if self._pair is None or self._pair.section is not section or self._pair.masker is not self._look.masker:
            self._pair = InteractionPair(compared.recordings, section, self._look.masker, compared.rules)
        return self._pair

    def _tell_place(self) -> None:
        """How many changes there are in front, and which is the current one."""
        front = self.front
        count = front.change_count
        told, remark, where = "Nothing else was said", "", ""
        if isinstance(front, PairPane):
            is_shown = front.is_made and front.currentWidget() is not front.note
            told, remark, where = "No change here" if is_shown else "", front.remark, " in this pair"
        self.count.setText(plural(count, "change") + where if count else told)
        self.remark.setText(remark)
        self.place.setText(f"{front.current:,} of {count:,}" if front.current else "")
        for button in (self.previous_button, self.next_button):
            button.setEnabled(bool(count))

    def _lay_out(self) -> None:
        self.changes.setModel(self.model)
        self.changes.setAccessibleName("Changes")
        self.changes.setFrameShape(QFrame.Shape.NoFrame)
        self.changes.setUniformItemSizes(True)
        self.changes.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.changes.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.changes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.stack.addWidget(self.view)
        for pane in self.panes.values():
            self.stack.addWidget(pane)
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(16, 0, 12, 0)
        row.addWidget(self.back_button)
        row.addWidget(self.count)
        row.addSpacing(8)
        row.addWidget(self.remark)
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
        for bar in (self.heads, self.bar, self.noise_bar):
            column.addWidget(bar)
        column.addWidget(self.stack, 1)
        self.splitter.addWidget(self.changes)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([_SIDE, 4 * _SIDE])
        all_of_it = QVBoxLayout(self)
        all_of_it.setContentsMargins(0, 0, 0, 0)
        all_of_it.setSpacing(0)
        all_of_it.addWidget(self.pane_tabs)
        all_of_it.addWidget(self.splitter, 1)


def _head(path: str, facts: str) -> tuple[str, str]:
    """A file's name, and facts with the folder that it is in."""
    folder, _, name = path.replace("\\", "/").rpartition("/")
    return name, f"{facts} · {folder}" if folder else facts


def _facts(version: Version | None, count: int) -> str:
    """How many interactions there are, or which one of its file it is."""
    if version is not None and version.interaction is not None:
        return f"interaction #{version.interaction}"
    return plural(count, "interaction")


def _numbers(section: Section) -> str:
    """`#2 → #1`, or the one number that there is."""
    sides = [f"{letter} #{n}" for letter, n in zip("AB", section.numbers, strict=True) if n is not None]
    return " → ".join(sides)


def _interactions(comparison: Comparison) -> tuple[int, int]:
    """How many there are on each side."""
    sections = comparison.sections
    return sum(s.before is not None for s in sections), sum(s.after is not None for s in sections)
