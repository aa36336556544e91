# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Cassette -> rows of both tables, one interaction at a time: nothing is held but digests of what came before.

Rule: every value leaves by `_row`, which masks it and keeps it within what its column can hold in every format.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TypeAlias

from viewer.core.analysis import Exchange, analyse
from viewer.core.conversations import Conversations
from viewer.core.links import Links
from viewer.core.messages import Message, Prompt, Reasoning, Text, ToolCall, ToolCallResponse, Usage
from viewer.core.model import Cassette
from viewer.core.second_look import look_closer
from viewer.core.secrets.masking import Masker
from viewer.core.summary import Summary, summarise
from viewer.core.text.json_values import Json
from viewer.core.tool_failures import failure, tool_names
from viewer.core.transcript import json_output
from viewer.core.transcript.message_json import part_json
from viewer.core.turns import Turn
from viewer.corpus.columns import INTERACTIONS, MESSAGES, Column, Kind
from viewer.corpus.providers import operation, provider
from viewer.dataclass import dataclass

Value: TypeAlias = str | int | float | bool | datetime | list[str] | None
Row: TypeAlias = dict[str, Value]
_Told: TypeAlias = dict[str, object]

_MOST = 2**63
_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


@dataclass(frozen=True, slots=True)
class InteractionRows:
    """What one interaction adds to the tables."""

    interaction: Row
    messages: list[Row]


def rows(cassette: Cassette, name: str, masker: Masker) -> Iterator[InteractionRows]:
    """The rows of each interaction, in order of the file; `name` is what its column calls the file."""
    grouping, before = Conversations(), _Before()
    for interaction in cassette.interactions:
        exchange = look_closer(analyse(interaction))
        summary = summarise(exchange)
        turn = grouping.add(summary)
        place = {"cassette.file": name, "cassette.interaction": interaction.index}
        told = {**place, **_of_file(cassette), **_of_exchange(exchange, summary), **_of_turn(turn)}
        said = [{**place, **one} for one in _messages(exchange, before.known(turn.conversation, summary.links))]
        yield InteractionRows(_row(INTERACTIONS, told, masker), [_row(MESSAGES, one, masker) for one in said])
        before.add(turn.conversation, summary.links)


# --- An interaction ---------------------------------------------------------------------------------------------------


def _of_file(cassette: Cassette) -> _Told:
    version = None if cassette.version is None else str(cassette.version)
    return {"cassette.recorder": cassette.recorder, "cassette.recorder.version": version}


def _of_turn(turn: Turn) -> _Told:
    return {
        "cassette.conversation": turn.conversation,
        "cassette.continues": turn.parent,
        "cassette.retry_of": turn.retry_of,
    }


def _of_exchange(exchange: Exchange, summary: Summary) -> _Told:
    interaction, prompt = exchange.interaction, exchange.prompt or Prompt()
    return {
        **_of_http(exchange, summary),
        **_of_answer(exchange),
        "cassette.line": summary.line,
        "cassette.id": None if interaction.id is None else str(interaction.id),
        "cassette.recorded_at": interaction.recorded_at,
        "cassette.dialect": summary.dialect,
        "gen_ai.request.model": prompt.model,
        "gen_ai.request.stream": prompt.stream if exchange.prompt else None,
        "cassette.duration": None if interaction.duration_ms is None else interaction.duration_ms / 1000,
        "cassette.framing": summary.framing,
        "cassette.events": summary.events,
        "cassette.request.bytes": len(exchange.request.data),
        "cassette.response.bytes": len(exchange.response.data),
        "cassette.request.settings": prompt.settings or None,
        "cassette.tools.declared": [tool.name for tool in prompt.tools],
        "cassette.tools.called": list(summary.tools),
        "cassette.tools.failed": list(summary.failed_tools),
        "cassette.problems": [f"{problem.severity.value}: {problem.text}" for problem in exchange.problems],
    }


def _of_http(exchange: Exchange, summary: Summary) -> _Told:
    target = summary.target
    try:
        host, port = target.hostname, target.port
    except ValueError:  # no number, or none of a port
        host, port = target.hostname, None
    return {
        "http.request.method": summary.method,
        "url.full": summary.url,
        "server.address": host,
        "server.port": port or _PORTS.get(target.scheme.lower()) if host else None,
        "http.response.status_code": summary.status or None,
        "error.type": _error_type(exchange),
        "gen_ai.provider.name": provider(host, summary.dialect),
        "gen_ai.operation.name": operation(target.path, summary.dialect),
    }


def _error_type(exchange: Exchange) -> str | None:
    """The class of what went wrong; `_OTHER`, as the conventions have it, where there is no word for it."""
    if not exchange.failed:
        return None
    error, status = exchange.answer.error, exchange.interaction.response.status
    told = (error.type, error.code) if error else ()
    failing = status if status and status >= 400 else None
    return next((str(word) for word in (*told, failing) if word not in (None, "")), "_OTHER")


def _of_answer(exchange: Exchange) -> _Told:
    answer, usage, estimate = exchange.answer, exchange.answer.usage or Usage(), exchange.cost_estimate
    reasons = (message.finish_reason for message in exchange.answered)
    return {
        "cassette.error.message": answer.error.message if answer.error else None,
        "gen_ai.response.model": answer.model,
        "gen_ai.response.id": answer.id,
        "gen_ai.response.finish_reasons": [reason.value for reason in reasons if reason],
        "gen_ai.usage.input_tokens": usage.input_tokens,
        "gen_ai.usage.output_tokens": usage.output_tokens,
        "gen_ai.usage.cache_read.input_tokens": usage.cache_read_input_tokens,
        "gen_ai.usage.cache_creation.input_tokens": usage.cache_creation_input_tokens,
        "gen_ai.usage.reasoning.output_tokens": usage.reasoning_output_tokens,
        "cassette.cost": usage.cost,
        "cassette.cost.estimate": estimate.amount_usd if estimate else None,
    }


# --- Messages ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Known:
    """What earlier interactions of a conversation hold: its instructions, and so many messages of the request."""

    system: bool = False
    messages: int = 0


class _Before:
    """What was said in each conversation so far, as the digests by which conversations are found."""

    def __init__(self) -> None:
        self._systems: dict[int, set[bytes]] = defaultdict(set)
        self._prefixes: dict[int, set[bytes]] = defaultdict(set)

    def known(self, conversation: int | None, links: Links) -> _Known:
        """What of a request came before."""
        if conversation is None:
            return _Known()
        told = self._prefixes[conversation]
        counts = (count for count in range(links.messages, 0, -1) if links.prefix(count) in told)
        return _Known(links.system in self._systems[conversation], next(counts, 0))

    def add(self, conversation: int | None, links: Links) -> None:
        """Remember a request and its answer."""
        if conversation is not None:
            self._systems[conversation].add(links.system)
            self._prefixes[conversation].update(links.prefix(count + 1) for count in range(links.messages))
            self._prefixes[conversation].update(digest for digest, _ in links.answers)


def _messages(exchange: Exchange, known: _Known) -> Iterator[_Told]:
    system = exchange.prompt.system if exchange.prompt else ()
    names = tool_names((*exchange.asked, *exchange.answered))
    sides = (
        ("system", system, len(system) if known.system else 0),
        ("input", exchange.asked, known.messages),
        ("output", exchange.answered, 0),
    )
    for side, messages, repeated in sides:
        for number, message in enumerate(messages):
            place = {"cassette.message.side": side, "cassette.message": number}
            yield {**place, "cassette.message.repeated": number < repeated, **_of_message(message, names)}


def _of_message(message: Message, names: dict[str, str]) -> _Told:
    results = [part for part in message.parts if isinstance(part, ToolCallResponse)]
    calls = [part for part in message.parts if isinstance(part, ToolCall)]
    code = message.native_finish_code

    def called(part: ToolCallResponse) -> str:
        return part.name or names.get(part.id or "") or ""

    return {
        "cassette.message.role": message.role,
        "cassette.message.name": message.name,
        "cassette.message.finish_reason": message.finish_reason.value if message.finish_reason else None,
        "cassette.message.native_finish_reason": message.native_finish_reason if code is None else str(code),
        "cassette.message.text": _joined([part.content for part in message.parts if isinstance(part, Text)]),
        "cassette.message.reasoning": _joined([part.content for part in message.parts if isinstance(part, Reasoning)]),
        "cassette.message.tool_calls": [call.name or "" for call in calls],
        "cassette.message.tool_results": [called(part) for part in results],
        "cassette.message.failed_tools": [called(part) for part in results if failure(part) is not None],
        "cassette.message.parts": [part_json(part) for part in message.parts],
    }


def _joined(texts: list[str]) -> str | None:
    return "\n".join(texts) if texts else None


# --- Values -----------------------------------------------------------------------------------------------------------


def _row(columns: tuple[Column, ...], told: _Told, masker: Masker) -> Row:
    """The columns in their order, masked; null for what is not told."""
    return {column.name: _VALUES[column.kind](told.get(column.name), masker) for column in columns}


def _text(value: object, masker: Masker) -> Value:
    """Text that is valid Unicode: half of a surrogate pair becomes U+FFFD, as no format could hold it."""
    if not isinstance(value, str):
        return None
    masked = masker.text(value)
    return masked if masked.isascii() else masked.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _texts(value: object, masker: Masker) -> Value:
    texts = (_text(item, masker) for item in value) if isinstance(value, list) else ()
    return [text for text in texts if isinstance(text, str)]


def _integer(value: object, _: Masker) -> Value:
    """A whole number of 64 bits; a count that does not fit was none."""
    fits = isinstance(value, int) and not isinstance(value, bool) and -_MOST <= value < _MOST
    return value if fits and isinstance(value, int) else None


def _number(value: object, _: Masker) -> Value:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and isinstance(value, int | float) and math.isfinite(value) else None


def _boolean(value: object, _: Masker) -> Value:
    return value if isinstance(value, bool) else None


def _time(value: object, _: Masker) -> Value:
    if not isinstance(value, datetime):
        return None
    try:
        return value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)
    except OverflowError:  # the first or the last day that there is, in another zone
        return None


def _json(value: object, masker: Masker) -> Value:
    held: Json = value  # type: ignore[assignment]  # made of parts and settings, which are JSON
    return None if held is None else json_output.dump(masker.json(held))


_VALUES: dict[Kind, Callable[[object, Masker], Value]] = {
    Kind.TEXT: _text,
    Kind.TEXTS: _texts,
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.BOOLEAN: _boolean,
    Kind.TIME: _time,
    Kind.JSON: _json,
}
