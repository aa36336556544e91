# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from viewer.core import bodies, formats, streams
from viewer.core.errors import Severity
from viewer.core.formats import Probe, read_probe
from viewer.core.model import Interaction

_DATA = Path(__file__).parents[2] / "data" / "formats" / "cassetter"
_SSE = 'data: {"a": 1}\n\nevent: end\ndata: «fin»\n\n'.encode()
_NDJSON = b'{"done":false}\n{"done":true}\n'


def _interactions(name: str) -> Sequence[Interaction]:
    cassette = formats.read(_DATA / name)
    assert (cassette.recorder, cassette.version, cassette.problems) == ("cassetter", 1, ())
    assert [problem for i in cassette.interactions for problem in i.problems] == []
    return cassette.interactions


@pytest.mark.parametrize("name", ["http.yaml", "http.toml"])
def test_bodies_of_every_type(name: str) -> None:
    chat, data, nothing = _interactions(name)
    assert (chat.request.method, chat.request.url) == ("POST", "https://api.gale.example/v1/chat/completions")
    sent = {"model": "gale-1", "n": None, "messages": [{"role": "user", "content": "Wind in Tromsø?\nNow."}]}
    assert json.loads(chat.request.body.stored or b"") == sent
    assert chat.request.body.was_parsed
    assert (chat.response.body.stored or b"").endswith(b"data: [DONE]\n\n")
    assert chat.response.headers.all("vary") == ["Accept", "Origin"]
    assert chat.recorded_at == datetime(2026, 1, 2, 3, 4, 5, 250_000, tzinfo=UTC)
    assert data.request.body.stored == b"\0\1\xff"
    assert data.response.body.stored == b'[1,{"z":null}]'
    assert (nothing.request.body.stored, nothing.response.body.stored, nothing.response.status) == (None, None, 404)


@pytest.mark.parametrize("name", ["http.yaml", "http.toml"])
def test_places_are_lines_of_the_file(name: str) -> None:
    lines = (_DATA / name).read_text(encoding="utf-8").split("\n")
    chat, data, _ = _interactions(name)
    assert chat.place is not None
    assert chat.place.line == 3
    assert data.request.body.place is not None
    assert "0001ff" in lines[data.request.body.place.line - 1]
    body = chat.response.body
    for word in (b"delta", b"[DONE]"):
        line = bodies.line_of(body, (body.stored or b"").index(word))
        assert line is not None
        assert word.decode() in lines[line - 1]


def test_a_grpc_call_has_its_status_in_trailers() -> None:
    call, _, _ = _interactions("other_kinds.yaml")
    assert (call.request.method, call.request.url) == ("POST", "/gale.Wind/Ask")
    assert call.request.body.stored == b"\x0a\x04Oslo"
    assert call.response.status == 200
    fields = (("x-took", "2"), ("grpc-status", "5"), ("grpc-message", "no such city"))
    assert call.response.headers.fields == fields


def test_a_websocket_session_keeps_direction_time_and_data() -> None:
    _, session, _ = _interactions("other_kinds.yaml")
    assert (session.index, session.request.url) == (1, "wss://api.gale.example/v1/realtime")
    assert session.response.status == 101
    lines = [json.loads(line) for line in (session.response.body.stored or b"").decode().splitlines()]
    assert lines == [
        {"direction": "sent", "time_ms": 0, "data": '{"type":"session.update"}'},
        {"direction": "received", "time_ms": 12, "data": {"type": "session.updated"}},
        {"direction": "received", "time_ms": 20, "data": "AP8=", "opcode": 2},
        {"direction": "received", "time_ms": 30, "data": {"code": 1000, "reason": "bye"}, "opcode": 8},
    ]


def test_an_observed_request_has_no_response() -> None:
    *_, observed = _interactions("other_kinds.yaml")
    assert (observed.request.url, observed.response.status) == ("http://localhost/health", None)


def test_wrong_fields_cost_only_themselves() -> None:
    text = (
        "version: 1\ninteractions:\n- request:\n    method: GET\n    uri: http://x\n    body: {type: none}\n"
        "  response:\n    status: 200\n    body:\n      type: carved\n      content: stone\n"
        "- request:\n    method: GET\n    uri: http://x\n    body: {type: binary, content: 00zz}\n"
        "  response: 5\n  recorded_at: soon\n"
    )
    first, second = read_probe(Probe("x.yaml", text.encode())).interactions
    assert first.response.body.stored == b"stone"
    assert [(p.line, p.text) for p in first.problems] == [
        (10, "body type 'carved' is not known; the body is shown as it stands")
    ]
    assert second.request.body.stored == b"\0"
    assert {problem.line for problem in second.problems} == {15, 16, 17}


def test_toml_that_is_cut_off_keeps_what_stands_before() -> None:
    text = (_DATA / "http.toml").read_text(encoding="utf-8")
    whole = _interactions("http.toml")
    second = text.index("[[interactions]]", text.index("[[interactions]]") + 1)
    for cut in range(second, len(text)):
        cassette = read_probe(Probe("x.toml", text[:cut].encode()))
        assert cassette.recorder == "cassetter"
        assert cassette.interactions[0].response.body.stored == whole[0].response.body.stored
        assert {problem.severity for problem in cassette.problems} <= {Severity.ERROR}


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        answers = {"/sse": ("text/event-stream", _SSE), "/ndjson": ("application/x-ndjson", _NDJSON)}
        kind, body = answers[self.path]
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    """Serve streams on this machine, and return the address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


@pytest.mark.parametrize("suffix", ["yaml", "toml"])
def test_what_cassetter_records_is_read_back(suffix: str, server: str, tmp_path: Path) -> None:
    cassetter = pytest.importorskip("cassetter", reason="cassetter is not installed")
    path = tmp_path / f"recorded.{suffix}"
    with cassetter.use_cassette(str(path), record_mode="all"), httpx.Client(trust_env=False) as client:
        for name in ("sse", "ndjson"):
            client.post(f"{server}/{name}", json={"place": "Tromsø"})
    cassette = formats.read(path)
    assert (cassette.recorder, cassette.problems) == ("cassetter", ())
    found = {i.request.url.rpartition("/")[2]: i for i in cassette.interactions}
    assert (found["sse"].response.body.stored, found["ndjson"].response.body.stored) == (_SSE, _NDJSON)
    for interaction in found.values():
        assert interaction.problems == ()
        assert json.loads(interaction.request.body.stored or b"") == {"place": "Tromsø"}
    decoded = bodies.decode(found["sse"].response.body, found["sse"].response.headers)
    framing, events = streams.frame(decoded.data, decoded.content_type)
    assert (framing, [event.data for event in events]) == ("sse", ['{"a": 1}', "«fin»"])
