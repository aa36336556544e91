# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Very many parts of an answer, and very many messages of a request: in blocks, and written beside the window."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from threading import get_ident

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.conversation.conversation_samples import ASK, DONE, TEXT_STREAM, asking, call, chunk
from viewer.core.recording import Recording
from viewer.core.secrets.masking import Masker
from viewer.gui.conversation.row_writers.conversation import ConversationWriter
from viewer.gui.conversation.rows import Line, PartPlace, Row, Toggle
from viewer.gui.look.look import Look
from viewer.gui.panes.conversation import ConversationPane

Make = Callable[..., Recording]
_LONG_ASK = [{"role": "user", "content": f"message {n}"} for n in range(2500)]
_MANY = 350


def _texts(pane: ConversationPane) -> list[str]:
    return [row.content.text for row in pane.canvas.conversation.rows]


def test_very_many_messages_are_written_in_the_background(
    pane: ConversationPane, make: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    writers: list[int] = []
    write = ConversationWriter.write_request

    def seen(writer: ConversationWriter) -> None:
        writers.append(get_ident())
        write(writer)

    monkeypatch.setattr(ConversationWriter, "write_request", seen)
    pane.show_exchange(make((asking(_LONG_ASK), TEXT_STREAM)), 0)
    assert _texts(pane) == ["Reading… this request has very many messages"]
    qtbot.waitUntil(lambda: "message 2499" in _texts(pane))
    assert get_ident() not in writers
    assert "2,100 earlier messages 2,100 user" in _texts(pane)
    assert "message 2099" not in _texts(pane)


def test_earlier_messages_unfold_in_blocks(pane: ConversationPane, make: Make, qtbot: QtBot) -> None:
    pane.show_exchange(make((asking(_LONG_ASK), TEXT_STREAM)), 0)
    qtbot.waitUntil(lambda: "message 2499" in _texts(pane))
    pane._toggle("earlier")
    assert "message 2099" in _texts(pane)
    assert "message 150" not in _texts(pane)
    pane._toggle(("messages", "earlier", 100, 100))
    assert "message 150" in _texts(pane)
    assert "message 250" not in _texts(pane)


def test_another_look_of_very_many_messages_keeps_what_is_unfolded(
    pane: ConversationPane, make: Make, look: Look, qtbot: QtBot
) -> None:
    pane.show_exchange(make((asking(_LONG_ASK), TEXT_STREAM)), 0)
    qtbot.waitUntil(lambda: "message 2499" in _texts(pane))
    pane._toggle("earlier")
    pane.set_look(replace(look, masker=Masker(show=True)))
    assert "message 2499" not in _texts(pane), "nothing is shown as it was masked before"
    qtbot.waitUntil(lambda: "message 2499" in _texts(pane))
    assert "message 2099" in _texts(pane)


def test_who_goes_on_to_another_exchange_sees_that_one(pane: ConversationPane, make: Make, qtbot: QtBot) -> None:
    recording = make((asking(_LONG_ASK), TEXT_STREAM), (asking(ASK), TEXT_STREAM))
    pane.show_exchange(recording, 0)
    pane.show_exchange(recording, 1)
    assert "Count to three." in _texts(pane)
    qtbot.wait(300)
    assert "Count to three." in _texts(pane)


def _many_parts(make: Make) -> Recording:
    """An answer of very many parts, each opened and closed before the next."""
    events = [chunk(tool_calls=[call("{}", n, id=f"c{n}", name=f"look{n}")]) for n in range(_MANY)]
    return make((asking(ASK), "".join([*events, DONE])))


def _names(rows: Sequence[Row]) -> list[str]:
    return [row.content.text.split()[0] for row in rows if row.content.text.startswith("look")]


def _folds(rows: Sequence[Row]) -> dict[str, Hashable]:
    """The lines that fold something, and its key."""
    lines = [row.content for row in rows if isinstance(row.content, Line)]
    return {line.text: line.action.key for line in lines if isinstance(line.action, Toggle) and "–" in line.text}


def test_of_very_many_parts_the_last_ones_are_open_and_those_before_are_folded_in_blocks(make: Make) -> None:
    writer = ConversationWriter(_many_parts(make), 0, Masker())
    rows = writer.conversation(_MANY + 1).rows
    assert _names(rows) == [f"look{n}" for n in range(200, _MANY)]
    folds = _folds(rows)
    assert list(folds) == ["parts 1–100", "parts 101–200"]
    writer.toggle(folds["parts 1–100"])
    rows = writer.conversation(_MANY + 1).rows
    assert _names(rows) == [f"look{n}" for n in (*range(100), *range(200, _MANY))]
    opened = next(row for row in rows if row.content.text.startswith("look7 "))
    assert opened.inside == (folds["parts 1–100"],)
    assert opened.part == PartPlace("output", 0, 7)


def test_nothing_is_left_out_when_all_is_unfolded(make: Make) -> None:
    assert _names(ConversationWriter(_many_parts(make), 0, Masker()).unfolded(_MANY + 1)) == [
        f"look{n}" for n in range(_MANY)
    ]


@pytest.mark.parametrize("shown", [1, 100, 101, 250, 301])
def test_while_very_many_parts_come_the_one_that_grows_is_in_sight(make: Make, shown: int) -> None:
    conversation = ConversationWriter(_many_parts(make), 0, Masker()).conversation(shown)
    assert conversation.growing_key in {row.key for row in conversation.rows}
    assert _names(conversation.rows)[-1] == f"look{shown - 1}"
