# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Files are opened, changed, read again, filtered, selected and closed in any order: the window shows what there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from pytestqt.qtbot import QtBot

from tests.soak import turn
from viewer.gui.app import Application
from viewer.gui.documents.document import Document
from viewer.gui.window.commands import Commands

_NAMES = ("a.yaml", "b.yaml", "c.json")
_SAMPLES = ("agent-tools.yaml", "errors.yaml")
_FILTERS = ("", "status:2xx", "status:4xx", "tool:", "-is:stream", "the", "nothing has this", '"', "((")


class _WindowMachine(RuleBasedStateMachine):
    """One window, three files that change on the disk, and which of them should be open."""

    commands: Commands
    folder: Path
    texts: tuple[bytes, ...]
    turn: Callable[[], None]
    wait_until: Callable[[Callable[[], bool]], None]

    def __init__(self) -> None:
        super().__init__()
        self.open: list[Path] = []
        self.window = self.commands.window
        for name in _NAMES:
            (self.folder / name).write_bytes(self.texts[0])

    def teardown(self) -> None:
        self.window.sidebar.filter.clear()
        for path in list(self.open):
            self.commands._documents.close(path)
        self.open = []
        self.settle()

    # --- What is done; none of it waits for what was done before

    @rule(name=st.sampled_from(_NAMES))
    def open_file(self, name: str) -> None:
        path = self.folder / name
        self.commands.open([path])
        if path not in self.open:
            self.open.append(path)

    @rule(name=st.sampled_from(_NAMES))
    def close_file(self, name: str) -> None:
        path = self.folder / name
        self.commands._documents.close(path)
        if path in self.open:
            self.open.remove(path)

    @rule(name=st.sampled_from(_NAMES), which=st.integers(0, 4))
    def change_file(self, name: str, which: int) -> None:
        """Another recording, a broken or an empty file takes its name; the watcher may see it before the reload."""
        (self.folder / name).write_bytes(self.texts[which])

    @rule(name=st.sampled_from(_NAMES))
    def reload(self, name: str) -> None:
        self.commands._documents.reload(self.folder / name)

    @rule(text=st.sampled_from(_FILTERS))
    def type_filter(self, text: str) -> None:
        self.window.sidebar.filter.setText(text)

    @rule(name=st.sampled_from(_NAMES), number=st.integers(-1, 9))
    def select(self, name: str, number: int) -> None:
        self.window.sidebar.select(self.folder / name, number)

    @rule(by=st.sampled_from((-1, 1)))
    def step(self, by: int) -> None:
        self.window.sidebar.step(by)

    @rule(pane=st.integers(0, 20), position=st.integers(0, 40))
    def look(self, pane: int, position: int) -> None:
        """Another pane, another position."""
        workspace = self.window.workspace
        workspace.tabs.setCurrentIndex(pane % workspace.tabs.count())
        workspace.player.seek(position)
        self.turn()

    # --- What holds when nothing is on its way any more

    @rule()
    def settle(self) -> None:
        """Wait, and look at what is on show."""
        self.wait_until(self._is_quiet)
        documents = {document.path: document for document in self.commands._documents}
        assert sorted(documents) == sorted(self.open)
        self._check_tree(documents)
        self._check_selection(documents)

    def _is_quiet(self) -> bool:
        self.turn()
        tree_filter = self.window.sidebar.tree_filter
        reading = (document.is_loading for document in self.commands._documents)
        return not tree_filter.is_due and not any(reading) and not self.commands._tasks.is_running("filter")

    def _check_tree(self, documents: dict[Path, Document]) -> None:
        sidebar = self.window.sidebar
        model, known = sidebar.model, [document.recording for document in documents.values()]
        count = sum(len(recording.summaries) for recording in known if recording is not None)
        shown = list(model.shown_interactions())
        assert model.counts.interactions == count
        assert all(node.path in documents for node in shown)
        assert len(shown) == count or (sidebar.filter.text() and len(shown) < count)
        assert len(shown) == model.count()[1]

    def _check_selection(self, documents: dict[Path, Document]) -> None:
        selection, workspace = self.commands._selection, self.window.workspace
        if not documents:
            assert (selection.path, workspace.recording, workspace.number) == (None, None, -1)
            assert self.window.windowTitle() == "Cassette Viewer"
            return
        assert selection.path is None or selection.path in documents
        if workspace.recording is None:
            assert workspace.player.count == 0
            return
        assert selection.path is not None
        document = documents[selection.path]
        assert workspace.recording is document.recording
        assert 0 <= workspace.number < len(workspace.recording.summaries)
        exchange = workspace.recording.exchanges[workspace.number]
        assert workspace.player.count == (len(exchange.timeline) if exchange.is_stream else 0)
        assert 0 <= workspace.player.position <= workspace.player.count
        assert self.window.windowTitle().startswith(selection.path.name)
        node = self.window.sidebar.model.node(self.window.sidebar.tree.currentIndex())
        if node is not None and node.exchange >= 0:
            assert (node.path, node.exchange) == (selection.path, workspace.number)


@pytest.fixture
def machine(
    commands: Commands, samples: Path, tmp_path: Path, qtbot: QtBot, qapp: Application
) -> Iterator[type[_WindowMachine]]:
    first, second = ((samples / name).read_bytes() for name in _SAMPLES)
    half = first[: len(first) // 2]
    made = _WindowMachine
    made.commands, made.folder, made.turn = commands, tmp_path, staticmethod(turn(qapp))
    made.texts = first, second, half, b"", b"no cassette at all\n"
    made.wait_until = staticmethod(lambda is_so: qtbot.waitUntil(is_so, timeout=20_000))
    yield made
    del made.commands, made.folder, made.turn, made.texts, made.wait_until


def test_the_window_shows_what_there_is(machine: type[_WindowMachine]) -> None:
    run_state_machine_as_test(machine, settings=settings(max_examples=12, stateful_step_count=25))
