# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""How an answer ended and what it cost, known before playback comes to it and labelled so."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from viewer.core.analysis import Exchange
from viewer.core.messages import Usage
from viewer.core.text.quantities import cost_text
from viewer.gui.look.look import Look
from viewer.gui.widgets.run_label import Run, RunLabel

_NOT_RECORDED = "not recorded"
_TWO_COLUMNS = 330


class StreamResult(QWidget):
    """Finish reason, tokens, cost and provider, with a bar of tokens in and out."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Hidden until there is something to tell."""
        super().__init__(parent)
        self.setAccessibleName("Result of this stream")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._look = look
        self._title, self._caption = RunLabel(look, self), RunLabel(look, self)
        self._caption.align_right()
        self._bar = _TokenBar(look, self)
        self._total = RunLabel(look, self)
        self._total.align_right()
        self._cells: list[tuple[RunLabel, RunLabel]] = []
        self._told: list[tuple[str, Run]] = []
        self._grid = QGridLayout()
        self._lay_out()

    @property
    def text(self) -> str:
        """All that is shown, one line per fact."""
        facts = [f"{label.text()}: {value.text()}" for label, value in self._cells if not label.isHidden()]
        return "\n".join([self._title.text(), self._caption.text(), *facts, self._total.text()])

    def tell(self, exchange: Exchange, position: int) -> None:
        """Show how an exchange ended, as seen when `position` events are shown."""
        self._title.set_runs([Run(f"Result of this {'stream' if exchange.is_stream else 'answer'}", "text", bold=True)])
        ahead = _source(exchange, position) if exchange.is_stream else "known"
        self._caption.set_runs([Run(ahead, "text3", size=11)], [Run(ahead.rpartition(", ")[2], "text3", size=11)])
        self._tell_facts(_facts(exchange))
        usage = exchange.answer.usage
        counted = usage is not None and usage.input_tokens is not None and usage.output_tokens is not None
        self._bar.setVisible(counted)
        if usage and counted:
            self._bar.tell(usage.input_tokens or 0, usage.output_tokens or 0)
        total = _sum(exchange)
        self._total.setVisible(bool(total))
        self._total.set_runs([Run(" · ".join(total), "text3", size=11)], [Run("".join(total[-1:]), "text3", size=11)])

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        self._bar.set_look(look)
        for label in (self._title, self._caption, self._total, *(label for cell in self._cells for label in cell)):
            label.set_look(look)
        px = look.theme.px
        self._column.setContentsMargins(px(20), px(10), px(20), px(12))
        self._grid.setColumnMinimumWidth(0, px(78))
        self._tell_facts(self._told)
        self.update()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._title, 0)
        top.addWidget(self._caption, 1)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(4)
        self._column.addLayout(top)
        self._column.addLayout(self._grid)
        self._column.addWidget(self._bar)
        self._column.addWidget(self._total)
        self.set_look(self._look)

    def _tell_facts(self, facts: list[tuple[str, Run]]) -> None:
        """Two columns where there is room for them, filled from top to bottom."""
        self._told = facts
        while len(self._cells) < len(facts):
            self._cells.append((RunLabel(self._look, self), RunLabel(self._look, self)))
        self._grid.setColumnMinimumWidth(2, self._look.theme.px(66) if self._is_wide else 0)
        self._grid.setColumnStretch(3, 1 if self._is_wide else 0)
        rows = (len(facts) + 1) // 2 if self._is_wide else len(facts)
        for number, (label, value) in enumerate(self._cells):
            shown = number < len(facts)
            label.setVisible(shown)
            value.setVisible(shown)
            if shown:
                self._grid.addWidget(label, number % rows, number // rows * 2)
                self._grid.addWidget(value, number % rows, number // rows * 2 + 1)
                label.set_runs([Run(facts[number][0], "text2", size=12)])
                value.set_runs([facts[number][1]])

    @property
    def _is_wide(self) -> bool:
        return self.width() >= self._look.theme.px(_TWO_COLUMNS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column or two."""
        super().resizeEvent(event)
        if (event.oldSize().width() >= self._look.theme.px(_TWO_COLUMNS)) != self._is_wide:
            self._tell_facts(self._told)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Background and the line above it."""
        painter, theme = QPainter(self), self._look.theme
        painter.fillRect(self.rect(), theme.color("raised"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("border"))


class _TokenBar(QWidget):
    """Tokens in and out as parts of one bar."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._share = 0.5
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_look(self, look: Look) -> None:
        self._look = look
        self.updateGeometry()

    def tell(self, tokens_in: int, tokens_out: int) -> None:
        self._share = tokens_in / (tokens_in + tokens_out) if tokens_in + tokens_out else 0.5
        self.setAccessibleName(f"{tokens_in:,} tokens in, {tokens_out:,} tokens out")
        self.setToolTip(self.accessibleName())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.theme.px(100), self._look.theme.px(14))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Two rounded bars side by side, neither so short that it cannot be seen."""
        painter, theme = QPainter(self), self._look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        height, gap = theme.px(6), theme.px(3)
        seam = min(max(self.width() * self._share, theme.px(4)), self.width() - theme.px(4))
        top, radius = (self.height() - height) / 2, height / 2
        painter.setBrush(theme.color("lane_role"))
        painter.drawRoundedRect(QRectF(0, top, seam - gap / 2, height), radius, radius)
        painter.setBrush(theme.color("lane_text"))
        painter.drawRoundedRect(QRectF(seam + gap / 2, top, self.width() - seam - gap / 2, height), radius, radius)


def has_result(exchange: Exchange) -> bool:
    """Whether there is anything to tell: a stream always, an answer when it reported something."""
    return exchange.is_stream or exchange.answer.usage is not None or _finish(exchange) != ""


def _facts(exchange: Exchange) -> list[tuple[str, Run]]:
    """Names and values."""
    usage = exchange.answer.usage or Usage()
    first = [
        ("Finish", _finish(exchange), True),
        ("Tokens in", _count(usage.input_tokens), False),
        ("Tokens out", _count(usage.output_tokens), False),
    ]
    second = [
        ("Provider", exchange.answer.provider or "", False),
        ("Cost", _cost(usage.cost), False),
        ("Cached", _count(usage.cache_read_input_tokens), False),
    ]
    if usage.reasoning_output_tokens:
        first.append(("Reasoning", _count(usage.reasoning_output_tokens), False))
    if usage.cache_creation_input_tokens:
        second.append(("Cache written", _count(usage.cache_creation_input_tokens), False))
    return [(name, _run(value, mono=mono)) for name, value, mono in (*first, *second)]


def _run(value: str, *, mono: bool) -> Run:
    return Run(value, "text", mono=mono, size=12) if value else Run(_NOT_RECORDED, "text3", size=12)


def _finish(exchange: Exchange) -> str:
    """The provider's own word, of each candidate answer."""
    return ", ".join(m.native_finish_reason for m in exchange.answer.messages if m.native_finish_reason)


def _count(tokens: int | None) -> str:
    return "" if tokens is None else f"{tokens:,}"


def _cost(dollars: float | None) -> str:
    """All digits that were recorded, never in powers of ten."""
    if dollars is None:
        return ""
    return "$" + (f"{dollars:.12f}".rstrip("0").rstrip(".") or "0")


def _sum(exchange: Exchange) -> list[str]:
    """All tokens, where both counts are known, and what they may have cost, where the provider did not say."""
    usage, estimate = exchange.answer.usage or Usage(), exchange.cost_estimate
    told = []
    if usage.input_tokens is not None and usage.output_tokens is not None:
        told.append(f"{usage.input_tokens + usage.output_tokens:,} tokens in all")
    if estimate is not None:
        told.append(f"≈ {cost_text(estimate.amount_usd)} ({estimate.label})")
    return told


def _source(exchange: Exchange, position: int) -> str:
    """Where the facts stand when playback has not come to them: `from events 26 and 27, ahead`."""
    assembly = exchange.assembly
    steps = {history[-1][0] for history in assembly.finishes.values()} | {step for step, _ in assembly.usages[-1:]}
    ahead = sorted(step + 1 for step in steps if step >= position)
    if not ahead:
        return "known" if steps else _NOT_RECORDED
    numbers = " and ".join(f"{number:,}" for number in ahead[:2])
    return f"from event{'s' if len(ahead) > 1 else ''} {numbers}, ahead"
