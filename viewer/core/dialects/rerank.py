# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Ranking of documents by a query, as Jina, Voyage, vLLM, Hugging Face's servers and most gateways answer it.

Reference: docs.vllm.ai, "Re-rank API", and jina.ai/reranker. Cohere, which began it, has a dialect of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from viewer.core.answer import Answer
from viewer.core.deltas import Delta, ErrorDelta, MetaDelta, PartDelta, UnknownDelta, UsageDelta
from viewer.core.dialects._content_parts import parts
from viewer.core.dialects._envelope import body_error, no_object, usage
from viewer.core.dialects._shape import is_blank, mapping, number, optional_string, sequence
from viewer.core.dialects._summaries import counted
from viewer.core.messages import Message, Other, Prompt
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json

_PATH = re.compile(r"/rerank(ing)?$")
_LISTS = ("results", "data", "scores")
_SCORES = ("relevance_score", "score")
_DOCUMENTS = ("documents", "texts", "passages")


class Rerank:
    """The dialect of `POST .../rerank`."""

    name = "rerank"
    title = "Rerank"
    terminator: str | None = None

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:
        """By path, where a query is asked with documents or scores are answered."""
        if not _PATH.search(unquote(interaction.request.target.path).rstrip("/")):
            return Match.NO
        asked = mapping(request)
        asks = "query" in asked and any(name in asked for name in _DOCUMENTS)
        return Match.LIKELY if asks or _ranked(first.json if first else None) else Match.NO

    def request(self, body: Json) -> Prompt:
        """The query and its documents; never raises."""
        if not isinstance(body, dict):
            return Prompt() if is_blank(body) else Prompt(messages=(Message("user", (Other("body", body),)),))
        told = tuple(name for name in ("query", *_DOCUMENTS) if not is_blank(body.get(name)))
        return Prompt(
            model=optional_string(body.get("model")),
            messages=tuple(Message("user", tuple(parts(body[name])), path=(name,)) for name in told),
            settings={name: value for name, value in body.items() if name not in (*told, "model")},
        )

    def response(self, body: Json) -> Iterator[Delta]:
        """A whole answer: the ranking, what it used, or an error."""
        told = body if isinstance(body, dict) else {}
        key, ranked = _ranking(body)
        if ranked is not None:
            if (id_ := optional_string(told.get("id"))) or told.get("model"):
                yield MetaDelta(id_, optional_string(told.get("model")))
            yield PartDelta(Other("ranking", body, title=_title(ranked)), path=key)
            if found := usage(told.get("usage")):
                yield UsageDelta(found, path=("usage",))
        elif found_error := body_error(told):
            yield ErrorDelta(found_error, path=("error",) if "error" in told else ())
        elif told:
            yield PartDelta(Other("answer", body))
        else:
            yield from no_object(body)

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """What one event adds; this API streams nothing, so it is an answer or not known."""
        if isinstance(event.json, dict | list):
            yield from self.response(event.json)
        elif event.is_json or event.data.strip():
            yield UnknownDelta("event", event.json if event.is_json else event.data)

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:  # noqa: ARG002
        """The last event, which tells all."""
        return next((event.json for event in reversed(events) if event.is_json), {})


def _ranking(body: Json) -> tuple[tuple[str, ...], list[Json] | None]:
    """Where a ranking stands in an answer, and it; Hugging Face's servers answer with nothing else."""
    if isinstance(body, list):
        return (), body
    told = mapping(body)
    name = next((name for name in _LISTS if isinstance(told.get(name), list)), None)
    return ((name,), sequence(told[name])) if name else ((), None)


def _ranked(body: Json) -> bool:
    _, ranked = _ranking(body)
    return bool(ranked) and _score(ranked[0] if ranked else None) is not None


def _score(item: Json) -> float | None:
    """The score of a document: a number by itself (DeepInfra), or under one of two names."""
    told = mapping(item)
    found = (number(told.get(name)) for name in _SCORES)
    return next((score for score in found if score is not None), number(item))


def _title(ranked: Sequence[Json]) -> str:
    """How many were ranked, and which is the best."""
    scores = [(score, index) for index, item in enumerate(ranked) if (score := _score(item)) is not None]
    if not scores:
        return counted(len(ranked), "ranked document")
    score, position = max(scores, key=lambda one: one[0])
    best = mapping(ranked[position]).get("index", position)
    return f"{counted(len(ranked), 'ranked document')}, best is document {best} ({score:.3g})"
