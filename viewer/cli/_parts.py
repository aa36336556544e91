# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The parts of an interaction that `show` tells one by one, each as lines for people and as JSON for programs."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

from viewer.cached_property import cached_property
from viewer.core.analysis import Exchange, analyse
from viewer.core.exporters import EXPORTERS, ExportOptions
from viewer.core.exporters.writing import write_export
from viewer.core.model import Cassette, Headers
from viewer.core.recording import Recording, understand, understand_first
from viewer.core.secrets.masking import Masker
from viewer.core.summary import Summary, summarise
from viewer.core.text.json_values import Json
from viewer.core.text.printable import one_line, visible
from viewer.core.transcript import facts, json_output
from viewer.core.transcript.listing import interaction_json, interaction_line
from viewer.core.transcript.message_json import message_json
from viewer.core.transcript.narration import narrate
from viewer.dataclass import dataclass

_MOST_PIECE = 120


@dataclass(frozen=True)
class Shown:
    """What is shown: a file or one interaction of it, at an event or at its end."""

    cassette: Cassette
    number: int | None
    event: int | None
    masker: Masker

    @cached_property
    def recording(self) -> Recording:
        """The file as a whole; where one is shown as far as that one, whose conversation stands before it."""
        return understand(self.cassette) if self.number is None else understand_first(self.cassette, self.number + 1)

    @cached_property
    def one(self) -> Exchange | None:
        """The one that is shown, without a look at any other; None for all."""
        return None if self.number is None else analyse(self.cassette.interactions[self.number])

    @property
    def exchanges(self) -> Iterator[Exchange]:
        """The one, or all."""
        return iter(self.recording.exchanges) if self.one is None else iter((self.one,))

    def summary(self, exchange: Exchange) -> Summary:
        """What is known of one of them."""
        if self.one is not None:
            return summarise(exchange)
        return self.recording.summaries[exchange.interaction.index]

    @property
    def options(self) -> ExportOptions:
        """What is asked of an exporter."""
        chosen = None if self.number is None else (self.number,)
        return ExportOptions(self.masker, chosen, details=True)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an interaction: as lines for people, and as JSON."""

    summary: str
    lines: Callable[[Shown], Iterator[str]]
    json: Callable[[Shown], Json]


def _numbered(of: Callable[[Shown, Exchange], Iterator[str]]) -> Callable[[Shown], Iterator[str]]:
    """Lines of one interaction, under its own line where there are several."""

    def lines(shown: Shown) -> Iterator[str]:
        for exchange in shown.exchanges:
            yield interaction_line(shown.summary(exchange), shown.masker)
            yield from of(shown, exchange)

    return lines


def _each(of: Callable[[Shown, Exchange], Json]) -> Callable[[Shown], Json]:
    """The JSON of one interaction, or of each in a list."""

    def told(shown: Shown) -> Json:
        found = [of(shown, exchange) for exchange in shown.exchanges]
        return found[0] if shown.number is not None else found

    return told


def _talk(shown: Shown) -> Iterator[str]:
    if shown.event is not None:
        yield from _numbered(_answer)(shown)
        return
    yield from _exported(shown, "text").splitlines()[2:]  # the first says what stands above already


def _talk_json(shown: Shown) -> Json:
    if shown.event is not None:
        return _each(_answer_json)(shown)
    return json_output.parse(_exported(shown, "json"))[0]


def _exported(shown: Shown, to: str) -> str:
    exporter, out = EXPORTERS.named(to), io.StringIO()
    if exporter is not None:
        write_export(exporter, shown.recording, out, shown.options)
    return out.getvalue()


def _answer(shown: Shown, exchange: Exchange) -> Iterator[str]:
    """The messages of the answer as JSON a part: nothing in a terminal is taken for something else."""
    if shown.event:
        words = narrate(exchange, shown.masker).words(shown.event - 1)
        yield f"event {shown.event} of {len(exchange.events)}: {visible(words.word)}"
    for message in exchange.assembly.answer(shown.event).messages:
        for part in _parts_of(message_json(message), shown.masker):
            yield json_output.dump(part)


def _parts_of(message: Json, masker: Masker) -> list[Json]:
    """The parts of a message, masked."""
    parts = message.get("parts") if isinstance(message, dict) else None
    return [masker.json(part) for part in parts] if isinstance(parts, list) else []


def _answer_json(shown: Shown, exchange: Exchange) -> Json:
    messages = exchange.assembly.answer(shown.event).messages
    return {"event": shown.event, "messages": [shown.masker.json(message_json(message)) for message in messages]}


def _facts_json(shown: Shown, exchange: Exchange) -> Json:
    return interaction_json(shown.recording, exchange.interaction.index, shown.masker)


def _body(of: str) -> Callable[[Shown, Exchange], Iterator[str]]:
    def lines(shown: Shown, exchange: Exchange) -> Iterator[str]:
        decoded = getattr(exchange, of)
        if decoded.text is None:
            yield f"{len(decoded.data):,} bytes that are no text"
            return
        text = json_output.dump(shown.masker.json(decoded.json), indent=2) if decoded.is_json else decoded.text
        yield from visible(text if decoded.is_json else shown.masker.text(text)).split("\n")

    return lines


def _body_json(of: str) -> Callable[[Shown, Exchange], Json]:
    def told(shown: Shown, exchange: Exchange) -> Json:
        decoded = getattr(exchange, of)
        return shown.masker.json(decoded.json) if decoded.is_json else shown.masker.text(decoded.text or "")

    return told


def _headers(shown: Shown, exchange: Exchange) -> Iterator[str]:
    interaction = exchange.interaction
    yield facts.endpoint(exchange, shown.masker)
    yield from _fields(interaction.request.headers, shown.masker)
    yield facts.status(exchange)
    yield from _fields(interaction.response.headers, shown.masker)


def _fields(headers: Headers, masker: Masker) -> Iterator[str]:
    return (f"  {visible(field)}: {visible(masker.header(field, value))}" for field, value in headers)


def _headers_json(shown: Shown, exchange: Exchange) -> Json:
    interaction, masker = exchange.interaction, shown.masker
    both = {"request": interaction.request.headers, "response": interaction.response.headers}
    return {side: [[field, masker.header(field, value)] for field, value in of] for side, of in both.items()}


def _events(shown: Shown, exchange: Exchange) -> Iterator[str]:
    told = narrate(exchange, shown.masker)
    numbers = range(len(exchange.events)) if not shown.event else (shown.event - 1,)
    for index in numbers:
        words = told.words(index)
        line = exchange.line_of_event(index)
        piece = f": {one_line(words.added or words.note, _MOST_PIECE)}" if words.added or words.note else ""
        yield f"@{index + 1}{f' line {line}' if line else ''} {told.time(index)} {words.arrow}{words.title}{piece}"


def _events_json(shown: Shown, exchange: Exchange) -> Json:
    masker, numbers = shown.masker, range(len(exchange.events)) if not shown.event else (shown.event - 1,)
    return [
        {"event": n + 1, "line": exchange.line_of_event(n), "data": masker.text(exchange.events[n].data)}
        for n in numbers
    ]


def _problems(shown: Shown, exchange: Exchange) -> Iterator[str]:
    return (facts.problem(problem, shown.masker) for problem in exchange.problems)


def _problems_json(shown: Shown, exchange: Exchange) -> Json:
    return [
        {"severity": p.severity.value, "text": shown.masker.text(p.text), "line": p.line, "event": p.event}
        for p in exchange.problems
    ]


PARTS: dict[str, Part] = {
    "talk": Part("what was said, each thing once", _talk, _talk_json),
    "facts": Part("a line", _numbered(lambda _shown, _exchange: iter(())), _each(_facts_json)),
    "answer": Part("the answer, at an event as far as it was", _numbered(_answer), _each(_answer_json)),
    "request": Part("the request's body", _numbered(_body("request")), _each(_body_json("request"))),
    "response": Part("the response's body", _numbered(_body("response")), _each(_body_json("response"))),
    "headers": Part("both sides' headers", _numbered(_headers), _each(_headers_json)),
    "events": Part("a line an event", _numbered(_events), _each(_events_json)),
    "problems": Part("what is wrong with it", _numbered(_problems), _each(_problems_json)),
}
