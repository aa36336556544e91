# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The page of a run: sums and what stands out on top, the chart of its context, outline and table of tools below.

Whatever is chosen in one of them is shown by the others; a click or Enter goes to the interaction.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from viewer.core.text.invisible_characters import in_one_line
from viewer.core.text.quantities import plural
from viewer.gui.look.icons import Icon
from viewer.gui.runs.chart_panel import ChartPanel
from viewer.gui.runs.moment_words import sums_until, where
from viewer.gui.runs.outline_panel import OutlinePanel
from viewer.gui.runs.outline_row import words
from viewer.gui.runs.run_facts import RunFacts
from viewer.gui.runs.standout_chips import StandoutChips
from viewer.gui.runs.tool_calls_panel import ToolCallsPanel
from viewer.gui.widgets.buttons import Button
from viewer.gui.widgets.hairlines import Bar, Splitter
from viewer.gui.widgets.run_label import Run as Piece
from viewer.gui.widgets.run_label import RunLabel

if TYPE_CHECKING:
    from viewer.core.runs.tool_use import ToolUse
    from viewer.gui.look.look import Look
    from viewer.gui.runs.outline_model import OutlineNode
    from viewer.gui.runs.whole_run import Found, WholeRun
    from viewer.gui.tasks import Tasks

_BESIDE = [500, 620]
"""Shares of the width of outline and table."""
_NARROW = 820
"""Below this width in px outline and table stand below each other."""
_LEAST_BELOW = 236
"""Height in px that each of them has at the least; where that is too much the page scrolls."""


class RunPage(QWidget):
    """What an agent did."""

    opened = Signal(int, object)
    """The number of an interaction to be shown, and the track of the call in its answer, or None."""
    play_requested = Signal()
    """Play on from the moment under the cursor."""
    overview_requested = Signal()
    """The page that counts the interactions, in place of this one."""
    left = Signal()
    """Back to what was on show."""

    def __init__(self, look: Look, tasks: Tasks, parent: QWidget | None = None) -> None:
        """No run yet."""
        super().__init__(parent)
        self.setObjectName("runPage")
        self.setAccessibleName("Run")
        self._look = look
        self.run: WholeRun | None = None
        self._path: Path | None = None
        self._scroll = QScrollArea(self)
        self._page = Bar(look, self._scroll, "surface")
        self._title = RunLabel(look, self._page)
        self._place = RunLabel(look, self._page)
        self.play_button = Button(
            look, "Play whole run", Icon.PLAY, tip="Play on from here (Ctrl+Shift+P)", parent=self
        )
        self.overview_button = Button(look, "Overview", tip="Count what the interactions are", parent=self._page)
        self.facts = RunFacts(look, self._page)
        self.chips = StandoutChips(look, self._page)
        self._words = QLabel(self._page, alignment=Qt.AlignmentFlag.AlignCenter, textFormat=Qt.TextFormat.PlainText)
        self._body = QWidget(self._page)
        self.charts = ChartPanel(look, self._body)
        self._splitter = Splitter(look, self._body)
        self.outlines = OutlinePanel(look, self._splitter)
        self.tools = ToolCallsPanel(look, tasks, self._splitter)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.outlines.view)
        self.set_look(look)

    @property
    def moment(self) -> int | None:
        """The number of the moment under the cursor."""
        return self.charts.chart.value() if self.run is not None and self.run.moments else None

    def set_look(self, look: Look) -> None:
        """Draw with another theme, zoom or masking."""
        self._look, px = look, look.theme.px
        for part in (
            self._title, self._place, self.play_button, self.overview_button, self.facts, self.chips, self.charts,
            self._splitter, self.outlines, self.tools, self._page,
        ):  # fmt: skip
            part.set_look(look)
        self._title.setFixedHeight(px(32))
        self._words.setFont(look.theme.font(13))
        self._head.setContentsMargins(px(24), px(20), px(24), px(12))
        self._head.setSpacing(px(4))
        self._buttons.setSpacing(px(8))
        self._facts_gap.setContentsMargins(0, px(12), 0, px(4))
        if self.run is not None and self._path is not None:
            self._tell_title(self._path, self.run)
        self._arrange()

    def show_waiting(self, path: Path, text: str) -> None:
        """Say what is waited for, in place of a run."""
        self.run, self._path = None, path
        self._title.set_runs([Piece("Run", "text", bold=True, size=22)])
        self._place.set_runs([Piece(in_one_line(path.name), "text2", size=12)])
        for part in (self.facts, self.chips, self.charts, self.outlines, self.tools):
            part.show_run(None)
        self.play_button.setEnabled(False)
        self._words.setText(self._look.masker.text(text))
        self._pages.setCurrentWidget(self._words)

    def show_run(self, path: Path, run: WholeRun) -> None:
        """Show a run from its beginning."""
        self.run, self._path = run, path
        self._tell_title(path, run)
        for part in (self.facts, self.chips, self.charts, self.outlines, self.tools):
            part.show_run(run)
        self.play_button.setEnabled(bool(run.moments))
        self._pages.setCurrentWidget(self._body)

    def go_to(self, exchange: int, track: int | None = None, conversation: int | None = None) -> None:
        """Make a place of the run the current one in outline, chart and table."""
        view = self.outlines.view
        if view.go_to(exchange, track, conversation) and (node := view.current_node()) is not None:
            self._follow(node.exchange, node.track)

    def words_at(self, exchange: int) -> str:
        """Where an interaction is in the run, and the sums so far; empty where it is no part of it."""
        number = self.run.by_exchange.get(exchange) if self.run is not None else None
        if self.run is None or number is None:
            return ""
        return f"{where(self.run, number, self._look.masker)} · {sums_until(self.run, number)}"

    # --- inside

    def _tell_title(self, path: Path, run: WholeRun) -> None:
        roots = [root for root in run.roots if not run.is_log(root)]
        title = words(self._look.masker, roots[0].title, 120) if 0 < len(roots) < 3 else ""
        self._title.set_runs([Piece(title or in_one_line(path.name), "text", bold=True, size=22)])
        models = ", ".join(words(self._look.masker, name, 60) for name, _ in run.sums.by_model[:4])
        told = [in_one_line(path.name), models, f"{len(roots):,} conversations" if len(roots) > 1 else ""]
        told.append(f"with {plural(len(run.logs), 'log')} of sub-agents" if run.logs else "")
        self._place.set_runs([Piece(" · ".join(part for part in told if part), "text2", size=12)])
        self.setAccessibleName(f"Run: {title or path.name}")

    def _lay_out(self) -> None:
        self._head, self._buttons, self._facts_gap = QVBoxLayout(), QHBoxLayout(), QVBoxLayout()
        self._buttons.addWidget(self._title, 1)
        self._buttons.addWidget(self.play_button)
        self._buttons.addWidget(self.overview_button)
        self._facts_gap.addWidget(self.facts)
        self._head.addLayout(self._buttons)
        self._head.addWidget(self._place)
        self._head.addLayout(self._facts_gap)
        self._head.addWidget(self.chips)
        self._splitter.addWidget(self.outlines)
        self._splitter.addWidget(self.tools)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setSizes(_BESIDE)
        below = QVBoxLayout(self._body)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.charts)
        below.addWidget(self._splitter, 1)
        self._pages = QStackedLayout()
        self._pages.addWidget(self._body)
        self._pages.addWidget(self._words)
        column = QVBoxLayout(self._page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addLayout(self._pages, 1)
        self._scroll.setWidget(self._page)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)

    def _connect(self) -> None:
        self.play_button.clicked.connect(self.play_requested)
        self.overview_button.clicked.connect(self.overview_requested)
        self.chips.found.connect(self._on_found)
        self.charts.chart.opened.connect(self._on_moment_opened)
        self.charts.chart.valueChanged.connect(self._on_moment_chosen)
        self.outlines.view.chosen.connect(lambda node: self._follow(node.exchange, node.track))
        self.outlines.jumped.connect(lambda node: self._follow(node.exchange, node.track))
        self.outlines.view.opened.connect(self._on_node_opened)
        self.tools.opened.connect(self._on_use_opened)
        for part in (self.charts.chart, self.outlines.view, self.tools):
            part.left.connect(self.left)
        for stop in (self.charts.chart, self.outlines.view, self.tools.table):
            stop.installEventFilter(self)

    def _follow(self, exchange: int, track: int | None) -> None:
        """Show in chart and table what is chosen in the outline."""
        number = self.run.by_exchange.get(exchange) if self.run is not None else None
        if number is not None:
            self.charts.chart.blockSignals(True)
            self.charts.chart.setValue(number)
            self.charts.chart.blockSignals(False)
            self.charts.tell()
        if track is None:
            self.tools.table.clearSelection()
        else:
            self.tools.go_to(exchange, track)

    def _on_found(self, found: Found) -> None:
        self.go_to(found.exchange, found.track, found.conversation)
        self.outlines.view.setFocus()
        self._scroll.ensureWidgetVisible(self.outlines, 0, 0)

    def _on_moment_chosen(self, number: int) -> None:
        if self.run is not None and self.run.moments:
            self.outlines.view.go_to(self.run.moments[number].step.exchange)

    def _on_moment_opened(self, number: int) -> None:
        if self.run is not None:
            self.opened.emit(self.run.moments[number].step.exchange, None)

    def _on_node_opened(self, node: OutlineNode) -> None:
        self.opened.emit(node.exchange, node.track)

    def _on_use_opened(self, use: ToolUse) -> None:
        self.outlines.view.go_to(use.exchange, use.track)
        self._follow(use.exchange, None)
        self.opened.emit(use.exchange, use.track)

    # --- What Qt asks for

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The numbers of the chips, P and C for parent and child, Esc back."""
        plain = not (event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
        number = event.key() - Qt.Key.Key_0
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif plain and 0 <= number <= 9:
            self.chips.press(number)  # nothing is played here that a tenth could be of
        elif plain and event.key() == Qt.Key.Key_P:
            self.outlines.go_to_parent()
        elif plain and event.key() == Qt.Key.Key_C:
            self.outlines.go_to_child()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Outline and table beside or below each other."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        narrow = self.width() < self._look.theme.px(_NARROW)
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        below = 2 * _LEAST_BELOW if narrow else _LEAST_BELOW
        self._splitter.setMinimumHeight(self._look.theme.px(below))
        if self._splitter.orientation() != wanted:
            self._splitter.setOrientation(wanted)
            self._splitter.setSizes([1, 1] if narrow else _BESIDE)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What the keyboard comes to comes into view."""
        if event.type() is QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._scroll.ensureWidgetVisible(watched, 0, 0)
        return super().eventFilter(watched, event)
