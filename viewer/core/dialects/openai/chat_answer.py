# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Chat completions: one chunk, or one whole answer, -> Deltas.

Rule: stateless. A chunk's `delta` and a whole answer's `message` have one shape, so one translation serves both; only
where the same text stands in several places is one of them chosen. What every chunk goes through makes lists: there may
be a million, and a generator within generators takes longer than what it yields.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from viewer.core.deltas import (
    AnnotationDelta,
    Delta,
    ErrorDelta,
    FinishDelta,
    MetaDelta,
    PartDelta,
    PieceDelta,
    ReasoningDelta,
    RoleDelta,
    TextDelta,
    ToolCallDelta,
    UnknownDelta,
    UsageDelta,
)
from viewer.core.dialects._content_parts import PART_TYPES, located, part
from viewer.core.dialects._envelope import body_error, error, finish_reason, usage
from viewer.core.dialects._keys import words
from viewer.core.dialects._shape import as_text, integer, is_blank, mapping, optional_string, sequence, string
from viewer.core.dialects.openai._chat_keys import ANSWER_KEYS, CHOICE_KEYS, MESSAGE_KEYS
from viewer.core.messages import Blob, JsonPath, Other, ToolCallResponse
from viewer.core.text.json_values import Json

# What most chunks of a stream are without: one look at their keys instead of one for each of these.
_BESIDES = words("citations search_results usage x_groq error")
_THOUGHTS = words("reasoning reasoning_content reasoning_details")
_MORE = words("refusal tool_calls function_call executed_tools images audio annotations")


def chunk_deltas(chunk: dict[str, Json]) -> list[Delta]:
    """What one chunk of a stream adds."""
    return _body_deltas(chunk, whole=False)


def answer_deltas(body: dict[str, Json]) -> list[Delta]:
    """A whole answer or error body as one step."""
    return _body_deltas(body, whole=True)


def _body_deltas(body: dict[str, Json], *, whole: bool) -> list[Delta]:
    found: list[Delta] = []
    id_, model = optional_string(body.get("id")), optional_string(body.get("model"))
    provider = optional_string(body.get("provider"))
    if id_ or model or provider:
        found.append(_meta(id_, model, provider))
    for position, item in enumerate(sequence(body.get("choices"))):
        found += _choice_deltas(item, position, whole=whole)
    if "choices" not in body or not _BESIDES.isdisjoint(body):
        found += _said_besides(body)
    # An error body is told as a whole, so none of its keys is unknown.
    if "choices" in body or not body_error(body):
        found += ANSWER_KEYS.unknown(body, ())
    return found


@lru_cache(maxsize=64)
def _meta(id_: str | None, model: str | None, provider: str | None) -> MetaDelta:
    """The same object for every chunk of a stream: nearly all of them say it again."""
    return MetaDelta(id_, model, provider)


def _said_besides(body: dict[str, Json]) -> Iterator[Delta]:
    """What an answer says besides its choices."""
    for key in ("citations", "search_results"):
        if found := sequence(body.get(key)):
            yield AnnotationDelta(tuple(found), path=(key,))
    if found_usage := usage(body.get("usage")):
        yield UsageDelta(found_usage, path=("usage",))
    elif "x_groq" in body and (found_usage := usage(mapping(body["x_groq"]).get("usage"))):
        yield UsageDelta(found_usage, path=("x_groq", "usage"))
    if "choices" not in body or "error" in body or "x_groq" in body:
        yield from _error_deltas(body)


def _error_deltas(body: dict[str, Json]) -> Iterator[Delta]:
    if found := body_error(body):
        yield ErrorDelta(found, path=("error",) if "error" in body else ())
    if found := error(mapping(body.get("x_groq")).get("error")):
        yield ErrorDelta(found, path=("x_groq", "error"))


def _choice_deltas(item: Json, position: int, *, whole: bool) -> list[Delta]:
    path: JsonPath = ("choices", position)
    found: list[Delta] = []
    choice = mapping(item)
    if not choice and not is_blank(item):
        found.append(UnknownDelta("choice", item, path=path))
    told = integer(choice.get("index"))
    number = position if told is None else told
    found += _spoken(choice, number, path, whole=whole)
    native = choice.get("finish_reason")
    if isinstance(native, str) and (native or whole):
        found.append(FinishDelta(native, finish_reason(native), choice=number, path=(*path, "finish_reason")))
    if "error" in choice and (complaint := error(choice["error"])):
        found.append(ErrorDelta(complaint, path=(*path, "error")))
    found += CHOICE_KEYS.unknown(choice, path)
    return found


def _spoken(choice: dict[str, Json], number: int, path: JsonPath, *, whole: bool) -> list[Delta]:
    """What a choice says. Some send `message` beside `delta`: all so far (Perplexity), or the piece again (Writer).

    Of a whole answer the `message` is what it says; an empty `delta` may stand beside it.
    """
    first, other = ("message", "delta") if whole else ("delta", "message")
    key = first if isinstance(choice.get(first), dict) else other
    if isinstance(told := choice.get(key), dict):
        return _speaker(number, (*path, key), whole, not whole and key == "message").deltas(told)
    if text := string(choice.get("text")):
        return [TextDelta(text, number, path=(*path, "text"))]
    return []


@lru_cache(maxsize=256)
def _shared(*path: str | int) -> JsonPath:
    """A path, the same object for every chunk: nearly all of them speak at the same place."""
    return path


class _Message(NamedTuple):
    """A `delta` or `message` of choice `choice`, which stands at `path`.

    `whole` tells that it is no chunk's, `so_far` that it is a chunk's and repeats what earlier ones said.
    """

    choice: int
    path: JsonPath
    whole: bool
    so_far: bool

    def deltas(self, told: dict[str, Json]) -> list[Delta]:
        """What it adds, in the order in which a model speaks: thought, text, calls."""
        found: list[Delta] = []
        if role := string(told.get("role")):
            found.append(RoleDelta(role, self.choice, path=(*self.path, "role")))
        if not _THOUGHTS.isdisjoint(told):
            found += self._reasoning(told)
        content = told.get("content")
        if isinstance(content, str):
            if content:
                path = _shared(*self.path, "content")
                found.append(TextDelta(content, self.choice, path=path, cumulative=self.so_far))
        elif content is not None:
            found += self._content(content)
        if not _MORE.isdisjoint(told):
            found += self._more(told)
        found += MESSAGE_KEYS.unknown(told, self.path)
        return found

    def _more(self, told: dict[str, Json]) -> Iterator[Delta]:
        if refusal := string(told.get("refusal")):
            yield TextDelta(refusal, self.choice, key="refusal", path=(*self.path, "refusal"), refusal=True)
        yield from self._calls(told)
        yield from self._media(told)
        if found := sequence(told.get("annotations")):
            yield AnnotationDelta(tuple(found), self.choice, path=(*self.path, "annotations"))

    def _reasoning(self, told: dict[str, Json]) -> Iterator[Delta]:
        """One text, though it may stand in three places at once; signatures only stand in the details."""
        named = "reasoning_content" if string(told.get("reasoning_content")) else "reasoning"
        spoken = string(told.get(named))
        if spoken:
            path = _shared(*self.path, named)
            yield ReasoningDelta(spoken, self.choice, path=path, cumulative=self.so_far)
        for position, item in enumerate(sequence(told.get("reasoning_details"))):
            yield from self._detail(item, (*self.path, "reasoning_details", position), spoken=bool(spoken))

    def _detail(self, item: Json, path: JsonPath, *, spoken: bool) -> Iterator[Delta]:
        """OpenRouter's reasoning details: text or summary, a signature, or nothing but encrypted data."""
        detail = mapping(item)
        key = next((name for name in ("text", "summary") if string(detail.get(name))), None)
        signature = optional_string(detail.get("signature"))
        if key and not spoken:
            yield ReasoningDelta(string(detail[key]), self.choice, path=(*path, key))
        if signature:
            yield ReasoningDelta("", self.choice, path=(*path, "signature"), signature=signature)
        if data := optional_string(detail.get("data")):
            place = ("encrypted", integer(detail.get("index")) or 0)
            yield ReasoningDelta("", self.choice, key=place, path=(*path, "data"), signature=data)
        if not detail and not is_blank(item):
            yield UnknownDelta("reasoning_details", item, path=path)

    def _content(self, content: Json) -> Iterator[Delta]:
        """Content that is no text: parts, one part alone, or a value that is itself the answer (a JSON mode)."""
        path = (*self.path, "content")
        if isinstance(content, list):
            for position, item in enumerate(content):
                yield from self._content_part(item, (*path, position))
        elif optional_string(mapping(content).get("type")) in PART_TYPES:
            yield from self._content_part(content, path)
        else:
            yield TextDelta(as_text(content), self.choice, path=path, cumulative=self.so_far)

    def _content_part(self, item: Json, path: JsonPath) -> Iterator[Delta]:
        """A part of a content list (Mistral): thoughts, text, references to sources, media."""
        told = mapping(item)
        kind = string(told.get("type"))
        if isinstance(item, str):
            yield TextDelta(item, self.choice, path=path)
        elif kind == "thinking":
            yield from self._thinking(told, path)
        elif kind in ("", "text") and isinstance(told.get("text"), str):
            yield TextDelta(string(told["text"]), self.choice, path=(*path, "text"))
        elif kind == "reference":
            yield AnnotationDelta((item,), self.choice, path=path)
        else:
            yield PartDelta(part(item), self.choice, path=path)

    def _thinking(self, told: dict[str, Json], path: JsonPath) -> Iterator[Delta]:
        value, path = told.get("thinking"), (*path, "thinking")
        if isinstance(value, str):
            yield ReasoningDelta(value, self.choice, path=path)
        for position, item in enumerate(sequence(value)):
            if text := string(mapping(item).get("text")):
                yield ReasoningDelta(text, self.choice, path=(*path, position, "text"))
            elif not is_blank(mapping(item)):
                yield PartDelta(part(item), self.choice, path=(*path, position))
        if signature := optional_string(told.get("signature")):
            yield ReasoningDelta("", self.choice, path=path, signature=signature)

    def _calls(self, told: dict[str, Json]) -> Iterator[Delta]:
        for position, item in enumerate(sequence(told.get("tool_calls"))):
            yield from self._call(item, position)
        if not is_blank(called := mapping(told.get("function_call"))):
            yield ToolCallDelta(
                as_text(called.get("arguments")),
                name=optional_string(called.get("name")),
                choice=self.choice,
                key="function_call",
                path=_value_path(called, (*self.path, "function_call"), "arguments"),
            )
        for position, item in enumerate(sequence(told.get("executed_tools"))):
            yield from self._executed(mapping(item), position)

    def _call(self, item: Json, position: int) -> Iterator[Delta]:
        """A piece of a call; its place in a whole answer's list is its number."""
        path = (*self.path, "tool_calls", position)
        call = mapping(item)
        is_custom = not is_blank(mapping(call.get("custom")))
        inner, field = ("custom", "input") if is_custom else ("function", "arguments")
        told = mapping(call.get(inner))
        piece = ToolCallDelta(
            as_text(told.get(field)),
            id=optional_string(call.get("id")),
            name=optional_string(told.get("name")),
            choice=self.choice,
            key=position if self.whole or self.so_far else integer(call.get("index")),
            path=_value_path(told, (*path, inner), field),
            cumulative=self.so_far,
        )
        if piece.arguments or piece.id or piece.name:
            yield piece
        elif not call and not is_blank(item):
            yield UnknownDelta("tool_calls", item, path=path)

    def _executed(self, tool: dict[str, Json], position: int) -> Iterator[Delta]:
        """A tool that the provider ran itself (Groq): told once when it begins, and again with its result."""
        path = (*self.path, "executed_tools", position)
        number = integer(tool.get("index"))
        key = ("executed", position if number is None else number)
        name = optional_string(tool.get("name")) or optional_string(tool.get("type"))
        arguments = as_text(tool.get("arguments"))
        yield ToolCallDelta(arguments, None, name, self.choice, key, (*path, "arguments"), cumulative=True, server=True)
        if not is_blank(tool.get("output")):
            answer = ToolCallResponse(None, tool["output"], name, server=True)
            yield PartDelta(answer, self.choice, key=key, path=(*path, "output"))

    def _media(self, told: dict[str, Json]) -> Iterator[Delta]:
        for position, item in enumerate(sequence(told.get("images"))):
            url = string(mapping(mapping(item).get("image_url")).get("url"))
            number = integer(mapping(item).get("index"))
            shown = located("image", url) if url else part(item)
            key = ("image", position if number is None else number)
            yield PartDelta(shown, self.choice, key=key, path=(*self.path, "images", position))
        if audio := mapping(told.get("audio")):
            yield from self._audio(audio, (*self.path, "audio"))

    def _audio(self, audio: dict[str, Json], path: JsonPath) -> Iterator[Delta]:
        if data := string(audio.get("data")):
            yield PieceDelta(Blob("audio", None, data), self.choice, key="audio", path=(*path, "data"))
        if spoken := string(audio.get("transcript")):
            shown = Other("audio_transcript", spoken)
            yield PieceDelta(shown, self.choice, key="audio_transcript", path=(*path, "transcript"))


_speaker = lru_cache(maxsize=256)(_Message)


def _value_path(told: dict[str, Json], path: JsonPath, field: str) -> JsonPath:
    """The field with the argument text, or what stands around it when there is none."""
    return (*path, field) if told.get(field) else path
