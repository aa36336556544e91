# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A trace of OpenTelemetry in JSON (OTLP): a span for each call of a model, by the GenAI semantic conventions.

Rule: nothing is made up for a backend's sake. A conversation is a trace, a sub-agent's calls lie under the call that
asked for it; where no times were recorded the spans stand in order from 1970 on, and each says so. Attributes of our
own begin with `cassette.`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TextIO

from viewer.blake2 import blake2b
from viewer.core.analysis import Exchange
from viewer.core.exporters._otlp_attributes import attributes_of, provider_of, value_of
from viewer.core.recording import Recording
from viewer.core.text.json_values import Json
from viewer.core.transcript import json_output
from viewer.core.transcript.options import ExportOptions
from viewer.dataclass import dataclass

if TYPE_CHECKING:
    from viewer.core.runs.lineage import CallPlace

_CLIENT, _FAILED = 3, 2
"""SPAN_KIND_CLIENT and STATUS_CODE_ERROR (trace.proto)."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NANOSECONDS = 1_000_000
_DEEPEST = 100
"""Sub-agents of sub-agents that are still one trace."""
_UNTIMED_MS = 1.0
"""What a call takes whose duration was not recorded: a span without any is not drawn."""


class Otlp:
    """Writes one document."""

    name = "otlp"
    title = "OpenTelemetry trace (OTLP JSON), a span a call of a model"
    suffix = ".otlp.json"

    def write(self, recording: Recording, out: TextIO, options: ExportOptions) -> None:
        """Write the document, a span a line."""
        resource: dict[str, Json] = {"attributes": [_pair("service.name", "cassette-viewer")]}
        cassette = recording.cassette
        named = [_pair("cassette.name", cassette.name), _pair("cassette.recorder", cassette.recorder)]
        scope: dict[str, Json] = {"name": "cassette-viewer", "attributes": named}
        out.write(f'{{"resourceSpans": [{{"resource": {json_output.dump(resource)}, "scopeSpans": [{{\n')
        out.write(f'"scope": {json_output.dump(options.masker.json(scope))}, "spans": [')
        between = "\n"
        for span in _Spans(recording, options).spans():
            out.write(between + json_output.dump(span))
            between = ",\n"
        out.write("\n]}]}]}\n")


def _pair(key: str, value: Json) -> Json:
    return {"key": key, "value": value_of(value)}


@dataclass(slots=True)
class _Clock:
    """Where a call stands whose time was not recorded: behind the one before."""

    now_ms: float = 0.0

    def begin(self, exchange: Exchange) -> tuple[float, float, bool]:
        """Milliseconds since 1970 of begin and end, and whether the begin is recorded."""
        interaction = exchange.interaction
        at, took = interaction.recorded_at, interaction.duration_ms
        if at is not None:
            begun = ((at if at.tzinfo else at.replace(tzinfo=UTC)) - _EPOCH).total_seconds() * 1000
        else:
            begun = self.now_ms
        ended = begun + (took if took is not None else _UNTIMED_MS)
        self.now_ms = ended if at is None else self.now_ms
        return begun, ended, at is not None


class _Spans:
    """The spans of one recording."""

    def __init__(self, recording: Recording, options: ExportOptions) -> None:
        self._recording, self._options = recording, options
        self._clock = _Clock()
        self._called_by: dict[int, CallPlace] = {}
        self._roots: dict[int, int] = {}
        if len(recording.threads) > 1 and any(recording.tally.calls):  # a sub-agent is started by a call
            from viewer.core.runs.tracing import trace  # noqa: PLC0415 - every exporter is imported with any of them

            found = {run.conversation: run.spawned_by for run in trace(recording).all}
            self._called_by = {number: place for number, place in found.items() if place is not None}

    def spans(self) -> Iterator[Json]:
        """Every call of a model that was chosen, in order of the file."""
        for exchange in self._options.chosen(self._recording):
            conversation = self._recording.threads.turns[exchange.interaction.index].conversation
            if exchange.prompt is not None and exchange.dialect is not None:
                yield self._span(exchange, conversation)

    def _span(self, exchange: Exchange, conversation: int | None) -> Json:
        masker, number = self._options.masker, exchange.interaction.index
        begun, ended, is_recorded = self._clock.begin(exchange)
        told = attributes_of(exchange, masker)
        told["server.address"] = masker.json(exchange.interaction.request.target.hostname or None)
        told["server.port"] = _port(exchange)
        told["gen_ai.provider.name"] = masker.json(provider_of(exchange))
        told["cassette.interaction"] = number
        told["cassette.time_source"] = "recorded" if is_recorded else "not recorded: in order of the file"
        if conversation is not None:
            told["gen_ai.conversation.id"] = f"{self._recording.cassette.name}#{conversation}"
        retry_of = self._recording.threads.turns[number].retry_of
        told["cassette.retry_of"] = retry_of
        parent = self._called_by.get(conversation) if conversation is not None else None
        under: dict[str, Json] = {"parentSpanId": self._id(8, "span", parent.exchange)} if parent else {}
        model = told.get("gen_ai.request.model")
        return {
            "traceId": self._id(16, "trace", self._root(conversation) if conversation is not None else -1 - number),
            "spanId": self._id(8, "span", number),
            **under,
            "name": f"{told['gen_ai.operation.name']} {model}" if model else str(told["gen_ai.operation.name"]),
            "kind": _CLIENT,
            "startTimeUnixNano": str(round(begun * _NANOSECONDS)),
            "endTimeUnixNano": str(round(ended * _NANOSECONDS)),
            "attributes": [_pair(key, value) for key, value in told.items() if value is not None],
            "status": self._status(exchange),
        }

    def _status(self, exchange: Exchange) -> Json:
        if not exchange.failed:
            return {}
        error = exchange.answer.error
        message = error.message if error is not None else "no good answer was recorded"
        return {"code": _FAILED, "message": self._options.masker.text(message)}

    def _root(self, conversation: int) -> int:
        """The conversation at the top of those whose calls asked for one another: all of them are one trace."""
        way: list[int] = []
        while conversation not in self._roots:
            way.append(conversation)
            place = self._called_by.get(conversation)
            above = self._recording.threads.turns[place.exchange].conversation if place is not None else None
            if above is None or above in way[:_DEEPEST] or len(way) > _DEEPEST:
                break
            conversation = above
        root = self._roots.get(conversation, conversation)
        self._roots.update(dict.fromkeys(way, root))
        return root

    def _id(self, size: int, kind: str, number: int) -> str:
        """The same id for the same thing in the same file."""
        told = f"{self._recording.cassette.name}\n{kind}\n{number}"
        return blake2b(told.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()


def _port(exchange: Exchange) -> int | None:
    target = exchange.interaction.request.target
    try:
        port = target.port
    except ValueError:
        return None
    return port if port is not None else {"http": 80, "https": 443}.get(target.scheme)
