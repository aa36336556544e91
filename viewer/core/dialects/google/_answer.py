# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Gemini: one chunk of a stream, or one whole answer, -> Deltas.

Rule: stateless. Both have one shape. Parts have no number, so text goes on with the text before it, and every call is
a call of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.deltas import (
    AnnotationDelta,
    Delta,
    ErrorDelta,
    FinishDelta,
    MetaDelta,
    PartDelta,
    RoleDelta,
    UnknownDelta,
    UsageDelta,
)
from viewer.core.dialects._envelope import error
from viewer.core.dialects._keys import Keys, words
from viewer.core.dialects._part_deltas import part_deltas
from viewer.core.dialects._shape import integer, is_blank, mapping, optional_string, sequence, string
from viewer.core.dialects.google._fields import both_spellings, field, finish_reason, key, model_name, usage
from viewer.core.dialects.google._parts import PART_KEYS, split
from viewer.core.messages import ApiError, FinishReason, JsonPath, Other
from viewer.core.text.json_values import Json

_ANSWER_KEYS = both_spellings(
    Keys(
        {
            "candidates": list,
            "promptFeedback": dict,
            "usageMetadata": dict,
            "modelVersion": str,
            "responseId": str,
            "error": object,
        },
        words("createTime automaticFunctionCallingHistory parsed sdkHttpResponse"),
    )
)
_CANDIDATE_KEYS = both_spellings(
    Keys(
        {
            "content": dict,
            "index": int,
            "finishReason": object,
            "finishMessage": str,
            **dict.fromkeys(words("groundingMetadata citationMetadata urlContextMetadata"), dict),
            "safetyRatings": list,
        },
        words("avgLogprobs logprobsResult tokenCount groundingAttributions score"),
    )
)
_CONTENT_KEYS = Keys({"parts": object, "role": str})
# Where an answer's sources stand: the metadata, and the lists inside whose items are told one by one.
_SOURCES = {
    "groundingMetadata": ("groundingChunks", "groundingSupports"),
    "citationMetadata": ("citationSources", "citations"),
    "urlContextMetadata": ("urlMetadata",),
}
_ROLES = {"model": "assistant", "function": "tool"}


def answer_deltas(body: dict[str, Json], first: int = 0, path: JsonPath = ()) -> Iterator[Delta]:
    """What a chunk, or a whole answer, adds; its candidates are numbered from `first`, and it stands at `path`."""
    id_, model = optional_string(field(body, "responseId")), model_name(field(body, "modelVersion"))
    if id_ or model:
        yield MetaDelta(id_, model, path=path)
    for position, item in enumerate(sequence(body.get("candidates"))):
        yield from _candidate(item, position, first, (*path, "candidates", position))
    yield from _feedback(body, first, path)
    if counted := usage(field(body, "usageMetadata")):
        yield UsageDelta(counted, path=(*path, key(body, "usageMetadata")))
    if found := google_error(body.get("error")):
        yield ErrorDelta(found, path=(*path, "error"))
    yield from _ANSWER_KEYS.unknown(body, path)


def google_error(value: Json) -> ApiError | None:
    """An `error` (google.rpc.Status): its `status` is the type."""
    found = error(value)
    status = optional_string(mapping(value).get("status"))
    return ApiError(status or found.type, found.code, found.message) if found else None


def _candidate(item: Json, position: int, first: int, path: JsonPath) -> Iterator[Delta]:
    told = mapping(item)
    if not told and not is_blank(item):
        yield UnknownDelta("candidate", item, path=path)
    index = integer(told.get("index"))
    choice = first + (position if index is None else index)
    yield from _content(mapping(told.get("content")), choice, (*path, "content"))
    for name, lists in _SOURCES.items():
        yield from _sources(told, name, lists, choice, path)
    yield from _end(told, choice, path)
    yield from _CANDIDATE_KEYS.unknown(told, path)


def _content(content: dict[str, Json], choice: int, path: JsonPath) -> Iterator[Delta]:
    if role := string(content.get("role")):
        yield RoleDelta(_ROLES.get(role, role), choice, path=(*path, "role"))
    inside = content.get("parts")
    for position, item in enumerate(inside if isinstance(inside, list) else [inside]):
        if not is_blank(item):
            yield from _part(item, choice, (*path, "parts", position) if isinstance(inside, list) else (*path, "parts"))
    yield from _CONTENT_KEYS.unknown(content, path)


def _part(item: Json, choice: int, path: JsonPath) -> Iterator[Delta]:
    told = mapping(item)
    for part, name in split(item):
        yield from part_deltas(part, None, choice, path if name is None else _value(told, name, path))
        if isinstance(part, Other):
            return
    yield from PART_KEYS.unknown(told, path)


def _value(told: dict[str, Json], name: str, path: JsonPath) -> JsonPath:
    """The arguments of a call, the data of media, else the value of the key itself."""
    inside = mapping(told.get(name))
    return (*path, name, *(one for one in ("args", "code", "data") if one in inside))


def _sources(told: dict[str, Json], name: str, lists: tuple[str, ...], choice: int, path: JsonPath) -> Iterator[Delta]:
    """What the answer rests on: each source by itself, then what is told of all of them."""
    found, place = mapping(field(told, name)), (*path, key(told, name))
    if not found:  # of nearly all chunks
        return
    each = [one for inner in lists for one in sequence(field(found, inner))]
    spelled = {key(found, inner) for inner in lists}
    rest: dict[str, Json] = {k: v for k, v in found.items() if k not in spelled and not is_blank(v)}
    told_of_all: list[Json] = [rest] if rest else []
    if each or told_of_all:
        yield AnnotationDelta((*each, *told_of_all), choice, None, place)


def _end(told: dict[str, Json], choice: int, path: JsonPath) -> Iterator[Delta]:
    """Why a candidate ended, and what is said of it where that was no usual end."""
    native, place = field(told, "finishReason"), (*path, key(told, "finishReason"))
    reason, code = finish_reason(native), integer(native)
    if native not in (None, "", 0, "FINISH_REASON_UNSPECIFIED"):
        yield FinishDelta(str(native), reason, choice, place, code)
    message = optional_string(field(told, "finishMessage"))
    if message and reason is not FinishReason.STOP:
        shown = Other("finish_message", message, title=message)
        yield PartDelta(shown, choice, "finish_message", (*path, key(told, "finishMessage")))
    ratings = [one for one in sequence(field(told, "safetyRatings")) if mapping(one).get("blocked") is True]
    if ratings:
        yield PartDelta(Other("safety_ratings", ratings), choice, "safety", (*path, key(told, "safetyRatings")))


def _feedback(body: dict[str, Json], choice: int, path: JsonPath) -> Iterator[Delta]:
    """A prompt that was blocked: then there is no candidate. Ratings of a prompt that was not say nothing new."""
    name = key(body, "promptFeedback")
    feedback = mapping(body.get(name))
    native = field(feedback, "blockReason")
    if native in (None, "", 0):
        return
    message = optional_string(field(feedback, "blockReasonMessage"))
    yield PartDelta(Other("prompt_feedback", feedback, title=message), choice, "prompt_feedback", (*path, name))
    place = (*path, name, key(feedback, "blockReason"))
    yield FinishDelta(str(native), FinishReason.CONTENT_FILTER, choice, place, integer(native))
