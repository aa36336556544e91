# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A recording -> a line for all of it, or one for each interaction: what is known without looking at an exchange."""

from __future__ import annotations

from viewer.core.errors import count_problems
from viewer.core.recording import Recording
from viewer.core.runs.sub_agent_logs import SubAgent, sub_agent_of
from viewer.core.secrets.masking import Masker
from viewer.core.summary import Summary
from viewer.core.text.json_values import Json
from viewer.core.text.printable import one_line
from viewer.core.text.quantities import plural
from viewer.core.timeline import duration_text
from viewer.core.transcript import facts

_MOST_TITLE, _MOST_MODELS, _MOST_ID = 80, 4, 60


def file_line(recording: Recording) -> str:
    """Recorder, counts, models, tokens and problems of a file."""
    models = list(dict.fromkeys(summary.model for summary in recording.summaries if summary.model))
    shown = ", ".join(one_line(model, _MOST_TITLE) for model in models[:_MOST_MODELS])
    more = f" and {plural(len(models) - _MOST_MODELS, 'more model')}" if len(models) > _MOST_MODELS else ""
    tokens = sum(summary.tokens or 0 for summary in recording.summaries)
    failed = sum(summary.failed for summary in recording.summaries)
    problems = count_problems(recording.problems)
    sub_agent = sub_agent_of(recording)
    told = [
        facts.source_line(recording),
        sub_agent_text(sub_agent) if sub_agent is not None else "",
        shown + more,
        f"{tokens:,} tokens" if tokens else "",
        plural(failed, "failed request") if failed else "",
        plural(problems.serious, "problem") if problems.serious else "",
    ]
    return " · ".join(filter(None, told))


def sub_agent_text(found: SubAgent) -> str:
    """Which sub-agent a log is of: `sub-agent k1 of session 7d0c`."""
    of = f" of session {one_line(found.session, _MOST_ID)}" if found.session else ""
    return f"sub-agent {one_line(found.agent, _MOST_ID)}{of}"


def sub_agent_json(found: SubAgent | None) -> dict[str, Json]:
    """The same for programs; nothing where a log is of none."""
    return {"sub_agent": {"agent": found.agent, "session": found.session}} if found is not None else {}


def interaction_line(summary: Summary, masker: Masker) -> str:
    """One interaction: `#3 line 57: 200 gpt-4o, 197 in, 41 out, 0.97 s, calls add: How much is 3 + 4?`."""
    status = str(summary.status) if summary.status else "no answer"
    asked = summary.model or f"{summary.method} {masker.url(summary.url)}"
    tools = f"calls {', '.join(name for name in summary.tools)}" if summary.tools else ""
    told = [
        f"{status} {one_line(masker.text(asked), _MOST_TITLE)}".strip(),
        facts.tokens(summary.usage),
        duration_text(summary.duration_ms) if summary.duration_ms is not None else "",
        f"first byte after {duration_text(summary.first_byte_ms)}" if summary.first_byte_ms is not None else "",
        plural(summary.events, "event") if summary.is_stream else "",
        one_line(tools, _MOST_TITLE),
        f"failed: {one_line(masker.text(summary.error), _MOST_TITLE)}" if summary.error else "",
    ]
    line = f" line {summary.line}" if summary.line else ""
    title = one_line(masker.text(summary.title), _MOST_TITLE)
    return ": ".join(filter(None, [f"#{summary.index}{line}", ", ".join(filter(None, told)), title]))


def file_json(recording: Recording) -> dict[str, Json]:
    """What `file_line` tells, for programs."""
    cassette = recording.cassette
    problems = count_problems(recording.problems)
    models: list[Json] = list(dict.fromkeys(summary.model for summary in recording.summaries if summary.model))
    return {
        "recorder": cassette.recorder,
        "version": cassette.version,
        **sub_agent_json(sub_agent_of(recording)),
        "interactions": len(recording.summaries),
        "conversations": len(recording.threads),
        "models": models,
        "tokens": sum(summary.tokens or 0 for summary in recording.summaries),
        "failed": sum(summary.failed for summary in recording.summaries),
        "problems": {"errors": problems.errors, "warnings": problems.warnings, "infos": problems.infos},
    }


def interaction_json(recording: Recording, number: int, masker: Masker) -> dict[str, Json]:
    """What `interaction_line` tells, for programs."""
    summary, usage = recording.summaries[number], recording.summaries[number].usage
    counts: dict[str, Json] | None = None
    if usage is not None:
        counts = {"input_tokens": usage.input_tokens, "output_tokens": usage.output_tokens}
        counts |= {"cache_read_input_tokens": usage.cache_read_input_tokens, "cost": usage.cost}
    return {
        "interaction": summary.index,
        "line": summary.line,
        "method": summary.method,
        "url": masker.url(summary.url),
        "status": summary.status,
        "conversation": recording.threads.turns[number].conversation,
        "dialect": summary.dialect,
        "model": summary.model,
        "usage": counts,
        "duration_ms": summary.duration_ms,
        "first_byte_ms": summary.first_byte_ms,
        "recorded_at": summary.recorded_at.isoformat() if summary.recorded_at else None,
        "events": summary.events if summary.is_stream else None,
        "tools": list(summary.tools),
        "finish_reasons": [reason.value for reason in summary.finish_reasons],
        "failed": summary.failed,
        "error": masker.text(summary.error) if summary.error else None,
        "title": masker.text(summary.title),
    }
