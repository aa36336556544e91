# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.gui.streams import chunk, exchange, recording, refused, streamed, two_calls
from viewer.core.recording import load
from viewer.core.secrets.masking import Masker
from viewer.core.streams import StreamEvent
from viewer.gui.code.view import CodeView
from viewer.gui.look.icons import Icons
from viewer.gui.look.look import Look
from viewer.gui.look.theme import load_theme
from viewer.gui.panes.fact_row import FactRow
from viewer.gui.panes.inspector import InspectorPane
from viewer.gui.panes.payload import LONGEST, event_payload
from viewer.gui.panes.stream_result import StreamResult

RECORDING = recording(streamed(two_calls(), 1100.0), refused(1), streamed(two_calls()[:6], 600.0, 2))


@pytest.fixture
def pane(qapp: QApplication, qtbot: QtBot) -> InspectorPane:
    theme = load_theme("light")
    made = InspectorPane(Look(theme, Icons(theme), Masker()))
    qtbot.addWidget(made)
    made.resize(360, 600)
    made.show()
    made.show_exchange(RECORDING, 0)
    return made


def go(pane: InspectorPane, position: int) -> None:
    """Set the position and let the pane rest: it does not follow every one of many in a row."""
    pane.set_position(position)
    pane._rest.stop()
    pane._on_rested()


def header(pane: InspectorPane) -> str:
    return pane._header.text


def rows(pane: InspectorPane) -> list[str]:
    return [row.text for row in pane.findChildren(FactRow)]


def code(pane: InspectorPane) -> CodeView:
    found = pane.findChild(CodeView)
    assert isinstance(found, CodeView)
    return found


def result(pane: InspectorPane) -> str:
    found = pane.findChild(StreamResult)
    assert isinstance(found, StreamResult)
    return found.text if found.isVisible() else ""


def test_an_event_in_full(pane: InspectorPane) -> None:
    go(pane, 7)
    assert header(pane) == "Event 7 tool call arguments"
    assert rows(pane) == [
        "Added  :␣  2 characters, to double",
        'So far  {"n":␣  6 characters',
        "Time  ≈ 700.0 ms  ≈ 100.0 ms after event 6",
    ]
    assert json.loads(code(pane).document().text) == two_calls()[6]


def test_the_delta_is_marked_and_what_repeats_is_dimmed(pane: InspectorPane) -> None:
    go(pane, 7)
    document, mark = code(pane).document(), code(pane).page.mark
    assert mark is not None
    assert document.text[slice(*mark)] == '": "'
    dimmed = {document.path(index) for index in code(pane).page._dimmed}
    assert ("model",) in dimmed
    assert not any("arguments" in path for path in dimmed)


def test_an_event_that_joins_nothing_tells_what_stands(pane: InspectorPane) -> None:
    go(pane, 9)
    assert rows(pane)[:2] == ["Added  tool_calls", "double  8 characters  from events 5–8"]
    go(pane, 11)
    assert rows(pane)[0] == "Added  nothing  stream terminator"
    assert code(pane).document().text == "[DONE]"


def test_before_the_first_event(pane: InspectorPane) -> None:
    go(pane, 0)
    assert header(pane) == "Before event 1"
    assert "Nothing has arrived yet" in rows(pane)[0]


@pytest.mark.parametrize(
    ("position", "caption"),
    [(0, "from events 9 and 10, ahead"), (9, "from event 10, ahead"), (10, "known"), (11, "known")],
)
def test_the_result_is_known_ahead_and_says_so(pane: InspectorPane, position: int, caption: str) -> None:
    go(pane, position)
    told = result(pane).splitlines()
    assert told[:2] == ["Result of this stream", caption]
    assert "Finish: tool_calls" in told
    assert "Tokens in: 30" in told
    assert told[-1] == "42 tokens in all"


def test_a_stream_without_end_is_not_given_one(pane: InspectorPane) -> None:
    pane.show_exchange(RECORDING, 2)
    told = result(pane).splitlines()
    assert told[1] == "not recorded"
    assert "Finish: not recorded" in told


def test_where_there_is_no_stream_the_body_is_shown(pane: InspectorPane) -> None:
    pane.show_exchange(RECORDING, 1)
    assert header(pane) == "Response body"
    assert rows(pane) == ["Type  application/json", "Length  70 bytes", "Retry-After  20"]
    assert "Slow down" in code(pane).document().text
    assert result(pane) == ""


def test_problems_of_the_event_are_shown(pane: InspectorPane) -> None:
    shown = recording(streamed([*two_calls()[:3], '{"half": ', *two_calls()[3:]], 1200.0))
    assert {problem.event for problem in shown.exchanges[0].problems} == {4}
    pane.show_exchange(shown, 0)
    go(pane, 4)
    assert problems(pane) == shown.exchanges[0].problems[0].text
    go(pane, 5)
    assert problems(pane) == ""


def problems(pane: InspectorPane) -> str:
    [found] = [label for label in pane.findChildren(QLabel) if label.accessibleName() == "Problems of this event"]
    return found.text() if found.isVisible() else ""


def test_the_line_in_the_file_can_be_opened(pane: InspectorPane, samples: Path, qtbot: QtBot) -> None:
    shown = load(samples / "agent-tools.yaml")
    pane.show_exchange(shown, 0)
    go(pane, 3)
    wanted = shown.exchanges[0].line_of_event(2)
    [link] = [b for b in pane.findChildren(QAbstractButton) if b.text() == f"YAML line {wanted}"]
    with qtbot.waitSignal(pane.line_requested) as opened:
        link.click()
    assert opened.args == [wanted]


def test_while_hidden_it_waits_and_then_catches_up(pane: InspectorPane) -> None:
    pane.hide()
    go(pane, 2)
    assert header(pane) == "Event 11 [DONE]"
    pane.show()
    assert header(pane) == "Event 2 tool call"


def test_of_many_positions_in_a_row_the_last_is_shown(pane: InspectorPane, qtbot: QtBot) -> None:
    seen = set()
    for position in range(12):
        pane.set_position(position)
        seen.add(header(pane))
    assert len(seen) < 12
    qtbot.waitUntil(lambda: header(pane) == "Event 11 [DONE]")


def test_secrets_are_masked_until_they_are_to_be_shown(pane: InspectorPane) -> None:
    secret = "sk-" + "Qw7Er2Ty9Ui4Op1As6Df3Gh8Jk5Lz0Xc"
    pane.show_exchange(recording(streamed([chunk({"content": secret}), "[DONE]"])), 0)
    go(pane, 1)
    assert secret not in code(pane).document().text + "".join(rows(pane))
    pane.set_look(Look(pane.look.theme, pane.look.icons, Masker(True)))
    assert secret in code(pane).document().text
    assert secret in "".join(rows(pane))


def test_nothing_selected(pane: InspectorPane) -> None:
    pane.show_exchange(None, -1)
    assert header(pane) == "Nothing selected"
    assert result(pane) == ""


@pytest.mark.usefixtures("font_width")
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_result_is_not_cut_at_any_width(pane: InspectorPane, scale: float) -> None:
    pane.set_look(replace(pane.look, theme=load_theme("light", scale)))
    found = pane.findChild(StreamResult)
    assert isinstance(found, StreamResult)
    for width in (round(280 * scale), 420, 560):  # from the narrowest that the column may be
        pane.resize(width, 600)
        QApplication.processEvents()
        for label, value in found._cells:
            assert not label.geometry().intersects(value.geometry())
            assert value.geometry().right() < width


def test_a_very_long_payload_is_cut_and_says_so() -> None:
    event = StreamEvent(0, (0, 10), json.dumps({"x": "y" * LONGEST}), {}, is_json=True)
    shown = event_payload(event, None, None, Masker())
    assert len(shown.document.text) == LONGEST
    assert shown.caption.startswith("the first ")


def test_an_event_that_equals_the_one_before_is_dimmed_whole() -> None:
    events = exchange([chunk({"content": "x"}), chunk({"content": "x"})]).events
    shown = event_payload(events[1], events[0], None, Masker())
    assert len(shown.dim) == len(shown.document.lines)
    assert shown.caption == "dimmed: same as event 1"


def test_the_name_of_a_named_event_is_told() -> None:
    event = StreamEvent(3, (0, 2), "{}", {}, is_json=True, name="ping")
    assert event_payload(event, None, None, Masker()).caption == "event: ping"
