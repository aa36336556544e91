# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Ollama: chats and completions, when their lines were made, and what else the API answers."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from viewer.core.analysis import analyse
from viewer.core.answer import Answer
from viewer.core.dialects import choose
from viewer.core.dialects.ollama.chat import Ollama
from viewer.core.fold import fold
from viewer.core.messages import (
    ApiError,
    Blob,
    FinishReason,
    Message,
    Other,
    Part,
    Reasoning,
    Text,
    ToolCall,
    ToolCallResponse,
    Usage,
)
from viewer.core.model import Body, Interaction, Request, Response
from viewer.core.streams import StreamEvent
from viewer.core.text.json_values import Json
from viewer.core.timeline import TimeSource

OLLAMA = Ollama()


def _events(*payloads: Json) -> list[StreamEvent]:
    return [StreamEvent(n, (n, n + 1), json.dumps(p), p, is_json=True) for n, p in enumerate(payloads)]


def _whole(body: Json) -> Answer:
    return fold([OLLAMA.response(body)]).answer()


def _line(at: str, done: bool = False, **more: Json) -> Json:
    return {"model": "m", "created_at": f"2026-01-02T03:04:{at}Z", "response": "a", "done": done, **more}


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ({"content": "Hi"}, (Text("Hi"),)),
        ({"content": "Hi", "thinking": "Hm"}, (Reasoning("Hm"), Text("Hi"))),
        (
            {"content": "", "tool_calls": [{"function": {"name": "f", "arguments": {"a": 1}}}]},
            (ToolCall(None, "f", '{"a": 1}'),),
        ),
        ({"content": "", "images": ["QQ=="]}, (Blob("image", None, "QQ=="),)),
    ],
)
def test_messages_are_the_same_in_answers_and_requests(message: Json, parts: tuple[Part, ...]) -> None:
    told: Json = {"role": "assistant", **message}  # type: ignore[dict-item]
    answer = _whole({"model": "m", "message": told, "done": True, "done_reason": "stop"})
    assert answer.messages == (Message("assistant", parts, FinishReason.STOP, "stop"),)
    assert answer.unknown == ()
    assert OLLAMA.request({"messages": [told]}).messages[0].parts == parts


def test_completions_go_on_line_by_line() -> None:
    lines = [_line("05.1"), _line("05.2", thinking="Hm"), _line("05.3", done=True, done_reason="length", eval_count=2)]
    assembly = fold(OLLAMA.deltas(event) for event in _events(*lines))
    (message,) = assembly.answer().messages
    assert message.parts == (Text("aaa"), Reasoning("Hm"))
    assert (message.finish_reason, assembly.answer().usage) == (FinishReason.LENGTH, Usage(None, 2))
    assert OLLAMA.assemble(assembly.answer(), _events(*lines)) == {
        **_line("05.3", done=True, done_reason="length", eval_count=2),  # type: ignore[dict-item]
        "response": "aaa",
        "thinking": "Hm",
    }


@pytest.mark.parametrize(
    ("lines", "times"),
    [
        ([_line("05.1"), _line("05.35", done=True)], [0, 250]),
        ([_line("05.1"), _line("05.35", done=True, total_duration=400_000_000)], [150, 400]),
        ([_line("05.123456789"), _line("05.123956789", done=True)], [0, 0.5]),
        ([_line("05.1"), _line("05.35", done=True, total_duration=1)], [0, 0]),
        ([_line("05.1"), {"error": "out of memory"}], None),
        ([_line("nonsense")], None),
        ([], None),
    ],
)
def test_lines_tell_when_they_were_made(lines: list[Json], times: Sequence[float] | None) -> None:
    found = OLLAMA.times_ms(_events(*lines))
    assert found == (None if times is None else pytest.approx(times, abs=0.01))


def test_the_timeline_of_a_recorded_stream_is_recorded() -> None:
    body = "\n".join(
        json.dumps(line) for line in (_line("05.1"), _line("05.35", done=True, total_duration=400_000_000))
    )
    url = "http://localhost:11434/api/generate"
    exchange = analyse(Interaction(0, Request("POST", url), Response(200, body=Body(body.encode())), duration_ms=999))
    assert exchange.timeline.source is TimeSource.RECORDED
    assert exchange.timeline.times_ms == pytest.approx((150, 400), abs=0.01)
    assert exchange.problems == ()


@pytest.mark.parametrize(
    ("body", "kind", "title"),
    [
        ({"model": "m", "embeddings": [[0.1, 0.2]], "total_duration": 1}, "embeddings", "1 embedding of 2 numbers"),
        ({"embedding": [0.1]}, "embeddings", "1 embedding of 1 number"),
        ({"models": [{"name": "a"}, {"name": "b"}]}, "models", "2 models"),
        (
            {"status": "pulling x", "digest": "x", "total": 2000, "completed": 10},
            "status",
            "pulling x: 10 of 2,000 bytes",
        ),
        ({"license": "MIT", "template": "x"}, "answer", None),
    ],
)
def test_what_is_no_chat_is_shown_plainly(body: Json, kind: str, title: str | None) -> None:
    (part,) = _whole(body).messages[0].parts
    assert isinstance(part, Other)
    assert (part.type, part.title) == (kind, title)


def test_errors() -> None:
    assert _whole({"error": "model not found"}).error == ApiError(None, None, "model not found")
    streamed = fold(OLLAMA.deltas(event) for event in _events(_line("05.1"), {"error": "out of memory"})).answer()
    assert streamed.error == ApiError(None, None, "out of memory")


def test_requests() -> None:
    asked = OLLAMA.request(
        {
            "model": "m",
            "messages": [
                {"role": "system", "content": "Be kind."},
                {"role": "tool", "tool_name": "f", "content": "3"},
            ],
            "tools": [{"type": "function", "function": {"name": "f", "parameters": {}}}],
            "options": {"seed": 1},
        }
    )
    assert [(message.role, message.parts) for message in asked.messages] == [
        ("system", (Text("Be kind."),)),
        ("tool", (ToolCallResponse(None, "3", "f"),)),
    ]
    assert (asked.stream, [tool.name for tool in asked.tools], asked.settings) == (
        True,
        ["f"],
        {"options": {"seed": 1}},
    )
    completion = OLLAMA.request(
        {"model": "m", "prompt": "Hi", "system": "Be kind.", "images": ["QQ=="], "stream": False}
    )
    assert completion.system[0].parts == (Text("Be kind."),)
    assert completion.messages[0].parts == (Text("Hi"), Blob("image", None, "QQ=="))
    assert OLLAMA.request({"input": ["a", "b"]}).messages[0].parts == (Text("a"), Text("b"))


@pytest.mark.parametrize(
    ("url", "first", "expected"),
    [
        ("http://127.0.0.1:11434/api/chat", None, "ollama"),
        ("http://127.0.0.1:11434/api/tags", {"models": []}, "ollama"),
        ("https://ollama.com/api/generate", None, "ollama"),
        ("https://proxy.example/x/api/chat", _line("05.1"), "ollama"),
        ("", _line("05.1"), "ollama"),
        ("https://app.example/api/chat", {"reply": "Hi"}, None),
        ("http://127.0.0.1:11434/v1/chat/completions", None, "openai.chat"),
    ],
)
def test_what_is_ollama(url: str, first: Json, expected: str | None) -> None:
    event = None if first is None else _events(first)[0]
    dialect = choose(Interaction(0, Request("POST", url), Response(200)), None, event)
    assert (dialect.name if dialect else None) == expected
