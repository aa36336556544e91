# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Recordings to export: one that is well, one that is out to do harm."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from viewer.core import recording
from viewer.core.exporters import EXPORTERS, ExportOptions
from viewer.core.recording import Recording
from viewer.core.secrets.masking import Masker

Json = Any
SECRET = "sk-live-4f8Qm2Zx7Lr9Tb3Nc6Vw1Yd5"
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
NASTY = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)>\n"
    "```\n# out of the fence\n~~~~~\n````\n| a | b |\n[link](https://evil.example) ![i](https://evil.example/i.png)\n"
    "\x1b[31mred\x1b]0;title\x07\x9b2J bell\x07 back\x08space\r\n\u202eright to left\u2066 \u2028 \u0000 \x7f"
    " '; rm -rf ~; echo ' $(id) `id` %s \\0101 half \ud83d of a pair"
)

Make = Callable[..., Recording]
Export = Callable[..., str]


def stream(*chunks: Json, end: str = "data: [DONE]\n\n") -> str:
    """A body of server-sent events."""
    return "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks) + end


def delta(finish: str | None = None, **content: Json) -> Json:
    """A chunk of an OpenAI chat stream."""
    choice = {"index": 0, "delta": content, "finish_reason": finish}
    return {"id": "chatcmpl-1", "object": "chat.completion.chunk", "model": "demo-1", "choices": [choice]}


def interaction(request: Json, answer: str, **response: Json) -> Json:
    """An interaction as go-vcr records it; `request` is the body, or a whole request when it has a `url`."""
    if not isinstance(request, dict) or "url" not in request:
        body = json.dumps({"model": "demo-1", **request})
        url = "https://llm.example/v1/chat/completions"
        request = {"url": url, "method": "POST", "body": body, "headers": {"Content-Type": ["application/json"]}}
    kind = "text/event-stream" if answer.startswith("data:") else "application/json"
    said = {"code": 200, "status": "200 OK", "headers": {"Content-Type": [kind]}, "duration": "1.5s"}
    return {"request": request, "response": {**said, "body": answer, **response}}


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write interactions to a go-vcr file (JSON is YAML) and load it."""

    def make(*interactions: Json, name: str = "demo.yaml") -> Recording:
        path = tmp_path / name
        path.write_text(json.dumps({"version": 2, "interactions": interactions}), "utf-8")
        return recording.load(path)

    return make


@pytest.fixture
def export() -> Export:
    """Export to a string."""

    def export(
        name: str,
        found: Recording,
        *,
        show: bool = False,
        interactions: Sequence[int] | None = None,
        details: bool = False,
    ) -> str:
        exporter = EXPORTERS.named(name)
        assert exporter is not None
        out = io.StringIO()
        chosen = None if interactions is None else tuple(interactions)
        exporter.write(found, out, ExportOptions(Masker(show), chosen, details))
        return out.getvalue()

    return export


def _tool(name: str) -> Json:
    return {"type": "function", "function": {"name": name, "parameters": {"type": "object"}}}


def _call(name: str, arguments: str, index: int = 0) -> Json:
    return {
        "index": index,
        "id": f"call_{index}",
        "type": "function",
        "function": {"name": name, "arguments": arguments},
    }


@pytest.fixture
def talk(make: Make) -> Recording:
    """A question, a tool call, its result and the answer; the answer is met by a 429 first. Times are recorded."""
    user = {"role": "user", "content": "How deep is the lake?"}
    ask: Json = {
        "messages": [{"role": "system", "content": "Be brief."}, user],
        "tools": [_tool("depth")],
        "stream": True,
    }
    called = {"role": "assistant", "content": None, "tool_calls": [_call("depth", '{"lake": "Oeschinen"}')]}
    result = {"role": "tool", "tool_call_id": "call_0", "content": '{"metres":56}'}
    again = {**ask, "messages": [*ask["messages"], called, result]}
    return make(
        interaction(
            ask,
            stream(
                delta(role="assistant", reasoning_content="A tool knows."),
                delta(tool_calls=[_call("depth", '{"lake":')]),
                delta(tool_calls=[{"index": 0, "function": {"arguments": ' "Oeschinen"}'}}]),
                delta("tool_calls"),
                {**delta(), "choices": [], "usage": {"prompt_tokens": 30, "completion_tokens": 12}},
            ),
        ),
        interaction(again, json.dumps({"error": {"message": "Slow down.", "code": 429}}), code=429, status="429"),
        interaction(
            again, stream(delta(role="assistant", content="56 metres"), delta(content=" deep."), delta("stop"))
        ),
    )


@pytest.fixture
def hostile(make: Make) -> Recording:
    """Markup, escapes, control characters, half characters and secrets wherever a cassette has text."""
    picture = {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PNG}"}}
    svg = {"type": "image_url", "image_url": {"url": "data:image/svg+xml;base64,PHN2Zy8+"}}
    far = {"type": "image_url", "image_url": {"url": "https://evil.example/track.png"}}
    words = {"type": "text", "text": f"{NASTY} {SECRET}"}
    body = {
        "model": NASTY,
        "messages": [
            {"role": "system", "content": NASTY},
            {"role": "user", "content": [words, picture, svg, far, {"type": NASTY, "x": NASTY}]},
            {"role": NASTY, "name": NASTY, "content": NASTY},
        ],
        "tools": [_tool(NASTY)],
        "stream": True,
    }
    request = {
        "url": f"https://llm.example/v1/chat/completions?key={SECRET}&q=[1-3]{{a,b}}'$(id)",
        "method": "POST",
        "headers": {
            "Authorization": [f"Bearer {SECRET}"],
            "X-Nasty": [NASTY],
            "Empty": [""],
            "@/etc/passwd": ["read me"],
            "Content-Type": ["application/json"],
        },
        "body": json.dumps(body),
    }
    call = _call(NASTY, json.dumps({"path": NASTY, "key": SECRET}))
    answer = stream(
        delta(role="assistant", reasoning_content=NASTY),
        delta(content=NASTY[:40]),
        delta(content=NASTY[40:] + " " + SECRET[:12]),
        delta(content=SECRET[12:]),
        delta(tool_calls=[call]),
        delta(NASTY),
        {"error": {"message": f"{NASTY} {SECRET}", "type": NASTY, "code": NASTY}},
        {"what": NASTY},
        end="data: {broken\n\n",
    )
    page = {"url": "https://evil.example/", "method": "GET", "headers": {}, "body": ""}
    return make(
        interaction(request, answer, status=f"200 {NASTY}"),
        interaction(page, f"{NASTY} {SECRET}", headers={"Set-Cookie": [SECRET]}),
        name="<b>`|*x*.yaml",
    )
