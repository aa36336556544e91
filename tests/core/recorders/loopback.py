# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A server on this machine for recorders to record, and what it is asked and answers.

Rule: the cassettes are made while the test runs; what is compared is what went over the wire.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from viewer.core import bodies
from viewer.core.model import Body, Cassette, Headers


@dataclass(frozen=True)
class Exchange:
    """A request's body, and the answer: what it says (`answer`) and the bytes that say it (`wire`)."""

    path: str
    sent: bytes
    content_type: str
    answer: bytes
    content_encoding: str = ""
    status: int = 200

    @property
    def wire(self) -> bytes:
        """The answer's body as it is sent."""
        return gzip.compress(self.answer, mtime=0) if self.content_encoding == "gzip" else self.answer


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


_WORDS = ["Rægn", " 🌧", " a\u2028b", " c\x85d", "\t'e'", ' "f" ', "\\n", "# g: - h ", "\x7f"]
_EVENTS = b"".join(b"data: " + _json({"text": word}) + b"\n\n" for word in _WORDS) + b"data: [DONE]\n\n"
_PROMPT = _json({"model": "gale-1", "text": "Blåbær 🫐\u2028\n- x: 'y'\n", "stream": True})

EXCHANGES = (
    Exchange("/json", _PROMPT, "application/json", _json({"wind": "norð\r\n\r\n  indented: |\n", "n": 3.344e-05})),
    Exchange("/gzip", _PROMPT, "application/json; charset=utf-8", _json(["squeezed"] * 50), "gzip"),
    Exchange("/events", _PROMPT, "text/event-stream", b": ping\n\n" + _EVENTS),
    Exchange("/events/crlf", _PROMPT, "text/event-stream", _EVENTS.replace(b"\n", b"\r\n")),
    Exchange("/events/gzip", _PROMPT, "text/event-stream", _EVENTS, "gzip"),
    Exchange("/lines", b"", "application/x-ndjson", b'{"a": 1}\n{"a": 2}\n'),
    Exchange("/error", b"  \n", "text/plain", b" slow down \n\n", status=429),
    Exchange("/binary", bytes(range(256)), "application/octet-stream", bytes(range(255, -1, -1)) * 3),
    Exchange("/empty", b"null", "application/json", b"", status=201),
)
_BY_PATH = {exchange.path: exchange for exchange in EXCHANGES}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        exchange = _BY_PATH[self.path]
        received = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(exchange.status if received == exchange.sent else 400)
        self.send_header("Content-Type", exchange.content_type)
        if exchange.content_encoding:
            self.send_header("Content-Encoding", exchange.content_encoding)
        self.send_header("Set-Cookie", "a=1")
        self.send_header("Set-Cookie", "b=2")
        if "event-stream" in exchange.content_type:
            self._send_in_chunks(exchange.wire)
        else:
            self.send_header("Content-Length", str(len(exchange.wire)))
            self.end_headers()
            self.wfile.write(exchange.wire)

    def _send_in_chunks(self, data: bytes) -> None:
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for start in range(0, len(data), 25):
            piece = data[start : start + 25]
            self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing on standard error."""


@contextmanager
def serving() -> Iterator[str]:
    """The URL of a server that runs meanwhile."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def assert_read_back(cassette: Cassette, url: str, exchanges: tuple[Exchange, ...] = EXCHANGES) -> None:
    """The cassette holds the exchanges, byte for byte, and there is nothing wrong with it."""
    assert cassette.problems == ()
    assert [i.request.url for i in cassette.interactions] == [url + exchange.path for exchange in exchanges]
    for interaction, exchange in zip(cassette.interactions, exchanges, strict=True):
        request, response = interaction.request, interaction.response
        assert interaction.problems == ()
        assert (request.method, response.status) == ("POST", exchange.status)
        assert _decoded(request.body, request.headers) == exchange.sent, exchange.path
        assert _decoded(response.body, response.headers) == exchange.answer, exchange.path
        assert (response.body.stored or b"") in (exchange.wire, exchange.answer)
        assert response.headers.get("content-type") == exchange.content_type
        assert response.headers.all("set-cookie") == ["a=1", "b=2"]


def _decoded(body: Body, headers: Headers) -> bytes:
    return bodies.decode(body, headers).data
