# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Sub-agents whose logs are files of their own -> the calls that started them.

Claude Code keeps `SESSION.jsonl`, and beside it `SESSION/subagents/agent-ID.jsonl` (before that `agent-ID.jsonl` in the
same folder), Gemini CLI `SESSION/ID.jsonl` beside a session; exports of opencode may lie beside it as `ID.json`. A call
is found by the agent that it names, by the call that `agent-ID.meta.json` names, else by its prompt. What nothing links
is said to be unlinked.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path

from viewer.core import recording
from viewer.core.errors import CassetteError
from viewer.core.media_types import AGENT, SESSION
from viewer.core.messages import Text, ToolCall
from viewer.core.recording import Recording
from viewer.core.runs.lineage import CallPlace
from viewer.core.runs.run import Runs, SubAgentLog
from viewer.core.runs.tool_use import words_in
from viewer.core.runs.tracing import trace
from viewer.core.text.json_values import Json, parse_json
from viewer.dataclass import dataclass

_MOST_LOGS, _MOST_LOOKED_AT, _DEEPEST = 500, 5000, 40
_LARGEST_META, _HEAD = 100_000, 200_000
_BY_ID, _BY_CALL, _BY_PROMPT = "agent id", "call id", "prompt"


@dataclass(frozen=True, slots=True)
class SubAgent:
    """Which sub-agent a log is of, and which session started it, where it says so."""

    agent: str
    session: str | None


def sub_agent_of(found: Recording) -> SubAgent | None:
    """The sub-agent that the first request of a log says it is of."""
    prompt = found.exchanges[0].prompt if len(found.exchanges) else None
    agent, session = (prompt.settings.get(AGENT), prompt.settings.get(SESSION)) if prompt else (None, None)
    return SubAgent(agent, session if isinstance(session, str) else None) if isinstance(agent, str) else None


def with_sub_agents(runs: Runs, of: Recording, path: Path, check: Callable[[], None] = lambda: None) -> Runs:
    """The runs of a session with the logs of its sub-agents that lie beside it; those that cannot be read are left.

    `check` is called before each of them, and may raise what ends it.
    """
    logs = list(_beside(of, path, {use.agent for use in runs.tools if use.agent is not None}, check))
    return _linked(_Log(str(path), of, runs), logs) if logs else runs


# --- Files ------------------------------------------------------------------------------------------------------------


@dataclass(slots=True, eq=False)
class _Log:
    """A recording, its runs, and the sub-agent that it is of."""

    path: str
    recording: Recording
    runs: Runs
    agent: str | None = None
    linked_by: str = ""


_Places = dict[int, tuple[_Log, CallPlace]]
"""By the identity of a log the recording and the call that started it."""


def _beside(of: Recording, path: Path, started: AbstractSet[str], check: Callable[[], None]) -> Iterator[_Log]:
    """The logs beside a session that name it as theirs, or are of an agent that it started."""
    files = [] if sub_agent_of(of) is not None else _files_beside(of, path, started)
    session = _session(path, of) if files else ""
    for file in files[:_MOST_LOGS]:
        check()
        with suppress(CassetteError):
            found = recording.load(file)
            told = sub_agent_of(found)
            if told is not None and (told.agent in started or told.session in (None, session)):
                yield _Log(str(file), found, trace(found), told.agent)


def _files_beside(of: Recording, path: Path, started: AbstractSet[str]) -> list[Path]:
    """Where the program that wrote a session keeps the logs of sub-agents."""
    match of.cassette.recorder:
        case "claude-code":
            return [*_logs_in(path.with_suffix("") / "subagents", "agent-"), *_logs_in(path.parent, "agent-")]
        case "gemini-cli-session":
            session = _session(path, of)
            return _logs_in(path.parent / session) if _is_plain_name(session) else []
        case "opencode-session":
            named = (path.parent / f"{agent}.json" for agent in sorted(started) if _is_plain_name(agent))
            return [file for file in named if file.is_file()]
        case _:
            return []


def _is_plain_name(told: str) -> bool:
    """Whether what a log tells names something in a folder, and nothing outside of it."""
    return told not in ("", ".", "..") and Path(told).name == told


def _session(path: Path, of: Recording) -> str:
    """The id of a session: nearly every record has it, and its file is named by it."""
    for line in of.cassette.source[:_HEAD].splitlines():
        record = parse_json(line)[0]
        told = record.get("sessionId") if isinstance(record, dict) else None
        if isinstance(told, str):
            return told
    return path.stem


def _logs_in(folder: Path, begins: str = "") -> list[Path]:
    with suppress(OSError), os.scandir(folder) as entries:
        named = (one for one in islice(entries, _MOST_LOOKED_AT) if one.name.startswith(begins))
        return sorted(Path(one) for one in named if one.name.endswith(".jsonl") and one.is_file())
    return []


# --- Links ------------------------------------------------------------------------------------------------------------


def _linked(session: _Log, logs: Sequence[_Log]) -> Runs:
    """The session's runs with each log under its call, and those of a sub-agent's own under its."""
    places = _told_calls(session, logs)
    _link_by_prompt([log for log in logs if id(log) not in places], [session, *logs], places)
    below: dict[int, list[tuple[CallPlace, _Log]]] = {}
    for log in logs:
        if id(log) in places:
            caller, place = places[id(log)]
            below.setdefault(id(caller), []).append((place, log))
    told: set[int] = set()
    linked = _with_logs(session, below, told, 0)
    rest = [log for log in logs if id(log) not in told]
    return replace(linked, unlinked_logs=tuple(SubAgentLog(log.path, log.runs, log.agent) for log in rest))


def _with_logs(caller: _Log, below: dict[int, list[tuple[CallPlace, _Log]]], told: set[int], depth: int) -> Runs:
    logs: dict[CallPlace, tuple[SubAgentLog, ...]] = {}
    for place, log in below.get(id(caller), ()):
        if id(log) not in told and depth < _DEEPEST:
            told.add(id(log))
            made = SubAgentLog(log.path, _with_logs(log, below, told, depth + 1), log.agent, log.linked_by)
            logs[place] = (*logs.get(place, ()), made)
    return replace(caller.runs, logs=logs) if logs else caller.runs


def _told_calls(session: _Log, logs: Sequence[_Log]) -> _Places:
    """By log the call that files name: its result the agent, or a note beside the log the call."""
    by_agent: dict[str, tuple[_Log, CallPlace]] = {}
    by_call: dict[str, tuple[_Log, CallPlace]] = {}
    for caller in (session, *logs):
        for use in caller.runs.tools:
            place = CallPlace(use.exchange, use.track)
            if use.agent is not None:
                by_agent.setdefault(use.agent, (caller, place))
            if use.id is not None:
                by_call.setdefault(use.id, (caller, place))
    places: _Places = {}
    for log in logs:
        found = by_agent.get(log.agent or "")
        log.linked_by = _BY_ID if found is not None else _BY_CALL
        found = found or by_call.get(_called(log.path) or "")
        if found is not None and found[0] is not log:
            places[id(log)] = found
    return places


def _called(path: str) -> str | None:
    """The call that a note beside a log names."""
    note = Path(path).with_suffix(".meta.json")
    with suppress(OSError, ValueError):
        if note.is_file() and note.stat().st_size <= _LARGEST_META:
            told: Json = parse_json(note.read_text("utf-8"))[0]
            called = told.get("toolUseId") if isinstance(told, dict) else None
            return called if isinstance(called, str) else None
    return None


def _link_by_prompt(unlinked: Iterable[_Log], callers: Sequence[_Log], places: _Places) -> None:
    """Link what begins with the very prompt of a call that has no sub-agent yet."""
    waiting = list(unlinked)
    if not waiting:
        return
    taken = {(id(caller), place) for caller, place in places.values()}
    asked: dict[str, list[tuple[_Log, CallPlace]]] = {}
    for caller in callers:
        for place, words in _calls(caller.recording):
            if (id(caller), place) not in taken and not caller.runs.below.get(place):
                for text in words:
                    asked.setdefault(text, []).append((caller, place))
    for log in waiting:
        fitting = (found for text in _first_texts(log.recording) for found in asked.get(text, ()))
        call = next((one for one in fitting if one[0] is not log and (id(one[0]), one[1]) not in taken), None)
        if call is not None:
            places[id(log)], log.linked_by = call, _BY_PROMPT
            taken.add((id(call[0]), call[1]))


def _calls(of: Recording) -> Iterator[tuple[CallPlace, list[str]]]:
    for summary in of.summaries:
        if summary.tools:
            exchange = of.exchanges[summary.index]
            for track in exchange.assembly.tracks:
                part = track.part(exchange.shown_whole)
                if isinstance(part, ToolCall):
                    yield CallPlace(summary.index, track.index), words_in(part)


def _first_texts(of: Recording) -> list[str]:
    asked = of.exchanges[0].asked if len(of.exchanges) else ()
    return [part.content.strip() for message in asked for part in message.parts if isinstance(part, Text)]
