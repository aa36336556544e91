# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Exchange -> Links: digests by which its conversation, its retries and the results of its tool calls are found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from viewer.blake2 import blake2b
from viewer.core.analysis import Exchange
from viewer.core.deltas import Kind
from viewer.core.message_digest import START, canonical_arguments, digest, prefix_digests, tool_digest
from viewer.core.messages import Message, ToolCall, ToolCallResponse
from viewer.dataclass import dataclass

_DIGEST_BYTES = 16


class CallKey(NamedTuple):
    """A tool call as far as its result is found by it."""

    id: str | None
    name: str | None
    arguments: bytes
    """A digest of the arguments as every client would write them."""


class ResultKey(NamedTuple):
    """The result of a tool call: where it stands, as message and part of what was asked, and whose it is."""

    message: int
    part: int
    id: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Links:
    """By what conversations are found: digests of what a request says and of what it was answered."""

    request: bytes
    """Method, URL and body: the very same request has the same."""
    says: bool
    """Whether the request says anything that a conversation could consist of, or opens a session."""
    system: bytes
    tool_definitions: bytes
    """The declared tools, in any order."""
    prefixes: bytes
    """The digest of the first n request messages for n from 1, `_DIGEST_BYTES` each."""
    ids: tuple[tuple[str, ...], ...]
    """The ids of the tool calls in each request message."""
    answers: tuple[tuple[bytes, tuple[str, ...]], ...]
    """For each message of the answer the digest of the request with it, and the ids of its tool calls."""
    answer_id: str | None
    previous_response_id: str | None
    is_session: bool
    calls: tuple[tuple[int, CallKey], ...]
    """The tool calls of the answer that the client is to run, each with the track of its assembly."""
    tools: tuple[tuple[int, CallKey | ResultKey], ...]
    """The tool calls and results of the request, each with its message, in order."""

    @property
    def messages(self) -> int:
        """The number of request messages."""
        return len(self.ids)

    def prefix(self, count: int) -> bytes:
        """The digest of the first `count` request messages."""
        return self.prefixes[(count - 1) * _DIGEST_BYTES : count * _DIGEST_BYTES] if count else START


def links_of(exchange: Exchange) -> Links:
    """The links of an exchange."""
    prompt, answer = exchange.prompt, exchange.answer
    messages = prompt.messages if prompt else ()
    prefixes = prefix_digests(messages)
    says = prompt is not None and bool(messages or prompt.system or prompt.previous_response_id or exchange.is_session)
    tools = tuple(_tools(exchange.asked))
    return Links(
        request=_request_digest(exchange),
        says=says,
        system=digest(prompt.system) if prompt else START,
        tool_definitions=tool_digest(prompt.tools) if prompt else START,
        prefixes=b"".join(prefixes[1:]),
        ids=tuple(_call_ids(message) for message in messages),
        answers=tuple((digest([message], prefixes[-1]), _call_ids(message)) for message in answer.messages),
        answer_id=answer.id or None,
        previous_response_id=(prompt.previous_response_id if prompt else None) or None,
        is_session=exchange.is_session,
        calls=tuple(_calls(exchange)),
        tools=tools,
    )


def _calls(exchange: Exchange) -> Iterator[tuple[int, CallKey]]:
    for track in exchange.assembly.tracks:
        call = track.part(exchange.shown_whole) if track.kind is Kind.TOOL_CALL else None
        if isinstance(call, ToolCall) and not call.server:
            yield track.index, _call_key(call)


def _tools(messages: Iterable[Message]) -> Iterator[tuple[int, CallKey | ResultKey]]:
    for number, message in enumerate(messages):
        for place, part in enumerate(message.parts):
            if isinstance(part, ToolCall):
                yield number, _call_key(part)
            elif isinstance(part, ToolCallResponse):
                yield number, ResultKey(number, place, part.id, part.name)


def _call_key(call: ToolCall) -> CallKey:
    return CallKey(call.id, call.name, digest_of(canonical_arguments(call.arguments)))


def _call_ids(message: Message) -> tuple[str, ...]:
    return tuple(part.id for part in message.parts if isinstance(part, ToolCall) and part.id)


def _request_digest(exchange: Exchange) -> bytes:
    request = exchange.interaction.request
    return digest_of(f"{request.method} {request.url}\n", exchange.request.data)


def digest_of(*told: str | bytes) -> bytes:
    """The digest of texts and bytes, one behind the other."""
    pieces = [piece.encode("utf-8", "surrogatepass") if isinstance(piece, str) else piece for piece in told]
    return blake2b(b"".join(pieces) if len(pieces) > 1 else pieces[0], digest_size=_DIGEST_BYTES).digest()
