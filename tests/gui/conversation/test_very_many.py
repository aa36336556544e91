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


def _called(count: int) -> list[dict[str, object]]:
    """A request whose one message calls a tool very many times."""
    calls = [
        {"id": f"c{n}", "type": "function", "function": {"name": f"look{n}", "arguments": f'{{"at": "place {n}."}}'}}
        for n in range(count)
    ]
    return [*ASK, {"role": "assistant", "content": "", "tool_calls": calls}]


def test_very_many_calls_in_one_message_are_folded_in_blocks(make: Make) -> None:
    writer = ConversationWriter(make((asking(_called(_MANY)), TEXT_STREAM)), 0, Masker())
    rows = writer.conversation(4).rows
    folds = _folds(rows)
    assert list(folds) == ["parts 1–100", "parts 101–200"]
    assert _names(rows) == [f"look{n}" for n in range(200, _MANY)]
    writer.toggle(folds["parts 1–100"])
    assert "look7" in _names(writer.conversation(4).rows)


def test_what_is_folded_elsewhere_is_not_written_again(make: Make) -> None:
    writer = ConversationWriter(make((asking(_LONG_ASK[:5] + _called(3)), TEXT_STREAM)), 0, Masker())
    before = {row.key: row for row in writer.conversation(4).rows}
    call_of = next(row for row in before.values() if row.content.text.startswith("look1 "))
    assert isinstance(call_of.content, Line)
    assert isinstance(call_of.content.action, Toggle)
    writer.toggle(call_of.content.action.key)
    after = {row.key: row for row in writer.conversation(4).rows}
    assert after.keys() > before.keys()
    same = next(row for row in before.values() if row.content.text == "message 3")
    assert after[same.key] is same
    assert after[call_of.key] != call_of


def test_what_is_folded_in_very_many_parts_is_found(
    pane: ConversationPane, make: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    writers: list[int] = []
    write = ConversationWriter.unfolded

    def seen(writer: ConversationWriter, shown: int) -> Sequence[Row]:
        writers.append(get_ident())
        return write(writer, shown)

    monkeypatch.setattr(ConversationWriter, "unfolded", seen)
    pane.show_exchange(make((asking(_called(_MANY)), TEXT_STREAM)), 0)
    qtbot.waitUntil(lambda: "parts 1–100" in _texts(pane))
    told: list[tuple[int, int, bool]] = []
    pane.canvas.hits_changed.connect(lambda *hits: told.append(hits))
    pane.canvas.find_text("place 7.")
    assert told[-1] == (0, 0, False)
    qtbot.waitUntil(lambda: told[-1][2])
    assert told[-1][:2] == (1, 1)
    assert get_ident() not in writers
    hit = pane.canvas.state.search.hit
    assert hit is not None
    assert hit.key in {row.key for row in pane.canvas.conversation.rows}, "its folds are open"
    pane.canvas.find_text("place 8.")
    assert len(writers) == 1, "other words are searched in the same rows"
