# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The right-hand column: the event that playback is at, or where there is no stream the response body.

Rule: it follows the position and asks for nothing but places. While it is hidden it costs nothing, and while events
rush by it shows as many as can be read.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from viewer.core.analysis import Exchange
from viewer.core.errors import Problem, Severity
from viewer.core.recording import Recording
from viewer.core.text.lines import plain_lines
from viewer.core.transcript.narration import Narration, narrate
from viewer.gui.code.source_language import line_words
from viewer.gui.code.view import CodeView
from viewer.gui.look.look import Look
from viewer.gui.panes.fact_row import Fact, FactRow
from viewer.gui.panes.inspector_facts import event_facts, response_facts
from viewer.gui.panes.inspector_header import InspectorHeader
from viewer.gui.panes.pane import Pane
from viewer.gui.panes.payload import Payload, body_payload, event_payload
from viewer.gui.panes.stream_result import StreamResult, has_result
from viewer.gui.widgets.run_label import Run, RunLabel

_FACTS = 3
_MOST_PROBLEMS = 3
_LEAST_PAYLOAD = 56
_PAYLOAD_LINE = 20
_REST_MS = 40
_NEIGHBOURS = 64
"""Events on both sides that are looked at for the rest of a secret."""
_NEXT_TURN_MS = 16
"""The turn of the event loop in which the reader moved belongs to the pane that is looked at."""


class InspectorPane(Pane):
    """One event in full: what it added, when, its payload with the delta emphasised, and how the stream ends."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Empty until an exchange is shown."""
        super().__init__(look, parent)
        self.setObjectName("inspectorPane")
        self.setAccessibleName("Inspector")
        self._narration: Narration | None = None
        self._line: int | None = None
        self._is_stale = self._has_result = self._has_caption = False
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._on_rested)
        self._header = InspectorHeader(look, self)
        self._rows = [FactRow(look, self) for _ in range(_FACTS)]
        self._rows[1].keep_end()
        self._caption = RunLabel(look, self)
        self._code = CodeView(look.theme, self, font_size=12)
        self._code.setAccessibleName("Payload of the event")
        self._code.setFrameShape(CodeView.Shape.NoFrame)
        self._problems = QLabel(self)
        self._problems.setTextFormat(Qt.TextFormat.PlainText)
        self._problems.setWordWrap(True)
        self._problems.setAccessibleName("Problems of this event")
        self._result = StreamResult(look, self)
        self._lay_out()
        self._header.link.clicked.connect(self._on_link_clicked)
        self.set_look(look)

    def show_exchange(self, recording: Recording | None, number: int) -> None:
        """Show an exchange: its last event, or its response body."""
        super().show_exchange(recording, number)
        self._narration = narrate(self.exchange, self.look.masker) if self.exchange else None
        self._refresh()

    def learn(self, recording: Recording) -> None:
        """Tell what the answer may have cost, and what is wrong with this event besides."""
        super().learn(recording)
        exchange = self.exchange
        if exchange is None or self._is_stale:
            return
        self._tell_result(exchange)
        if exchange.is_stream and self.position > 0:
            self._tell_problems_of(exchange, min(self.position, len(exchange.events)) - 1)

    def set_position(self, shown: int) -> None:
        """Show the last of the events shown."""
        if shown == self.position and not self._is_stale:
            return
        super().set_position(shown)
        self._is_stale = True
        if not self._rest.isActive():
            self._rest.start(_NEXT_TURN_MS)

    def _on_rested(self) -> None:
        if self._is_stale:
            self._refresh()
            self._rest.start(_REST_MS)

    def set_look(self, look: Look) -> None:
        """Draw with another theme, zoom or masking."""
        super().set_look(look)
        self._header.set_look(look)
        self._caption.set_look(look)
        self._result.set_look(look)
        for row in self._rows:
            row.set_look(look)
        self._code.set_theme(look.theme)
        self._problems.setFont(look.theme.font(12))
        px = look.theme.px
        self._code.setMinimumHeight(px(_PAYLOAD_LINE))
        self._notes.setContentsMargins(px(20), px(6), px(20), px(6))
        self._caption.setContentsMargins(px(20), 0, 0, 0)
        self._narration = narrate(self.exchange, look.masker) if self.exchange else None
        self._refresh()
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while it was hidden."""
        super().showEvent(event)
        if self._is_stale:
            self._refresh()

    def minimumSizeHint(self) -> QSize:
        """As small as the window needs it: what does not fit then is left out."""
        return QSize(self.look.theme.px(200), self.look.theme.px(40))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what does not fit."""
        super().resizeEvent(event)
        self._fit()

    # --- Inside

    def _fit(self) -> None:
        """The event comes before how the stream ends: rows are left out whole, never squeezed into each other."""
        px = self.look.theme.px
        left = self.height() - self._header.height() - px(_LEAST_PAYLOAD) - 2 * px(8)
        for row in self._rows:
            left -= row.sizeHint().height()
            row.setVisible(left >= 0)
        edge = px(8) if self._rows[0].isVisibleTo(self) else 0
        self._facts.setContentsMargins(px(20), edge, px(20), edge)
        notes = self._notes.sizeHint().height() if self._has_caption or not self._problems.isHidden() else 0
        self._caption.setVisible(self._has_caption and left >= notes)
        left -= notes
        self._result.setVisible(self._has_result and left >= self._result.sizeHint().height())

    def _lay_out(self) -> None:
        self._facts = QVBoxLayout()
        self._facts.setSpacing(0)
        for row in self._rows:
            self._facts.addWidget(row)
        self._notes = QVBoxLayout()
        self._notes.setSpacing(0)
        self._notes.addWidget(self._caption)
        self._notes.addWidget(self._problems)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addLayout(self._facts)
        column.addWidget(self._code, 1)
        column.addLayout(self._notes)
        column.addWidget(self._result)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Background, and a line above the payload."""
        painter, theme = QPainter(self), self.look.theme
        painter.fillRect(self.rect(), theme.color("raised"))
        top = self._code.geometry().top() - 1
        painter.fillRect(QRect(0, top, self.width(), 1), theme.color("border"))

    def _refresh(self) -> None:
        self._is_stale = not self.isVisible()
        if self._is_stale:
            return
        exchange, narration = self.exchange, self._narration
        if exchange is None or narration is None:
            self._show_nothing("Nothing selected", "")
        elif not exchange.is_stream:
            self._show_body(exchange)
        elif self.position <= 0:
            self._show_nothing("Before event 1", "Nothing has arrived yet")
            self._tell_result(exchange)
        else:
            self._show_event(exchange, narration, min(self.position, len(exchange.events)) - 1)

    def _show_nothing(self, title: str, note: str) -> None:
        self._header.tell(title, None, "")
        self._tell_line(None)
        self._show_facts([Fact("", [Run(note, "text2", size=12)]), *[Fact("", [])] * (_FACTS - 1)])
        self._show_payload(Payload(plain_lines(""), "text"))
        self._tell_problems([])
        self._has_result = False
        self._fit()

    def _show_event(self, exchange: Exchange, narration: Narration, index: int) -> None:
        words = narration.words(index)
        self._header.tell(f"Event {index + 1:,}", words.kind, f"{words.arrow} {words.title}".lstrip())
        self._tell_line(exchange.line_of_event(index))
        self._show_facts(event_facts(narration, index))
        main = narration.main_addition(index)
        before = exchange.events[index - 1] if index else None
        path = main.delta.path if main else None
        around = exchange.events[max(0, index - _NEIGHBOURS) : index + _NEIGHBOURS]
        self._show_payload(event_payload(exchange.events[index], before, path, self.look.masker, around))
        self._tell_problems_of(exchange, index)
        self._tell_result(exchange)

    def _show_body(self, exchange: Exchange) -> None:
        """Type, length and Retry-After, and the body."""
        decoded = exchange.response
        self._header.tell("Response body", None, "")
        self._tell_line(exchange.response_line(0) if decoded.data else None)
        self._show_facts(response_facts(exchange))
        self._show_payload(body_payload(decoded, self.look.masker))
        self._tell_problems([])
        self._tell_result(exchange)

    def _show_facts(self, facts: Sequence[Fact]) -> None:
        for row, fact in zip(self._rows, facts, strict=True):
            row.show_fact(fact)

    def _show_payload(self, payload: Payload) -> None:
        self._code.set_document(payload.document, payload.language)
        self._code.dim_lines(payload.dim)
        if payload.mark:
            self._code.mark_span(*payload.mark)
        else:
            self._code.clear_mark()
        self._caption.set_runs([Run(payload.caption, "text3", size=11)])
        self._has_caption = bool(payload.caption)
        self._caption.setVisible(self._has_caption)

    def _tell_line(self, line: int | None) -> None:
        self._line = line
        path = self.recording.cassette.path if self.recording else ""
        self._header.tell_line(line_words(path, line) if line else "")

    def _tell_problems_of(self, exchange: Exchange, index: int) -> None:
        self._tell_problems([problem for problem in exchange.problems if problem.event == index + 1])

    def _tell_problems(self, problems: list[Problem]) -> None:
        texts = list(dict.fromkeys(self.look.masker.text(problem.text) for problem in problems))
        more = [f"and {len(texts) - _MOST_PROBLEMS} more"] if len(texts) > _MOST_PROBLEMS else []
        self._problems.setText("\n".join([*texts[:_MOST_PROBLEMS], *more]))
        self._problems.setVisible(bool(texts))
        palette = self._problems.palette()
        serious = any(problem.severity is Severity.ERROR for problem in problems)
        palette.setColor(palette.ColorRole.WindowText, self.look.theme.color("red" if serious else "amber"))
        self._problems.setPalette(palette)

    def _tell_result(self, exchange: Exchange) -> None:
        self._has_result = has_result(exchange)
        self._result.tell(exchange, self.position)
        self._fit()

    def _on_link_clicked(self) -> None:
        if self._line is not None:
            self.line_requested.emit(self._line)
