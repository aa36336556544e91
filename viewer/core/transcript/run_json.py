# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Runs -> JSON, in the terms of the transcript: what is not recorded is null, what is estimated says so."""

from __future__ import annotations

from viewer.core.recording import Recording
from viewer.core.runs import costs, tokens
from viewer.core.runs.cache import CacheUse
from viewer.core.runs.costs import Costs
from viewer.core.runs.lineage import CallPlace
from viewer.core.runs.run import Run, Runs, SubAgentLog
from viewer.core.runs.step import Step
from viewer.core.runs.sums import Sums, sums_of, sums_with_logs
from viewer.core.runs.tokens import Tokens
from viewer.core.runs.tool_use import ToolUse
from viewer.core.secrets.masking import Masker
from viewer.core.text.json_values import Json
from viewer.dataclass import dataclass

SCHEMA = "cassette-viewer/run/1"


@dataclass(frozen=True, slots=True)
class RunJson:
    """Writes the runs of one recording; `longest` bounds each text, 0 does not."""

    runs: Runs
    masker: Masker
    longest: int = 0

    def document(self, recording: Recording) -> dict[str, Json]:
        """All of it."""
        cassette, runs = recording.cassette, self.runs
        return {
            "schema": SCHEMA,
            "source": {"name": cassette.name, "recorder": cassette.recorder, "version": cassette.version},
            "conversations": [self._run(run) for run in runs.all],
            **sums_json(sums_of(runs)),
            **self._logs(runs),
        }

    def _logs(self, runs: Runs) -> dict[str, Json]:
        """The logs of sub-agents that lie beside a session, each with its call; and the sums with them."""
        if not runs.logs and not runs.unlinked_logs:
            return {}
        told: list[Json] = [self._log(log, place) for place, found in runs.logs.items() for log in found]
        told += [self._log(log, None) for log in runs.unlinked_logs]
        return {"sub_agent_logs": told, "with_sub_agent_logs": sums_json(sums_with_logs(runs))}

    def _log(self, log: SubAgentLog, place: CallPlace | None) -> Json:
        called: dict[str, Json] | None = None
        if place is not None:
            called = {"interaction": place.exchange, "track": place.track, "linked_by": log.linked_by}
        inner = RunJson(log.runs, self.masker, self.longest)
        runs: list[Json] = [inner._run(run) for run in log.runs.all]
        named: dict[str, Json] = {"file": log.path, "agent": log.agent, "called_by": called, "conversations": runs}
        return {**named, **sums_json(sums_of(log.runs)), **inner._logs(log.runs)}

    def _run(self, run: Run) -> Json:
        compaction: dict[str, Json] | None = None
        if run.compaction is not None:
            found = run.compaction
            compaction = {"of_conversation": found.conversation, "messages_gone": found.messages}
            compaction |= {"tokens_before": found.tokens_before, "tokens_after": found.tokens_after}
        spawned: dict[str, Json] | None = None
        if run.spawned_by is not None:
            spawned = {"interaction": run.spawned_by.exchange, "track": run.spawned_by.track}
        turns: list[Json] = [
            {
                "title": self._text(turn.title),
                "steps": [self._step(step) for step in turn.steps],
                "duration_ms": turn.duration_ms,
                "context_added": turn.added,
                "tokens": _tokens(turn.tokens),
                "cost": _costs(turn.costs),
            }
            for turn in run.turns
        ]
        named: dict[str, Json] = {"conversation": run.conversation, "title": self._text(run.title)}
        sums: dict[str, Json] = {"tokens": _tokens(run.tokens), "cost": _costs(run.costs)}
        if run.spawned_by is None:  # each is told once
            family = list(self.runs.with_children(run))
            whole: dict[str, Json] = {"tokens": _tokens(tokens.total(one.tokens for one in family))}
            sums["with_sub_agents"] = {**whole, "cost": _costs(costs.total(one.costs for one in family))}
        return {**named, "called_by": spawned, "compaction": compaction, "turns": turns, **sums}

    def _step(self, step: Step) -> Json:
        context: dict[str, Json] = {
            "tokens": step.context.tokens,
            "source": "told" if step.context.is_told else "estimated",
            "added": step.context.added,
            "carried": step.context.carried,
            "carried_usd_estimated": step.context.carried_usd,
            "kinds_estimated": {kind.value: tokens for kind, tokens in step.context.kinds},
        }
        return {
            "interaction": step.exchange,
            "model": step.model,
            "said": self._text(step.said),
            "failed": step.failed,
            "error": self._text(step.error) if step.error is not None else None,
            "retry_of": step.retry_of,
            "branch_of": step.branch_of,
            "recorded_at": step.begun_at.isoformat() if step.begun_at is not None else None,
            "duration_ms": step.duration_ms,
            "first_byte_ms": step.first_byte_ms,
            "tokens": _tokens(step.tokens),
            "cost": _costs(step.costs),
            "context": context,
            "cache": self._cache(step.cache),
            "tools": [self._use(use) for use in step.tools],
        }

    def _cache(self, cache: CacheUse) -> Json:
        change: dict[str, Json] | None = None
        if cache.change is not None:
            change = {"where": cache.change.where, "character": cache.change.character}
            change |= {"before": self._text(cache.change.before), "after": self._text(cache.change.after)}
            change["marked"] = cache.change.marked
        told: dict[str, Json] = {"state": cache.state.value, "read_tokens": cache.read, "readable_tokens": cache.could}
        return {**told, "cause": self._text(cache.cause) or None, "change": change}

    def _use(self, use: ToolUse) -> Json:
        result: dict[str, Json] | None = None
        if use.result is not None:
            failure = use.result.failure
            result = {"interaction": use.result.exchange, "failed": failure is not None}
            result["reason"] = self._text(failure) if failure is not None else None
            result |= {"bytes": use.result.size, "text": self._text(use.result.words)}
        children: list[Json] = [child.conversation for child in self.runs.children(use)]
        named: dict[str, Json] = {"name": use.name, "track": use.track, "arguments": self._text(use.arguments)}
        return {**named, "result": result, "waited_ms": use.waited_ms, "sub_agents": children}

    def _text(self, text: str) -> str:
        shown = self.masker.text(text)
        return shown if not self.longest or len(shown) <= self.longest else shown[: self.longest - 1] + "…"


def sums_json(sums: Sums) -> dict[str, Json]:
    """The sums of a file or of several."""
    counted = ("turns", "calls", "tools", "failed_tools", "sub_agents", "compactions", "retries", "cache_misses")
    counts: dict[str, Json] = {name: getattr(sums, name) for name in (*counted, "branches")}
    models: list[Json] = [
        {"model": model, "calls": found.calls, "tokens": _tokens(found.tokens), "cost": _costs(found.costs)}
        for model, found in sums.by_model
    ]
    carried: dict[str, Json] = {
        "tokens": sums.carried.tokens,
        "of_tokens": sums.carried.of,
        "source": "told" if sums.carried.is_told else "estimated",
        "usd_estimated": sums.carried.usd if sums.carried.priced else None,
        "requests_not_priced": sums.carried.unpriced,
    }
    both: dict[str, Json] = {"tokens": _tokens(sums.tokens), "cost": _costs(sums.costs), "models": models}
    return {"counts": counts, **both, "carried": carried, "other_interactions": sums.other}


def _tokens(tokens: Tokens) -> Json:
    return {
        "input_tokens": tokens.input,
        "output_tokens": tokens.output,
        "cache_read_input_tokens": tokens.cache_read,
        "cache_creation_input_tokens": tokens.cache_written,
        "reasoning_output_tokens": tokens.reasoning,
        "answers_without_counts": tokens.untold,
    }


def _costs(costs: Costs) -> Json:
    return {
        "currency": "USD",
        "recorded": costs.recorded_usd if costs.recorded else None,
        "known": costs.known_usd,
        "estimated": costs.estimated_usd if costs.estimated else None,
        "price_lists": list(costs.lists),
        "calls_not_known": costs.unknown,
        "calls_failed": costs.failed,
    }
