# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Sessions: APIs in which both sides speak in turn, so that what an event means depends on those before it.

Rule: whoever says something, it is folded in its order as a message of its own, with a choice number of its own. The
prompt is only what the session was set up with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from typing import Protocol, TypeGuard

from viewer.core.deltas import Delta, DoneDelta, ErrorDelta, RoleDelta
from viewer.core.dialects._shape import integer, is_blank, mapping, string
from viewer.core.dialects.api import Dialect
from viewer.core.messages import ApiError, Message, Other, Prompt
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json
from viewer.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Session:
    """A session understood: what it was set up with, what each event adds, and which choices the client said."""

    prompt: Prompt = field(default_factory=Prompt)
    steps: tuple[tuple[Delta, ...], ...] = ()
    asked: frozenset[int] = frozenset()


class SessionDialect(Dialect, Protocol):
    """A dialect that reads all events at once; what it has in common with others of its kind is inherited."""

    terminator: str | None = None

    def session(self, events: Sequence[StreamEvent]) -> Session:
        """The whole session; total, with one step for each event."""

    def request(self, body: Json) -> Prompt:
        """Nothing: a session is opened by a request without a body. What is there all the same is shown."""
        return Prompt(messages=() if is_blank(body) else (Message("user", (Other("body", body),)),))

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """What an event says that stands alone."""
        yield from self.session([event]).steps[0]


def is_session_dialect(dialect: object) -> TypeGuard[SessionDialect]:
    """Whether a dialect reads sessions."""
    return hasattr(dialect, "session")


class Turns:
    """Hands out the numbers of messages in the order in which they begin, and remembers whose they are."""

    def __init__(self) -> None:
        """Nothing was said."""
        self.count = 0
        self.asked: set[int] = set()

    def begin(self, role: str, *, asked: bool) -> RoleDelta:
        """The delta that begins the next message; `asked` tells that the client says it."""
        number = self.count
        self.count += 1
        if asked:
            self.asked.add(number)
        return RoleDelta(role, number)


def placeless(prompt: Prompt) -> Prompt:
    """A prompt without paths: they would lead into the request's body, and the client said this in the session."""
    return replace(
        prompt,
        system=tuple(replace(message, path=()) for message in prompt.system),
        messages=tuple(replace(message, path=()) for message in prompt.messages),
        tools=tuple(replace(tool, path=()) for tool in prompt.tools),
    )


_NORMAL_CLOSES = (1000, 1001, 1005)  # done, going away, no code (RFC 6455, 7.4.1)
_LONGEST_REASON = 2000


def close_deltas(event: StreamEvent) -> Iterator[Delta]:
    """The end of a session; a close for another reason than that it is done is an error."""
    told = mapping(event.json)
    code, reason = integer(told.get("code")), string(told.get("reason"))
    if code is not None and code not in _NORMAL_CLOSES:
        yield ErrorDelta(ApiError("close", code, reason[:_LONGEST_REASON] or "the session was closed"), ("code",))
    yield DoneDelta()
