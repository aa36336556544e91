# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Find in the conversation: what is folded is found too, and unfolded while the reader is there."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.conversation.conftest import Make
from tests.gui.conversation.conversation_samples import AGAIN, ASK, TEXT_STREAM, TOOL_STREAM, asking
from viewer.gui.conversation.rows import PartPlace
from viewer.gui.panes.conversation import ConversationPane


@pytest.fixture
def talk(make: Make, pane: ConversationPane, qtbot: QtBot) -> ConversationPane:
    """The pane with a conversation of which most is folded: the card of the call, and nine messages before it."""
    earlier = [{"role": "user" if n % 2 == 0 else "assistant", "content": f"said {n}"} for n in range(9)]
    first = [*earlier, *ASK[1:]]
    again = [*first, *AGAIN[2:], {"role": "user", "content": "one more"}]
    recording = make((asking(first), TOOL_STREAM), (asking(again), TEXT_STREAM))
    pane.show_exchange(recording, 1)
    pane.canvas.find_text("said 3")
    qtbot.waitUntil(lambda: len(pane.canvas.state.search.hits) == 1)
    return pane


def _shown(pane: ConversationPane) -> list[str]:
    return [row.content.text for row in pane.canvas.conversation.rows]


def test_what_hides_a_hit_is_unfolded(talk: ConversationPane) -> None:
    assert "said 3" in _shown(talk)
    assert talk.canvas.state.search.current == 0


def test_folded_hits_are_counted_and_folded_again_when_one_goes_on(talk: ConversationPane, qtbot: QtBot) -> None:
    talk.canvas.find_text("1 2 3")
    qtbot.waitUntil(lambda: len(talk.canvas.state.search.hits) == 1)
    assert "1 2 3" in _shown(talk)
    assert "said 3" not in _shown(talk)


def test_what_the_reader_unfolds_himself_stays(talk: ConversationPane, qtbot: QtBot) -> None:
    talk.canvas.find_text("one more")
    qtbot.waitUntil(lambda: len(talk.canvas.state.search.hits) == 1)
    talk._toggle("earlier")
    talk.canvas.find_text("1 2 3")
    qtbot.waitUntil(lambda: "1 2 3" in _shown(talk))
    assert "said 3" in _shown(talk)


def test_the_hit_stays_in_sight_when_the_bar_is_closed(talk: ConversationPane) -> None:
    talk.canvas.clear_find()
    assert "said 3" in _shown(talk)


def test_a_hit_in_a_part_of_a_message(talk: ConversationPane, qtbot: QtBot) -> None:
    talk.canvas.find_text("said")
    qtbot.waitUntil(lambda: len(talk.canvas.state.search.hits) == 9)
    talk.canvas.go_to_part(PartPlace("input", 6, 0), 0)
    assert talk.canvas.state.search.current == 6
    talk.canvas.go_to_part(PartPlace("input", 2, 0), 5)
    assert talk.canvas.state.search.current == 2
    talk.canvas.go_to_part(PartPlace("output", 2, 0), 0)
    assert talk.canvas.state.search.current == 2
