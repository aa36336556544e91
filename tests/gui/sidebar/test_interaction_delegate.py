# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What goes first where a row of the tree has no room for everything."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QTreeView

from viewer.gui.look.appearance import Appearance
from viewer.gui.models.rows import Row
from viewer.gui.settings import Settings
from viewer.gui.sidebar.interaction_delegate import InteractionDelegate


def test_the_recorder_gives_way_to_the_name_of_a_file(qapp: QApplication, settings: Settings) -> None:
    view = QTreeView()
    delegate = InteractionDelegate(Appearance(qapp, settings).look, view)
    short, long = (Row("file", name, badge="go-vcr v2") for name in ("a.yaml", f"{'simple_streaming_' * 3}.yaml"))
    assert delegate.fits_badge(short, 240)
    assert not delegate.fits_badge(short, 60)
    assert not delegate.fits_badge(long, 240)
