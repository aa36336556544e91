# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The outline with its heading, and the jumps to what a run came of and to what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from viewer.core.runs.run import Run
from viewer.core.runs.step import Step, Turn
from viewer.gui.look.icons import Icon
from viewer.gui.runs.outline_row import compaction_words
from viewer.gui.runs.outline_view import OutlineView
from viewer.gui.widgets.buttons import Button

if TYPE_CHECKING:
    from viewer.core.runs.tool_use import ToolUse
    from viewer.gui.look.look import Look
    from viewer.gui.runs.outline_model import OutlineNode
    from viewer.gui.runs.whole_run import WholeRun


class OutlinePanel(QWidget):
    """Heading, two buttons, outline."""

    jumped = Signal(object)
    """Another node is the current one by a jump."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """No run yet."""
        super().__init__(parent)
        self._run: WholeRun | None = None
        self.heading = QLabel("Turns", self, textFormat=Qt.TextFormat.PlainText)
        self.parent_button = Button(
            look, "Parent", Icon.CHEVRON_UP, flat=True, tip="The call that this sub-agent came of (P)", parent=self
        )
        self.child_button = Button(
            look, "Child", Icon.CHEVRON_DOWN, flat=True, tip="The first sub-agent that this called (C)", parent=self
        )
        self.view = OutlineView(look, self)
        self._head, column = QHBoxLayout(), QVBoxLayout(self)
        self._head.addWidget(self.heading, 1)
        self._head.addWidget(self.parent_button)
        self._head.addWidget(self.child_button)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(self.view, 1)
        self.parent_button.clicked.connect(self.go_to_parent)
        self.child_button.clicked.connect(self.go_to_child)
        self.view.selectionModel().currentChanged.connect(self._offer)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Draw with another theme, zoom or masking."""
        px = look.theme.px
        self._head.setContentsMargins(px(24), px(8), px(8), px(8))
        self._head.setSpacing(px(4))
        self.heading.setFixedHeight(px(32))
        self.heading.setFont(look.theme.font(13, bold=True))
        for part in (self.parent_button, self.child_button, self.view):
            part.set_look(look)

    def show_run(self, run: WholeRun | None) -> None:
        """Show another run."""
        self._run = run
        self.view.show_run(run)
        self._offer()

    def go_to_parent(self) -> None:
        """Go to the call that the current row's run came of, or to the end of the one that it sums up."""
        self._jump(self._parent())

    def go_to_child(self) -> None:
        """Go to the first sub-agent below the current row, or to the run that goes on from its summary."""
        self._jump(self._child())

    # --- inside

    def _offer(self) -> None:
        """Only jumps that lead somewhere."""
        self.parent_button.setEnabled(self._parent() is not None)
        self.child_button.setEnabled(self._child() is not None)
        run = self.view.current_run()
        summed = run is not None and run.spawned_by is None and run.compaction is not None
        tip = "The call that this sub-agent came of (P)"
        if summed and self._run is not None and run is not None and run.compaction is not None:
            tip = f"This {compaction_words(run.compaction, self._run.runs)} (P)"
        self.parent_button.setToolTip(tip)

    def _parent(self) -> tuple[int, int | None, int | None] | None:
        """Exchange, track, conversation of the place."""
        run, shown = self.view.current_run(), self._run
        if run is None or shown is None:
            return None
        if run.spawned_by is not None:
            return run.spawned_by.exchange, run.spawned_by.track, None
        before = shown.run_of(run.compaction.conversation) if run.compaction is not None else None
        return (list(before.steps)[-1].exchange, None, None) if before is not None else None

    def _child(self) -> tuple[int, int | None, int | None] | None:
        node, shown = self.view.current_node(), self._run
        if node is None or shown is None:
            return None
        for use in _uses(node):
            for child in shown.runs.children(use):
                return next(child.steps).exchange, None, child.conversation
        after = shown.goes_on_in(node.run)
        return (next(after.steps).exchange, None, after.conversation) if after is not None else None

    def _jump(self, place: tuple[int, int | None, int | None] | None) -> None:
        if place is not None and self.view.go_to(*place):
            self.jumped.emit(self.view.current_node())


def _uses(node: OutlineNode) -> tuple[ToolUse, ...]:
    match node.what:
        case Step(tools=tools) | Turn(tools=tools):
            return tools
        case Run():
            return tuple(node.what.tools)
    return (node.what,)
