# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Sessions of opencode as `opencode export` writes them: one JSON document, messages of parts.

A message of the model is one or more calls, each ended by a `step-finish` with tokens and cost. What tools answered
stands in the calls themselves, and goes into the request that follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from datetime import datetime

from viewer.core.formats import _response_items as items
from viewer.core.formats import _session_log as log
from viewer.core.formats._dates import millisecond
from viewer.core.formats._document import Value, first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette
from viewer.core.registry import Match
from viewer.dataclass import dataclass


class OpencodeSessionReader:
    """Reads exported sessions."""

    name = "opencode-session"
    title = "opencode session"
    suffixes: tuple[str, ...] = (".json",)

    def match(self, probe: Probe) -> Match:
        """Sure of a session whose first message has a role and parts."""
        root = mapping(probe.document.value)
        first = first_mapping(root.get("messages"))
        is_own = "role" in mapping(first, "info") and "sessionID" in mapping(first, "info")
        return (
            Match.SURE
            if is_own and isinstance(first.get("parts"), list) and "id" in mapping(root, "info")
            else Match.NO
        )

    def read(self, probe: Probe) -> Cassette:
        """The cassette: an interaction for each call, and for what nobody answered."""
        problems = list(probe.problems)
        root = Entry(probe.document, (), probe.document.value, problems)
        calls = enumerate(_Session(root["info"]).calls(root["messages"]))
        interactions = [call.interaction(index, entry) for index, (entry, call) in calls]
        return probe.cassette(self.name, interactions, problems, version=root["info"]["version"].text() or None)


@dataclass(slots=True)
class _Open:
    """A call of which not all is read."""

    output: list[Value] = field(default_factory=list)
    results: list[Value] = field(default_factory=list)
    started: dict[str, Value] = field(default_factory=dict)
    usage: dict[str, Value] | None = None


class _Session:
    """Reads messages in order. `info` is the session's own; one with a parent is that of a sub-agent."""

    def __init__(self, info: Entry) -> None:
        parent = info["parentID"].text() or None
        self._child = (info["id"].text() or None, parent) if parent else (None, None)
        self._started: dict[str, Value] = {}
        self._added: list[Value] = []
        self._previous: str | None = None
        self._compacts: str | None = None
        self._at: datetime | None = None

    def calls(self, messages: Entry) -> Iterator[tuple[Entry, log.Call]]:
        """Every call with the message that shows it."""
        last = None
        for entry in messages.mappings():
            last = entry.apart()
            if last["info"]["role"].value == "assistant":
                yield from self._answered(last)
            else:
                self._added += filter(None, map(_said, last["parts"].mappings()))
                self._at = millisecond(last["info"]["time"]["created"])
        if last is not None and self._added and last["info"]["role"].value != "assistant":
            yield last, self._call(last, Body(), None, None, None)

    def _answered(self, entry: Entry) -> Iterator[tuple[Entry, log.Call]]:
        info, now, number = entry["info"], _Open(), 0
        ended = millisecond(info["time"]["completed"])
        begun = self._at or millisecond(info["time"]["created"])
        for part in entry["parts"].mappings():
            if part["type"].value == "step-finish":
                now.usage = _counted(part)
                yield entry, self._finish(entry, now, number, begun, ended)
                now, number, begun = _Open(), number + 1, None
            else:
                _take(now, part)
        failure = mapping(info["error"].value)
        if now.output or failure:
            yield entry, self._finish(entry, now, number, begun, ended, failure)
        if info["summary"].value is True:
            self._compacts, self._previous = self._previous, None
            said = [part["text"].text() for part in entry["parts"].mappings() if part["type"].value == "text"]
            self._added = [items.message("assistant", "\n".join(said)), *self._added]

    def _finish(
        self,
        entry: Entry,
        now: _Open,
        number: int,
        begun: datetime | None,
        ended: datetime | None,
        failure: dict[str, Value] | None = None,
    ) -> log.Call:
        info = entry["info"]
        id_ = info["id"].text() + (f"-{number + 1}" if number else "")
        body = items.answer(id_, info["modelID"].value, now.output, now.usage, entry.place)
        status: int | None = 200
        if failure:
            told = mapping(failure, "data")
            error: dict[str, Value] = {
                "type": failure.get("name"),
                "message": told.get("message") or failure.get("name"),
            }
            body, status = items.failed(error, entry.place), _status(told)
        self._at = begun if number == 0 else None
        made = self._call(entry, body, status, id_ if not failure else None, ended if not number else None)
        self._added, self._started = [*now.results], now.started
        return made

    def _call(self, entry: Entry, body: Body, status: int | None, id_: str | None, ended: datetime | None) -> log.Call:
        agent, session = self._child if self._previous is None and self._compacts is None else (None, None)
        lineage = log.Lineage(self._previous, self._compacts, agent, session, self._started)
        asked = log.asked({"input": self._added}, lineage, entry.place)
        made = log.Call(items.URL, asked, body, status, None, self._at, ended if self._at else None)
        self._added, self._previous, self._compacts, self._at = [], id_ or self._previous, None, None
        self._started = {}
        return made


def _status(told: dict[str, Value]) -> int | None:
    status = told.get("statusCode")
    return status if isinstance(status, int) and 400 <= status < 600 else None


def _said(part: Entry) -> Value:
    match part["type"].value:
        case "text":
            return items.message("user", part["text"].text())
        case "file":
            return items.message("user", f"[{part['mime'].text()} {part['filename'].text()}]")
        case _:
            return None


def _take(now: _Open, part: Entry) -> None:
    match part["type"].value:
        case "text":
            now.output.append(items.message("assistant", part["text"].text()))
        case "reasoning":
            now.output.append(items.reasoning(part["text"].text()))
        case "tool":
            state, id_ = part["state"], part["callID"].value
            now.output.append(items.call(id_, part["tool"].value, state["input"].value))
            if state["status"].value == "error":
                now.results.append(items.result(id_, {"error": state["error"].value}, failed=True))
            elif state["status"].value == "completed":
                code, child = state["metadata"]["exit"].integer(), state["metadata"]["sessionId"].value
                now.results.append(items.result(id_, state["output"].value, failed=bool(code)))
                if isinstance(id_, str) and isinstance(child, str):
                    now.started[id_] = child


def _counted(part: Entry) -> dict[str, Value] | None:
    told, cache = part["tokens"], part["tokens"]["cache"]
    output, thought = told["output"].integer(), told["reasoning"].integer()
    counts = items.counted(
        fresh=told["input"].integer(),
        read=cache["read"].integer(),
        written=cache["write"].integer(),
        output=None if output is None else output + (thought or 0),
        thought=thought,
    )
    cost = part["cost"].number()
    return {**counts, "cost": cost} if counts is not None and cost else counts
