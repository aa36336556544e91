# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""One of two streams: its conversation after the events that are shown, and its timeline below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from viewer.core.transcript.narration import narrate
from viewer.gui.conversation import accessible
from viewer.gui.conversation.canvas import Canvas
from viewer.gui.conversation.row_writers.conversation import ConversationWriter, empty_conversation
from viewer.gui.conversation.rows import Action, Toggle, ToPosition
from viewer.gui.player.scrubber import Scrubber

if TYPE_CHECKING:
    from viewer.core.recording import Recording
    from viewer.gui.look.look import Look


class StreamSide(QWidget):
    """A stream at a position; it asks for another by signal."""

    position_requested = Signal(int)

    def __init__(self, look: Look, letter: str, parent: QWidget | None = None) -> None:
        """Nothing to play yet; `letter` is what its side is called."""
        super().__init__(parent)
        accessible.install()
        self._look, self._letter = look, letter
        self._writer: ConversationWriter | None = None
        self._position = 0
        self.canvas = Canvas(look, self)
        self.canvas.setAccessibleName(f"Conversation {letter}")
        self.scrubber = Scrubber(look, self)
        self.scrubber.setObjectName(f"scrubber{letter}")
        self.scrubber.setAccessibleName(f"Playback position {letter}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.scrubber)
        self.canvas.activated.connect(self._on_activated)
        self.canvas.event_picked.connect(self.position_requested)
        self.canvas.set_follow(True)
        self.scrubber.valueChanged.connect(self._on_scrubbed)
        self.show_stream(None, -1)

    @property
    def position(self) -> int:
        """How many events are shown."""
        return self._position

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        self.canvas.set_look(look)
        self.scrubber.set_look(look)

    def show_stream(self, recording: Recording | None, number: int, parting: int | None = None) -> None:
        """Show a stream at its end, marked where it parts from the other."""
        exchange = recording.exchanges[number] if recording is not None else None
        self._writer = ConversationWriter(recording, number, self._look.masker) if recording is not None else None
        self._position = len(exchange.timeline) if exchange else 0
        self.scrubber.blockSignals(True)
        self.scrubber.set_exchange(exchange, narrate(exchange, self._look.masker) if exchange else None)
        self.scrubber.blockSignals(False)
        self.scrubber.set_mark(parting, "the streams part")
        self._write(anew=True)

    def set_position(self, position: int) -> None:
        """Show so many events."""
        if position == self._position:
            return
        self._position = position
        self.scrubber.setValue(position)
        self._write()
        self.canvas.follow_stream()

    def _write(self, *, anew: bool = False) -> None:
        shown = self._writer.conversation(self._position) if self._writer is not None else empty_conversation()
        self.canvas.show_conversation(shown, anew=anew)

    def _on_scrubbed(self, value: int) -> None:
        if value != self._position:
            self.position_requested.emit(value)

    def _on_activated(self, action: Action) -> None:
        match action:
            case ToPosition(position):
                self.position_requested.emit(position)
            case Toggle(key) if self._writer is not None:
                self._writer.toggle(key)
                self.canvas.keep_in_place(self._writer.conversation(self._position), key)
