# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Realtime API: the events of a session -> what each adds.

Rule: an item is known by its id, an answer by that of its response. What the client creates gets its id from the server
later, in the same order; what it says aloud becomes a message when the server hears it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterator
from typing import ClassVar, NamedTuple

from viewer.core.deltas import (
    Delta,
    ErrorDelta,
    MetaDelta,
    PartDelta,
    RoleDelta,
    TextDelta,
    ToolCallDelta,
    UnknownDelta,
    UsageDelta,
)
from viewer.core.dialects._envelope import error
from viewer.core.dialects._session import Turns, close_deltas
from viewer.core.dialects._shape import as_text, integer, mapping, optional_string, sequence, string
from viewer.core.dialects._speech import Speech
from viewer.core.dialects.openai._realtime_answer import response_deltas, usage
from viewer.core.dialects.openai._realtime_items import item_deltas, part_deltas, role_of
from viewer.core.dialects.openai._realtime_names import ARGUMENTS, HEARD, KEYS, QUIET, TEXT
from viewer.core.dialects.openai._realtime_setup import Setup
from viewer.core.messages import JsonPath, Other, Usage
from viewer.core.streams.api import Direction, StreamEvent
from viewer.core.text.json_values import Json

_Told = dict[str, Json]


class _Place(NamedTuple):
    """Where an answer's event adds something: in which message, at which item of it."""

    choice: int
    item: int

    def key(self, what: str, told: _Told) -> Hashable:
        """The key of a part of the item's content."""
        return self.item, (what, integer(told.get("content_index")) or 0)


class RealtimeSession:
    """What is known of a session while its events are read in order."""

    def __init__(self) -> None:
        """Nothing was said."""
        self.turns, self.setup = Turns(), Setup()
        self._choices: dict[str, int] = {}  # of items and of responses, by id
        self._created: deque[tuple[str, int]] = deque()  # roles and choices of items that have no id yet
        self._by_client: set[int] = set()
        self._answer: int | None = None  # the response that is being told
        self._heard = Speech(None)
        self._listener: int | None = None  # the message that the client is saying aloud
        self._spoken: dict[tuple[int, Hashable], Speech] = {}
        self._usage = Usage()

    def step(self, event: StreamEvent) -> Iterator[Delta]:
        """What the next event adds."""
        told = mapping(event.json)
        kind = string(told.get("type")) or event.name or ""
        if event.name == "close":
            yield from close_deltas(event)
        elif not told:
            if event.is_json or event.data.strip():
                yield UnknownDelta("event", event.json if event.is_json else event.data)
        elif kind in QUIET:
            return
        elif deltas := self._deltas(told, kind, sent=event.direction is Direction.SENT):
            yield from deltas
            yield from KEYS.unknown(told, ())
        else:
            yield UnknownDelta(kind or "event", told)

    def end(self) -> Iterator[Delta]:
        """Sound that was not told to its end."""
        yield from self._listened()
        for (choice, key), speech in self._spoken.items():
            if blob := speech.rest():
                yield PartDelta(blob, choice, key)

    def _deltas(self, told: _Told, kind: str, *, sent: bool) -> Iterator[Delta] | None:
        if kind in TEXT:
            return self._text(told, *TEXT[kind])
        if kind in HEARD:
            return self._transcribed(told, *HEARD[kind])
        if kind in ARGUMENTS:
            return self._arguments(told, *ARGUMENTS[kind])
        if kind in self._answers:
            return self._answers[kind](self, told)
        return self._events[kind](self, told, sent) if kind in self._events else None

    # --- Set-up

    def _configured(self, told: _Told, sent: bool) -> Iterator[Delta]:
        session = mapping(told.get("session"))
        changed = self.setup.configure(session, asked=sent, is_begun=self.turns.count > 0)
        id_, model = optional_string(session.get("id")), optional_string(session.get("model"))
        if not sent and (id_ or model):
            yield MetaDelta(id_, model, path=("session",))
        if changed:
            yield from self._instructed(changed, ("session", "instructions"))

    def _instructed(self, text: str, path: JsonPath) -> Iterator[Delta]:
        role = self.turns.begin("system", asked=True)
        yield role
        yield TextDelta(text, role.choice, path=path)

    # --- Items that join the conversation

    def _item_created(self, told: _Told, sent: bool) -> Iterator[Delta]:
        """An item that the client creates, that the server confirms, or that only the server tells of."""
        item = mapping(told.get("item"))
        id_, role = optional_string(item.get("id")), role_of(item)
        choice = self._choices.get(id_ or "")
        if choice is None and not sent:
            choice = self._confirmed(role)
        if choice is None and not sent and role == "assistant":  # its response tells it
            return
        if choice is None:
            begun = self.turns.begin(role, asked=True)
            choice = begun.choice
            yield begun
            if sent:
                self._by_client.add(choice)
            if sent and not id_:
                self._created.append((role, choice))
        if id_:
            self._choices[id_] = choice
        if sent or (choice in self.turns.asked and choice not in self._by_client):
            yield from item_deltas(item, choice, "item", ("item",))

    def _confirmed(self, role: str) -> int | None:
        """The choice of the first item that the client created in this role and that has no id yet."""
        found = next((waiting for waiting in self._created if waiting[0] == role), None)
        if found is None:
            return None
        self._created.remove(found)
        return found[1]

    # --- What the client says aloud

    def _appended(self, told: _Told, _sent: bool) -> Iterator[Delta]:
        self._heard.add(string(told.get("audio")))
        yield from ()

    def _speech_started(self, told: _Told, _sent: bool) -> Iterator[Delta]:
        yield from self._speaks(optional_string(told.get("item_id")))

    def _committed(self, told: _Told, sent: bool) -> Iterator[Delta]:
        """What was heard so far is a message; the server gives it its id."""
        id_ = optional_string(told.get("item_id"))
        if self._listener is None:
            yield from self._speaks(id_)
        elif id_:
            self._choices[id_] = self._listener
        yield from self._listened()
        if not sent:
            self._listener = None

    def _cleared(self, _told: _Told, _sent: bool) -> Iterator[Delta]:
        self._heard = Speech(None)
        yield from ()

    def _speaks(self, id_: str | None) -> Iterator[Delta]:
        """The client begins to speak, unless that is known."""
        if id_ and id_ in self._choices:
            return
        role = self.turns.begin("user", asked=True)
        self._listener = role.choice
        if id_:
            self._choices[id_] = role.choice
        yield role

    def _listened(self) -> Iterator[Delta]:
        blob = self._heard.whole(self.setup.input_format)
        if blob is not None and self._listener is not None:
            self._heard = Speech(None)
            yield PartDelta(blob, self._listener, ("item", ("audio", 0)))

    def _transcribed(self, told: _Told, field: str, whole: bool) -> Iterator[Delta]:
        id_ = optional_string(told.get("item_id"))
        yield from self._speaks(id_) if id_ not in self._choices else ()
        choice = self._choices.get(id_ or "", self.turns.count - 1)
        key = ("item", ("content", integer(told.get("content_index")) or 0))
        yield TextDelta(as_text(told.get(field)), choice, key, (field,), cumulative=whole)

    def _not_transcribed(self, told: _Told, _sent: bool) -> Iterator[Delta]:
        choice = self._choices.get(string(told.get("item_id")))
        shown = Other("input_audio_transcription.failed", told.get("error"))
        yield UnknownDelta(shown.type, told) if choice is None else PartDelta(shown, choice, path=("error",))

    def _asked_once(self, told: _Told, _sent: bool) -> Iterator[Delta]:
        """What a client says for one answer only."""
        response = mapping(told.get("response"))
        if instructions := optional_string(response.get("instructions")):
            yield from self._instructed(instructions, ("response", "instructions"))
        for index, item in enumerate(sequence(response.get("input"))):
            role = self.turns.begin(role_of(item), asked=True)
            yield role
            yield from item_deltas(item, role.choice, "item", ("response", "input", index))

    # --- Answers

    def _place(self, told: _Told, id_: Json = None) -> _Place:
        """Where the answer that an event tells of stands; an answer that was not announced begins with it."""
        id_ = optional_string(id_) or optional_string(told.get("response_id"))
        choice = self._choices.get(id_) if id_ else self._answer
        if choice is None:
            choice = self.turns.begin("assistant", asked=False).choice
            self._answer = choice
            if id_:
                self._choices[id_] = choice
        return _Place(choice, integer(told.get("output_index")) or 0)

    def _response_created(self, told: _Told) -> Iterator[Delta]:
        place = self._place(told, mapping(told.get("response")).get("id"))
        self._answer = place.choice
        yield RoleDelta("assistant", place.choice, ("response",))

    def _output_item(self, told: _Told) -> Iterator[Delta]:
        place = self._place(told)
        if id_ := optional_string(mapping(told.get("item")).get("id")):
            self._choices[id_] = place.choice
        yield from item_deltas(told.get("item"), place.choice, place.item, ("item",))

    def _content_part(self, told: _Told) -> Iterator[Delta]:
        place, index = self._place(told), integer(told.get("content_index")) or 0
        yield from part_deltas(told.get("part"), index, place.choice, place.item, ("part",))

    def _text(self, told: _Told, field: str, whole: bool) -> Iterator[Delta]:
        place = self._place(told)
        key = place.key("content", told)
        yield TextDelta(as_text(told.get(field)), place.choice, key, (field,), cumulative=whole)

    def _arguments(self, told: _Told, field: str, whole: bool) -> Iterator[Delta]:
        place = self._place(told)
        yield ToolCallDelta(
            as_text(told.get(field)),
            id=optional_string(told.get("call_id")),
            name=optional_string(told.get("name")),
            choice=place.choice,
            key=(place.item, "call"),
            path=(field,),
            cumulative=whole,
        )

    def _audio(self, told: _Told) -> Iterator[Delta]:
        place = self._place(told)
        key = place.key("audio", told)
        speech = self._spoken.setdefault((place.choice, key), Speech(self.setup.output_format))
        if blob := speech.add(string(told.get("delta"))):
            yield PartDelta(blob, place.choice, key, ("delta",))

    def _audio_done(self, told: _Told) -> Iterator[Delta]:
        place = self._place(told)
        key = place.key("audio", told)
        speech = self._spoken.get((place.choice, key))
        if blob := speech.rest() if speech else None:
            yield PartDelta(blob, place.choice, key)

    def _response_done(self, told: _Told) -> Iterator[Delta]:
        response = mapping(told.get("response"))
        place = self._place(told, response.get("id"))
        yield from response_deltas(response, place.choice, ("response",))
        for found, path in ((response.get("usage"), ("response", "usage")), (told.get("usage"), ("usage",))):
            if used := usage(found):  # xAI tells it beside the response
                self._usage = self._usage.plus(used)
                yield UsageDelta(self._usage, path)
                break
        self._answer = None

    def _failed(self, told: _Told) -> Iterator[Delta]:
        failure = error(told.get("error"))
        yield ErrorDelta(failure, ("error",)) if failure else UnknownDelta("error", told)

    # What both sides may send; the second argument tells whether the client did.
    _events: ClassVar[dict[str, Callable[[RealtimeSession, _Told, bool], Iterator[Delta]]]] = {
        "session.update": _configured,
        "session.created": _configured,
        "session.updated": _configured,
        "transcription_session.update": _configured,
        "transcription_session.created": _configured,
        "transcription_session.updated": _configured,
        "conversation.item.create": _item_created,
        "conversation.item.created": _item_created,
        "conversation.item.added": _item_created,
        "conversation.item.done": _item_created,
        "conversation.item.retrieved": _item_created,
        "conversation.item.input_audio_transcription.failed": _not_transcribed,
        "input_audio_buffer.append": _appended,
        "input_audio_buffer.commit": _committed,
        "input_audio_buffer.committed": _committed,
        "input_audio_buffer.clear": _cleared,
        "input_audio_buffer.cleared": _cleared,
        "input_audio_buffer.speech_started": _speech_started,
        "response.create": _asked_once,
    }
    _answers: ClassVar[dict[str, Callable[[RealtimeSession, _Told], Iterator[Delta]]]] = {
        "response.created": _response_created,
        "response.done": _response_done,
        "response.output_item.added": _output_item,
        "response.output_item.done": _output_item,
        "response.content_part.added": _content_part,
        "response.content_part.done": _content_part,
        "response.output_audio.delta": _audio,
        "response.audio.delta": _audio,
        "response.output_audio.done": _audio_done,
        "response.audio.done": _audio_done,
        "error": _failed,
    }
