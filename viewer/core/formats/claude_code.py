# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Sessions of Claude Code (`~/.claude/projects/*/*.jsonl`): JSON lines, a record a message, each naming its parent.

The records are a forest: a sub-agent (`isSidechain`), a compaction and a session begin at a root, and what the user
took back is a branch. An answer is written in several records of one message id; a failed attempt is a record too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice

from viewer.core.errors import Severity
from viewer.core.formats import _session_log as log
from viewer.core.formats._composed import composed_json
from viewer.core.formats._dates import moment
from viewer.core.formats._document import Value, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats.api import Probe
from viewer.core.media_types import CLIENT_TEXT_BEGINNING
from viewer.core.model import Body, Cassette, Interaction
from viewer.core.registry import Match
from viewer.dataclass import dataclass

_URL = "/v1/messages"
_MESSAGE = frozenset({"type", "uuid", "sessionId", "message"})
_LOOKED_AT = 100
"""Records among which the first message stands: a log may begin with what is none."""
_MOST_ADDED = 1000
"""Records that one request is taken to add; more are hostile."""
_MOST_TIMES = 20
"""How often a record is shown, with retries and branches; more would make a small file a large one."""
_API_ERROR = re.compile(r"API Error: (\d{3})\b")
_SHOWN = ("user", "assistant")
_BY_PROGRAM = "<synthetic>"
"""The model of what the program says in a model's place: no model was asked, unless it tells an error of one."""


class ClaudeCodeReader:
    """Reads sessions and the logs of sub-agents."""

    name = "claude-code"
    title = "Claude Code session"
    suffixes: tuple[str, ...] = (".jsonl",)

    def match(self, probe: Probe) -> Match:
        """Sure when one of the first records is a message of a session."""
        value = probe.document.value
        records = value[:_LOOKED_AT] if isinstance(value, list) else [value]
        is_own = any(mapping(one).keys() >= _MESSAGE and mapping(one)["type"] in _SHOWN for one in records)
        return Match.SURE if is_own else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette: an interaction for each answer, for each failed attempt and for what nobody answered."""
        problems = list(probe.problems)
        root = Entry(probe.document, (), probe.document.value, problems)
        session = _Session(root.records())
        interactions: list[Interaction] = []
        for entry, call in session.calls():
            if not interactions:
                log.tell_others(entry, session.others)
            interactions.append(call.interaction(len(interactions), entry))
        return probe.cassette(self.name, interactions, problems, version=session.version)


@dataclass(slots=True)
class _Record:
    """A record by its number in the log; `answer` names the message of the model that it is a part of."""

    number: int
    entry: Entry
    parent: str | None
    answer: str | None
    is_said: bool

    @property
    def message(self) -> dict[str, Value]:
        return mapping(self.entry["message"].value)

    @property
    def at(self) -> datetime | None:
        return moment(self.entry["timestamp"])

    @property
    def agent(self) -> str | None:
        """The sub-agent whose record it is."""
        return self.entry["agentId"].text() or None

    @property
    def client_texts(self) -> Iterator[str]:
        """How the texts of a record begin that the program wrote in the user's name."""
        if self.entry["isMeta"].value is not True:
            return
        content = self.message.get("content")
        blocks = content if isinstance(content, list) else [{"text": content}]
        for text in (mapping(block).get("text") for block in blocks):
            if isinstance(text, str) and text.strip():
                yield text.strip()[:CLIENT_TEXT_BEGINNING]


@dataclass(frozen=True, slots=True)
class _Added:
    """What a request added, the answer that it goes on from, and the one after which it begins anew with a summary."""

    records: list[_Record]
    previous: str | None = None
    compacts: str | None = None
    root: _Record | None = None
    """The record that a conversation begins with, where the request is its first."""

    @property
    def numbers(self) -> set[int]:
        return {record.number for record in self.records}

    @property
    def body(self) -> Body:
        said = [record.message for record in self.records]
        messages = [{"role": one.get("role") or "user", "content": one.get("content")} for one in said]
        place = self.records[0].entry.place if self.records else None
        agent = self.root.agent if self.root else None
        session = self.root.entry["sessionId"].text() or None if self.root and agent else None
        started = dict(pair for record in self.records for pair in _started(record))
        texts = [text for record in self.records for text in record.client_texts]
        lineage = log.Lineage(self.previous, self.compacts, agent, session, started, texts)
        return log.asked({"messages": messages}, lineage, place)


class _Session:
    """The records of a log, by the ids that they name one another by."""

    def __init__(self, entries: Iterator[Entry]) -> None:
        self.others: Counter[str] = Counter()
        self.version: str | None = None
        self._records: dict[str, _Record] = {}
        self._answers: dict[str, list[_Record]] = {}
        self._results: dict[str, list[_Record]] = {}
        self._beside_of: dict[str, list[_Record]] = {}
        self._times: Counter[int] = Counter()
        for number, entry in enumerate(entries):
            self._take(number, entry.apart())

    def _take(self, number: int, entry: Entry) -> None:
        told = mapping(entry.value)
        kind, uuid = told.get("type"), told.get("uuid")
        is_said = kind in _SHOWN and bool(mapping(told.get("message")))
        is_failure = kind == "system" and told.get("subtype") == "api_error"
        if not is_said and not is_failure:
            self.others[str(told.get("subtype") or kind or "record")[:40]] += 1
        if not isinstance(uuid, str) or uuid in self._records:
            return
        self.version = self.version or entry["version"].text() or None
        parent = told.get("parentUuid")
        is_answer = is_failure or (is_said and kind == "assistant" and not _is_by_program(entry))
        above = parent if isinstance(parent, str) else None
        record = _Record(number, entry, above, None, is_said and not is_answer)
        if is_answer:
            id_ = None if is_failure else record.message.get("id")
            record.answer = id_ if isinstance(id_, str) and id_ else uuid
            self._answers.setdefault(record.answer, []).append(record)
        elif is_said and record.parent:
            self._results.setdefault(record.parent, []).append(record)
        self._records[uuid] = record

    def calls(self) -> Iterator[tuple[Entry, log.Call]]:
        """Every call in order of the log, each with the record that shows it."""
        made: list[tuple[int, Entry, log.Call]] = []
        said: set[int] = set()
        for answer, records in self._answers.items():
            added = self._not_too_often(self._added(records[0], answer), records[0].entry)
            said |= added.numbers
            made.append((records[0].number, records[0].entry, _call(answer, records, added)))
        for record in reversed(self._records.values()):
            if record.is_said and record.number not in said:
                added = self._not_too_often(self._added(record, None), record.entry)
                said |= added.numbers
                made.append((record.number, record.entry, _unanswered(added)))
        made.sort(key=lambda one: one[0])
        return ((entry, call) for _, entry, call in made)

    def _not_too_often(self, added: _Added, entry: Entry) -> _Added:
        """Without what many requests have told already."""
        records = [record for record in added.records if self._times[record.number] < _MOST_TIMES]
        self._times.update(record.number for record in records)
        if len(records) < len(added.records):
            entry.say(f"what more than {_MOST_TIMES} requests send is not shown here again", Severity.INFO)
        return replace(added, records=records)

    def _added(self, last: _Record, answer: str | None) -> _Added:
        """What a request added: the way up from its last record to the answer before, or to a root."""
        found = [last] if answer is None else []
        here, seen = last, {last.number}
        while len(seen) < _MOST_ADDED:
            above = self._records.get(here.parent or "")
            if above is None or above.number in seen:
                return _Added(_in_order(found), compacts=self._before(here), root=here)
            seen.add(above.number)
            if above.answer and above.answer != answer and not _is_failure(above.entry):
                beside = [one for one in self._beside(above.answer) if one.number not in seen]
                return _Added(_in_order([*found, *(one for one in beside if one.number < last.number)]), above.answer)
            found += [above] if above.is_said else []
            here = above
        last.entry.say(f"more than {_MOST_ADDED} records lead to this answer; those before are not shown")
        return _Added(_in_order(found))

    def _before(self, root: _Record) -> str | None:
        """The answer before a compaction, whose boundary names a record of the conversation that it sums up."""
        here, steps = self._records.get(root.entry["logicalParentUuid"].text()), 0
        while here is not None and here.answer is None and steps < _MOST_ADDED:
            here, steps = self._records.get(here.parent or ""), steps + 1
        return here.answer if here is not None else None

    def _beside(self, answer: str) -> list[_Record]:
        """The results of calls made side by side: each hangs under its own record of the answer."""
        if answer not in self._beside_of:
            ids = (record.entry["uuid"].text() for record in self._answers.get(answer, ()))
            results = (result for id_ in ids for result in self._results.get(id_, ()))
            own = (result for result in results if _has_result(result.message.get("content")))
            self._beside_of[answer] = list(islice(own, _MOST_ADDED))
        return self._beside_of[answer]


def _started(record: _Record) -> Iterator[tuple[str, Value]]:
    """The calls of which a record holds results, each with the sub-agent that it started."""
    agent, content = mapping(record.entry["toolUseResult"].value).get("agentId"), record.message.get("content")
    if isinstance(agent, str) and isinstance(content, list):
        calls = (mapping(block).get("tool_use_id") for block in content)
        yield from ((call, agent) for call in calls if isinstance(call, str))


def _has_result(content: Value) -> bool:
    return isinstance(content, list) and any(mapping(block).get("type") == "tool_result" for block in content)


def _in_order(records: list[_Record]) -> list[_Record]:
    return sorted(records, key=lambda record: record.number)


def _is_by_program(entry: Entry) -> bool:
    """Whether the program itself says what stands in a model's place."""
    return entry["message"]["model"].value == _BY_PROGRAM and entry["isApiErrorMessage"].value is not True


def _is_failure(entry: Entry) -> bool:
    return entry["type"].value == "system" or entry["isApiErrorMessage"].value is True


def _call(answer: str, records: list[_Record], added: _Added) -> log.Call:
    entry = records[0].entry
    status, body = _failure(entry) if _is_failure(entry) else (200, _answered(answer, records))
    ids = (record.entry["requestId"].text() for record in records)
    begun = added.records[-1].at if added.records else None
    return log.Call(_URL, added.body, body, status, next(filter(None, ids), None), begun, records[-1].at)


def _unanswered(added: _Added) -> log.Call:
    return log.Call(_URL, added.body, Body(), None, None, added.records[-1].at if added.records else None, None)


def _answered(answer: str, records: list[_Record]) -> Body:
    """The records of one answer as one message: their content in order, the counts and the end that came last."""
    whole: dict[str, Value] = {}
    content: list[Value] = []
    for record in records:
        told = record.message
        blocks = told.get("content")
        content += blocks if isinstance(blocks, list) else [{"type": "text", "text": blocks}] if blocks else []
        whole |= {key: value for key, value in told.items() if value is not None}
    return composed_json({**whole, "id": answer, "content": content}, records[0].entry.place)


def _failure(entry: Entry) -> tuple[int | None, Body]:
    """The status of a failed attempt, where the log tells it, and what was answered."""
    error = entry["error"]
    told = mapping(error["error"].value)
    if entry["type"].value == "system":
        inner = told if told.get("type") == "error" else {"type": "error", "error": _words(error)}
        status_told = error["status"].integer() if isinstance(error["status"].value, int) else None
        return status_told, composed_json(inner, entry.place)
    blocks = entry["message"]["content"].value
    first = mapping(blocks[0]) if isinstance(blocks, list) and blocks else {}
    text = str(first.get("text") or "")
    status = _API_ERROR.match(text)
    inner = {"type": "error", "error": {"type": "api_error", "message": text}}
    return int(status[1]) if status else None, composed_json(inner, entry.place)


def _words(error: Entry) -> dict[str, Value]:
    said = mapping(error.value).get("message") or mapping(error["cause"].value).get("code")
    return {"type": "api_error", "message": said if isinstance(said, str) else "the request failed"}
