# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A node of the outline -> what its row says: words, marks, numbers. Everything from the recording is masked here."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from viewer.core.runs.cache import is_missed
from viewer.core.text.printable import one_line
from viewer.core.text.quantities import plural, size_text
from viewer.core.timeline import duration_text
from viewer.dataclass import dataclass
from viewer.gui.look.icons import Icon
from viewer.gui.models.rows import without_markup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from viewer.core.runs.run import Compaction, Run, Runs
    from viewer.core.runs.step import Step, Turn
    from viewer.core.runs.tokens import Tokens
    from viewer.core.runs.tool_use import ToolUse
    from viewer.core.secrets.masking import Masker
    from viewer.gui.look.theme import Token

_MOST_WORDS = 160
Level = Literal["run", "turn", "step", "tool"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands out in a row: an icon and the word for it."""

    icon: Icon
    text: str
    token: Token


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """A row: its name, the first words, marks, and what stands in the columns of time and tokens."""

    level: Level
    icon: Icon
    name: str
    words: str
    marks: tuple[Mark, ...] = ()
    time: str = ""
    tokens_in: str = ""
    tokens_out: str = ""
    is_bad: bool = False

    @property
    def spoken(self) -> str:
        """All of it in one sentence."""
        told = [self.name, self.words, *(mark.text for mark in self.marks), self.time]
        told += [f"{self.tokens_in} tokens in"] if self.tokens_in else []
        told += [f"{self.tokens_out} out"] if self.tokens_out else []
        return ", ".join(part for part in told if part)


def words(masker: Masker, text: str, limit: int = _MOST_WORDS) -> str:
    """The beginning of a text of the recording, masked, on one line."""
    return one_line(masker.prefix(text, limit * 4), limit)


def log_name(runs: Runs, exchange: int, masker: Masker) -> str:
    """The file of an interaction that stands in the log of a sub-agent; empty for one of the file itself."""
    origin = runs.origin_of(exchange)
    return words(masker, PurePath(origin.path).name, 60) if origin is not None else ""


def run_row(run: Run, runs: Runs, masker: Masker) -> OutlineRow:
    """A conversation, or a sub-agent."""
    log = log_name(runs, next(run.steps).exchange, masker)
    failed = _failures(runs.with_children(run))
    marks = [_failed_mark(failed)] if failed else []
    if run.compaction is not None:
        marks.append(Mark(Icon.SYSTEM, "goes on from a summary", "amber"))
    if log and run.spawned_by is None:
        marks.append(Mark(Icon.INFO, "nothing tells its call", "text2"))
    name = "Sub-agent" if log or run.spawned_by is not None else f"Conversation {run.conversation}"
    tokens_in, tokens_out = _tokens(run.tokens)
    title = words(masker, run.title) or "no words"
    said = f"{title} · {plural(len(run.turns), 'turn')}" if len(run.turns) > 1 else title
    said = f"{said} · {log}" if log else said
    return OutlineRow(
        "run", Icon.CONVERSATION, name, said, tuple(marks), _time(_durations(run.steps)), tokens_in, tokens_out
    )


def turn_row(turn: Turn, number: int, run: Run, runs: Runs, masker: Masker) -> OutlineRow:
    """From a human's message to the next."""
    children = [child for use in turn.tools for child in runs.children(use)]
    failed = sum(use.failed for use in turn.tools) + sum(step.failed for step in turn.steps)
    inside = _failures(one for child in children for one in runs.with_children(child))
    marks = [_failed_mark(failed)] if failed else []
    marks += [Mark(Icon.ERROR, f"{inside:,} failed inside", "red")] if inside else []
    marks += [Mark(Icon.CONVERSATION, plural(len(children), "sub-agent"), "accent")] if children else []
    retries = sum(step.retry_of is not None for step in turn.steps)
    marks += [Mark(Icon.RETRY, "retry" if retries == 1 else f"{retries:,} retries", "amber")] if retries else []
    missed = sum(is_missed(step.cache) for step in turn.steps)
    marks += (
        [Mark(Icon.WARNING, "cache miss" if missed == 1 else f"{missed:,} cache misses", "amber")] if missed else []
    )
    if number == 1 and run.compaction is not None:
        marks.append(Mark(Icon.SYSTEM, "from a summary", "amber"))
    tools = _tool_names(use.name for use in turn.tools)
    said = words(masker, turn.title or run.title) or "no words"
    tokens_in, tokens_out = _tokens(turn.tokens)
    return OutlineRow(
        "turn",
        Icon.USER,
        f"Turn {number:,}",
        f"{said} · {words(masker, tools)}" if tools else said,
        tuple(marks),
        _time(_durations(turn.steps)),
        tokens_in,
        tokens_out,
        is_bad=bool(failed),
    )


def step_row(step: Step, runs: Runs, masker: Masker) -> OutlineRow:
    """A call of a model."""
    marks = []
    if step.failed:
        marks.append(Mark(Icon.ERROR, "failed", "red"))
    if step.retry_of is not None:
        marks.append(Mark(Icon.RETRY, f"retry of #{runs.number_of(step.retry_of)}", "amber"))
    if step.branch_of is not None:
        marks.append(Mark(Icon.COMPARE, f"branch from #{runs.number_of(step.branch_of)}", "amber"))
    if is_missed(step.cache):
        marks.append(Mark(Icon.WARNING, f"cache {step.cache.state.value}", "amber"))
    tools = _tool_names(use.name for use in step.tools)
    failure = words(masker, step.error or "no answer recorded") if step.failed else ""
    said = failure or without_markup(words(masker, step.said))
    tokens_in, tokens_out = _tokens(step.tokens)
    return OutlineRow(
        "step",
        Icon.ASSISTANT,
        f"#{runs.number_of(step.exchange)}",
        said or (f"calls {words(masker, tools)}" if tools else "no text"),
        tuple(marks),
        _time([step.duration_ms]),
        tokens_in,
        tokens_out,
        is_bad=step.failed,
    )


def tool_row(use: ToolUse, masker: Masker) -> OutlineRow:
    """A call of a tool."""
    marks = [Mark(Icon.ERROR, "failed", "red")] if use.failed else []
    if use.result is None:
        marks.append(Mark(Icon.INFO, "no result recorded", "text2"))
    if use.hands_over_to is not None:
        marks.append(Mark(Icon.EXTERNAL, "hands over", "text2"))
    said = words(masker, use.arguments)
    if use.result is not None and use.result.failure is not None:
        said = f"{words(masker, use.result.failure, 80)} · {said}"
    time = duration_text(use.waited_ms) if use.waited_ms is not None else ""
    return OutlineRow("tool", Icon.TOOL, words(masker, use.name, 60), said, tuple(marks), time, is_bad=use.failed)


def compaction_words(found: Compaction, runs: Runs) -> str:
    """What a compaction did."""
    fell = plural(found.messages, "message")
    return (
        f"goes on from conversation {runs.conversation_number_of(found.conversation)} by a summary: "
        f"{found.tokens_before:,} tokens became {found.tokens_after:,}, {fell} fell away"
    )


def result_words(use: ToolUse, masker: Masker) -> str:
    """What a tool answered, or why that is not known, and how much it was."""
    if use.result is None:
        return "no result recorded"
    said = use.result.failure if use.result.failure is not None else use.result.words
    return f"{words(masker, said) or 'empty'} ({size_text(use.result.size)})"


def _failed_mark(count: int) -> Mark:
    return Mark(Icon.ERROR, f"{count:,} failed", "red")


def _failures(runs: Iterable[Run]) -> int:
    steps = [step for run in runs for step in run.steps]
    return sum(step.failed for step in steps) + sum(use.failed for step in steps for use in step.tools)


def _tool_names(names: Iterable[str]) -> str:
    """`Bash, Read ×2`."""
    counted = Counter(names)
    return ", ".join(f"{name} ×{count}" if count > 1 else name for name, count in counted.items())


def _durations(steps: Iterable[Step]) -> list[float | None]:
    return [step.duration_ms for step in steps]


def _time(times: list[float | None]) -> str:
    """A sum of times; "≥" where some are not recorded, nothing where none is."""
    known = [time for time in times if time is not None]
    if not known:
        return ""
    return ("" if len(known) == len(times) else "≥ ") + duration_text(sum(known))


def _tokens(tokens: Tokens) -> tuple[str, str]:
    """Tokens in and out; "≥" where some answers told nothing, nothing where none did."""
    if tokens.untold and not (tokens.input or tokens.output):
        return "", ""
    least = "≥ " if tokens.untold else ""
    return f"{least}{tokens.input:,}", f"{least}{tokens.output:,}"
