# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What goes first where a row of the tree has no room for everything."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication, QTreeView

from viewer.gui.look.appearance import Appearance
from viewer.gui.models.rows import Row
from viewer.gui.settings import Settings
from viewer.gui.sidebar.interaction_delegate import InteractionDelegate, told_apart


def test_names_that_would_look_the_same_are_told_apart(qapp: QApplication) -> None:
    metrics = QFontMetrics(QFont())
    names = [f"test_streaming_of_{what}_with_many_tools_and_results.yaml" for what in ("anthropic", "bedrock")]
    width = metrics.horizontalAdvance("test_stream...results.yaml")
    plain = {metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, width) for name in names}
    assert len(plain) == 1, "the test needs names that look alike"
    shown = [told_apart(metrics, name, width, [other for other in names if other != name]) for name in names]
    assert len(set(shown)) == 2
    assert all(metrics.horizontalAdvance(name) <= width for name in shown)
    assert told_apart(metrics, names[0], width, ["other.yaml"]) in plain
    assert told_apart(metrics, "short.yaml", width, names) == "short.yaml"


def test_the_recorder_gives_way_to_the_name_of_a_file(qapp: QApplication, settings: Settings) -> None:
    view = QTreeView()
    delegate = InteractionDelegate(Appearance(qapp, settings).look, view)
    short, long = (Row("file", name, badge="go-vcr v2") for name in ("a.yaml", f"{'simple_streaming_' * 3}.yaml"))
    assert delegate.fits_badge(short, 240)
    assert not delegate.fits_badge(short, 60)
    assert not delegate.fits_badge(long, 240)
