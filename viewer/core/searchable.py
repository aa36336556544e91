# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Exchanges -> the texts that a search looks through, each with the places where it stands.

Rule: a text is masked before it leaves here. A text that stands in many places, such as a message that every later
request repeats, is one piece. Pictures and files are no text: a long run of base64 is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

from viewer.core.analysis import Exchange
from viewer.core.messages import (
    Blob,
    File,
    Message,
    Other,
    Part,
    Reasoning,
    Text,
    ToolCall,
    ToolCallResponse,
    Uri,
)
from viewer.core.model import Headers
from viewer.core.secrets.masking import Masker
from viewer.core.summary import json_words

Where: TypeAlias = Literal[
    "url", "status", "model", "request header", "response header",
    "system", "input", "output", "error", "request body", "response body",
]  # fmt: skip
SAID: frozenset[Where] = frozenset(("system", "input", "output", "error", "request body", "response body"))
"""Where something is said, which `text:` looks through; the rest is how it was sent."""

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{2000,}+={0,2}")
_LEFT_OUT = "…"


class Spot(NamedTuple):
    """A place where a text stands.

    `role` is that of the message, else whose the text is; `message` and `part` number `Exchange.asked` for an input,
    `Exchange.answered` for an output, the system instructions, or the header fields. `line` is the file line on which
    the body, or the event that begins the part, stands: the nearest one known.
    """

    interaction: int
    where: Where
    role: str
    message: int
    part: int
    line: int


class Piece(NamedTuple):
    """A text, masked, and every place of one file where it stands, in order; `said` as `SAID` tells."""

    text: str
    said: bool
    spots: tuple[Spot, ...]


def pieces(exchanges: Iterable[Exchange], masker: Masker | None = None) -> list[Piece]:
    """Every text of a recording once, in order of where it stands first."""
    mask = _Masking(masker or Masker())
    found: dict[tuple[str, bool], list[Spot]] = {}
    for exchange in exchanges:
        for text, spot in _texts(exchange, mask):
            if text and not text.isspace():
                found.setdefault((text, spot.where in SAID), []).append(spot)
    return [Piece(text, said, tuple(spots)) for (text, said), spots in found.items()]


class _Masking:
    """Masks each text once: a conversation sends along all that was said before."""

    def __init__(self, masker: Masker) -> None:
        self.masker = masker
        self._known: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = _BASE64.sub(_LEFT_OUT, self.masker.text(text))
        return known


def _texts(exchange: Exchange, mask: _Masking) -> Iterator[tuple[str, Spot]]:
    """Each text of an exchange, masked, with its place, in the order in which people read it."""
    interaction = exchange.interaction
    index, request, response = interaction.index, interaction.request, interaction.response
    line = interaction.place.line if interaction.place else 1
    asked_on = exchange.request_line(0) or line
    answered_on = exchange.response_line(0) or line
    yield mask(f"{request.method} {request.url}"), Spot(index, "url", "request", 0, 0, line)
    status = f"{response.status or ''} {response.reason}".strip()
    yield mask(status), Spot(index, "status", "response", 0, 0, line)
    yield mask(exchange.model or ""), Spot(index, "model", "response", 0, 0, line)
    for number, text in _fields(request.headers, mask):
        yield text, Spot(index, "request header", "request", number, 0, line)
    for number, text in _fields(response.headers, mask):
        yield text, Spot(index, "response header", "response", number, 0, line)
    for spot, part in _parts(exchange, asked_on, answered_on):
        yield _words(part, mask), spot
    if exchange.answer.error:
        yield mask(exchange.answer.error.message), Spot(index, "error", "response", 0, 0, answered_on)
    if exchange.prompt is None and exchange.request.text:
        yield mask(exchange.request.text), Spot(index, "request body", "request", 0, 0, asked_on)
    if not exchange.answer.messages and not exchange.answer.error and exchange.response.text:
        yield mask(exchange.response.text), Spot(index, "response body", "response", 0, 0, answered_on)


def _fields(headers: Headers, mask: _Masking) -> Iterator[tuple[int, str]]:
    for number, (name, value) in enumerate(headers):
        yield number, mask(f"{name}: {mask.masker.header(name, value)}")


def _parts(exchange: Exchange, asked_on: int, answered_on: int) -> Iterator[tuple[Spot, Part]]:
    """Every part of every message; those of an answer on the line of the event that began them."""
    index, prompt = exchange.interaction.index, exchange.prompt
    if prompt:
        yield from _of_messages(index, "system", prompt.system, asked_on)
        yield from _of_messages(index, "input", prompt.messages, asked_on)
    asked, answered = len(prompt.messages) if prompt else 0, 0
    line_of = _lines(exchange, answered_on)
    for choice, message in zip(exchange.assembly.choices, exchange.answer.messages, strict=True):
        by_client = choice in exchange.by_client
        begun = [track.opened_at for track in exchange.assembly.tracks if track.choice == choice]
        where: Where = "input" if by_client else "output"
        for number, (step, part) in enumerate(zip(begun, message.parts, strict=False)):
            yield (
                Spot(index, where, message.role, asked if by_client else answered, number, line_of(step)),
                part,
            )
        asked, answered = asked + by_client, answered + (not by_client)


def _of_messages(index: int, where: Where, messages: Sequence[Message], line: int) -> Iterator[tuple[Spot, Part]]:
    for number, message in enumerate(messages):
        for place, part in enumerate(message.parts):
            yield Spot(index, where, message.role, number, place, line), part


def _lines(exchange: Exchange, otherwise: int) -> Callable[[int], int]:
    """The file line of a step: each event of a stream is one."""
    if len(exchange.events) != exchange.assembly.steps:
        return lambda _: otherwise
    return lambda step: exchange.line_of_event(step) or otherwise


def _words(part: Part, mask: _Masking) -> str:
    """What a part says, masked; nothing where it is data."""
    match part:
        case Text(content=content) | Reasoning(content=content):
            return mask(content)
        case ToolCall(name=name, arguments=arguments):
            return mask(f"{name or ''} {arguments}")
        case ToolCallResponse(response=str(response)):
            return mask(response)
        case ToolCallResponse(response=data) | File(data=data) | Other(data=data):
            return mask(json_words(mask.masker.json(data)))
        case Uri(uri=uri):
            return mask(uri)
        case Blob():
            return ""
