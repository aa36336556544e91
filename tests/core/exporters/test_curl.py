# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The script sends what was recorded, and no text in it is ever taken for a command."""

from __future__ import annotations

import base64
import json
import shlex
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from viewer.core.recording import Recording

Make = Callable[..., Recording]
Export = Callable[..., str]

needs_curl = pytest.mark.skipif(shutil.which("curl") is None or shutil.which("sh") is None, reason="needs sh and curl")


class Server(HTTPServer):
    """Remembers what it received."""

    received: list[tuple[str, str, dict[str, str], bytes]]


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.received.append((self.command, self.path, dict(self.headers), body))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST = do_HEAD = _answer  # noqa: N815 - the names that http.server calls

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server(("127.0.0.1", 0), _Handler)
    running.received = []
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield running
    running.shutdown()
    running.server_close()
    thread.join()


def _request(server: Server, body: str, **more: object) -> dict[str, Any]:
    url = f"http://127.0.0.1:{server.server_port}/v1/x?a=[1-2]&b={{c,d}}"
    fields = {"url": url, "method": "POST", "body": body, "headers": {"Content-Type": ["application/json"]}, **more}
    return {"request": fields, "response": {"code": 200, "body": ""}}


def _run(script: str, folder: Path) -> None:
    path = folder / "requests.sh"
    path.write_text(script, "utf-8")
    subprocess.run(["sh", str(path)], check=True, cwd=folder, timeout=20, capture_output=True, stdin=subprocess.DEVNULL)


NASTY = "' $(id) `id` \\ \\0101 \\c %s \"\n@file ; \t €"


@needs_curl
@pytest.mark.parametrize(
    "body",
    ["", '{"a": 1}', NASTY, "@/etc/hostname", "\x1b[31m \r\n \x00 \x7f \x85 € \\0101 \\c %s ' end", "x" * 300_000],
    ids=["none", "json", "shell", "at", "control", "long"],
)
def test_sends_the_same_body(body: str, server: Server, make: Make, export: Export, tmp_path: Path) -> None:
    _run(export("curl", make(_request(server, body))), tmp_path)
    ((method, path, headers, received),) = server.received
    assert (method, path) == ("POST", "/v1/x?a=[1-2]&b={c,d}")
    assert received == body.encode()
    assert headers["Content-Type"] == "application/json"


@needs_curl
def test_sends_bytes_that_are_no_text(server: Server, export: Export, tmp_path: Path) -> None:
    from viewer.core import recording

    data, path = bytes(range(256)), tmp_path / "bytes.yaml"
    fields = json.dumps(_request(server, "")["request"])[1:-1].replace(
        '"body": ""', f"body: !!binary {base64.b64encode(data).decode()}"
    )
    path.write_text(f"version: 2\ninteractions:\n- request: {{{fields}}}\n  response: {{code: 200}}\n", "utf-8")
    _run(export("curl", recording.load(path)), tmp_path)
    assert server.received[0][3] == data


@needs_curl
def test_sends_headers_as_recorded(server: Server, make: Make, export: Export, tmp_path: Path) -> None:
    headers = {"X-Empty": [""], "X-Quote": ["it's $HOME"], "X-Twice": ["b"], "Content-Length": ["999"], "Host": ["no"]}
    _run(export("curl", make(_request(server, "{}", headers=headers))), tmp_path)
    received = server.received[0][2]
    assert (received["X-Empty"], received["X-Quote"], received["X-Twice"]) == ("", "it's $HOME", "b")
    assert received["Content-Length"] == "2"
    assert "Content-Type" not in received


@needs_curl
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_sends_other_methods(method: str, server: Server, make: Make, export: Export, tmp_path: Path) -> None:
    _run(export("curl", make(_request(server, "", method=method))), tmp_path)
    assert server.received[0][0] == method


def test_each_command_is_words_of_curl(hostile: Recording, export: Export) -> None:
    words = shlex.split(export("curl", hostile, show=True), comments=True)
    assert words.count("curl") == 2
    assert words[words.index("--url") + 1].startswith("https://llm.example/")
    assert [word for word in words if word.startswith(("rm", "$(id)", "-H", "-d"))] == []


def test_name_that_is_no_header_is_left_out(hostile: Recording, export: Export) -> None:
    script = export("curl", hostile)
    assert "# left out, not the name of a header: @/etc/passwd" in script
    assert "read me" not in script


def test_says_that_secrets_are_masked(talk: Recording, export: Export) -> None:
    assert "Secrets are masked" in export("curl", talk)
    assert "Secrets are masked" not in export("curl", talk, show=True)
