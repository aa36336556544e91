# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Everything about a comparison: names, what is ignored, the list of changes that is the navigation, and the view.

Of folders the files are listed too, each with what changed in words; one is compared in full when it is selected.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from viewer.core.compare.comparison import Comparison
from viewer.core.compare.findings import Change, Findings, by_importance
from viewer.core.compare.noise import TITLES, Noise
from viewer.core.text.printable import one_line
from viewer.core.text.quantities import plural
from viewer.file_pairs import CompareFiles, FilePair
from viewer.gui.comparison.heads import Heads
from viewer.gui.comparison.view import ComparisonView
from viewer.gui.look.icons import Icon
from viewer.gui.widgets.announcement import announce
from viewer.gui.widgets.buttons import Button
from viewer.gui.widgets.hairlines import Bar, Splitter

if TYPE_CHECKING:
    from viewer.gui.look.look import Look
    from viewer.gui.tasks import Cancelled, Tasks

_SIDE = 300
_NUMBER = Qt.ItemDataRole.UserRole


class ComparisonPage(QWidget):
    """One pair of files, or many to choose from."""

    titled = Signal(str)
    """What is compared, in a few words."""

    def __init__(self, look: Look, tasks: Tasks, parent: QWidget | None = None) -> None:
        """Nothing is compared yet."""
        super().__init__(parent)
        self._look, self._tasks = look, tasks
        self._pairs: list[FilePair] = []
        self._shown: FilePair | None = None
        self.comparison: Comparison | None = None
        self.heads = Heads(look, self)
        self.bar = Bar(look, self, "raised")
        self.count = QLabel(self.bar)
        self.ignoring = QLabel("Ignoring", self.bar)
        self.place = QLabel(self.bar)
        self.previous_button = Button(look, icon=Icon.CHEVRON_UP, tip="Previous change (Shift+F8)", parent=self.bar)
        self.next_button = Button(look, icon=Icon.CHEVRON_DOWN, tip="Next change (F8)", parent=self.bar)
        self.chips: dict[str, Button] = {}
        self._chip_row = QHBoxLayout()
        self.splitter = Splitter(look, self)
        self._side = QWidget(self.splitter)
        self.files = QListWidget(self._side)
        self.divider = Bar(look, self._side)
        self.changes = QListWidget(self._side)
        self.view = ComparisonView(look, self.splitter)
        self._lay_out()
        self.view.current_changed.connect(self._on_current_changed)
        self.previous_button.clicked.connect(lambda: self.view.step(-1))
        self.next_button.clicked.connect(lambda: self.view.step(1))
        self.changes.itemActivated.connect(self._on_change_chosen)
        self.changes.itemClicked.connect(self._on_change_chosen)
        self.files.currentItemChanged.connect(self._on_file_chosen)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Draw with another theme, zoom or masking; with other masking everything is compared again."""
        is_masked_otherwise = look.masker.show != self._look.masker.show
        self._look = look
        for part in (self.heads, self.bar, self.divider, self.view, self.splitter):
            part.set_look(look)
        for button in (self.previous_button, self.next_button, *self.chips.values()):
            button.set_look(look)
        self.bar.setFixedHeight(look.theme.px(44))
        self.divider.setFixedHeight(look.theme.px(8))
        self.count.setFont(look.theme.font(bold=True))
        for label in (self.ignoring, self.place):
            label.setFont(look.theme.font(12))
        for listed in (self.files, self.changes):
            listed.setFont(look.theme.font(12))
        if is_masked_otherwise and self._shown is not None:
            self._compare(self._shown)

    # --- what is compared

    def compare(self, pairs: Sequence[FilePair]) -> None:
        """Compare pairs of files; of several the first that differs is shown."""
        self._pairs = list(pairs)
        is_many = len(self._pairs) > 1
        self.files.setVisible(is_many)
        self.divider.setVisible(is_many)
        self.files.clear()
        if is_many:
            self.titled.emit(plural(len(self._pairs), "cassette"))
            self.count.setText("comparing…")
            work = CompareFiles(show_secrets=self._look.masker.show, alone=False)
            taken = list(self._pairs)
            self._tasks.run(
                "compare files", lambda cancelled: _findings(work, taken, cancelled), self._on_files_compared
            )
        elif self._pairs:
            self._compare(self._pairs[0])

    def _compare(self, pair: FilePair) -> None:
        self._shown = pair
        if len(self._pairs) < 2:
            self.titled.emit(pair.name)
        self.count.setText("comparing…")
        self.changes.clear()
        self.view.show_comparison(None)
        work = CompareFiles(show_secrets=self._look.masker.show)
        self._tasks.run("compare", lambda _: work.compared(pair), self._on_compared, self._on_failed)

    def _on_compared(self, comparison: Comparison) -> None:
        sides = zip((comparison.before, comparison.after), _interactions(comparison), strict=True)
        before, after = (_head(path, plural(count, "interaction")) for path, count in sides)
        self.heads.show_sides(before, after)
        self._make_chips(comparison)
        self._show(comparison)

    def _on_failed(self, error: Exception) -> None:
        self.comparison = None
        pair = self._shown
        names = (version.name if version else "nothing" for version in ((pair.before, pair.after) if pair else ()))
        sides = [(name, "") for name in names] or [("", ""), ("", "")]
        self.heads.show_sides(sides[0], sides[1])
        self.count.setText(one_line(str(error)))
        announce(self.count, self.count.text())

    def _show(self, comparison: Comparison) -> None:
        """Show a comparison, or the same one with something else ignored."""
        self.comparison = comparison
        found = list(comparison.changes())
        self.count.setText(plural(len(found), "change") if found else "Nothing else was said")
        self.changes.clear()
        for number, (_, row) in enumerate(found, 1):
            item = QListWidgetItem(f"{number}  {one_line(Change(row).gist, 120)}")
            item.setData(_NUMBER, number)
            item.setToolTip(one_line(Change(row).gist, 300))
            self.changes.addItem(item)
        self.view.show_comparison(comparison)
        for button in (self.previous_button, self.next_button):
            button.setEnabled(bool(found))
        announce(self.view, self.count.text())

    # --- what is ignored

    def _make_chips(self, comparison: Comparison) -> None:
        """A chip for each kind of noise that there is, and for each that is regarded."""
        for chip in self.chips.values():
            self._chip_row.removeWidget(chip)
            chip.deleteLater()
        self.chips = {}
        for name in [noise.value for noise in Noise if noise.value in comparison.noise()]:
            chip = Button(self._look, name, Icon.CHECK, tip=f"Ignore {TITLES[Noise(name)]}", parent=self.bar)
            chip.setCheckable(True)
            chip.setChecked(True)
            chip.toggled.connect(lambda on, name=name: self._ignore(name, on=on))
            self._chip_row.addWidget(chip)
            self.chips[name] = chip
        self.ignoring.setVisible(bool(self.chips))

    def _ignore(self, name: str, *, on: bool) -> None:
        if self.comparison is not None:
            ignored = self.comparison.ignored
            self._show(self.comparison.ignoring(ignored | {name} if on else ignored - {name}))

    # --- many files

    def _on_files_compared(self, found: list[tuple[FilePair, Findings]]) -> None:
        places = {id(findings): pair for pair, findings in found}
        ordered = by_importance(findings for _, findings in found)
        self._pairs = [places[id(findings)] for findings in ordered]
        self.files.blockSignals(True)
        for findings in ordered:
            item = QListWidgetItem(f"{one_line(findings.name)}\n    {findings.error or findings.verdict}")
            item.setToolTip(one_line(findings.name))
            self.files.addItem(item)
        self.files.blockSignals(False)
        different = sum(findings.is_different for findings in ordered)
        self.titled.emit(f"{different} of {plural(len(ordered), 'cassette')} differ")
        if ordered:
            self.files.setCurrentRow(0)
        else:
            self.count.setText("No cassettes there")

    def _on_file_chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._compare(self._pairs[self.files.row(item)])

    # --- navigation

    def _on_change_chosen(self, item: QListWidgetItem) -> None:
        self.view.go_to(item.data(_NUMBER))

    def _on_current_changed(self, number: int) -> None:
        count = self.view.change_count
        self.place.setText(f"{number:,} of {count:,}" if count else "")
        if number and self.changes.currentRow() != number - 1:
            self.changes.setCurrentRow(number - 1)

    def _lay_out(self) -> None:
        self.files.setAccessibleName("Files")
        self.changes.setAccessibleName("Changes")
        for listed in (self.files, self.changes):
            listed.setFrameShape(QListWidget.Shape.NoFrame)
            listed.setTextElideMode(Qt.TextElideMode.ElideRight)
            listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.files.hide()
        self.ignoring.hide()
        lists = QVBoxLayout(self._side)
        lists.setContentsMargins(0, 0, 0, 0)
        lists.setSpacing(0)
        lists.addWidget(self.files, 1)
        lists.addWidget(self.divider)
        lists.addWidget(self.changes, 1)
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(16, 0, 12, 0)
        row.addWidget(self.count)
        row.addSpacing(16)
        row.addWidget(self.ignoring)
        row.addLayout(self._chip_row)
        row.addStretch(1)
        row.addWidget(self.place)
        row.addWidget(self.previous_button)
        row.addWidget(self.next_button)
        right = QWidget(self.splitter)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.heads)
        column.addWidget(self.bar)
        column.addWidget(self.view, 1)
        self.splitter.addWidget(self._side)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([_SIDE, 4 * _SIDE])
        all_of_it = QVBoxLayout(self)
        all_of_it.setContentsMargins(0, 0, 0, 0)
        all_of_it.addWidget(self.splitter)


def _findings(work: CompareFiles, pairs: Sequence[FilePair], cancelled: Cancelled) -> list[tuple[FilePair, Findings]]:
    """In a pool thread: what is different about each pair, until nobody waits for it any more."""
    found: list[tuple[FilePair, Findings]] = []
    for pair in pairs:
        if cancelled():
            break
        findings = work(pair)
        if findings is not None:
            found.append((pair, findings))
    return found


def _head(path: str, facts: str) -> tuple[str, str]:
    """A file's name, and facts with the folder that it is in."""
    folder, _, name = path.replace("\\", "/").rpartition("/")
    return name, f"{facts} · {folder}" if folder else facts


def _interactions(comparison: Comparison) -> tuple[int, int]:
    """How many there are on each side."""
    sections = comparison.sections
    return sum(s.before is not None for s in sections), sum(s.after is not None for s in sections)
