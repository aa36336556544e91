# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""How an answer ended -> rows: finish and usage, what is still to come, the end of the recording, errors, retries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from viewer.core.analysis import Exchange
from viewer.core.deltas import Kind
from viewer.core.fold import Track, latest
from viewer.core.messages import FinishReason, Other, Usage
from viewer.core.text.quantities import cost_text, plural, size_text
from viewer.core.timeline import duration_text
from viewer.gui.conversation.row_writers.context import RowContext
from viewer.gui.conversation.row_writers.parts import LONGEST, part_rows
from viewer.gui.conversation.rows import (
    Frame,
    Group,
    Line,
    Passage,
    Row,
    Separator,
    Span,
    Style,
    ToExchange,
    Toggle,
    ToLine,
    ToPane,
)
from viewer.gui.conversation.wording import status_text
from viewer.gui.look.icons import Icon

if TYPE_CHECKING:
    from viewer.gui.look.theme import Token

_MOST_UNKNOWN = 5
_TITLE = 60
_GOOD = (FinishReason.STOP, FinishReason.TOOL_CALL)


def wrapped_words(text: str, icon: Icon, color: Token | None = None) -> list[Span]:
    """Words that break into lines like text, behind an icon."""
    first, *rest = text.split(" ")
    spans = [Span(word, Style.META, color=color, tight=True) for word in rest]
    return [Span(first, Style.META, icon, color=color), *spans]


def _chip(text: str, tone: Literal["neutral", "green", "amber", "red"] = "neutral", icon: Icon | None = None) -> Span:
    return Span(text, Style.CHIP, icon, tone)


# --- Finish and usage


def chip_rows(context: RowContext, shown: int, group: Group) -> list[Row]:
    """Finish reason, tokens, cost, duration and fragments, as far as they are known by now."""
    exchange, assembly = context.exchange, context.exchange.assembly
    is_over = not exchange.is_stream or shown >= len(exchange.events)
    chips = _finish_chips(context, shown, is_over=is_over)
    usage = latest(assembly.usages, shown)
    if usage is not None and (chips or is_over):
        chips += [*_usage_chips(usage), *_estimate_chips(exchange, usage)]
    if is_over and assembly.tracks:
        chips += _extent_chips(context)
    if not chips:
        return []
    return [Row("chips", Line(tuple(chips), 20, wraps=True), group, gap=14)]


def _finish_chips(context: RowContext, shown: int, *, is_over: bool) -> list[Span]:
    finishes = context.exchange.assembly.finishes
    chips = finish_chips(context, shown, *finishes) if len(context.exchange.assembly.choices) < 2 else []
    if is_over and not finishes and context.exchange.is_stream and not context.exchange.answer.error:
        chips.append(_chip("finish: not recorded", "amber", Icon.WARNING))
    return chips


def finish_chips(context: RowContext, shown: int, *choices: int) -> list[Span]:
    """Why candidate answers ended, by the provider's own word."""
    histories = (context.exchange.assembly.finishes.get(choice, []) for choice in choices)
    return [
        _chip(f"finish: {context.mask(finish.native, 80)}", "green", Icon.CHECK)
        if finish.reason in _GOOD
        else _chip(f"finish: {context.mask(finish.native, 80)}", "amber", Icon.WARNING)
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


def _extent_chips(context: RowContext) -> list[Span]:
    exchange = context.exchange
    chips = [_chip(duration_text(exchange.interaction.duration_ms))] if exchange.interaction.duration_ms else []
    words = {Kind.TEXT: "text", Kind.REASONING: "reasoning", Kind.TOOL_CALL: "argument"}
    if exchange.is_stream:
        for kind, word in words.items():
            count = sum(_fragments(track) for track in exchange.assembly.tracks if track.kind is kind)
            chips += [_chip(plural(count, f"{word} fragment"))] if count else []
    return chips


def _fragments(track: Track) -> int:
    """How many events brought text to a part."""
    return len({*track.ends} - {0})  # the end of a part never goes back


# --- What is still to come, and the end

_REMAINING = {
    Kind.TEXT: "text fragment",
    Kind.REASONING: "reasoning fragment",
    Kind.TOOL_CALL: "argument fragment",
    Kind.PART: "part",
    Kind.ERROR: "error",
    Kind.UNKNOWN: "unknown piece",
}


def remaining_rows(context: RowContext, shown: int, group: Group) -> list[Row]:
    """What is still to come."""
    exchange = context.exchange
    left = len(exchange.events) - shown
    counts = [(exchange.timeline.kinds.count(kind, shown), words) for kind, words in _REMAINING.items()]
    told = [plural(count, words) for count, words in counts if count]
    for finishes in exchange.assembly.finishes.values():
        told += [f"finish {context.mask(delta.native, 40)}" for step, delta in finishes if step >= shown][-1:]
    told += ["usage"] if any(step >= shown for step, _ in exchange.assembly.usages[-1:]) else []
    told += [_terminator(context)] if any(step >= shown for step, _ in exchange.assembly.done) else []
    words = f"{plural(left, 'more event')}: {', '.join(told)}" if told else plural(left, "more event")
    return [Row("remaining", Line(tuple(wrapped_words(words, Icon.MORE)), 20, wraps=True), group, gap=16)]


def _terminator(context: RowContext) -> str:
    """The API's end mark, else the name of the event that was one."""
    exchange = context.exchange
    named = [exchange.events[step].name for step, _ in exchange.assembly.done if step < len(exchange.events)]
    return (exchange.dialect.terminator if exchange.dialect else None) or next(filter(None, named), "its end mark")


def end_rows(context: RowContext, group: Group) -> list[Row]:
    """The line after everything: how the recording ends."""
    good, words, line = _end(context)
    words += " at" if good and line is not None else "."
    where = [Span(context.file_line(line), Style.LINK, action=ToLine(line), tight=True)] if line is not None else []
    spans = [*(wrapped_words(words, Icon.CHECK) if good else wrapped_words(words, Icon.WARNING, "amber")), *where]
    separator = Row("separator", Separator(), group, gap=24)
    return [separator, Row("end", Line(tuple(spans), 20, wraps=True), group, gap=14)]


def _end(context: RowContext) -> tuple[bool, str, int | None]:
    """Whether the recording ends as it should, the words for it, and the line of the file."""
    exchange = context.exchange
    if not exchange.is_stream:
        if not exchange.response.data:
            return False, "The recording holds no body for this answer", None
        return True, "End of the recording. The answer came whole, not as a stream,", exchange.response_line(0)
    last = len(exchange.events)
    line = exchange.line_of_event(last - 1)
    terminator = exchange.dialect.terminator if exchange.dialect else None
    finished, done = bool(exchange.assembly.finishes), bool(exchange.assembly.done)
    if done:
        return True, f"End of the recording. The stream closed with {_terminator(context)}", line
    if finished and not terminator:
        return True, "End of the recording. The stream ended after its finish reason", line
    missing = [] if finished else ["No finish reason"]
    missing += [f"{'no' if missing else 'No'} {terminator}"] if terminator else []
    return False, f"The recording stops at event {last}. {', '.join(missing)}", line


# --- What is not understood


def unknown_rows(context: RowContext, shown: int, group: Group) -> list[Row]:
    """Pieces that the dialect does not know: the first few, then how many more."""
    unknown = [delta for step, delta in context.exchange.assembly.unknown if step < shown]
    rows: list[Row] = []
    for number, delta in enumerate(unknown[:_MOST_UNKNOWN]):
        part = Other(f"not understood: {delta.what}", delta.data)
        rows += part_rows(context, ("unknown", number), part, group, 12)
    if len(unknown) > _MOST_UNKNOWN:
        pane = "eventsPane" if context.exchange.is_stream else "responsePane"
        more = plural(len(unknown) - _MOST_UNKNOWN, "more piece")
        link = Span(f"{more} not understood", Style.LINK, Icon.MORE, action=ToPane(pane))
        rows.append(Row("unknown", Line((link,)), group, gap=8))
    return rows


# --- Errors


def error_rows(context: RowContext, shown: int, group: Group) -> list[Row]:
    """An error told inside a stream that had begun, or by the status of a stream that has ended."""
    exchange = context.exchange
    told = latest(exchange.assembly.errors, shown) is not None
    silent = exchange.failed and not exchange.assembly.errors and shown >= len(exchange.events)
    return error_card(context, group) if exchange.is_stream and (told or silent) else []


def error_card(context: RowContext, group: Group) -> list[Row]:
    """Status, the server's words in full, the whole body on demand, and what became of the request."""
    frame = Frame("error", "error")
    response = context.exchange.interaction.response
    status = status_text(response.status, response.reason)
    title, message = _error_words(context)
    is_bad = not response.status or response.status >= 400
    chip = _chip(status if is_bad else f"error inside {status}", "red")
    via = context.exchange.answer.provider
    right = [Span(context.mask(via, 100), Style.META, right=True, shrinks=1)] if via else []
    line = Line((chip, Span(title, Style.TITLE, shrinks=1), *right), 44, pad=16)
    rows = [Row("error", line, group, frame, gap=12)]
    if message:
        source = context.text("error-text", message)
        passage = Passage(source, 0, min(len(message), LONGEST), "quiet", pad=16, pad_y=4)
        rows.append(Row("error-text", passage, group, frame))
        rows.append(Row("error-space", Line((), 12), group, frame))
    rows += _body_rows(context, group, frame)
    return rows + _retried_rows(context, group, frame)


def _error_words(context: RowContext) -> tuple[str, str]:
    """The error message as a title and the rest; the title is the error type, or else the beginning of the message."""
    error = context.exchange.answer.error
    if error is None:
        return "The server answered with an error", ""
    if error.type or len(error.message) <= _TITLE:
        return context.mask(error.type or error.message), error.message if error.type else ""
    beginning, colon, rest = error.message.partition(": ")
    return (
        (context.mask(beginning), rest)
        if colon and len(beginning) <= _TITLE
        else ("The server answered", error.message)
    )


def _body_rows(context: RowContext, group: Group, frame: Frame) -> list[Row]:
    """The whole body behind a fold; open at once where nothing of it was understood."""
    response = context.exchange.response
    if not response.data or context.exchange.is_stream:
        return []
    folded = context.is_folded("error-body", at_first=context.exchange.answer.error is not None)
    chevron = Span("", Style.META, Icon.CHEVRON_RIGHT if folded else Icon.CHEVRON_DOWN)
    words = f"Response body, {size_text(len(response.data))}"
    link = Span("Response", Style.LINK, action=ToPane("responsePane"), right=True, spoken="Open the Response pane")
    line = Line((chevron, Span(words), link), 36, pad=16, action=Toggle("error-body", folded), spoken=words)
    rows = [Row("error-body", line, group, frame, ruled=True)]
    return rows if folded else [*rows, _excerpt(context, "error-json", group, frame)]


def _excerpt(context: RowContext, key: str, group: Group, frame: Frame) -> Row:
    response = context.exchange.response
    text = response.text if response.text is not None else response.data[:400].hex(" ")
    source = context.value(key, text)
    passage = Passage(source, 0, min(len(source.raw), LONGEST), "code", pad=16, pad_y=10)
    return Row(key, passage, group, frame, code=True, ruled=True)


def _retried_rows(context: RowContext, group: Group, frame: Frame) -> list[Row]:
    again = context.recording.threads.turns[context.number].retried_by
    if again is None:
        return []
    other = context.recording.briefs[again]
    words = f"which answered {status_text(other.status, other.reason)}"
    words += f" via {context.mask(other.provider, 100)}" if other.provider else ""
    spans = (
        Span("Sent again unchanged as", Style.META, Icon.RETRY),
        Span(f"#{again}", Style.LINK, action=ToExchange(again), tight=True, spoken=f"exchange {again}"),
        Span(words, Style.META, tight=True, shrinks=1),
    )
    return [Row("retried", Line(spans, 36, pad=16), group, frame, ruled=True)]
