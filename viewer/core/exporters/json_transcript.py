# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The JSON transcript: everything understood, in the terms of the OpenTelemetry GenAI semantic conventions.

Rule: every key is always there, null where nothing is known, so a reader never asks whether a key exists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TextIO

from viewer.core.analysis import Exchange
from viewer.core.answer import Answer
from viewer.core.deltas import UnknownDelta
from viewer.core.errors import Problem
from viewer.core.exporters.api import ExchangeText, Part, made
from viewer.core.messages import Prompt, ToolDefinition, Usage
from viewer.core.model import Headers
from viewer.core.prices import CostEstimate
from viewer.core.recording import Recording
from viewer.core.secrets.masking import Masker
from viewer.core.text.json_values import Json, path_text
from viewer.core.transcript import json_output
from viewer.core.transcript.message_json import message_json, part_json
from viewer.core.transcript.options import ExportOptions
from viewer.core.turns import Turn

SCHEMA = "cassette-viewer/transcript/2"


class JsonTranscript:
    """Writes one JSON document."""

    name = "json"
    title = "JSON transcript, in OpenTelemetry GenAI terms"
    suffix = ".json"

    def write(self, recording: Recording, out: TextIO, options: ExportOptions) -> None:
        """Write the document, indented, with a line break at the end; each interaction is written as it is made."""
        out.writelines(made(self.parts(recording, options)))

    def parts(self, recording: Recording, options: ExportOptions) -> Iterator[Part]:
        """A part for each interaction."""
        cassette = recording.cassette
        source: Json = {"name": cassette.name, "recorder": cassette.recorder, "version": cassette.version}
        yield f'{{\n  "schema": "{SCHEMA}",\n  "source": {_indented(source, 1)},\n  "interactions": ['
        between = "\n    "
        for number in options.numbers(recording):
            yield between
            yield ExchangeText(number, partial(_begin, recording, number))
            yield _standing(recording.threads.turns[number])
            yield ExchangeText(number, partial(_rest, recording, number, options.masker), place=1)
            between = ",\n    "
        yield "],\n" if between == "\n    " else "\n  ],\n"
        yield f'  "problems": {_indented(options.masker.json(_problems(cassette.problems)), 1)}\n}}\n'


# An interaction is one object in three pieces: what it is, how it stands to others, and what it holds.


def _begin(recording: Recording, number: int) -> str:
    interaction = recording.exchanges.among_all(number).interaction
    return "{" + _members({"index": interaction.index, "id": interaction.id}) + ","


def _standing(turn: Turn) -> str:
    conversation, retry_of = ("null" if number is None else number for number in (turn.conversation, turn.retry_of))
    return f'\n      "conversation": {conversation},\n      "retry_of": {retry_of},'


def _rest(recording: Recording, number: int, masker: Masker) -> str:
    return _members(_held(recording.exchanges.among_all(number), masker)) + "\n    }"


def _members(told: Json) -> str:
    """Members of an interaction as they stand in the document, without the braces around them."""
    return _indented(told, 2).removeprefix("{").removesuffix("\n    }")


def _indented(value: Json, depth: int) -> str:
    """A value as it stands `depth` containers deep in the document: line breaks inside its texts are escaped."""
    return json_output.dump(value, indent=2, depth=depth).replace("\n", "\n" + "  " * depth)


def _held(exchange: Exchange, masker: Masker) -> Json:
    interaction = exchange.interaction
    return {
        "duration_ms": interaction.duration_ms,
        "recorded_at": interaction.recorded_at.isoformat() if interaction.recorded_at else None,
        "timing": exchange.timeline.source.value if exchange.is_stream else None,
        "request": _request(exchange, masker),
        "response": _response(exchange, masker),
        "problems": masker.json(_problems(exchange.problems)),
    }


def _request(exchange: Exchange, masker: Masker) -> Json:
    request, prompt = exchange.interaction.request, exchange.prompt or Prompt()
    return {
        "method": request.method,
        "url": masker.url(request.url),
        "headers": _headers(request.headers, masker),
        "dialect": exchange.dialect.name if exchange.dialect else None,
        "model": masker.json(prompt.model),
        "stream": prompt.stream if exchange.prompt else None,
        "system_instructions": masker.json([part_json(part) for message in prompt.system for part in message.parts]),
        "input_messages": masker.json([message_json(message) for message in exchange.asked]),
        "tool_definitions": masker.json([_definition(tool) for tool in prompt.tools]),
        "settings": masker.json(prompt.settings),
    }


def _response(exchange: Exchange, masker: Masker) -> Json:
    response, answer = exchange.interaction.response, exchange.answer
    return {
        "status": response.status or None,
        "headers": _headers(response.headers, masker),
        "framing": exchange.framing,
        "events": len(exchange.events),
        "dialect": exchange.dialect.name if exchange.dialect else None,
        "model": masker.json(answer.model),
        "id": masker.json(answer.id),
        "output_messages": masker.json([message_json(message) for message in exchange.answered]),
        "usage": _usage(answer.usage or Usage(), masker),
        "cost_estimate": _estimate(exchange.cost_estimate),
        "error": masker.json(_error(answer)),
        "unknown": [_unknown(step, delta, exchange, masker) for step, delta in exchange.assembly.unknown],
    }


def _unknown(step: int, delta: UnknownDelta, exchange: Exchange, masker: Masker) -> Json:
    """What no dialect knows: its place in the event, or in the whole answer, and its value."""
    event = step + 1 if exchange.is_stream else None
    return {"event": event, "path": masker.json(path_text(delta.path)), "value": masker.json(delta.data)}


def _usage(usage: Usage, masker: Masker) -> Json:
    """Counts in the conventions' terms, and the provider's own object as it was recorded."""
    return {
        "input_tokens": usage.input_tokens,
        "output_tokens": usage.output_tokens,
        "cache_read_input_tokens": usage.cache_read_input_tokens,
        "cache_creation_input_tokens": usage.cache_creation_input_tokens,
        "reasoning_output_tokens": usage.reasoning_output_tokens,
        "cost": usage.cost,
        "reported": masker.json(usage.reported),
    }


def _estimate(estimate: CostEstimate | None) -> Json:
    """What the answer may have cost, where the provider did not say: never a part of the usage that it reported."""
    if estimate is None:
        return None
    date = estimate.price_date.isoformat()
    return {"amount_usd": estimate.amount_usd, "price_date": date, "source": estimate.source}


def _headers(headers: Headers, masker: Masker) -> Json:
    return [[name, masker.header(name, value)] for name, value in headers]


def _error(answer: Answer) -> Json:
    return _fields(answer.error) if answer.error else None


def _fields(flat: object) -> Json:
    """A flat dataclass as an object."""
    return {name: getattr(flat, name) for name in flat.__dataclass_fields__}  # type: ignore[attr-defined]


def _problems(problems: Iterable[Problem]) -> Json:
    return [{"severity": p.severity.value, "text": p.text, "line": p.line, "event": p.event} for p in problems]


def _definition(tool: ToolDefinition) -> Json:
    return {
        "type": tool.type,
        "name": tool.name,
        "description": tool.description,
        "parameters": tool.parameters,
    }
