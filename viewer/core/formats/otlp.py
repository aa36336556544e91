# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Traces of OpenTelemetry in JSON (opentelemetry.io/docs/specs/otlp), one document or one a line, with `gen_ai` spans.

A span of a model's call is an interaction; those of agents and tools are not, and are counted. Where the messages stand
has changed from one version of the GenAI conventions to the next: `_otlp_messages` knows the places.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from viewer.core.errors import Severity
from viewer.core.formats import _chat_completion as chat
from viewer.core.formats._dates import since_1970
from viewer.core.formats._document import Value, first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._otlp_messages import Said, attributes, event_name, said_in
from viewer.core.formats._session_log import tell_others
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Interaction, Request, Response
from viewer.core.registry import Match

_CALLS = ("chat", "text_completion", "generate_content", "completion", "message", "responses")
_ERROR = 2
"""The status code of a span that failed (trace.proto, Status)."""
_STATUS = re.compile("[1-5][0-9][0-9]")
_NANOSECONDS = 1_000_000
_FINISH = {"tool_call": "tool_calls", "error": None}
_SETTINGS = ("temperature", "top_p", "max_tokens", "seed", "frequency_penalty", "presence_penalty", "stop_sequences")


class OtlpReader:
    """Reads traces."""

    name = "otlp"
    title = "OpenTelemetry trace"
    suffixes: tuple[str, ...] = (".json", ".jsonl")

    def match(self, probe: Probe) -> Match:
        """Sure when a span of the first resources has an attribute of the GenAI conventions."""
        value = probe.document.value
        first = first_mapping(value) if isinstance(value, list) else mapping(value)
        resources = first.get("resourceSpans")
        spans = first_mapping(first_mapping(resources).get("scopeSpans")).get("spans")
        return Match.SURE if "spanId" in first_mapping(spans) and '"gen_ai.' in probe.text else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette: the calls of models in order of the file."""
        problems = list(probe.problems)
        root = Entry(probe.document, (), probe.document.value, problems)
        interactions: list[Interaction] = []
        others: Counter[str] = Counter()
        spans = [(span.apart(), attributes(span["attributes"])) for span in _spans(root)]
        is_call = {id(span): _is_call(told) for span, told in spans}
        others.update(str(told.get("gen_ai.operation.name") or "other span") for s, told in spans if not is_call[id(s)])
        for span, told in spans:
            if is_call[id(span)]:
                if not interactions:
                    tell_others(span, others)
                interactions.append(_interaction(len(interactions), span, told))
        if not interactions:
            root.say("the trace holds no call of a model", Severity.INFO)
        return probe.cassette(self.name, interactions, problems)


def _spans(root: Entry) -> Iterator[Entry]:
    for document in root.records():
        for resource in document["resourceSpans"].mappings():
            for scope in resource["scopeSpans"].mappings():
                yield from scope["spans"].mappings()


def _is_call(told: dict[str, Value]) -> bool:
    """Whether a span is a call of a model: it says so, or in older conventions it asks a model and names no agent."""
    operation = told.get("gen_ai.operation.name") or told.get("llm.request.type")
    if operation is not None:
        return operation in _CALLS
    return "gen_ai.request.model" in told or "gen_ai.response.model" in told


def _interaction(index: int, span: Entry, told: dict[str, Value]) -> Interaction:
    span.say(chat.IS_COMPOSED, Severity.INFO)
    events = [(event_name(event), attributes(event["attributes"])) for event in span["events"].mappings()]
    said = said_in(told, events)
    begun, ended = (span[key].integer() for key in ("startTimeUnixNano", "endTimeUnixNano"))
    failure = _failure(span, told, events)
    response = Response(_status(told, failure), body=_answered(said, told, span, failure))
    return Interaction(
        index=index,
        request=Request("POST", _url(told), body=_asked(said, told, span)),
        response=response,
        id=span["spanId"].text() or None,
        duration_ms=(ended - begun) / _NANOSECONDS if begun is not None and ended is not None else None,
        recorded_at=since_1970(begun / 1e9) if begun is not None else None,
        place=span.place,
        problems=tuple(span.problems),
    )


def _url(told: dict[str, Value]) -> str:
    """Where the call went, as far as the span tells: a server's address is no path."""
    address, port = told.get("server.address"), told.get("server.port")
    if not isinstance(address, str) or not address:
        return chat.PATH
    base = address if "://" in address else f"https://{address}"
    return f"{base}{f':{port}' if isinstance(port, int) and port not in (80, 443) else ''}{chat.PATH}"


def _status(told: dict[str, Value], failure: dict[str, Value]) -> int | None:
    """The status that a span tells, which may be its type of error; else 200 is assumed of one that did not fail."""
    for value in (told.get("http.response.status_code"), told.get("error.type")):
        if isinstance(value, int | str) and _STATUS.fullmatch(str(value)):
            return int(value)
    return None if failure else 200


def _failure(span: Entry, told: dict[str, Value], events: list[tuple[str, dict[str, Value]]]) -> dict[str, Value]:
    """The error of a span that failed; empty for one that did not."""
    kind, status = told.get("error.type"), mapping(span["status"].value)
    if kind is None and status.get("code") not in (_ERROR, "STATUS_CODE_ERROR"):
        return {}
    thrown = next((of for name, of in events if name == "exception"), {})
    message = thrown.get("exception.message") or status.get("message") or kind or "the call failed"
    return {"error": {"type": kind or thrown.get("exception.type"), "message": message}}


def _asked(said: Said, told: dict[str, Value], span: Entry) -> Body:
    settings = {name: told.get(f"gen_ai.request.{name}") for name in _SETTINGS}
    more: dict[str, Value] = {"tools": said.tools} if said.tools else {}
    return chat.asked(str(told.get("gen_ai.request.model") or ""), said.asked, {**more, **settings}, span.place)


def _answered(said: Said, told: dict[str, Value], span: Entry, failure: dict[str, Value]) -> Body:
    finishes = told.get("gen_ai.response.finish_reasons")
    first = finishes[0] if isinstance(finishes, list) and finishes else None
    if failure:
        return chat.failed(failure, span.place)
    choices: list[Value] = []
    for number, answer in enumerate(said.answered):
        finish = answer.pop("finish_reason", None) or first
        finish = _FINISH.get(finish, finish) if isinstance(finish, str) else None
        choices.append({"index": number, "message": answer, "finish_reason": finish})
    return chat.whole(choices, _counted(told), span.place)


def _counted(told: dict[str, Value]) -> dict[str, Value]:
    """What a span tells of the answer as a whole; cached tokens are among its input tokens."""
    read = told.get("gen_ai.usage.cache_read.input_tokens", told.get("gen_ai.usage.cache_read_input_tokens"))
    thought = told.get("gen_ai.usage.reasoning.output_tokens")
    usage: dict[str, Value] = {
        "prompt_tokens": told.get("gen_ai.usage.input_tokens", told.get("gen_ai.usage.prompt_tokens")),
        "completion_tokens": told.get("gen_ai.usage.output_tokens", told.get("gen_ai.usage.completion_tokens")),
        "prompt_tokens_details": {"cached_tokens": read} if read is not None else None,
        "completion_tokens_details": {"reasoning_tokens": thought} if thought is not None else None,
    }
    kept = {key: value for key, value in usage.items() if value is not None}
    return {
        "id": told.get("gen_ai.response.id"),
        "model": told.get("gen_ai.response.model") or told.get("gen_ai.request.model"),
        "usage": kept or None,
    }
