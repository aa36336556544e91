# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Tool calls as cards: a header with badges, the arguments, and a footer with the result."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Literal

from viewer.core.messages import JsonPath
from viewer.core.text.json_prefix import JsonKind, JsonState
from viewer.core.text.json_values import Json
from viewer.core.text.quantities import plural
from viewer.core.tool_bodies import output_of
from viewer.core.tool_calls import SchemaResult, Verdict
from viewer.dataclass import dataclass
from viewer.gui.conversation.row_writers.context import RowContext
from viewer.gui.conversation.rows import (
    Action,
    Frame,
    Group,
    Line,
    Passage,
    Row,
    Span,
    Style,
    ToExchange,
    Toggle,
    ToPane,
    inside,
)
from viewer.gui.conversation.source import Source
from viewer.gui.look.icons import Icon

_HEADER, _FOOTER, _FOLD = 40, 36, 28


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a tool answered: in this request (`path`) or in that of another exchange; `failed` is why it is an error."""

    response: Json
    exchange: int | None = None
    path: JsonPath = ()
    failed: str | None = None


@dataclass(frozen=True, slots=True)
class ToolCallCard:
    """All that a card shows. `verdict` is None while arguments may still come; `folded` None for cards that do not."""

    key: Hashable
    name: str
    id: str
    source: Source
    start: int
    end: int
    state: JsonState
    verdict: Verdict | None = None
    result: ToolResult | None = None
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


def badges(card: ToolCallCard) -> list[Span]:
    """What is known of the arguments, in words and colour."""
    state = card.verdict.json if card.verdict else card.state
    found = [_json_badge(state, card)]
    if card.verdict:
        found += _schema_badges(card.verdict)
    if card.result is not None and card.result.failed is not None:
        found.append(_badge("failed", "red", Icon.ERROR))
    return [span for span in found if span is not None]


def _json_badge(state: JsonState, card: ToolCallCard) -> Span | None:
    if state.kind is JsonKind.INVALID:
        return _badge(f"not JSON at character {(state.at or 0) + 1}", "red", Icon.ERROR)
    if state.kind is JsonKind.INCOMPLETE:
        return _badge("incomplete", "amber", Icon.CLOCK)
    return _badge("valid JSON", "green", Icon.CHECK) if card.length else None


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


def tool_call_rows(context: RowContext, card: ToolCallCard, gap: int) -> list[Row]:
    """The rows of one card, folded or not."""
    group = Group(("card", card.key), _spoken_name(card), is_card=True)
    frame = Frame(card.key, "active" if card.caret and not card.is_complete else "card")
    header = Row(("call", card.key), _header(context, card), group, frame, gap)
    if card.folded:
        return [header]
    rows = [header, *_body(context, card, group, frame)]
    return rows if card.folded is None else inside(("call", card.key), rows)


def _body(context: RowContext, card: ToolCallCard, group: Group, frame: Frame) -> list[Row]:
    """What is below the header of a card that is not folded."""
    rows = [*_told(context, card, group, frame), *_failure(context, card, group, frame)]
    if card.folded is False and card.result is not None and card.result.exchange is None:
        rows += _whole_result(context, card, group, frame)
    footer = _footer(context, card)
    return [*rows, Row(("call-end", card.key), footer, group, frame, ruled=True)] if footer else rows


def _spoken_name(card: ToolCallCard) -> str:
    words = [f"Tool call {card.name}", *(span.text for span in badges(card))]
    return ", ".join([*words, f"{plural(card.length, 'character')} of arguments"])


def _header(context: RowContext, card: ToolCallCard) -> Line:
    active = card.caret and not card.is_complete
    spans = [Span(card.name, Style.NAME, shrinks=1)]
    icon = Span("", Style.META, Icon.TOOL, color="accent" if active else None)
    if card.folded is None:
        spans = [icon, *spans, Span(card.id, Style.ID, shrinks=4), *badges(card)]
        return Line(tuple(spans), _HEADER, pad=12)
    toggle = Toggle(("call", card.key), card.folded)
    chevron = Span("", Style.META, Icon.CHEVRON_RIGHT if card.folded else Icon.CHEVRON_DOWN)
    if card.folded:
        spans += [Span(card.preview, Style.CODE, shrinks=4), *_short_result(context, card)]
        last = [badge for badge in badges(card) if badge.tone != "green"] or badges(card)[-1:]
    else:
        spans, last = [*spans, Span(card.id, Style.ID, shrinks=4)], badges(card)
    spoken = f"{'Unfold' if card.folded else 'Fold'} tool call {card.name}"
    return Line((chevron, icon, *spans, *last), _HEADER, pad=12, action=toggle, spoken=spoken)


def _short_result(context: RowContext, card: ToolCallCard) -> list[Span]:
    if card.result is None:
        return [Span("no result", Style.META, Icon.RESULT, shrinks=3)]
    value = Span(context.preview(card.result.response), Style.VALUE, tight=True, shrinks=3)
    return [result_span(failed=card.result.failed is not None, shrinks=2), value]


def result_span(*, failed: bool, shrinks: int = 0) -> Span:
    """The word before what a tool answered; red where that is an error."""
    if failed:
        return Span("error", Style.META, Icon.RESULT, color="red", shrinks=shrinks)
    return Span("result", Style.META, Icon.RESULT, shrinks=shrinks)


def _told(context: RowContext, card: ToolCallCard, group: Group, frame: Frame) -> list[Row]:
    """What the call does, and its arguments as they were sent one fold deeper; these alone where that is not known."""
    arguments = _arguments(card, group, frame)
    is_valid = card.verdict is not None and card.verdict.json.kind is JsonKind.VALID
    if not is_valid or card.caret:
        return [arguments]
    from viewer.gui.conversation.row_writers.tool_bodies import body_of, body_rows  # noqa: PLC0415 - few are unfolded

    body = body_of(context, card.key, card.source.raw)
    if body is None:
        return [arguments]
    response = card.result.response if card.result is not None else None
    fold = ("raw", card.key)
    folded = context.is_folded(fold, at_first=True)
    chevron = Span("", Style.META, Icon.CHEVRON_RIGHT if folded else Icon.CHEVRON_DOWN)
    spoken = f"{'Unfold' if folded else 'Fold'} the arguments as sent"
    spans = (chevron, Span("arguments as sent", Style.CAPTION))
    hidden = arguments.content if folded and isinstance(arguments.content, Passage) else None
    line = Line(spans, _FOLD, pad=12, action=Toggle(fold, folded), spoken=spoken)
    rows = body_rows(context, card.key, body, response, group, frame)
    rows.append(Row(fold, line, group, frame, ruled=True, hidden=hidden))
    return rows if folded else [*rows, *inside(fold, [arguments])]


def _arguments(card: ToolCallCard, group: Group, frame: Frame) -> Row:
    if not card.length and not card.caret:
        words = Line((Span("no arguments", Style.META),), 40, pad=16)
        return Row(("arguments", card.key), words, group, frame, code=True, ruled=True)
    state = card.verdict.json if card.verdict else card.state
    wrong = card.source.shown(card.start + (state.at or 0)) if state.kind is JsonKind.INVALID else None
    passage = Passage(card.source, card.start, card.end, "code", card.added, card.caret, pad=16, pad_y=10, wrong=wrong)
    return Row(("arguments", card.key), passage, group, frame, code=True, ruled=True)


def _failure(context: RowContext, card: ToolCallCard, group: Group, frame: Frame) -> list[Row]:
    """Why the arguments do not fit the schema, in full."""
    verdict = card.verdict
    if verdict is None or not verdict.reason or verdict.schema in (SchemaResult.NOT_APPLICABLE, SchemaResult.NO_SCHEMA):
        return []
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in verdict.path).lstrip(".")
    text = f"{where}: {verdict.reason}" if where else verdict.reason
    source = context.text(("reason", card.key), text)
    passage = Passage(source, 0, len(text), "quiet", pad=16, pad_y=8)
    return [Row(("reason", card.key), passage, group, frame, ruled=True)]


def _whole_result(context: RowContext, card: ToolCallCard, group: Group, frame: Frame) -> list[Row]:
    """The result in full, inside an unfolded card of the history."""
    assert card.result is not None  # noqa: S101
    printed = output_of(context.masker.json(card.result.response)) if _is_shell(context, card) else None
    if printed is not None:
        source = context.text(("output", card.key), printed)
    else:
        source = context.value(("result", card.key), card.result.response)
    where = path_text(card.result.path)
    failed = card.result.failed
    spans = [result_span(failed=failed is not None)]
    spans += [Span(context.mask(failed), Style.META, color="red", tight=True, shrinks=1)] if failed else []
    title = Line((*spans, where_span(card.result.path, where)), _FOOTER, pad=16)
    end = min(len(source.raw), 20_000)
    passage = Passage(source, 0, end, "code", pad=16, pad_y=10)
    return [
        Row(("result-title", card.key), title, group, frame, ruled=True),
        Row(("result", card.key), passage, group, frame, code=True, ruled=True),
    ]


def _is_shell(context: RowContext, card: ToolCallCard) -> bool:
    """Whether a call runs a command, whose answer is what that printed."""
    from viewer.gui.conversation.row_writers.tool_bodies import body_of  # noqa: PLC0415 - few are unfolded

    body = body_of(context, card.key, card.source.raw)
    return body is not None and body.kind == "shell"


def is_of_result(row: Row) -> bool:
    """Whether a row of a card tells the result, and not the call."""
    return isinstance(row.key, tuple) and row.key[:1] in (("result-title",), ("result",), ("call-end",))


def where_span(path: JsonPath, words: str) -> Span:
    """A quiet link to a place in the request."""
    action, spoken = ToPane("requestPane", path), f"{words} in the request"
    return Span(words, Style.CAPTION, action=action, right=True, shrinks=2, spoken=spoken)


def path_text(path: JsonPath) -> str:
    """A place in the request: `messages[2]`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def _footer(context: RowContext, card: ToolCallCard) -> Line | None:
    spans: list[Span] = []
    if card.result is not None and card.result.exchange is not None:
        number = card.result.exchange
        spans = [
            result_span(failed=card.result.failed is not None),
            Span(context.preview(card.result.response), Style.VALUE, color="text2", shrinks=2, tight=True),
            Span("in", Style.META, tight=True),
            Span(f"#{number}", Style.LINK, action=ToExchange(number), tight=True, spoken=f"result in #{number}"),
        ]
    elif card.folded is None:
        words = "run by the provider" if card.is_server else "no result in this recording"
        spans = [Span(words, Style.META, Icon.RESULT, color="text3")]
    if card.events:
        spans.append(Span(card.events, Style.CAPTION, action=card.events_action, right=True, shrinks=3))
    return Line(tuple(spans), _FOOTER, pad=16) if spans else None
