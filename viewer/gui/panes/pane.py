# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What every pane is: it is shown an exchange and a position, and asks for anything else by a signal."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from viewer.core.analysis import Exchange
    from viewer.core.messages import JsonPath
    from viewer.core.recording import Recording
    from viewer.core.searchable import Spot
    from viewer.gui.code.find_bar import FindBar
    from viewer.gui.look.look import Look

_log = logging.getLogger(__name__)


class Pane(QWidget):
    """Base of all panes. Subclasses extend the three slots, and call them first."""

    position_requested = Signal(int)
    """Seek: show this many events of the current exchange."""
    exchange_requested = Signal(int)
    """Go to another exchange of the same recording, by its number."""
    line_requested = Signal(int)
    """Open the cassette's text at a 1-based line."""
    link_requested = Signal(int)
    """Copy the words that open the exchange on show after an event, counted from 1."""
    note_requested = Signal(int)
    """Write a note on an event of the exchange on show, counted from 1."""
    pane_requested = Signal(str, object)
    """Go to another pane by objectName, with a JSON path (or None) to select there."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """A pane with nothing to show yet."""
        super().__init__(parent)
        self.look = look
        self.recording: Recording | None = None
        self.number = -1
        self.position = 0

    @property
    def exchange(self) -> Exchange | None:
        """The exchange on show."""
        return self.recording.exchanges[self.number] if self.recording and self.number >= 0 else None

    def show_exchange(self, recording: Recording | None, number: int) -> None:
        """Show exchange `number` of a recording at its end; None shows nothing."""
        self.recording, self.number = recording, number if recording else -1
        self.position = self.exchange.shown_whole if self.exchange else 0

    def show_again(self, recording: Recording, number: int) -> None:
        """Show the same exchange as it was read again, what was scrolled and folded as the reader left it."""
        self.show_exchange(recording, number)

    def learn(self, recording: Recording) -> None:
        """Take the same exchanges, of which more is known now; what is on show stays as the reader left it."""
        self.recording = recording

    def set_position(self, shown: int) -> None:
        """Show the answer as it stands after `shown` events."""
        self.position = shown

    def show_notes(self, notes: Mapping[int, str]) -> None:
        """Mark the events about which something is noted, by their numbers from 1; nothing to most panes."""

    def set_follow(self, *, on: bool) -> None:
        """Keep what the playback adds in sight, or leave the view where the reader put it; nothing to most panes."""

    @property
    def find_bar(self) -> FindBar | None:
        """The bar that finds text in this pane; None where there is nothing to search."""
        return None

    def open_find(self) -> bool:
        """Open the find bar and put the keyboard there; False where there is nothing to search."""
        if self.find_bar is None:
            return False
        self.find_bar.open()
        return True

    def find_at(self, words: str, spot: Spot, before: int) -> None:
        """Look for words, and go to where they stand at a place, the same words `before` times above them."""
        if self.find_bar is not None:
            self.find_bar.find_words(words)

    def find_next(self) -> None:
        """Go to the next hit."""
        if self.find_bar is not None:
            self.find_bar.find_next()

    def find_previous(self) -> None:
        """Go to the previous hit."""
        if self.find_bar is not None:
            self.find_bar.find_previous()

    def go_to_path(self, path: JsonPath) -> None:
        """Select the value at a JSON path; nothing to panes that show no JSON."""

    def set_look(self, look: Look) -> None:
        """Draw with another theme, zoom or masking."""
        self.look = look


def tell(pane: Pane, what: Callable[[], None], *, anew: bool = False) -> None:
    """Tell a pane something. One that fails shows that; it is told nothing more until it is shown something `anew`."""
    cover = pane.findChild(QWidget, "paneFault", Qt.FindChildOption.FindDirectChildrenOnly)
    if cover is not None:
        if not anew:
            return
        cover.setParent(None)
        cover.deleteLater()
    try:
        what()
    except Exception as error:  # noqa: BLE001 - a pane may be of another package, and the others must not suffer
        from viewer.gui.panes.fault import PaneFault  # noqa: PLC0415 - hopefully never

        _log.exception("the pane %s failed", pane.objectName())
        recorder = pane.recording.cassette.recorder if pane.recording else "nothing"
        PaneFault(pane, pane.look, f"interaction {pane.number} of {recorder}", error)
