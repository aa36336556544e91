# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Stream health: what is wrong with a recorded answer, as Problems with places. Each only where it is really wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from viewer.core.bodies import Decoded
    from viewer.core.dialects import Dialect
    from viewer.core.errors import Problem
    from viewer.core.fold import Assembly
    from viewer.core.messages import Answer, Prompt
    from viewer.core.model import Interaction
    from viewer.core.streams import StreamEvent


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """All that the checks may look at: the fields of an Exchange before its problems are known."""

    interaction: Interaction
    request: Decoded
    response: Decoded
    framing: str | None
    events: tuple[StreamEvent, ...]
    dialect: Dialect | None
    prompt: Prompt | None
    assembly: Assembly
    answer: Answer


def check(evidence: Evidence, line_at: Callable[[int], int | None]) -> tuple[Problem, ...]:
    """Every problem found; `line_at` gives the file line of a byte of the decoded response body."""
    return ()
