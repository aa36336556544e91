# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A trace has a span for each call of a model, in the conventions' words, and can be read again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.core.runs.made_run import MadeRun
from viewer.core import recording
from viewer.core.recording import Recording, load_text

_CONVENTIONS = frozenset(
    [
        "gen_ai.conversation.id",
        "gen_ai.input.messages",
        "gen_ai.operation.name",
        "gen_ai.output.messages",
        "gen_ai.provider.name",
        "gen_ai.request.choice.count",
        "gen_ai.request.frequency_penalty",
        "gen_ai.request.max_tokens",
        "gen_ai.request.model",
        "gen_ai.request.presence_penalty",
        "gen_ai.request.seed",
        "gen_ai.request.stop_sequences",
        "gen_ai.request.stream",
        "gen_ai.request.temperature",
        "gen_ai.request.top_k",
        "gen_ai.request.top_p",
        "gen_ai.response.finish_reasons",
        "gen_ai.response.id",
        "gen_ai.response.model",
        "gen_ai.system_instructions",
        "gen_ai.tool.definitions",
        "gen_ai.usage.cache_creation.input_tokens",
        "gen_ai.usage.cache_read.input_tokens",
        "gen_ai.usage.input_tokens",
        "gen_ai.usage.output_tokens",
        "gen_ai.usage.reasoning.output_tokens",
        "error.type",
        "http.response.status_code",
        "server.address",
        "server.port",
    ]
)
"""Attributes of the GenAI semantic conventions of OpenTelemetry 1.45 that a span of a call may have."""
_DOUBLES = ("temperature", "top_p", "top_k", "frequency_penalty", "presence_penalty")


def _spans(text: str) -> list[dict[str, Any]]:
    (resource,) = json.loads(text)["resourceSpans"]
    (scope,) = resource["scopeSpans"]
    return list(scope["spans"])


def _attributes(span: dict[str, Any]) -> dict[str, Any]:
    return {pair["key"]: next(iter(pair["value"].values())) for pair in span["attributes"]}


@pytest.fixture
def made() -> Recording:
    return load_text("made.har", MadeRun().text().encode())


@pytest.mark.parametrize("sample", ["agent-tools", "reasoning", "errors"])
def test_spans_keep_to_the_conventions(sample: str, samples: Path, export: Callable[..., str]) -> None:
    spans = _spans(export("otlp", recording.load(samples / f"{sample}.yaml")))
    assert spans
    for span in spans:
        assert re.fullmatch("[0-9a-f]{32}", span["traceId"])
        assert re.fullmatch("[0-9a-f]{16}", span["spanId"])
        assert span["kind"] == 3
        assert 0 <= int(span["startTimeUnixNano"]) < int(span["endTimeUnixNano"])
        told = _attributes(span)
        own = {key for key in told if key.startswith("cassette.")}
        assert told.keys() - own <= _CONVENTIONS
        assert {"gen_ai.operation.name", "gen_ai.provider.name"} <= told.keys()
        assert span["name"] == f"{told['gen_ai.operation.name']} {told['gen_ai.request.model']}"
        assert (span["status"] == {}) is ("error.type" not in told)
        for message in json.loads(told.get("gen_ai.output.messages", "[]")):
            assert message.keys() >= {"role", "parts", "finish_reason"}
            assert isinstance(message["finish_reason"], str)


def test_settings_have_the_types_of_the_conventions(make: Callable[..., Recording], export: Callable[..., str]) -> None:
    body = {
        "model": "m",
        "messages": [],
        "temperature": 1,
        "top_p": 1,
        "max_tokens": 7,
        "seed": 3,
        "stop": "end",
        "n": 2,
    }
    url = "https://api.openai.com/v1/chat/completions"
    asked = {"url": url, "method": "POST", "body": json.dumps(body)}
    (span,) = _spans(
        export("otlp", make({"request": asked, "response": {"code": 200, "body": "{}"}}), interactions=[0])
    )
    typed = {pair["key"].removeprefix("gen_ai.request."): pair["value"] for pair in span["attributes"]}
    assert (typed["temperature"], typed["max_tokens"]) == ({"doubleValue": 1.0}, {"intValue": "7"})
    assert (typed["seed"], typed["choice.count"]) == ({"intValue": "3"}, {"intValue": "2"})
    assert typed["stop_sequences"] == {"arrayValue": {"values": [{"stringValue": "end"}]}}
    assert typed["gen_ai.provider.name"] == {"stringValue": "openai"}
    assert all("doubleValue" in typed[name] for name in _DOUBLES if name in typed)


def test_a_trace_is_a_run(made: Recording, export: Callable[..., str]) -> None:
    spans = _spans(export("otlp", made))
    assert len(spans) == len(made.summaries)
    assert len({span["traceId"] for span in spans}) == 2, "sub-agents are in the trace of who asked for them"
    by_id = {span["spanId"]: span for span in spans}
    under = [by_id[span["parentSpanId"]] for span in spans if "parentSpanId" in span]
    assert len(under) == 6
    assert all('"name": "Task"' in _attributes(span)["gen_ai.output.messages"] for span in under)
    assert [_attributes(span)["cassette.time_source"] for span in spans] == ["recorded"] * len(spans)
    failed = [_attributes(span) for span in spans if span["status"]]
    assert [told["error.type"] for told in failed] == ["overloaded_error"] * 2


def test_calls_without_times_say_so_and_stand_in_order(samples: Path, export: Callable[..., str]) -> None:
    spans = _spans(export("otlp", recording.load(samples / "agent-tools.yaml")))
    begun = [int(span["startTimeUnixNano"]) for span in spans]
    assert begun == sorted(begun)
    assert {_attributes(span)["cassette.time_source"] for span in spans} == {"not recorded: in order of the file"}


def test_what_is_written_can_be_read_again(made: Recording, export: Callable[..., str]) -> None:
    again = load_text("x.otlp.json", export("otlp", made).encode())
    assert again.cassette.recorder == "otlp"
    assert len(again.summaries) == len(made.summaries)
    assert [s.duration_ms for s in again.summaries] == [s.duration_ms for s in made.summaries]
    assert [s.usage and s.usage.output_tokens for s in again.summaries] == [
        s.usage and s.usage.output_tokens for s in made.summaries
    ]
    assert [s.links.answers and s.tools for s in again.summaries if not s.failed] == [
        s.links.answers and s.tools for s in made.summaries if not s.failed
    ]
