# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The tree, the Problems pane, the page of a folder, the status line and `check` count the same problems."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from viewer.batch import Check, Source
from viewer.core.errors import NO_PROBLEMS, ProblemCounts
from viewer.gui.documents.document import read_document, with_second_look
from viewer.gui.library.scan import Look
from viewer.gui.models.filter_query import acceptor
from viewer.gui.models.interaction_tree import InteractionTree
from viewer.gui.models.nodes import FileNode
from viewer.gui.models.overview import overview
from viewer.gui.models.problems_model import ProblemsModel
from viewer.gui.panes.problems import ProblemsPane
from viewer.gui.settings import Settings
from viewer.gui.window.commands import Commands
from viewer.index.stamp import Stamp

_ANY = Stamp(0, 0, 0)
_SEVERITY = re.compile(r":\d+: (error|warning|info): ")
_NOT_AS_DECLARED = ('"type":"number"', '"type":"boolean"')
"""A change to a sample after which a call's arguments do not fit, which a first look does not tell."""


@pytest.fixture
def folder(samples: Path, tmp_path: Path) -> Path:
    """Every sample, one whose arguments do not fit, an empty cassette, a partly damaged one."""
    top = tmp_path / "top"
    (top / "deep").mkdir(parents=True)
    for path in samples.glob("*.yaml"):
        shutil.copy(path, top)
    text = (samples / "agent-tools.yaml").read_text("utf-8")
    (top / "deep/unfit.yaml").write_text(text.replace(*_NOT_AS_DECLARED), "utf-8")
    (top / "deep/empty.yaml").write_text("version: 2\ninteractions: []\n", "utf-8")
    (top / "deep/cut.yaml").write_text(f"{text}  - request: {{url: 'x", "utf-8")
    return top


def _checked(path: Path) -> ProblemCounts:
    """What `check --all` tells, counted by its lines."""
    lines = Check(tells_all=True)(Source(path, Path(path.name))).lines
    found = Counter(match[1] for line in lines if (match := _SEVERITY.search(line)))
    assert found.total() == len(lines)
    return ProblemCounts(found["error"], found["warning"], found["info"])


def _listed(path: Path) -> tuple[ProblemCounts, ProblemCounts, ProblemCounts]:
    """What the Problems pane lists, the status line says and the tree counts of a file that was opened by itself."""
    _, document = with_second_look(read_document(path), lambda: False)
    model = ProblemsModel(None)  # type: ignore[arg-type]  # nothing is drawn
    assert document.node is not None
    model.show(document.recording, 0 if document.recording and document.recording.summaries else -1)
    return model.counts, document.problems, document.node.counts.problems


def _nodes(paths: Iterable[Path]) -> list[FileNode]:
    return [node for path in paths if (node := Look()((path, _ANY)).node()) is not None]


def _all_agree(files: list[FileNode], top: Path) -> ProblemCounts:
    """Compare file by file, then the folder's row and its page; returns how many there are."""
    told = NO_PROBLEMS
    for file in files:
        if file.row.failed and not file.by_exchange:
            continue  # it cannot be read, which is told on standard error
        checked = _checked(file.path)
        assert _listed(file.path) == (checked, checked, checked), file.path
        assert file.counts.problems == checked, file.path
        assert all(words in file.row.tip for words in checked.words), file.row.tip
        told += checked
    tree = InteractionTree()
    tree.add_library(top)
    tree.put_all(top, files)
    assert tree.counts.problems == told
    shown = overview(top, files, {}, {}, "")
    assert [" ".join(fact) for fact in shown.facts if fact[1].rstrip("s") in ("error", "warning", "note")] == list(
        told.words
    )
    row = next(node for node in tree.tops if node.path == top).row
    assert all(words in row.tip for words in told.words), row.tip
    return told


def test_all_count_the_same(folder: Path) -> None:
    files = _nodes(sorted(path for path in folder.rglob("*") if path.is_file()))
    told = _all_agree(files, folder)
    assert told.errors
    assert told.warnings
    assert told.infos
    unfit = next(file for file in files if file.path.name == "unfit.yaml")
    assert unfit.counts.problems.warnings, "what only a second look finds is among them"
    assert any(leaf.row.problem for leaf in unfit.by_exchange.values())


def test_all_count_the_same_of_recordings(shared: Path) -> None:
    top = shared / "cassettes"
    files = _nodes(sorted(path for path in top.rglob("*") if path.is_file()))
    assert _all_agree(files, top).serious
    rows = [leaf.row for file in files for leaf in file.by_exchange.values()]
    for section in overview(top, files, {}, {}, "").sections:
        for line in section.lines:
            accepts = acceptor(line.query)
            if accepts is not None and section.title != "Problems":  # files without interactions are among those
                assert sum(map(accepts, rows)) == int(line.note.replace(",", "")), line


def test_a_window_tells_what_a_second_look_found(
    make_window: Callable[..., Commands], settings: Settings, folder: Path, qtbot: QtBot
) -> None:
    commands = make_window(settings)
    path = folder / "deep/unfit.yaml"
    commands.open([path])
    commands.window.show()
    counts = _checked(path)
    model = commands.window.sidebar.model
    qtbot.waitUntil(lambda: (known := model.file(path)) is not None and known.counts.problems == counts, timeout=10_000)
    assert any(row.problem for row in model.rows())
    qtbot.waitUntil(lambda: ", ".join(counts.words) in commands.window.status.accessibleName())
    commands.window.workspace.show_pane("problemsPane")
    pane = commands.window.findChild(ProblemsPane)
    assert pane is not None
    qtbot.waitUntil(lambda: pane.accessibleDescription() == ", ".join(counts.words))
