# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Recording -> Runs. Each exchange is looked at once, in order of the file; what later ones need of it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import field, replace
from datetime import timedelta

from viewer.core.analysis import Exchange
from viewer.core.deltas import Kind
from viewer.core.media_types import AGENT, CLIENT_TEXTS, COMPACTS, SAID, STARTED
from viewer.core.messages import Message, Text, ToolCall, ToolCallResponse, Usage
from viewer.core.prices import estimate_input
from viewer.core.recording import Recording
from viewer.core.runs.cache import CacheUse, cache_use, cause_of, is_missed
from viewer.core.runs.context import Context, ContextKind, Sizes, context_of, sizes_of, sizes_of_messages, together
from viewer.core.runs.costs import cost_of
from viewer.core.runs.lineage import Beginning, CallPlace, compacted_from, spawned_by
from viewer.core.runs.run import Compaction, Run, Runs
from viewer.core.runs.step import Step, Turn, human_words
from viewer.core.runs.tokens import tokens_of
from viewer.core.runs.tool_use import ToolResultSeen, ToolUse, seen, words_in
from viewer.core.second_look import answered_at, with_cost_estimate
from viewer.core.secrets.masking import beginning
from viewer.core.turns import Turn as Place
from viewer.dataclass import dataclass

_MOST_TITLE, _MOST_SAID, _MOST_ARGUMENTS = 120, 120, 2000
_LONGEST_ANSWER = 200_000
_SENT_AGAIN = (ContextKind.SYSTEM, ContextKind.TOOLS)
"""What a request tells itself, though the provider holds what was said before."""


def trace(recording: Recording, progress: Callable[[int, int], None] | None = None) -> Runs:
    """The runs of a recording; costs are estimated where providers told none.

    `progress` is told how many interactions were looked at, of how many; it may raise to give up.
    """
    return _Tracing(recording).runs(progress)


@dataclass(slots=True)
class _Kept:
    """What later exchanges need of one: sizes of request and answer, messages said so far, counts, tokens asked."""

    with_answer: Sizes
    messages: int
    usage: Usage | None
    tokens: int


@dataclass(slots=True)
class _Growing:
    """A conversation while its exchanges come."""

    beginning: Beginning
    last: Place
    turns: list[tuple[str, list[Step]]] = field(default_factory=list)


class _Tracing:
    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._kept: dict[int, _Kept] = {}
        self._growing: dict[int, _Growing] = {}
        self._seen: dict[tuple[int, int], ToolResultSeen] = {}
        self._started: dict[tuple[int, int], str] = {}
        """By call the sub-agent that it started."""
        self._continued: set[int] = set()
        self._conversations: dict[str, int] = {}
        """By the id of an answer."""
        self._reported: dict[int, list[tuple[tuple[int, int], int, int]]] = {}
        for call, result in recording.threads.results.items():
            self._reported.setdefault(result.exchange, []).append((call, result.message, result.part))

    def runs(self, progress: Callable[[int, int], None] | None = None) -> Runs:
        """All of them."""
        places, other = self._recording.threads.turns, 0
        for number, exchange in enumerate(self._recording.exchanges):
            if progress is not None:
                progress(number, len(places))
            if places[number].conversation is None:
                other += 1
            else:
                self._take(number, with_cost_estimate(exchange), places[number])
        begun = [growing.beginning for growing in self._growing.values()]
        spawned = spawned_by(begun, {agent: CallPlace(*call) for call, agent in self._started.items()})
        compacted = compacted_from(begun, spawned)
        made = tuple(self._run(number, spawned, compacted) for number in sorted(self._growing))
        below: dict[CallPlace, tuple[Run, ...]] = {}
        for run in made:
            if run.spawned_by is not None:
                below[run.spawned_by] = (*below.get(run.spawned_by, ()), run)
        return Runs(made, other, below)

    # --- One exchange

    def _take(self, number: int, exchange: Exchange, place: Place) -> None:
        told = exchange.prompt.settings.get(STARTED) if exchange.prompt else None
        started = told if isinstance(told, dict) else {}
        for call, message, part in self._reported.get(number, ()):
            result = exchange.asked[message].parts[part]
            if isinstance(result, ToolCallResponse):
                self._seen[call] = seen(result, number)
                agent = started.get(result.id or "")
                if isinstance(agent, str):
                    self._started[call] = agent
        before = self._kept.get(place.parent) if place.parent is not None else None
        is_held = bool(exchange.prompt and exchange.prompt.previous_response_id)
        sizes = sizes_of(exchange.prompt)
        if is_held and before is not None:
            # A log tells instructions once; in the API itself they hold for one request.
            is_log, held = exchange.interaction.request.body.media_type == SAID, before.with_answer.items()
            sizes = together(sizes, {kind: size for kind, size in held if is_log or kind not in _SENT_AGAIN})
        usage = exchange.answer.usage
        answered = sizes_of_messages(exchange.answered)
        messages = len(exchange.asked) + (before.messages if is_held and before else 0)
        told = usage.input_tokens if usage is not None else None
        context = context_of(sizes, told, sum(before.with_answer.values()) if before else 0)
        context = replace(context, carried_usd=_carried_usd(exchange, context))
        messages += len(exchange.answered)
        self._kept[number] = _Kept(together(sizes, answered), messages, usage, context.tokens)
        self._add(number, exchange, place, self._step(number, exchange, place, before, context))

    def _step(self, number: int, exchange: Exchange, place: Place, before: _Kept | None, context: Context) -> Step:
        kept, interaction, error = self._kept[number], exchange.interaction, exchange.answer.error
        is_branch = place.parent in self._continued and place.retry_of is None
        if place.parent is not None and not exchange.failed:
            self._continued.add(place.parent)
        return Step(
            exchange=number,
            model=exchange.model,
            said=_first_words(exchange.answered, _MOST_SAID),
            error=error.message if error else None if not exchange.failed else "no answer recorded",
            failed=exchange.failed,
            duration_ms=interaction.duration_ms,
            first_byte_ms=interaction.first_byte_ms,
            begun_at=interaction.recorded_at,
            tokens=tokens_of(kept.usage),
            costs=cost_of(exchange),
            context=context,
            cache=self._cache(exchange, place, before),
            tools=tuple(_uses(number, exchange)),
            retry_of=place.retry_of,
            branch_of=place.parent if is_branch else None,
        )

    def _cache(self, exchange: Exchange, place: Place, before: _Kept | None) -> CacheUse:
        found = cache_use(exchange.answer.usage, before.usage if before else None)
        if not is_missed(found) or place.parent is None:
            return found
        cause, change = cause_of(exchange, self._recording.exchanges[place.parent])
        return replace(found, cause=cause, change=change)

    def _add(self, number: int, exchange: Exchange, place: Place, step: Step) -> None:
        conversation = place.conversation
        assert conversation is not None  # noqa: S101 - asked before
        growing = self._growing.get(conversation)
        added = exchange.asked[place.known + place.sends_back_answer if place.parent is not None else 0 :]
        if growing is None:
            texts = tuple(_texts(message for message in added if message.role != "assistant"))
            begun = Beginning(conversation, number, number, texts, compacts=self._compacted(exchange))
            begun.agent = _agent(exchange)
            growing = self._growing[conversation] = _Growing(begun, place)
        said = human_words(added, _client_texts(exchange))
        title = beginning(said or "", _MOST_TITLE)
        if not growing.turns or (said is not None and not _is_again(growing, place, title)):
            growing.turns.append((title, []))
        growing.turns[-1][1].append(step)
        if exchange.answer.id:
            self._conversations[exchange.answer.id] = conversation
        growing.last, growing.beginning.last = place, number
        system = self._recording.briefs[number].links.system
        if system not in growing.beginning.systems:
            growing.beginning.systems.append(system)
        growing.beginning.answer = "\n".join(_texts(exchange.answered))[:_LONGEST_ANSWER] or growing.beginning.answer
        for use, call in zip(step.tools, _calls(exchange), strict=True):
            growing.beginning.calls.append((CallPlace(number, use.track), words_in(call[1])))

    def _compacted(self, exchange: Exchange) -> int | None:
        """The conversation that a request says to begin with a summary of."""
        named = exchange.prompt.settings.get(COMPACTS) if exchange.prompt else None
        return self._conversations.get(named) if isinstance(named, str) else None

    # --- One conversation

    def _run(self, number: int, spawned: dict[int, CallPlace], compacted: dict[int, int]) -> Run:
        growing = self._growing[number]
        turns = tuple(Turn(title, tuple(map(self._with_results, steps))) for title, steps in growing.turns)
        of = compacted.get(number)
        title = self._recording.threads[number].title
        compaction = self._compaction(of, number) if of is not None else None
        return Run(number, title, turns, spawned.get(number), compaction, growing.beginning.agent)

    def _with_results(self, step: Step) -> Step:
        return replace(step, tools=tuple(map(self._with_result, step.tools))) if step.tools else step

    def _with_result(self, use: ToolUse) -> ToolUse:
        result = use.result or self._seen.get((use.exchange, use.track))
        waited = self._waited(use.exchange, result.exchange) if result is not None else None
        return replace(use, result=result, waited_ms=waited, agent=self._started.get((use.exchange, use.track)))

    def _waited(self, called: int, reported: int) -> float | None:
        """From the end of the answer that calls to the request that reports; None where not both are recorded."""
        earlier, later = self._recording.briefs[called], self._recording.briefs[reported]
        begun, took, then = earlier.recorded_at, earlier.duration_ms, later.recorded_at
        if begun is None or took is None or then is None or called == reported:
            return None
        if (begun.tzinfo is None) != (then.tzinfo is None):
            return None
        passed = (then - begun - timedelta(milliseconds=took)).total_seconds() * 1000
        return round(passed, 3) if passed >= 0 else None

    def _compaction(self, before: int, after: int) -> Compaction:
        last, first = self._growing[before].beginning.last, self._growing[after].beginning.first
        fell = self._kept[last].messages - self._kept[first].messages
        return Compaction(before, self._kept[last].tokens, self._kept[first].tokens, max(fell, 0))


def _is_again(growing: _Growing, place: Place, title: str) -> bool:
    """Whether the same is said again because the step before failed, with the same settings or others."""
    was = growing.turns[-1]
    is_same = (was[0], growing.last.parent) == (title, place.parent)
    return place.retry_of is not None or (was[1][-1].failed and is_same)


def _uses(number: int, exchange: Exchange) -> list[ToolUse]:
    answered = {
        part.id: part
        for message in exchange.answered
        for part in message.parts
        if isinstance(part, ToolCallResponse) and part.id
    }
    made = []
    for track, call in _calls(exchange):
        part = answered.get(call.id or "")
        result = seen(part, number) if part is not None else None
        made.append(ToolUse(number, track, call.name or "", call.arguments[:_MOST_ARGUMENTS], result, id=call.id))
    return made


def _calls(exchange: Exchange) -> list[tuple[int, ToolCall]]:
    """The calls of an answer, each with its track."""
    tracks = ((t.index, t.part(exchange.shown_whole)) for t in exchange.assembly.tracks if t.kind is Kind.TOOL_CALL)
    return [(index, part) for index, part in tracks if isinstance(part, ToolCall)]


def _carried_usd(exchange: Exchange, context: Context) -> float | None:
    """What the carried tokens cost: a prefix, the first of which were read from the cache, the next written to it."""
    usage, carried = exchange.answer.usage, context.carried
    if usage is None or usage.input_tokens is None or not exchange.model or carried <= 0:
        return None
    read = min(usage.cache_read_input_tokens or 0, carried)
    written = min(usage.cache_creation_input_tokens or 0, carried - read)
    tokens = Usage(input_tokens=carried, cache_read_input_tokens=read, cache_creation_input_tokens=written)
    found = estimate_input(tokens, exchange.interaction.request.url, exchange.model, answered_at(exchange))
    return found.amount_usd if found is not None else None


def _agent(exchange: Exchange) -> str | None:
    """The sub-agent that a request says it is of."""
    named = exchange.prompt.settings.get(AGENT) if exchange.prompt else None
    return named if isinstance(named, str) else None


def _client_texts(exchange: Exchange) -> frozenset[str]:
    """How texts begin that a log says its client wrote."""
    told = exchange.prompt.settings.get(CLIENT_TEXTS) if exchange.prompt else None
    return frozenset(text for text in told if isinstance(text, str)) if isinstance(told, list) else frozenset()


def _texts(messages: Iterable[Message]) -> list[str]:
    return [part.content for message in messages for part in message.parts if isinstance(part, Text)]


def _first_words(messages: Sequence[Message], limit: int) -> str:
    return next((words for text in _texts(messages) if (words := beginning(text, limit))), "")
