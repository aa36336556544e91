# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What calls cost, added up. Rule: what was recorded, estimated and not known stay apart, whatever is added."""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum

from viewer.core.analysis import Exchange
from viewer.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Costs:
    """US dollars of calls: as providers told them, and by price lists; the calls of which neither is known.

    `lists` names the price lists with their dates. Calls that failed and told no tokens are counted apart.
    """

    recorded_usd: float = 0.0
    recorded: int = 0
    estimated_usd: float = 0.0
    estimated: int = 0
    unknown: int = 0
    failed: int = 0
    lists: tuple[str, ...] = ()

    @property
    def calls(self) -> int:
        """All calls that were added up."""
        return self.recorded + self.estimated + self.unknown + self.failed

    @property
    def known_usd(self) -> float | None:
        """What is known, recorded and estimated together; None where nothing is."""
        return fsum((self.recorded_usd, self.estimated_usd)) if self.recorded or self.estimated else None


def cost_of(exchange: Exchange) -> Costs:
    """The cost of one call; estimated only where the exchange has had its second look."""
    usage, estimate = exchange.answer.usage, exchange.cost_estimate
    if usage is not None and usage.cost is not None:
        return Costs(recorded_usd=usage.cost, recorded=1)
    if estimate is not None:
        return Costs(estimated_usd=estimate.amount_usd, estimated=1, lists=(estimate.label,))
    return Costs(failed=1) if exchange.failed and usage is None else Costs(unknown=1)


def total(costs: Iterable[Costs]) -> Costs:
    """Several together."""
    all_costs = list(costs)
    return Costs(
        recorded_usd=fsum(one.recorded_usd for one in all_costs),
        recorded=sum(one.recorded for one in all_costs),
        estimated_usd=fsum(one.estimated_usd for one in all_costs),
        estimated=sum(one.estimated for one in all_costs),
        unknown=sum(one.unknown for one in all_costs),
        failed=sum(one.failed for one in all_costs),
        lists=tuple(sorted({name for one in all_costs for name in one.lists})),
    )
