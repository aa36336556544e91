# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Replicate: predictions that are polled for, and their streams, whose data is plain text.

Reference: replicate.com/docs/reference/http and replicate.com/docs/topics/predictions/streaming.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from viewer.core.answer import Answer
from viewer.core.deltas import (
    Delta,
    DoneDelta,
    ErrorDelta,
    FinishDelta,
    MetaDelta,
    PartDelta,
    TextDelta,
    UnknownDelta,
    UsageDelta,
)
from viewer.core.dialects._content_parts import located
from viewer.core.dialects._envelope import error, no_object
from viewer.core.dialects._shape import integer, is_blank, mapping, optional_string, sequence, string
from viewer.core.dialects._summaries import counted
from viewer.core.messages import FinishReason, JsonPath, Message, Other, Part, Prompt, Text, Usage
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json

_PATH = re.compile(r"/v1/(predictions|models|deployments|trainings|collections|files|hardware|account)(/.*)?$")
_STREAM = re.compile(r"/v1/streams/[^/]+$")
_HOST = re.compile(r"(^|\.)replicate\.(com|net|delivery)(:|$)")
_FINISH_REASONS = {"succeeded": FinishReason.STOP, "failed": FinishReason.ERROR, "done": FinishReason.STOP}
_ENDS = ("succeeded", "failed", "canceled", "aborted")
_NOT_SETTINGS = ("input", "version", "model", "stream")
_PLACE = re.compile(r"(https?|data):\S+$")


class Replicate:
    """The dialect of `POST /v1/predictions` and of the streams that it names."""

    name = "replicate"
    title = "Replicate"
    terminator: str | None = None

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:
        """By host and path; by the shape of a prediction elsewhere."""
        target = interaction.request.target
        path = unquote(target.path).rstrip("/")
        if _HOST.search(target.netloc) and (_PATH.search(path) or _STREAM.search(path)):
            return Match.SURE
        told = mapping(first.json if first else None)
        is_prediction = "urls" in told and "status" in told and "input" in told
        is_asked = "input" in mapping(request) and "version" in mapping(request) and path.endswith("/predictions")
        return Match.LIKELY if is_prediction or is_asked else Match.NO

    def request(self, body: Json) -> Prompt:
        """What the request asks; never raises."""
        told = mapping(body)
        if not told and not is_blank(body):
            return Prompt(messages=(Message("user", (Other("body", body),)),))
        given = mapping(told.get("input"))
        system = next((string(given[key]) for key in ("system_prompt", "system") if string(given.get(key))), None)
        prompt: Part | None = Text(string(given["prompt"])) if string(given.get("prompt")) else None
        shown = prompt or (Other("input", given) if given else None)
        return Prompt(
            model=optional_string(told.get("model")) or optional_string(told.get("version")),
            stream=told.get("stream") is True,
            system=(Message("system", (Text(system),), path=("input",)),) if system else (),
            messages=(Message("user", (shown,), path=("input", "prompt") if prompt else ("input",)),) if shown else (),
            settings={
                **{key: value for key, value in told.items() if key not in _NOT_SETTINGS},
                **({key: value for key, value in given.items() if key != "prompt"} if prompt else {}),
            },
        )

    def response(self, body: Json) -> Iterator[Delta]:
        """A prediction as it stands, a list, or anything else plainly."""
        if not isinstance(body, dict):
            yield from no_object(body)
        elif "status" in body and ("output" in body or "urls" in body):
            yield from _prediction(body)
        elif "detail" in body and (found := error({**body, "message": body["detail"]})):
            yield ErrorDelta(found, path=("detail",))
        elif isinstance(body.get("results"), list):
            yield PartDelta(Other("list", body, title=counted(len(sequence(body["results"])), "result")))
        elif body:
            yield PartDelta(Other("answer", body))

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """What one event of the stream adds; its data is text even where it looks like JSON."""
        told = mapping(event.json)
        if event.name == "output":
            yield from _output(event.data, "output", ())
        elif event.name == "done":
            native = string(told.get("reason")) or "done"
            yield FinishDelta(native, _FINISH_REASONS.get(native))
            yield DoneDelta()
        elif event.name == "error" and (found := error(event.json if told else event.data)):
            yield ErrorDelta(found)
        elif event.name == "logs":
            yield PartDelta(Other("logs", event.data), key=("logs", event.index))
        elif event.data.strip():
            yield UnknownDelta(event.name or "event", event.json if event.is_json else event.data)

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:  # noqa: ARG002
        """A prediction that is done, with the output whole."""
        said = answer.messages[0] if answer.messages else None
        text = "".join(part.content for part in said.parts if isinstance(part, Text)) if said else ""
        native = said.native_finish_reason if said else None
        return {"output": text, "status": native or "processing"}


def _prediction(body: dict[str, Json]) -> Iterator[Delta]:
    id_, model = optional_string(body.get("id")), optional_string(body.get("model"))
    if id_ or model:
        yield MetaDelta(id_, model)
    yield from _whole_output(body.get("output"))
    native = string(body.get("status"))
    if native in (*_ENDS, "done"):
        yield FinishDelta(native, _FINISH_REASONS.get(native), path=("status",))
    if found := error(body.get("error")):
        yield ErrorDelta(found, path=("error",))
    metrics = mapping(body.get("metrics"))
    counts = Usage(integer(metrics.get("input_token_count")), integer(metrics.get("output_token_count")))
    if counted := counts.by(metrics):
        yield UsageDelta(counted, path=("metrics",))
    if logs := string(body.get("logs")):
        yield PartDelta(Other("logs", logs), key="logs", path=("logs",))


def _whole_output(output: Json) -> Iterator[Delta]:
    """Pieces of text, places of files, or any other value."""
    for position, item in enumerate(output if isinstance(output, list) else [output]):
        path: JsonPath = ("output", position) if isinstance(output, list) else ("output",)
        if isinstance(item, str):
            yield from _output(item, "output", path)
        elif not is_blank(item):
            yield PartDelta(Other("output", item), key=path, path=path)


def _output(text: str, key: str, path: JsonPath) -> Iterator[Delta]:
    if _PLACE.match(text):
        yield PartDelta(located("image", text), key=text, path=path)
    elif text:
        yield TextDelta(text, key=key, path=path)
