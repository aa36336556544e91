# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Rollouts of Codex (`~/.codex/sessions/**/rollout-*.jsonl`): JSON lines, an item of the Responses API a record.

What the model made in a row is one answer, which ends with what the client adds or with a count of tokens. Its count
may come after the results of its calls. After a compaction a conversation begins anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import field
from datetime import datetime

from viewer.core.formats import _session_log as log
from viewer.core.formats._composed import composed_json
from viewer.core.formats._dates import moment
from viewer.core.formats._document import Value, first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette
from viewer.core.registry import Match
from viewer.dataclass import dataclass

_URL = "/v1/responses"
_RECORD = frozenset({"timestamp", "type", "payload"})
_TYPES = ("session_meta", "response_item", "event_msg", "turn_context", "compacted")
_BY_CLIENT = ("_output", "_result")
_OWN_NOTES = ("ghost_snapshot",)
"""Items that the program keeps for itself; no model has seen them."""
_REPEATED = ("user_message", "agent_message", "agent_reasoning", "agent_reasoning_raw_content")
"""Events that say again what an item says."""
_COUNTS = {"input_tokens": "input_tokens", "output_tokens": "output_tokens", "total_tokens": "total_tokens"}


class CodexRolloutReader:
    """Reads rollouts."""

    name = "codex"
    title = "Codex rollout"
    suffixes: tuple[str, ...] = (".jsonl",)

    def match(self, probe: Probe) -> Match:
        """Sure when the first record is one of a rollout."""
        value = probe.document.value
        first = first_mapping(value) if isinstance(value, list) else mapping(value)
        is_own = first.keys() >= _RECORD and first["type"] in _TYPES and isinstance(first["payload"], dict)
        return Match.SURE if is_own else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette: an interaction for each answer, and for what nobody answered."""
        problems = list(probe.problems)
        root = Entry(probe.document, (), probe.document.value, problems)
        rollout = _Rollout()
        calls = list(rollout.calls(root.records()))
        if calls:
            log.tell_others(calls[0][0], rollout.others)
        interactions = [call.interaction(index, entry) for index, (entry, call) in enumerate(calls)]
        return probe.cassette(self.name, interactions, problems, version=rollout.version)


@dataclass(slots=True)
class _Open:
    """A call of which not all is read: what the client added, what the model made."""

    input: list[Value] = field(default_factory=list)
    output: list[Value] = field(default_factory=list)
    usage: dict[str, Value] | None = None
    entry: Entry | None = None
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    asked: Body = field(default_factory=Body)
    model: Value = None

    @property
    def id(self) -> str | None:
        """What the next request names its answer by."""
        return f"line-{self.entry.line}" if self.entry is not None and self.output else None

    @property
    def answered(self) -> Body:
        """What the model made, as an answer of the API."""
        if not self.output or self.entry is None:
            return Body()
        told = {"object": "response", "id": self.id, "status": "completed", "model": self.model}
        return composed_json({**told, "output": self.output, "usage": self.usage}, self.entry.place)


class _Rollout:
    """Reads records in order; what is told once holds until it is told again."""

    def __init__(self) -> None:
        self.others: Counter[str] = Counter()
        self.version: str | None = None
        self._model: Value = None
        self._instructions: Value = None
        """What the next request is to tell."""
        self._always: Value = None
        self._total: Value = None
        self._previous: str | None = None
        self._compacted: str | None = None
        self._open = _Open()
        self._closed: _Open | None = None
        """The call before, while its tokens may still be told."""

    def calls(self, records: Iterator[Entry]) -> Iterator[tuple[Entry, log.Call]]:
        """Every call with the record that shows it."""
        for record in (one.apart() for one in records):
            payload = record["payload"]
            match record["type"].value:
                case "response_item" if payload["type"].value not in _OWN_NOTES:
                    if _is_by_client(payload) and self._open.output:
                        yield from self._close()
                    self._add(record, payload)
                case "token_usage_record":
                    self._open.usage = _usage(payload["usage"]) if self._open.output else self._open.usage
                case "event_msg":
                    yield from self._event(payload)
                case "turn_context":
                    self._model = payload["model"].value or self._model
                case "session_meta":
                    told = payload["base_instructions"]["text"].value or payload["instructions"].value
                    self._instructions = self._always = told or self._always
                    self.version = payload["cli_version"].text() or self.version
                case "compacted":
                    yield from self._end()
                    self._begin_anew(record, payload)
                case kind:
                    self._note(payload["type"].value if kind == "response_item" else kind)
        yield from self._end()

    def _event(self, payload: Entry) -> Iterator[tuple[Entry, log.Call]]:
        """A count of tokens ends a call; the other events say again what items say, or what no model was told."""
        kind = payload["type"].value
        if kind == "token_count":
            total = payload["info"]["total_token_usage"].value
            if total is not None and total != self._total:  # limits are told with the counts of before
                self._total, counted = total, self._open if self._open.output else self._closed
                if counted is not None and counted.usage is None:
                    counted.usage = _usage(payload["info"]["last_token_usage"])
            if self._open.output:
                yield from self._close()
        elif kind not in _REPEATED:
            self._note(kind)

    def _note(self, kind: Value) -> None:
        self.others[str(kind or "record")[:40]] += 1

    def _begin_anew(self, record: Entry, payload: Entry) -> None:
        """After a compaction: what was kept of the conversation, else its summary."""
        self._previous, self._compacted = None, self._previous
        self._instructions = self._always
        kept, summary = payload["replacement_history"].value, payload["message"].value
        self._open.input = list(kept) if isinstance(kept, list) else [{"role": "user", "content": summary}]
        self._open.entry, self._open.begun_at = record, moment(record["timestamp"])

    def _add(self, record: Entry, payload: Entry) -> None:
        now = self._open
        if _is_by_client(payload):
            now.input.append(payload.value)
            now.begun_at = moment(record["timestamp"]) or now.begun_at
        else:
            now.entry = record if not now.output else now.entry
            now.output.append(payload.value)
            now.ended_at = moment(record["timestamp"]) or now.ended_at
        now.entry = now.entry or record

    def _end(self) -> Iterator[tuple[Entry, log.Call]]:
        yield from self._close()
        yield from self._told()

    def _close(self) -> Iterator[tuple[Entry, log.Call]]:
        """Tell the call before; the open one waits for its tokens."""
        now, self._open = self._open, _Open()
        yield from self._told()
        if now.entry is None:
            return
        told = {"instructions": self._instructions, "input": now.input}
        now.asked = log.asked(told, log.Lineage(self._previous, self._compacted), now.entry.place)
        now.model, self._closed = self._model, now
        self._compacted = self._instructions = None  # told once: a log of a thousand calls has them once
        self._previous = now.id or self._previous

    def _told(self) -> Iterator[tuple[Entry, log.Call]]:
        """The call that waited, if one did."""
        now, self._closed = self._closed, None
        if now is not None and now.entry is not None:
            status = 200 if now.id else None
            yield now.entry, log.Call(_URL, now.asked, now.answered, status, None, now.begun_at, now.ended_at)


def _is_by_client(payload: Entry) -> bool:
    """Whether an item is what the client sent: a message of anybody but the model, the result of a tool."""
    kind = payload["type"].text()
    return kind.endswith(_BY_CLIENT) or (kind in ("message", "") and payload["role"].value != "assistant")


def _usage(told: Entry) -> dict[str, Value] | None:
    """The tokens of the last answer, in the words of the Responses API."""
    counts: dict[str, Value] = {name: told[key].integer() for key, name in _COUNTS.items()}
    if counts["input_tokens"] is None:
        return None
    cached, thought = told["cached_input_tokens"].integer(), told["reasoning_output_tokens"].integer()
    details: dict[str, Value] = {"input_tokens_details": {"cached_tokens": cached}} if cached is not None else {}
    if thought is not None:
        details["output_tokens_details"] = {"reasoning_tokens": thought}
    return {**counts, **details}
