# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The messages of a request -> rows; what was known from the exchange before may be folded away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from viewer.core.messages import Message, Part, Prompt, Reasoning, Text, ToolCall, ToolCallResponse
from viewer.core.text.json_prefix import JsonKind, JsonState
from viewer.core.text.quantities import plural
from viewer.core.tool_failures import failure
from viewer.gui.conversation.row_writers.blocks import block_rows
from viewer.gui.conversation.row_writers.context import RowContext
from viewer.gui.conversation.row_writers.parts import part_rows, reasoning_rows, text_rows
from viewer.gui.conversation.row_writers.tool_calls import (
    ToolCallCard,
    ToolResult,
    is_of_result,
    path_text,
    tool_call_rows,
    where_span,
)
from viewer.gui.conversation.rows import (
    Content,
    Group,
    Line,
    PartPlace,
    Row,
    Span,
    Style,
    ToExchange,
    Toggle,
    inside,
)
from viewer.gui.look.icons import Icon

if TYPE_CHECKING:
    from viewer.core.prompt_changes import InstructionChange, ToolChange

SHOWN_EARLIER = 6
"""Known messages that are shown; more are folded to one line."""
_MOST = 400
ROLE_ICONS = {"user": Icon.USER, "assistant": Icon.ASSISTANT, "model": Icon.ASSISTANT, "tool": Icon.TOOL}
ROLES = {"system": "System", "developer": "Developer", "user": "User", "assistant": "Assistant", "tool": "Tool"}
_BETWEEN = 20


def history_rows(context: RowContext) -> list[Row]:
    """Everything that the request says."""
    prompt = context.exchange.prompt
    if prompt is None:
        return []
    # What is folded changes nothing of what it knows, and of very many messages that is much.
    writer = context.cached("history", lambda: _HistoryWriter(context, _in_order(prompt)))
    rows = writer.changes() + writer.earlier() + writer.rest()
    return rows if rows or context.exchange.is_session else _no_messages()


def role_name(role: str) -> str:
    """A role as a heading."""
    return ROLES.get(role) or role.capitalize() or "Message"


def heading(
    group: Group, icon: Icon, title: str, sub: Sequence[Span] = (), right: Sequence[Span] = (), avatar: str = "plain"
) -> Row:
    """The heading of a message: avatar, role, and what is said about it."""
    spans = (
        Span("", Style.TITLE, icon, avatar=avatar),  # type: ignore[arg-type]
        Span(title, Style.TITLE),
        *sub,
        *right,
    )
    return Row(("heading", group.key), Line(spans), group, gap=_BETWEEN, indent=False)


def _no_messages() -> list[Row]:
    group = Group("none", "No messages")
    return [heading(group, Icon.INFO, "No messages", [Span("the request holds none")])]


class _HistoryWriter:
    def __init__(self, context: RowContext, messages: Sequence[Message]) -> None:
        self.context, self.messages = context, messages
        self.results = dict(_paired(messages))
        self.paired = {id(answer) for answer in self.results.values()}
        self.recorded = _recorded_as(context)
        self.follows = set(_calls_below_calls(messages))
        self.places = _places(context)
        self.known = _known(context, messages)
        self.parent = context.recording.threads.turns[context.number].parent
        self.instructions, self.tools = _changes(context, self.parent)
        self.renewed = {id(message) for message in self.instructions.changed} if self.instructions else set()

    def changes(self) -> list[Row]:
        """What is instructed and declared otherwise than before."""
        if self.parent is None or (self.instructions is None and self.tools is None):
            return []
        from viewer.gui.conversation.row_writers.prompt_changes import (  # noqa: PLC0415 - few requests change them
            instruction_rows,
            tool_rows,
        )

        rows = instruction_rows(self.context, self.instructions, self.parent, 0) if self.instructions else []
        return rows + (tool_rows(self.context, self.tools, self.parent, 8 if rows else 0) if self.tools else [])

    def earlier(self) -> list[Row]:
        """What was known before: shown, or folded to one line when it is long."""
        count = max(self.known if self.known > SHOWN_EARLIER else 0, len(self.messages) - _MOST)
        if count <= 0:
            return self._all(0, self.known)
        folded = self.context.is_folded("earlier", at_first=True)
        rows = [self._fold_row(count, folded=folded)]
        if folded:
            return rows
        group = Group("earlier", rows[0].group.name)
        blocks = block_rows(
            self.context, ("messages", "earlier"), count, group, lambda block: self._all(block.start, block.stop)
        )
        return rows + inside("earlier", blocks)

    def rest(self) -> list[Row]:
        """What this turn added."""
        first = max(self.known, len(self.messages) - _MOST)
        return self._all(first, len(self.messages))

    def _fold_row(self, count: int, *, folded: bool) -> Row:
        roles = self.context.cached(("earlier", count), lambda: self._roles(count))
        words = plural(roles.total(), "earlier message")
        spans = [
            Span("", Style.META, Icon.CHEVRON_RIGHT if folded else Icon.CHEVRON_DOWN),
            Span(words, Style.TITLE, color="text2"),
        ]
        if self.parent is not None and count == self.known:
            spans += [Span("known from"), *_exchange_link(self.parent)]
        counts = ", ".join(f"{n:,} {role}" for role, n in roles.items())
        spans.append(Span(counts, Style.CAPTION, right=True, shrinks=2))
        spoken = f"{'Unfold' if folded else 'Fold'} {words}"
        line = Line(tuple(spans), 32, action=Toggle("earlier", folded), spoken=spoken)
        return Row("earlier", line, Group("earlier", words), gap=12)

    def _roles(self, count: int) -> Counter[str]:
        """How many of the first messages each role said, but for those that are told as renewed."""
        return Counter(message.role for message in self.messages[:count] if id(message) not in self.renewed)

    def _all(self, first: int, last: int) -> list[Row]:
        rows: list[Row] = []
        for index in range(first, last):
            rows += self.context.final_rows(("message", index), partial(self._message, index))
        return rows

    def _message(self, index: int) -> list[Row]:
        message = self.messages[index]
        if id(message) in self.renewed:
            return []
        parts = [(n, part) for n, part in enumerate(message.parts) if id(part) not in self.paired]
        if not parts and message.parts:
            return []
        group = Group(("message", index), role_name(message.role))
        icon = ROLE_ICONS.get(message.role, Icon.SYSTEM)
        rows = [heading(group, icon, group.name, self._sub(message), self._right(index))]

        def write(block: range) -> list[Row]:
            written: list[Row] = []
            for number, part in (parts[at] for at in block):
                place = self.places[id(part)][1]
                made = self._part(index, part, message, group, (number, not block.start and not written))
                written += [row if row.part else replace(row, part=place) for row in made]
            return written

        rows += block_rows(self.context, ("parts", ("message", index)), len(parts), group, write)
        return rows if len(rows) > 1 else [replace(rows[0], content=_without_words(rows[0].content))]

    def _sub(self, message: Message) -> list[Span]:
        said = [Span(self.context.mask(message.name), shrinks=2)] if message.name else []
        calls = sum(isinstance(part, ToolCall) for part in message.parts)
        return [*said, Span(plural(calls, "tool call"), shrinks=3)] if calls else said

    def _right(self, index: int) -> list[Span]:
        path = self.messages[index].path
        spans = [where_span(path, path_text(path))] if path else []
        exchange = self.recorded.get(id(self.messages[index]))
        if exchange is not None:
            words = Span("·  recorded as", Style.CAPTION, right=True, shrinks=2)
            link = Span(f"#{exchange}", Style.LINK, action=ToExchange(exchange), right=True, tight=True)
            spans += [words, link]
        return spans

    def _part(self, index: int, part: Part, message: Message, group: Group, place: tuple[int, bool]) -> list[Row]:
        """The rows of one part; `place` is its number in the message, and whether it comes first on the canvas."""
        key, is_first = (index, place[0]), place[1]
        gap = 4 if is_first else 12
        match part:
            case Text():
                return text_rows(self.context, key, part, group, gap, message.path)
            case Reasoning():
                return reasoning_rows(self.context, key, part, group, gap)
            case ToolCall():
                return self._call(key, part, 8 if key in self.follows else 12)
            case _:
                return part_rows(self.context, key, part, group, gap)

    def _call(self, key: tuple[int, int], call: ToolCall, gap: int) -> list[Row]:
        context, at = self.context, ("history", key)
        verdict = context.verdict(at, call)
        folded = context.is_folded(("call", at), at_first=True)
        is_valid = verdict.json.kind is JsonKind.VALID and call.arguments
        source = context.json(at, call.arguments) if is_valid else context.text(at, call.arguments, language="json")
        answer = self.results.get(id(call))
        result = self._result(at, answer) if answer else None
        card = ToolCallCard(
            key=at,
            name=context.mask(call.name or "(no name)"),
            id=context.mask(call.id or ""),
            source=source,
            start=0,
            end=min(len(source.raw), 20_000),
            state=JsonState(verdict.json.kind, verdict.json.at),
            verdict=verdict,
            result=result,
            folded=folded,
            preview=context.preview(call.arguments),
            length=len(call.arguments),
        )
        rows = tool_call_rows(context, card, gap)
        if answer is None:
            return rows
        place = self.places[id(answer)][1]  # a result is a part of another message than its call
        return [replace(row, part=place) if is_of_result(row) else row for row in rows]

    def _result(self, at: Hashable, answer: ToolCallResponse) -> ToolResult:
        failed = self.context.cached(("failed", at), lambda: failure(answer))
        return ToolResult(answer.response, None, self.places[id(answer)][0].path, failed)


def _places(context: RowContext) -> dict[int, tuple[Message, PartPlace]]:
    """Identity of each part of the request -> its message, and where it stands, as a find tells it."""
    prompt = context.exchange.prompt or Prompt()
    sides: tuple[tuple[Literal["system", "input"], tuple[Message, ...]], ...] = (
        ("system", prompt.system),
        ("input", prompt.messages),
    )
    return {
        id(part): (message, PartPlace(where, number, place))
        for where, messages in sides
        for number, message in enumerate(messages)
        for place, part in enumerate(message.parts)
    }


def _changes(context: RowContext, parent: int | None) -> tuple[InstructionChange | None, ToolChange | None]:
    """What is instructed and declared otherwise than in the request before; digests tell where nothing is."""
    if parent is None:
        return None, None
    links, before = (context.recording.summaries[number].links for number in (context.number, parent))
    if (links.system, links.tool_definitions) == (before.system, before.tool_definitions):
        return None, None
    return context.cached("changed prompt", lambda: _compared(context, parent))


def _compared(context: RowContext, parent: int) -> tuple[InstructionChange | None, ToolChange | None]:
    from viewer.core.prompt_changes import instruction_change, tool_change  # noqa: PLC0415

    before, after = context.recording.exchanges[parent].prompt, context.exchange.prompt
    if before is None or after is None:
        return None, None
    return instruction_change(before, after), tool_change(before, after)


def _calls_below_calls(messages: Sequence[Message]) -> Iterator[tuple[int, int]]:
    """Tool calls right below another one, as (message, part): their cards are closer together."""
    for index, message in enumerate(messages):
        for number, (above, part) in enumerate(pairwise(message.parts), start=1):
            if isinstance(above, ToolCall) and isinstance(part, ToolCall):
                yield index, number


def _without_words(content: Content) -> Content:
    """The heading of a message in which nothing is said."""
    if not isinstance(content, Line):
        return content
    return replace(content, spans=(*content.spans[:2], Span("says nothing"), *content.spans[2:]))


def _exchange_link(number: int) -> list[Span]:
    return [Span(f"#{number}", Style.LINK, action=ToExchange(number), tight=True, spoken=f"exchange {number}")]


def _paired(messages: Sequence[Message]) -> Iterator[tuple[int, ToolCallResponse]]:
    """Identity of each call -> its result in the same request: by id, else by name, else in order."""
    waiting: list[ToolCall] = []
    for message in messages:
        for part in message.parts:
            if isinstance(part, ToolCall):
                waiting.append(part)
            elif isinstance(part, ToolCallResponse):
                call = next((c for c in waiting if _answers(part, c)), None)
                if call is not None:
                    waiting.remove(call)
                    yield id(call), part


def _answers(response: ToolCallResponse, call: ToolCall) -> bool:
    """By id; without one by name, and without that by order alone."""
    return call.id == response.id if response.id else response.name in (None, call.name)


def _in_order(prompt: Prompt) -> list[Message]:
    """All messages as the request has them; instructions first where it keeps them elsewhere."""
    messages = [*prompt.system, *prompt.messages]
    if all(len(m.path) == 2 and m.path[0] == messages[0].path[0] and isinstance(m.path[1], int) for m in messages):
        messages.sort(key=lambda message: message.path[1])
    return messages


def _known(context: RowContext, messages: Sequence[Message]) -> int:
    """How many messages come before the first that this turn added."""
    turn, prompt = context.recording.threads.turns[context.number], context.exchange.prompt
    if prompt is None or not turn.known:
        return 0
    added = {id(message) for message in prompt.messages[turn.known :]}
    return next((n for n, message in enumerate(messages) if id(message) in added), len(messages))


def _recorded_as(context: RowContext) -> dict[int, int]:
    """Identity of each message that is the answer of an earlier exchange -> the number of that exchange."""
    turns, prompt = context.recording.threads.turns, context.exchange.prompt
    messages = prompt.messages if prompt else ()
    found: dict[int, int] = {}
    turn = turns[context.number]
    while turn.parent is not None:
        if turn.sends_back_answer and turn.known < len(messages):
            found[id(messages[turn.known])] = turn.parent
        turn = turns[turn.parent]
    return found
