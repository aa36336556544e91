# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The neutral vocabulary that every dialect speaks: messages of parts, and the deltas that build them.

Terms and part types are those of the OpenTelemetry GenAI semantic conventions (gen-ai input and output messages).
A dialect translates its provider's words into these; nothing below this file knows a provider.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from operator import attrgetter
from typing import TypeAlias

from viewer.core.text.json_values import Json

JsonPath: TypeAlias = tuple[str | int, ...]
"""Keys and indices from the root of a JSON document to a value."""


class FinishReason(StrEnum):
    """Why a message ended, in one vocabulary; the provider's own word is kept beside it."""

    STOP = "stop"
    LENGTH = "length"
    CONTENT_FILTER = "content_filter"
    TOOL_CALL = "tool_call"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Text:
    """Text that the model or the user wrote; `annotations` as the provider gave them (citations, links)."""

    content: str
    annotations: tuple[Json, ...] = ()
    refusal: bool = False


@dataclass(frozen=True, slots=True)
class Reasoning:
    """What the model thought before it answered; `signature` or encrypted content as recorded."""

    content: str
    signature: str | None = None


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A function that the model asks for; `arguments` is the JSON text as it was sent, perhaps not JSON."""

    id: str | None
    name: str | None
    arguments: str
    server: bool = False


@dataclass(frozen=True, slots=True)
class ToolCallResponse:
    """What a tool answered to the call `id`; `is_error` where the provider says that it failed."""

    id: str | None
    response: Json
    name: str | None = None
    server: bool = False
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class Blob:
    """Data inside the message: `content` is base64; modality is image, audio, video or document."""

    modality: str
    mime_type: str | None
    content: str


@dataclass(frozen=True, slots=True)
class Uri:
    """Data that the message only points to. Nothing here ever fetches it."""

    modality: str
    mime_type: str | None
    uri: str


@dataclass(frozen=True, slots=True)
class File:
    """A file that the provider holds, or a document given by name; `data` as recorded."""

    data: Json


@dataclass(frozen=True, slots=True)
class Other:
    """A part with no standard name: the provider's own `type` and everything that came with it.

    `title` says it in a few words, where those say more than the type.
    """

    type: str
    data: Json
    title: str | None = None


Part: TypeAlias = Text | Reasoning | ToolCall | ToolCallResponse | Blob | Uri | File | Other


def later_form(earlier: Part, later: Part) -> Part:
    """What a part becomes. A tool's result may come in pieces, of which only the first names the call."""
    if isinstance(earlier, ToolCallResponse) and isinstance(later, ToolCallResponse) and later.id is None:
        return replace(later, id=earlier.id, is_error=earlier.is_error)
    return later


@dataclass(frozen=True, slots=True)
class Message:
    """One turn: a role, its parts in order, and for an answer why it ended. `path` is its place in the request.

    `native_finish_code` is the number that some send instead of a word, which then stands in `native_finish_reason`.
    """

    role: str
    parts: tuple[Part, ...] = ()
    finish_reason: FinishReason | None = None
    native_finish_reason: str | None = None
    name: str | None = None
    path: JsonPath = ()
    native_finish_code: int | None = None


@dataclass(frozen=True, slots=True)
class ToolDefinition:
    """A tool that the request declares; `parameters` is its JSON Schema, `path` its place in the request."""

    name: str
    description: str | None = None
    parameters: Json = None
    type: str = "function"
    path: JsonPath = ()


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a request asks: instructions, messages, tools and the remaining settings as recorded."""

    model: str | None = None
    stream: bool = False
    system: tuple[Message, ...] = ()
    messages: tuple[Message, ...] = ()
    tools: tuple[ToolDefinition, ...] = ()
    settings: dict[str, Json] = field(default_factory=dict)
    previous_response_id: str | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens and cost as the provider reported them; None where it said nothing. Cost in US dollars."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    cache_read_input_tokens: int | None = None
    cache_creation_input_tokens: int | None = None
    reasoning_output_tokens: int | None = None
    cost: float | None = None

    def then(self, later: Usage) -> Usage:
        """These counts after a later report: what it tells wins, what it leaves out stays."""
        return Usage(*[was if told is None else told for was, told in zip(_counts(self), _counts(later), strict=True)])


_counts = attrgetter(*(one.name for one in fields(Usage)))


@dataclass(frozen=True, slots=True)
class ApiError:
    """An error that the provider answered, inside a stream or instead of one."""

    type: str | None
    code: str | int | None
    message: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, folded: one message per choice, and what describes the answer as a whole."""

    messages: tuple[Message, ...] = ()
    id: str | None = None
    model: str | None = None
    provider: str | None = None
    usage: Usage | None = None
    error: ApiError | None = None
    unknown: tuple[UnknownDelta, ...] = ()


class Kind(StrEnum):
    """What a delta adds to, which is also its lane in the timeline."""

    ROLE = "role"
    TEXT = "text"
    REASONING = "reasoning"
    TOOL_CALL = "tool_call"
    PART = "part"
    FINISH = "finish"
    USAGE = "usage"
    ERROR = "error"
    DONE = "done"
    META = "meta"
    UNKNOWN = "unknown"


# --- Deltas: what one stream event says, in neutral words. `path` points at the value inside the event's JSON;
# `choice` tells the candidate answers apart; `key` names the part within its message. Text and reasoning without a key
# go on with the last part of their message when that is of their kind, and else begin one.


@dataclass(frozen=True, slots=True)
class RoleDelta:
    """The answer begins, spoken by `role`."""

    role: str
    choice: int = 0
    path: JsonPath = ()
    kind = Kind.ROLE


@dataclass(frozen=True, slots=True)
class TextDelta:
    """Text to append; `cumulative` text replaces what the part held (some APIs repeat all of it each time)."""

    text: str
    choice: int = 0
    key: Hashable = "content"
    path: JsonPath = ()
    cumulative: bool = False
    refusal: bool = False
    kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class ReasoningDelta:
    """Reasoning to append; a signature belongs to the part and is never shown as text."""

    text: str
    choice: int = 0
    key: Hashable = "reasoning"
    path: JsonPath = ()
    cumulative: bool = False
    signature: str | None = None
    kind = Kind.REASONING


@dataclass(frozen=True, slots=True)
class ToolCallDelta:
    """A piece of a tool call: any of id, name and argument text.

    `key` is the provider's index. Without one, a piece that brings a new id or a name opens a call and any other
    continues the last (Mistral sends whole calls without index).
    """

    arguments: str = ""
    id: str | None = None
    name: str | None = None
    choice: int = 0
    key: Hashable = None
    path: JsonPath = ()
    cumulative: bool = False
    server: bool = False
    kind = Kind.TOOL_CALL


@dataclass(frozen=True, slots=True)
class PartDelta:
    """A whole part at once: an image, a search result, an unknown item."""

    part: Part
    choice: int = 0
    key: Hashable = None
    path: JsonPath = ()
    kind = Kind.PART


@dataclass(frozen=True, slots=True)
class AnnotationDelta:
    """Citations or links for the text part `key`, as the provider gave them."""

    annotations: tuple[Json, ...]
    choice: int = 0
    key: Hashable = "content"
    path: JsonPath = ()
    kind = Kind.META


@dataclass(frozen=True, slots=True)
class FinishDelta:
    """The answer ends: the provider's own word, and ours where the dialect knows it.

    Protocol buffers may send the word as the number that stands for it: then `code` is that, and `native` names it.
    """

    native: str
    reason: FinishReason | None
    choice: int = 0
    path: JsonPath = ()
    code: int | None = None
    kind = Kind.FINISH


@dataclass(frozen=True, slots=True)
class UsageDelta:
    """Token counts so far; what is None here keeps its earlier value."""

    usage: Usage
    path: JsonPath = ()
    kind = Kind.USAGE


@dataclass(frozen=True, slots=True)
class ErrorDelta:
    """An error told inside the answer."""

    error: ApiError
    path: JsonPath = ()
    kind = Kind.ERROR


@dataclass(frozen=True, slots=True)
class MetaDelta:
    """What describes the answer as a whole: its id, the model that answered, the provider behind a router."""

    id: str | None = None
    model: str | None = None
    provider: str | None = None
    path: JsonPath = ()
    kind = Kind.META


@dataclass(frozen=True, slots=True)
class DoneDelta:
    """The provider's own end mark, such as `[DONE]`."""

    path: JsonPath = ()
    kind = Kind.DONE


@dataclass(frozen=True, slots=True)
class RestatedDelta:
    """What was streamed, told again as a whole: `deltas` count only where nothing of it came before.

    It stands for the parts whose key is a tuple that begins with `within`, or for all parts when that is None. Its
    deltas are folded as they are, or left out.
    """

    deltas: tuple[Delta, ...]
    within: Hashable = None
    path: JsonPath = ()
    kind = Kind.META


@dataclass(frozen=True, slots=True)
class UnknownDelta:
    """Something that the dialect does not know: shown, never dropped."""

    what: str
    data: Json
    path: JsonPath = ()
    kind = Kind.UNKNOWN


Delta: TypeAlias = (
    RoleDelta
    | TextDelta
    | ReasoningDelta
    | ToolCallDelta
    | PartDelta
    | AnnotationDelta
    | FinishDelta
    | UsageDelta
    | ErrorDelta
    | MetaDelta
    | DoneDelta
    | RestatedDelta
    | UnknownDelta
)
