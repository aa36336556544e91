# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A window that is used for long holds no more than one that was used for short (`tests/bench/soak.py` measures it)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.soak import Soak, turn
from viewer.gui.window.commands import Commands


def test_nothing_is_left_of_what_was_closed(commands: Commands, samples: Path, qapp: QApplication) -> None:
    commands.window.resize(900, 700)
    commands.window.show()
    soak = Soak(commands, sorted(samples.glob("*.yaml")), turn(qapp))
    soak.look_everywhere()
    counts = []
    for _ in range(4):
        soak.act(60)
        soak.close_all()
        counts.append(soak.counts())
    assert len(soak.done) == 11
    before, last = counts[1], counts[-1]
    # Pictures of other sizes are new, and what only a chance brings to the front.
    assert last.qt_objects <= before.qt_objects * 1.1, counts
    assert last.descriptors <= before.descriptors + 2
    assert last.threads <= before.threads + 4
    assert last.objects <= before.objects * 1.15, counts
