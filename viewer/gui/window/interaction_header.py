# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The two lines above the panes: which request this is, how it was answered, and where its times come from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from viewer.core.dialects import recognise
from viewer.core.text.invisible_characters import made_visible
from viewer.core.text.quantities import plural
from viewer.core.timeline import TimeSource, duration_text
from viewer.dataclass import dataclass
from viewer.gui.look.icons import Icon
from viewer.gui.models.rows import short_model
from viewer.gui.widgets.buttons import Button

if TYPE_CHECKING:
    from viewer.core.recording import Recording
    from viewer.gui.look.look import Look
    from viewer.gui.look.theme import Token

_HEIGHT, _HEIGHT_WHEN_LOW = 68, 46


@dataclass(frozen=True, slots=True)
class HeaderText:
    """The words of the header; `link` is the number of the exchange that `retry` leads to."""

    number: str
    method: str
    host: str
    path: str
    status: str
    failed: bool
    facts: tuple[str, ...]
    timing: str
    retry: str
    link: int | None
    unread: str = ""
    note: str = ""

    @property
    def spoken(self) -> str:
        """All of it, for a screen reader."""
        return ", ".join(
            filter(
                None,
                [
                    self.number,
                    self.method,
                    self.host + self.path,
                    self.status,
                    *self.facts,
                    self.timing,
                    self.retry,
                    self.unread,
                    f"note: {self.note}" if self.note else "",
                ],
            )
        )


def header_text(recording: Recording, number: int, look: Look, unread: str = "") -> HeaderText:
    """What the header says of an exchange; `unread` is what happened to it on disk."""
    exchange, turn = recording.exchanges[number], recording.threads.turns[number]
    interaction, target = exchange.interaction, exchange.interaction.request.target
    url = look.masker.url(interaction.request.url)
    host = target.netloc.rsplit("@", 1)[-1]
    path = url.split(host, 1)[-1] if host else url
    response = interaction.response
    status = f"{response.status} {response.reason}".strip() if response.status else "no answer"
    facts = [
        short_model(exchange.model) and str(exchange.model),
        response.http_version or interaction.request.http_version,
    ]
    facts.append(duration_text(interaction.duration_ms) if interaction.duration_ms is not None else None)
    facts.append(plural(len(exchange.events), "event") if exchange.is_stream else "no stream")
    named = exchange.dialect.title if exchange.dialect else recognise(interaction)
    facts.append(named if exchange.dialect or not named else f"{named}, not understood yet")
    timing = exchange.timeline.caption if exchange.is_stream else ""
    retry, link = "", None
    if turn.retry_of is not None:
        retry, link = f"retry of #{turn.retry_of}", turn.retry_of
    elif turn.retried_by is not None:
        retry, link = f"retried as #{turn.retried_by}", turn.retried_by
    mask = look.masker.text
    method, host, path, status = (made_visible(mask(said)) for said in (interaction.request.method, host, path, status))
    return HeaderText(
        f"#{interaction.index}", method, host, path, status, exchange.failed,
        tuple(made_visible(mask(fact)) for fact in facts if fact), timing, retry, link, unread,
    )  # fmt: skip


class InteractionHeader(QWidget):
    """Painted words with real buttons at the right."""

    exchange_requested = Signal(int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Empty until an exchange is shown."""
        super().__init__(parent)
        self._look = look
        self._text: HeaderText | None = None
        self._recorded = self._is_low = False
        self._unread = self._note = ""
        self._chip_link = QRect()
        self.setMouseTracking(True)
        self.source_button = Button(look, icon=Icon.EXTERNAL, tip="Cassette text at this interaction (Ctrl+L)")
        self.curl_button = Button(look, icon=Icon.COPY, tip="Copy as cURL (Ctrl+Shift+C)")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 24, 0)
        layout.addStretch(1)
        layout.addWidget(self.source_button)
        layout.addWidget(self.curl_button)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Draw with another theme, zoom or masking."""
        self._look = look
        self.setFixedHeight(look.theme.px(_HEIGHT_WHEN_LOW if self._is_low else _HEIGHT))
        self.source_button.set_look(look)
        self.curl_button.set_look(look)
        self.update()

    def set_low(self, *, low: bool) -> None:
        """Show the first line alone, or both."""
        if low != self._is_low:
            self._is_low = low
            self._chip_link = QRect()
            self.set_look(self._look)

    def set_unread(self, unread: str) -> None:
        """What happened on disk to the exchange that is shown next; it is told until another is shown."""
        self._unread = unread

    def set_note(self, note: str) -> None:
        """What a reader noted about the exchange on show."""
        self._note = note
        if self._text is not None:
            self._tell(replace(self._text, note=note))

    def show_exchange(self, recording: Recording | None, number: int) -> None:
        """Show an exchange; None clears."""
        told = header_text(recording, number, self._look, self._unread) if recording else None
        if recording:
            self._recorded = recording.exchanges[number].timeline.source is TimeSource.RECORDED
        self._tell(replace(told, note=self._note) if told is not None else None)
        self.source_button.setVisible(told is not None)
        self.curl_button.setVisible(told is not None)

    def _tell(self, text: HeaderText | None) -> None:
        self._text = text
        note = f"\nNote: {text.note}" if text is not None and text.note else ""
        self.setAccessibleName(text.spoken if text is not None else "")
        self.setToolTip(f"{text.host}{text.path}{note}" if text is not None else "")
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The retry chip leads to the other attempt."""
        if self._text and self._text.link is not None and self._chip_link.contains(event.position().toPoint()):
            self.exchange_requested.emit(self._text.link)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell what can be clicked."""
        over = self._chip_link.contains(event.position().toPoint())
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Both lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._look.theme
        painter.fillRect(self.rect(), theme.color("win"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border"))
        if self._text:
            self._first_line(painter, self._text)
            if not self._is_low:
                self._second_line(painter, self._text)
        painter.end()

    def _first_line(self, painter: QPainter, text: HeaderText) -> None:
        theme, middle = self._look.theme, self._look.theme.px(23)
        room = self.source_button.geometry().left() - theme.px(16)
        left = self._words(painter, theme.px(24), middle, text.number, theme.font(15), "text2") + theme.px(10)
        if text.method:
            left = self._chip(painter, left, middle, text.method, "text2", "hover", bold=True).right() + theme.px(10)
        background: Token = "red_bg" if text.failed else "green_bg"
        chip_width = QFontMetrics(theme.font(11, bold=True)).horizontalAdvance(text.status) + theme.px(24)
        left = self._words(painter, left, middle, text.host, theme.font(15, bold=True), "text", room - chip_width)
        left = self._words(painter, left, middle, text.path, theme.font(15), "text", room - chip_width)
        self._chip(
            painter, left + theme.px(10), middle, text.status, "red" if text.failed else "green", background, bold=True
        )

    def _second_line(self, painter: QPainter, text: HeaderText) -> None:
        theme, middle = self._look.theme, self._look.theme.px(47)
        room = self.source_button.geometry().left() - theme.px(16)
        chips = self._chip_widths(text)
        left = self._words(
            painter, theme.px(24), middle, "  ·  ".join(text.facts), theme.font(12), "text2", room - chips
        )
        left += theme.px(14)
        if text.timing:
            token: Token = "text2" if self._recorded else "amber"
            background: Token = "hover" if self._recorded else "amber_bg"
            left = self._chip(painter, left, middle, text.timing, token, background, Icon.CLOCK).right() + theme.px(8)
        self._chip_link = QRect()
        if text.retry:
            self._chip_link = self._chip(painter, left, middle, text.retry, "text2", "hover", Icon.RETRY)
            left = self._chip_link.right() + theme.px(8)
        if text.unread:
            metrics = QFontMetrics(theme.font(11))
            unread = metrics.elidedText(text.unread, Qt.TextElideMode.ElideRight, max(room - left - theme.px(32), 0))
            left = self._chip(painter, left, middle, unread, "accent", "tint2", Icon.INFO).right() + theme.px(8)
        if text.note and room - left > theme.px(60):
            metrics = QFontMetrics(theme.font(11))
            note = metrics.elidedText(
                made_visible(" ".join(text.note.split())), Qt.TextElideMode.ElideRight, room - left - theme.px(32)
            )
            self._chip(painter, left, middle, note, "accent", "tint2", Icon.NOTE)

    def _chip_widths(self, text: HeaderText) -> int:
        theme = self._look.theme
        metrics = QFontMetrics(theme.font(11))
        words = [chip for chip in (text.timing, text.retry, text.unread) if chip]
        return sum(metrics.horizontalAdvance(chip) + theme.px(42) for chip in words)

    def _words(  # noqa: PLR0913 - a run of words has these properties
        self, painter: QPainter, left: int, middle: int, words: str, font: QFont, token: Token, room: int | None = None
    ) -> int:
        """Draw words around a middle line, elided at `room`; returns where they end."""
        metrics = QFontMetrics(font)
        shown = words if room is None else metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, max(room - left, 0))
        painter.setFont(font)
        painter.setPen(self._look.theme.color(token))
        painter.drawText(left, middle + (metrics.ascent() - metrics.descent()) // 2, shown)
        return left + metrics.horizontalAdvance(shown)

    def _chip(  # noqa: PLR0913 - a chip has these properties
        self, painter: QPainter, left: int, middle: int, words: str, token: Token, background: Token,
        icon: Icon | None = None, *, bold: bool = False,
    ) -> QRect:  # fmt: skip
        """Draw a chip around a middle line; returns its rectangle."""
        theme = self._look.theme
        font = theme.font(11, bold=bold)
        room = theme.px(18) if icon else 0
        box = QRect(
            left, middle - theme.px(10), QFontMetrics(font).horizontalAdvance(words) + theme.px(14) + room, theme.px(20)
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(background))
        painter.drawRoundedRect(QRectF(box), 5, 5)
        if icon:
            size = theme.px(13)
            self._look.icons.paint(painter, QRect(left + theme.px(6), middle - size // 2, size, size), icon, token)
        painter.setFont(font)
        painter.setPen(theme.color(token))
        painter.drawText(box.adjusted(theme.px(7) + room, 0, -theme.px(7), 0), Qt.AlignmentFlag.AlignCenter, words)
        return box
