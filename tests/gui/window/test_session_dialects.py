# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Sessions in which both sides speak: arrows at the events, turns in the conversation."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.core.dialects.sessions import exchange, received, sent
from viewer.core.model import Cassette
from viewer.core.recording import Recording, understand
from viewer.core.secrets.masking import Masker
from viewer.core.transcript.narration import narrate
from viewer.gui.conversation.row_writers.conversation import ConversationWriter
from viewer.gui.look.icons import Icons
from viewer.gui.look.look import Look
from viewer.gui.look.theme import load_theme
from viewer.gui.models.events_model import Column, EventsModel
from viewer.gui.panes.fact_row import FactRow
from viewer.gui.panes.inspector import InspectorPane

_CALL = {"id": "item_c", "type": "function_call", "call_id": "call_1", "name": "wind", "arguments": "{}"}
_RESULT = {"type": "function_call_output", "call_id": "call_1", "output": "7 m/s"}
_ASK = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "How is the wind?"}]}
_PLACE = {"response_id": "resp_2", "output_index": 0, "content_index": 0}


@pytest.fixture
def session() -> Recording:
    found = exchange(
        received("session.created", session={"id": "sess_1", "model": "voice-1"}),
        sent("conversation.item.create", item=_ASK),
        received("response.created", response={"id": "resp_1"}),
        received("response.done", response={"id": "resp_1", "status": "completed", "output": [_CALL]}),
        sent("conversation.item.create", item=_RESULT),
        received("response.created", response={"id": "resp_2"}),
        received("response.output_text.delta", delta="Fresh.", **_PLACE),
        received("response.done", response={"id": "resp_2", "status": "completed", "output": []}),
        received("rate_limits.updated", rate_limits=[]),
    )
    return understand(Cassette("made.yaml", "websocket", 1, (found.interaction,), source=""))


def test_events_say_which_way_they_went(session: Recording, qapp: QApplication) -> None:
    model = EventsModel()
    model.set_narration(narrate(session.exchanges[0], Masker()))
    kinds = [model.text(row, Column.KIND) for row in range(model.rowCount())]
    assert kinds[1:5] == ["↑ text", "↓ role", "↓ tool call", "↑ tool result"]
    assert kinds[-1] == "↓ rate_limits.updated"
    assert model.text(4, Column.ADDED) == "7 m/s"
    spoken = model.data(model.index(1, Column.NUMBER), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("event 2, sent, text")


def test_the_inspector_says_it_too(session: Recording, qapp: QApplication, qtbot: QtBot) -> None:
    theme = load_theme("light")
    pane = InspectorPane(Look(theme, Icons(theme), Masker()))
    qtbot.addWidget(pane)
    pane.show()
    pane.show_exchange(session, 0)
    pane.set_position(5)
    qtbot.waitUntil(lambda: pane._header.text == "Event 5 ↑ tool result")
    assert any("sent ≈" in row.text for row in pane.findChildren(FactRow))


def test_turns_stand_one_after_the_other(session: Recording) -> None:
    writer = ConversationWriter(session, 0, Masker())
    headings = [
        row.group.name for row in writer.conversation(9).rows if isinstance(row.key, tuple) and row.key[0] == "heading"
    ]
    assert headings == ["Session", "User", "Assistant", "Tool", "Assistant"]
    lines = [row.content.text for row in writer.conversation(9).rows]
    assert lines.index("How is the wind?") < lines.index("Fresh.")
    assert "Assistant finish: completed" in lines
    assert "No messages" not in " ".join(lines)


def test_what_was_not_said_yet_is_not_there(session: Recording) -> None:
    writer = ConversationWriter(session, 0, Masker())
    lines = [row.content.text for row in writer.conversation(2).rows]
    assert "How is the wind?" in lines
    assert "Fresh." not in lines
