# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A case for the checks: what they may look at of an exchange, and the way from a step to its place in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from viewer.cached_property import cached_property
from viewer.core.answer import Answer
from viewer.core.bodies import Decoded
from viewer.core.deltas import Kind
from viewer.core.dialects import Dialect
from viewer.core.errors import Problem, Severity
from viewer.core.fold import Assembly, Track
from viewer.core.messages import Prompt, ToolCall
from viewer.core.model import Interaction
from viewer.core.streams import EventList
from viewer.dataclass import dataclass

if TYPE_CHECKING:
    from viewer.core.event_order import EventOrder


@dataclass(frozen=True, slots=True, eq=False)
class UncheckedExchange:
    """All that the checks may look at: the fields of an Exchange before its problems are known."""

    interaction: Interaction
    request: Decoded
    response: Decoded
    framing: str | None
    events: EventList
    dialect: Dialect | None
    prompt: Prompt | None
    assembly: Assembly
    answer: Answer
    by_client: frozenset[int] = frozenset()
    order: EventOrder | None = None
    """What was seen of the order of the events when they were translated; None where nobody looked."""


class Unopened(NamedTuple):
    """An index that nothing opened: at which step a piece of the answer says it, and the call that it was taken for."""

    step: int
    said: int
    call: ToolCall | None = None


LineAt = Callable[[int], int | None]
"""Gives the file line of a byte of the decoded response body."""


@dataclass(frozen=True, eq=False)
class Case:
    """The evidence and the way to its places."""

    evidence: UncheckedExchange
    line_at: LineAt

    def problem(self, severity: Severity, text: str, step: int = 0) -> Problem:
        """A problem at a step: at its event in a stream, at the start of the body in a whole answer."""
        events = self.evidence.events
        if not events:
            return Problem(severity, text, line=self.line_at(0))
        index = min(max(step, 0), len(events) - 1)
        return Problem(severity, text, line=self.line_at(events.start(index)), event=index + 1)

    @property
    def is_answered_stream(self) -> bool:
        """Whether there is a stream that a dialect reads and that no error ended."""
        evidence = self.evidence
        return bool(evidence.events) and evidence.dialect is not None and evidence.answer.error is None

    @property
    def is_finished(self) -> bool:
        """Whether there is such a stream in which every choice tells why it ended."""
        return self.is_answered_stream and bool(self.evidence.assembly.finishes) and not self.unfinished

    @property
    def last(self) -> int:
        """The last step."""
        return len(self.evidence.events) - 1

    @cached_property
    def order(self) -> EventOrder:
        """What is told by the order of the events."""
        # Imported here: many streams name no event and number none.
        from viewer.core.event_order import order_of  # noqa: PLC0415

        return self.evidence.order or order_of(self.evidence.events, self.evidence.dialect)

    @cached_property
    def choices(self) -> list[int]:
        """The numbers of all choices."""
        return self.evidence.assembly.choices

    @cached_property
    def unfinished(self) -> list[int]:
        """Choices of the model without finish reason; an empty one is none."""
        assembly = self.evidence.assembly
        ended = {choice for choice, said in assembly.finishes.items() if any(delta.native for _, delta in said)}
        ended |= self.evidence.by_client
        if ended and getattr(self.evidence.dialect, "finish_is_shared", False):
            return []
        return [choice for choice in self.choices if choice not in ended]

    @cached_property
    def calls(self) -> list[tuple[Track, ToolCall]]:
        """The tool calls of the answer that the client is to run."""
        assembly = self.evidence.assembly
        found = ((track, track.part(assembly.steps)) for track in assembly.tracks if track.kind is Kind.TOOL_CALL)
        return [(track, call) for track, call in found if isinstance(call, ToolCall) and not call.server]

    @property
    def terminator(self) -> str | None:
        """The end mark that the stream should have; only server-sent events can carry one that is no JSON."""
        evidence = self.evidence
        return evidence.dialect.terminator if evidence.dialect and evidence.framing == "sse" else None

    @property
    def lacks_terminator(self) -> bool:
        """Whether there should be such an end mark and is none."""
        return self.terminator is not None and not self.evidence.assembly.done

    @cached_property
    def is_cut_off(self) -> bool:
        """Whether the stream stops before its answer was done, of which much else follows."""
        tells = self.is_answered_stream and getattr(self.evidence.dialect, "tells_its_end", True)
        is_open = bool(tells and self.choices and self.unfinished)
        return is_open and (self.lacks_terminator or self.terminator is None)

    @cached_property
    def unopened(self) -> list[Unopened]:
        """Pieces under an index that nothing opened, one for each index; each is the cause of much that looks wrong."""
        if getattr(self.evidence.dialect, "opens_and_closes", None):
            is_told = self.calls or self.is_answered_stream
            return [Unopened(step, index) for index, step in self.order.unopened.items()] if is_told else []
        calls_tools = any(track.kind is Kind.TOOL_CALL for track in self.evidence.assembly.tracks)
        return list(self._unopened_calls()) if calls_tools else []

    def _unopened_calls(self) -> Iterator[Unopened]:
        """Pieces that went on with a call of another index, and calls that begin with neither id nor name."""
        tracks, told = self.evidence.assembly.tracks, set[int]()
        for step, track, delta in self.evidence.assembly.call_heads if self.evidence.events else ():
            opened = tracks[track]
            head = opened.forms[-1][1]
            if not isinstance(delta.key, int) or track in told or not isinstance(head, ToolCall):
                continue
            if opened.key != delta.key:
                told.add(track)
                yield Unopened(step, delta.key, head)
            elif not head.id and not head.name:
                told.add(track)
                yield Unopened(step, delta.key)
