# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Two exchanges -> the rows that compare them: what was asked, what was answered, and how it was sent."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from viewer.core.analysis import Exchange
from viewer.core.bodies import Decoded
from viewer.core.compare.comparison import REQUEST, Kind, Row
from viewer.core.compare.header_rows import header_rows
from viewer.core.compare.json_changes import MISSING
from viewer.core.compare.messages import LineOf, MessageRows
from viewer.core.compare.noise import Noise
from viewer.core.compare.rows import Rows, Where
from viewer.core.compare.secret_places import secret_places
from viewer.core.errors import Severity
from viewer.core.messages import Message, Prompt, ToolDefinition
from viewer.core.text.json_values import Json
from viewer.core.text.quantities import plural
from viewer.core.text.sequences import match
from viewer.core.timeline import TimeSource, duration_text
from viewer.core.transcript import facts
from viewer.core.transcript.blocks import digest

_ONCE = REQUEST | {Kind.MODEL, Kind.RESPONSE_HEADER, Kind.SECRET}
"""Kinds of rows that many exchanges of a file share: their difference is told once."""
_BOUNDARY = re.compile(r"multipart/.*boundary=\"?([^\";]+)")


class ExchangeRows:
    """Makes the rows of one pair after another; remembers what it has told."""

    def __init__(self, rows: Rows) -> None:
        """`rows` makes each row."""
        self._rows, self._messages = rows, MessageRows(rows)
        self._told: set[tuple[str, ...]] = set()

    def of(self, before: Exchange, after: Exchange) -> list[Row]:
        """Every row, in the order in which people read an interaction."""
        found = [*self._secrets(before, after), *self._request(before, after)]
        answer = list(self._answer(before, after))
        if all(row.is_equal for row in answer):
            answer += self._stored_answer(before, after)
        found += [*answer, *self._sending(before, after)]
        return [self._marked_if_told(row) for row in found]

    def _marked_if_told(self, row: Row) -> Row:
        if row.is_equal or row.kind not in _ONCE or row.kind in (Kind.MESSAGE, Kind.SYSTEM):
            return row
        sides = (side.text if side else "\0" for side in (row.before, row.after))
        key = (row.kind.value, row.name, *sides)
        if key in self._told:
            return replace(row, repeats=True)
        self._told.add(key)
        return row

    # --- What was asked

    def _request(self, before: Exchange, after: Exchange) -> Iterator[Row]:
        rows, where = self._rows, _asked_on(before, after)
        was, became = before.prompt or Prompt(), after.prompt or Prompt()
        addresses = [f"{e.interaction.request.method} {e.interaction.request.url}" for e in (before, after)]
        yield rows.text(Kind.ADDRESS, "", addresses[0], addresses[1], _begins_on(before, after))
        names = [e.interaction.id if isinstance(e.interaction.id, str) else None for e in (before, after)]
        if names != [None, None]:
            yield rows.text(Kind.NAME, "", names[0], names[1], _begins_on(before, after))
        if was.model or became.model:
            yield rows.text(Kind.MODEL_ASKED, "", was.model, became.model, where)
        yield from self._settings(was, became, where)
        yield from self._messages.asked(Kind.SYSTEM, was.system, became.system, where)
        yield from self._tools(was.tools, became.tools, where)
        yield from self._messages.asked(Kind.MESSAGE, _asked(before), _asked(after), where)
        if before.prompt is None and after.prompt is None:
            yield from self._body(Kind.REQUEST_BODY, before.request, after.request, where)

    def _settings(self, before: Prompt, after: Prompt, where: Where) -> Iterator[Row]:
        stated: list[dict[str, Json]] = [
            {**({"stream": True} if prompt.stream else {}), **prompt.settings} for prompt in (before, after)
        ]
        for key in sorted({*stated[0], *stated[1]}):
            sides = [settings.get(key, MISSING) for settings in stated]
            yield self._rows.json(Kind.SETTING, key, sides[0], sides[1], where, at=(key,))
        continued = (before.previous_response_id, after.previous_response_id)
        row = self._rows.id(Kind.SETTING, "previous_response_id", *continued, where)
        if row is not None:
            yield row
        elif (continued[0] is None) != (continued[1] is None):
            yield self._rows.text(Kind.SETTING, "previous_response_id", *continued, where)

    def _tools(self, before: Sequence[ToolDefinition], after: Sequence[ToolDefinition], where: Where) -> Iterator[Row]:
        was, became = _by_name(before), _by_name(after)
        for name in dict.fromkeys((*was, *became)):
            sides = [_definition(tools[name]) if name in tools else MISSING for tools in (was, became)]
            yield self._rows.json(Kind.TOOL_DEFINITION, name, sides[0], sides[1], where)

    # --- What was answered

    def _answer(self, before: Exchange, after: Exchange) -> Iterator[Row]:
        rows, where = self._rows, _answered_on(before, after)
        was, became = before.answer, after.answer
        statuses = [facts.status(exchange).split(" ")[0] for exchange in (before, after)]
        yield rows.text(Kind.STATUS, "", statuses[0], statuses[1], where)
        if was.model or became.model:
            yield rows.text(Kind.MODEL, "", was.model, became.model, where)
        if was.provider or became.provider:
            yield rows.text(Kind.MODEL, "provider", was.provider, became.provider, where)
        row = rows.id(Kind.ID, "", was.id, became.id, where)
        if row is not None:
            yield row
        yield from self._choices(before, after)
        errors = [facts.error(exchange, self._rows.masker) or None for exchange in (before, after)]
        if errors != [None, None]:
            yield rows.text(Kind.ERROR, "", errors[0], errors[1], where)
        unknown: list[list[Json]] = [[delta.data for delta in answer.unknown] for answer in (was, became)]
        if unknown != [[], []]:
            told = [data or MISSING for data in unknown]
            yield rows.json(Kind.PART, "unknown", told[0], told[1], where)
        if not (before.answered or after.answered or was.error or became.error):
            yield from self._body(Kind.RESPONSE_BODY, before.response, after.response, where)
        tokens = [facts.tokens(answer.usage) or None for answer in (was, became)]
        if tokens != [None, None]:
            yield rows.text(Kind.USAGE, "", tokens[0], tokens[1], where)
        if _cost(before) or _cost(after):
            yield rows.text(Kind.COST, "", _cost(before), _cost(after), where)
        yield from self._problems(before, after)

    def _choices(self, before: Exchange, after: Exchange) -> Iterator[Row]:
        was, became = dict(_choices(before)), dict(_choices(after))
        choices = sorted({*was, *became})
        for choice in choices:
            name = f"choice {choice}" if len(choices) > 1 else ""
            one, other = was.get(choice, Message("assistant")), became.get(choice, Message("assistant"))
            yield from self._messages.answered(name, one, other, _line_of(before, choice), _line_of(after, choice))
            finishes = [message.native_finish_reason for message in (one, other)]
            if finishes != [None, None]:
                yield self._rows.text(Kind.FINISH, name, finishes[0], finishes[1], _answered_on(before, after))

    def _stored_answer(self, before: Exchange, after: Exchange) -> Iterator[Row]:
        """Of whole answers that say the same, what else is different about their JSON."""
        one, other = before.response, after.response
        if before.is_stream or after.is_stream or not (one.is_json and other.is_json) or one.data == other.data:
            return
        row = self._rows.json(Kind.RESPONSE_BODY, "", one.json, other.json, _answered_on(before, after))
        yield replace(row, is_equal=False, noise=frozenset((Noise.JSON,))) if row.is_equal else row

    def _problems(self, before: Exchange, after: Exchange) -> Iterator[Row]:
        was, became = _problem_texts(before), _problem_texts(after)
        for left, right in match(was, became).gaps(len(was), len(became)):
            for number in range(max(len(left), len(right))):
                one = was[left[number]] if number < len(left) else None
                other = became[right[number]] if number < len(right) else None
                yield self._rows.text(Kind.PROBLEM, "", one, other, _answered_on(before, after))

    def _body(self, kind: Kind, before: Decoded, after: Decoded, where: Where) -> Iterator[Row]:
        if not before.data and not after.data:
            return
        if before.text is None or after.text is None:
            sides = [
                f"{len(body.data):,} bytes, {digest(body.data)}" if body.data else None for body in (before, after)
            ]
            yield self._rows.text(kind, "", sides[0], sides[1], where)
            return
        texts = [_without_boundary(body) or None for body in (before, after)]
        yield self._rows.json_text(kind, "", texts[0], texts[1], where, said=False)

    # --- How it was sent

    def _sending(self, before: Exchange, after: Exchange) -> Iterator[Row]:
        rows, where = self._rows, _answered_on(before, after)
        one, other = before.interaction, after.interaction
        at = _begins_on(before, after)
        yield from header_rows(rows, Kind.REQUEST_HEADER, one.request.headers, other.request.headers, at)
        yield from header_rows(rows, Kind.RESPONSE_HEADER, one.response.headers, other.response.headers, where)
        framings = [exchange.framing or "not streamed" for exchange in (before, after)]
        yield rows.text(Kind.STREAM, "framing", framings[0], framings[1], where)
        if before.is_stream and after.is_stream:
            events = [plural(len(exchange.events), "event") for exchange in (before, after)]
            yield rows.text(Kind.STREAM, "", events[0], events[1], where, Noise.CHUNKS)
        for name, values in (("", _durations(before, after)), ("to first event", _first_events(before, after))):
            if values != (None, None):
                yield rows.text(Kind.DURATION, name, values[0], values[1], at, Noise.TIMES)

    def secrets_of_one(self, exchange: Exchange, known: Collection[str], *, is_new: bool) -> Iterator[Row]:
        """Rows for the secrets of an exchange that has no counterpart; the other side has some in `known` places."""
        line = exchange.interaction.place.line if exchange.interaction.place else None
        for place, count in secret_places(exchange, self._rows.masker).items():
            if place not in known:
                told = plural(count, "secret")
                before, after = (None, told) if is_new else (told, None)
                row = self._rows.text(
                    Kind.SECRET, place, before, after, Where(*((None, line) if is_new else (line, None)))
                )
                yield self._marked_if_told(row)

    def _secrets(self, before: Exchange, after: Exchange) -> Iterator[Row]:
        """Where a secret stands on one side only: which one is not told, nor how it goes on."""
        was, became = secret_places(before, self._rows.masker), secret_places(after, self._rows.masker)
        at = _begins_on(before, after)
        for place in dict.fromkeys((*was, *became)):
            count = (was.get(place, 0), became.get(place, 0))
            if count[0] != count[1]:
                shown = [plural(number, "secret") if number else None for number in count]
                yield self._rows.text(Kind.SECRET, place, shown[0], shown[1], at)


def _asked(exchange: Exchange) -> Sequence[Message]:
    return exchange.prompt.messages if exchange.prompt else ()


def _choices(exchange: Exchange) -> Iterable[tuple[int, Message]]:
    return zip(exchange.assembly.choices, exchange.answer.messages, strict=True)


def _by_name(tools: Sequence[ToolDefinition]) -> dict[str, ToolDefinition]:
    """Tools by their names; a name that stands twice gets a number."""
    seen: Counter[str] = Counter()
    named: dict[str, ToolDefinition] = {}
    for tool in tools:
        name = tool.name or tool.type
        seen[name] += 1
        named[name if seen[name] == 1 else f"{name} {seen[name]}"] = tool
    return named


def _definition(tool: ToolDefinition) -> Json:
    return {"type": tool.type, "description": tool.description, "parameters": tool.parameters}


def _cost(exchange: Exchange) -> str | None:
    """The cost as it was reported; an estimate depends on the day's price list."""
    usage = exchange.answer.usage
    return facts.cost(exchange) if usage is not None and usage.cost is not None else None


def _problem_texts(exchange: Exchange) -> list[str]:
    told = (found for found in exchange.problems if found.severity is not Severity.INFO)
    return [f"{found.severity.value}: {found.text}" for found in told]


def _without_boundary(body: Decoded) -> str:
    """A body's text; the boundary of a form's parts (RFC 2046, 5.1.1) is drawn anew each time."""
    told = _BOUNDARY.search(body.content_type)
    return (body.text or "").replace(told[1], "boundary") if told else body.text or ""


def _durations(before: Exchange, after: Exchange) -> tuple[str | None, str | None]:
    return facts.duration(before) or None, facts.duration(after) or None


def _first_events(before: Exchange, after: Exchange) -> tuple[str | None, str | None]:
    return _first_event(before), _first_event(after)


def _first_event(exchange: Exchange) -> str | None:
    is_recorded = exchange.is_stream and exchange.timeline.source is TimeSource.RECORDED
    return duration_text(exchange.timeline.time_at(1)) if is_recorded else None


# --- Places -----------------------------------------------------------------------------------------------------------


def _begins_on(before: Exchange, after: Exchange) -> Where:
    return Where(*(e.interaction.place.line if e.interaction.place else None for e in (before, after)))


def _asked_on(before: Exchange, after: Exchange) -> Where:
    return Where(before.request_line(0), after.request_line(0))


def _answered_on(before: Exchange, after: Exchange) -> Where:
    return Where(before.response_line(0), after.response_line(0))


def _line_of(exchange: Exchange, choice: int) -> LineOf:
    """The line of the event that began a part, by the part's number."""
    begun = [track.opened_at for track in exchange.assembly.tracks_of(choice)]

    def line(part: int) -> int | None:
        if part < len(begun) and len(exchange.events) == exchange.assembly.steps:
            return exchange.line_of_event(begun[part])
        return exchange.response_line(0)

    return line
