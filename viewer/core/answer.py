# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What an answer is once its deltas are joined."""

from __future__ import annotations

from viewer.core.deltas import UnknownDelta
from viewer.core.messages import ApiError, Message, Usage
from viewer.dataclass import dataclass


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
