# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Recording, exchange and position -> Script: the request's messages, what became of earlier attempts, the answer."""

from __future__ import annotations

from collections.abc import Hashable

from viewer.core.recording import Recording
from viewer.core.secrets.masking import Masker
from viewer.gui.conversation.answer_rows import answer_script
from viewer.gui.conversation.history_rows import history_rows
from viewer.gui.conversation.no_conversation_rows import earlier_attempts, http_rows, no_answer_rows, nothing_rows
from viewer.gui.conversation.row_context import Desk
from viewer.gui.conversation.rows import Row, Script


class Composer:
    """Writes the script of one exchange; what does not depend on the position is written once."""

    def __init__(self, recording: Recording, number: int, masker: Masker) -> None:
        self.desk = Desk(recording, number, masker)
        self._before: list[Row] | None = None
        self._unchecked_before = 0

    @property
    def unchecked(self) -> int:
        """How many tool calls the last script shows whose schema is still to be applied."""
        return self.desk.unchecked + self._unchecked_before

    def toggle(self, key: Hashable) -> None:
        """Fold or unfold something."""
        self.desk.toggle(key)
        self._before = None

    def script(self, shown: int) -> Script:
        """Everything when `shown` events have arrived."""
        exchange = self.desk.exchange
        self.desk.begin()
        if exchange.dialect is None:
            return Script(http_rows(self.desk))
        if self._before is None or self._unchecked_before:
            self._before = [*history_rows(self.desk), *earlier_attempts(self.desk)]
            self._unchecked_before, self.desk.unchecked = self.desk.unchecked, 0
        if exchange.failed and not exchange.assembly.tracks and not exchange.is_stream:
            return Script([*self._before, *no_answer_rows(self.desk)])
        # A whole answer is there at once: it has no events to wait for.
        answer = answer_script(self.desk, shown if exchange.is_stream else exchange.shown_whole)
        return Script([*self._before, *answer.rows], answer.grows)


def empty_script() -> Script:
    """What stands when nothing is selected."""
    return Script(nothing_rows())
