# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Sessions of GitHub's Copilot CLI (`~/.copilot/session-state/*/events.jsonl`): JSON lines, an event each.

An answer is one event, with the tools that it asks for; what a tool answered is another. The events of sub-agents name
the call that runs them. Input tokens are not kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import field
from datetime import datetime

from viewer.core.formats import _response_items as items
from viewer.core.formats import _session_log as log
from viewer.core.formats._dates import moment
from viewer.core.formats._document import Value, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette
from viewer.core.registry import Match
from viewer.dataclass import dataclass

_LOOKED_AT = 20
_OWN = ("session.start", "session.resume", "user.message", "assistant.message", "assistant.turn_start")
_REPEATED = ("assistant.turn_start", "assistant.turn_end", "tool.execution_start", "session.start", "session.resume")
"""Events that say nothing which another does not say."""


class CopilotCliReader:
    """Reads sessions."""

    name = "copilot-cli"
    title = "Copilot CLI session"
    suffixes: tuple[str, ...] = (".jsonl",)

    def match(self, probe: Probe) -> Match:
        """Sure when the first events are those of a session, two of them at least."""
        value = probe.document.value
        events = [mapping(one) for one in value[:_LOOKED_AT]] if isinstance(value, list) else []
        own = [one for one in events if one.get("type") in _OWN and isinstance(one.get("data"), dict)]
        return Match.SURE if len(own) > 1 else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette: an interaction for each answer, and for what nobody answered."""
        problems = list(probe.problems)
        root = Entry(probe.document, (), probe.document.value, problems)
        session = _Session()
        calls = list(session.calls(root.records()))
        if calls:
            log.tell_others(calls[0][0], session.others)
        interactions = [call.interaction(index, entry) for index, (entry, call) in enumerate(calls)]
        return probe.cassette(self.name, interactions, problems, version=session.version)


@dataclass(slots=True)
class _Talk:
    """The conversation of one agent: what was added since its last answer, and that answer."""

    added: list[Value] = field(default_factory=list)
    previous: str | None = None
    compacts: str | None = None
    entry: Entry | None = None
    at: datetime | None = None


class _Session:
    """Reads events in order; each sub-agent has a talk of its own, by the call that runs it."""

    def __init__(self) -> None:
        self.others: Counter[str] = Counter()
        self.version: str | None = None
        self._model: Value = None
        self._talks: dict[str, _Talk] = {"": _Talk()}
        self._asked: dict[str, str] = {}

    def calls(self, events: Iterator[Entry]) -> Iterator[tuple[Entry, log.Call]]:
        """Every call with the event that shows it."""
        for event in (one.apart() for one in events):
            data = event["data"]
            talk = self._talk(data["parentToolCallId"].text())
            match event["type"].value:
                case "user.message":
                    self._add(talk, event, items.message("user", data["content"].text()))
                case "system.message":
                    self._add(talk, event, items.message("system", data["content"].text()))
                case "assistant.message":
                    yield event, self._answered(talk, event, data)
                case "tool.execution_complete":
                    self._add(talk, event, _result(data))
                case "session.compaction_complete" if data["summaryContent"].text():
                    talk.compacts, talk.previous = talk.previous or talk.compacts, None
                    self._add(talk, event, items.message("user", data["summaryContent"].text()))
                case kind:
                    self._note(kind, data)
        for talk in self._talks.values():
            if talk.added and talk.entry is not None:
                yield talk.entry, self._call(talk, Body(), None, None, None)

    def _talk(self, parent: str) -> _Talk:
        if parent not in self._talks:
            prompt = self._asked.get(parent)
            self._talks[parent] = _Talk([items.message("user", prompt)] if prompt else [])
        return self._talks[parent]

    def _note(self, kind: Value, data: Entry) -> None:
        if kind == "session.model_change":
            self._model = data["newModel"].value or self._model
        elif kind in ("session.start", "session.resume"):
            self.version = data["copilotVersion"].text() or self.version
            self._model = data["selectedModel"].value or self._model
        elif kind not in _REPEATED:
            self.others[str(kind or "event")[:40]] += 1

    def _add(self, talk: _Talk, event: Entry, item: Value) -> None:
        talk.added.append(item)
        talk.entry, talk.at = event, moment(event["timestamp"])

    def _answered(self, talk: _Talk, event: Entry, data: Entry) -> log.Call:
        thought, said = data["reasoningText"].text(), data["content"].text()
        output = [items.reasoning(thought)] if thought else []
        output += [items.message("assistant", said)] if said else []
        for asked in data["toolRequests"].mappings():
            output.append(items.call(asked["toolCallId"].value, asked["name"].value, asked["arguments"].value))
            prompt = mapping(asked["arguments"].value).get("prompt")
            if isinstance(prompt, str):
                self._asked[asked["toolCallId"].text()] = prompt
        id_ = data["messageId"].text() or f"line-{event.line}"
        usage: dict[str, Value] | None = None
        if data["outputTokens"].integer() is not None:
            usage = {"output_tokens": data["outputTokens"].integer()}
        body = items.answer(id_, data["model"].value or self._model, output, usage, event.place)
        talk.entry = event
        return self._call(talk, body, 200, id_, moment(event["timestamp"]))

    def _call(self, talk: _Talk, body: Body, status: int | None, id_: str | None, ended: datetime | None) -> log.Call:
        place = talk.entry.place if talk.entry else None
        asked = log.asked({"input": talk.added}, log.Lineage(talk.previous, talk.compacts), place)
        made = log.Call(items.URL, asked, body, status, None, talk.at, ended)
        talk.added, talk.previous, talk.compacts, talk.at = [], id_ or talk.previous, None, None
        return made


def _result(data: Entry) -> Value:
    failed = data["success"].value is False
    told = data["result"].value
    output = mapping(told).get("content", told)
    if failed:
        output = {"error": data["error"].value or output}
    return items.result(data["toolCallId"].value, output if output is not None else "", failed=failed)
