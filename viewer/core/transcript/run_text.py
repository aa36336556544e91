# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Runs -> lines: a line a turn with its sums, and below it what is out of the ordinary; or every step and call."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from viewer.core.runs import costs, tokens
from viewer.core.runs.cache import CacheUse, is_missed
from viewer.core.runs.context import Carried
from viewer.core.runs.costs import Costs
from viewer.core.runs.run import Compaction, Run, Runs, SubAgentLog
from viewer.core.runs.step import Step, Turn
from viewer.core.runs.sums import Sums, sums_of, sums_with_logs
from viewer.core.runs.tokens import Tokens
from viewer.core.runs.tool_use import ToolUse
from viewer.core.secrets.masking import Masker
from viewer.core.text.printable import one_line
from viewer.core.text.quantities import cost_text, plural
from viewer.core.timeline import duration_text
from viewer.dataclass import dataclass

_MOST_WORDS, _MOST_ARGUMENTS, _DEEPEST, _MOST_KINDS = 80, 100, 120, 3
_LEAST_IN_SIX_PLACES = 0.00001


@dataclass(frozen=True, slots=True)
class RunText:
    """Writes the runs of one file. `every_step` tells all steps and calls, not only those that stand out."""

    runs: Runs
    masker: Masker
    every_step: bool = False

    def lines(self) -> Iterator[str]:
        """All of it: sums first, then the conversations, sub-agents inside of those that called them."""
        yield from sums_lines(sums_of(self.runs), self.masker)
        if self.runs.logs or self.runs.unlinked_logs:
            sums = sums_with_logs(self.runs)
            yield f"with the logs of sub-agents beside it: {_counts(sums)}"
            yield f"{tokens_text(sums.tokens)}; {costs_text(sums.costs)}"
        for run in self.runs.roots:
            yield ""
            yield from self._run(run, "")
        for log in self.runs.unlinked_logs:
            yield ""
            yield from self._log(log, "", "of this session, but nothing tells which call started it")

    # --- Conversations

    def _run(self, run: Run, margin: str) -> Iterator[str]:
        if len(margin) > _DEEPEST:
            yield f"{margin}conversation {run.conversation}: too deep to be told here, --json has it"
            return
        yield f"{margin}conversation {run.conversation}: {self._words(run.title)}"
        if run.compaction is not None:
            yield f"{margin}  {_compaction(run.compaction)}"
        family = list(self.runs.with_children(run)) if run.spawned_by is None else []  # each is told once
        if len(family) > 1:
            sums = tokens.total(one.tokens for one in family), costs.total(one.costs for one in family)
            others = plural(len(family) - 1, "sub-agent")
            yield f"{margin}  with its {others}: {tokens_text(sums[0])}; {costs_text(sums[1], names_lists=False)}"
        largest = max(run.steps, key=lambda step: step.context.tokens)
        if largest.context.carried > 0:
            yield f"{margin}  {_largest(largest)}"
        for number, turn in enumerate(run.turns, 1):
            yield f"{margin}  turn {number}: {self._words(turn.title or run.title)} [{_facts(turn)}]"
            for step in turn.steps:
                yield from self._step(step, margin + "    ")

    def _log(self, log: SubAgentLog, margin: str, link: str) -> Iterator[str]:
        """The log of a sub-agent: below it numbers are those of its own file."""
        sums = sums_of(log.runs)
        calls = plural(sums.calls, "call of a model", "calls of models")
        told = f"{calls}, {tokens_text(sums.tokens)}; {costs_text(sums.costs, names_lists=False)}"
        yield f"{margin}sub-agent {self._words(Path(log.path).name)} ({link}): {told}"
        inner = RunText(log.runs, self.masker, self.every_step)
        for run in log.runs.roots:
            yield from inner._run(run, margin + "  ")

    def _step(self, step: Step, margin: str) -> Iterator[str]:
        if self.every_step:
            told = [f"#{step.exchange}", self._words(step.said) or "no text", f"[{_step_facts(step)}]"]
            yield margin + " ".join(told)
            kinds = ", ".join(f"{kind.value} {tokens:,}" for kind, tokens in step.context.kinds)
            how = "told" if step.context.is_told else "estimated"
            carried = f"+{step.context.added:,}, {step.context.carried:,} carried"
            carried += "" if step.context.carried_usd is None else f" ≈ {_dollars(step.context.carried_usd)}"
            yield f"{margin}  context: {step.context.tokens:,} tokens {how} ({carried}); by size: {kinds}"
        if step.failed:
            yield f"{margin}#{step.exchange} failed: {self._words(step.error or 'no answer recorded')}"
        if step.retry_of is not None:
            yield f"{margin}#{step.exchange} repeats #{step.retry_of}"
        if step.branch_of is not None:
            yield f"{margin}#{step.exchange} goes on from #{step.branch_of}, as another did before"
        if is_missed(step.cache):
            yield f"{margin}#{step.exchange} {self._cache(step.cache)}"
        elif self.every_step and step.cache.cause:
            yield f"{margin}  cache: {self._words(step.cache.cause)}"
        for use in step.tools:
            yield from self._use(use, margin)

    def _use(self, use: ToolUse, margin: str) -> Iterator[str]:
        children = self.runs.children(use)
        result = use.result
        logs = self.runs.logs_of(use)
        stands_out = use.failed or bool(children or logs) or use.hands_over_to is not None
        if self.every_step or stands_out:
            call = f"#{use.exchange} {one_line(use.name, _MOST_WORDS)} {self._words(use.arguments, _MOST_ARGUMENTS)}"
            if result is None:
                yield f"{margin}{call}: no result recorded"
            elif result.failure is not None:
                yield f"{margin}{call}: failed in #{result.exchange}: {self._words(result.failure)}"
            elif use.hands_over_to is not None:
                yield f"{margin}{call}: hands over to {self._words(use.hands_over_to)}"
            else:
                waited = f", {duration_text(use.waited_ms)}" if use.waited_ms is not None else ""
                yield f"{margin}{call}: ok, {result.size:,} bytes{waited}"
        for child in children:
            yield from self._run(child, margin + "  ")
        for log in logs:
            yield from self._log(log, margin + "  ", f"by its {log.linked_by}")

    def _cache(self, cache: CacheUse) -> str:
        what = f"cache {cache.state.value}: {cache.read:,} of {cache.could:,} tokens read"
        cause = f"; {self._words(cache.cause)}" if cache.cause else "; nothing recorded tells why"
        if cache.change is None:
            return what + cause
        found = cache.change
        before, after = (self._marked(text, found.marked) for text in (found.before, found.after))
        return f"{what}{cause} at character {found.character:,}, marked ▸: “{before}” → “{after}”"

    def _marked(self, text: str, at: int) -> str:
        """An excerpt with a mark before a character; without one where masking moved what stands there."""
        shown = self.masker.text(text)
        return self._words(text, 60) if shown != text else one_line(f"{text[:at]}▸{text[at:]}", 61)

    def _words(self, text: str, limit: int = _MOST_WORDS) -> str:
        return one_line(self.masker.prefix(text, limit * 4), limit)


# --- Facts ------------------------------------------------------------------------------------------------------------


def sums_lines(sums: Sums, masker: Masker) -> Iterator[str]:
    """Counts on a line, tokens and costs on the next; then a line a model where there are several."""
    yield _counts(sums)
    yield f"{tokens_text(sums.tokens)}; {costs_text(sums.costs)}"
    if sums.carried.tokens:
        yield _carried(sums.carried)
    for model, found in sums.by_model if len(sums.by_model) > 1 else ():
        name = one_line(masker.text(model), _MOST_WORDS)
        yield f"  {name}: {plural(found.calls, 'call')}, {tokens_text(found.tokens)}; {costs_text(found.costs)}"
    if sums.other:
        yield f"{plural(sums.other, 'interaction')} beside, no calls of a model"


def _carried(carried: Carried) -> str:
    """What went out again and again, with its price, which is an estimate."""
    how, where = ("", "") if carried.is_told else ("about ", ", estimated where answers do not tell")
    share = f"{how}{carried.tokens:,} of {carried.of:,} tokens{where} ({carried.tokens / carried.of:.0%})"
    cost = f", which cost ≈ {_dollars(carried.usd)} (estimate)" if carried.priced else ""
    unknown = f", price not known for {plural(carried.unpriced, 'request')}" if carried.unpriced else ""
    return f"carried again from request to request: {share}{cost}{unknown}"


def _largest(step: Step) -> str:
    """What the largest request of a conversation was made of."""
    kinds = sorted(step.context.kinds, key=lambda kind: -kind[1])[:_MOST_KINDS]
    made_of = ", ".join(f"{kind.value} {tokens:,}" for kind, tokens in kinds)
    told = "" if step.context.is_told else " (estimated)"
    return f"largest request #{step.exchange}: {step.context.tokens:,} tokens{told}; by size: {made_of}"


def _counts(sums: Sums) -> str:
    counts = [
        plural(sums.conversations, "conversation"),
        plural(sums.turns, "turn"),
        plural(sums.calls, "call of a model", "calls of models"),
        plural(sums.tools, "call of a tool", "calls of tools"),
    ]
    marked = [
        _some(sums.failed_tools, "failed tool"),
        _some(sums.sub_agents, "sub-agent"),
        _some(sums.compactions, "compaction"),
        _some(sums.retries, "retry", "retries"),
        _some(sums.cache_misses, "cache miss", "cache misses"),
        _some(sums.branches, "branch", "branches"),
    ]
    return ", ".join([*counts, *filter(None, marked)])


def tokens_text(tokens: Tokens) -> str:
    """Sums of tokens in a few words: `1,200 tokens in (800 cached), 90 out`."""
    cached = f" ({tokens.cache_read:,} cached)" if tokens.cache_read else ""
    not_told = f"not told by {plural(tokens.untold, 'answer')}" if tokens.untold else ""
    if not_told and not tokens.input and not tokens.output:
        return f"tokens {not_told}"
    untold = f", {not_told}" if not_told else ""
    return f"{tokens.input:,} tokens in{cached}, {tokens.output:,} out{untold}"


def costs_text(costs: Costs, *, names_lists: bool = True) -> str:
    """A sum of costs, what is recorded and what is estimated apart, and how many calls it says nothing of."""
    told = []
    if costs.recorded:
        told.append(f"{_dollars(costs.recorded_usd)} recorded")
    if costs.estimated and not names_lists:
        told.append(f"≈ {_dollars(costs.estimated_usd)}")
    elif costs.estimated:
        lists = costs.lists[0] if len(costs.lists) == 1 else f"{costs.lists[0]} to {costs.lists[-1].rpartition(' ')[2]}"
        told.append(f"≈ {_dollars(costs.estimated_usd)} ({lists})")
    known = " + ".join(told)
    if costs.unknown:
        unknown = f"cost of {plural(costs.unknown, 'call')} not known"
        return f"{known}, {unknown}" if known else unknown
    return known or "no cost known"


def _dollars(amount: float) -> str:
    """A cost in columns of six places; in as many as it takes where those would say that it was nothing."""
    return f"${amount:.6f}" if amount == 0 or amount >= _LEAST_IN_SIX_PLACES else cost_text(amount)


def _facts(turn: Turn) -> str:
    times = [] if turn.duration_ms is None else [duration_text(turn.duration_ms)]
    tools = [_some(len(turn.tools), "tool call")] if turn.tools else []
    sums = [tokens_text(turn.tokens), f"+{turn.added:,} of context", costs_text(turn.costs)]
    return ", ".join([plural(len(turn.steps), "step"), *tools, *times, *sums])


def _step_facts(step: Step) -> str:
    times = "time not recorded" if step.duration_ms is None else duration_text(step.duration_ms)
    if step.first_byte_ms is not None:
        times += f" (first byte after {duration_text(step.first_byte_ms)})"
    cache = f"cache {step.cache.state.value}"
    sums = tokens_text(step.tokens), cache, costs_text(step.costs, names_lists=False)
    return ", ".join([step.model or "unknown model", times, *sums])


def _compaction(found: Compaction) -> str:
    fell = plural(found.messages, "message")
    return (
        f"goes on from conversation {found.conversation} by a summary: {found.tokens_before:,} tokens became "
        f"{found.tokens_after:,}, {fell} fell away"
    )


def _some(count: int, one: str, many: str | None = None) -> str:
    return plural(count, one, many) if count else ""
