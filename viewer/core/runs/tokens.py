# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Token counts, added up. Rule: a sum says how many answers told nothing of it."""

from __future__ import annotations

from collections.abc import Iterable

from viewer.core.messages import Usage
from viewer.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens as the providers told them; `untold` answers said nothing, so that the true sums are larger."""

    input: int = 0
    output: int = 0
    cache_read: int = 0
    cache_written: int = 0
    reasoning: int = 0
    untold: int = 0


def tokens_of(usage: Usage | None) -> Tokens:
    """The tokens of one answer."""
    if usage is None or (usage.input_tokens is None and usage.output_tokens is None):
        return Tokens(untold=1)
    return Tokens(
        input=usage.input_tokens or 0,
        output=usage.output_tokens or 0,
        cache_read=usage.cache_read_input_tokens or 0,
        cache_written=usage.cache_creation_input_tokens or 0,
        reasoning=usage.reasoning_output_tokens or 0,
    )


def total(tokens: Iterable[Tokens]) -> Tokens:
    """Several together."""
    listed = list(tokens)
    return Tokens(
        input=sum(one.input for one in listed),
        output=sum(one.output for one in listed),
        cache_read=sum(one.cache_read for one in listed),
        cache_written=sum(one.cache_written for one in listed),
        reasoning=sum(one.reasoning for one in listed),
        untold=sum(one.untold for one in listed),
    )
