# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Summaries -> conversations: which request continues which, which is a retry, which result answers which call.

Rule: never by order alone. A request continues another when its messages begin with all of the other's messages and
either the other's answer follows or the instructions are the same; or when it names the other's answer by
`previous_response_id`. The very same request again is another run of its own, unless the one before it failed.
"""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import TypeAlias

from viewer.blake2 import blake2b
from viewer.core.columns.digest_table import DIGEST_BYTES, DigestTable
from viewer.core.columns.packed_texts import PackedTexts
from viewer.core.links import CallKey, Links
from viewer.core.summary import Linked, Summary
from viewer.core.tool_results import RecordedCall, ToolResult, ToolResults, pair
from viewer.core.turns import Turn, TurnColumns
from viewer.dataclass import dataclass

_MOST_OPEN_CALLS = 256
"""Calls without result that a conversation remembers; more are hostile, or never answered."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Exchanges that belong together, in order of the file; `title` is the first thing the user said."""

    index: int
    exchanges: tuple[int, ...]
    title: str


class Conversations:
    """All conversations of a recording and the turn of every exchange; grows by one exchange after another.

    Rule: a file may hold millions of exchanges, and most are a conversation of their own. So nothing here is an object
    of an exchange: there are columns, and tables from digests to numbers.
    """

    def __init__(self) -> None:
        """Nothing came yet."""
        self._turns = TurnColumns()
        self._failed, self._answered = bytearray(), bytearray()
        self._begins = array("I")
        self._lasts = array("I")
        self._counts = array("I")
        self._retries = array("I")
        self._titles = PackedTexts()
        self._results = ToolResults()
        self._open_after: dict[int, _OpenCalls] = {}
        self._failed_requests: dict[bytes, int] = {}
        """The last exchange with the very same request, of those that failed then."""
        self._by_asked, self._by_answered, self._by_answer_id = DigestTable(), DigestTable(), DigestTable()

    @property
    def turns(self) -> Sequence[Turn]:
        """The turn of each exchange, in order of the file."""
        return self._turns

    @property
    def results(self) -> Mapping[tuple[int, int], ToolResult]:
        """(exchange, track of its assembly) -> the result that a later request reports."""
        return self._results

    @property
    def begins(self) -> Sequence[int]:
        """The first exchange of each conversation."""
        return self._begins

    def __len__(self) -> int:
        """The number of conversations."""
        return len(self._begins)

    def __getitem__(self, number: int) -> Conversation:
        """A conversation, as far as it came."""
        return Conversation(number, tuple(self.members(number)), self._titles[number])

    def __iter__(self) -> Iterator[Conversation]:
        """Every conversation, in the order in which they began."""
        return (self[number] for number in range(len(self)))

    def number_of(self, exchange: int) -> int | None:
        """The number of the conversation that an exchange belongs to."""
        return self._turns.conversation(exchange)

    def title(self, number: int) -> str:
        """The first thing the user said in a conversation."""
        return self._titles[number]

    def count(self, number: int) -> int:
        """How many exchanges a conversation has."""
        return self._counts[number]

    def retries(self, number: int) -> int:
        """How many exchanges of a conversation repeat one that failed."""
        return self._retries[number]

    def members(self, number: int, after: int | None = None) -> Iterator[int]:
        """The exchanges of a conversation, in order; those behind one of them."""
        last = self._lasts[number]
        if after is None:
            yield (after := self._begins[number])
        while after != last:
            after = self._turns.following(after)
            yield after

    def of(self, exchange: int) -> Conversation | None:
        """The conversation that an exchange belongs to."""
        number = self._turns.conversation(exchange)
        return self[number] if number is not None else None

    def is_good(self, exchange: int) -> bool:
        """Whether an exchange has a good answer that says something."""
        return bool(self._answered[exchange]) and not self._failed[exchange]

    def skip(self, count: int) -> None:
        """Leave out the next exchanges, of which nothing is known: for who sees a piece of a file by itself."""
        self._turns.skip(count)
        self._failed.extend(bytes(count))
        self._answered.extend(bytes(count))

    def add(self, summary: Summary | Linked) -> Turn:
        """The turn of the next exchange."""
        number, links = len(self._turns), summary.links
        turn = self._retry(number, links.request)
        asked = _asked(links, links.messages) if links.says else b""
        if turn.conversation is None and links.says:
            retry_of, turn = turn.retry_of, self._place(number, summary, asked)
            turn = replace(turn, retry_of=retry_of) if retry_of is not None else turn
        self._turns.append(turn)
        self._join(turn)
        self._failed.append(summary.failed)
        self._answered.append(bool(links.answers))
        if summary.failed:
            self._failed_requests[links.request] = number
        else:
            self._failed_requests.pop(links.request, None)
        if links.says:
            self._remember(number, summary, asked)
        self._find_results(turn, links)
        return turn

    def _join(self, turn: Turn) -> None:
        """Put an exchange behind the others of its conversation."""
        if turn.conversation is None:
            return
        if turn.conversation < len(self._lasts):
            self._turns.link(self._lasts[turn.conversation], turn.exchange)
            self._lasts[turn.conversation] = turn.exchange
        else:
            self._counts.append(0)
            self._retries.append(0)
            self._lasts.append(turn.exchange)
            self._begins.append(turn.exchange)  # last: its length is that of all
        self._counts[turn.conversation] += 1
        self._retries[turn.conversation] += turn.retry_of is not None

    def _place(self, number: int, summary: Summary | Linked, asked: bytes) -> Turn:
        links = summary.links
        turn = self._named_answer(number, links) or self._continued(number, links)
        return turn or self._new_attempt(number, asked) or self._opened(number, summary.title)

    def _remember(self, number: int, summary: Summary | Linked, asked: bytes) -> None:
        links = summary.links
        earlier = self._by_asked.get(asked)
        if earlier is None or self._failed[earlier] or not summary.failed:
            self._by_asked.put(asked, number)
        for answered, ids in links.answers:
            self._by_answered.put(_key(answered), number)
            if ids:
                self._by_answered.put(_key(answered, *ids), number)
        if links.answer_id:
            self._by_answer_id.put(_key(links.answer_id), number)

    def _retry(self, number: int, request: bytes) -> Turn:
        """As the very same request stood the last time, when that failed."""
        earlier = self._failed_requests.get(request)
        if earlier is None:
            return Turn(number, None)
        return replace(self._turns[earlier], exchange=number, retry_of=earlier, retried_by=None)

    def _named_answer(self, number: int, links: Links) -> Turn | None:
        named = links.previous_response_id
        parent = self._by_answer_id.get(_key(named)) if named else None
        return Turn(number, self._turns.conversation(parent), parent) if parent is not None else None

    def _continued(self, number: int, links: Links) -> Turn | None:
        """By the longest beginning that an earlier request consists of."""
        if not self._by_asked:
            return None
        for known in reversed(range(links.messages)):
            answered, ids = links.prefix(known + 1), links.ids[known]
            parent = self._by_answered.get(_key(answered, *ids)) if ids else None
            if parent is None:
                parent = self._by_answered.get(_key(answered))
            sends_back_answer = parent is not None
            if parent is None and known:
                parent = self._by_asked.get(_asked(links, known))
            if parent is not None:
                conversation = self._turns.conversation(parent)
                return Turn(number, conversation, parent, known, sends_back_answer=sends_back_answer)
        return None

    def _new_attempt(self, number: int, asked: bytes) -> Turn | None:
        """The same said again with other settings, where only failed attempts came before."""
        earlier = self._by_asked.get(asked)
        if earlier is None or not self._failed[earlier]:
            return None
        return replace(self._turns[earlier], exchange=number, retry_of=None, retried_by=None)

    def _opened(self, number: int, title: str) -> Turn:
        self._titles.append(title)
        return Turn(number, len(self._titles) - 1)

    def _find_results(self, turn: Turn, links: Links) -> None:
        """Pair the tool calls of earlier answers with their results in the first request that reports them.

        A request can answer the calls of the exchange that it continues, and what that one left open: never those of
        another branch, which may have the same ids. A session answers its own.
        """
        open_before = self._open_after.get(turn.parent) if turn.parent is not None else None
        own = [RecordedCall(turn.exchange, *call) for call in links.calls]
        if open_before is None and not own:
            return
        before = list(islice(_open_calls(open_before), _MOST_OPEN_CALLS))
        added = (key for message, key in links.tools if turn.known <= message < links.messages)
        answered = dict(pair(before, added)) if before else {}
        if links.is_session:
            answered |= dict(pair(own, (key for _, key in links.tools)))
        for recorded, result in answered.items():
            self._results.add(recorded, ToolResult(turn.exchange, result.message, result.part))
        if any(call in answered for call in before):
            open_before = _packed([call for call in before if call not in answered], None)
        still_open = _packed(own, open_before) if own else open_before
        if still_open is not None:
            self._open_after[turn.exchange] = still_open


_OpenCalls: TypeAlias = "tuple[bytes, _OpenCalls | None]"
"""Calls without a result, packed, and those that were open before: a branch shares what it goes on from."""


def _packed(calls: Sequence[RecordedCall], before: _OpenCalls | None) -> _OpenCalls | None:
    told = [(call.exchange, call.track, *call.call) for call in calls[:_MOST_OPEN_CALLS]]
    return (marshal.dumps(told), before) if told else before


def _open_calls(packed: _OpenCalls | None) -> Iterator[RecordedCall]:
    """The latest first."""
    while packed is not None:
        told, packed = packed
        for exchange, track, *call in marshal.loads(told):  # noqa: S302 - written above
            yield RecordedCall(exchange, track, CallKey(*call))


def _asked(links: Links, messages: int) -> bytes:
    """What stands for the instructions, where there are any, and the first messages of a request."""
    prefix = links.prefix(messages)
    return _key(links.system, prefix) if links.system else _key(prefix)


def _key(*told: bytes | str) -> bytes:
    """A digest of several values in order; of a digest alone that one."""
    first = told[0]
    if len(told) == 1 and isinstance(first, bytes) and len(first) == DIGEST_BYTES:
        return first
    pieces = [value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value for value in told]
    told_apart = b"".join([b"%d %b" % (len(piece), piece) for piece in pieces])
    return blake2b(told_apart, digest_size=DIGEST_BYTES).digest()


def converse(summaries: Iterable[Summary | Linked]) -> Conversations:
    """Group the exchanges of one recording, given in order of the file."""
    found = Conversations()
    for summary in summaries:
        found.add(summary)
    return found
