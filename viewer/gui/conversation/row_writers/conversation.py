# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Recording, exchange and position -> all rows: the request's messages, earlier attempts at it, the answer."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from viewer.core.messages import Message
from viewer.core.recording import Recording
from viewer.core.secrets.masking import Masker
from viewer.gui.conversation.row_writers.answer import answer_rows
from viewer.gui.conversation.row_writers.context import RowContext
from viewer.gui.conversation.row_writers.history import SHOWN_EARLIER, history_rows
from viewer.gui.conversation.row_writers.no_conversation import (
    earlier_attempt_rows,
    http_rows,
    no_answer_rows,
    nothing_selected_rows,
    unwritten_rows,
)
from viewer.gui.conversation.rows import ConversationRows, Row

_MOST_MESSAGES, _MOST_PARTS, _MOST_PARTS_UNFOLDED = 2_000, 200, 80


class ConversationWriter:
    """Writes the rows of one exchange; those that do not depend on the position are written once."""

    def __init__(self, recording: Recording, number: int, masker: Masker) -> None:
        self.context = RowContext(recording, number, masker)
        self._before: list[Row] | None = None
        self._before_unfolded: list[Row] | None = None
        self._unchecked_before = 0

    @property
    def unchecked_calls(self) -> int:
        """How many tool calls are shown whose schema is still to be applied."""
        return self.context.unchecked_calls + self._unchecked_before

    @property
    def is_long(self) -> bool:
        """Whether so much is said that writing it takes longer than a turn of the event loop may."""
        exchange = self.context.exchange
        messages = exchange.prompt.messages if exchange.prompt is not None else ()
        known = self.context.recording.threads.turns[self.context.number].known
        added = messages[known if known > SHOWN_EARLIER else 0 :]
        return len(messages) > _MOST_MESSAGES or _parts_of(added) + len(exchange.assembly.tracks) > _MOST_PARTS

    @property
    def is_long_unfolded(self) -> bool:
        """Whether so much is said, with nothing folded."""
        exchange = self.context.exchange
        messages = exchange.prompt.messages if exchange.prompt is not None else ()
        return _parts_of(messages) + len(exchange.assembly.tracks) > _MOST_PARTS_UNFOLDED

    def write_ahead(self, shown: int) -> None:
        """Write all rows for a position, off the GUI thread: every call is checked against its schema."""
        self._check_at_leisure()
        if self.context.exchange.dialect is not None:
            self.write_request()
            self._answer(shown)

    def write_request(self) -> None:
        """Write what does not depend on the position."""
        self._before = self._request()
        self._unchecked_before, self.context.unchecked_calls = self.context.unchecked_calls, 0

    def forget_rows(self) -> None:
        """Write everything again when it is shown next."""
        self._before = None
        self.context.forget_rows()

    def toggle(self, key: Hashable) -> None:
        """Fold or unfold something."""
        self.context.toggle(key)
        self._before = None

    def conversation(self, shown: int) -> ConversationRows:
        """All rows when `shown` events have arrived."""
        self.context.start_checks()
        if self.context.exchange.dialect is None:
            return ConversationRows(http_rows(self.context), position=shown)
        if self._before is None or self._unchecked_before:
            self.write_request()
        answer = self._answer(shown)
        return ConversationRows([*(self._before or ()), *answer.rows], answer.growing_key, shown)

    def unfolded(self, shown: int) -> Sequence[Row]:
        """The rows as they would be if nothing were folded, to be searched."""
        if self.context.exchange.dialect is None:
            return http_rows(self.context)
        with self.context.all_unfolded():
            if self._before_unfolded is None or self.unchecked_calls:
                self._before_unfolded = self._request()
            return [*self._before_unfolded, *self._answer(shown).rows]

    def apart(self) -> ConversationWriter:
        """Another writer of the same, for another thread."""
        context = self.context
        made = ConversationWriter(context.recording, context.number, context.masker)
        made.context.draw_markdown(on=context.draws_markdown)
        return made

    def unfolded_ahead(self, shown: int) -> Sequence[Row]:
        """The rows with nothing folded, off the GUI thread: every call is checked against its schema."""
        self._check_at_leisure()
        return self.unfolded(shown)

    def show_only(self, folds: Iterable[Hashable], opened: Iterable[Hashable]) -> set[Hashable]:
        """Open these folds, and close again those that were opened before; which of them are open because of that."""
        wanted = set(folds)
        for key in set(opened) - wanted:
            self.toggle(key)
        closed = {key for key in wanted if self.context.is_folded_now(key)}
        for key in closed:
            self.toggle(key)
        return closed | (wanted & set(opened))

    def _check_at_leisure(self) -> None:
        from viewer.core.text.json_schema import import_library  # noqa: PLC0415

        import_library()
        self.context.start_checks(at_leisure=True)

    def _request(self) -> list[Row]:
        return [*history_rows(self.context), *earlier_attempt_rows(self.context)]

    def _answer(self, shown: int) -> ConversationRows:
        exchange = self.context.exchange
        if exchange.failed and not exchange.assembly.tracks and not exchange.is_stream:
            return ConversationRows(no_answer_rows(self.context))
        # A whole answer is there at once: it has no events to wait for.
        return answer_rows(self.context, shown if exchange.is_stream else exchange.shown_whole)


def _parts_of(messages: Sequence[Message]) -> int:
    return sum(len(message.parts) for message in messages)


def empty_conversation() -> ConversationRows:
    """What is shown when nothing is selected."""
    return ConversationRows(nothing_selected_rows())


def unwritten_conversation() -> ConversationRows:
    """What is shown while a long conversation is written."""
    return ConversationRows(unwritten_rows())
