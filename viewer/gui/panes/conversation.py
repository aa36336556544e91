# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The conversation of one exchange: what was said before, and the answer as it stands at the position on show."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from viewer.gui.code.find_bar import FindBar
from viewer.gui.conversation import accessible, picture_dialog
from viewer.gui.conversation.canvas import Canvas
from viewer.gui.conversation.rows import (
    Action,
    OpenPicture,
    SaveBlob,
    ToExchange,
    Toggle,
    ToLine,
    ToPane,
    ToPosition,
)
from viewer.gui.conversation.script_writer import Composer, empty_script
from viewer.gui.panes.pane import Pane
from viewer.gui.tasks import Tasks

if TYPE_CHECKING:
    from viewer.core.recording import Recording
    from viewer.gui.look.look import Look

_JSON_SCHEMA = "jsonschema"


class ConversationPane(Pane):
    """Messages, reasoning, tool calls and results, assembled live."""

    follow_changed = Signal(bool)
    """The view began or ceased to follow the stream, by the user's scrolling."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """A pane with nothing selected."""
        super().__init__(look, parent)
        self.setObjectName("conversationPane")
        self.setAccessibleName("Conversation")
        accessible.install()
        self._composer: Composer | None = None
        self._tasks = Tasks(self)
        self._checking = QTimer(self, singleShot=True, interval=15)
        self._checking.timeout.connect(self._show)
        self.canvas = Canvas(look, self)
        self._find_bar: FindBar | None = None
        self.setFocusProxy(self.canvas)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.canvas, 1)
        self.canvas.activated.connect(self._on_activated)
        self.canvas.event_picked.connect(self.position_requested)
        self.canvas.follow_changed.connect(self.follow_changed)
        self.canvas.show_script(empty_script(), anew=True)

    # --- What is shown

    def show_exchange(self, recording: Recording | None, number: int) -> None:
        """Show an exchange at its end, from its top."""
        super().show_exchange(recording, number)
        self._compose()

    def show_again(self, recording: Recording, number: int) -> None:
        """Show an exchange that was read again: rows that are the same stay, and so does what is folded."""
        folded = self._composer.desk.toggled if self._composer else set()
        super().show_exchange(recording, number)
        self.canvas.position = self.position
        self._composer = Composer(recording, number, self.look.masker)
        self._composer.desk.toggled = folded
        self._show()

    def learn(self, recording: Recording) -> None:
        """Show what the answer may have cost; nothing else moves."""
        super().learn(recording)
        if self._composer is not None:
            folded = self._composer.desk.toggled
            self._composer = Composer(recording, self.number, self.look.masker)
            self._composer.desk.toggled = folded
            self._show()

    def set_position(self, shown: int) -> None:
        """Show the answer after `shown` events."""
        if shown == self.position:
            return
        super().set_position(shown)
        self.canvas.position = shown
        if self._composer is not None:
            self._show()
            if self.canvas.follow:
                self.canvas.follow_stream()

    def set_look(self, look: Look) -> None:
        """Draw with another theme, zoom or masking; what is folded stays so."""
        folded = self._composer.desk.toggled if self._composer else set()
        place = self.canvas.verticalScrollBar().value()
        super().set_look(look)
        if self._find_bar is not None:
            self._find_bar.set_look(look)
        self.canvas.set_look(look)
        self._compose()
        if self._composer is not None:
            for key in folded:
                self._composer.toggle(key)
            self._show()
        self.canvas.stay_at(place)

    def _compose(self) -> None:
        self.canvas.position = self.position
        if self.recording is None or self.number < 0:
            self._composer = None
            self.canvas.show_script(empty_script(), anew=True)
            return
        self._composer = Composer(self.recording, self.number, self.look.masker)
        self._show(anew=True)

    def _show(self, *, anew: bool = False) -> None:
        """Show the script for the position; calls that could not be checked in time are checked a little later."""
        composer = self._composer
        if composer is None:
            return
        composer.desk.can_check = _JSON_SCHEMA in sys.modules and not self._tasks.is_running(_JSON_SCHEMA)
        self.canvas.show_script(composer.script(self.position), anew=anew)
        if composer.unchecked and composer.desk.can_check:
            self._checking.start()
        elif composer.unchecked and not self._tasks.is_running(_JSON_SCHEMA):
            # Loading the library takes longer than a turn of the event loop may.
            self._tasks.run(_JSON_SCHEMA, lambda _cancelled: import_module(_JSON_SCHEMA), lambda _module: self._show())

    # --- Following

    def set_follow(self, *, on: bool) -> None:
        """Follow the stream, or stay."""
        self.follow = on

    @property
    def follow(self) -> bool:
        """Whether the view scrolls along with the stream."""
        return self.canvas.follow

    @follow.setter
    def follow(self, on: bool) -> None:
        self.canvas.set_follow(on)

    # --- Find

    @property
    def find_bar(self) -> FindBar:
        """The bar above the canvas, made when it is first asked for."""
        if self._find_bar is None:
            # The bar asks for five methods and a signal, which the canvas has too.
            self._find_bar = FindBar(self.look, self.canvas, self)
            self._find_bar.hide()
            self._layout.insertWidget(0, self._find_bar)
        return self._find_bar

    def find_text(self, text: str, case_sensitive: bool = False) -> int:
        """Find in what is on the canvas; the number of hits."""
        self.canvas.find_text(text, case_sensitive=case_sensitive)
        return len(self.canvas.view.search.hits)

    def clear_find(self) -> None:
        """Forget what was searched for."""
        self.canvas.clear_find()

    # --- Links

    def _on_activated(self, action: Action) -> None:
        match action:
            case ToExchange(number):
                self.exchange_requested.emit(number)
            case ToPane(pane, path):
                self.pane_requested.emit(pane, path)
            case ToLine(line):
                self.line_requested.emit(line)
            case ToPosition(position):
                self.position_requested.emit(position)
            case Toggle(key):
                self._toggle(key)
            case OpenPicture(blob):
                picture_dialog.PictureDialog(blob, self).open()
            case SaveBlob(blob):
                picture_dialog.save(blob, self)

    def _toggle(self, key: object) -> None:
        if self._composer is not None:
            self._composer.toggle(key)
            self.canvas.keep_in_place(self._composer.script(self.position), key)
