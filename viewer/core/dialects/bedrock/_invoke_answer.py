# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Bedrock's InvokeModel: answers and chunks in each vendor's own shape -> Deltas.

Rule: the shape tells the vendor, since model ids may be redacted, or name an imported model. Whole answers and chunks
have no shape in common with others, so one table serves both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from viewer.core.deltas import (
    AnnotationDelta,
    Delta,
    ErrorDelta,
    FinishDelta,
    MetaDelta,
    PartDelta,
    TextDelta,
    UnknownDelta,
    UsageDelta,
)
from viewer.core.dialects._keys import Keys, words
from viewer.core.dialects._shape import integer, is_blank, mapping, optional_string, sequence, string
from viewer.core.dialects.anthropic import answer as anthropic_answer
from viewer.core.dialects.anthropic.completion import completion_deltas
from viewer.core.dialects.bedrock import _converse_answer
from viewer.core.dialects.bedrock._envelope import body_error, extra_deltas, usage, without_extras
from viewer.core.dialects.openai import chat_answer
from viewer.core.messages import Blob, FinishReason, JsonPath, Other, Usage
from viewer.core.text.json_values import Json

_FINISH_REASONS = {
    "complete": FinishReason.STOP,
    "content_filtered": FinishReason.CONTENT_FILTER,
    "endoftext": FinishReason.STOP,
    "error": FinishReason.ERROR,
    "error_toxic": FinishReason.CONTENT_FILTER,
    "finish": FinishReason.STOP,
    "finished": FinishReason.STOP,
    "length": FinishReason.LENGTH,
    "max_tokens": FinishReason.LENGTH,
    "stop": FinishReason.STOP,
    "stop_criteria_met": FinishReason.STOP,
    "tool_calls": FinishReason.TOOL_CALL,
}


def chunk_deltas(chunk: dict[str, Json]) -> Iterator[Delta]:
    """What one chunk, or one whole answer, says; and what Bedrock put beside it."""
    said = without_extras(chunk)
    translate = next((translate for is_it, translate in _VENDORS if is_it(said)), None)
    if translate:
        yield from translate(said)
    elif found := body_error(said):
        yield ErrorDelta(found)
    elif not is_blank(said):
        yield UnknownDelta("chunk", said)
    # Anthropic and Nova count in their own words already.
    yield from extra_deltas(chunk, with_usage=translate not in (_anthropic, _nova))


# --- Vendors that have a dialect of their own -----------------------------------------------------------------------


def _is_anthropic(said: dict[str, Json]) -> bool:
    kind = string(said.get("type"))
    return kind in ("message", "error", "ping") or kind.startswith(("message_", "content_block_"))


def _anthropic(said: dict[str, Json]) -> Iterator[Delta]:
    return anthropic_answer.event_deltas(said)


def _is_nova(said: dict[str, Json]) -> bool:
    return bool(_converse_answer.EVENTS & said.keys()) or isinstance(mapping(said.get("output")).get("message"), dict)


def _nova(said: dict[str, Json]) -> Iterator[Delta]:
    return _converse_answer.event_deltas(said, one_text=True)


def _chat(said: dict[str, Json]) -> Iterator[Delta]:
    """Jamba, Mistral, DeepSeek, GPT-OSS and imported models; some call the finish reason a stop reason."""
    yield from chat_answer.answer_deltas(said)
    for number, item in enumerate(sequence(said.get("choices"))):
        choice = mapping(item)
        if "finish_reason" not in choice:
            yield from _finish(choice, "stop_reason", number, ("choices", number))


# --- Vendors that are only met here ---------------------------------------------------------------------------------


def _text(told: dict[str, Json], key: str, choice: int, path: JsonPath = ()) -> Iterator[Delta]:
    yield TextDelta(string(told.get(key)), choice, path=(*path, key))


def _finish(told: dict[str, Json], key: str, choice: int, path: JsonPath = ()) -> Iterator[Delta]:
    if native := string(told.get(key)):
        yield FinishDelta(native, _FINISH_REASONS.get(native.lower()), choice, path=(*path, key))


_COUNTS = ("prompt_token_count", "generation_token_count", "inputTextTokenCount", "totalOutputTextTokenCount")


def _usage(said: dict[str, Json], into: Json, out: Json = None) -> Iterator[Delta]:
    found = Usage(integer(into), integer(out))
    if counted := found.by({name: said[name] for name in _COUNTS if name in said}):
        yield UsageDelta(counted)


def _llama(said: dict[str, Json]) -> Iterator[Delta]:
    yield from _text(said, "generation", 0)
    yield from _finish(said, "stop_reason", 0)
    yield from _usage(said, said.get("prompt_token_count"), said.get("generation_token_count"))
    yield from _LLAMA_KEYS.unknown(said, ())


def _titan_chunk(said: dict[str, Json]) -> Iterator[Delta]:
    choice = integer(said.get("index")) or 0
    yield from _text(said, "outputText", choice)
    yield from _finish(said, "completionReason", choice)
    yield from _usage(said, said.get("inputTextTokenCount"), said.get("totalOutputTextTokenCount"))
    yield from _TITAN_KEYS.unknown(said, ())


def _titan(said: dict[str, Json]) -> Iterator[Delta]:
    results = [mapping(item) for item in sequence(said["results"])]
    for number, result in enumerate(results):
        yield from _text(result, "outputText", number, ("results", number))
        yield from _finish(result, "completionReason", number, ("results", number))
    counts = [count for count in (integer(result.get("tokenCount")) for result in results) if count is not None]
    yield from _usage(said, said.get("inputTextTokenCount"), sum(counts) if counts else None)


def _cohere(said: dict[str, Json]) -> Iterator[Delta]:
    yield MetaDelta(optional_string(said.get("id")))
    for number, item in enumerate(sequence(said["generations"])):
        yield from _text(mapping(item), "text", number, ("generations", number))
        yield from _finish(mapping(item), "finish_reason", number, ("generations", number))


def _cohere_chunk(said: dict[str, Json]) -> Iterator[Delta]:
    """A piece of Command's text; Command R's whole answer has the same keys, and its stream tells it all again."""
    if said.get("event_type") == "stream-end":
        yield from _finish(said, "finish_reason", 0)
        return
    choice = integer(said.get("index")) or 0
    if id_ := optional_string(said.get("response_id")):
        yield MetaDelta(id_)
    if isinstance(said.get("text"), str):
        yield from _text(said, "text", choice)
    if found := sequence(said.get("citations")):
        yield AnnotationDelta(tuple(found), choice, path=("citations",))
    yield from _finish(said, "finish_reason", choice)
    yield from _COHERE_KEYS.unknown(said, ())


def _mistral(said: dict[str, Json]) -> Iterator[Delta]:
    for number, item in enumerate(sequence(said["outputs"])):
        yield from _text(mapping(item), "text", number, ("outputs", number))
        yield from _finish(mapping(item), "stop_reason", number, ("outputs", number))


def _jurassic(said: dict[str, Json]) -> Iterator[Delta]:
    for number, item in enumerate(sequence(said["completions"])):
        completion, path = mapping(item), ("completions", number)
        yield from _text(mapping(completion.get("data")), "text", number, (*path, "data"))
        yield from _finish(mapping(completion.get("finishReason")), "reason", number, (*path, "finishReason"))


def _images(said: dict[str, Json]) -> Iterator[Delta]:
    """Titan Image, Nova Canvas and Stability: base64, one beside the other."""
    for number, data in enumerate(sequence(said["images"])):
        part = Blob("image", None, data) if isinstance(data, str) else Other("image", data)
        yield PartDelta(part, key=("image", number), path=("images", number))
    yield from _failure(said)


def _artifacts(said: dict[str, Json]) -> Iterator[Delta]:
    """Stable Diffusion's images."""
    for number, item in enumerate(sequence(said["artifacts"])):
        data = mapping(item).get("base64")
        part = Blob("image", None, data) if isinstance(data, str) else Other("artifact", item)
        yield PartDelta(part, key=("image", number), path=("artifacts", number, "base64"))


def _failure(said: dict[str, Json]) -> Iterator[Delta]:
    if not is_blank(said.get("error")) and (found := body_error(said)):
        yield ErrorDelta(found, path=("error",))


def _vectors(said: dict[str, Json]) -> Iterator[Delta]:
    """Embeddings and rankings are shown as they are."""
    kind = next(key for key in ("embedding", "embeddings", "results") if key in said)
    yield PartDelta(Other(kind, said))
    yield from _usage(said, said.get("inputTextTokenCount"))


def _counted(said: dict[str, Json]) -> Iterator[Delta]:
    if found := usage(said):
        yield UsageDelta(found)


def _has(*keys: str) -> Callable[[dict[str, Json]], bool]:
    return lambda said: any(key in said for key in keys)


def _lists(key: str, inside: str | None = None) -> Callable[[dict[str, Json]], bool]:
    """Whether a key holds a list, whose first item has a key."""

    def is_it(said: dict[str, Json]) -> bool:
        found = said.get(key)
        return isinstance(found, list) and (inside is None or inside in mapping(next(iter(found), None)))

    return is_it


_LLAMA_KEYS = Keys(
    {"generation": str, "prompt_token_count": int, "generation_token_count": int, "stop_reason": str}, words("images")
)
_TITAN_KEYS = Keys(
    {
        "outputText": str,
        "index": int,
        "completionReason": str,
        "inputTextTokenCount": int,
        "totalOutputTextTokenCount": int,
    }
)
_COHERE_KEYS = Keys(
    {"text": str, "index": int, "finish_reason": str, "response_id": str, "citations": list},
    words("is_finished event_type generation_id chat_history prompt id meta likelihood"),
)
_VENDORS: tuple[tuple[Callable[[dict[str, Json]], bool], Callable[[dict[str, Json]], Iterator[Delta]]], ...] = (
    (_is_anthropic, _anthropic),
    (_is_nova, _nova),
    (_lists("choices"), _chat),
    (_has("completion"), completion_deltas),
    (_has("generation"), _llama),
    (_has("outputText"), _titan_chunk),
    (_lists("results", "outputText"), _titan),
    (_lists("generations"), _cohere),
    (_lists("outputs"), _mistral),
    (_lists("completions"), _jurassic),
    (_lists("images"), _images),
    (_lists("artifacts"), _artifacts),
    (_has("embedding", "embeddings"), _vectors),
    (_lists("results", "relevance_score"), _vectors),
    (_has("is_finished", "event_type", "response_id"), _cohere_chunk),
    (_has("inputTokens"), _counted),
)
