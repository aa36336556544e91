# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""OpenAI's APIs that answer with data rather than with messages, and other providers' that do so in the same shape.

Reference: platform.openai.com/docs/api-reference. Rule: one row each in `PLATFORM`; the request is shown as it is, the
answer in a few words with its data.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import unquote

from viewer.core.answer import Answer
from viewer.core.deltas import Delta, DoneDelta, ErrorDelta, MetaDelta, PartDelta, TextDelta, UnknownDelta, UsageDelta
from viewer.core.dialects._content_parts import part
from viewer.core.dialects._envelope import body_error, usage
from viewer.core.dialects._shape import integer, is_blank, mapping, optional_string, sequence, string
from viewer.core.dialects._summaries import data_part, embeddings_part, moderation_part, progress, prompt_part
from viewer.core.dialects.openai._media import audio_deltas, image_deltas, video_deltas
from viewer.core.dialects.openai._responses_request import prompt as items_prompt
from viewer.core.messages import Message, Other, Part, Prompt
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json
from viewer.dataclass import dataclass

_DONE = "[DONE]"
_HOSTS = re.compile(r"(^|\.)(openai\.com|openai\.azure\.com|x\.ai|mistral\.ai)(:\d+)?$")
_PREFIX = re.compile(r"/(v1|openai)/")
_OTHERS = ("anthropic", "cohere", "googleapis")  # hosts with paths of the same names and answers of their own

_Asks = Callable[[dict[str, Json]], Prompt]
_Answers = Callable[[dict[str, Json]], Iterator[Delta]]


@dataclass(slots=True)
class PlatformApi:
    """One API: its paths, how its requests and its answers are shown."""

    name: str
    title: str
    path: re.Pattern[str]
    answers: _Answers
    asks: _Asks
    terminator: str | None = None

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:
        """By path, on hosts that are known or where question and answer are of the right shape."""
        target = interaction.request.target
        if not self.path.search(unquote(target.path).rstrip("/")):
            return Match.NO
        if any(other in target.netloc for other in _OTHERS) or interaction.request.headers.get("anthropic-version"):
            return Match.NO
        if _HOSTS.search(target.netloc):
            return Match.SURE
        answered = mapping(first.json if first else None)
        fits = isinstance(answered.get("data"), list) or "object" in answered
        listed = [mapping(one).get("object") for one in sequence(answered.get("data"))]
        is_like = any(listed) or answered.get("object") == "error" or "model" in mapping(request)
        fits = fits or ("error" in answered and is_like)
        return Match.LIKELY if fits and (is_like or _PREFIX.search(target.path)) else Match.NO

    def request(self, body: Json) -> Prompt:
        """What the request asks; never raises."""
        if isinstance(body, dict):
            return self.asks(body)
        return Prompt() if is_blank(body) else Prompt(messages=(Message("user", (Other("body", body),)),))

    def response(self, body: Json) -> Iterator[Delta]:
        """A whole answer: its data with a title, its usage, its error."""
        if isinstance(body, dict):
            yield from self._told(body)
        elif isinstance(body, str):
            yield TextDelta(body)
        elif not is_blank(body):
            yield PartDelta(Other("answer", body))

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """What one event of the stream adds."""
        if event.data.strip() == _DONE:
            yield DoneDelta()
        elif isinstance(event.json, dict):
            yield from self._told(event.json)
        elif event.is_json or event.data.strip():
            yield UnknownDelta("event", event.json if event.is_json else event.data)

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:  # noqa: ARG002
        """The last event that is an object, which tells the result whole."""
        return next((event.json for event in reversed(events) if isinstance(event.json, dict)), {})

    def _told(self, body: dict[str, Json]) -> Iterator[Delta]:
        id_, model = optional_string(body.get("id")), optional_string(body.get("model"))
        if id_ or model:
            yield MetaDelta(id_, model)
        is_object = "object" in body and body["object"] != "error"
        failure = None if is_object and is_blank(body.get("error")) else body_error(body)
        if failure:
            yield ErrorDelta(failure, path=("error",) if "error" in body else ())
        if not failure or is_object:
            yield from self.answers(body)


# --- Requests


def _as_it_is(body: dict[str, Json]) -> Prompt:
    """All of it, as one part."""
    return _asked(body, (Other("request", body),), ())


def _asked(body: dict[str, Json], parts: Sequence[Part], told: Sequence[str]) -> Prompt:
    """Parts that say what is asked, taken from the keys `told`; the others are settings."""
    messages = (Message("user", tuple(parts), path=tuple(told[:1])),) if parts else ()
    rest = {key: value for key, value in body.items() if key not in (*told, "model", "stream")}
    return Prompt(
        model=optional_string(body.get("model")),
        stream=body.get("stream") is True or string(body.get("stream_format")) == "sse",
        messages=messages,
        settings=rest if told else {},
    )


def _asks_input(body: dict[str, Json]) -> Prompt:
    """Texts, tokens or pictures to embed or to judge, and text to speak."""
    told = body.get("input")
    is_tokens = isinstance(told, list) and bool(told) and all(integer(token) is not None for token in told)
    listed = told if isinstance(told, list) and not is_tokens else [] if is_blank(told) else [told]
    return _asked(body, [_input_part(one) for one in listed], ("input",))


def _input_part(told: Json) -> Part:
    return part(told) if isinstance(told, dict) else prompt_part(told)


def _asks_picture(body: dict[str, Json]) -> Prompt:
    told = body.get("prompt")
    return _asked(body, [] if is_blank(told) else [prompt_part(told)], ("prompt",))


def _asks_items(body: dict[str, Json]) -> Prompt:
    """A conversation's items are those of the Responses API."""
    items = items_prompt({"input": body.get("items")})
    return Prompt(
        system=items.system,
        messages=items.messages,
        settings={key: value for key, value in body.items() if key != "items"},
    )


# --- Answers


def _embeddings(body: dict[str, Json]) -> Iterator[Delta]:
    yield PartDelta(embeddings_part(body), path=("data",))
    if found := usage(body.get("usage")):
        yield UsageDelta(found, path=("usage",))


def _moderations(body: dict[str, Json]) -> Iterator[Delta]:
    for index, result in enumerate(sequence(body.get("results"))):
        yield PartDelta(moderation_part(result), path=("results", index))


def _data(noun: str) -> _Answers:
    """Answers that are one object, or a list of them."""

    def told(body: dict[str, Json]) -> Iterator[Delta]:
        shown, done = data_part(body, noun), progress(body)
        yield PartDelta(Other(shown.type, shown.data, title=f"{shown.title}, {done} requests") if done else shown)
        if found := usage(body.get("usage")):
            yield UsageDelta(found, path=("usage",))

    return told


def _api(name: str, title: str, path: str, answers: _Answers, asks: _Asks = _as_it_is) -> PlatformApi:
    return PlatformApi(f"openai.{name}", title, re.compile(path), answers, asks)


PLATFORM: tuple[PlatformApi, ...] = (
    _api("embeddings", "OpenAI embeddings", r"/embeddings$", _embeddings, _asks_input),
    _api("moderations", "OpenAI moderations", r"(?<!usage)/moderations$", _moderations, _asks_input),
    _api("images", "OpenAI images", r"/images/(generations|edits|variations)$", image_deltas, _asks_picture),
    _api("audio", "OpenAI audio", r"/audio/(speech|transcriptions|translations)$", audio_deltas, _asks_input),
    _api("stored_messages", "OpenAI stored messages", r"/chat/completions/[^/]+/messages$", _data("message")),
    _api("stored_completions", "OpenAI stored completions", r"/chat/completions(/[^/]+)?$", _data("completion")),
    _api("containers", "OpenAI containers", r"/containers(/(?!.*content$).*)?$", _data("container")),
    _api("skills", "OpenAI skills", r"/skills(/(?!.*content$).*)?$", _data("skill")),
    _api("videos", "OpenAI videos", r"/videos(/(?!.*content$).*)?$", video_deltas, _asks_picture),
    _api(
        "conversations",
        "OpenAI conversations",
        r"/conversations(/[^/]+(/items(/[^/]+)?)?)?$",
        _data("item"),
        _asks_items,
    ),
    _api("batches", "OpenAI batches", r"/(batches|batch/jobs)(/[^/]+(/cancel)?)?$", _data("batch")),
    _api("vector_stores", "OpenAI vector stores", r"/vector_stores(/(?!.*content$).*)?$", _data("vector store")),
    _api("files", "OpenAI files", r"/files(/[^/]+)?$|/uploads(/.*)?$", _data("file")),
    _api("fine_tuning", "OpenAI fine-tuning", r"/fine[-_]tun(ing|es)(/.*)?$", _data("fine-tuning job")),
    _api("realtime_sessions", "OpenAI realtime sessions", r"/realtime/\w+$", _data("session")),
    _api("usage", "OpenAI usage", r"/organization/(usage|costs).*$", _data("bucket")),
    _api("models", "Model list", r"/models(/[^/:]+)*$", _data("model")),
)
