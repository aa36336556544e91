# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Tool calls as cards: a header with badges, the arguments, and a footer with the result."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Literal

from viewer.core.messages import JsonPath
from viewer.core.text.json_prefix import JsonKind, JsonState
from viewer.core.text.json_values import Json
from viewer.core.tool_calls import SchemaResult, Verdict
from viewer.gui.conversation.row_context import Desk, plural
from viewer.gui.conversation.rows import (
    Action,
    Frame,
    Group,
    Passage,
    Row,
    Span,
    Strip,
    Style,
    ToExchange,
    Toggle,
    ToPane,
)
from viewer.gui.conversation.source import Source
from viewer.gui.look.icons import Icon

_HEADER, _FOOTER = 40, 36


@dataclass(frozen=True, slots=True)
class Result:
    """What a tool answered: in this request (`path`) or in that of another exchange."""

    response: Json
    exchange: int | None = None
    path: JsonPath = ()


@dataclass(frozen=True, slots=True)
class Call:
    """All that a card shows. `verdict` is None while arguments may still come; `folded` None for cards that do not."""

    key: Hashable
    name: str
    id: str
    source: Source
    start: int
    end: int
    state: JsonState
    verdict: Verdict | None = None
    result: Result | None = None
    added: tuple[tuple[int, int], ...] = ()
    caret: bool = False
    events: str = ""
    events_action: Action | None = None
    folded: bool | None = None
    preview: str = ""
    length: int = 0
    """Characters of arguments so far, as recorded."""
    is_server: bool = False
    """The provider runs the tool itself: its result, where there is one, is a part of the same answer."""

    @property
    def is_complete(self) -> bool:
        """Whether the arguments are all there."""
        return self.verdict is not None


def badges(call: Call) -> list[Span]:
    """What is known of the arguments, in words and colour."""
    state = call.verdict.json if call.verdict else call.state
    found = [_json_badge(state, call)]
    if call.verdict:
        found += _schema_badges(call.verdict)
    return [span for span in found if span is not None]


def _json_badge(state: JsonState, call: Call) -> Span | None:
    if state.kind is JsonKind.INVALID:
        return _badge(f"not JSON at character {(state.at or 0) + 1}", "red", Icon.ERROR)
    if state.kind is JsonKind.INCOMPLETE:
        return _badge("incomplete", "amber", Icon.CLOCK)
    return _badge("valid JSON", "green", Icon.CHECK) if call.length else None


def _schema_badges(verdict: Verdict) -> list[Span]:
    match verdict.schema:
        case SchemaResult.MATCHES:
            return [_badge("matches schema", "green", Icon.CHECK)]
        case SchemaResult.FAILS:
            return [_badge("does not match schema", "red", Icon.ERROR)]
        case SchemaResult.UNDECLARED:
            return [_badge("not declared", "amber", Icon.WARNING)]
        case SchemaResult.CANNOT_CHECK:
            return [_badge("schema cannot be checked", "neutral", Icon.INFO)]
        case _:
            return []


def _badge(text: str, tone: Literal["neutral", "green", "amber", "red"], icon: Icon) -> Span:
    return Span(text, Style.CHIP, icon, tone, right=True)


def card(desk: Desk, call: Call, gap: int) -> list[Row]:
    """The rows of one card, folded or not."""
    group = Group(("card", call.key), _spoken_name(call), is_card=True)
    frame = Frame(call.key, "active" if call.caret and not call.is_complete else "card")
    header = Row(("call", call.key), _header(desk, call), group, frame, gap)
    if call.folded:
        return [header]
    rows = [header, _arguments(call, group, frame), *_failure(desk, call, group, frame)]
    if call.folded is False and call.result is not None and call.result.exchange is None:
        rows += _whole_result(desk, call, group, frame)
    footer = _footer(desk, call)
    return [*rows, Row(("call-end", call.key), footer, group, frame, ruled=True)] if footer else rows


def _spoken_name(call: Call) -> str:
    words = [f"Tool call {call.name}", *(span.text for span in badges(call))]
    return ", ".join([*words, f"{plural(call.length, 'character')} of arguments"])


def _header(desk: Desk, call: Call) -> Strip:
    active = call.caret and not call.is_complete
    spans = [Span(call.name, Style.NAME, shrinks=1)]
    icon = Span("", Style.META, Icon.TOOL, color="accent" if active else None)
    if call.folded is None:
        spans = [icon, *spans, Span(call.id, Style.ID, shrinks=4), *badges(call)]
        return Strip(tuple(spans), _HEADER, pad=12)
    toggle = Toggle(("call", call.key), call.folded)
    chevron = Span("", Style.META, Icon.CHEVRON_RIGHT if call.folded else Icon.CHEVRON_DOWN)
    if call.folded:
        spans += [Span(call.preview, Style.CODE, shrinks=4), *_short_result(desk, call)]
        last = [badge for badge in badges(call) if badge.tone != "green"] or badges(call)[-1:]
    else:
        spans, last = [*spans, Span(call.id, Style.ID, shrinks=4)], badges(call)
    spoken = f"{'Unfold' if call.folded else 'Fold'} tool call {call.name}"
    return Strip((chevron, icon, *spans, *last), _HEADER, pad=12, action=toggle, spoken=spoken)


def _short_result(desk: Desk, call: Call) -> list[Span]:
    if call.result is None:
        return [Span("no result", Style.META, Icon.RESULT, shrinks=3)]
    value = Span(desk.preview(call.result.response), Style.VALUE, tight=True, shrinks=3)
    return [Span("result", Style.META, Icon.RESULT, shrinks=2), value]


def _arguments(call: Call, group: Group, frame: Frame) -> Row:
    if not call.length and not call.caret:
        words = Strip((Span("no arguments", Style.META),), 40, pad=16)
        return Row(("arguments", call.key), words, group, frame, code=True, ruled=True)
    passage = Passage(call.source, call.start, call.end, "code", call.added, call.caret, pad=16, pad_y=10)
    return Row(("arguments", call.key), passage, group, frame, code=True, ruled=True)


def _failure(desk: Desk, call: Call, group: Group, frame: Frame) -> list[Row]:
    """Why the arguments do not fit the schema, in full."""
    verdict = call.verdict
    if verdict is None or not verdict.reason or verdict.schema in (SchemaResult.NOT_APPLICABLE, SchemaResult.NO_SCHEMA):
        return []
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in verdict.path).lstrip(".")
    text = f"{where}: {verdict.reason}" if where else verdict.reason
    source = desk.text(("reason", call.key), text)
    passage = Passage(source, 0, len(text), "quiet", pad=16, pad_y=8)
    return [Row(("reason", call.key), passage, group, frame, ruled=True)]


def _whole_result(desk: Desk, call: Call, group: Group, frame: Frame) -> list[Row]:
    """The result in full, inside an unfolded card of the history."""
    assert call.result is not None  # noqa: S101
    source = desk.value(("result", call.key), call.result.response)
    where = path_text(call.result.path)
    title = Strip((Span("result", Style.META, Icon.RESULT), where_span(call.result.path, where)), _FOOTER, pad=16)
    end = min(len(source.raw), 20_000)
    passage = Passage(source, 0, end, "code", pad=16, pad_y=10)
    return [
        Row(("result-title", call.key), title, group, frame, ruled=True),
        Row(("result", call.key), passage, group, frame, code=True, ruled=True),
    ]


def where_span(path: JsonPath, words: str) -> Span:
    """A quiet link to a place in the request."""
    action, spoken = ToPane("requestPane", path), f"{words} in the request"
    return Span(words, Style.CAPTION, action=action, right=True, shrinks=2, spoken=spoken)


def path_text(path: JsonPath) -> str:
    """A place in the request: `messages[2]`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def _footer(desk: Desk, call: Call) -> Strip | None:
    spans: list[Span] = []
    if call.result is not None and call.result.exchange is not None:
        number = call.result.exchange
        spans = [
            Span("result", Style.META, Icon.RESULT),
            Span(desk.preview(call.result.response), Style.VALUE, color="text2", shrinks=2, tight=True),
            Span("in", Style.META, tight=True),
            Span(f"#{number}", Style.LINK, action=ToExchange(number), tight=True, spoken=f"result in #{number}"),
        ]
    elif call.folded is None:
        words = "run by the provider" if call.is_server else "no result in this recording"
        spans = [Span(words, Style.META, Icon.RESULT, color="text3")]
    if call.events:
        spans.append(Span(call.events, Style.CAPTION, action=call.events_action, right=True, shrinks=3))
    return Strip(tuple(spans), _FOOTER, pad=16) if spans else None
