# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Gemini Live: the messages of a session -> what each adds.

Reference: ai.google.dev/api/live. Rule: nothing has an id, so order decides. An answer begins with the first thing that
the model says and ends when its turn does, when it is interrupted, or when the client answers its calls; what the
client says aloud is its message before the next answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

from viewer.core.deltas import (
    AnnotationDelta,
    Delta,
    FinishDelta,
    MetaDelta,
    PartDelta,
    TextDelta,
    UnknownDelta,
    UsageDelta,
)
from viewer.core.dialects._keys import Keys, words
from viewer.core.dialects._part_deltas import part_deltas
from viewer.core.dialects._session import Turns, close_deltas, placeless
from viewer.core.dialects._shape import integer, is_blank, mapping, sequence, string
from viewer.core.dialects._speech import Speech
from viewer.core.dialects.google._fields import both_spellings, field, key, model_name, snake
from viewer.core.dialects.google._parts import split
from viewer.core.dialects.google._request import prompt
from viewer.core.messages import Blob, FinishReason, JsonPath, Prompt, Text, Usage
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json

_Told = dict[str, Json]
_AUDIO = "audio"
# What is told of the session and not said in it.
_QUIET = words("setupComplete goAway sessionResumptionUpdate voiceActivityDetectionSignal voiceActivity")
_CONTENT_KEYS = both_spellings(
    Keys(
        {},
        words(
            "modelTurn turnComplete turnCompleteReason generationComplete interrupted waitingForInput",
            "inputTranscription outputTranscription groundingMetadata urlContextMetadata",
        ),
    )
)
_INPUT_KEYS = both_spellings(
    Keys({}, words("audio video text mediaChunks media activityStart activityEnd audioStreamEnd"))
)


class LiveSession:
    """What is known of a session while its messages are read in order."""

    def __init__(self) -> None:
        """Nothing was said."""
        self.turns, self.prompt = Turns(), Prompt()
        self._answer: int | None = None
        self._listener: int | None = None
        self._heard: Speech | None = None
        self._heard_type: str | None = None
        self._spoken: dict[int, Speech] = {}
        self._usage = Usage()

    def step(self, event: StreamEvent) -> Iterator[Delta]:
        """What the next message adds; one may say several things."""
        told = mapping(event.json)
        if event.name == "close":
            yield from close_deltas(event)
        elif told:
            yield from self._message(told)
        elif event.is_json or event.data.strip():
            yield UnknownDelta("message", event.json if event.is_json else event.data)

    def _message(self, told: _Told) -> Iterator[Delta]:
        for name, value in told.items():
            known = _NAMES.get(name)
            if known in self._readers and (isinstance(value, dict) or is_blank(value)):
                yield from self._readers[known](self, mapping(value), (name,))
            elif (known is None or known in self._readers) and not is_blank(value):
                yield UnknownDelta(name, value, (name,))

    def end(self) -> Iterator[Delta]:
        """Sound that was not told to its end."""
        if self._heard is not None and not self.turns.count:
            yield from self._listened()
        for choice, speech in self._spoken.items():
            if blob := speech.rest():
                yield PartDelta(blob, choice, _AUDIO)

    # --- The client

    def _set_up(self, setup: _Told, path: JsonPath) -> Iterator[Delta]:
        self.prompt = placeless(prompt(setup))
        if model := model_name(setup.get("model")):
            yield MetaDelta(model=model, path=(*path, "model"))

    def _client_content(self, content: _Told, path: JsonPath) -> Iterator[Delta]:
        self._answer = None
        for index, turn in enumerate(sequence(content.get("turns"))):
            said = "assistant" if mapping(turn).get("role") == "model" else "user"
            role = self.turns.begin(said, asked=True)
            yield role
            for place, item in enumerate(sequence(mapping(turn).get("parts"))):
                yield from _said(item, role.choice, (*path, "turns", index, "parts", place))

    def _realtime_input(self, told: _Told, path: JsonPath) -> Iterator[Delta]:
        """Sound and pictures as they are captured, and text."""
        if text := string(told.get("text")):
            role = self.turns.begin("user", asked=True)
            yield role
            yield TextDelta(text, role.choice, path=(*path, "text"))
        media = [told.get("audio"), told.get("video"), told.get("media"), *sequence(field(told, "mediaChunks"))]
        for item in map(mapping, media):
            mime_type = string(field(item, "mimeType"))
            if mime_type.startswith("audio"):
                self._hear(string(item.get("data")), mime_type)
            elif item:
                yield from self._listens()
                yield PartDelta(Blob("image", mime_type or None, string(item.get("data"))), self._listener or 0)
        if "activityStart" in told or "activity_start" in told:
            yield from self._listens()
        yield from _INPUT_KEYS.unknown(told, path)

    def _hear(self, data: str, mime_type: str) -> None:
        if self._heard is None:
            self._heard, self._heard_type = Speech(mime_type), mime_type
        self._heard.add(data)

    def _listens(self) -> Iterator[Delta]:
        """The client begins to speak, unless it does already."""
        if self._listener is None:
            role = self.turns.begin("user", asked=True)
            self._listener = role.choice
            yield role

    def _listened(self) -> Iterator[Delta]:
        """What was heard before the model answers."""
        blob = self._heard.whole(self._heard_type) if self._heard else None
        if blob is not None:
            yield from self._listens()
            yield PartDelta(blob, self._listener or 0, _AUDIO)
        self._heard = None

    def _tool_response(self, told: _Told, path: JsonPath) -> Iterator[Delta]:
        self._answer = None
        name = key(told, "functionResponses")
        role = self.turns.begin("tool", asked=True)
        yield role
        for index, item in enumerate(sequence(told.get(name))):
            yield from _said({"functionResponse": item}, role.choice, (*path, name, index))

    # --- The model

    def _answers(self) -> Iterator[Delta]:
        """An answer begins, unless one is being told; what was heard until then comes before it."""
        if self._answer is None:
            yield from self._listened()
            role = self.turns.begin("assistant", asked=False)
            self._answer = role.choice
            yield role

    def _server_content(self, told: _Told, path: JsonPath) -> Iterator[Delta]:
        yield from self._transcribed(told, path)
        turn, spoken = key(told, "modelTurn"), key(told, "outputTranscription")
        if told.get(turn) or string(mapping(told.get(spoken)).get("text")):
            yield from self._answers()
        if self._answer is not None:
            for index, item in enumerate(sequence(mapping(told.get(turn)).get("parts"))):
                yield from self._model_part(item, self._answer, (*path, turn, "parts", index))
            if text := string(mapping(told.get(spoken)).get("text")):
                yield TextDelta(text, self._answer, path=(*path, spoken, "text"))
            for name in ("groundingMetadata", "urlContextMetadata"):
                if not is_blank(field(told, name)):
                    yield AnnotationDelta((field(told, name),), self._answer, path=(*path, key(told, name)))
        yield from self._ended(told, path)
        yield from _CONTENT_KEYS.unknown(told, path)

    def _transcribed(self, told: _Told, path: JsonPath) -> Iterator[Delta]:
        """What the client was understood to say; it may be told while the model answers already."""
        name = key(told, "inputTranscription")
        if text := string(mapping(told.get(name)).get("text")):
            yield from self._listens()
            yield TextDelta(text, self._listener or 0, path=(*path, name, "text"))

    def _model_part(self, item: Json, choice: int, path: JsonPath) -> Iterator[Delta]:
        inline = mapping(field(mapping(item), "inlineData"))
        mime_type = string(field(inline, "mimeType"))
        if not mime_type.startswith("audio"):
            yield from _said(item, choice, path)
            return
        speech = self._spoken.setdefault(choice, Speech(mime_type))
        if blob := speech.add(string(inline.get("data"))):
            yield PartDelta(blob, choice, _AUDIO, (*path, key(mapping(item), "inlineData"), "data"))

    def _ended(self, told: _Told, path: JsonPath) -> Iterator[Delta]:
        interrupted, done = told.get("interrupted") is True, key(told, "turnComplete")
        if not interrupted and told.get(done) is not True:
            return
        if self._answer is not None:
            native = "interrupted" if interrupted else string(field(told, "turnCompleteReason")) or "turnComplete"
            reason = FinishReason.STOP if native == "turnComplete" else None
            if (speech := self._spoken.get(self._answer)) and (blob := speech.rest()):
                yield PartDelta(blob, self._answer, _AUDIO)
            yield FinishDelta(native, reason, self._answer, (*path, "interrupted" if interrupted else done))
        self._answer = self._listener = None

    def _tool_call(self, told: _Told, path: JsonPath) -> Iterator[Delta]:
        yield from self._answers()
        choice, name = self._answer or 0, key(told, "functionCalls")
        for index, item in enumerate(sequence(told.get(name))):
            yield from _said({"functionCall": item}, choice, (*path, name, index))
        yield FinishDelta("toolCall", FinishReason.TOOL_CALL, choice, path)

    def _cancelled(self, told: _Told, path: JsonPath) -> Iterator[Delta]:
        """Calls whose results the model does not want any more."""
        yield UnknownDelta("toolCallCancellation", told.get("ids"), path)

    def _used(self, told: _Told, path: JsonPath) -> Iterator[Delta]:
        """Counts of a turn, which add up to those of the session."""
        if used := usage(told):
            self._usage = self._usage.plus(used)
            yield UsageDelta(self._usage, path)

    _readers: ClassVar[dict[str, Callable[[LiveSession, _Told, JsonPath], Iterator[Delta]]]] = {
        "setup": _set_up,
        "clientContent": _client_content,
        "realtimeInput": _realtime_input,
        "toolResponse": _tool_response,
        "serverContent": _server_content,
        "toolCall": _tool_call,
        "toolCallCancellation": _cancelled,
        "usageMetadata": _used,
    }


# How a message is named, in both spellings -> in camelCase.
_NAMES = {spelled: name for name in (*LiveSession._readers, *_QUIET) for spelled in (name, snake(name))}  # noqa: SLF001


def _said(item: Json, choice: int, path: JsonPath) -> Iterator[Delta]:
    """A part told whole; text goes on with the text before it, anything else is a part of its own."""
    for part, name in split(item):
        place = path if name is None or name not in mapping(item) else (*path, name)
        yield from part_deltas(part, "content" if isinstance(part, Text) else None, choice, place)


def usage(told: _Told) -> Usage | None:
    """Token counts of a turn; in a session answers count under another name than elsewhere."""
    found = Usage(
        input_tokens=integer(field(told, "promptTokenCount")),
        output_tokens=integer(field(told, "responseTokenCount")),
        cache_read_input_tokens=integer(field(told, "cachedContentTokenCount")),
        reasoning_output_tokens=integer(field(told, "thoughtsTokenCount")),
    )
    return found.by(told)
