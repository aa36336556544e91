# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Two streams are played by one bar, and part where they are marked to."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.talks import PLANTED, record, talk
from viewer.core.compare.stream_pair import Pace
from viewer.file_pairs import pairs_of
from viewer.gui.comparison.pair_page import PairPage
from viewer.gui.comparison.pane_contents import PaneKind
from viewer.gui.comparison.streams_pane import StreamsPane
from viewer.gui.dialogs.comparison import ComparisonWindow
from viewer.gui.look.appearance import Appearance
from viewer.gui.settings import INSTANT, Settings


@pytest.fixture
def page(tmp_path: Path, qtbot: QtBot, qapp: QApplication, settings: Settings) -> PairPage:
    """Two recordings of a talk; in the last answer of the later one a word is another."""
    changed = talk(1)
    PLANTED["text"][0](changed)
    (tmp_path / "a.yaml").write_text(record(talk(1), 1), "utf-8")
    (tmp_path / "b.yaml").write_text(record(changed, 2), "utf-8")
    window = ComparisonWindow(Appearance(qapp, settings).look)
    qtbot.addWidget(window)
    window.resize(1200, 800)
    window.show()
    window.compare(partial(pairs_of, tmp_path / "a.yaml", tmp_path / "b.yaml"))
    qtbot.waitUntil(lambda: window.page.comparison is not None, timeout=20_000)
    return window.page.pair


@pytest.fixture
def pane(page: PairPage, qtbot: QtBot) -> StreamsPane:
    """The pane in front, at the end of both streams."""
    page.tabs.setCurrentIndex(1 + list(PaneKind).index(PaneKind.PLAYBACK))
    made = page.front
    assert isinstance(made, StreamsPane)
    qtbot.waitUntil(lambda: made.currentWidget() is made.content, timeout=20_000)
    return made


def _positions(pane: StreamsPane) -> tuple[int, int]:
    return pane.sides[0].position, pane.sides[1].position


def test_both_stand_at_their_ends_and_f8_goes_to_where_they_part(page: PairPage, pane: StreamsPane) -> None:
    assert _positions(pane) == tuple(side.scrubber.maximum() for side in pane.sides)
    assert page.pane_tabs.pair.text().startswith("A #2 → B #2")
    QTest.keyClick(page.window(), Qt.Key.Key_F8)
    assert pane.players.pair is not None
    assert _positions(pane) == pane.players.pair.parting
    assert page.place.text() == "1 of 1"
    assert page.remark.text().startswith("They part at event")
    for side in pane.sides:
        assert "the streams part at event" in side.scrubber.accessibleDescription()


def test_steps_move_both_and_a_scrubbed_side_is_exactly_there(pane: StreamsPane) -> None:
    for side in (0, 1):
        for position in range(pane.sides[side].scrubber.maximum() + 1):
            pane.sides[side].scrubber.setValue(position)
            assert _positions(pane)[side] == position
    pane.players.player.seek(0)
    assert _positions(pane) == (0, 0)
    seen = [_positions(pane)]
    while pane.players.player.position < pane.players.player.count:
        pane.players.player.step(1)
        seen.append(_positions(pane))
    assert seen == sorted(seen)
    assert seen[-1] == tuple(side.scrubber.maximum() for side in pane.sides)


@pytest.mark.parametrize("pace", Pace)
def test_every_pace_plays_both_to_their_ends(pane: StreamsPane, pace: Pace, qtbot: QtBot) -> None:
    pane.pace.chosen.emit(pace)
    pane.players.player.seek(0)
    assert _positions(pane) == (0, 0)
    pane.players.player.set_speed(INSTANT)
    QTest.keyClick(pane.sides[0].scrubber, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: _positions(pane) == tuple(side.scrubber.maximum() for side in pane.sides))
    assert not pane.players.player.is_playing


def test_another_pace_keeps_what_leads_where_it_is(pane: StreamsPane) -> None:
    pane.sides[0].scrubber.setValue(5)
    was = _positions(pane)
    pane.pace.chosen.emit(Pace.TOKEN)
    leader = pane.players.pair.leader(Pace.TOKEN) if pane.players.pair else 0
    assert _positions(pane)[leader] == was[leader]


def test_the_mark_is_painted_where_the_streams_part(pane: StreamsPane) -> None:
    scrubber = pane.sides[0].scrubber
    scrubber.setValue(0)
    red = pane._look.theme.color("red").name()

    def columns() -> set[int]:
        image = scrubber.grab().toImage()
        y = image.height() - 2
        return {x for x in range(image.width()) for dy in range(16) if image.pixelColor(x, y - dy).name() == red}

    assert columns()
    scrubber.set_mark(None)
    assert not columns()


def test_only_two_streams_are_played(
    tmp_path: Path, page: PairPage, pane: StreamsPane, qtbot: QtBot, make_whole: Callable[[Path], None]
) -> None:
    for name in ("c.yaml", "d.yaml"):
        make_whole(tmp_path / name)
    window = page.window()
    assert isinstance(window, ComparisonWindow)
    window.compare(partial(pairs_of, tmp_path / "c.yaml", tmp_path / "d.yaml"))
    qtbot.waitUntil(lambda: pane.note.text().startswith("Neither answer is a stream"), timeout=20_000)
    assert pane.change_count == 0
    window.compare(partial(pairs_of, tmp_path / "c.yaml", Path(os.devnull)))
    qtbot.waitUntil(lambda: pane.note.text().startswith("This interaction has no counterpart"), timeout=20_000)


@pytest.fixture
def make_whole() -> Callable[[Path], None]:
    """Writes a cassette with an answer that is no stream."""

    def make(path: Path) -> None:
        text = """version: 2
interactions:
  - id: 0
    request: {method: POST, url: "https://api.nimbus.example/v1/chat/completions", body: '{"model": "m"}', headers: {}}
    response: {status: 200 OK, code: 200, body: '{"choices": []}', headers: {Content-Type: [application/json]}}
"""
        path.write_text(text, "utf-8")

    return make
