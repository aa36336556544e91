# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A moment of a run in words: what its request carried, what came of it, and the sums up to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viewer.core.runs.cache import CacheState
from viewer.core.text.quantities import cost_text
from viewer.gui.runs.context_colors import KIND_NAMES
from viewer.gui.runs.outline_row import log_name, words

if TYPE_CHECKING:
    from viewer.core.runs.cache import CacheUse
    from viewer.core.runs.costs import Costs
    from viewer.core.secrets.masking import Masker
    from viewer.gui.runs.whole_run import WholeRun

_MOST_TITLE = 60


def where(run: WholeRun, number: int, masker: Masker, most: int = _MOST_TITLE) -> str:
    """Which call of a model it is: `#12 · turn 5 · Measure buoy 5.`, with so much of the title."""
    moment = run.moments[number]
    turn = moment.run.turns[moment.turn - 1]
    exchange = moment.step.exchange
    log = log_name(run.runs, exchange, masker)
    told = [f"#{run.runs.number_of(exchange)}" + (f" of {log}" if log else "")]
    told += ["sub-agent"] if moment.is_sub_agent else [f"turn {moment.turn:,}"]
    told.append(words(masker, turn.title or moment.run.title, most) or "no words")
    return " · ".join(told)


def context_words(run: WholeRun, number: int) -> str:
    """Its context: `8,120 tokens, +230 new; about: system 2,100, tool results 300`."""
    context = run.moments[number].step.context
    how = "" if context.is_told else "≈ "
    kinds = ", ".join(f"{KIND_NAMES[kind]} {tokens:,}" for kind, tokens in context.kinds)
    new = f", about {context.added:,} new" if context.added else ""
    estimated = "" if context.is_told else " estimated by size"
    return f"{how}{context.tokens:,} tokens{estimated}{new}" + (f"; by size: {kinds}" if kinds else "")


def outcome(run: WholeRun, number: int, masker: Masker) -> str:
    """How it ended, what it cost, and what the cache did."""
    step = run.moments[number].step
    told = [f"failed: {words(masker, step.error or 'no answer recorded', 80)}"] if step.failed else []
    told += [f"retry of #{run.runs.number_of(step.retry_of)}"] if step.retry_of is not None else []
    return " · ".join([*told, cache_words(step.cache, masker), costs_words(step.costs)])


def sums_until(run: WholeRun, number: int) -> str:
    """The sums from the first moment to this one: `so far: 120,000 tokens in, 2,300 out, ≈ $0.12`."""
    tokens_in, tokens_out, costs = run.until[number]
    return f"so far: {tokens_in:,} tokens in, {tokens_out:,} out, {costs_words(costs)}"


def spoken(run: WholeRun, number: int, masker: Masker) -> str:
    """All of it."""
    parts = (where(run, number, masker), context_words(run, number), outcome(run, number, masker))
    return ". ".join((*parts, sums_until(run, number)))


def cache_words(cache: CacheUse, masker: Masker) -> str:
    """What the cache did, and why, where that is recorded."""
    match cache.state:
        case CacheState.UNTOLD:
            return "cache not told"
        case CacheState.NONE:
            return "nothing cached before"
        case CacheState.HIT:
            of = f" of {cache.could:,}" if cache.could else ""
            return f"cache hit: {cache.read:,}{of} tokens read"
    cause = masker.text(cache.cause) if cache.cause else "nothing recorded tells why"
    return f"cache {cache.state.value}: {cache.read:,} of {cache.could:,} tokens read, {cause}"


def costs_words(costs: Costs) -> str:
    """A sum of costs; what is recorded, estimated and not known is said apart."""
    told = [f"{cost_text(costs.recorded_usd)} recorded"] if costs.recorded else []
    told += [f"≈ {cost_text(costs.estimated_usd)} estimated"] if costs.estimated else []
    if costs.unknown:
        told.append(f"cost of {costs.unknown:,} unknown" if told else "cost unknown")
    return " + ".join(told) or "no cost known"
