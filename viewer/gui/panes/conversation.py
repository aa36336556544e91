# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The conversation of one exchange: what was said before, and the answer as it stands at the position on show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from viewer.gui.conversation.canvas import Canvas
from viewer.gui.conversation.composer import Composer, empty_script
from viewer.gui.panes._api import Pane

if TYPE_CHECKING:
    from viewer.core.recording import Recording
    from viewer.gui.look import Look


class ConversationPane(Pane):
    """Messages, reasoning, tool calls and results, assembled live."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """A pane with nothing selected."""
        super().__init__(look, parent)
        self.setObjectName("conversationPane")
        self.setAccessibleName("Conversation")
        self._composer: Composer | None = None
        self.canvas = Canvas(look, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.canvas)
        self.canvas.show_script(empty_script(), anew=True)

    def show_exchange(self, recording: Recording | None, number: int) -> None:
        """Show an exchange at its end, from its top."""
        super().show_exchange(recording, number)
        self._compose()

    def set_position(self, shown: int) -> None:
        """Show the answer after `shown` events."""
        if shown == self.position:
            return
        super().set_position(shown)
        if self._composer is not None:
            self.canvas.show_script(self._composer.script(shown))
            if self.canvas.follow:
                self.canvas.follow_stream()

    def set_look(self, look: Look) -> None:
        """Draw with another theme, zoom or masking."""
        super().set_look(look)
        self.canvas.set_look(look)
        self._compose()

    def _compose(self) -> None:
        if self.recording is None or self.number < 0:
            self._composer = None
            self.canvas.show_script(empty_script(), anew=True)
            return
        self._composer = Composer(self.recording, self.number, self.look.masker)
        self.canvas.show_script(self._composer.script(self.position), anew=True)
