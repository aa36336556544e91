# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Streams of providers that nobody knows: what is found in them, what is not, and that it says to be a guess."""

from __future__ import annotations

import json

import pytest

from viewer.core.analysis import Exchange, analyse
from viewer.core.dialects.guess import Guess
from viewer.core.messages import ApiError, Text
from viewer.core.model import Body, Headers, Interaction, Request, Response
from viewer.core.text.json_values import Json


def _exchange(events: list[Json], request: Json = None, content_type: str = "text/event-stream") -> Exchange:
    lines = "".join(f"data: {json.dumps(event)}\n\n" for event in events)
    asked = Request("POST", "https://llm.example/stream", body=Body(json.dumps(request).encode() if request else None))
    answered = Response(200, headers=Headers((("content-type", content_type),)), body=Body(lines.encode()))
    return analyse(Interaction(0, asked, answered))


@pytest.mark.parametrize(
    ("events", "text", "place"),
    [
        (
            [{"t": n, "data": {"token": piece}} for n, piece in enumerate(("One", " two", "."))],
            "One two.",
            ("data", "token"),
        ),
        ([{"answer": "O"}, {"answer": "One"}, {"answer": "One two"}], "One two", ("answer",)),
        (
            [{"id": f"a{n}", "model": f"m{n}", "text": piece} for n, piece in enumerate(("One", " two"))],
            "One two",
            ("text",),
        ),
        (
            [{"kind": "start"}, {"parts": [{"words": "One and"}]}, {"parts": [{"words": " two"}]}],
            "One and two",
            ("parts", 0, "words"),
        ),
        ([{"text": "One"}, {"text": " two"}, {"title": "a b c"}, {"title": "d e f"}], "One two", ("text",)),
    ],
)
def test_the_text_that_grows_is_found(events: list[Json], text: str, place: tuple[str | int, ...]) -> None:
    exchange = _exchange(events)
    assert isinstance(exchange.dialect, Guess)
    assert exchange.dialect.place == place
    assert exchange.answer.messages[0].parts == (Text(text),)
    assert "guess" in exchange.dialect.title
    assert exchange.problems == ()


@pytest.mark.parametrize(
    "events",
    [
        [{"event": "put", "id": "a"}, {"event": "patch", "id": "b"}],
        [{"text": "same"}, {"text": "same"}],
        [{"text": "1"}, {"text": "2"}],
        [{"sha": "ab"}, {"sha": "cd"}],
        [{"text": "alone"}],
        [[1], [2]],
    ],
)
def test_where_no_text_grows_there_is_no_guess(events: list[Json]) -> None:
    exchange = _exchange(events)
    assert exchange.dialect is None
    assert len(exchange.events) == len(events)


def test_a_whole_answer_is_never_guessed() -> None:
    answered = Response(200, body=Body(b'{"text": "One two"}'))
    assert analyse(Interaction(0, Request("POST", "https://llm.example/"), answered)).dialect is None


def test_who_is_known_is_not_guessed() -> None:
    chunk: Json = {"object": "chat.completion.chunk", "choices": [{"index": 0, "delta": {"content": "One"}}]}
    exchange = _exchange([chunk, chunk])
    assert exchange.dialect is not None
    assert exchange.dialect.name == "openai.chat"


def test_errors_are_told() -> None:
    exchange = _exchange([{"text": "One"}, {"text": " two"}, {"error": {"message": "No."}}])
    assert exchange.answer.error == ApiError(None, None, "No.")


@pytest.mark.parametrize(
    ("request_body", "said"),
    [
        ({"messages": [{"role": "user", "content": "Hi"}]}, "Hi"),
        ({"query": "Hi", "model": "m"}, "Hi"),
        ({"prompt": "Hi"}, "Hi"),
    ],
)
def test_what_was_asked_is_found_too(request_body: Json, said: str) -> None:
    exchange = _exchange([{"text": "One"}, {"text": " two"}], request_body)
    assert exchange.prompt is not None
    assert exchange.prompt.messages[0].parts == (Text(said),)
