# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What the Request and Response panes share: forms of a body to choose from, a code view, find, and a line of facts.

Large bodies are masked and laid out in the background; what is shown belongs to the exchange on show or is dropped.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from viewer.core.masked_lines import masked_lines, masked_lines_apart
from viewer.core.secrets.finding import LONGEST_SECRET
from viewer.core.text.json_layout import TextLines, begun, path_text, plain_lines
from viewer.gui.code.find_bar import FindBar
from viewer.gui.code.view import CodeView
from viewer.gui.panes.body_form import Form
from viewer.gui.panes.pane import Pane
from viewer.gui.panes.value_window import open_value
from viewer.gui.widgets.buttons import Button
from viewer.gui.widgets.run_label import Run, RunLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from viewer.core.messages import JsonPath
    from viewer.core.recording import Recording
    from viewer.core.searchable import Spot
    from viewer.gui.code.reading_place import CodePlace
    from viewer.gui.look.look import Look
    from viewer.gui.tasks import Cancelled, Tasks

_FIRST = 60_000
"""Characters whose masking and layout take a few milliseconds: a body of so many, or how a longer one begins."""
_SIDE, _GAP = 16, 6
"""Room in px beside a bar, and between what is in it."""
_LEAST_WITH_PLACE = 150
"""Below this height at the user's text scale the code needs the room of the line that says where the reader is."""


class BodyPane(Pane):
    """Base of the Request and Response panes: subclasses say which forms an exchange has."""

    def __init__(self, look: Look, tasks: Tasks, parent: QWidget | None = None) -> None:
        """Empty until an exchange is shown."""
        super().__init__(look, parent)
        self._tasks = tasks
        self._forms: list[Form] = []
        self._shown: Form | None = None
        self._is_foldable = self._has_begun = False
        self._wanted: str | None = None
        self._wanted_path: JsonPath | None = None
        self._kept: CodePlace | None = None
        """The reader's place, while the same body is read again."""
        self.view = CodeView(look.theme, self)
        self._find_bar = FindBar(look, self.view, self)
        self._find_bar.hide()
        self._choice = QButtonGroup(self)
        self._choice_row = QHBoxLayout()
        self._facts, self._where, self._path = RunLabel(look, self), QLabel(self), RunLabel(look, self)
        self._copy = Button(look, "Copy", flat=True, tip="Copy the whole body as shown")
        self._fold = Button(look, "Fold to level 2", flat=True)
        self._expand = Button(look, "Expand all", flat=True)
        self._bars = [QWidget(self), QWidget(self)]
        self._lay_out()
        self._connect()

    # --- for subclasses

    def forms(self) -> list[Form]:
        """The forms of the exchange on show, the one to begin with first."""
        raise NotImplementedError

    # --- Pane

    def show_exchange(self, recording: Recording | None, number: int) -> None:
        """Offer the forms of another exchange, and keep the chosen one where it has it too."""
        super().show_exchange(recording, number)
        self._wanted_path = None
        self._forms = self.forms() if self.exchange else []
        self._offer()
        titles = [form.title for form in self._forms]
        self._show(titles.index(self._wanted) if self._wanted in titles else 0)

    def show_again(self, recording: Recording, number: int) -> None:
        """Show the same form of the body as it was read again; what is folded and scrolled stays."""
        self._kept = self.view.place()
        wanted, self._wanted = self._wanted, self._shown.title if self._shown else self._wanted
        self.show_exchange(recording, number)
        self._wanted = wanted

    def set_look(self, look: Look) -> None:
        """Draw with another theme, zoom or masking."""
        masking_changed = look.masker.show != self.look.masker.show
        super().set_look(look)
        self.view.set_theme(look.theme)
        self._find_bar.set_look(look)
        for button in (self._copy, self._fold, self._expand, *self._choice.buttons()):
            if isinstance(button, Button):
                button.set_look(look)
        self._facts.set_look(look)
        self._path.set_look(look)
        self._where.setFont(look.theme.font(12))
        for bar in self._bars:
            bar.setFixedHeight(look.theme.px(38 if bar is self._bars[0] else 28))
        if masking_changed and self.exchange:
            self.show_exchange(self.recording, self.number)

    def go_to_path(self, path: JsonPath) -> None:
        """Select the value at a JSON path, once its document is there."""
        self._wanted_path = path
        self._go_to_wanted()

    def find_at(self, words: str, spot: Spot, before: int) -> None:
        """Go to the one of several hits that a find in this body is."""
        super().find_at(words, spot, before)
        if spot.where.endswith("body"):
            self.view.go_to_hit(before)

    @property
    def find_bar(self) -> FindBar:
        """The bar above the code."""
        return self._find_bar

    # --- inside

    def _lay_out(self) -> None:
        top = QHBoxLayout(self._bars[0])
        top.setContentsMargins(_SIDE, 0, _SIDE, 0)
        top.setSpacing(_GAP)
        self._choice_row.setSpacing(_GAP)
        top.addLayout(self._choice_row)
        top.addWidget(self._facts, 1)
        for button in (self._copy, self._fold, self._expand):
            top.addWidget(button)
        bottom = QHBoxLayout(self._bars[1])
        bottom.setContentsMargins(16, 0, 16, 0)
        bottom.addWidget(self._path, 1)
        bottom.addWidget(self._where)
        top.insertSpacing(1, _GAP)
        self._where.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bars[0])
        column.addWidget(self._find_bar)
        column.addWidget(self.view, 1)
        column.addWidget(self._bars[1])
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        self._choice.idClicked.connect(self._on_chosen)
        self._copy.clicked.connect(self._on_copy)
        self._fold.clicked.connect(lambda: self.view.fold_to_level(2))
        self._expand.clicked.connect(self.view.expand_all)
        self.view.line_selected.connect(self._on_line_selected)
        self.view.value_requested.connect(self._on_value_requested)

    def _offer(self) -> None:
        """A segment for each form."""
        for button in self._choice.buttons():
            self._choice.removeButton(button)
            button.deleteLater()
        for index, form in enumerate(self._forms):
            button = Button(self.look, form.title, flat=True)
            button.setCheckable(True)
            self._choice.addButton(button, index)
            self._choice_row.addWidget(button)
        self._fit()

    def _show(self, index: int) -> None:
        """Show one form, at once or when it is laid out."""
        self._shown = self._forms[index] if self._forms else None
        task = f"{self.objectName()} layout"
        self._tasks.cancel(task)
        self._has_begun = False
        if self._shown is None:
            self._tell("")
            self.view.set_document(None, "text")
            return
        form, masker = self._shown, self.look.masker
        button = self._choice.button(index)
        if button is not None:
            button.setChecked(True)
        self._tell(form.facts)
        if form.size <= _FIRST:
            self._keep(form, masked_lines(form.text(), form.language, masker))
            return

        def work(cancelled: Cancelled) -> TextLines | None:
            return masked_lines_apart(form.text(), form.language, masker, cancelled)

        if self._kept is None:
            self._begin(form)
        self._tell(f"{form.facts}   reading…")
        self._tasks.run(task, work, partial(self._keep, form))

    def _begin(self, form: Form) -> None:
        """Show how a large body begins while all of it is read."""
        beginning = self.look.masker.prefix(form.beginning(_FIRST + LONGEST_SECRET), _FIRST)
        self._has_begun = bool(beginning)
        self.view.set_document(begun(beginning) if form.language == "json" else plain_lines(beginning), form.language)
        self._fit()

    def _keep(self, form: Form, document: TextLines | None) -> None:
        if form is not self._shown or document is None:
            return
        if self._has_begun:
            self._kept = self.view.place()  # in its beginning, where the reader may have gone on
        damage = document.damage
        self._tell(f"{form.facts}   not JSON from character {damage.offset:,} on" if damage else form.facts)
        kept, self._kept = self._kept, None
        if kept is None or kept.document.text != document.text:
            self.view.set_document(document, form.language)
            if kept is not None:
                self.view.go_back_to(kept)
        self._is_foldable = form.language == "json"
        self._fit()
        self._find_bar.search_again()
        self._on_line_selected(0)
        self._go_to_wanted()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what does not fit: the tools beside the forms, which are in the menu too, and the last line."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._bars[1].setVisible(self.height() >= self.look.theme.px(_LEAST_WITH_PLACE))
        room = self.width() - 2 * _SIDE - sum(form.sizeHint().width() + _GAP for form in self._choice.buttons()) - _GAP
        for tool, is_wanted in ((self._copy, True), (self._fold, self._is_foldable), (self._expand, self._is_foldable)):
            room -= tool.sizeHint().width() + _GAP if is_wanted else 0
            tool.setVisible(is_wanted and room >= 0)

    def _tell(self, facts: str) -> None:
        self._facts.set_runs([Run(facts, size=12)])

    def _go_to_wanted(self) -> None:
        if self._wanted_path is not None and self.view.go_to_path(self._wanted_path):
            self._wanted_path = None

    def _on_chosen(self, index: int) -> None:
        self._kept = None
        self._wanted = self._forms[index].title
        self._show(index)

    def _on_line_selected(self, line: int) -> None:
        document = self.view.document()
        self._path.set_runs([Run(path_text(document.path(line)), mono=True, size=11)])
        self._where.setText(f"line {line + 1:,} of {len(document.lines):,}")

    def _on_copy(self) -> None:
        self.view.select_all()
        self.view.copy()

    def _on_value_requested(self, kind: str, line: int) -> None:
        document = self.view.document()
        open_value(self.look, kind, path_text(document.path(line)), document.value_text(line), self)
