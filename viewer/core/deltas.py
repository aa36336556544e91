# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The deltas that build messages: what one stream event says, in neutral words.

`path` points at the value inside the event's JSON; `choice` tells the candidate answers apart; `key` names the part
within its message. Text and reasoning without a key go on with the last part of their message when that is of their
kind, and else begin one.
"""

from __future__ import annotations

from collections.abc import Hashable
from enum import StrEnum
from typing import TypeAlias

from viewer.core.messages import ApiError, Blob, FinishReason, JsonPath, Other, Part, Usage
from viewer.core.text.json_values import Json
from viewer.dataclass import dataclass


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
class PieceDelta:
    """A piece of a part that comes in several: the base64 of a blob, or the text that is the data of another."""

    part: Blob | Other
    choice: int = 0
    key: Hashable = None
    path: JsonPath = ()
    kind = Kind.PART

    @property
    def text(self) -> str:
        """What the piece adds."""
        held = self.part.content if isinstance(self.part, Blob) else self.part.data
        return held if isinstance(held, str) else ""


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
class PlaceDelta:
    """What stands at `place`, with which the keys of its parts begin, is also called `name`."""

    place: Hashable
    name: str
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
    | PieceDelta
    | AnnotationDelta
    | FinishDelta
    | UsageDelta
    | ErrorDelta
    | MetaDelta
    | DoneDelta
    | RestatedDelta
    | PlaceDelta
    | UnknownDelta
)
