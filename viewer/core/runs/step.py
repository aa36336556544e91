# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A step: one call of a model, what it carried, cost and called. A turn: the steps from a human message to the next."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

from viewer.core.client_texts import SUMMARIES, SURROUNDINGS
from viewer.core.media_types import CLIENT_TEXT_BEGINNING
from viewer.core.messages import Message, Text, ToolCallResponse
from viewer.core.runs import costs, tokens
from viewer.core.runs.cache import CacheUse
from viewer.core.runs.context import Context
from viewer.core.runs.costs import Costs
from viewer.core.runs.tokens import Tokens
from viewer.core.runs.tool_use import ToolUse
from viewer.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One call of a model. `said` are the first words of its answer, `error` what it answered instead.

    `retry_of` is the failed exchange that it repeats, `branch_of` the one that it goes on from although another
    exchange did so before. `duration_ms`, `first_byte_ms` and `begun_at` are None where they are not recorded.
    """

    exchange: int
    model: str | None
    said: str
    error: str | None
    failed: bool
    duration_ms: float | None
    begun_at: datetime | None
    tokens: Tokens
    costs: Costs
    context: Context
    cache: CacheUse
    tools: tuple[ToolUse, ...]
    retry_of: int | None = None
    branch_of: int | None = None
    first_byte_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """From a human's message, of which `title` are the first words, to the next one."""

    title: str
    steps: tuple[Step, ...]

    @property
    def tokens(self) -> Tokens:
        """The tokens of its steps."""
        return tokens.total(step.tokens for step in self.steps)

    @property
    def costs(self) -> Costs:
        """What its steps cost."""
        return costs.total(step.costs for step in self.steps)

    @property
    def duration_ms(self) -> float | None:
        """The time that its models took; None where one of them is not recorded."""
        times = [step.duration_ms for step in self.steps]
        known = [time for time in times if time is not None]
        return sum(known) if known and len(known) == len(times) else None

    @property
    def tools(self) -> tuple[ToolUse, ...]:
        """Every call of a tool in order."""
        return tuple(use for step in self.steps for use in step.tools)

    @property
    def added(self) -> int:
        """Tokens that its requests added to what was carried before."""
        return sum(step.context.added for step in self.steps)


def human_words(added: Sequence[Message], client_texts: AbstractSet[str] = frozenset()) -> str | None:
    """What a human says in what a request adds; None where it only goes on, with results or reminders.

    `client_texts` are the beginnings of texts that the client is told to have written.
    """
    for message in added:
        if message.role != "user" or any(isinstance(part, ToolCallResponse) for part in message.parts):
            continue
        texts = [part.content.strip() for part in message.parts if isinstance(part, Text)]
        said = [text for text in texts if text and not text.startswith((*SURROUNDINGS, *SUMMARIES))]
        said = [text for text in said if text[:CLIENT_TEXT_BEGINNING] not in client_texts]
        if said:
            return said[0]
        if message.parts and not texts:
            return ""  # a picture alone
    return None
