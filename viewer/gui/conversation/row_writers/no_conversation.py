# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Rows where there is no conversation: no answer, earlier attempts, HTTP that no dialect reads, nothing selected."""

from __future__ import annotations

from viewer.core.dialects import recognise
from viewer.core.text.quantities import plural, size_text
from viewer.core.timeline import duration_text
from viewer.gui.conversation.row_writers.context import RowContext
from viewer.gui.conversation.row_writers.finish import error_card
from viewer.gui.conversation.row_writers.history import heading
from viewer.gui.conversation.rows import (
    Frame,
    Group,
    Line,
    Passage,
    Row,
    Span,
    Style,
    ToExchange,
    Toggle,
    ToLine,
    ToPane,
    inside,
)
from viewer.gui.conversation.source import Source
from viewer.gui.conversation.wording import status_text
from viewer.gui.look.icons import Icon

_EXCERPT = 700


def no_answer_rows(context: RowContext) -> list[Row]:
    """A request that got no answer, with the server's words."""
    exchange = context.exchange
    group = Group("answer", "No answer")
    if not exchange.interaction.response.status:
        words = "no response is recorded"
    elif not exchange.response.data:
        words = "the server sent no body"
    elif exchange.prompt and exchange.prompt.stream:
        body = "one JSON body" if exchange.response.is_json else "one body"
        words = f"the server sent {body} instead of a stream"
    else:
        words = "the server sent an error"
    line = exchange.response_line(0) if exchange.response.data else None
    right = [Span(context.file_line(line), Style.LINK, action=ToLine(line), right=True)] if line else []
    return [
        heading(group, Icon.ERROR, "No answer", [Span(words, shrinks=1)], right, "error"),
        *error_card(context, group),
    ]


def earlier_attempt_rows(context: RowContext) -> list[Row]:
    """Failed attempts at the same request, before this one: one dashed line, unfolded one line each."""
    turns = context.recording.threads.turns
    attempts: list[int] = []
    at = turns[context.number].retry_of
    while at is not None:
        attempts.insert(0, at)
        at = turns[at].retry_of
    if not attempts:
        return []
    folded = context.is_folded("attempts", at_first=True)
    words = plural(len(attempts), "retry", "retries")
    group, frame = Group("attempts", f"{words} of this request"), Frame("attempts", "dashed")
    chevron = Span("", Style.META, Icon.CHEVRON_RIGHT if folded else Icon.CHEVRON_DOWN)
    spans = [chevron, Span(f"{words} folded" if folded else words, Style.TITLE, Icon.RETRY, color="text2")]
    spans += _attempt_spans(context, attempts[-1]) if folded else []
    toggle = Toggle("attempts", folded)
    rows = [Row("attempts", Line(tuple(spans), 36, pad=12, action=toggle, spoken=words), group, frame, gap=20)]
    if folded:
        return rows
    for number in attempts:
        line = Line(tuple(_attempt_spans(context, number)), 36, pad=16)
        rows.append(Row(("attempt", number), line, group, frame, ruled=True))
    return inside("attempts", rows)


def _attempt_spans(context: RowContext, number: int) -> list[Span]:
    attempt = context.recording.briefs[number]
    again = context.recording.threads.turns[number].retried_by
    error = context.mask(attempt.error, 200) if attempt.error is not None else ""
    words = error or status_text(attempt.status, attempt.reason)
    time = attempt.duration_ms
    after = f"after {duration_text(time)}, " if time else ""
    return [
        Span(str(attempt.status or "none"), Style.CHIP, tone="red"),
        Span(f"#{number}", Style.LINK, action=ToExchange(number), spoken=f"failed attempt, exchange {number}"),
        Span(words, Style.META, shrinks=2),
        Span(f"{after}sent again as #{again}" if again is not None else after, Style.CAPTION, right=True, shrinks=3),
    ]


def http_rows(context: RowContext) -> list[Row]:
    """An interaction that no dialect reads: what was sent and what came back, as HTTP."""
    exchange = context.exchange
    request, response = exchange.interaction.request, exchange.interaction.response
    known = recognise(exchange.interaction)
    words = f"{known} is not understood yet" if known else "not a call that is understood here"
    group, answer = Group("request", "Request"), Group("answer", "Response")
    url = context.masker.url(request.url) or "no address recorded"
    sent = _card(context, "request", request.method, url, exchange.request.text, group)
    status = status_text(response.status, response.reason)
    kind = response.headers.get("content-type") or ""
    received = _card(context, "response", status, kind, exchange.response.text, answer)
    right = [Span("Request", Style.LINK, action=ToPane("requestPane"), right=True)]
    left = [Span("Response", Style.LINK, action=ToPane("responsePane"), right=True)]
    events = _events(context, answer) if exchange.is_stream else []
    return [
        heading(group, Icon.HTTP, "Request", [Span(words, shrinks=1)], right),
        *sent,
        heading(answer, Icon.HTTP, "Response", [Span(_size(context))], left),
        *received,
        *events,
    ]


def _size(context: RowContext) -> str:
    exchange = context.exchange
    size = size_text(len(exchange.response.data))
    return f"{plural(len(exchange.events), 'event')}, {size}" if exchange.is_stream else size


def _events(context: RowContext, group: Group) -> list[Row]:
    words = f"{plural(len(context.exchange.events), 'event')} in the Events pane"
    link = Span(words, Style.LINK, Icon.STREAM, action=ToPane("eventsPane"))
    return [Row("events", Line((link,)), group, gap=12)]


def _card(context: RowContext, key: str, label: str, value: str, body: str | None, group: Group) -> list[Row]:
    frame = Frame(key, "card")
    bad = key == "response" and (context.exchange.interaction.response.status or 0) not in range(100, 400)
    chip = Span(label, Style.CHIP, tone="red" if bad else "green" if key == "response" else "neutral")
    title = Line((*([chip] if label else ()), Span(value, Style.VALUE, shrinks=1)), 40, pad=12)
    rows = [Row((key, "title"), title, group, frame, gap=12)]
    if body:
        source, end = _excerpt(context, key, body)
        passage = Passage(source, 0, end, "code", pad=16, pad_y=10)
        rows.append(Row((key, "body"), passage, group, frame, code=True, ruled=True))
    elif body is None:
        interaction = context.exchange.interaction
        recorded = interaction.request.body if key == "request" else interaction.response.body
        words = "not recorded" if recorded.stored is None else "not text"
        line = Line((Span(words, Style.META),), 36, pad=16)
        rows.append(Row((key, "body"), line, group, frame, ruled=True))
    if body and len(body) > _EXCERPT:
        link = Span(f"Show all, {size_text(len(body))}", Style.LINK, Icon.MORE, action=ToPane(f"{key}Pane"))
        rows.append(Row((key, "more"), Line((link,), 36, pad=16), group, frame, ruled=True))
    return rows


def _excerpt(context: RowContext, key: str, body: str) -> tuple[Source, int]:
    """A short body as it is best read; of a longer one the beginning, as recorded."""
    if len(body) > _EXCERPT:
        return context.text((key, "body"), body[: 2 * _EXCERPT], language="json"), _EXCERPT
    source = context.value((key, "body"), body)
    return source, len(source.raw.rstrip())


def nothing_selected_rows() -> list[Row]:
    """What is shown when no interaction is selected."""
    group = Group("nothing", "Nothing selected")
    words = [Span("choose an interaction in the list to read its conversation", shrinks=1)]
    return [heading(group, Icon.CONVERSATION, "Nothing selected", words)]


def unwritten_rows() -> list[Row]:
    """What is shown until a long conversation is written."""
    group = Group("unwritten", "Reading")
    return [heading(group, Icon.CONVERSATION, "Reading…", [Span("this request has very many messages", shrinks=1)])]
