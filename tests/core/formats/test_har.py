# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from viewer.core import bodies, formats
from viewer.core.analysis import analyse
from viewer.core.errors import Severity
from viewer.core.formats import Probe, read_probe
from viewer.core.model import Cassette, Interaction
from viewer.core.timeline import TimeSource

_DATA = Path(__file__).parents[2] / "data" / "formats" / "har"


def _read(text: str) -> Cassette:
    return read_probe(Probe("x.har", text.encode()))


def _interactions(name: str) -> Sequence[Interaction]:
    cassette = formats.read(_DATA / name)
    assert (cassette.recorder, cassette.version, cassette.problems) == ("har", "1.2", ())
    assert [problem for i in cassette.interactions for problem in i.problems] == []
    return cassette.interactions


def _entry(**changes: object) -> str:
    """A HAR file with one entry of one line a key."""
    entry = {
        "startedDateTime": "2026-01-02T03:04:05Z",
        "time": 1,
        "request": {"method": "GET", "url": "http://localhost/", "headers": []},
        "response": {"status": 200, "headers": [], "content": {"text": ""}},
        **changes,
    }
    lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in entry.items())
    return f'{{"log": {{"version": "1.2", "entries": [{{\n{lines}}}]}}}}'


@pytest.mark.parametrize("name", ["browser.har", "compressed.zhar"])
def test_what_a_browser_exports(name: str) -> None:
    chat, form, _ = _interactions(name)
    assert (chat.request.method, chat.request.url) == ("POST", "https://api.gale.example/v1/chat/completions")
    assert (chat.request.http_version, chat.response.http_version) == ("HTTP/2", "HTTP/2.0")
    assert chat.request.headers.get(":authority") == "api.gale.example"
    assert json.loads(chat.request.body.stored or b"")["model"] == "gale-1"
    assert "«7 m/s»" in (chat.response.body.stored or b"").decode()
    assert (chat.duration_ms, chat.recorded_at) == (250.5, datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert form.request.body.stored == b"city=Troms%C3%B8+%26+co&unit=m%2Fs"
    assert form.response.body.stored == b"\x89PNG\r\n\x1a\n"
    assert (form.duration_ms, form.recorded_at) == (18, datetime(2026, 1, 2, 3, 4, 6, 500_000, tzinfo=UTC))


def test_websocket_messages_keep_direction_time_and_data() -> None:
    *_, socket = _interactions("browser.har")
    body = socket.response.body
    assert body.media_type == "application/vnd.cassette-viewer.websocket+jsonl"
    assert body.place is not None
    lines = [json.loads(line) for line in (body.stored or b"").decode().splitlines()]
    assert lines == [
        {"direction": "sent", "time_ms": 250, "data": '{"type":"session.update"}'},
        {"direction": "received", "time_ms": 500, "data": '{"type":"session.updated"}'},
        {"direction": "received", "time_ms": 1000, "data": "AAEC", "opcode": 2},
    ]


def test_polly_keeps_the_order_of_the_file_and_the_pieces_that_it_received() -> None:
    later, earlier = _interactions("polly.yaml")
    assert later.recorded_at is not None
    assert earlier.recorded_at is not None
    assert later.recorded_at > earlier.recorded_at
    sent = later.request.body
    text = '{"speaker":"human","text":"Where is the wind?\\n"}'
    assert sent.stored == f'{{"messages":[{text}],"temperature":0}}'.encode()
    assert sent.was_parsed
    assert (later.response.body.stored or b"").startswith(b"\x1f\x8b")
    decoded = bodies.decode(later.response.body, later.response.headers)
    assert decoded.data == b'{"id":"a1","object":"chat.completion","choices":[]}' * 3
    assert decoded.problems == ()
    assert earlier.request.body.stored is None
    assert earlier.response.body.stored == b'{"wind":"west"}'


def test_polly_5_wrote_its_pieces_in_hexadecimal() -> None:
    (only,) = _interactions("polly_5.har")
    assert b"chat.completion" in bodies.decode(only.response.body, only.response.headers).data


def test_no_response_says_why() -> None:
    response = {"status": 0, "headers": [], "content": {}, "_error": "net::ERR_INTERNET_DISCONNECTED"}
    (only,) = _read(_entry(response=response, time=0)).interactions
    assert (only.response.status, only.duration_ms) == (0, None)
    assert [(p.line, p.text) for p in only.problems] == [
        (5, "no response was received: net::ERR_INTERNET_DISCONNECTED")
    ]


def test_a_body_that_was_not_included_says_so() -> None:
    content = {"mimeType": "image/png", "comment": "Response bodies are not included."}
    (only,) = _read(_entry(response={"status": 200, "headers": [], "content": content})).interactions
    assert only.response.body.stored is None
    assert [(p.severity, p.text) for p in only.problems] == [
        (Severity.INFO, "the body was not recorded: Response bodies are not included.")
    ]


@pytest.mark.parametrize(
    ("content", "stored", "said"),
    [
        ({"text": '["YWI=", "Y!"]', "encoding": "base64"}, b"ab", "base64 is damaged in a piece of the body"),
        ({"text": '["YWI=", 5]', "encoding": "base64"}, b"", "base64 is damaged after 0 bytes"),
        ({"text": '["6162", "6x"]', "_isBinary": True}, b"ab", "hexadecimal data is damaged after 2 bytes"),
        ({"text": "[1]", "encoding": "rot13"}, b"[1]", "encoding 'rot13' is not known; the text is shown as it stands"),
        ({"text": 5}, b"5", None),
        ({"text": '["a"]'}, b'["a"]', None),
    ],
)
def test_odd_bodies(content: dict[str, object], stored: bytes, said: str | None) -> None:
    (only,) = _read(_entry(response={"status": 200, "headers": [], "content": content})).interactions
    assert only.response.body.stored == stored
    assert [p.text for p in only.problems] == ([said] if said else [])


@pytest.mark.parametrize(
    ("time", "timings", "expected"),
    [
        (None, None, None),
        (0, {}, None),
        ("12.5", {}, 12.5),
        (-1, {"wait": 5, "blocked": -1, "connect": 2, "ssl": 2}, 7),
        (float("nan"), {"wait": 3}, 3),
    ],
)
def test_durations(time: object, timings: object, expected: float | None) -> None:
    (only,) = _read(_entry(time=time, timings=timings)).interactions
    assert only.duration_ms == expected


def test_a_wrong_field_costs_only_itself() -> None:
    text = _entry(
        startedDateTime="soon",
        time=[],
        request={"method": "GET", "url": "http://localhost/", "headers": [{"name": "A", "value": "b"}, 5, "c"]},
        _webSocketMessages=[3, {"type": "send", "data": {"a": 1}}],
        colour="red",
    )
    (only,) = _read(text).interactions
    assert only.request.headers.fields[0] == ("A", "b")
    assert only.recorded_at is None
    assert '"data":{"a":1}' in (only.response.body.stored or b"").decode()
    assert {problem.line for problem in only.problems} == {1, 2, 3, 4, 6}


def test_a_file_without_entries_says_so() -> None:
    cassette = _read('{"log": {"version": "1.2", "creator": {"name": "x"}, "entries": []}}')
    assert (cassette.recorder, cassette.interactions) == ("har", ())
    assert [p.text for p in cassette.problems] == ["no interactions were recorded"]


@pytest.mark.parametrize("name", ["browser.har", "polly.yaml"])
def test_every_cut_keeps_the_interactions_before_it(name: str) -> None:
    data = (_DATA / name).read_bytes()
    whole = _interactions(name)
    marker = b"localhost/form" if name == "browser.har" else b"/earlier"
    for cut in range(data.index(marker), len(data), 7):
        cassette = read_probe(Probe(name, data[:cut]))
        assert cassette.recorder == "har"
        assert cassette.interactions[0].response.body.stored == whole[0].response.body.stored


def test_every_recorded_archive_is_read(recorded: dict[Path, Cassette]) -> None:
    own = {path: cassette for path, cassette in recorded.items() if path.name.endswith((".har", ".har.yaml"))}
    assert own
    for path, cassette in own.items():
        assert (cassette.recorder, cassette.problems) == ("har", ()), path
        assert cassette.interactions
        for interaction in cassette.interactions:
            assert interaction.request.url
            assert interaction.recorded_at is not None
            has_response = interaction.response.status and interaction.response.body.stored is not None
            assert not (has_response and interaction.problems), (path, interaction.problems)


def _stream_entry(**changes: object) -> str:
    content = {"size": 0, "mimeType": "text/event-stream", **changes}
    return _entry(response={"status": 200, "headers": [], "content": content})


def test_events_that_a_browser_kept_apart_are_a_stream_with_their_times() -> None:
    began = datetime(2026, 1, 5, 10, tzinfo=UTC)
    events = [
        {"time": began.timestamp() + after, "eventName": name, "eventId": "", "data": data}
        for after, name, data in ((0.5, "message", "one"), (1.25, "tick", "two\nlines"))
    ]
    (found,) = _read(_entry(startedDateTime=began.isoformat(), _eventSourceMessages=events)).interactions
    exchange = analyse(found)
    assert (exchange.framing, exchange.timeline.source) == ("sse", TimeSource.RECORDED)
    assert [(event.name, event.data, event.time_ms) for event in exchange.events] == [
        (None, "one", 500),
        ("tick", "two\nlines", 1250),
    ]


def test_a_body_in_a_file_beside_the_archive_is_read(tmp_path: Path) -> None:
    (tmp_path / "a1.txt").write_bytes(b"data: hello\n\n")
    archive = tmp_path / "talk.har"
    archive.write_text(_stream_entry(_file="a1.txt"), "utf-8")
    (found,) = formats.read(archive).interactions
    assert (found.response.body.stored, found.problems) == (b"data: hello\n\n", ())


@pytest.mark.parametrize("name", ["missing.txt", "../talk.har", "/etc/hostname", "folder"])
def test_a_body_in_any_other_file_is_named_and_not_read(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "inner"
    (folder / "folder").mkdir(parents=True)
    (tmp_path / "talk.har").write_text("{}", "utf-8")
    archive = folder / "talk.har"
    archive.write_text(_stream_entry(_file=name), "utf-8")
    (found,) = formats.read(archive).interactions
    assert found.response.body.stored is None
    assert any(name in problem.text for problem in found.problems)


@pytest.mark.parametrize(
    ("reason", "said"), [("net::ERR_ABORTED", "was aborted"), ("net::ERR_HTTP2_PROTOCOL_ERROR", "failed")]
)
def test_an_answer_that_broke_off_says_so(reason: str, said: str) -> None:
    response = {"status": 200, "headers": [], "content": {"text": "x"}, "_error": reason}
    (found,) = _read(_entry(response=response)).interactions
    assert [said in problem.text and reason in problem.text for problem in found.problems] == [True]


def test_several_values_of_a_header_field_are_fields_of_their_own() -> None:
    headers = [{"name": "set-cookie", "value": ["a=1", "b=2"]}]
    (found,) = _read(_entry(response={"status": 200, "headers": headers, "content": {"text": ""}})).interactions
    assert tuple(found.response.headers) == (("set-cookie", "a=1"), ("set-cookie", "b=2"))


@pytest.mark.parametrize(
    ("timings", "expected"),
    [
        ({"blocked": 1, "dns": -1, "connect": 2, "send": 3, "wait": 40, "receive": 9}, 46),
        ({"wait": 40, "receive": 0}, None),
        ({"wait": -1, "receive": 9}, None),
        ({}, None),
    ],
)
def test_time_to_the_first_byte(timings: object, expected: float | None) -> None:
    (only,) = _read(_entry(timings=timings)).interactions
    assert only.first_byte_ms == expected
