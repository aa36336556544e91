# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Recordings of test proxies and stubs of mock servers: each sample holds a talk about a lake."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from viewer.core import formats
from viewer.core.analysis import analyse
from viewer.core.messages import Text

_DATA = Path(__file__).parents[2] / "data" / "formats"


@pytest.mark.parametrize(
    "sample", ["azure-test-proxy/talk.json", "easyvcr/talk.json", "wiremock/mappings.json", "wiremock/stub.json"]
)
def test_question_and_answer(sample: str) -> None:
    cassette = formats.read(_DATA / sample)
    assert (cassette.recorder, cassette.problems) == (sample.partition("/")[0], ())
    exchange = analyse(cassette.interactions[0])
    assert exchange.problems == ()
    assert exchange.prompt is not None
    assert exchange.prompt.messages[0].parts == (Text("How deep is the lake?"),)
    assert exchange.answer.messages[0].parts == (Text("56 metres"),)


def test_what_else_is_told() -> None:
    (easy,) = formats.read(_DATA / "easyvcr" / "talk.json").interactions
    assert (easy.duration_ms, easy.recorded_at) == (265, datetime(2026, 1, 2, 2, 4, 5, 500_000, tzinfo=UTC))
    assert (easy.response.reason, easy.response.http_version, easy.response.headers.get("x-id")) == (
        "OK",
        "HTTP/1.1",
        "7",
    )
    _, whole = formats.read(_DATA / "azure-test-proxy" / "talk.json").interactions
    assert analyse(whole).answer.messages[0].parts == (Text("56 metres"),)


def test_a_body_in_another_file_is_named() -> None:
    stub, elsewhere = formats.read(_DATA / "wiremock" / "mappings.json").interactions
    assert (stub.id, stub.duration_ms) == ("a1", 20)
    assert [problem.text for problem in elsewhere.problems] == ["the body is in another file: talk.json"]
