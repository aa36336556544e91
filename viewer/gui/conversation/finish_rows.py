# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""How an answer ended -> rows: finish and usage, what is still to come, the end of the recording, errors, retries."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from viewer.core.analysis import Exchange
from viewer.core.deltas import Kind
from viewer.core.fold import Track, latest
from viewer.core.messages import FinishReason, Other, Usage
from viewer.core.timeline import duration_text
from viewer.gui.conversation.part_rows import LONGEST, part_rows
from viewer.gui.conversation.row_context import Desk, plural, size_text, status_text
from viewer.gui.conversation.rows import (
    Frame,
    Group,
    Passage,
    Row,
    Rule,
    Span,
    Strip,
    Style,
    ToExchange,
    Toggle,
    ToLine,
    ToPane,
)
from viewer.gui.look.icons import Icon

if TYPE_CHECKING:
    from viewer.gui.look.theme import Token

_MOST_UNKNOWN = 5
_TITLE = 60
_GOOD = (FinishReason.STOP, FinishReason.TOOL_CALL)


def flowing(text: str, icon: Icon, color: Token | None = None) -> list[Span]:
    """Words that break into lines like text, behind an icon."""
    first, *rest = text.split(" ")
    spans = [Span(word, Style.META, color=color, tight=True) for word in rest]
    return [Span(first, Style.META, icon, color=color), *spans]


def _chip(text: str, tone: Literal["neutral", "green", "amber", "red"] = "neutral", icon: Icon | None = None) -> Span:
    return Span(text, Style.CHIP, icon, tone)


# --- Finish and usage


def chip_rows(desk: Desk, shown: int, group: Group) -> list[Row]:
    """Finish reason, tokens, cost, duration and fragments, as far as they are known by now."""
    exchange, assembly = desk.exchange, desk.exchange.assembly
    is_over = not exchange.is_stream or shown >= len(exchange.events)
    chips = _finish_chips(desk, shown, is_over=is_over)
    usage = latest(assembly.usages, shown)
    if usage is not None and (chips or is_over):
        chips += [*_usage_chips(usage), *_estimate_chips(exchange, usage)]
    if is_over and assembly.tracks:
        chips += _extent_chips(desk)
    if not chips:
        return []
    return [Row("chips", Strip(tuple(chips), 20, wraps=True), group, gap=14)]


def _finish_chips(desk: Desk, shown: int, *, is_over: bool) -> list[Span]:
    finishes = desk.exchange.assembly.finishes
    chips = finish_chips(desk, shown, *finishes) if len(desk.exchange.assembly.choices) < 2 else []
    if is_over and not finishes and desk.exchange.is_stream and not desk.exchange.answer.error:
        chips.append(_chip("finish: not recorded", "amber", Icon.WARNING))
    return chips


def finish_chips(desk: Desk, shown: int, *choices: int) -> list[Span]:
    """Why candidate answers ended, by the provider's own word."""
    histories = (desk.exchange.assembly.finishes.get(choice, []) for choice in choices)
    return [
        _chip(f"finish: {desk.mask(finish.native, 80)}", "green", Icon.CHECK)
        if finish.reason in _GOOD
        else _chip(f"finish: {desk.mask(finish.native, 80)}", "amber", Icon.WARNING)
        for finish in (latest(history, shown) for history in histories)
        if finish is not None
    ]


def _usage_chips(usage: Usage) -> list[Span]:
    told = [
        (usage.input_tokens, "in"),
        (usage.output_tokens, "out"),
        (usage.reasoning_output_tokens, "reasoning"),
        (usage.cache_read_input_tokens, "cached"),
        (usage.cache_creation_input_tokens, "cache written"),
    ]
    always = ("in", "out")
    chips = [_chip(f"{n:,} {word}") for n, word in told if n is not None and (n or word in always)]
    if usage.cost is not None:
        chips.append(_chip(cost_text(usage.cost)))
    return chips


def _estimate_chips(exchange: Exchange, usage: Usage) -> list[Span]:
    """What the whole answer may have cost, once all of its usage is known."""
    estimate = exchange.cost_estimate
    if estimate is None or usage != exchange.answer.usage:
        return []
    return [_chip(f"≈ {cost_text(estimate.amount_usd)} · {estimate.label}")]


def cost_text(dollars: float) -> str:
    """A cost for people, never in powers of ten: `$0.000137`, `$1.25`."""
    if dollars <= 0 or not math.isfinite(dollars):
        return f"${dollars:g}"
    places = max(2, 2 - math.floor(math.log10(dollars)))
    return f"${dollars:,.{min(places, 12)}f}"


def _extent_chips(desk: Desk) -> list[Span]:
    exchange = desk.exchange
    chips = [_chip(duration_text(exchange.interaction.duration_ms))] if exchange.interaction.duration_ms else []
    words = {Kind.TEXT: "text", Kind.REASONING: "reasoning", Kind.TOOL_CALL: "argument"}
    if exchange.is_stream:
        for kind, word in words.items():
            count = sum(_fragments(track) for track in exchange.assembly.tracks if track.kind is kind)
            chips += [_chip(plural(count, f"{word} fragment"))] if count else []
    return chips


def _fragments(track: Track) -> int:
    """How many events brought text to a part."""
    return sum(after > before for before, after in pairwise([0, *track.ends]))


# --- Ahead and end

_AHEAD = {
    Kind.TEXT: "text fragment",
    Kind.REASONING: "reasoning fragment",
    Kind.TOOL_CALL: "argument fragment",
    Kind.PART: "part",
    Kind.ERROR: "error",
    Kind.UNKNOWN: "unknown piece",
}


def ahead_rows(desk: Desk, shown: int, group: Group) -> list[Row]:
    """What is still to come."""
    exchange = desk.exchange
    left = len(exchange.events) - shown
    counts = Counter(exchange.timeline.kinds[shown:])
    told = [plural(counts[kind], words) for kind, words in _AHEAD.items() if counts[kind]]
    for finishes in exchange.assembly.finishes.values():
        told += [f"finish {desk.mask(delta.native, 40)}" for step, delta in finishes if step >= shown][-1:]
    told += ["usage"] if any(step >= shown for step, _ in exchange.assembly.usages[-1:]) else []
    told += [_terminator(desk)] if any(step >= shown for step, _ in exchange.assembly.done) else []
    words = f"{plural(left, 'more event')}: {', '.join(told)}" if told else plural(left, "more event")
    return [Row("ahead", Strip(tuple(flowing(words, Icon.MORE)), 20, wraps=True), group, gap=16)]


def _terminator(desk: Desk) -> str:
    """The API's end mark, else the name of the event that was one."""
    exchange = desk.exchange
    named = [exchange.events[step].name for step, _ in exchange.assembly.done if step < len(exchange.events)]
    return (exchange.dialect.terminator if exchange.dialect else None) or next(filter(None, named), "its end mark")


def end_rows(desk: Desk, group: Group) -> list[Row]:
    """The line after everything: how the recording ends."""
    good, words, line = _end(desk)
    words += " at" if good and line is not None else "."
    where = [Span(desk.line(line), Style.LINK, action=ToLine(line), tight=True)] if line is not None else []
    spans = [*(flowing(words, Icon.CHECK) if good else flowing(words, Icon.WARNING, "amber")), *where]
    rule = Row("rule", Rule(), group, gap=24)
    return [rule, Row("end", Strip(tuple(spans), 20, wraps=True), group, gap=14)]


def _end(desk: Desk) -> tuple[bool, str, int | None]:
    """Whether all is well, the words, and the file line of the end."""
    exchange = desk.exchange
    if not exchange.is_stream:
        if not exchange.response.data:
            return False, "The recording holds no body for this answer", None
        return True, "End of the recording. The answer came whole, not as a stream,", exchange.response_line(0)
    last = len(exchange.events)
    line = exchange.line_of_event(last - 1)
    terminator = exchange.dialect.terminator if exchange.dialect else None
    finished, done = bool(exchange.assembly.finishes), bool(exchange.assembly.done)
    if done:
        return True, f"End of the recording. The stream closed with {_terminator(desk)}", line
    if finished and not terminator:
        return True, "End of the recording. The stream ended after its finish reason", line
    missing = [] if finished else ["No finish reason"]
    missing += [f"{'no' if missing else 'No'} {terminator}"] if terminator else []
    return False, f"The recording stops at event {last}. {', '.join(missing)}", line


# --- What is not understood


def unknown_rows(desk: Desk, shown: int, group: Group) -> list[Row]:
    """Pieces that the dialect does not know: the first few, then how many more."""
    unknown = [delta for step, delta in desk.exchange.assembly.unknown if step < shown]
    rows: list[Row] = []
    for number, delta in enumerate(unknown[:_MOST_UNKNOWN]):
        part = Other(f"not understood: {delta.what}", delta.data)
        rows += part_rows(desk, ("unknown", number), part, group, 12)
    if len(unknown) > _MOST_UNKNOWN:
        pane = "eventsPane" if desk.exchange.is_stream else "responsePane"
        more = plural(len(unknown) - _MOST_UNKNOWN, "more piece")
        link = Span(f"{more} not understood", Style.LINK, Icon.MORE, action=ToPane(pane))
        rows.append(Row("unknown", Strip((link,)), group, gap=8))
    return rows


# --- Errors


def error_rows(desk: Desk, shown: int, group: Group) -> list[Row]:
    """An error told inside a stream that had begun, or by the status of a stream that has ended."""
    exchange = desk.exchange
    told = latest(exchange.assembly.errors, shown) is not None
    silent = exchange.failed and not exchange.assembly.errors and shown >= len(exchange.events)
    return error_card(desk, group) if exchange.is_stream and (told or silent) else []


def error_card(desk: Desk, group: Group) -> list[Row]:
    """Status, the server's words in full, the whole body on demand, and what became of the request."""
    frame = Frame("error", "error")
    response = desk.exchange.interaction.response
    status = status_text(response.status, response.reason)
    title, message = _told(desk)
    is_bad = not response.status or response.status >= 400
    chip = _chip(status if is_bad else f"error inside {status}", "red")
    via = desk.exchange.answer.provider
    right = [Span(desk.mask(via, 100), Style.META, right=True, shrinks=1)] if via else []
    strip = Strip((chip, Span(title, Style.TITLE, shrinks=1), *right), 44, pad=16)
    rows = [Row("error", strip, group, frame, gap=12)]
    if message:
        source = desk.text("error-text", message)
        passage = Passage(source, 0, min(len(message), LONGEST), "quiet", pad=16, pad_y=4)
        rows.append(Row("error-text", passage, group, frame))
        rows.append(Row("error-space", Strip((), 12), group, frame))
    rows += _body_rows(desk, group, frame)
    return rows + _retried_rows(desk, group, frame)


def _told(desk: Desk) -> tuple[str, str]:
    """What the server said as a title and the rest; a type it named is the title, else the beginning of its words."""
    error = desk.exchange.answer.error
    if error is None:
        return "The server answered with an error", ""
    if error.type or len(error.message) <= _TITLE:
        return desk.mask(error.type or error.message), error.message if error.type else ""
    head, colon, rest = error.message.partition(": ")
    return (desk.mask(head), rest) if colon and len(head) <= _TITLE else ("The server answered", error.message)


def _body_rows(desk: Desk, group: Group, frame: Frame) -> list[Row]:
    """The whole body behind a fold; open at once where nothing of it was understood."""
    response = desk.exchange.response
    if not response.data or desk.exchange.is_stream:
        return []
    folded = desk.is_folded("error-body", at_first=desk.exchange.answer.error is not None)
    chevron = Span("", Style.META, Icon.CHEVRON_RIGHT if folded else Icon.CHEVRON_DOWN)
    words = f"Response body, {size_text(len(response.data))}"
    link = Span("Response", Style.LINK, action=ToPane("responsePane"), right=True, spoken="Open the Response pane")
    strip = Strip((chevron, Span(words), link), 36, pad=16, action=Toggle("error-body", folded), spoken=words)
    rows = [Row("error-body", strip, group, frame, ruled=True)]
    return rows if folded else [*rows, _excerpt(desk, "error-json", group, frame)]


def _excerpt(desk: Desk, key: str, group: Group, frame: Frame) -> Row:
    response = desk.exchange.response
    text = response.text if response.text is not None else response.data[:400].hex(" ")
    source = desk.value(key, text)
    passage = Passage(source, 0, min(len(source.raw), LONGEST), "code", pad=16, pad_y=10)
    return Row(key, passage, group, frame, code=True, ruled=True)


def _retried_rows(desk: Desk, group: Group, frame: Frame) -> list[Row]:
    again = desk.recording.threads.turns[desk.number].retried_by
    if again is None:
        return []
    other = desk.recording.exchanges[again]
    response = other.interaction.response
    words = f"which answered {status_text(response.status, response.reason)}"
    words += f" via {desk.mask(other.answer.provider, 100)}" if other.answer.provider else ""
    spans = (
        Span("Sent again unchanged as", Style.META, Icon.RETRY),
        Span(f"#{again}", Style.LINK, action=ToExchange(again), tight=True, spoken=f"exchange {again}"),
        Span(words, Style.META, tight=True, shrinks=1),
    )
    return [Row("retried", Strip(spans, 36, pad=16), group, frame, ruled=True)]
