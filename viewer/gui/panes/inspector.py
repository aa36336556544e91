# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The right-hand column: the event that playback is at, or where there is no stream the response body.

Rule: it follows the position and asks for nothing but places. While it is hidden it costs nothing, and while events
rush by it shows as many as can be read.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from viewer.core.analysis import Exchange
from viewer.core.deltas import Kind
from viewer.core.errors import Problem, Severity
from viewer.core.recording import Recording
from viewer.core.text.json_layout import layout, plain_lines
from viewer.core.timeline import duration_text
from viewer.core.transcript.narration import Narration, characters, narrate, with_marks
from viewer.gui.code.source_language import line_words
from viewer.gui.code.view import CodeView
from viewer.gui.look.look import Look
from viewer.gui.panes.api import Pane
from viewer.gui.panes.body_facts import hex_dump, size_text
from viewer.gui.panes.event_code import LONGEST, EventCode, event_code
from viewer.gui.panes.event_delegate import paint_swatch
from viewer.gui.panes.fact_row import FactRow
from viewer.gui.panes.stream_result import StreamResult, has_result
from viewer.gui.widgets.link_button import LinkButton
from viewer.gui.widgets.run_label import Run, RunLabel

_SO_FAR_CHARACTERS = 60
_ADDED_CHARACTERS = 200
_MOST_PROBLEMS = 3
_LEAST_PAYLOAD = 56
_LEAST_WHAT = 40
_PAYLOAD_LINE = 20
_REST_MS = 40
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
        self._header = _Header(look, self)
        self._rows = [FactRow(look, self) for _ in range(3)]
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
        """Ground, and a line above the payload."""
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
        for row in self._rows:
            row.tell("", [])
        self._rows[0].tell("", [Run(note, "text2", size=12)])
        self._show_code(EventCode(plain_lines(""), "text"))
        self._tell_problems([])
        self._has_result = False
        self._fit()

    def _show_event(self, exchange: Exchange, narration: Narration, index: int) -> None:
        words = narration.words(index)
        self._header.tell(f"Event {index + 1:,}", words.kind, f"{words.arrow} {words.title}".lstrip())
        self._tell_line(exchange.line_of_event(index))
        self._tell_facts(narration, index)
        main = narration.main_addition(index)
        before = exchange.events[index - 1] if index else None
        path = main.delta.path if main else None
        self._show_code(event_code(exchange.events[index], before, path, self.look.masker))
        self._tell_problems_of(exchange, index)
        self._tell_result(exchange)

    def _tell_facts(self, narration: Narration, index: int) -> None:
        words, held = narration.words(index), narration.held(index)
        added, so_far, time = self._rows
        if words.added:
            chip = Run(with_marks(words.added[:_ADDED_CHARACTERS]), "accent", mono=True, size=12, ground="tint2")
            to = f", to {words.subject}" if words.subject else ""
            more = f", and {words.others} more" if words.others else ""
            added.tell("Added", [chip], f"{characters(len(words.added))}{to}{more}")
        else:
            is_end = words.kind is Kind.DONE
            said = words.note or ("nothing" if is_end else words.title)
            what = Run(said, "text", mono=words.kind is Kind.FINISH, size=12)
            added.tell("Added", [what], "stream terminator" if is_end else words.subject)
        before, new = narration.content(index, _SO_FAR_CHARACTERS)
        if held:
            flat = " ".join(before.split("\n"))
            runs = [Run(flat, "text2", mono=True, size=12), Run(with_marks(new), "text", mono=True, size=12)]
            so_far.tell("So far", runs, characters(held))
        else:
            so_far.tell(*self._standing(narration, index))
        way = f"{words.direction} " if words.direction else ""
        wait = f"{way}{narration.about}{duration_text(narration.wait(index))} after "
        after = f"event {index:,}" if index else "the request"
        time.tell("Time", [Run(narration.time(index), "text", size=12)], wait + after)

    @staticmethod
    def _standing(narration: Narration, index: int) -> tuple[str, list[Run], str]:
        """What stands when an event joined nothing: the part that grew last."""
        found = narration.last_piece(index)
        if found is None:
            return "So far", [Run("nothing yet", "text2", size=12)], ""
        words = narration.words(found)
        first, last = narration.span(found) or (found + 1, found + 1)
        label = "Text" if words.kind is Kind.TEXT else words.subject or words.kind.value.capitalize()
        value = [Run(characters(narration.held(found)), "text", size=12)]
        return label, value, f"from events {first:,}–{last:,}"

    def _show_body(self, exchange: Exchange) -> None:
        """Type, length and Retry-After, and the body."""
        response, decoded = exchange.interaction.response, exchange.response
        self._header.tell("Response body", None, "")
        self._tell_line(exchange.response_line(0) if decoded.data else None)
        content_type = response.headers.get("content-type")
        facts = (
            ("Type", (content_type or "").partition(";")[0].strip()),
            ("Length", size_text(len(decoded.data))),
            ("Retry-After", response.headers.get("retry-after") or ""),
        )
        for row, (name, value) in zip(self._rows, facts, strict=True):
            row.tell(name, [Run(value, "text", size=12) if value else Run("not recorded", "text3", size=12)])
        self._show_code(self._body_code(exchange))
        self._tell_problems([])
        self._tell_result(exchange)

    def _body_code(self, exchange: Exchange) -> EventCode:
        decoded = exchange.response
        if decoded.text is None:
            return EventCode(plain_lines(hex_dump(decoded.data)), "text")
        text = self.look.masker.head(decoded.text, LONGEST)
        if len(decoded.text) > LONGEST:
            caption = f"the first {size_text(LONGEST)}; all of it is in Response"
            return EventCode(plain_lines(text), "text", caption=caption)
        return EventCode(layout(text), "json") if decoded.is_json else EventCode(plain_lines(text), "text")

    def _show_code(self, code: EventCode) -> None:
        self._code.set_document(code.document, code.language)
        self._code.dim_lines(code.dim)
        if code.mark:
            self._code.mark_span(*code.mark)
        else:
            self._code.clear_mark()
        self._caption.set_runs([Run(code.caption, "text3", size=11)])
        self._has_caption = bool(code.caption)
        self._caption.setVisible(self._has_caption)

    def _tell_line(self, line: int | None) -> None:
        self._line = line
        path = self.recording.cassette.path if self.recording else ""
        self._header.tell_line(line_words(path, line) if line else "")

    def _tell_problems_of(self, exchange: Exchange, index: int) -> None:
        self._tell_problems([p for p in exchange.problems if p.event == index + 1] + [*exchange.events[index].problems])

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


class _Header(QWidget):
    """What is inspected, and where it stands in the file."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._kind: Kind | None = None
        self._line = ""
        self._title, self._what = RunLabel(look, self), RunLabel(look, self)
        self.link = LinkButton(look, self)
        self.link.setToolTip("Open the cassette's text at this line")
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._title)
        self._row.addWidget(self._what, 1)
        self._row.addWidget(self.link)

    @property
    def text(self) -> str:
        return f"{self._title.text()} {self._what.text()}".strip()

    def tell(self, title: str, kind: Kind | None, what: str) -> None:
        self._kind = kind
        self._title.set_runs([Run(title, "text", bold=True)])
        self._what.set_runs([Run(what, "text2", size=12)])
        self._fit()
        self.update()

    def tell_line(self, words: str) -> None:
        """Where it stands in the file; nothing hides the link."""
        self._line = words
        self.link.setVisible(bool(words))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The title is never left out: the link gets shorter, then what the event is gives way."""
        margins, gap, title = self._row.contentsMargins(), self._row.spacing(), self._title.width_of()
        room = self.width() - margins.left() - margins.right()
        self._title.setFixedWidth(min(title, room))
        for words in (self._line, self._line.partition(" ")[2], self._line.rpartition(" ")[2]):
            self.link.setText(words)
            if title + gap + self._look.theme.px(_LEAST_WHAT) + gap + self.link.sizeHint().width() <= room:
                break
        self.link.setAccessibleName(self._line)

    def set_look(self, look: Look) -> None:
        self._look = look
        for part in (self._title, self._what, self.link):
            part.set_look(look)
        px = look.theme.px
        self._row.setContentsMargins(px(20), 0, px(16), 0)
        self._row.setSpacing(px(26))
        self.setFixedHeight(px(40))
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The swatch of the lane between title and words, a line below."""
        painter, theme = QPainter(self), self._look.theme
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border"))
        if self._kind is not None:
            x = self._what.geometry().left() - theme.px(15)
            paint_swatch(painter, self._look, x, self.height() // 2 - 1, self._kind)
