# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Other languages' recorders record a server that is gone then, and replay the redacted copy. Skips without them."""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.secrets.planted_kinds import KINDS, Draw
from viewer.core.recording import load_text
from viewer.redaction import redact

_HERE = Path(__file__).parent
_ANSWER = KINDS["GitHub classic"](Draw(random.Random(11))).secret  # noqa: S311
_ASKED = KINDS["OpenAI"](Draw(random.Random(12))).secret  # noqa: S311
_SAID = json.dumps({"lines": [f"line {number}" for number in range(30)], "note": _ANSWER}).encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        is_packed = self.path == "/packed"
        body = gzip.compress(_SAID, 6) if is_packed else _SAID
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if is_packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing on standard error."""


@dataclass(frozen=True)
class Recorder:
    """The command that posts through a recorder, how its cassettes end, and variables it needs."""

    command: tuple[str, ...]
    suffix: str
    variables: tuple[tuple[str, str], ...] = ()

    def post(self, mode: str, cassette: Path, server: str) -> list[str]:
        """What was answered, plain and packed."""
        urls = [f"{server}/plain", f"{server}/packed"]
        ran = subprocess.run(
            [*self.command, mode, str(cassette), _ASKED if mode == "record" else "none", *urls],
            env={**os.environ, **dict(self.variables)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        return ran.stdout.splitlines()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, ThreadingHTTPServer]]:
    for name in ("http_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    made = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    made.daemon_threads = True
    thread = Thread(target=made.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}", made
    made.shutdown()
    made.server_close()
    thread.join()


def _go(folder: Path) -> Recorder:
    go, packages = shutil.which("go"), Path("/usr/share/gocode")
    if go is None or not (packages / "src/github.com/dnaeon/go-vcr").is_dir():
        pytest.skip("no go, or none with go-vcr")
    variables = (("GO111MODULE", "off"), ("GOPATH", str(packages)), ("GOCACHE", str(folder / "cache")))
    program = folder / "post"
    built = subprocess.run(
        [go, "build", "-o", str(program), str(_HERE / "post_with_go_vcr.go")],
        env={**os.environ, **dict(variables)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    return Recorder((str(program),), ".yaml")


def _ruby(_folder: Path) -> Recorder:
    ruby = shutil.which("ruby")
    if ruby is None or subprocess.run([ruby, "-e", 'require "vcr"; require "webmock"'], check=False).returncode:
        pytest.skip("no ruby, or none with vcr and webmock")
    return Recorder((ruby, str(_HERE / "post_with_ruby_vcr.rb")), ".yml")


@pytest.mark.parametrize("recorder", [_go, _ruby])
def test_the_redacted_copy_is_replayed(
    recorder: Callable[[Path], Recorder], server: tuple[str, ThreadingHTTPServer], tmp_path: Path
) -> None:
    url, serving = server
    made = recorder(tmp_path)
    assert made.post("record", tmp_path / "recorded", url) == [_SAID.decode()] * 2
    serving.shutdown()
    redacted = redact("recorded", (tmp_path / f"recorded{made.suffix}").read_bytes())
    assert redacted.left == ()
    (tmp_path / f"copy{made.suffix}").write_bytes(redacted.data)
    exchanges = load_text("copy", redacted.data).exchanges
    assert [exchange.response.encodings for exchange in exchanges] == [(), ("gzip",)]
    plain, packed = map(json.loads, made.post("replay", tmp_path / "copy", url))
    assert plain == packed
    assert plain["lines"] == json.loads(_SAID)["lines"]
    assert len(plain["note"]) == len(_ANSWER)
    assert "REDACTED" in plain["note"]
    assert _ASKED not in redacted.data.decode("utf-8", "surrogateescape")
