# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Runs -> their sums, and those of several files: counts, tokens and costs, by model too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace

from viewer.core.runs import costs, tokens
from viewer.core.runs.cache import is_missed
from viewer.core.runs.context import Carried, carried_by, carried_together
from viewer.core.runs.costs import Costs
from viewer.core.runs.run import Runs
from viewer.core.runs.tokens import Tokens
from viewer.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ModelSums:
    """What one model was asked: calls, tokens, cost."""

    calls: int
    tokens: Tokens
    costs: Costs


@dataclass(frozen=True, slots=True)
class Sums:
    """How much there is of everything in one file or in several; `by_model` in order of the models' names."""

    conversations: int
    turns: int
    calls: int
    tools: int
    failed_tools: int
    sub_agents: int
    compactions: int
    retries: int
    cache_misses: int
    branches: int
    other: int
    by_model: tuple[tuple[str, ModelSums], ...]
    carried: Carried = field(default_factory=Carried)

    @property
    def tokens(self) -> Tokens:
        """The tokens of all models."""
        return tokens.total(one.tokens for _, one in self.by_model)

    @property
    def costs(self) -> Costs:
        """What all models cost."""
        return costs.total(one.costs for _, one in self.by_model)


def sums_of(runs: Runs) -> Sums:
    """The sums of one file."""
    steps, uses = list(runs.steps), list(runs.tools)
    by_model = {name: ModelSums(*found) for name, found in runs.by_model().items()}
    return Sums(
        conversations=len(runs.all),
        turns=sum(len(run.turns) for run in runs.all),
        calls=len(steps),
        tools=len(uses),
        failed_tools=sum(use.failed for use in uses),
        sub_agents=len(runs.all) - len(runs.roots),
        compactions=sum(run.compaction is not None for run in runs.all),
        retries=sum(step.retry_of is not None for step in steps),
        cache_misses=sum(is_missed(step.cache) for step in steps),
        branches=sum(step.branch_of is not None for step in steps),
        other=runs.other,
        by_model=tuple(sorted(by_model.items())),
        carried=carried_by(step.context for step in steps if not step.failed or not step.tokens.untold),
    )


def sums_with_logs(runs: Runs) -> Sums:
    """The sums of one file with those of its sub-agents' logs, each of which is a sub-agent."""
    logs = list(runs.all_logs)
    whole = together([sums_of(runs), *(sums_of(log.runs) for log in logs)])
    return replace(whole, sub_agents=whole.sub_agents + len(logs))


def together(several: Iterable[Sums]) -> Sums:
    """Several files."""
    listed = list(several)
    models: dict[str, list[ModelSums]] = {}
    for sums in listed:
        for name, found in sums.by_model:
            models.setdefault(name, []).append(found)
    return Sums(
        conversations=sum(one.conversations for one in listed),
        turns=sum(one.turns for one in listed),
        calls=sum(one.calls for one in listed),
        tools=sum(one.tools for one in listed),
        failed_tools=sum(one.failed_tools for one in listed),
        sub_agents=sum(one.sub_agents for one in listed),
        compactions=sum(one.compactions for one in listed),
        retries=sum(one.retries for one in listed),
        cache_misses=sum(one.cache_misses for one in listed),
        branches=sum(one.branches for one in listed),
        other=sum(one.other for one in listed),
        by_model=tuple((name, _of_model(found)) for name, found in sorted(models.items())),
        carried=carried_together(one.carried for one in listed),
    )


def _of_model(found: list[ModelSums]) -> ModelSums:
    calls = sum(one.calls for one in found)
    return ModelSums(calls, tokens.total(one.tokens for one in found), costs.total(one.costs for one in found))
