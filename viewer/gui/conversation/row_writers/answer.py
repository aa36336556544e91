# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The answer after a number of events -> rows. Written again at each step; rows that stay equal keep their layout."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable
from dataclasses import replace
from itertools import count
from operator import attrgetter
from typing import Literal

from viewer.core.deltas import Kind
from viewer.core.fold import Track, latest
from viewer.core.messages import Reasoning, Text, ToolCall
from viewer.core.text.json_prefix import JsonKind
from viewer.core.tool_failures import failure
from viewer.gui.conversation.row_writers.blocks import block_rows
from viewer.gui.conversation.row_writers.context import RowContext
from viewer.gui.conversation.row_writers.finish import (
    chip_rows,
    end_rows,
    error_rows,
    finish_chips,
    remaining_rows,
    unknown_rows,
)
from viewer.gui.conversation.row_writers.history import ROLE_ICONS, heading, role_name
from viewer.gui.conversation.row_writers.parts import (
    LONGEST,
    ReasoningSummary,
    annotation_rows,
    cut_rows,
    part_rows,
    reasoning_heading,
    refusal_rows,
)
from viewer.gui.conversation.row_writers.tool_calls import ToolCallCard, ToolResult, tool_call_rows
from viewer.gui.conversation.rows import (
    ConversationRows,
    Frame,
    Group,
    Line,
    PartPlace,
    Passage,
    Row,
    Span,
    Style,
    ToPane,
    ToPosition,
    inside,
)
from viewer.gui.conversation.wording import events_text
from viewer.gui.look.icons import Icon

_INDEX = attrgetter("index")


def answer_rows(context: RowContext, shown: int) -> ConversationRows:
    """All rows of the answer when `shown` events (or the whole body) have arrived."""
    return _AnswerWriter(context, shown).rows()


class _AnswerWriter:
    def __init__(self, context: RowContext, shown: int) -> None:
        self.context, self.shown = context, shown
        self.exchange = context.exchange
        self.assembly = context.exchange.assembly
        self.is_over = not self.exchange.is_stream or shown >= len(self.exchange.events)
        self.added = self._added()
        self.growing = self._growing()
        self.has_choices = len(self.assembly.choices) > 1

    def _added(self) -> dict[int, list[tuple[int, int]]]:
        """What the event on show added, by track; nothing when everything is shown."""
        found: dict[int, list[tuple[int, int]]] = {}
        if self.is_over or not 0 < self.shown <= self.assembly.steps:
            return found
        for addition in self.assembly.additions[self.shown - 1]:
            if addition.track is not None and addition.end > addition.start:
                found.setdefault(addition.track, []).append((addition.start, addition.end))
        return found

    def _growing(self) -> Track | None:
        """The part at which the stream is: the one that was added to last, unless it is complete."""
        if self.is_over:
            return None
        last = self.assembly.last_touched(self.shown)
        return last if last is not None and (last.closed_at >= self.shown or last.index in self.added) else None

    # --- The whole answer

    def rows(self) -> ConversationRows:
        group = Group("answer", "Session" if self.exchange.is_session else role_name(self._role()))
        rows = [self._heading(group)]
        growing_key: Hashable = rows[0].key
        choices = self.assembly.choices_at(self.shown)
        growing = choices.index(self.growing.choice) if self.growing is not None else None
        many = "turns" if self.exchange.is_session else "choices"

        def write(block: range) -> list[Row]:
            return [row for number in block for row in self._choice(choices[number], group)]

        rows += block_rows(self.context, (many, None), len(choices), group, write, growing=growing)
        if self.growing is not None:
            growing_key = self._growing_key(self.growing)
        elif len(rows) > 1:
            growing_key = rows[-1].key
        rows += unknown_rows(self.context, self.shown, group)
        rows += error_rows(self.context, self.shown, Group("error", "Error"))
        finish = Group("finish", "Outcome" if self.is_over else "Still to come")
        rows += chip_rows(self.context, self.shown, finish)
        rows += end_rows(self.context, finish) if self.is_over else remaining_rows(self.context, self.shown, finish)
        return ConversationRows(rows, rows[-1].key if self.is_over else growing_key, self.shown)

    def _role(self) -> str:
        first = min(self.assembly.roles, default=0)
        return latest(self.assembly.roles.get(first, []), max(self.shown, 1)) or "assistant"

    def _heading(self, group: Group) -> Row:
        if self.is_over:
            words = self._model()
        else:
            words = "assembling from the stream" if self.shown else "nothing has arrived yet"
        right = []
        if self.exchange.is_stream and self.shown:
            action = ToPane("eventsPane")
            right = [Span(events_text(1, self.shown), Style.CAPTION, action=action, right=True)]
        sub = [Span(words, shrinks=1)] if words else []
        icon = Icon.CONVERSATION if self.exchange.is_session else Icon.ASSISTANT
        return heading(group, icon, group.name, sub, right, "active")

    def _model(self) -> str:
        meta = latest(self.assembly.metas, self.shown)
        model = self.context.mask((meta.model if meta else None) or self.exchange.model or "")
        provider = self.context.mask((meta.provider if meta else None) or "")
        return f"{model} via {provider}" if provider and model else model or provider

    def _choice(self, choice: int, group: Group) -> list[Row]:
        rows: list[Row] = []
        if self.exchange.is_session:
            role = latest(self.assembly.roles.get(choice, []), self.shown) or "assistant"
            group = Group(("turn", choice), role_name(role))
            chips = finish_chips(self.context, self.shown, choice)
            rows.append(heading(group, ROLE_ICONS.get(role, Icon.SYSTEM), group.name, chips))
        elif self.has_choices:
            name = Span(f"Choice {choice}", Style.TITLE, color="text2")
            title = Line((name, *finish_chips(self.context, self.shown, choice)))
            rows.append(Row(("choice", choice), title, group, gap=16))
        tracks, message = self.assembly.tracks_of(choice, self.shown), self._message(choice)
        growing, at = self.growing, None
        if growing is not None and growing.choice == choice:
            at = bisect_left(tracks, growing.index, key=_INDEX)

        def write(block: range) -> list[Row]:
            return [row for number in block for row in self._track(tracks[number], group, (*message, number))]

        return rows + block_rows(self.context, ("parts", choice), len(tracks), group, write, growing=at)

    def _message(self, choice: int) -> tuple[Literal["input", "output"], int]:
        """Where a choice stands, as a find tells it: what the client says in a session continues what it asked."""
        by_client = self.exchange.by_client
        return "input" if choice in by_client else "output", self.context.cached("messages", self._messages)[choice]

    def _messages(self) -> dict[int, int]:
        """The number of the message that each choice is, on its own side."""
        by_client, prompt = self.exchange.by_client, self.exchange.prompt
        sides = {True: count(len(prompt.messages) if prompt is not None else 0), False: count()}
        return {choice: next(sides[choice in by_client]) for choice in self.assembly.choices}

    def _track(self, track: Track, group: Group, place: tuple[Literal["input", "output"], int, int]) -> list[Row]:
        """The rows of a part, written only once when nothing can change them any more."""
        is_open = self.shown <= track.closed_at or track is self.growing or track.index in self.added

        def write() -> list[Row]:
            part = PartPlace(*place)
            return [replace(row, part=part) for row in self._part(track, group, first=part.part == 0)]

        return write() if is_open else self.context.final_rows(("track", track.index), write)

    # --- The parts of the answer

    def _growing_key(self, track: Track) -> Hashable:
        return ("arguments" if track.kind is Kind.TOOL_CALL else "text", self._key(track))

    @staticmethod
    def _key(track: Track) -> Hashable:
        return ("track", track.index)

    def _part(self, track: Track, group: Group, *, first: bool) -> list[Row]:
        part = latest(track.forms, self.shown)
        match part:
            case Text():
                return self._text(track, part, group, 4 if first else 12)
            case Reasoning():
                return self._reasoning(track, part, group, 4 if first else 12)
            case ToolCall():
                return self._call(track, part)
            case None:
                return []
            case _:
                return part_rows(self.context, self._key(track), part, group, 4 if first else 12)

    def _extent(self, track: Track) -> tuple[int, int]:
        """The characters on show: to the last one while the part grows, then without line breaks at its end."""
        start, end = track.extent(self.shown)
        if not self.exchange.is_stream and end - start > LONGEST + 1000:
            return start, start + LONGEST
        if track is not self.growing:
            while end > start and track.buffer[end - 1] == "\n":
                end -= 1
        return start, end

    def _added_ranges(self, track: Track) -> tuple[tuple[int, int], ...]:
        return tuple(self.added.get(track.index, ()))

    def _passage(self, track: Track, style: str, pad: int = 0) -> Passage:
        source = self.context.text(self._key(track), track.buffer, track=track if self.exchange.is_stream else None)
        start, end = self._extent(track)
        caret = track is self.growing
        return Passage(source, start, end, style, self._added_ranges(track), caret, pad)  # type: ignore[arg-type]

    def _text(self, track: Track, part: Text, group: Group, gap: int) -> list[Row]:
        key = self._key(track)
        rows = refusal_rows(key, group, gap) if part.refusal else []
        passage = self._passage(track, "prose")
        if _is_blank(track, passage) and not passage.caret:
            return annotation_rows(self.context, key, part.annotations, group)
        text = Row(("text", key), passage, group, gap=4 if rows else gap)
        rows += [text] if passage.caret or track.index in self.added else self._drawn(text)
        rows += self._cut(track, passage, group)
        return rows + annotation_rows(self.context, key, part.annotations, group)

    def _drawn(self, text: Row) -> list[Row]:
        """A text that is whole, as it was written or as its Markdown is meant."""
        if not self.context.draws_markdown:
            return [text]
        from viewer.gui.conversation.row_writers.markdown import markdown_rows  # noqa: PLC0415 - few want it

        return markdown_rows(self.context, text)

    def _cut(self, track: Track, passage: Passage, group: Group) -> list[Row]:
        if self.exchange.is_stream:
            return []
        return cut_rows(self._key(track), len(track.buffer), passage.end - passage.start, group, ToPane("responsePane"))

    def _reasoning(self, track: Track, part: Reasoning, group: Group, gap: int) -> list[Row]:
        key = self._key(track)
        folded = self.context.is_folded(("reasoning", key), at_first=False)
        start, end = track.extent(self.shown)
        growing = track is self.growing
        summary = ReasoningSummary(end - start, folded, part.signature is not None, growing)
        rows = [reasoning_heading(key, summary, group, gap)]
        if not folded and end > start:
            passage = self._passage(track, "quiet", pad=16)
            text = Row(("text", key), passage, group, Frame(("reasoning", key), "quote"), gap=4)
            rows += inside(("reasoning", key), [text, *self._cut(track, passage, group)])
        return rows

    def _call(self, track: Track, part: ToolCall) -> list[Row]:
        context, key, shown = self.context, self._key(track), self.shown
        complete = shown > track.closed_at
        start, end = track.extent(shown)
        length = end - start
        text = track.buffer[start:end] if complete else ""
        verdict = context.verdict(key, ToolCall(part.id, part.name, text, part.server)) if complete else None
        state = context.prefix((key, start), track.buffer[start:]).state(end - start)
        whole = complete and end - start == len(track.buffer) and verdict and verdict.json.kind is JsonKind.VALID
        if whole and text:
            source = context.json(key, track.buffer, track=track)
            end = len(source.raw)
        else:
            source = context.text((key, "raw"), track.buffer, track=track, language="json")
        card = ToolCallCard(
            key=key,
            name=context.mask(part.name or "(no name yet)" if not complete else part.name or "(no name)"),
            id=context.mask(part.id or ""),
            source=source,
            start=start,
            end=end,
            state=state,
            verdict=verdict,
            result=self._result(track),
            added=tuple((source.shown(a), source.shown(b - 1) + 1) for a, b in self._added_ranges(track)),
            caret=track is self.growing,
            events=self._call_events(track, complete=complete),
            length=length,
            is_server=part.server,
            events_action=ToPosition(track.opened_at + 1),
        )
        return tool_call_rows(context, card, 12)

    def _call_events(self, track: Track, *, complete: bool) -> str:
        if not self.exchange.is_stream:
            return ""
        first, last = track.opened_at + 1, track.closed_at + 1
        if complete:
            return events_text(first, last)
        return f"{events_text(first, track.last_step(self.shown) + 1)} of {first:,}–{last:,}"

    def _result(self, track: Track) -> ToolResult | None:
        """The result in a later request; of a request that was sent again, the one that was answered."""
        found = self.context.recording.threads.results.get((self.context.number, track.index))
        if found is None:
            return None
        number, turns = found.exchange, self.context.recording.threads.turns
        while self.context.recording.briefs[number].failed and (again := turns[number].retried_by) is not None:
            number = again
        answered = self.context.recording.response(found)
        failed = self.context.cached(("failed", track.index), lambda: failure(answered))
        return ToolResult(answered.response, number, failed=failed)


def _is_blank(track: Track, passage: Passage) -> bool:
    """Whether a text shows nothing: several models say a line break before they call a tool."""
    return passage.end - passage.start < 80 and not track.buffer[passage.start : passage.end].strip()
