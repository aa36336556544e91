# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A request of 50 MB of JSON in one line, in the pane that shows it: first screen, scrolling, find next. `FILE`."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from tests.bench.heart import turn, turn_until
from tests.bench.process import memory_mb, report
from tests.bench.window import Bench
from viewer.gui.code.document_view import DocumentView

_SCROLLS, _FINDS = 40, 10
_LONGEST_S = 300.0


def main(path: Path) -> None:
    """Show it; ms until it stands, of a page further and of the next find, painted, and of the longest stops."""
    bench = Bench()
    bench.commands.warm_up()
    turn(0.5)
    bench.commands.open([path])
    turn_until(lambda: bench.commands.recording is not None, _LONGEST_S)
    turn(0.5)
    pane, tabs = bench.widget("requestPane"), bench.tabs
    number = next(at for at in range(tabs.count()) if tabs.tabText(at).startswith("Request"))
    bench.heart.reset()
    began = time.perf_counter()
    tabs.setCurrentIndex(number)
    turn_until(lambda: _view(bench) is not None, _LONGEST_S)
    pane.grab()
    first, gap, view = (time.perf_counter() - began) * 1000, bench.heart.gap, _view(bench)
    assert view is not None
    bar = view.verticalScrollBar()
    scrolls = [_took(pane, lambda: bar.setValue(bar.value() + bar.pageStep())) for _ in range(_SCROLLS)]
    bench.heart.reset()
    view.find_text("therefore")
    turn(1.0)
    finds = [_took(pane, view.find_next) for _ in range(_FINDS)]
    report(
        first=first,
        gap=(gap.wall, gap.cpu),
        scroll=(statistics.median(scrolls), max(scrolls)),
        find=(statistics.median(finds), max(finds)),
        find_gap=(bench.heart.gap.wall, bench.heart.gap.cpu),
        memory=memory_mb(),
    )


def _view(bench: Bench) -> DocumentView | None:
    """The view in the pane, as soon as a body is in it."""
    views = bench.widget("requestPane").findChildren(DocumentView)
    return next((view for view in views if len(view.document().lines) > 1), None)


def _took(pane: QWidget, act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    pane.grab()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute())
