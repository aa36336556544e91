# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`python -m tests.bench.start FILE`: the command as a user gives it, until its window is painted with the file."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from viewer.cli import main, window

if TYPE_CHECKING:
    from viewer.gui.app import Application

_open_window = window._open_window


def _open_measured(paths: Sequence[str], *, apart: bool, with_index: bool) -> int:
    """Open the window, and measure in place of its event loop; imported no sooner than the command does it."""
    import viewer.gui.app

    viewer.gui.app.Application.exec = _exec_until_shown  # type: ignore[method-assign,assignment]
    return _open_window(paths, apart=apart, with_index=with_index)


def _exec_until_shown(app: Application) -> int:
    """Turn the event loop until the file is on show."""
    from tests.bench.process import memory_mb, report, since_start_s

    while not (shown := [one for one in app.topLevelWidgets() if one.windowTitle().endswith(" — Cassette Viewer")]):
        app.processEvents()
    app.processEvents()
    shown[0].grab()
    report(seconds=since_start_s(), cpu=time.process_time(), memory=memory_mb())
    return 0


if __name__ == "__main__":
    window._open_window = _open_measured
    main([sys.argv[1], "--new-window"])
