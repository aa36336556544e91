# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The neutral vocabulary that every dialect speaks: messages of parts, the prompt that asks, usage and errors.

Terms and part types are those of the OpenTelemetry GenAI semantic conventions (gen-ai input and output messages).
A dialect translates its provider's words into these; nothing below this file knows a provider. What builds messages
step by step is in `viewer.core.deltas`.
"""

from __future__ import annotations

from dataclasses import field, fields, replace
from enum import StrEnum
from operator import attrgetter
from typing import TypeAlias

from viewer.core.text.json_values import Json
from viewer.dataclass import dataclass

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
    """Tokens and cost as the provider reported them; None where it said nothing. Cost in US dollars.

    `input_tokens` counts all of them, cached ones included. Some providers count those apart: what they call input
    tokens is then `uncached_input_tokens`. `reported` is the provider's own object, of several answers a list of them.
    """

    input_tokens: int | None = None
    output_tokens: int | None = None
    cache_read_input_tokens: int | None = None
    cache_creation_input_tokens: int | None = None
    reasoning_output_tokens: int | None = None
    cost: float | None = None
    uncached_input_tokens: int | None = field(default=None, compare=False)
    reported: Json = field(default=None, compare=False)

    def by(self, reported: Json) -> Usage | None:
        """These counts with the object that tells them; None when it tells none."""
        counted = self.telling(reported).summed()
        return None if counted == _NO_COUNTS else counted

    def telling(self, reported: Json) -> Usage:
        """The same with another object that tells it."""
        return Usage(
            self.input_tokens,
            self.output_tokens,
            self.cache_read_input_tokens,
            self.cache_creation_input_tokens,
            self.reasoning_output_tokens,
            self.cost,
            self.uncached_input_tokens,
            reported,
        )

    def summed(self) -> Usage:
        """The same with all input tokens, where the cached ones were counted apart."""
        if self.uncached_input_tokens is None:
            return self
        cached = (self.cache_read_input_tokens or 0) + (self.cache_creation_input_tokens or 0)
        return replace(self, input_tokens=self.uncached_input_tokens + cached)

    def then(self, later: Usage) -> Usage:
        """These counts after a later report: what it tells wins, what it leaves out stays."""
        both = zip(_counts(self), _counts(later), strict=True)
        counts = [was if told is None else told for was, told in both]
        return Usage(*counts).telling(_reported(self.reported, later.reported)).summed()

    def plus(self, other: Usage) -> Usage:
        """Counts of two answers together; a count that neither reports stays unknown."""
        both = zip(_counts(self), _counts(other), strict=True)
        counts = [(one or 0) + (more or 0) if (one, more) != (None, None) else None for one, more in both]
        told = [told for told in (self.reported, other.reported) if told is not None]
        listed = [one for several in told for one in (several if isinstance(several, list) else [several])]
        reported = listed if len(listed) > 1 else listed[0] if listed else None
        return Usage(*counts).telling(reported).summed()


_counts = attrgetter(*(one.name for one in fields(Usage) if one.name != "reported"))
_NO_COUNTS = Usage()


def _reported(before: Json, later: Json) -> Json:
    """The object of an earlier report after a later one."""
    if not isinstance(before, dict) or not isinstance(later, dict):
        return before if later is None else later
    return before | {key: value for key, value in later.items() if value is not None or key not in before}


@dataclass(frozen=True, slots=True)
class ApiError:
    """An error that the provider answered, inside a stream or instead of one."""

    type: str | None
    code: str | int | None
    message: str
