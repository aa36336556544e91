# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""analyse(interaction) -> Exchange: the whole pipeline in one call, for window, terminal, exporters and tests alike.

Rule: total. Whatever an interaction holds, there is an Exchange with what could be understood, and its problems.
"""

from __future__ import annotations

import base64
import logging
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from viewer.core import bodies, dialects, health, streams, timeline
from viewer.core.answer import Answer
from viewer.core.bodies import Decoded
from viewer.core.case import UncheckedExchange
from viewer.core.deltas import Delta, ErrorDelta, PartDelta, TextDelta
from viewer.core.dialects import Dialect, is_clock, is_fitted, is_session_dialect
from viewer.core.errors import Problem, Severity
from viewer.core.fold import Assembly, fold
from viewer.core.messages import Blob, Message, Other, Prompt
from viewer.core.model import Interaction
from viewer.core.streams import EventList, StreamEvent
from viewer.core.text.json_values import Json
from viewer.core.timeline import Timeline
from viewer.core.translation import Translation
from viewer.dataclass import dataclass

if TYPE_CHECKING:
    from viewer.core.prices import CostEstimate

_log = logging.getLogger(__name__)
_MEDIA = ("image", "audio", "video")
_COMPLAINTS = frozenset({"error", "errors", "detail", "code", "object", "__type"})
_LONGEST_ERROR = 300
_LOOKED_AT = 8
"""Events of a stream that may tell which API answers, where its URL does not."""


@dataclass(frozen=True, slots=True, eq=False)
class Exchange:
    """One interaction understood: decoded bodies, stream events, prompt, answer and timeline.

    `framing` and `dialect` are None where there is no stream or no dialect that reads it; `prompt` is then None too.
    A whole (not streamed) answer is folded as one step, and has no events. `cost_estimate` is found by
    `viewer.core.second_look`, never by the first look. In a session both sides speak: `by_client` are the choices
    of the assembly that the client said, which stand among the answer's messages in their order.
    """

    interaction: Interaction
    request: Decoded
    response: Decoded
    framing: str | None
    events: EventList
    dialect: Dialect | None
    prompt: Prompt | None
    assembly: Assembly
    answer: Answer
    timeline: Timeline
    problems: tuple[Problem, ...]
    cost_estimate: CostEstimate | None = None
    by_client: frozenset[int] = frozenset()

    @property
    def is_stream(self) -> bool:
        """Whether there are events to play."""
        return bool(self.events)

    @property
    def model(self) -> str | None:
        """The model that answered, else the one that was asked."""
        return self.answer.model or (self.prompt.model if self.prompt else None)

    @property
    def is_session(self) -> bool:
        """Whether both sides speak in the events, and a dialect tells who says what."""
        has_ways = bool(self.events) and self.events[0].direction is not None
        return has_ways and is_session_dialect(self.dialect)

    @property
    def asked(self) -> tuple[Message, ...]:
        """What the client said: the prompt's messages, and in a session those among the answer's."""
        prompted = self.prompt.messages if self.prompt else ()
        if not self.by_client:
            return prompted
        return (*prompted, *(message for choice, message in self._said() if choice in self.by_client))

    @property
    def answered(self) -> tuple[Message, ...]:
        """What the model said: one message for each choice, in a session one for each response."""
        if not self.by_client:
            return self.answer.messages
        return tuple(message for choice, message in self._said() if choice not in self.by_client)

    def _said(self) -> Iterator[tuple[int, Message]]:
        return zip(self.assembly.choices, self.answer.messages, strict=True)

    @property
    def shown_whole(self) -> int:
        """The number of steps after which everything is shown."""
        return self.assembly.steps

    @property
    def failed(self) -> bool:
        """Whether no good answer came: an error status, no status, or an error told inside the answer."""
        status = self.interaction.response.status
        return not status or status >= 400 or self.answer.error is not None

    def line_of_event(self, index: int) -> int | None:
        """The file line on which an event begins."""
        return self.response_line(self.events[index].span[0])

    def response_line(self, offset: int) -> int | None:
        """The file line that holds byte `offset` of the decoded response body; its first line where that was coded."""
        return bodies.line_of(self.interaction.response.body, offset, self.response.encodings)

    def request_line(self, offset: int) -> int | None:
        """The file line that holds byte `offset` of the decoded request body; its first line where that was coded."""
        return bodies.line_of(self.interaction.request.body, offset, self.request.encodings)


def analyse(interaction: Interaction) -> Exchange:
    """Run the pipeline over one interaction; never raises: what fails of it is a problem, and its bodies are there."""
    try:
        return _analysed(interaction)
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        _log.info("an interaction could not be analysed", exc_info=error)
        return _unread(interaction, error)


def _unread(interaction: Interaction, error: Exception) -> Exchange:
    """An interaction of which its bodies are known and nothing else, because a decoder or a dialect failed."""
    from viewer.core.text.printable import one_line  # noqa: PLC0415 - hopefully never

    line = interaction.place.line if interaction.place else None
    text = one_line(f"internal error: {type(error).__name__}: {error}", _LONGEST_ERROR)
    request = bodies.decode(interaction.request.body, interaction.request.headers)
    response = bodies.decode(interaction.response.body, interaction.response.headers)
    events, assembly = EventList(), fold([])
    return Exchange(
        interaction=interaction,
        request=request,
        response=response,
        framing=None,
        events=events,
        dialect=None,
        prompt=None,
        assembly=assembly,
        answer=assembly.answer(),
        timeline=timeline.build(events, assembly, interaction.duration_ms),
        problems=(*interaction.problems, Problem(Severity.ERROR, text, line)),
        by_client=frozenset(),
    )


def _analysed(interaction: Interaction) -> Exchange:
    request = bodies.decode(interaction.request.body, interaction.request.headers)
    response = bodies.decode(interaction.response.body, interaction.response.headers)
    framing, events = streams.frame(response.data, response.content_type)
    telling = _telling(events, response)
    dialect = _fitted(dialects.choose(interaction, request.json, next(telling, None), telling), events)
    events = _timed(dialect, events, interaction.response.body.event_times_ms)
    is_good = 200 <= (interaction.response.status or 0) < 300
    session = dialect.session(events) if is_session_dialect(dialect) else None
    said = session.steps if session else _said(dialect, events, response, is_good=is_good)
    assembly = fold(said)
    answer = assembly.answer()
    prompt = session.prompt if session else dialects.ask(dialect, interaction, request.json) if dialect else None
    by_client = session.asked if session else frozenset[int]()
    found = health.check(
        UncheckedExchange(
            interaction,
            request,
            response,
            framing,
            events,
            dialect,
            prompt,
            assembly,
            answer,
            by_client,
            order=said.order if isinstance(said, Translation) else None,
        ),
        line_at=lambda offset: bodies.line_of(interaction.response.body, offset, response.encodings),
    )
    return Exchange(
        interaction=interaction,
        request=request,
        response=response,
        framing=framing,
        events=events,
        dialect=dialect,
        prompt=prompt,
        assembly=assembly,
        answer=answer,
        timeline=timeline.build(events, assembly, interaction.duration_ms, first_byte_ms=interaction.first_byte_ms),
        problems=(*interaction.problems, *request.problems, *response.problems, *found),
        by_client=by_client,
    )


def _telling(events: EventList, response: Decoded) -> Iterator[StreamEvent]:
    """What a dialect may look at: the first events of a stream, or a whole JSON answer as if it were one."""
    if events:
        first = islice((event for event in events if event.is_json), _LOOKED_AT)
        yield next(first, events[0])
        yield from first
    elif response.is_json:
        yield StreamEvent(0, (0, len(response.data)), response.text or "", response.json, is_json=True)


def _fitted(dialect: Dialect | None, events: EventList) -> Dialect | None:
    """The dialect, after it has looked at the stream as a whole where it must."""
    return dialect.fitted(events) if is_fitted(dialect) else dialect


def _timed(dialect: Dialect | None, events: EventList, recorded_ms: Sequence[float]) -> EventList:
    """The events with the times that were recorded beside them or that their dialect reads from them."""
    if recorded_ms and len(recorded_ms) == len(events):
        return events.timed(recorded_ms)
    if not is_clock(dialect) or events.has_times:
        return events
    times = dialect.times_ms(events)
    return events if times is None else events.timed(times)


def _said(dialect: Dialect | None, events: EventList, response: Decoded, *, is_good: bool) -> Sequence[Iterable[Delta]]:
    """What each event says, or a whole answer in one step."""
    if dialect is None:
        return [()] * len(events)
    if events:
        return Translation(dialect, events)
    return [tuple(_whole(dialect, response, is_good=is_good))] if response.data else []


def _whole(dialect: Dialect, response: Decoded, *, is_good: bool) -> Iterable[Delta]:
    """A whole answer; one that is no JSON is given to the dialect as its text."""
    mime_type = response.content_type.partition(";")[0].strip()
    modality = mime_type.partition("/")[0]
    if response.text is None and modality in _MEDIA:  # speech, a picture: the whole body is the part
        return [PartDelta(Blob(modality, mime_type, base64.b64encode(response.data).decode("ascii")))]
    body: Json = response.json if response.is_json else response.text
    said = dialect.response(body)
    return map(partial(_well_meant, body=body), said) if is_good else said


def _well_meant(delta: Delta, body: Json) -> Delta:
    """What a good answer says: its text, or a lone `message`, is a complaint only where the status says so too."""
    is_bare = isinstance(delta, ErrorDelta) and not delta.path and (delta.error.type, delta.error.code) == (None, None)
    if not is_bare:
        return delta
    if isinstance(body, str):
        return TextDelta(body)
    if isinstance(body, dict) and isinstance(body.get("message"), str) and body.keys().isdisjoint(_COMPLAINTS):
        return PartDelta(Other("answer", body, title=str(body["message"])))
    return delta
