# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The widget of the player: transport, position, speed, where the times come from, and the timeline below.

Rule: it commands the Player and shows what the Player says; it keeps no position of its own.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.core.analysis import Exchange
from viewer.core.recording import Recording
from viewer.core.timeline import TimeSource
from viewer.core.transcript.narration import Narration, narrate
from viewer.gui.look.icons import Icon
from viewer.gui.look.look import Look
from viewer.gui.look.theme import Token
from viewer.gui.player.bar_words import body_in_words, caption_wordings, event_runs, position_wordings
from viewer.gui.player.player import Player
from viewer.gui.player.scrubber import Scrubber
from viewer.gui.player.speed_box import SpeedBox
from viewer.gui.player.transport_buttons import TransportButtons
from viewer.gui.widgets.large_buttons import LargeTextButton
from viewer.gui.widgets.run_label import Run, RunLabel

_HEIGHT, _HEIGHT_WHEN_LOW, _HEIGHT_WITHOUT_STREAM = 152, 100, 56
_ROW_MIDDLE = 28


class PlayerBar(QWidget):
    """Plays the stream of the current exchange; where there is none, offers the next one that has."""

    exchange_requested = Signal(int)
    """Go to an exchange that can be played, by its number."""

    def __init__(self, look: Look, player: Player, parent: QWidget | None = None) -> None:
        """A bar with nothing to play."""
        super().__init__(parent)
        self.setObjectName("playerBar")
        self.setAccessibleName("Player")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._look, self._player = look, player
        self._narration: Narration | None = None
        self._next_stream: int | None = None
        self._resume = self._is_low = self._is_lowest = False
        self._buttons = TransportButtons(look, player, self)
        self._transport, self._loop = self._buttons.transport, self._buttons.loop
        self._make_parts()
        self._connect()
        player.set_reduced_motion(look.reduced_motion)
        self.speed_box.set_speed(player.speed)
        self.show_exchange(None, -1)

    def _make_parts(self) -> None:
        self._position = RunLabel(self._look, self)
        self._position.setObjectName("positionLabel")
        self._now = RunLabel(self._look, self)
        self._now.setObjectName("nowLabel")
        self._timing = RunLabel(self._look, self)
        self._timing.setObjectName("timingLabel")
        self._nothing = RunLabel(self._look, self)
        self._nothing.setObjectName("nothingToPlayLabel")
        self.speed_box = SpeedBox(self._look, parent=self)
        self._offer = LargeTextButton(self._look, Icon.PLAY, self)
        self._offer.setObjectName("playNextButton")
        self.scrubber = Scrubber(self._look, self)
        for before, after in zip(
            (*self._transport, self._loop, self.speed_box),
            (*self._transport[1:], self._loop, self.speed_box, self.scrubber),
            strict=True,
        ):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        player = self._player
        self.speed_box.speed_chosen.connect(player.set_speed)
        self._offer.clicked.connect(self._on_offer_clicked)
        self.scrubber.valueChanged.connect(self._on_scrubbed)
        self.scrubber.sliderPressed.connect(self._on_drag_began)
        self.scrubber.sliderReleased.connect(self._on_drag_ended)
        player.position_changed.connect(self._on_position_changed)
        player.progressed.connect(self._on_progressed)
        player.speed_changed.connect(self.speed_box.set_speed)

    # --- What it shows

    @property
    def exchange(self) -> Exchange | None:
        """The exchange on show, None when nothing is open."""
        return self._narration.exchange if self._narration else None

    def show_exchange(self, recording: Recording | None, number: int) -> None:
        """Load exchange `number` of a recording into the player and show its end; None empties the bar."""
        exchange = recording.exchanges[number] if recording and number >= 0 else None
        self._narration = narrate(exchange, self._look.masker) if exchange else None
        streamed = exchange if exchange and exchange.is_stream else None
        self._next_stream = _next_stream(recording, number) if recording else None
        self._player.set_timeline(streamed.timeline if streamed else None)
        self.scrubber.set_exchange(streamed, self._narration)
        self._tell_source(streamed)
        self._tell_nothing(recording, number)
        self._show_parts(streamed=streamed is not None)
        self.scrubber.setValue(self._player.position)
        self._tell_position()
        self._arrange()

    def set_look(self, look: Look) -> None:
        """Draw with another theme, zoom, masking or wish for motion."""
        self._look = look
        if self._narration:
            self._narration = narrate(self._narration.exchange, look.masker)
        self._player.set_reduced_motion(look.reduced_motion)
        for widget in (self._buttons, self.speed_box, self._offer, self.scrubber):
            widget.set_look(look)
        for label in (self._position, self._now, self._timing, self._nothing):
            label.set_look(look)
        self._tell_position()
        self.updateGeometry()
        self._arrange()
        self.update()

    def set_low(self, *, low: bool, lowest: bool = False) -> None:
        """Take less height: lanes that lie close together and have no names, or in the lowest window no timeline."""
        if (low, lowest) != (self._is_low, self._is_lowest):
            self._is_low, self._is_lowest = low, lowest
            self.scrubber.setVisible(self._is_streamed and not lowest)
            self.updateGeometry()
            self._arrange()

    def _show_parts(self, *, streamed: bool) -> None:
        for widget in (self._position, self._now, self._timing, self._loop, self.speed_box):
            widget.setVisible(streamed)
        self.scrubber.setVisible(streamed and not self._is_lowest)
        self._nothing.setVisible(not streamed)
        self._offer.setVisible(not streamed and self._next_stream is not None)
        self._buttons.set_enabled(enabled=streamed)
        self.updateGeometry()

    def _tell_source(self, exchange: Exchange | None) -> None:
        """Where the times come from, in words that get shorter with the room."""
        caption = exchange.timeline.caption if exchange else ""
        token: Token = "text3" if exchange and exchange.timeline.source is TimeSource.RECORDED else "amber"
        self._timing.set_runs(*([Run(wording, token, size=12)] for wording in caption_wordings(caption)))
        self._timing.set_icon(Icon.CLOCK if caption else None, token)
        self._timing.setAccessibleName(caption)

    def _tell_nothing(self, recording: Recording | None, number: int) -> None:
        exchange = self.exchange
        if recording is None or exchange is None:
            self._nothing.set_runs([Run("Nothing to play.", "text2", bold=True)])
            return
        what = f"  #{number} {body_in_words(exchange)}"
        self._nothing.set_runs([Run("Nothing to play.", "text2", bold=True), Run(what, "text2")])
        if self._next_stream is not None:
            self._offer.setText(f"Play #{self._next_stream}")
            self._offer.setAccessibleName(f"Play number {self._next_stream}")

    def _tell_position(self) -> None:
        if self._narration is None or not self._narration.exchange.is_stream:
            return
        self._position.set_runs(*position_wordings(self._narration, self._player.position))
        self._now.set_runs(event_runs(self._narration, self._player.position))

    # --- Where everything stands

    def sizeHint(self) -> QSize:
        """Two rows with a stream, one without."""
        timeline = self._is_streamed and not self._is_lowest
        height = (_HEIGHT_WHEN_LOW if self._is_low else _HEIGHT) if timeline else _HEIGHT_WITHOUT_STREAM
        return QSize(self._look.theme.px(900), self._look.theme.px(height))

    def minimumSizeHint(self) -> QSize:
        """As high as the hint; 480 px of width hold all that cannot be left out."""
        return QSize(self._look.theme.px(480), self.sizeHint().height())

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Place everything anew."""
        self._arrange()

    def _arrange(self) -> None:
        """Transport and position from the left, speed from the right, what the event is in between."""
        px = self._look.theme.px
        side = px(24) if self.width() >= px(700) else px(12)
        transport = self._fitting_transport(2 * side + px(34))
        left = self._place_row(side, px(6), transport) + px(14)
        right = self.width() - (px(20) if self.width() >= px(700) else px(12))
        if self._is_streamed:
            self._arrange_stream(left, right)
        else:
            if not self._offer.isHidden():
                right = self._place_right(self._offer, right) - px(16)
            self._place_between(self._nothing, left, right)
        self.scrubber.setGeometry(0, px(52), self.width(), px((_HEIGHT_WHEN_LOW if self._is_low else _HEIGHT) - 52))

    def _fitting_transport(self, spare: int) -> tuple[QWidget, ...]:
        """The transport without the markers' buttons where they would lie over others, or cut the time off."""
        px, least = self._look.theme.px, self._transport[1:-1]
        rest = spare + self._loop.sizeHint().width()
        if self._is_streamed:
            rest = spare + px(6) + self.speed_box.compact_width() + self._end_width(2)
        all_of_it = sum(button.sizeHint().width() + px(6) for button in self._transport)
        shown = self._transport if all_of_it + rest <= self.width() else least
        for button in (self._transport[0], self._transport[-1]):
            button.setVisible(shown is self._transport)
        return shown

    @property
    def _is_streamed(self) -> bool:
        return bool(self.exchange and self.exchange.is_stream)

    def _end_width(self, wording: int) -> int:
        """The width of a wording of the position when it is longest: what makes room does not come and go in play."""
        if self._narration is None:
            return 0
        end = position_wordings(self._narration, len(self._narration.exchange.timeline))
        return self._position.width_for(end[wording])

    def _arrange_stream(self, left: int, right: int) -> None:
        px, gap = self._look.theme.px, self._look.theme.px(18)
        room = right - left
        timing = self._timing.width_of(2)
        position, spare = self._position.width_of(), self._loop.sizeHint().width() + px(8)
        compact = room < position + timing + self.speed_box.wide_width() + spare + 3 * gap
        self.speed_box.set_compact(compact=compact)
        right = self._place_right(self.speed_box, right) - px(6)
        # The time comes first: the menu has the loop too, and the header where the times come from.
        needed = self._end_width(1) + timing + gap
        self._loop.setVisible(right - left - self._loop.sizeHint().width() - px(14) >= needed)
        if not self._loop.isHidden():
            right = self._place_right(self._loop, right) - px(14)
        if right - left < needed:
            timing = 0
        fitting = (n for n in range(4) if right - left >= self._position.width_of(n) + (timing and timing + gap))
        position = min(self._position.width_of(next(fitting, 3)), max(0, right - left))
        self._place_between(self._position, left, left + position)
        left += position + gap
        # What the event is comes before long words about the times.
        now = self._now.width_of() + gap
        wide = next((n for n in range(3) if right - left >= self._timing.width_of(n) + now), 2)
        timing = self._timing.width_of(wide) if timing else 0
        self._place_between(self._timing, right - timing, right)
        room = right - timing - gap - left
        self._place_between(self._now, left, left + (room if room >= px(80) else 0))

    def _place_row(self, left: int, gap: int, widgets: tuple[QWidget, ...]) -> int:
        """Place widgets side by side; where the last one ends."""
        for widget in widgets:
            size = widget.sizeHint()
            widget.setGeometry(QRect(left, self._top(size.height()), size.width(), size.height()))
            left += size.width() + gap
        return left - gap

    def _place_right(self, widget: QWidget, right: int) -> int:
        """Place a widget so that it ends at `right`; where it begins."""
        size = widget.sizeHint()
        widget.setGeometry(QRect(right - size.width(), self._top(size.height()), size.width(), size.height()))
        return right - size.width()

    def _place_between(self, label: RunLabel, left: int, right: int) -> None:
        height = label.sizeHint().height()
        label.setGeometry(QRect(left, self._top(height), max(0, right - left), height))

    def _top(self, height: int) -> int:
        return self._look.theme.px(_ROW_MIDDLE) - height // 2

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The bar's background and the line above it."""
        painter, theme = QPainter(self), self._look.theme
        painter.fillRect(self.rect(), theme.color("win"))
        painter.fillRect(QRect(0, 0, self.width(), 1), theme.color("border"))

    # --- Slots

    def _on_position_changed(self) -> None:
        self.scrubber.setValue(self._player.position)
        self._tell_position()
        if not self._position.isHidden():
            self._arrange()

    def _on_progressed(self, play_ms: float) -> None:
        """Between two events the playhead moves only where it can be followed by eye."""
        if self._player.speed <= 1.0:
            self.scrubber.set_play_ms(play_ms)

    def _on_scrubbed(self, value: int) -> None:
        if value != self._player.position:
            self._player.seek(value)

    def _on_drag_began(self) -> None:
        """Playback waits while the playhead is held."""
        self._resume = self._player.is_playing
        self._player.pause()

    def _on_drag_ended(self) -> None:
        if self._resume and self._player.position < self._player.count:
            self._player.play()
        self._resume = False

    def _on_offer_clicked(self) -> None:
        """Go there and play: whoever is asked shows the exchange before this goes on."""
        if self._next_stream is not None:
            self.exchange_requested.emit(self._next_stream)
            self._player.play()


def _next_stream(recording: Recording, number: int) -> int | None:
    """The next exchange that has a stream, else the last one before, else None."""
    streams = recording.tally.streams
    after = streams.find(1, number + 1)
    found = after if after >= 0 else streams.rfind(1, 0, number)
    return found if found >= 0 else None
