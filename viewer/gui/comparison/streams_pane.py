# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Two streams side by side, played by one bar: by share of the answer, by time, or by token."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from viewer.core.compare.stream_pair import Pace, StreamPair, stream_pair
from viewer.gui.comparison.pair_pane import PairPane
from viewer.gui.comparison.stream_players import StreamPlayers
from viewer.gui.comparison.stream_side import StreamSide
from viewer.gui.player.speed_box import SpeedBox
from viewer.gui.player.transport_buttons import TransportButtons
from viewer.gui.widgets.buttons import Button
from viewer.gui.widgets.choice import Choice
from viewer.gui.widgets.hairlines import Bar, Splitter

if TYPE_CHECKING:
    from viewer.core.compare.interaction_pair import InteractionPair
    from viewer.gui.look.look import Look
    from viewer.gui.tasks import Tasks

_PACES = ((Pace.SHARE, "Share"), (Pace.TIME, "Time"), (Pace.TOKEN, "Token"))
_TIPS: dict[object, str] = {
    Pace.SHARE: "Both have said the same share of their answers: they begin and end together",
    Pace.TIME: "As much time has passed on both sides as when they were recorded",
    Pace.TOKEN: "On both sides as many events have added something to the answer",
}
_LEAST_WIDTH = 440
_ALONE = "This interaction has no counterpart, so there is no second stream to play beside it."
_NEITHER = "Neither answer is a stream, so there is nothing to play."
_ONE = "The answer of {} is no stream: there is nothing to play beside the other one."


class StreamsPane(PairPane):
    """Its one change is where the streams part."""

    def __init__(self, look: Look, tasks: Tasks, name: str, parent: QWidget | None = None) -> None:
        """Nothing to play yet."""
        super().__init__(look, tasks, name, parent)
        self.players = StreamPlayers(self)
        self.content = QWidget(self)
        self.splitter = Splitter(look, self.content)
        self.sides = (StreamSide(look, "A", self.splitter), StreamSide(look, "B", self.splitter))
        self.bar = Bar(look, self.content, "win")
        self.buttons = TransportButtons(look, self.players.player, self.bar)
        self.pace = Choice(look, _PACES, self.bar)
        self.speed_box = SpeedBox(look, parent=self.bar)
        self.part_button = Button(look, "Where they part", tip="Go to where the streams part (F8)", parent=self.bar)
        self.place = QLabel(self.bar)
        self._row = QHBoxLayout(self.bar)
        self._lay_out()
        self._connect()
        self.addWidget(self.content)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Draw with another theme, zoom or wish for motion."""
        super().set_look(look)
        self.players.player.set_reduced_motion(look.reduced_motion)
        for part in (self.splitter, self.bar, self.buttons, self.pace, self.speed_box, self.part_button):
            part.set_look(look)
        for side in self.sides:
            side.set_look(look)
        self.bar.setFixedHeight(look.theme.px(56))
        self.bar.setMinimumWidth(look.theme.px(_LEAST_WIDTH))  # what does not fit is left out
        self.place.setFont(look.theme.font(12))
        self.pace.setFixedWidth(self.pace.sizeHint().width())
        self._arrange()

    @property
    def change_count(self) -> int:
        """One where the streams part."""
        pair = self.players.pair
        return 1 if self.currentWidget() is self.content and pair is not None and pair.parting is not None else 0

    @property
    def current(self) -> int:
        """One while both streams are where they part."""
        return int(bool(self.change_count) and (self.sides[0].position, self.sides[1].position) == self._parting)

    @property
    def remark(self) -> str:
        """Where the streams part, in numbers of events."""
        if self.currentWidget() is not self.content:
            return ""
        if self._parting is None:
            return "Both streams say the same"
        return f"They part at event {self._parting[0]:,} of A and {self._parting[1]:,} of B"

    def step(self, by: int) -> None:
        """Go to where the streams part."""
        self.players.seek_parting()

    def forget(self) -> None:
        """Play nothing any more."""
        self.players.set_pair(None)
        super().forget()

    @property
    def _parting(self) -> tuple[int, int] | None:
        return self.players.pair.parting if self.players.pair is not None else None

    # --- what is played

    def _work(self, pair: InteractionPair, ignored: frozenset[str]) -> StreamPair | str:
        """Both streams, or why there are none."""
        before, after = pair.exchanges
        if before is None or after is None:
            return _ALONE
        if before.is_stream and after.is_stream:
            return stream_pair(before, after, pair.masker)
        return _ONE.format("B" if before.is_stream else "A") if before.is_stream or after.is_stream else _NEITHER

    def _show(self, contents: StreamPair | str) -> None:
        if isinstance(contents, str) or self._pair is None:
            self._say(str(contents))
            return
        # A side of very many events takes a good part of the time that a turn of the event loop may take.
        self._show_side(0, contents, self._pair)
        QTimer.singleShot(0, self, partial(self._show_other_side, contents, self._pair))

    def _show_side(self, which: int, contents: StreamPair, pair: InteractionPair) -> None:
        number = (pair.section.before, pair.section.after)[which]
        if number is not None:
            parting = contents.parting[which] if contents.parting else None
            self.sides[which].show_stream(pair.recordings[which], number, parting)

    def _show_other_side(self, contents: StreamPair, pair: InteractionPair) -> None:
        if pair is not self._pair:
            return
        self._show_side(1, contents, pair)
        self.setCurrentWidget(self.content)
        self.players.set_pair(contents)
        self._arrange()
        self.buttons.set_enabled(enabled=True)

    def _ignore(self, ignored: frozenset[str]) -> None:
        """What is played is played whole."""

    def _on_moved(self, before: int, after: int) -> None:
        for side, position in zip(self.sides, (before, after), strict=True):
            side.set_position(position)
        pair = self.players.pair
        counts = [len(stream) for stream in pair.streams] if pair is not None else [0, 0]
        self.place.setText(f"A {before:,} of {counts[0]:,}   B {after:,} of {counts[1]:,}")
        self.current_changed.emit(self.current)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out of the bar what there is no room for."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """What keys do too makes room first."""
        transport = self.buttons.transport
        spare = [self.buttons.loop, transport[0], transport[-1], self.part_button, self.place]
        for part in spare:
            part.setVisible(part is not self.part_button or self._parting is not None)
        while spare and self._row.minimumSize().width() > self.width():
            spare.pop(0).hide()

    # --- wiring

    def _connect(self) -> None:
        player = self.players.player
        self.players.moved.connect(self._on_moved)
        self.pace.chosen.connect(self._on_pace_chosen)
        self.speed_box.speed_chosen.connect(player.set_speed)
        self.speed_box.set_speed(player.speed)
        player.speed_changed.connect(self.speed_box.set_speed)
        self.part_button.clicked.connect(self.players.seek_parting)
        for number, side in enumerate(self.sides):
            side.position_requested.connect(lambda position, number=number: self.players.seek(number, position))
        keys: dict[str, Callable[[], object]] = {
            "Space": player.toggle,
            "K": player.toggle,
            "Left": lambda: player.step(-1),
            "Right": lambda: player.step(1),
            ",": lambda: player.step_token(-1),
            ".": lambda: player.step_token(1),
            "[": player.previous_marker,
            "]": player.next_marker,
            "<": player.slower,
            ">": player.faster,
            "Home": lambda: player.seek(0),
            "End": lambda: player.seek(player.count),
        }
        for key, do in keys.items():
            shortcut = QShortcut(QKeySequence(key), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)

    def _on_pace_chosen(self, pace: Pace) -> None:
        self.pace.set_value(pace)
        self.players.set_pace(pace)

    def _lay_out(self) -> None:
        self.content.setAccessibleName("Playback of both streams")
        self.pace.set_name("Play by", "what both streams have in common at every moment")
        self.pace.set_tips(_TIPS)
        self.pace.set_value(Pace.SHARE)
        for side in self.sides:
            self.splitter.addWidget(side)
        row = self._row
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(6)
        for button in self.buttons.transport:
            # The names of the main window's player are its own.
            button.setObjectName("")
            row.addWidget(button)
        self.buttons.loop.setObjectName("")
        self.speed_box.setObjectName("")
        row.addSpacing(8)
        row.addWidget(self.place)
        row.addStretch(1)
        for part in (self.part_button, self.pace, self.buttons.loop, self.speed_box):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self.speed_box.set_compact(compact=True)
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.splitter, 1)
        column.addWidget(self.bar)
        self.setFocusProxy(self.sides[0].scrubber)
