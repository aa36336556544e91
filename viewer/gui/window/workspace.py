# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Everything about the one exchange on show: header, panes, inspector, player.

Rule: the player's position is the only position. Panes are told of it, and ask for another by signal.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from viewer.gui.panes.conversation import ConversationPane
from viewer.gui.panes.inspector import InspectorPane
from viewer.gui.panes.pane import tell
from viewer.gui.panes.registry import PANES, MakePane
from viewer.gui.panes.slot import PaneSlot
from viewer.gui.player.bar import PlayerBar
from viewer.gui.player.player import Player
from viewer.gui.widgets.hairlines import Splitter
from viewer.gui.widgets.tab_row import TabRow
from viewer.gui.window.interaction_header import InteractionHeader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from viewer.core.recording import Recording
    from viewer.gui.look.look import Look
    from viewer.gui.panes.pane import Pane
    from viewer.gui.runs.run_bar import RunBar
    from viewer.gui.tasks import Tasks

INSPECTOR_WIDTH = 360
NARROW, NARROW_PX = 1180, 720
"""Below this window width in pixels, and below this one at the user's text scale, the inspector makes room."""
LOW_PX, LOWEST_PX = 600, 420
"""Below this window height at the user's text scale the timeline gets lower; below this one it makes room, and so does
the header's second line."""


class Workspace(QWidget):
    """The right side of the window."""

    exchange_requested = Signal(int)
    line_requested = Signal(int)
    link_requested = Signal(int)
    note_requested = Signal(int)

    def __init__(self, look: Look, tasks: Tasks, parent: QWidget | None = None) -> None:
        """Empty until an exchange is shown."""
        super().__init__(parent)
        self._look = look
        self._recording: Recording | None = None
        self._number = -1
        self._notes: Mapping[int, str] = {}
        self.is_narrow, self._inspector_wanted = False, True
        self._stale: set[Pane] = set()
        self._again: set[Pane] = set()
        """Those of the stale panes that show the same exchange as it was before the file was read again."""
        self._plain: set[Pane] = set()
        """Panes that do not have the look yet, because nobody sees them."""
        self.run_bar: RunBar | None = None
        self._is_low = False
        self.player = Player(self)
        self.header = InteractionHeader(look, self)
        self.player_bar = PlayerBar(look, self.player, self)
        self._tasks = tasks
        # As in the window, each is made where it stays.
        self.splitter = Splitter(look, self)
        self._centre = QWidget(self.splitter)
        self._tab_row = TabRow(look, self._centre)
        self.tabs, self.follow = self._tab_row.tabs, self._tab_row.follow
        self.stack = QStackedWidget(self._centre)
        self.conversation = ConversationPane(look, self.stack)
        self.inspector = InspectorPane(look, self.splitter)
        self.tabs.addTab("Conversation")
        self.stack.addWidget(self.conversation)
        self.slots = [self._slot(*entry) for entry in PANES]
        self._lay_out()
        self._connect()
        self._tab_row.set_look(look)
        self._draw_own()

    @property
    def recording(self) -> Recording | None:
        """The recording whose exchange is on show."""
        return self._recording

    @property
    def number(self) -> int:
        """The number of the exchange on show, -1 for none."""
        return self._number

    @property
    def pane(self) -> Pane:
        """The pane in front."""
        index = self.tabs.currentIndex()
        return self.slots[index - 1].pane if index > 0 else self.conversation

    @property
    def pane_name(self) -> str:
        """The objectName of the pane in front."""
        return self._pane_names()[self.tabs.currentIndex()]

    @property
    def made_panes(self) -> list[Pane]:
        """The panes that were looked at so far."""
        return [self.conversation, *(slot.pane for slot in self.slots if slot.is_made)]

    def areas(self) -> list[QWidget]:
        """Its parts in the order in which the keyboard goes through them."""
        bars = [self.run_bar] if self.run_bar is not None else []
        return [self.header, self._tab_row, self.stack, self.inspector, *bars, self.player_bar]

    def add_run_bar(self, make: Callable[[Look, QWidget], RunBar]) -> RunBar:
        """Put the scrubber over a whole run above the player; it is made when a run is first played."""
        self.run_bar = make(self._look, self)
        self.run_bar.set_room(has_room=not self._is_low)
        self._column.insertWidget(self._column.indexOf(self.player_bar), self.run_bar)
        return self.run_bar

    def make_next_pane(self) -> bool:
        """Make a pane that was not looked at yet, in a quiet moment; whether there was one."""
        slot = next((slot for slot in self.slots if not slot.is_made), None)
        return slot is not None and slot.pane is not None

    def show_exchange(self, recording: Recording | None, number: int, position: int | None = None) -> None:
        """Show an exchange at a position, by default at its end; panes that are hidden catch up when they are shown."""
        self._again = set()
        self._stale = set(self.made_panes)
        self._show(recording, number, position)

    def show_again(self, recording: Recording, number: int) -> None:
        """Show the same exchange as it was read again; the reader's place in it is kept, and the end stays the end."""
        was_at, was_playing = self.player.position, self.player.is_playing
        self._again |= {*self.made_panes} - self._stale
        self._stale = set(self.made_panes)
        self._show(recording, number, None if was_at == self.player.count else was_at)
        if was_playing:
            self.player.play()

    def _show(self, recording: Recording | None, number: int, position: int | None) -> None:
        self.player.pause()
        self._recording, self._number = recording, number if recording else -1
        exchange = recording.exchanges[number] if recording else None
        self.header.show_exchange(recording, number)
        self.player_bar.show_exchange(recording, number)
        tell(self.inspector, partial(self.inspector.show_exchange, recording, number), anew=True)
        self._freshen()
        self._count_tabs()
        if exchange and exchange.is_stream:
            self.player.seek(len(exchange.events) if position is None else position)
            self._on_position_changed(self.player.position)

    def learn(self, recording: Recording) -> None:
        """Take the same exchanges, of which more is known now."""
        self._recording = recording
        for pane in {*self.made_panes, self.inspector} - self._stale:
            tell(pane, partial(pane.learn, recording))
        self._count_tabs()

    def show_notes(self, own: str, of_events: Mapping[int, str]) -> None:
        """Show what is noted about the exchange on show, and about its events by their numbers from 1."""
        self._notes = of_events
        self.header.set_note(own)
        for pane in self.made_panes:
            pane.show_notes(of_events)

    def set_look(self, look: Look) -> None:
        """Draw with another theme, zoom or masking."""
        self._look = look
        for bar in (self.header, self._tab_row, self.player_bar, self.run_bar):
            if bar is not None:
                bar.set_look(look)
        self._plain = {*self.made_panes} - {self.pane}
        for part in (self.pane, self.inspector, self.splitter):
            part.set_look(look)
        if self._recording:
            self.header.show_exchange(self._recording, self._number)
        self._draw_own()

    def _draw_own(self) -> None:
        """Follow the look in what is not its parts' own; those are made with a look."""
        self.inspector.setMinimumWidth(min(self._look.theme.px(280), 420))
        self.player.set_reduced_motion(self._look.reduced_motion)

    def bring_to_front(self, name: str, path: object = None) -> None:
        """Show the pane of that objectName, and select a JSON path there."""
        if name in self._pane_names():
            self.show_pane(name)
            if path is not None:
                self.pane.go_to_path(path)  # type: ignore[arg-type]  # a signal carries any object
            self.pane.setFocus()

    def show_pane(self, name: str) -> None:
        """Show the pane of that objectName and leave the focus where it is; another name changes nothing."""
        names = self._pane_names()
        if name in names:
            self.tabs.setCurrentIndex(names.index(name))

    def set_inspector(self, *, shown: bool) -> None:
        """Show or hide the right column."""
        self._inspector_wanted = shown
        self.inspector.setVisible(shown)

    def adapt(self, window: QSize) -> None:
        """Let the inspector make room in a narrow window and the timeline in a low one, and come back later."""
        px = self._look.theme.px
        narrow = window.width() < max(NARROW, px(NARROW_PX))
        self._is_low = window.height() < px(LOW_PX)
        self.player_bar.set_low(low=self._is_low, lowest=window.height() < px(LOWEST_PX))
        if self.run_bar is not None:
            self.run_bar.set_room(has_room=not self._is_low)
        self.header.set_low(low=window.height() < px(LOWEST_PX))
        if narrow != self.is_narrow:
            self.is_narrow = narrow
            self.inspector.setVisible(self._inspector_wanted and not narrow)

    # --- inside

    def _pane_names(self) -> list[str]:
        return [self.conversation.objectName(), *(slot.objectName() for slot in self.slots)]

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tab_row)
        column.addWidget(self.stack, 1)
        self.splitter.addWidget(self._centre)
        self.splitter.addWidget(self.inspector)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setCollapsible(0, False)
        self.splitter.setSizes([760, INSPECTOR_WIDTH])
        self._centre.setMinimumWidth(360)
        self.inspector.setMinimumWidth(280)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.header)
        self._column.addWidget(self.splitter, 1)
        self._column.addWidget(self.player_bar)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self.player.position_changed.connect(self._on_position_changed)
        self.header.exchange_requested.connect(self.exchange_requested)
        self.player_bar.exchange_requested.connect(self.exchange_requested)
        self.conversation.follow = True
        self.follow.setChecked(True)
        self.follow.toggled.connect(self._on_follow_toggled)
        self.conversation.follow_changed.connect(self.follow.setChecked)
        for pane in (self.conversation, self.inspector):
            self._join(pane)

    def _slot(self, title: str, name: str, make: MakePane) -> PaneSlot:
        """A tab, and the place behind it."""
        slot = PaneSlot(name, title, lambda parent: make(self._look, self._tasks, parent), self.stack)
        slot.made.connect(self._on_pane_made)
        self.tabs.addTab(title)
        self.stack.addWidget(slot)
        return slot

    def _on_pane_made(self, pane: Pane) -> None:
        self._stale.add(pane)
        pane.set_follow(on=self.follow.isChecked())
        pane.show_notes(self._notes)
        self._join(pane)

    def _join(self, pane: Pane) -> None:
        pane.position_requested.connect(self._on_position_requested)
        pane.exchange_requested.connect(self.exchange_requested)
        pane.line_requested.connect(self.line_requested)
        pane.link_requested.connect(self.link_requested)
        pane.note_requested.connect(self.note_requested)
        pane.pane_requested.connect(self.bring_to_front)

    def _freshen(self) -> None:
        """Show the exchange in the pane in front, if it shows another one still."""
        pane = self.pane
        if pane in self._plain:
            self._plain.discard(pane)
            pane.set_look(self._look)
        if pane in self._stale:
            self._stale.discard(pane)
            if pane in self._again and self._recording is not None:
                tell(pane, partial(pane.show_again, self._recording, self._number), anew=True)
            else:
                tell(pane, partial(pane.show_exchange, self._recording, self._number), anew=True)
            self._again.discard(pane)
        if self._recording and self._recording.exchanges[self._number].is_stream:
            tell(pane, partial(pane.set_position, self.player.position))

    def _count_tabs(self) -> None:
        exchange = self._recording.exchanges[self._number] if self._recording else None
        titles = {self.tabs.tabText(index): index for index in range(self.tabs.count())}
        self.tabs.set_count(titles["Events"], len(exchange.events) if exchange else None)
        problems = len(exchange.problems) if exchange else 0
        self.tabs.set_count(titles["Problems"], problems or None)
        self._tab_row.arrange()

    def _on_tab_changed(self, index: int) -> None:
        self.stack.setCurrentIndex(index)
        self._freshen()
        self._tab_row.offer_follow(offered=self.tabs.tabText(index) in ("Conversation", "Events"))

    def _on_position_changed(self, position: int) -> None:
        if self.pane not in self._stale:
            tell(self.pane, partial(self.pane.set_position, position))
        tell(self.inspector, partial(self.inspector.set_position, position))

    def _on_position_requested(self, position: int) -> None:
        self.player.pause()
        self.player.seek(position)

    def _on_follow_toggled(self, on: bool) -> None:
        for pane in self.made_panes:
            pane.set_follow(on=on)
