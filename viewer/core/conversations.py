# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Interactions -> conversations: which request continues which, which is a retry, which result answers which call.

Rule: never by order alone. A request continues another when its messages begin with all of the other's messages and
either the other's answer follows or the instructions are the same; or when it names the other's answer by
`previous_response_id`. The very same request again is another run of its own, unless the one before it failed.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from viewer.core.analysis import Exchange
from viewer.core.deltas import Kind
from viewer.core.message_digest import digest, prefix_digests
from viewer.core.messages import Message, Prompt, Text, ToolCall
from viewer.core.secrets.masking import beginning
from viewer.core.text.json_values import Json
from viewer.core.tool_results import RecordedCall, pair

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
    threads = _Threads()
    turns = _with_retried_by([threads.place(exchange) for exchange in exchanges])
    members: dict[int, list[int]] = defaultdict(list)
    for turn in turns:
        if turn.conversation is not None:
            members[turn.conversation].append(turn.exchange)
    conversations = tuple(
        Conversation(number, tuple(inside), _title(exchanges[inside[0]])) for number, inside in sorted(members.items())
    )
    return Conversations(conversations, turns, _results(exchanges, turns))


def _with_retried_by(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    again = {turn.retry_of: turn.exchange for turn in turns if turn.retry_of is not None}
    return tuple(replace(turn, retried_by=again[turn.exchange]) if turn.exchange in again else turn for turn in turns)


# --- Threads


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a request says, in digests: its instructions, and its messages up to each."""

    system: bytes
    prefixes: list[bytes]

    @property
    def whole(self) -> tuple[bytes, bytes]:
        return self.system, self.prefixes[-1]


class _Threads:
    """Places one exchange after another, by what those before it asked and answered."""

    def __init__(self) -> None:
        self._turns: list[Turn] = []
        self._failed: list[bool] = []
        self._count = 0
        self._by_request: dict[bytes, int] = {}
        self._by_asked: dict[tuple[bytes, bytes], int] = {}
        self._by_answered: dict[tuple[bytes, tuple[str, ...]], int] = {}
        self._by_answer_id: dict[str, int] = {}

    def place(self, exchange: Exchange) -> Turn:
        """The turn of the next exchange."""
        number, prompt, request = len(self._turns), exchange.prompt, _request_digest(exchange)
        is_said = prompt is not None and _is_said(prompt, exchange)
        asked = _Asked(digest(prompt.system), prefix_digests(prompt.messages)) if prompt and is_said else None
        turn = self._retry(number, request)
        if turn.conversation is None and prompt and asked:
            retry_of, turn = turn.retry_of, self._place(number, prompt, asked)
            turn = replace(turn, retry_of=retry_of) if retry_of is not None else turn
        self._turns.append(turn)
        self._failed.append(exchange.failed)
        self._by_request[request] = number
        if asked:
            self._remember(number, exchange, asked)
        return turn

    def _place(self, number: int, prompt: Prompt, asked: _Asked) -> Turn:
        turn = self._named_answer(number, prompt) or self._continued(number, prompt, asked)
        return turn or self._new_attempt(number, asked) or self._opened(number)

    def _remember(self, number: int, exchange: Exchange, asked: _Asked) -> None:
        earlier = self._by_asked.get(asked.whole)
        if earlier is None or self._failed[earlier] or not exchange.failed:
            self._by_asked[asked.whole] = number
        for message in exchange.answer.messages:
            answered = digest([message], asked.prefixes[-1])
            self._by_answered[answered, _call_ids(message)] = self._by_answered[answered, ()] = number
        if exchange.answer.id:
            self._by_answer_id[exchange.answer.id] = number

    def _retry(self, number: int, request: bytes) -> Turn:
        """As the very same request stood the last time, when that failed."""
        earlier = self._by_request.get(request)
        if earlier is None or not self._failed[earlier]:
            return Turn(number, None)
        return replace(self._turns[earlier], exchange=number, retry_of=earlier)

    def _named_answer(self, number: int, prompt: Prompt) -> Turn | None:
        parent = self._by_answer_id.get(prompt.previous_response_id or "")
        return Turn(number, self._turns[parent].conversation, parent) if parent is not None else None

    def _continued(self, number: int, prompt: Prompt, asked: _Asked) -> Turn | None:
        """By the longest beginning that an earlier request consists of."""
        for known in reversed(range(len(prompt.messages))):
            answered, ids = asked.prefixes[known + 1], _call_ids(prompt.messages[known])
            parent = self._by_answered.get((answered, ids), self._by_answered.get((answered, ())))
            sends_back_answer = parent is not None
            if parent is None and known:
                parent = self._by_asked.get((asked.system, asked.prefixes[known]))
            if parent is not None:
                conversation = self._turns[parent].conversation
                return Turn(number, conversation, parent, known, sends_back_answer=sends_back_answer)
        return None

    def _new_attempt(self, number: int, asked: _Asked) -> Turn | None:
        """The same said again with other settings, where only failed attempts came before."""
        earlier = self._by_asked.get(asked.whole)
        if earlier is None or not self._failed[earlier]:
            return None
        return replace(self._turns[earlier], exchange=number, retry_of=None)

    def _opened(self, number: int) -> Turn:
        self._count += 1
        return Turn(number, self._count - 1)


def _request_digest(exchange: Exchange) -> bytes:
    request = exchange.interaction.request
    head = f"{request.method} {request.url}\n".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(head + exchange.request.data, digest_size=16).digest()


def _is_said(prompt: Prompt, exchange: Exchange) -> bool:
    """Whether a request says anything that a conversation could consist of, or opens a session."""
    return bool(prompt.messages or prompt.system or prompt.previous_response_id or exchange.is_session)


def _call_ids(message: Message) -> tuple[str, ...]:
    return tuple(part.id for part in message.parts if isinstance(part, ToolCall) and part.id)


def _title(exchange: Exchange) -> str:
    """The first words of the user, else of anyone, on one line; where no words are the path, or what API it is."""
    asked, system = exchange.asked, exchange.prompt.system if exchange.prompt else ()
    user = (message for message in asked if message.role == "user")
    answered = exchange.answered if exchange.is_session else ()
    for content in _texts((*user, *asked, *answered, *system)):
        if words := beginning(content, 120):
            return words
    return exchange.interaction.request.target.path or (exchange.dialect.title if exchange.dialect else "")


def _texts(messages: Iterable[Message]) -> Iterator[str]:
    return (part.content for message in messages for part in message.parts if isinstance(part, Text))


# --- Results


def _results(exchanges: Sequence[Exchange], turns: Sequence[Turn]) -> dict[tuple[int, int], ToolResult]:
    """Pair the tool calls of every answer with their results in the first request that reports them.

    A request can answer the calls of the exchange that it continues, and what that one left open: never those of
    another branch, which may have the same ids. A session answers its own.
    """
    results: dict[tuple[int, int], ToolResult] = {}
    open_after: list[list[RecordedCall]] = []
    for exchange, turn in zip(exchanges, turns, strict=True):
        before = open_after[turn.parent] if turn.parent is not None else []
        added = exchange.prompt.messages[turn.known :] if exchange.prompt and before else ()
        own = list(_calls(turn.exchange, exchange))
        answered = dict(pair(before, added)) | dict(pair(own, exchange.asked) if exchange.is_session else ())
        for call, part in answered.items():
            results.setdefault((call.exchange, call.track), ToolResult(turn.exchange, part.response))
        still_open = [call for call in before if call not in answered] if answered else before
        open_after.append([*own, *still_open][:_MOST_OPEN_CALLS])
    return results


def _calls(number: int, exchange: Exchange) -> Iterator[RecordedCall]:
    """The calls that the client is to run."""
    for track in exchange.assembly.tracks:
        call = track.part(exchange.shown_whole) if track.kind is Kind.TOOL_CALL else None
        if isinstance(call, ToolCall) and not call.server:
            yield RecordedCall(number, track.index, call)
