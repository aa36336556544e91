# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Exported pages in a real browser: whatever a cassette says, no script runs and nothing is asked of a network.

Needs Chromium, and skips without it; nothing here stands in for a browser.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.hostile.inputs import vcrpy
from viewer.core.exporters import EXPORTERS, ExportOptions
from viewer.core.recording import load_text

_CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(_CHROMIUM is None, reason="no Chromium here")
_PAGES = [exporter.name for exporter in EXPORTERS if exporter.suffix.endswith(".html")]


class _Asked(BaseHTTPRequestHandler):
    paths: list[str] = []  # noqa: RUF012 - one for the test

    def do_GET(self) -> None:
        """Remember what was asked."""
        self.paths.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    """Return the address of a server on this machine that remembers what it was asked."""
    _Asked.paths = []
    listening = ThreadingHTTPServer(("127.0.0.1", 0), _Asked)
    Thread(target=listening.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{listening.server_address[1]}"
    listening.shutdown()
    listening.server_close()


def _hostile(server: str) -> bytes:
    """A cassette whose every text wants to be a page."""
    words = (
        f"<script>document.title='owned'</script><img src={server}/img onerror=\"document.title='owned'\">"
        f"<svg onload=\"document.title='owned'\"><style>@import '{server}/css'</style></svg>"
        f"<link rel=stylesheet href={server}/link><iframe src={server}/frame></iframe></pre></style></title>"
        f"[click](javascript:document.title='owned') ![]({server}/md) \" onmouseover=\"document.title='owned'\" x=\""
        f"<meta http-equiv=refresh content='0;url={server}/meta'><base href={server}/>"
    )
    asked = {
        "model": words,
        "messages": [
            {"role": words, "content": words},
            {"role": "user", "content": [{"type": "image_url", "image_url": {"url": f"{server}/picture.png"}}]},
        ],
        "tools": [{"type": "function", "function": {"name": words, "description": words}}],
    }
    call = {"id": words, "type": "function", "function": {"name": words, "arguments": json.dumps({words: words})}}
    message = {"role": "assistant", "content": words, "tool_calls": [call]}
    answer = {"object": "chat.completion", "model": words, "choices": [{"message": message, "finish_reason": words}]}
    return vcrpy(json.dumps(asked), json.dumps(answer))


def _dom(page: Path, home: Path) -> str:
    """The page as a browser has it after its scripts had their time."""
    done = subprocess.run(
        [
            str(_CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions",
            "--disable-background-networking", "--disable-component-update", f"--user-data-dir={home}",
            "--virtual-time-budget=2000", "--dump-dom", page.as_uri(),
        ],
        capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    return done.stdout.decode("utf-8", "replace")


def _title(dom: str) -> str:
    found = re.search(r"<title>(.*?)</title>", dom, re.DOTALL)
    return found[1] if found else ""


def test_the_browser_would_tell(server: str, tmp_path: Path) -> None:
    """A page that does what it should not is noticed by this very test."""
    page = tmp_path / "page.html"
    page.write_text(f"<title>x</title><script>document.title='owned'</script><img src={server}/img>")
    assert _title(_dom(page, tmp_path / "home")) == "owned"
    assert _Asked.paths == ["/img"]


@pytest.mark.parametrize("name", _PAGES)
def test_a_page_runs_nothing_and_asks_nothing(name: str, server: str, tmp_path: Path) -> None:
    exporter = EXPORTERS.named(name)
    assert exporter is not None
    page = tmp_path / "page.html"
    with page.open("w", encoding="utf-8") as out:
        exporter.write(load_text("x.json", _hostile(server)), out, ExportOptions())
    dom = _dom(page, tmp_path / "home")
    assert "owned" in dom, "the words are there"
    assert _title(dom).startswith("x.json"), "but as words"
    assert _Asked.paths == []
