# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The whole window, offscreen: what a user does with it, by the widget names that outside checks use too."""

from __future__ import annotations

import shutil
from itertools import pairwise, product
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QAccessibleInterface, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSlider, QApplication, QTableView, QWidget
from pytestqt.qtbot import QtBot

from viewer.gui.look.theme import ThemeChoice
from viewer.gui.window.commands import Commands

NAMES = [
    "interactionTree", "filterEdit", "tabs", "conversationPane", "requestPane", "responsePane", "eventsPane",
    "headersPane", "problemsPane", "inspectorPane", "playerBar", "playButton", "stepBackButton",
    "stepForwardButton", "previousMarkerButton", "nextMarkerButton", "scrubber", "speedBox", "positionLabel",
    "timingLabel", "findBar", "welcomePage",
]  # fmt: skip


def test_the_first_of_several_files_is_shown(commands: Commands, samples: Path, qtbot: QtBot) -> None:
    """Small ones are all read in the same turn of the event loop."""
    paths = [samples / "errors.yaml", samples / "agent-tools.yaml"]
    commands.open(paths)
    qtbot.waitUntil(lambda: commands.recording is not None)
    qtbot.wait(1)
    assert commands.recording is not None
    assert commands.recording.cassette.name == "errors.yaml"


def child(commands: Commands, name: str) -> QWidget:
    found = commands.window.findChild(QWidget, name)
    assert found is not None, name
    return found


def scrubber(commands: Commands) -> QAbstractSlider:
    found = commands.window.findChild(QAbstractSlider, "scrubber")
    assert found is not None
    return found


def spoken(widget: QObject) -> str:
    """Everything that a screen reader finds below a widget."""
    words: list[str] = []
    stack: list[QAccessibleInterface | None] = [QAccessible.queryAccessibleInterface(widget)]
    while stack:
        interface = stack.pop()
        if interface is None or not interface.isValid():
            continue
        kinds = (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description)
        words += [interface.text(kind) for kind in kinds]
        stack.extend(interface.child(n) for n in reversed(range(interface.childCount())))
    return "\n".join(filter(None, words))


def cells(widget: QWidget) -> str:
    """The text of all cells of the table in a widget."""
    table = widget.findChild(QTableView)
    assert isinstance(table, QTableView)
    model = table.model()
    places = product(range(model.rowCount()), range(model.columnCount()))
    return "\n".join(str(model.index(row, column).data()) for row, column in places)


def test_every_widget_of_the_contract_is_there_and_has_a_name(agent: Commands, qtbot: QtBot) -> None:
    agent.warm_up()
    qtbot.waitUntil(lambda: len(agent.window.workspace.made_panes) == agent.window.workspace.tabs.count())
    for name in NAMES:
        widget = agent.window.findChild(QWidget, name)
        assert widget is not None, name
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface is not None
        assert interface.text(QAccessible.Text.Name), f"{name} has no accessible name"


def test_without_a_file_there_is_the_welcome_page(commands: Commands) -> None:
    assert child(commands, "welcomePage").isVisible()
    assert not commands.actions["export"].isEnabled()


def test_opening_shows_the_finished_conversation(agent: Commands) -> None:
    tree = agent.window.sidebar.tree
    assert tree.model().rowCount(QModelIndex()) == 1
    assert scrubber(agent).value() == scrubber(agent).maximum() > 20
    assert "scaled" in spoken(child(agent, "timingLabel"))


def test_seeking_and_stepping_back_shows_the_same(agent: Commands, qtbot: QtBot) -> None:
    slider, pane = scrubber(agent), child(agent, "conversationPane")
    slider.setValue(slider.maximum())
    whole = spoken(pane)
    slider.setValue(slider.maximum() // 2)
    half = spoken(pane)
    assert half != whole
    QTest.mouseClick(child(agent, "stepForwardButton"), Qt.MouseButton.LeftButton)
    assert slider.value() == slider.maximum() // 2 + 1
    QTest.mouseClick(child(agent, "stepBackButton"), Qt.MouseButton.LeftButton)
    assert spoken(pane) == half


def test_playing_runs_to_the_end(agent: Commands, qtbot: QtBot) -> None:
    player = agent.window.workspace.player
    player.set_speed(16)
    player.seek(0)
    QTest.mouseClick(child(agent, "playButton"), Qt.MouseButton.LeftButton)
    assert player.is_playing
    qtbot.waitUntil(lambda: player.position == player.count)
    qtbot.waitUntil(lambda: not player.is_playing)


def test_an_error_and_its_retry_are_told(agent: Commands) -> None:
    exchanges = agent.recording.exchanges if agent.recording else ()
    failed = next(n for n, exchange in enumerate(exchanges) if exchange.failed)
    agent.window.sidebar.select(agent.window.sidebar.current()[0], failed)  # type: ignore[index]
    assert "429" in spoken(agent.window)
    assert not agent.actions["play"].isEnabled()


@pytest.mark.parametrize(
    ("key", "expected"),
    [(Qt.Key.Key_Left, -1), (Qt.Key.Key_Home, -1000), (Qt.Key.Key_BracketLeft, None), (Qt.Key.Key_5, None)],
)
def test_player_keys_work_while_the_conversation_has_the_focus(
    agent: Commands, key: Qt.Key, expected: int | None
) -> None:
    slider = scrubber(agent)
    agent.window.workspace.conversation.setFocus()
    QTest.keyClick(agent.window, key)
    assert slider.value() < slider.maximum()
    if expected is not None:
        assert slider.value() == max(slider.maximum() + expected, 0)


def test_typing_in_the_filter_does_not_play(agent: Commands, qtbot: QtBot) -> None:
    field = agent.window.sidebar.filter
    field.setFocus()
    QTest.keyClicks(field, "tool: k 5")
    assert field.text() == "tool: k 5"
    assert not agent.window.workspace.player.is_playing
    assert scrubber(agent).value() == scrubber(agent).maximum()


def test_filter_says_when_nothing_matches(agent: Commands, qtbot: QtBot) -> None:
    sidebar = agent.window.sidebar
    sidebar.filter.setText("tool:no-such-tool")
    qtbot.waitUntil(sidebar.nothing.isVisible)
    assert "tool:no-such-tool" in sidebar.nothing.text()
    sidebar.clear_filter.click()
    qtbot.waitUntil(lambda: not sidebar.nothing.isVisible())


def test_every_pane_shows_every_exchange(agent: Commands) -> None:
    workspace = agent.window.workspace
    path = agent.window.sidebar.current()[0]  # type: ignore[index]
    for number in range(3):
        agent.window.sidebar.select(path, number)
        for index in range(workspace.tabs.count()):
            workspace.tabs.setCurrentIndex(index)
            QApplication.processEvents()
            assert workspace.pane.isVisible()
            assert workspace.pane.number == number


def test_both_themes_and_zoom_keep_the_place(agent: Commands) -> None:
    slider = scrubber(agent)
    slider.setValue(7)
    for choice in (ThemeChoice.DARK, ThemeChoice.LIGHT):
        agent._appearance.choose(choice)
        assert slider.value() == 7
    agent.actions["zoom_in"].trigger()
    agent.actions["zoom_reset"].trigger()
    assert slider.value() == 7


def test_secrets_are_masked_until_shown(agent: Commands) -> None:
    agent.window.workspace.tabs.setCurrentIndex(4)
    secret = "sk-sample-"
    shown = cells(agent.window.workspace.pane)
    assert "Authorization" in shown
    assert "•" in shown
    assert secret not in shown
    agent.actions["show_secrets"].trigger()
    assert secret in cells(agent.window.workspace.pane)
    agent.actions["show_secrets"].trigger()


def test_a_file_that_is_no_cassette_is_told_in_the_window(commands: Commands, tmp_path: Path, qtbot: QtBot) -> None:
    plain = tmp_path / "workflow.yaml"
    plain.write_text("on: push\njobs:\n  build: {}\n")
    commands.open([plain])
    qtbot.waitUntil(lambda: "workflow.yaml is not a cassette" in spoken(commands.window.notice))
    assert commands.window.notice.isVisible()
    assert commands.window.isVisible()


def test_reload_keeps_the_place(commands: Commands, samples: Path, tmp_path: Path, qtbot: QtBot) -> None:
    cassette = Path(shutil.copy(samples / "agent-tools.yaml", tmp_path / "agent.yaml"))
    commands.open([cassette])
    qtbot.waitUntil(lambda: commands.recording is not None)
    before = commands.recording
    scrubber(commands).setValue(9)
    cassette.with_suffix(".new").write_bytes(cassette.read_bytes() + b"\n")
    cassette.with_suffix(".new").replace(cassette)
    qtbot.waitUntil(lambda: commands.recording is not before)
    assert scrubber(commands).value() == 9


def test_dropped_files_open(commands: Commands, samples: Path, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(samples / name)) for name in ("agent-tools.yaml", "reasoning.yaml")])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(commands.window, QDragEnterEvent(QPoint(50, 50), *how))
    event = QDropEvent(QPointF(50, 50), *how)
    QApplication.sendEvent(commands.window, event)
    qtbot.waitUntil(lambda: len(commands._documents) == 2)
    assert event.isAccepted()


def test_closing_the_last_file_goes_back_to_the_welcome_page(agent: Commands) -> None:
    agent.actions["close"].trigger()
    assert agent.recording is None
    assert child(agent, "welcomePage").isVisible()


def test_export_window_previews_and_every_format_is_offered(agent: Commands, qtbot: QtBot) -> None:
    from viewer.core.exporters import EXPORTERS
    from viewer.gui.dialogs.export import ExportWindow

    agent.actions["export"].trigger()
    window = agent.window.findChild(ExportWindow)
    assert window is not None
    for row in range(len(EXPORTERS)):
        window._formats.setCurrentRow(row)
        qtbot.waitUntil(window._save.isEnabled)
        assert window._content
    window.close()


def test_enter_in_the_filter_keeps_what_was_typed(agent: Commands, qtbot: QtBot) -> None:
    field = agent.window.sidebar.filter
    field.setFocus()
    QTest.keyClicks(field, "status:4")
    qtbot.waitUntil(lambda: agent.window.sidebar.model.count()[1] == 1)
    popup: QWidget | None = field.completer().popup()
    QTest.keyClick(popup if popup and popup.isVisible() else field, Qt.Key.Key_Return)
    assert field.text() == "status:4"
    assert agent.window.sidebar.model.count()[1] == 1


def test_a_file_that_goes_away_stays_readable(commands: Commands, samples: Path, tmp_path: Path, qtbot: QtBot) -> None:
    cassette = Path(shutil.copy(samples / "agent-tools.yaml", tmp_path / "agent.yaml"))
    commands.open([cassette])
    qtbot.waitUntil(lambda: commands.recording is not None)
    cassette.unlink()
    qtbot.waitUntil(lambda: "cannot be read any more" in commands.window.status.accessibleName())
    assert commands.recording is not None
    assert scrubber(commands).isVisible()


def test_space_plays_after_an_interaction_was_clicked(agent: Commands, qtbot: QtBot) -> None:
    agent.window.workspace.player.seek(0)
    agent.window.sidebar.tree.setFocus()
    QTest.keyClick(agent.window.sidebar.tree, Qt.Key.Key_Space)
    assert agent.window.workspace.player.is_playing


def test_a_narrow_window_hides_the_sidebar_and_a_wide_one_brings_it_back(agent: Commands) -> None:
    agent.window.resize(700, 600)
    assert not agent.window.sidebar.isVisible()
    agent.window.resize(1440, 900)
    assert agent.window.sidebar.isVisible()


def test_arrow_keys_walk_over_conversations_and_files(agent: Commands) -> None:
    tree = agent.window.sidebar.tree
    tree.setFocus()
    tree.setCurrentIndex(agent.window.sidebar.model.index_of(agent.window.sidebar.current()[0], 0))  # type: ignore[index]
    QTest.keyClick(tree, Qt.Key.Key_Up)
    assert agent.window.sidebar.current()[1] == -1  # type: ignore[index]
    QTest.keyClick(tree, Qt.Key.Key_Up)
    assert not tree.currentIndex().parent().isValid(), "the file"
    for _ in range(3):
        QTest.keyClick(tree, Qt.Key.Key_J)
    assert agent.window.workspace.number == 1


def test_steps_of_zoom_are_taken_together(agent: Commands, qtbot: QtBot) -> None:
    appearance, worn = agent._appearance, []
    appearance.changed.connect(lambda: worn.append(appearance.look.theme.scale))
    for _ in range(20):
        agent.actions["zoom_in"].trigger()
    qtbot.waitUntil(lambda: bool(worn))
    assert worn == [2.0]


def test_a_hidden_pane_wears_the_look_when_it_is_shown(agent: Commands) -> None:
    workspace = agent.window.workspace
    workspace.tabs.setCurrentIndex(3)
    events = workspace.pane
    workspace.tabs.setCurrentIndex(0)
    agent._appearance.toggle()
    assert events.look is not agent._appearance.look, "nobody sees it"
    workspace.tabs.setCurrentIndex(3)
    assert events.look is agent._appearance.look


@pytest.mark.usefixtures("font_width")
@pytest.mark.parametrize("scale", [150, 200])
def test_nothing_collapses_in_the_inspector_at_high_zoom(agent: Commands, qtbot: QtBot, scale: int) -> None:
    workspace = agent.window.workspace
    followed = workspace.follow.isChecked()
    while round(agent._appearance.look.theme.scale * 100) < scale:
        agent._appearance.zoom(1)
        qtbot.wait(40)
    qtbot.waitUntil(lambda: "Event" in workspace.inspector._header.text)
    px = agent._appearance.look.theme.px
    header = workspace.inspector._header

    def check() -> None:
        assert header._title.width() >= header._title.width_of()
        rows = workspace.inspector._rows
        for row in rows:
            assert row.height() >= px(20)
        for upper, lower in pairwise(rows):
            assert upper.geometry().bottom() < lower.geometry().top()
        result = workspace.inspector._result
        assert result.isHidden() or result.height() >= result.minimumSizeHint().height()

    qtbot.waitUntil(check)
    assert workspace.follow.isChecked() == followed


def test_zoom_is_no_scrolling_of_the_user(agent: Commands, qtbot: QtBot) -> None:
    workspace = agent.window.workspace
    scrubber(agent).setValue(scrubber(agent).maximum() // 2)
    scrubber(agent).setValue(scrubber(agent).maximum())
    workspace.follow.setChecked(True)
    assert workspace.conversation.canvas.verticalScrollBar().value() > 0
    for by in (1, 1, 1, -1, -1, -1):
        before = agent._appearance.look
        agent._appearance.zoom(by)
        qtbot.waitUntil(lambda before=before: agent._appearance.look is not before)  # type: ignore[misc]
        assert workspace.follow.isChecked()
