# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What Google's APIs answer besides generated content: counts, embeddings, predictions, batches and resources."""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.deltas import Delta, ErrorDelta, PartDelta, TextDelta, UsageDelta
from viewer.core.dialects._shape import integer, is_blank, mapping, optional_string, sequence, string
from viewer.core.dialects._summaries import counted, vectors_part
from viewer.core.dialects.google._answer import answer_deltas, google_error
from viewer.core.dialects.google._fields import field, key, usage
from viewer.core.messages import Blob, JsonPath, Other, Usage
from viewer.core.text.json_values import Json

# Lists of resources, with the word for one of each.
_LISTS = {
    "models": "model",
    "cachedContents": "cache",
    "files": "file",
    "fileSearchStores": "file search store",
    "operations": "operation",
    "tunedModels": "tuned model",
    "batches": "batch",
}


def is_content(body: dict[str, Json]) -> bool:
    """Whether an answer holds generated content, or nothing but why there is none."""
    if any(key(body, name) in body for name in ("promptFeedback", "error", "responseId")):
        return True
    return "candidates" in body and not any(_palm_text(one) for one in sequence(body["candidates"]))


def plain_deltas(body: dict[str, Json]) -> Iterator[Delta]:
    """An answer that is no generated content."""
    if answers := list(_batched(body)):
        for number, (answer, path) in enumerate(answers):
            yield from _one_of_batch(answer, number, path)
    elif key(body, "totalTokens") in body:
        cached = integer(field(body, "cachedContentTokenCount"))
        told = Usage(input_tokens=integer(field(body, "totalTokens")), cache_read_input_tokens=cached)
        yield UsageDelta(told, path=(key(body, "totalTokens"),))
    elif vectors := _vectors(body):
        yield PartDelta(vectors_part(vectors))
        yield from _usage(body)
    elif isinstance(body.get("candidates"), list):
        yield from _palm_candidates(body["candidates"], 0, ("candidates",))
    elif isinstance(body.get("predictions"), list):
        yield from _predictions(body)
    elif not is_blank(body):
        yield PartDelta(_resource(body))
        yield from _usage(body)


def _usage(body: dict[str, Json]) -> Iterator[Delta]:
    if found := usage(field(body, "usageMetadata")):
        yield UsageDelta(found, path=(key(body, "usageMetadata"),))


def _vectors(body: dict[str, Json]) -> list[Json]:
    """The embeddings of an answer: one, several, or one with every prediction."""
    embeddings = [body.get("embedding"), *sequence(body.get("embeddings"))]
    embeddings += [mapping(one).get("embeddings") for one in sequence(body.get("predictions"))]
    return [values for values in (mapping(one).get("values") for one in embeddings) if isinstance(values, list)]


def _resource(body: dict[str, Json]) -> Other:
    """A resource by the collection that its name begins with and its state, or a list of them."""
    listed = next((name for name in _LISTS if isinstance(body.get(name), list)), None)
    if listed:
        return Other(listed, body, title=counted(len(sequence(body[listed])), _LISTS[listed]))
    name = string(body.get("name"))
    parts = name.split("/")
    state = optional_string(mapping(body.get("metadata")).get("state")) or optional_string(body.get("state"))
    title = f"{name}: {state}" if state else name or None
    return Other(parts[-2] if len(parts) > 1 else "answer", body, title=title)


def _batched(body: dict[str, Json]) -> Iterator[tuple[dict[str, Json], JsonPath]]:
    """The answers of a batch that is done."""
    holder = mapping(body.get("response"))
    inside = mapping(field(holder, "inlinedResponses"))
    path: JsonPath = ("response", key(holder, "inlinedResponses"), key(inside, "inlinedResponses"))
    for index, item in enumerate(sequence(field(inside, "inlinedResponses"))):
        yield mapping(item), (*path, index)


def _one_of_batch(item: dict[str, Json], number: int, path: JsonPath) -> Iterator[Delta]:
    if isinstance(item.get("response"), dict):
        yield from answer_deltas(mapping(item["response"]), number, (*path, "response"))
    elif found := google_error(item.get("error")):
        yield ErrorDelta(found, path=(*path, "error"))
    else:
        yield PartDelta(Other("answer", item), number, path=path)


def _palm_text(candidate: Json) -> str | None:
    """The key of the text that a candidate of PaLM holds: `content` of a message, `output` of a completion."""
    told = mapping(candidate)
    return next((name for name in ("content", "output") if isinstance(told.get(name), str)), None)


def _palm_candidates(value: Json, first: int, path: JsonPath) -> Iterator[Delta]:
    """PaLM's candidates: texts, numbered from `first`."""
    for number, item in enumerate(sequence(value)):
        if name := _palm_text(item):
            yield TextDelta(string(mapping(item)[name]), first + number, path=(*path, number, name))
        elif not is_blank(item):
            yield PartDelta(Other("candidate", item), first + number, path=(*path, number))


def _token_counts(metadata: Json) -> Iterator[Delta]:
    """The tokens of predictions, which Vertex AI counts beside them."""
    counts = mapping(field(mapping(metadata), "tokenMetadata"))
    into, out = (mapping(field(counts, name)) for name in ("inputTokenCount", "outputTokenCount"))
    told = Usage(integer(field(into, "totalTokens")), integer(field(out, "totalTokens"))).by(counts)
    if told:
        yield UsageDelta(told, path=("metadata", key(mapping(metadata), "tokenMetadata")))


def _predictions(body: dict[str, Json]) -> Iterator[Delta]:
    """Pictures and texts are parts; other predictions, such as embeddings, are shown as they are."""
    known = 0
    for number, item in enumerate(sequence(body["predictions"])):
        told, path = mapping(item), ("predictions", number)
        if data := optional_string(told.get("bytesBase64Encoded")):
            mime_type = optional_string(field(told, "mimeType"))
            modality = (mime_type or "image").partition("/")[0]
            yield PartDelta(Blob(modality, mime_type, data), path=(*path, "bytesBase64Encoded"))
            known += 1
        elif isinstance(told.get("content"), str):
            yield TextDelta(string(told["content"]), number, path=(*path, "content"))
            known += 1
        elif candidates := sequence(told.get("candidates")):
            yield from _palm_candidates(candidates, number, (*path, "candidates"))
            known += 1
    yield from _token_counts(body.get("metadata"))
    if not known:
        yield PartDelta(Other("predictions", body))
