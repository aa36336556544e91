# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Exchange -> Summary: what is known of an interaction without it.

Rows, filters, counts, conversations and comparisons are made of summaries, so that an exchange itself, with its bodies
and events, is there only while it is looked at. A summary holds words, numbers and digests, and can be pickled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple
from urllib.parse import SplitResult

from viewer.core.analysis import Exchange
from viewer.core.client_texts import SURROUNDINGS
from viewer.core.deltas import Kind
from viewer.core.errors import Problem, Severity
from viewer.core.links import Links, digest_of, links_of
from viewer.core.messages import FinishReason, Message, Reasoning, Text, ToolCall, ToolCallResponse, Usage
from viewer.core.model import Headers, Interaction, split_url
from viewer.core.secrets.masking import Masker, beginning
from viewer.core.text.json_values import Json
from viewer.core.timeline import TimeSource
from viewer.core.tool_failures import told_failures
from viewer.dataclass import dataclass

MOST_SEARCHED_FOR_SECRETS = 100_000
"""Characters of a body that is looked through for secrets on the way to the first paint."""
MOST_UNREAD = 100_000
"""Characters of a body that no dialect reads which stand among what was said."""
_MOST_TITLE = 120
_MOST_ANSWER = 80
_MASKER = Masker()


class Linked(NamedTuple):
    """Of an interaction what its conversation is found by, and no more: a tenth of the work that a summary is."""

    links: Links
    failed: bool
    title: str


@dataclass(frozen=True, slots=True)
class Marks:
    """Digests by which two readings of an interaction are compared."""

    asked: bytes
    answer: bytes
    """Status and what was said; of what no dialect reads the body."""
    stored_answer: bytes
    headers: bytes
    times: tuple[float | None, datetime | None]


@dataclass(frozen=True, slots=True)
class Summary:
    """What is known of one interaction: facts as recorded, not masked.

    `line` is the file line that it begins on; `dialect`, `model` and `provider` (behind a router) are None where not
    known; `first_token_ms` is when something was first said or called, where the file has a time for every event;
    `finishes` are the native finish reasons, one for each choice that has one, and `finish_reasons` the same in one
    vocabulary; `tools` are those that the answer calls, `failed_tools` those of which an error is told here for the
    first time; `answer` are the first words of the answer; `size` is that of both bodies as stored, in bytes; `text` is
    all that was said, for searches, and of bodies that no dialect reads the first `MOST_UNREAD` characters;
    `first_byte_ms` is the time until the response began.
    """

    index: int
    line: int | None
    method: str
    url: str
    status: int | None
    reason: str
    duration_ms: float | None
    first_byte_ms: float | None
    first_token_ms: float | None
    recorded_at: datetime | None
    framing: str | None
    dialect: str | None
    model: str | None
    provider: str | None
    events: int
    is_stream: bool
    failed: bool
    error: str | None
    finishes: tuple[str, ...]
    finish_reasons: tuple[FinishReason, ...]
    usage: Usage | None
    tools: tuple[str, ...]
    failed_tools: tuple[str, ...]
    secrets: int
    size: int
    problems: tuple[Problem, ...]
    title: str
    answer: str
    links: Links
    marks: Marks
    text: str

    @property
    def answered_by(self) -> str:
        """Who answered: the provider behind a router, else the host."""
        return self.provider or self.target.hostname or ""

    @property
    def tokens(self) -> int | None:
        """Tokens in and out together, as far as they are known."""
        usage = self.usage
        counts = (usage.input_tokens, usage.output_tokens) if usage else ()
        known = [count for count in counts if count is not None]
        return sum(known) if known else None

    @property
    def target(self) -> SplitResult:
        """The URL in its parts."""
        return split_url(self.url)

    @property
    def says_something(self) -> bool:
        """Whether the answer has messages."""
        return bool(self.links.answers)

    @property
    def troubled(self) -> bool:
        """Whether the request failed, or an error or a warning was found."""
        return self.failed or any(problem.severity is not Severity.INFO for problem in self.problems)


def summarise(exchange: Exchange) -> Summary:
    """What is to be known of an exchange when it is not there."""
    interaction, answer = exchange.interaction, exchange.answer
    request, response = interaction.request, interaction.response
    return Summary(
        index=interaction.index,
        line=interaction.place.line if interaction.place else None,
        method=request.method,
        url=request.url,
        status=response.status,
        reason=response.reason,
        duration_ms=interaction.duration_ms,
        first_byte_ms=interaction.first_byte_ms,
        first_token_ms=_first_token_ms(exchange),
        recorded_at=interaction.recorded_at,
        framing=exchange.framing,
        dialect=exchange.dialect.name if exchange.dialect else None,
        model=exchange.model,
        provider=answer.provider or None,
        events=len(exchange.events),
        is_stream=exchange.is_stream,
        failed=exchange.failed,
        error=answer.error.message if answer.error else None,
        finishes=tuple(m.native_finish_reason for m in answer.messages if m.native_finish_reason),
        finish_reasons=tuple(m.finish_reason for m in answer.messages if m.finish_reason),
        usage=answer.usage.telling(None) if answer.usage else None,
        tools=tuple(call.name or "" for call in calls_of(exchange)),
        failed_tools=tuple(one.tool for one in told_failures(exchange.prompt, answer.messages)),
        secrets=secrets_of(exchange, _MASKER),
        size=stored_bytes(interaction),
        problems=exchange.problems,
        title=_title(exchange),
        answer=next((words for text in _texts(exchange.answered) if (words := beginning(text, _MOST_ANSWER))), ""),
        links=links_of(exchange),
        marks=_marks(exchange),
        text="\n".join(_said(exchange)),
    )


def linked(exchange: Exchange) -> Linked:
    """What a summary would tell of how an exchange stands among others."""
    return Linked(links_of(exchange), exchange.failed, _title(exchange))


def stored_bytes(interaction: Interaction) -> int:
    """The size of an interaction's bodies as they are stored."""
    return sum(len(message.body.stored or b"") for message in (interaction.request, interaction.response))


def held_bytes(exchange: Exchange) -> int:
    """The size of an exchange's bodies, as stored or decoded, whichever is more."""
    decoded = len(exchange.request.data) + len(exchange.response.data)
    return max(stored_bytes(exchange.interaction), decoded)


def calls_of(exchange: Exchange) -> list[ToolCall]:
    """The tool calls of an answer."""
    return [part for message in exchange.answer.messages for part in message.parts if isinstance(part, ToolCall)]


def secrets_of(exchange: Exchange, masker: Masker, *, whole: bool = False) -> int:
    """How many values of an exchange's headers, URL and smaller bodies `masker` hides; `whole`: of all bodies."""
    interaction = exchange.interaction
    fields = (*interaction.request.headers, *interaction.response.headers)
    count: int = sum(masker.header(*field) != field[1] for field in fields)
    count += int(masker.url(interaction.request.url) != interaction.request.url)
    for text in (exchange.request.text, exchange.response.text):
        if text and (whole or len(text) <= MOST_SEARCHED_FOR_SECRETS):
            count += len(masker.found(text))
    return count


def _first_token_ms(exchange: Exchange) -> float | None:
    """The recorded time of the first event that adds a character, or opens a call; a start alone says nothing yet."""
    line = exchange.timeline
    if not exchange.is_stream or line.source is not TimeSource.RECORDED:
        return None
    tracks = exchange.assembly.tracks
    begun = [track.opened_at for track in tracks if track.kind is Kind.TOOL_CALL]
    first = min([*begun, *(track.steps[0] for track in tracks if track.steps)], default=len(line))
    return line.times_ms[first] if first < len(line) else None


# --- Words ------------------------------------------------------------------------------------------------------------


def _title(exchange: Exchange) -> str:
    """The first words of the user, else of anyone, on one line; where no words are the path, or what API it is.

    What a client tells of its surroundings in the user's name is no title, unless nothing else is said.
    """
    asked, system = exchange.asked, exchange.prompt.system if exchange.prompt else ()
    user = (message for message in asked if message.role == "user")
    answered = exchange.answered if exchange.is_session else ()
    surroundings = ""
    for content in _texts((*user, *asked, *answered, *system)):
        words = beginning(content, _MOST_TITLE)
        if words and not words.startswith(SURROUNDINGS):
            return words
        surroundings = surroundings or words
    if surroundings:
        return surroundings
    return exchange.interaction.request.target.path or (exchange.dialect.title if exchange.dialect else "")


def _texts(messages: Iterable[Message]) -> Iterator[str]:
    return (part.content for message in messages for part in message.parts if isinstance(part, Text))


def _said(exchange: Exchange) -> Iterator[str]:
    """All that was said on either side, what a call was asked with and answered; the beginning of unread bodies."""
    prompt = exchange.prompt
    for message in (
        *(prompt.system if prompt else ()),
        *(prompt.messages if prompt else ()),
        *exchange.answer.messages,
    ):
        for part in message.parts:
            match part:
                case Text(content=content) | Reasoning(content=content):
                    yield content
                case ToolCall(name=name, arguments=arguments):
                    yield f"{name or ''} {arguments}"
                case ToolCallResponse(response=response):
                    yield response if isinstance(response, str) else json_words(response)
                case _:
                    pass
    if exchange.answer.error:
        yield exchange.answer.error.message
    if prompt is None and exchange.request.text:
        yield exchange.request.text[:MOST_UNREAD]
    if not exchange.answer.messages and not exchange.answer.error and exchange.response.text:
        yield exchange.response.text[:MOST_UNREAD]


def json_words(value: Json) -> str:
    """The keys and values of a JSON value as words, in order."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return " ".join(f"{key} {json_words(item)}" for key, item in value.items())
    if isinstance(value, list):
        return " ".join(map(json_words, value))
    return "" if value is None else str(value)


# --- Digests ----------------------------------------------------------------------------------------------------------


def _marks(exchange: Exchange) -> Marks:
    interaction, answer = exchange.interaction, exchange.answer
    stored = digest_of(exchange.response.data)
    told = answer.messages or (answer.error if answer.error is not None else stored)
    return Marks(
        asked=digest_of(f"{interaction.request.method} {interaction.request.url}"),
        answer=digest_of(repr((interaction.response.status, told))),
        stored_answer=stored,
        headers=digest_of(_fields(interaction.request.headers) + "\0" + _fields(interaction.response.headers)),
        times=(interaction.duration_ms, interaction.recorded_at),
    )


def _fields(headers: Headers) -> str:
    return "".join([f"{len(name)} {name}{value}\n" for name, value in headers])
