# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Where Tab goes: through the areas of the window in their order, and in each as one reads, row by row.

Qt's own chain is the order in which widgets were made, which tells nothing: panes are made when they are looked at.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget


def next_stop(areas: Sequence[QWidget], now: QWidget | None, *, forward: bool) -> QWidget | None:
    """The widget that Tab or Shift+Tab goes to from `now`; behind the last area comes the first."""
    stops = [stop for area in areas for stop in _stops(area)]
    if not stops:
        return None
    while now is not None and now not in stops:
        now = now.parentWidget()
    if now is None:
        return stops[0 if forward else -1]
    return stops[(stops.index(now) + (1 if forward else -1)) % len(stops)]


def _stops(area: QWidget) -> list[QWidget]:
    """What takes the focus in an area, as one reads."""
    found = [widget for widget in (area, *area.findChildren(QWidget)) if _takes_focus(widget)]
    places = {widget: QRect(widget.mapTo(area, QPoint(0, 0)), widget.size()) for widget in found}
    rows: list[list[QWidget]] = []
    bottom = -1
    for widget in sorted(found, key=lambda stop: places[stop].top()):
        if not rows or places[widget].top() > bottom:
            rows.append([])
            bottom = places[widget].bottom()
        rows[-1].append(widget)
        bottom = min(bottom, places[widget].bottom())
    return [widget for row in rows for widget in sorted(row, key=lambda stop: places[stop].left())]


def _takes_focus(widget: QWidget) -> bool:
    wanted = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(wanted) and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None
