# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The sums of a run: numbers with their nouns. What is estimated, or not known, is said beside the number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.core.text.quantities import cost_text, plural
from viewer.core.timeline import duration_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from viewer.core.runs.sums import Sums
    from viewer.gui.look.look import Look
    from viewer.gui.runs.whole_run import WholeRun

_LINE, _BESIDE, _BETWEEN = 44, 32, 4


def facts_of(run: WholeRun) -> tuple[tuple[str, str], ...]:
    """Each number with its noun."""
    sums = run.sums
    turns = sum(len(root.turns) for root in run.roots if not run.is_log(root))  # those of sub-agents are no human's
    facts = [_fact(turns, "turn"), _fact(sums.calls, "call of a model", "calls of models")]
    facts += [_fact(sums.tools, "tool call")] if sums.tools else []
    facts += _token_facts(sums)
    facts += _cost_facts(sums)
    times = [moment.step.duration_ms for moment in run.moments]
    known = [time for time in times if time is not None]
    if known:
        missing = len(times) - len(known)
        facts.append((duration_text(sum(known)), "in models" + (f", {missing:,} not recorded" if missing else "")))
    if sums.other:
        facts.append(_fact(sums.other, "other interaction"))
    return tuple(facts)


def _token_facts(sums: Sums) -> list[tuple[str, str]]:
    tokens = sums.tokens
    if tokens.untold == sums.calls:
        return [("no", "tokens told")]
    cached = f" ({tokens.cache_read * 100 // tokens.input} % cached)" if tokens.cache_read and tokens.input else ""
    least = "≥ " if tokens.untold else ""
    untold = f", {tokens.untold:,} not told" if tokens.untold else ""
    return [
        (f"{least}{tokens.input:,}", f"tokens in{cached}{untold}"),
        (f"{least}{tokens.output:,}", f"out{untold}"),
    ]


def _cost_facts(sums: Sums) -> list[tuple[str, str]]:
    costs, facts = sums.costs, []
    if costs.recorded:
        facts.append((cost_text(costs.recorded_usd), "recorded"))
    if costs.estimated:
        facts.append((f"≈ {cost_text(costs.estimated_usd)}", "estimated"))
    if costs.unknown:
        facts.append(("unknown", f"cost of {plural(costs.unknown, 'call')}"))
    return facts


def _fact(count: int, one: str, many: str | None = None) -> tuple[str, str]:
    number, _, noun = plural(count, one, many).partition(" ")
    return number, noun


class RunFacts(QWidget):
    """Numbers beside each other, in as many lines as they need."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """No numbers yet."""
        super().__init__(parent)
        self._look = look
        self._facts: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        self._arrange()

    def show_run(self, run: WholeRun | None) -> None:
        """Show the sums of a run."""
        self._facts = facts_of(run) if run is not None else ()
        self.setAccessibleName(", ".join(f"{number} {noun}" for number, noun in self._facts))
        lists = run.sums.costs.lists if run is not None else ()
        self.setToolTip("Estimated by " + ", ".join(lists) if lists else "")
        self._arrange()

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(self._look.theme.px(300), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Number on top, noun below."""
        painter, theme = QPainter(self), self._look.theme
        numbers, nouns = theme.font(18, bold=True), theme.font(12)
        for at, (number, noun) in self._places():
            painter.setFont(numbers)
            painter.setPen(theme.color("text"))
            top = QFontMetrics(numbers).ascent()
            painter.drawText(at.x(), at.y() + top, number)
            painter.setFont(nouns)
            painter.setPen(theme.color("text2"))
            painter.drawText(at.x(), at.y() + top + theme.px(_BETWEEN) + QFontMetrics(nouns).ascent(), noun)
        painter.end()

    def _places(self) -> Iterator[tuple[QPoint, tuple[str, str]]]:
        theme = self._look.theme
        numbers, nouns = QFontMetrics(theme.font(18, bold=True)), QFontMetrics(theme.font(12))
        x, y = 0, 0
        for number, noun in self._facts:
            width = max(numbers.horizontalAdvance(number), nouns.horizontalAdvance(noun))
            if x and x + width > self.width():
                x, y = 0, y + theme.px(_LINE + 8)
            yield QPoint(x, y), (number, noun)
            x += width + theme.px(_BESIDE)

    def _arrange(self) -> None:
        bottom = max((at.y() for at, _ in self._places()), default=0) + self._look.theme.px(_LINE)
        if (self.minimumHeight(), self.maximumHeight()) != (bottom, bottom):
            self.setFixedHeight(bottom)
        self.update()
