# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Cassettes of xAI's gRPC client: three kinds of calls, each an interaction."""

from __future__ import annotations

import json
from pathlib import Path

from viewer.core import bodies, streams
from viewer.core.formats import Probe, read, read_probe
from viewer.core.model import Headers

_FILE = Path(__file__).parents[2] / "data" / "formats" / "xai-grpc" / "calls.yaml"


def test_each_call_is_an_interaction_with_the_url_of_its_method() -> None:
    interactions = read(_FILE).interactions
    assert [(i.request.method, i.request.url, i.response.status) for i in interactions] == [
        ("POST", "https://api.x.ai/collections/create", 200),
        ("POST", "https://api.x.ai/xai_api.Chat/GetCompletion", 200),
        ("POST", "https://api.x.ai/xai_api.Chat/GetCompletionChunk", 200),
    ]


def test_messages_are_their_json() -> None:
    method, sample, _ = read(_FILE).interactions
    assert json.loads(method.request.body.stored or b"") == {"name": "weather-notes"}
    assert json.loads(method.response.body.stored or b"") == {"collection_id": "collection_1"}
    assert json.loads(sample.request.body.stored or b"")["messages"][0]["content"][0]["text"].endswith("Tromsø?")
    assert sample.response.body.was_parsed


def test_a_stream_is_its_messages_with_their_lines() -> None:
    cassette = read(_FILE)
    body = cassette.interactions[2].response.body
    decoded = bodies.decode(body, Headers())
    name, events = streams.frame(decoded.data, decoded.content_type)
    assert name == "grpc"
    told = [event.json for event in events]
    assert told[1] == {"id": "g-2", "outputs": [{"delta": {"content": "mer."}, "finish_reason": "REASON_STOP"}]}
    lines = [bodies.line_of(body, event.span[0]) for event in events]
    assert [cassette.source.split("\n")[line - 1] for line in lines if line] == ["    - chunk:"] * 2


def test_a_call_without_answer_and_a_damaged_one() -> None:
    text = """
version: 1
interactions:
- request_stream: {json: {model: m}}
- request_sample: 7
  response_sample: {json: {id: a}, extra: 1}
"""
    lost, damaged = read_probe(Probe("x.yaml", text.encode())).interactions
    assert lost.response.status is None
    assert damaged.response.status == 200
    assert [problem.line for problem in damaged.problems] == [6, 5]
