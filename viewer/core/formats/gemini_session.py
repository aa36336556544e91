# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Sessions of Gemini CLI (`~/.gemini/tmp/*/chats/session-*`): JSON lines, before that one JSON document of messages.

A message of the model is one answer, with what its tools answered; it is written again when they did, and the last
writing counts. `$rewindTo` takes messages back, `$set` puts others in place of all: a compaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import field
from datetime import datetime

from viewer.core.formats import _response_items as items
from viewer.core.formats import _session_log as log
from viewer.core.formats._dates import moment
from viewer.core.formats._document import Value, first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette
from viewer.core.registry import Match
from viewer.dataclass import dataclass

_HEADER = frozenset({"sessionId", "projectHash", "startTime"})
_MODEL, _USER = "gemini", "user"
_MOST_AGAIN = 20
"""Messages that are shown once more after a return; more would make a small file a large one."""
_FAILED = ("error", "cancelled")
"""What is said of a call of a tool that did not go well."""


class GeminiSessionReader:
    """Reads sessions, and the logs of sub-agents."""

    name = "gemini-cli-session"
    title = "Gemini CLI session"
    suffixes: tuple[str, ...] = (".json", ".jsonl")

    def match(self, probe: Probe) -> Match:
        """Sure when the file, or its first line, is the head of a session."""
        value = probe.document.value
        first = first_mapping(value) if isinstance(value, list) else mapping(value)
        return Match.SURE if first.keys() >= _HEADER else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette: an interaction for each answer, and for what nobody answered."""
        problems = list(probe.problems)
        root = Entry(probe.document, (), probe.document.value, problems)
        written = _Written()
        for record in root.records():
            written.read(record.apart())
        session = _Session(written.agent)
        calls = list(session.calls(written.steps))
        if calls:
            log.tell_others(calls[0][0], session.others)
        interactions = [call.interaction(index, entry) for index, (entry, call) in enumerate(calls)]
        return probe.cassette(self.name, interactions, problems)


# --- Records -> steps -------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Step:
    """A message as it was written last, or a return.

    `is_anew` is the first of those that were put in place of all; `is_kept` one of them that was there before.
    """

    entry: Entry
    is_anew: bool = False
    is_kept: bool = False
    rewinds_to: str | None = None


_Key = tuple[str, str]
"""The id of a message and its kind: results are written again under the id of the message that called."""


class _Written:
    """Reads records in order: each message once, as it was written last."""

    def __init__(self) -> None:
        self.steps: list[_Step] = []
        self.agent: str | None = None
        """Whose log it is, where that is a sub-agent."""
        self._now: dict[_Key, _Step] = {}
        self._ids: Counter[str] = Counter()
        """How many of those that are there now have an id."""
        self._ever: set[_Key] = set()

    def read(self, record: Entry) -> None:
        """Take one record; a file of one document is one."""
        told = mapping(record.value)
        if told.get("kind") == "subagent":
            self.agent = record["sessionId"].text() or None
        if "$rewindTo" in told:
            self._rewind(record)
        elif "$set" in told:
            if isinstance(record["$set"]["messages"].value, list):
                self._put(record, [message.apart() for message in record["$set"]["messages"].mappings()])
        elif isinstance(told.get("messages"), list):
            for message in record["messages"].mappings():
                self._add(_Step(message.apart()))
        elif "type" in told and "id" in told:
            self._add(_Step(record))

    def _rewind(self, record: Entry) -> None:
        """Take back a message and all after it; every one where that message is not there."""
        to = record["$rewindTo"].text()
        if to not in self._ids:
            self._forget()
        while to in self._ids:
            self._take_back()
        self.steps.append(_Step(record, rewinds_to=to))

    def _put(self, record: Entry, messages: list[Entry]) -> None:
        """Messages in place of all: the same ones, as when a session is resumed, fewer, or a shorter conversation."""
        before, after = list(self._now), list(map(_key, messages))
        if len(after) < len(before) and after == before[: len(after)]:  # what failed is taken back
            for _ in before[len(after) :]:
                self._take_back()
            self.steps.append(_Step(record, rewinds_to=before[len(after)][0]))
            return
        if set(self._now) <= set(map(_key, messages)):
            for message in messages:
                if _key(message) not in self._now:
                    self._add(_Step(message))
            return
        self._forget()
        for number, message in enumerate(messages):
            self._add(_Step(message, is_anew=number == 0, is_kept=_key(message) in self._ever))

    def _add(self, step: _Step) -> None:
        key = _key(step.entry)
        if key in self._now:
            self._now[key].entry = step.entry
        else:
            self._now[key] = step
            self._ids[key[0]] += 1
            self._ever.add(key)
            self.steps.append(step)

    def _take_back(self) -> None:
        (id_, _), _ = self._now.popitem()
        self._ids[id_] -= 1
        if not self._ids[id_]:
            del self._ids[id_]

    def _forget(self) -> None:
        self._now.clear()
        self._ids.clear()


def _key(message: Entry) -> _Key:
    return message["id"].text(), message["type"].text()


# --- Steps -> calls ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Talk:
    """What is said and not answered yet, and what it goes on from."""

    added: list[Value] = field(default_factory=list)
    previous: str | None = None
    compacts: str | None = None
    agent: str | None = None
    started: dict[str, Value] = field(default_factory=dict)
    entry: Entry | None = None
    at: datetime | None = None
    is_said: bool = False
    """Whether something is added that the log does not tell with the answer before."""


class _Session:
    """Reads steps in order."""

    def __init__(self, agent: str | None) -> None:
        self.others: Counter[str] = Counter()
        self._talk = _Talk(agent=agent)
        self._before: dict[str, tuple[_Talk, int]] = {}
        """By message the talk that it came into, and how much was added then."""
        self._told: set[Value] = set()
        """Calls whose results stand beside them."""

    def calls(self, steps: list[_Step]) -> Iterator[tuple[Entry, log.Call]]:
        """Every call with the message that shows it."""
        for step in steps:
            entry, kind = step.entry, step.entry["type"].value
            if step.rewinds_to is not None:
                yield from self._unanswered()
                self._talk = self._as_before(step.rewinds_to)
                continue
            if step.is_anew and (self._talk.previous or self._talk.is_said):
                yield from self._unanswered()
                self._talk = _Talk(compacts=self._talk.previous or self._talk.compacts)
            self._before.setdefault(entry["id"].text(), (self._talk, len(self._talk.added)))
            if kind == _USER:
                self._add(entry, is_kept=step.is_kept)
            elif kind == _MODEL and step.is_kept:
                self._keep(entry)
            elif kind == _MODEL:
                yield entry, self._answered(entry)
            else:
                self.others[str(kind or "record")[:40]] += 1
        yield from self._unanswered()

    def _as_before(self, message: str) -> _Talk:
        """The talk as it was when a message came, without what was begun to be answered."""
        was, added = self._before.get(message, (_Talk(), 0))
        return _Talk(was.added[max(added - _MOST_AGAIN, 0) : added], was.previous, was.compacts, was.agent)

    def _unanswered(self) -> Iterator[tuple[Entry, log.Call]]:
        if self._talk.is_said and self._talk.entry is not None:
            yield self._talk.entry, self._call(self._talk.entry, Body(), None, None)

    def _add(self, entry: Entry, *, is_kept: bool) -> None:
        talk = self._talk
        added = [item for item in map(self._item, _parts(entry["content"])) if item is not None]
        talk.added += added
        talk.is_said = talk.is_said or (bool(added) and not is_kept)
        talk.entry, talk.at = entry, moment(entry["timestamp"]) or talk.at

    def _keep(self, entry: Entry) -> None:
        """What a model said before is sent again."""
        output, results, _ = self._said(entry)
        self._talk.added += [*output, *results]
        self._talk.entry = entry

    def _item(self, part: Value) -> Value:
        told = mapping(part)
        response = mapping(told.get("functionResponse"))
        if response:
            is_told = response.get("id") in self._told
            return None if is_told else items.result(response.get("id"), _output(response), failed=False)
        if "text" in told:
            return items.message(_USER, told["text"]) if told["text"] else None
        kind = next(iter(told), "part")
        return items.message(_USER, f"[{mapping(told.get(kind)).get('mimeType') or kind}]")

    def _answered(self, entry: Entry) -> log.Call:
        output, results, started = self._said(entry)
        id_ = entry["id"].text() or f"line-{entry.line}"
        body = items.answer(id_, entry["model"].value, output, _counted(entry["tokens"]), entry.place)
        made = self._call(entry, body, 200, id_)
        self._talk.added, self._talk.started = results, started
        return made

    def _said(self, entry: Entry) -> tuple[list[Value], list[Value], dict[str, Value]]:
        """What a model made, what the tools answered that it called, and the sub-agents that its calls started."""
        output = [items.reasoning(_thought(one)) for one in entry["thoughts"].mappings()]
        said = "".join(str(mapping(part).get("text") or "") for part in _parts(entry["content"]))
        output += [items.message("assistant", said)] if said else []
        results, started = list[Value](), dict[str, Value]()
        for call in entry["toolCalls"].mappings():
            id_ = call["id"].value
            output.append(items.call(id_, call["name"].value, call["args"].value))
            told = _result(call)
            if told is not None:
                results.append(items.result(id_, told, failed=call["status"].value in _FAILED))
                self._told.add(id_ if isinstance(id_, str) else None)
            if isinstance(id_, str) and call["agentId"].text():
                started[id_] = call["agentId"].text()
        return output, results, started

    def _call(self, entry: Entry, body: Body, status: int | None, id_: str | None) -> log.Call:
        talk = self._talk
        lineage = log.Lineage(talk.previous, talk.compacts, talk.agent, None, talk.started)
        asked = log.asked({"input": talk.added}, lineage, entry.place)
        ended = moment(entry["timestamp"]) if id_ else None
        self._talk = _Talk(previous=id_ or talk.previous)
        return log.Call(items.URL, asked, body, status, None, talk.at, ended)


def _parts(content: Entry) -> list[Value]:
    """Content as a list of parts, whichever way it is written."""
    value = content.value
    if isinstance(value, str):
        return [{"text": value}]
    return [
        {"text": part} if isinstance(part, str) else part
        for part in (value if isinstance(value, list) else [value])
        if part
    ]


def _thought(thought: Entry) -> str:
    return "\n".join(filter(None, (thought["subject"].text(), thought["description"].text())))


def _result(call: Entry) -> Value:
    """What a tool answered: its responses, else what was shown; None while it did not."""
    told = [mapping(mapping(part).get("functionResponse")) for part in _parts(call["result"])]
    outputs = [_output(one) for one in told if one]
    if outputs:
        return outputs[0] if len(outputs) == 1 else outputs
    return call["resultDisplay"].value if call["status"].value in _FAILED else None


def _output(response: dict[str, Value]) -> Value:
    """What a response holds: its output alone where it has nothing else."""
    told = response.get("response")
    inner = mapping(told)
    return inner["output"] if inner.keys() == {"output"} else told


def _counted(tokens: Entry) -> dict[str, Value] | None:
    """Tokens: cached ones are among those of the input, thoughts are not among those of the output."""
    asked, read = tokens["input"].integer(), tokens["cached"].integer()
    answered, thought = tokens["output"].integer(), tokens["thoughts"].integer()
    return items.counted(
        fresh=None if asked is None else asked - (read or 0),
        read=read,
        written=None,
        output=None if answered is None else answered + (thought or 0),
        thought=thought,
    )
