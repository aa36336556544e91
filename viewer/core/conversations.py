# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Summaries -> conversations: which request continues which, which is a retry, which result answers which call.

Rule: never by order alone. A request continues another when its messages begin with all of the other's messages and
either the other's answer follows or the instructions are the same; or when it names the other's answer by
`previous_response_id`. The very same request again is another run of its own, unless the one before it failed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from viewer.core.analysis import Exchange
from viewer.core.messages import ToolCallResponse
from viewer.core.summary import Links, Summary
from viewer.core.tool_results import RecordedCall, pair
from viewer.dataclass import dataclass

_MOST_OPEN_CALLS = 256
"""Calls without result that a conversation remembers; more are hostile, or never answered."""


@dataclass(frozen=True, slots=True)
class Turn:
    """How one exchange stands in its conversation; `conversation` is None for what is no LLM call.

    `parent` is the exchange that it continues and `known` the number of request messages it shares with it;
    `sends_back_answer` tells that the message after those is the parent's answer.
    `retry_of` is the failed exchange that it repeats, `retried_by` the next one that repeats this.
    """

    exchange: int
    conversation: int | None
    parent: int | None = None
    known: int = 0
    retry_of: int | None = None
    retried_by: int | None = None
    sends_back_answer: bool = False


@dataclass(frozen=True, slots=True)
class Conversation:
    """Exchanges that belong together, in order of the file; `title` is the first thing the user said."""

    index: int
    exchanges: tuple[int, ...]
    title: str


@dataclass(frozen=True, slots=True)
class ToolResult:
    """The answer to a tool call: a part of a message of what exchange `exchange` asked."""

    exchange: int
    message: int
    part: int

    def part_in(self, exchange: Exchange) -> ToolCallResponse:
        """What the tool answered, read in the exchange that tells it."""
        part = exchange.asked[self.message].parts[self.part]
        return part if isinstance(part, ToolCallResponse) else ToolCallResponse(None, None)


class Conversations:
    """All conversations of a recording and the turn of every exchange; grows by one exchange after another."""

    def __init__(self) -> None:
        """Nothing came yet."""
        self._turns: list[Turn] = []
        self._failed: list[bool] = []
        self._members: list[list[int]] = []
        self._titles: list[str] = []
        self._results: dict[tuple[int, int], ToolResult] = {}
        self._open_after: list[list[RecordedCall]] = []
        self._by_request: dict[bytes, int] = {}
        self._by_asked: dict[tuple[bytes, bytes], int] = {}
        self._by_answered: dict[tuple[bytes, tuple[str, ...]], int] = {}
        self._by_answer_id: dict[str, int] = {}

    @property
    def turns(self) -> Sequence[Turn]:
        """The turn of each exchange, in order of the file."""
        return self._turns

    @property
    def results(self) -> Mapping[tuple[int, int], ToolResult]:
        """(exchange, track of its assembly) -> the result that a later request reports."""
        return self._results

    def __len__(self) -> int:
        """The number of conversations."""
        return len(self._titles)

    def __getitem__(self, number: int) -> Conversation:
        """A conversation, as far as it came."""
        return Conversation(number, tuple(self._members[number]), self._titles[number])

    def __iter__(self) -> Iterator[Conversation]:
        """Every conversation, in the order in which they began."""
        return (self[number] for number in range(len(self)))

    def of(self, exchange: int) -> Conversation | None:
        """The conversation that an exchange belongs to."""
        number = self._turns[exchange].conversation
        return self[number] if number is not None else None

    def add(self, summary: Summary) -> Turn:
        """The turn of the next exchange."""
        number, links = len(self._turns), summary.links
        turn = self._retry(number, links.request)
        if turn.conversation is None and links.says:
            retry_of, turn = turn.retry_of, self._place(number, summary)
            turn = replace(turn, retry_of=retry_of) if retry_of is not None else turn
        if turn.retry_of is not None:
            self._turns[turn.retry_of] = replace(self._turns[turn.retry_of], retried_by=number)
        self._turns.append(turn)
        self._failed.append(summary.failed)
        self._by_request[links.request] = number
        if links.says:
            self._remember(number, summary)
        if turn.conversation is not None:
            self._members[turn.conversation].append(number)
        self._find_results(turn, links)
        return turn

    def _place(self, number: int, summary: Summary) -> Turn:
        links = summary.links
        turn = self._named_answer(number, links) or self._continued(number, links)
        return turn or self._new_attempt(number, links) or self._opened(number, summary.title)

    def _remember(self, number: int, summary: Summary) -> None:
        links = summary.links
        whole = links.system, links.prefix(links.messages)
        earlier = self._by_asked.get(whole)
        if earlier is None or self._failed[earlier] or not summary.failed:
            self._by_asked[whole] = number
        for answered, ids in links.answers:
            self._by_answered[answered, ids] = self._by_answered[answered, ()] = number
        if links.answer_id:
            self._by_answer_id[links.answer_id] = number

    def _retry(self, number: int, request: bytes) -> Turn:
        """As the very same request stood the last time, when that failed."""
        earlier = self._by_request.get(request)
        if earlier is None or not self._failed[earlier]:
            return Turn(number, None)
        return replace(self._turns[earlier], exchange=number, retry_of=earlier, retried_by=None)

    def _named_answer(self, number: int, links: Links) -> Turn | None:
        parent = self._by_answer_id.get(links.previous_response_id or "")
        return Turn(number, self._turns[parent].conversation, parent) if parent is not None else None

    def _continued(self, number: int, links: Links) -> Turn | None:
        """By the longest beginning that an earlier request consists of."""
        for known in reversed(range(links.messages)):
            answered, ids = links.prefix(known + 1), links.ids[known]
            parent = self._by_answered.get((answered, ids), self._by_answered.get((answered, ())))
            sends_back_answer = parent is not None
            if parent is None and known:
                parent = self._by_asked.get((links.system, links.prefix(known)))
            if parent is not None:
                conversation = self._turns[parent].conversation
                return Turn(number, conversation, parent, known, sends_back_answer=sends_back_answer)
        return None

    def _new_attempt(self, number: int, links: Links) -> Turn | None:
        """The same said again with other settings, where only failed attempts came before."""
        earlier = self._by_asked.get((links.system, links.prefix(links.messages)))
        if earlier is None or not self._failed[earlier]:
            return None
        return replace(self._turns[earlier], exchange=number, retry_of=None, retried_by=None)

    def _opened(self, number: int, title: str) -> Turn:
        self._titles.append(title)
        self._members.append([])
        return Turn(number, len(self._titles) - 1)

    def _find_results(self, turn: Turn, links: Links) -> None:
        """Pair the tool calls of earlier answers with their results in the first request that reports them.

        A request can answer the calls of the exchange that it continues, and what that one left open: never those of
        another branch, which may have the same ids. A session answers its own.
        """
        before = self._open_after[turn.parent] if turn.parent is not None else []
        added = (key for message, key in links.tools if turn.known <= message < links.messages)
        own = [RecordedCall(turn.exchange, *call) for call in links.calls]
        answered = dict(pair(before, added)) if before else {}
        if links.is_session:
            answered |= dict(pair(own, (key for _, key in links.tools)))
        for recorded, result in answered.items():
            found = ToolResult(turn.exchange, result.message, result.part)
            self._results.setdefault((recorded.exchange, recorded.track), found)
        still_open = [call for call in before if call not in answered] if answered else before
        self._open_after.append([*own, *still_open][:_MOST_OPEN_CALLS])


def converse(summaries: Iterable[Summary]) -> Conversations:
    """Group the exchanges of one recording, given in order of the file."""
    found = Conversations()
    for summary in summaries:
        found.add(summary)
    return found
