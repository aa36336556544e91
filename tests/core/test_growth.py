# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Twice as much of anything is twice the work and not four times, counted in operations of the interpreter."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import pytest

from viewer.core.analysis import analyse
from viewer.core.model import Body, Headers, Interaction, Request, Response
from viewer.core.text.json_values import Json

_SIZE = 150


def _operations(work: Callable[[], object]) -> int:
    """How many operations the interpreter carries out, however long each takes."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:  # noqa: ANN401 - a trace function
        nonlocal count
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def _interaction(path: str, events: Iterator[Json]) -> Interaction:
    stream = "".join(f"data: {json.dumps(event)}\n\n" for event in events) + "data: [DONE]\n\n"
    asked = json.dumps({"model": "parrot-1", "messages": [{"role": "user", "content": "Why?"}]})
    request = Request("POST", f"https://llm.example/v1/{path}", body=Body(asked.encode()))
    headers = Headers((("Content-Type", "text/event-stream"),))
    return Interaction(0, request, Response(200, "OK", headers, Body(stream.encode())))


def _chunk(delta: Json, index: int = 0, finish: str | None = None) -> Json:
    return {"id": "c1", "model": "parrot-1", "choices": [{"index": index, "delta": delta, "finish_reason": finish}]}


def _texts(count: int) -> Interaction:
    return _interaction("chat/completions", (_chunk({"content": "x"}) for _ in range(count)))


def _calls(count: int) -> Interaction:
    def calls() -> Iterator[Json]:
        for number in range(count):
            function: Json = {"name": "add", "arguments": "{}"}
            call: Json = {"index": number, "id": f"c{number}", "type": "function", "function": function}
            yield _chunk({"tool_calls": [call]})

    return _interaction("chat/completions", calls())


def _choices(count: int) -> Interaction:
    return _interaction("chat/completions", (_chunk({"content": "x"}, n, "length") for n in range(count)))


def _late(count: int) -> Interaction:
    """Choices that all go on after their end."""
    finishes = [_chunk({}, number, "stop") for number in range(count)]
    return _interaction("chat/completions", iter([*finishes, *(_chunk({"content": "x"}, n) for n in range(count))]))


def _items(count: int) -> Interaction:
    """Items of a response, each told in pieces and again as a whole."""

    def events() -> Iterator[Json]:
        for place in range(count):
            content: Json = [{"type": "output_text", "text": "x"}]
            item: Json = {"type": "message", "id": f"m{place}", "role": "assistant", "content": content}
            yield {"type": "response.output_text.delta", "output_index": place, "content_index": 0, "delta": "x"}
            yield {"type": "response.output_item.done", "output_index": place, "item": item}

    return _interaction("responses", events())


def _unknown(count: int) -> Interaction:
    return _interaction("chat/completions", ({"what": number} for number in range(count)))


@pytest.mark.parametrize("make", [_texts, _calls, _choices, _late, _items, _unknown])
def test_twice_as_much_is_twice_the_work(make: Callable[[int], Interaction]) -> None:
    # The first time all that is needed is loaded, and CPython 3.12 and 3.13 prepare code to be traced: they count less.
    _operations(lambda: analyse(make(_SIZE)))
    once, twice = (_operations(lambda count=count: analyse(make(count))) for count in (_SIZE, 2 * _SIZE))  # type: ignore[misc]
    assert once > _SIZE
    assert twice < 2.2 * once
