# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Desktop integration: what would change is shown as it would be written, and done or undone by a button.

Rule: plans are made and carried out in the background; this window shows them and decides nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from viewer.core.text.json_layout import plain_lines
from viewer.dataclass import dataclass
from viewer.desktop.associations import SHARED_FORMATS
from viewer.desktop.integration import apply, describe, integration_plan, options_in_force, removal_plan
from viewer.desktop.plan import Plan
from viewer.gui.code.view import CodeView
from viewer.gui.widgets.buttons import Button

if TYPE_CHECKING:
    from viewer.gui.look.look import Look
    from viewer.gui.tasks import Tasks

_TITLE = "Open cassettes by double-click"
_TOLD = (
    "Your desktop recognises cassettes by their content. Other YAML and JSON files stay with the programs that open"
    " them now; Cassette Viewer is offered for them in “Open With”. Only your own settings change, and “Undo” makes"
    " them what they were."
)
_TASK = "desktop integration"


@dataclass(frozen=True, slots=True)
class _Preview:
    """What would be done with these options, and what undone: None where nothing was done."""

    options: Collection[str]
    doing: Plan
    undoing: Plan | None
    lines: str


def _preview(options: Collection[str] | None) -> _Preview:
    """Make the plans; without options those in force."""
    in_force = options_in_force()
    chosen = options if options is not None else in_force or ()
    doing = integration_plan(chosen)
    undoing = removal_plan() if in_force is not None else None
    shown = undoing if undoing is not None and not doing.steps else doing
    return _Preview(chosen, doing, undoing, "\n".join(describe(shown)))


class IntegrationWindow(QDialog):
    """Shows the changes as plain text; Esc closes."""

    def __init__(self, look: Look, tasks: Tasks, parent: QWidget) -> None:
        """Look at the desktop, and show what would change."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Desktop integration")
        self._look, self._tasks = look, tasks
        self._shown: _Preview | None = None
        self._title, self._told, self._caption, self._state = (self._label(text) for text in (_TITLE, _TOLD, "", ""))
        self._boxes = {
            s.option: QCheckBox(f"Open every {s.title} here ({' '.join(s.suffixes)})") for s in SHARED_FORMATS
        }
        self._changes = CodeView(look.theme, self)
        self._changes.setAccessibleName("Changes")
        self._undo = Button(look, "Undo")
        self._do = Button(look, "Set up", primary=True)
        self._close = Button(look, "Close")
        self._lay_out()
        self._connect()
        self.set_look(look)
        self.resize(look.theme.px(720), look.theme.px(560))
        self._look_up(None)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        theme = look.theme
        self._title.setFont(theme.font(15, bold=True))
        for label, size in ((self._told, 13), (self._caption, 12), (self._state, 12)):
            label.setFont(theme.font(size))
            palette = label.palette()
            palette.setColor(label.foregroundRole(), theme.color("text2"))
            label.setPalette(palette)
        for button in (self._undo, self._do, self._close):
            button.set_look(look)
        self._changes.set_theme(theme)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nobody waits for a plan any more; one that is being carried out goes on."""
        self._tasks.cancel(_TASK)
        super().closeEvent(event)

    # --- inside

    def _label(self, text: str) -> QLabel:
        return QLabel(text, self, textFormat=Qt.TextFormat.PlainText, wordWrap=True)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addWidget(self._told)
        for box in self._boxes.values():
            column.addWidget(box)
        column.addSpacing(4)
        column.addWidget(self._caption)
        column.addWidget(self._changes, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._state, 1)
        for button in (self._undo, self._close, self._do):
            row.addWidget(button)
        column.addLayout(row)

    def _connect(self) -> None:
        for box in self._boxes.values():
            box.clicked.connect(self._on_chosen)
        self._do.clicked.connect(self._on_do)
        self._undo.clicked.connect(self._on_undo)
        self._close.clicked.connect(self.close)
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)

    def _chosen(self) -> frozenset[str]:
        return frozenset(option for option, box in self._boxes.items() if box.isChecked())

    def _look_up(self, options: Collection[str] | None) -> None:
        self._wait("looking…")
        self._tasks.run(_TASK, lambda _cancelled: _preview(options), self._keep, self._on_failed)

    def _wait(self, doing: str) -> None:
        self._caption.setText(doing)
        for button in (self._do, self._undo):
            button.setEnabled(False)

    def _keep(self, preview: _Preview) -> None:
        """Show what the button would do; where all is set up, what undoing would."""
        self._shown = preview
        for option, box in self._boxes.items():
            box.setChecked(option in preview.options)
        changes, is_set_up = bool(preview.doing.steps), preview.undoing is not None
        self._do.setText("Change" if is_set_up else "Set up")
        self._do.setEnabled(changes)
        self._undo.setEnabled(is_set_up)
        if changes:
            self._caption.setText(f"“{self._do.text()}” would do this:")
        else:
            self._caption.setText("All of this is set up. “Undo” would do this:" if is_set_up else "Nothing to set up:")
        self._changes.set_document(plain_lines(preview.lines), "text")

    def _on_chosen(self) -> None:
        self._state.clear()
        self._look_up(self._chosen())

    def _on_do(self) -> None:
        if self._shown is not None:
            self._carry_out(self._shown.doing, "Done. Cassettes open by double-click.")

    def _on_undo(self) -> None:
        if self._shown is not None and self._shown.undoing is not None:
            for box in self._boxes.values():
                box.setChecked(False)
            self._carry_out(self._shown.undoing, "Undone. Your desktop is as before.")

    def _carry_out(self, plan: Plan, then: str) -> None:
        def finish(_nothing: None) -> None:
            self._state.setText(then)
            self._look_up(None)

        self._wait("working…")
        self._tasks.run(_TASK, lambda _cancelled: apply(plan), finish, self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        """Tell what the system refused; what was done before can be undone."""
        if not isinstance(error, OSError):
            raise error
        place = f"{error.filename}: " if error.filename else ""
        self._state.setText(f"{place}{error.strerror or error}")
        self._caption.setText("That did not work.")
        self._close.setFocus()
