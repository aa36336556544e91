# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Recordings of test proxies and stubs of mock servers: each sample holds a talk about a lake."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from viewer.core import formats
from viewer.core.analysis import analyse
from viewer.core.messages import Text
from viewer.core.timeline import TimeSource

_DATA = Path(__file__).parents[2] / "data" / "formats"
_URL = "https://api.gale.example/v1/chat/completions"
_MOMENT = datetime(2026, 1, 2, 2, 4, 5, 500_000, tzinfo=UTC)


_ASKED_AND_ANSWERED = """
    azure-test-proxy/talk.json easyvcr/talk.json wiremock/mappings.json wiremock/stub.json
    wiremock-journal/requests.json
    opencode/talk.json dvr/talk.json req-cassette/talk.json hoverfly/simulation.json postman/collection.json
    charles/session.chlsj httpmock/recording.yaml mastra/talk.json mastra/older.json talkback/talk.json5
    talkback/stream.json5 node-replay/1767319445-talk node-replay/old_stream govcr/tracks.json mitmproxy/flows.mitm
    fiddler/session.saz har/playwright.har.zip
"""
_ANSWERED = """
    responses/talk.yaml cachy/cachy.jsonl cachy/one.jsonl saloon/lake.json saloon/older.json
    httptest2/chat-completions-POST.R httptest2/httr.R gemini-cli/lake.responses curl/streamed.curl
"""

_WITH_A_STREAM = {"opencode", "dvr", "req-cassette", "hoverfly", "postman", "charles", "httpmock", "govcr"}
_WITH_A_STREAM |= {"mitmproxy", "fiddler", "har"}


@pytest.mark.parametrize("sample", _ASKED_AND_ANSWERED.split())
def test_question_and_answer(sample: str) -> None:
    cassette = formats.read(_DATA / sample)
    assert (cassette.recorder, cassette.problems) == (sample.partition("/")[0], ())
    exchange = analyse(cassette.interactions[0])
    assert exchange.problems == ()
    assert exchange.prompt is not None
    assert exchange.prompt.messages[0].parts == (Text("How deep is the lake?"),)
    assert exchange.answer.messages[0].parts == (Text("56 metres"),)


@pytest.mark.parametrize("sample", _ANSWERED.split())
def test_answers_alone(sample: str) -> None:
    cassette = formats.read(_DATA / sample)
    assert (cassette.recorder, cassette.problems) == (sample.partition("/")[0], ())
    for exchange in (analyse(interaction) for interaction in cassette.interactions[:2]):
        assert [problem.text for problem in exchange.problems if "assumed" not in problem.text] == []
        assert exchange.answer.messages[0].parts == (Text("56 metres"),)


@pytest.mark.parametrize(
    "sample", [sample for sample in _ASKED_AND_ANSWERED.split() if sample.partition("/")[0] in _WITH_A_STREAM]
)
def test_the_second_is_streamed(sample: str) -> None:
    exchange = analyse(formats.read(_DATA / sample).interactions[1])
    assert exchange.framing == "sse"
    assert exchange.prompt is not None
    assert exchange.prompt.stream
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
    assert [problem.text for problem in elsewhere.problems] == [
        "the body is in a file that is not beside the recording: talk.json"
    ]


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("talk.json", b"{}"),
        ("below/talk.json", b"[]"),
        ("../secret", None),
        ("/etc/hostname", None),
        ("below/../../secret", None),
        ("link", None),
        ("none.json", None),
    ],
)
def test_a_file_of_wiremock_is_read_below_its_folder_alone(tmp_path: Path, name: str, stored: bytes | None) -> None:
    (tmp_path / "mappings").mkdir()
    (tmp_path / "__files" / "below").mkdir(parents=True)
    (tmp_path / "__files" / "talk.json").write_bytes(b"{}")
    (tmp_path / "__files" / "below" / "talk.json").write_bytes(b"[]")
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "__files" / "link").symlink_to(tmp_path / "secret")
    stub = {"id": "1", "request": {"url": "/"}, "response": {"status": 200, "bodyFileName": name}}
    (tmp_path / "mappings" / "one.json").write_text(json.dumps(stub))
    (only,) = formats.read(tmp_path / "mappings" / "one.json").interactions
    assert only.response.body.stored == stored
    assert len(only.problems) == (stored is None)


def test_what_opencode_keeps_of_a_websocket_has_no_order_between_both_sides() -> None:
    *_, session = formats.read(_DATA / "opencode" / "talk.json").interactions
    assert (session.request.url, session.response.status) == ("wss://api.gale.example/v1/realtime", 101)
    lines = [json.loads(line) for line in (session.response.body.stored or b"").splitlines()]
    assert [(line["direction"], line.get("opcode")) for line in lines] == [
        ("sent", None),
        ("received", None),
        ("received", 2),
    ]
    assert ["no order" in problem.text for problem in session.problems] == [True]


def test_parts_of_a_url_and_what_was_measured() -> None:
    first, second = formats.read(_DATA / "charles" / "session.chlsj").interactions
    assert (first.request.url, second.request.url) == (f"{_URL}?trace=1", _URL)
    assert (first.duration_ms, first.first_byte_ms, first.response.reason) == (265, 200, "All right")
    asked, _ = formats.read(_DATA / "req-cassette" / "talk.json").interactions
    assert (asked.request.url, asked.recorded_at) == (f"{_URL}?trace=1", _MOMENT)
    fly, _ = formats.read(_DATA / "hoverfly" / "simulation.json").interactions
    assert (fly.request.url, fly.request.headers.get("content-type"), fly.duration_ms) == (
        f"{_URL}?trace=1",
        "application/json",
        20,
    )
    *_, failed = formats.read(_DATA / "govcr" / "tracks.json").interactions
    assert (failed.request.url, failed.response.status) == (f"{_URL}?trace=1", None)
    assert [problem.text for problem in failed.problems] == ["no response was received: connection refused"]


def test_times_of_pieces_are_those_of_events() -> None:
    streamed, _ = formats.read(_DATA / "mastra" / "talk.json").interactions
    exchange = analyse(streamed)
    assert exchange.timeline.source is TimeSource.RECORDED
    assert tuple(exchange.timeline.times_ms) == (100, 120, 125, 125)


def test_moments() -> None:
    for sample in ("dvr/talk.json", "talkback/talk.json5", "mastra/talk.json", "wiremock-journal/requests.json"):
        assert formats.read(_DATA / sample).interactions[0].recorded_at == _MOMENT


def test_a_folder_of_node_replay_names_the_host(tmp_path: Path) -> None:
    for folder, url in (
        ("api.gale.example-8080", "http://api.gale.example:8080"),
        ("api.gale.example", "http://api.gale.example"),
    ):
        (tmp_path / folder).mkdir()
        file = tmp_path / folder / "talk"
        file.write_bytes((_DATA / "node-replay" / "1767319445-talk").read_bytes())
        (only,) = formats.read(file).interactions
        assert only.request.url == f"{url}/v1/chat/completions"
        assert [name for name, _ in only.request.headers] == ["accept"]


def test_sessions_of_fiddler_are_in_their_order_and_what_is_missing_is_told() -> None:
    cassette = formats.read(_DATA / "fiddler" / "session.saz")
    assert [one.id for one in cassette.interactions] == ["1", "2", "10"]
    *_, lone = cassette.interactions
    assert [problem.text for problem in lone.problems] == ["the session has no response"]
    assert lone.place is not None
    assert "GET /v1/models" in cassette.source.split("\n")[lone.place.line - 1]


def test_an_item_of_postman_without_a_saved_response_is_a_request() -> None:
    *_, lone = formats.read(_DATA / "postman" / "collection.json").interactions
    assert (lone.request.url, lone.response.status, lone.id) == ("https://api.gale.example/v1/models", None, "models")
