# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""An asterisk unfolds a row and what is below it, as far as nobody has to wait for that."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest

from viewer.gui.sidebar import tree_view
from viewer.gui.window.commands import Commands


def _unfolded(commands: Commands) -> list[bool]:
    """Whether the file and each conversation in it are unfolded."""
    tree = commands.window.sidebar.tree
    file = tree.model().index(0, 0, QModelIndex())
    below = (tree.model().index(row, 0, file) for row in range(tree.model().rowCount(file)))
    return [tree.isExpanded(index) for index in (file, *below) if tree.model().hasChildren(index)]


@pytest.mark.parametrize(("most", "expected"), [(1000, [True, True]), (1, [True, False])])
def test_it_unfolds_the_first_rows(
    agent: Commands, monkeypatch: pytest.MonkeyPatch, most: int, expected: list[bool]
) -> None:
    monkeypatch.setattr(tree_view, "_UNFOLDED_AT_ONCE", most)
    tree = agent.window.sidebar.tree
    tree.collapseAll()
    assert not any(_unfolded(agent))
    tree.setCurrentIndex(tree.model().index(0, 0, QModelIndex()))
    QTest.keyClick(tree, Qt.Key.Key_Asterisk)
    assert _unfolded(agent) == expected
