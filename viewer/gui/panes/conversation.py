# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The conversation of one exchange: what was said before, and the answer after the events that are shown."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from viewer.gui.conversation import accessible
from viewer.gui.conversation.canvas import Canvas
from viewer.gui.conversation.row_writers.conversation import (
    ConversationWriter,
    empty_conversation,
    unwritten_conversation,
)
from viewer.gui.conversation.rows import (
    Action,
    OpenPicture,
    Row,
    SaveBlob,
    ToExchange,
    Toggle,
    ToLine,
    ToPane,
    ToPosition,
)
from viewer.gui.panes.pane import Pane
from viewer.gui.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from viewer.core.recording import Recording
    from viewer.gui.code.find_bar import FindBar
    from viewer.gui.look.look import Look

_JSON_SCHEMA, _WRITING, _UNFOLDING = "jsonschema", "writing", "unfolding"


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
        self._writer: ConversationWriter | None = None
        self._tasks = Tasks(self)
        self._checking = QTimer(self, singleShot=True, interval=15)
        self._checking.timeout.connect(self._show)
        self.canvas = Canvas(look, self)
        self.canvas.unfolded = self._unfolded
        self.canvas.unfold = self._unfold
        self._draws_markdown = False
        self._unfolded_at: tuple[int, Sequence[Row]] | None = None
        """A position, and its very many rows with nothing folded."""
        self._opened: set[Hashable] = set()
        """Folds that are open only because what was found is inside."""
        self._find_bar: FindBar | None = None
        self.setFocusProxy(self.canvas)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.canvas, 1)
        self.canvas.activated.connect(self._on_activated)
        self.canvas.event_picked.connect(self.position_requested)
        self.canvas.link_requested.connect(self.link_requested)
        self.canvas.follow_changed.connect(self.follow_changed)
        self.canvas.show_conversation(empty_conversation(), anew=True)

    # --- What is shown

    def show_exchange(self, recording: Recording | None, number: int) -> None:
        """Show an exchange at its end, from its top."""
        super().show_exchange(recording, number)
        self._show_from_top()

    def show_again(self, recording: Recording, number: int) -> None:
        """Show an exchange that was read again: rows that are the same stay, and so does what is folded."""
        super().show_exchange(recording, number)
        self._write(recording)

    def learn(self, recording: Recording) -> None:
        """Show what the answer may have cost; nothing else moves."""
        super().learn(recording)
        if self._writer is not None or self._tasks.is_running(_WRITING):
            self._write(recording)

    def set_position(self, shown: int) -> None:
        """Show the answer after `shown` events."""
        if shown == self.position:
            return
        super().set_position(shown)
        if self._writer is not None:
            self._show()
            if self.canvas.follow:
                self.canvas.follow_stream()

    def set_look(self, look: Look) -> None:
        """Draw with another theme, zoom or masking; what is folded stays so."""
        place = self.canvas.verticalScrollBar().value()
        super().set_look(look)
        if self._find_bar is not None:
            self._find_bar.set_look(look)
        self.canvas.set_look(look)
        self._opened.clear()
        if self.recording is not None and self.number >= 0:
            self._write(self.recording, at=place)
        else:
            self._show_from_top()

    def _show_from_top(self) -> None:
        self._opened.clear()
        self._writer = None
        if self.recording is None or self.number < 0:
            self._tasks.cancel(_WRITING)
            self.canvas.show_conversation(empty_conversation(), anew=True)
        else:
            self._write(self.recording, at=0)

    def _write(self, recording: Recording, *, at: int | None = None) -> None:
        """Write the rows anew, where there are very many messages in the background; what is folded stays.

        The view goes to the pixel `at`, or stays.
        """
        writer = ConversationWriter(recording, self.number, self.look.masker)
        writer.context.toggled = self._writer.context.toggled if self._writer is not None else set()
        self._tasks.cancel(_WRITING)
        self._tasks.cancel(_UNFOLDING)
        self._unfolded_at = None
        if not writer.is_long:
            self._keep(writer, at)
            return
        if at is not None:
            self._writer = None  # of another exchange, or with other secrets shown
            self.canvas.show_conversation(unwritten_conversation(), anew=True)
        folded = set(writer.context.toggled)

        def keep(_written: None) -> None:
            if writer.context.toggled != folded:
                writer.forget_rows()
            self._keep(writer, at)

        writer.context.draw_markdown(on=self._draws_markdown)
        position = self.position
        self._tasks.run(_WRITING, lambda _cancelled: writer.write_ahead(position), keep)

    def _keep(self, writer: ConversationWriter, at: int | None) -> None:
        self._writer = writer
        self._show(anew=at is not None)
        if at:
            self.canvas.stay_at(at)

    def _show(self, *, anew: bool = False) -> None:
        """Show the rows for the position; calls that could not be checked in time are checked a little later."""
        writer = self._writer
        if writer is None:
            return
        writer.context.draw_markdown(on=self._draws_markdown)
        writer.context.can_check_schemas = _JSON_SCHEMA in sys.modules and not self._tasks.is_running(_JSON_SCHEMA)
        self.canvas.show_conversation(writer.conversation(self.position), anew=anew)
        if writer.unchecked_calls and writer.context.can_check_schemas:
            self._checking.start()
        elif writer.unchecked_calls and not self._tasks.is_running(_JSON_SCHEMA):
            # Loading the library takes longer than a turn of the event loop may.
            from viewer.core.text.json_schema import import_library  # noqa: PLC0415

            self._tasks.run(_JSON_SCHEMA, lambda _cancelled: import_library(), lambda _done: self._show())

    def draw_markdown(self, *, on: bool) -> None:
        """Draw the texts of answers as they are meant, or as they were written."""
        self._draws_markdown, self._unfolded_at = on, None
        self._show()

    # --- Following

    def set_follow(self, *, on: bool) -> None:
        """Follow the stream, or stay."""
        self.follow = on

    def show_end(self) -> None:
        """Bring the end of the conversation into view."""
        bar = self.canvas.verticalScrollBar()
        bar.setValue(bar.maximum())

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
            from viewer.gui.code.find_bar import FindBar  # noqa: PLC0415 - as late as it is made

            # The bar asks for five methods and a signal, which the canvas has too.
            self._find_bar = FindBar(self.look, self.canvas, self)
            self._find_bar.hide()
            self._layout.insertWidget(0, self._find_bar)
        return self._find_bar

    def find_text(self, text: str, case_sensitive: bool = False) -> int:
        """Find in what is on the canvas; the number of hits."""
        self.canvas.find_text(text, case_sensitive=case_sensitive)
        return len(self.canvas.state.search.hits)

    def clear_find(self) -> None:
        """Forget what was searched for."""
        self.canvas.clear_find()

    def _unfolded(self, search: Callable[[Sequence[Row]], None]) -> None:
        """Have the rows with nothing folded searched: very many are written in the background, by a writer apart."""
        writer, position = self._writer, self.position
        self._tasks.cancel(_UNFOLDING)
        if writer is None:
            search(self.canvas.conversation.rows)
        elif not writer.is_long_unfolded:
            search(writer.unfolded(position))
        elif self._unfolded_at is not None and self._unfolded_at[0] == position:
            search(self._unfolded_at[1])
        else:

            def keep(rows: Sequence[Row]) -> None:
                self._unfolded_at = (position, rows)
                writer.context.learn_folds(apart.context)
                search(rows)

            apart = writer.apart()
            self._tasks.run(_UNFOLDING, lambda _cancelled: apart.unfolded_ahead(position), keep)

    def _unfold(self, folds: Sequence[Hashable]) -> None:
        """Open what hides a hit, and fold again what was opened for the one before."""
        if self._writer is None or not (folds or self._opened):
            return
        before = set(self._writer.context.toggled)
        self._opened = self._writer.show_only(folds, self._opened)
        if self._writer.context.toggled != before:
            self.canvas.show_folds(self._writer.conversation(self.position))

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
            case OpenPicture() | SaveBlob():
                self._open_blob(action)

    def _open_blob(self, action: OpenPicture | SaveBlob) -> None:
        from viewer.gui.conversation import picture_dialog  # noqa: PLC0415 - few conversations have pictures or files

        if isinstance(action, OpenPicture):
            picture_dialog.PictureDialog(action.blob, self).open()
        else:
            picture_dialog.save(action.blob, self)

    def _toggle(self, key: Hashable) -> None:
        if self._writer is not None:
            self._opened.discard(key)
            self._writer.toggle(key)
            self.canvas.keep_in_place(self._writer.conversation(self.position), key)
