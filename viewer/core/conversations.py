# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Interactions -> conversations: which request continues which, which is a retry, which result answers which call.

Rule: never by order alone. A request continues another when its messages begin with all of the other's messages
(or when it names the other's answer by `previous_response_id`); the same request again after a failure is a retry.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from viewer.core.analysis import Exchange
from viewer.core.messages import Message, Text, ToolCall, ToolCallResponse
from viewer.core.model import Json
from viewer.core.secrets import beginning


@dataclass(frozen=True, slots=True)
class Turn:
    """How one exchange stands in its conversation.

    `parent` is the exchange that it continues and `known` the number of request messages it shares with it;
    `retry_of` the failed exchange that it repeats, `retried_by` the next one that repeats this.
    """

    exchange: int
    conversation: int | None
    parent: int | None = None
    known: int = 0
    retry_of: int | None = None
    retried_by: int | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """Exchanges that belong together, in order of the file; `title` is the first thing the user said."""

    index: int
    exchanges: tuple[int, ...]
    title: str


@dataclass(frozen=True, slots=True)
class ToolResult:
    """The answer to a tool call: `response`, found in the request of exchange `exchange`."""

    exchange: int
    response: Json


@dataclass(frozen=True, slots=True)
class Conversations:
    """All conversations of a recording and the turn of every exchange."""

    conversations: tuple[Conversation, ...]
    turns: tuple[Turn, ...]
    results: dict[tuple[int, int], ToolResult]
    """(exchange, track of its assembly) -> the result that a later request reports."""

    def of(self, exchange: int) -> Conversation | None:
        """The conversation that an exchange belongs to."""
        number = self.turns[exchange].conversation
        return self.conversations[number] if number is not None else None


def converse(exchanges: Sequence[Exchange]) -> Conversations:
    """Group the exchanges of one recording."""
    turns = _threads(exchanges)
    members: dict[int, list[int]] = defaultdict(list)
    for turn in turns:
        if turn.conversation is not None:
            members[turn.conversation].append(turn.exchange)
    conversations = tuple(
        Conversation(number, tuple(inside), _title(exchanges[inside[0]])) for number, inside in sorted(members.items())
    )
    return Conversations(conversations, tuple(turns), _results(exchanges, turns, conversations))


class _Index:
    """Earlier exchanges by the digest of all their messages, and by the id of their answer."""

    def __init__(self) -> None:
        self.by_messages: dict[bytes, list[int]] = defaultdict(list)
        self.by_answer: dict[str, int] = {}

    def add(self, number: int, exchange: Exchange, whole: bytes | None) -> None:
        if whole is not None:
            self.by_messages[whole].append(number)
        if exchange.answer.id:
            self.by_answer[exchange.answer.id] = number


def _threads(exchanges: Sequence[Exchange]) -> list[Turn]:
    turns: list[Turn] = []
    seen, conversations = _Index(), 0
    for number, exchange in enumerate(exchanges):
        digests = list(_digests(exchange))
        turn = _turn(number, exchanges, turns, seen, digests)
        if turn.conversation == -1:
            turn = Turn(number, conversations)
            conversations += 1
        turns.append(turn)
        seen.add(number, exchange, digests[-1] if len(digests) > 1 else None)
    return _with_retried_by(turns)


def _turn(
    number: int, exchanges: Sequence[Exchange], turns: Sequence[Turn], seen: _Index, digests: Sequence[bytes]
) -> Turn:
    """The turn of one exchange; conversation -1 asks for a new one."""
    exchange = exchanges[number]
    if exchange.prompt is None or not (exchange.prompt.messages or exchange.prompt.previous_response_id):
        return Turn(number, None)
    for known in range(len(digests) - 1, 0, -1):
        earlier = seen.by_messages.get(digests[known], [])
        if known == len(digests) - 1:
            failed = [n for n in earlier if exchanges[n].failed]
            if failed:
                first = turns[failed[-1]]
                return Turn(number, first.conversation, first.parent, first.known, retry_of=failed[-1])
        elif earlier:
            parent = _likeliest(earlier, exchanges, exchange.prompt.messages[known])
            return Turn(number, turns[parent].conversation, parent, known)
    parent_id = exchange.prompt.previous_response_id
    if parent_id and parent_id in seen.by_answer:
        parent = seen.by_answer[parent_id]
        return Turn(number, turns[parent].conversation, parent)
    return Turn(number, -1)


def _likeliest(candidates: Sequence[int], exchanges: Sequence[Exchange], following: Message) -> int:
    """Of several exchanges with the same messages the one whose answer comes next, else the latest good one."""
    wanted = _digest(b"", following)
    for number in reversed(candidates):
        if any(_digest(b"", message) == wanted for message in exchanges[number].answer.messages):
            return number
    good = [number for number in candidates if not exchanges[number].failed]
    return (good or candidates)[-1]


def _with_retried_by(turns: list[Turn]) -> list[Turn]:
    again = {turn.retry_of: turn.exchange for turn in reversed(turns) if turn.retry_of is not None}
    return [Turn(t.exchange, t.conversation, t.parent, t.known, t.retry_of, again.get(t.exchange)) for t in turns]


def _digests(exchange: Exchange) -> Iterator[bytes]:
    """A digest for every prefix of the request's messages, the empty one first; instructions are part of each."""
    if exchange.prompt is None:
        return
    digest = b""
    for message in exchange.prompt.system:
        digest = _digest(digest, message)
    yield digest
    for message in exchange.prompt.messages:
        digest = _digest(digest, message)
        yield digest


def _digest(before: bytes, message: Message) -> bytes:
    """A digest of a message behind others; what a client may rewrite between turns does not count."""
    said = repr((message.role, message.parts)).encode("utf-8", "backslashreplace")
    return hashlib.blake2b(before + said, digest_size=16).digest()


def _title(exchange: Exchange) -> str:
    """The first words of the user, on one line."""
    if exchange.prompt is None:
        return ""
    for message in exchange.prompt.messages:
        for part in message.parts:
            if message.role == "user" and isinstance(part, Text) and part.content.strip():
                return beginning(part.content, 120)
    return exchange.interaction.request.target.path


def _results(
    exchanges: Sequence[Exchange], turns: Sequence[Turn], conversations: Sequence[Conversation]
) -> dict[tuple[int, int], ToolResult]:
    """Pair every tool call of an answer with its result in a later request of the same conversation."""
    results: dict[tuple[int, int], ToolResult] = {}
    for conversation in conversations:
        open_calls: list[tuple[int, int, ToolCall]] = []
        for number in conversation.exchanges:
            answered = {(call.id, call.name): part for call, part in _answers(exchanges[number])}
            for exchange, track, call in list(open_calls):
                part = answered.get((call.id, call.name))
                if part is not None:
                    results[exchange, track] = ToolResult(number, part.response)
                    open_calls.remove((exchange, track, call))
            open_calls += _calls(number, exchanges[number])
    return results


def _calls(number: int, exchange: Exchange) -> Iterator[tuple[int, int, ToolCall]]:
    for track in exchange.assembly.tracks:
        part = track.part(exchange.shown_whole)
        if isinstance(part, ToolCall):
            yield number, track.index, part


def _answers(exchange: Exchange) -> Iterator[tuple[ToolCall, ToolCallResponse]]:
    """Each call in the request's history with its result: by id, else by name in order."""
    waiting: list[ToolCall] = []
    for message in exchange.prompt.messages if exchange.prompt else ():
        for part in message.parts:
            if isinstance(part, ToolCall):
                waiting.append(part)
            elif isinstance(part, ToolCallResponse):
                call = next((c for c in waiting if (c.id == part.id if part.id else c.name == part.name)), None)
                if call is not None:
                    waiting.remove(call)
                    yield call, part
