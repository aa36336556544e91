# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a request carries, by kind: system, tool definitions, user, assistant, reasoning, calls, results, images.

Rule: providers tell how many tokens a request has, never of which kind. The kinds are shares of the told sum by their
size in bytes; where no sum was told it is an estimate too, and `is_told` says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from enum import StrEnum
from math import fsum

from viewer.core.messages import Message, Other, Part, Prompt, Reasoning, Text, ToolCall, ToolCallResponse
from viewer.core.text.json_values import Json
from viewer.dataclass import dataclass

BYTES_A_TOKEN = 4
"""By which tokens are estimated: English text and code have about that many bytes of UTF-8 in a token."""
IMAGE_BYTES = 1000 * BYTES_A_TOKEN
"""What an image, a sound or a document counts as, whatever its size: about a thousand tokens."""


class ContextKind(StrEnum):
    """What a part of a request is."""

    SYSTEM = "system"
    TOOLS = "tools"
    USER = "user"
    ASSISTANT = "assistant"
    REASONING = "reasoning"
    CALLS = "tool calls"
    RESULTS = "tool results"
    MEDIA = "media"


Sizes = dict[ContextKind, int]
"""Bytes by kind."""


@dataclass(frozen=True, slots=True)
class Context:
    """The tokens of a request, all and by kind; `added` came since the request before.

    What is not added is carried: sent again, or held by the provider behind `previous_response_id`. `carried_usd` is
    what that cost by a price list, an estimate; None where host, model or counts are not known.
    """

    tokens: int
    is_told: bool
    kinds: tuple[tuple[ContextKind, int], ...]
    added: int
    carried_usd: float | None = None

    @property
    def carried(self) -> int:
        """Tokens that the request before had already."""
        return self.tokens - self.added


@dataclass(frozen=True, slots=True)
class Carried:
    """What requests carried again of those before them: tokens of all that they had, and the estimated price.

    Of `unpriced` requests that carried something no price is known. `is_told` is that all tokens are the providers'.
    """

    tokens: int = 0
    of: int = 0
    usd: float = 0.0
    priced: int = 0
    unpriced: int = 0
    is_told: bool = True


def carried_by(contexts: Iterable[Context]) -> Carried:
    """What several requests carried together."""
    listed = list(contexts)
    carrying = [one for one in listed if one.carried > 0]
    prices = [one.carried_usd for one in carrying if one.carried_usd is not None]
    return Carried(
        tokens=sum(one.carried for one in carrying),
        of=sum(one.tokens for one in listed),
        usd=fsum(prices),
        priced=len(prices),
        unpriced=len(carrying) - len(prices),
        is_told=all(one.is_told for one in listed),
    )


def carried_together(several: Iterable[Carried]) -> Carried:
    """What was carried in several runs."""
    listed = list(several)
    return Carried(
        tokens=sum(one.tokens for one in listed),
        of=sum(one.of for one in listed),
        usd=fsum(one.usd for one in listed),
        priced=sum(one.priced for one in listed),
        unpriced=sum(one.unpriced for one in listed),
        is_told=all(one.is_told for one in listed),
    )


def sizes_of(prompt: Prompt | None) -> Sizes:
    """The bytes of a prompt by kind."""
    sizes: Sizes = {}
    if prompt is None:
        return sizes
    for message in prompt.system:
        _count(sizes, ContextKind.SYSTEM, sum(map(_bytes, message.parts)))
    for tool in prompt.tools:
        declared = _length(tool.name) + _length(tool.description or "") + _json_bytes(tool.parameters)
        _count(sizes, ContextKind.TOOLS, declared)
    return _add_messages(sizes, prompt.messages)


def sizes_of_messages(messages: Iterable[Message]) -> Sizes:
    """The bytes of messages by kind."""
    return _add_messages({}, messages)


def together(*all_sizes: Sizes) -> Sizes:
    """Several sizes added."""
    made: Sizes = {}
    for sizes in all_sizes:
        for kind, size in sizes.items():
            _count(made, kind, size)
    return made


def context_of(sizes: Sizes, told: int | None, before: int) -> Context:
    """The context of a request of these sizes, `before` bytes of which the request before it had, with its answer."""
    size = sum(sizes.values())
    tokens = told if told is not None else -(-size // BYTES_A_TOKEN)
    added = max(size - before, 0)
    kinds = tuple((kind, _share(tokens, sizes[kind], size)) for kind in ContextKind if sizes.get(kind))
    return Context(tokens, told is not None, kinds, _share(tokens, added, size))


def _share(tokens: int, part: int, whole: int) -> int:
    return round(tokens * part / whole) if whole else 0


def _add_messages(sizes: Sizes, messages: Iterable[Message]) -> Sizes:
    for message in messages:
        for part in message.parts:
            _count(sizes, _kind(part, message.role), _bytes(part))
    return sizes


def _count(sizes: Sizes, kind: ContextKind, size: int) -> None:
    if size:
        sizes[kind] = sizes.get(kind, 0) + size


def _kind(part: Part, role: str) -> ContextKind:
    match part:
        case Reasoning():
            return ContextKind.REASONING
        case ToolCall():
            return ContextKind.CALLS
        case ToolCallResponse():
            return ContextKind.RESULTS
        case Text() | Other():
            if role in ("assistant", "model"):
                return ContextKind.ASSISTANT
            return ContextKind.SYSTEM if role in ("system", "developer") else ContextKind.USER
        case _:
            return ContextKind.MEDIA


def _bytes(part: Part) -> int:
    match part:
        case Text(content=content):
            return _length(content)
        case Reasoning(content=content, signature=signature):
            return _length(content or signature or "")
        case ToolCall(name=name, arguments=arguments):
            return _length(name or "") + _length(arguments)
        case ToolCallResponse(response=response):
            return _json_bytes(response)
        case Other(data=data):
            return _json_bytes(data)
        case _:
            return IMAGE_BYTES


def _json_bytes(value: Json) -> int:
    if value is None:
        return 0
    return _length(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _length(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
