# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What stands where there is no conversation to write -> rows: no answer, plain HTTP, earlier attempts, nothing."""

from __future__ import annotations

from viewer.core.dialects import recognise
from viewer.core.timeline import duration_text
from viewer.gui.conversation.finish_rows import error_card
from viewer.gui.conversation.history_rows import head
from viewer.gui.conversation.row_context import Desk, plural, size_text, status_text
from viewer.gui.conversation.rows import (
    Frame,
    Group,
    Passage,
    Row,
    Span,
    Strip,
    Style,
    ToExchange,
    Toggle,
    ToLine,
    ToPane,
)
from viewer.gui.conversation.source import Source
from viewer.gui.look.icons import Icon

_EXCERPT = 700


def no_answer_rows(desk: Desk) -> list[Row]:
    """A request that got no answer, with the server's words."""
    exchange = desk.exchange
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
    right = [Span(desk.line(line), Style.LINK, action=ToLine(line), right=True)] if line else []
    return [head(group, Icon.ERROR, "No answer", [Span(words, shrinks=1)], right, "error"), *error_card(desk, group)]


def earlier_attempts(desk: Desk) -> list[Row]:
    """Failed attempts at the same request, before this one: one dashed line, unfolded one line each."""
    turns = desk.recording.threads.turns
    attempts: list[int] = []
    at = turns[desk.number].retry_of
    while at is not None:
        attempts.insert(0, at)
        at = turns[at].retry_of
    if not attempts:
        return []
    folded = desk.is_folded("attempts", at_first=True)
    words = plural(len(attempts), "retry", "retries")
    group, frame = Group("attempts", f"{words} of this request"), Frame("attempts", "dashed")
    chevron = Span("", Style.META, Icon.CHEVRON_RIGHT if folded else Icon.CHEVRON_DOWN)
    spans = [chevron, Span(f"{words} folded" if folded else words, Style.TITLE, Icon.RETRY, color="text2")]
    spans += _attempt_spans(desk, attempts[-1]) if folded else []
    toggle = Toggle("attempts", folded)
    rows = [Row("attempts", Strip(tuple(spans), 36, pad=12, action=toggle, spoken=words), group, frame, gap=20)]
    for number in () if folded else attempts:
        strip = Strip(tuple(_attempt_spans(desk, number)), 36, pad=16)
        rows.append(Row(("attempt", number), strip, group, frame, ruled=True))
    return rows


def _attempt_spans(desk: Desk, number: int) -> list[Span]:
    exchange = desk.recording.exchanges[number]
    response = exchange.interaction.response
    again = desk.recording.threads.turns[number].retried_by
    error = desk.mask(exchange.answer.error.message, 200) if exchange.answer.error else ""
    words = error or status_text(response.status, response.reason)
    time = exchange.interaction.duration_ms
    after = f"after {duration_text(time)}, " if time else ""
    return [
        Span(str(response.status or "none"), Style.CHIP, tone="red"),
        Span(f"#{number}", Style.LINK, action=ToExchange(number), spoken=f"failed attempt, exchange {number}"),
        Span(words, Style.META, shrinks=2),
        Span(f"{after}sent again as #{again}" if again is not None else after, Style.CAPTION, right=True, shrinks=3),
    ]


def http_rows(desk: Desk) -> list[Row]:
    """An interaction that no dialect reads: what was sent and what came back, as HTTP."""
    exchange = desk.exchange
    request, response = exchange.interaction.request, exchange.interaction.response
    known = recognise(exchange.interaction)
    words = f"{known} is not understood yet" if known else "not a call that is understood here"
    group, answer = Group("request", "Request"), Group("answer", "Response")
    url = desk.masker.url(request.url) or "no address recorded"
    sent = _card(desk, "request", request.method, url, exchange.request.text, group)
    status = status_text(response.status, response.reason)
    kind = response.headers.get("content-type") or ""
    came = _card(desk, "response", status, kind, exchange.response.text, answer)
    right = [Span("Request", Style.LINK, action=ToPane("requestPane"), right=True)]
    left = [Span("Response", Style.LINK, action=ToPane("responsePane"), right=True)]
    events = _events(desk, answer) if exchange.is_stream else []
    return [
        head(group, Icon.HTTP, "Request", [Span(words, shrinks=1)], right),
        *sent,
        head(answer, Icon.HTTP, "Response", [Span(_size(desk))], left),
        *came,
        *events,
    ]


def _size(desk: Desk) -> str:
    exchange = desk.exchange
    size = size_text(len(exchange.response.data))
    return f"{plural(len(exchange.events), 'event')}, {size}" if exchange.is_stream else size


def _events(desk: Desk, group: Group) -> list[Row]:
    words = f"{plural(len(desk.exchange.events), 'event')} in the Events pane"
    link = Span(words, Style.LINK, Icon.STREAM, action=ToPane("eventsPane"))
    return [Row("events", Strip((link,)), group, gap=12)]


def _card(desk: Desk, key: str, label: str, value: str, body: str | None, group: Group) -> list[Row]:
    frame = Frame(key, "card")
    bad = key == "response" and (desk.exchange.interaction.response.status or 0) not in range(100, 400)
    chip = Span(label, Style.CHIP, tone="red" if bad else "green" if key == "response" else "neutral")
    title = Strip((*([chip] if label else ()), Span(value, Style.VALUE, shrinks=1)), 40, pad=12)
    rows = [Row((key, "title"), title, group, frame, gap=12)]
    if body:
        source, end = _excerpt(desk, key, body)
        passage = Passage(source, 0, end, "code", pad=16, pad_y=10)
        rows.append(Row((key, "body"), passage, group, frame, code=True, ruled=True))
    elif body is None:
        interaction = desk.exchange.interaction
        recorded = interaction.request.body if key == "request" else interaction.response.body
        words = "not recorded" if recorded.stored is None else "not text"
        strip = Strip((Span(words, Style.META),), 36, pad=16)
        rows.append(Row((key, "body"), strip, group, frame, ruled=True))
    if body and len(body) > _EXCERPT:
        link = Span(f"Show all, {size_text(len(body))}", Style.LINK, Icon.MORE, action=ToPane(f"{key}Pane"))
        rows.append(Row((key, "more"), Strip((link,), 36, pad=16), group, frame, ruled=True))
    return rows


def _excerpt(desk: Desk, key: str, body: str) -> tuple[Source, int]:
    """A short body as it is best read; of a longer one the beginning, as recorded."""
    if len(body) > _EXCERPT:
        return desk.text((key, "body"), body[: 2 * _EXCERPT], language="json"), _EXCERPT
    source = desk.value((key, "body"), body)
    return source, len(source.raw.rstrip())


def nothing_rows() -> list[Row]:
    """What stands when no interaction is selected."""
    group = Group("nothing", "Nothing selected")
    words = [Span("choose an interaction in the list to read its conversation", shrinks=1)]
    return [head(group, Icon.CONVERSATION, "Nothing selected", words)]
