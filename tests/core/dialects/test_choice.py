# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Which interactions are whose: by path whatever stands before it, by shape where the path says nothing."""

from __future__ import annotations

import json

import pytest

from viewer.core.dialects import choose, recognise
from viewer.core.model import Interaction, Request, Response
from viewer.core.streams import StreamEvent
from viewer.core.text.json_values import Json

_ASKED: Json = {"model": "m-1", "messages": [{"role": "user", "content": "Hi"}]}
_CHAT_TOOLS: Json = {**_ASKED, "tools": [{"type": "function", "function": {"name": "f"}}]}  # type: ignore[dict-item]


def _first(answer: Json) -> StreamEvent | None:
    return None if answer is None else StreamEvent(0, (0, 1), json.dumps(answer), answer, is_json=True)


def _chosen(url: str, request: Json = _ASKED, first: Json = None) -> str | None:
    interaction = Interaction(0, Request("POST", url), Response(200))
    dialect = choose(interaction, request, _first(first))
    return dialect.name if dialect else None


@pytest.mark.parametrize(
    "url",
    [
        "https://api.openai.com/v1/chat/completions",
        "https://api.groq.com/openai/v1/chat/completions",
        "https://x.openai.azure.com/openai/deployments/gpt%2D4/chat/completions?api-version=1",
        "https://api.openai.com:443/v1/chat%2Fcompletions/",
        "http://localhost:8080/chat/completions",
        "https://api.writer.com/v1/chat",
    ],
)
def test_paths_of_chat_completions(url: str) -> None:
    assert _chosen(url) == "openai.chat"


@pytest.mark.parametrize(
    ("request_body", "first"),
    [
        (None, {"object": "chat.completion.chunk", "choices": []}),
        (None, {"object": "chat.completion", "choices": []}),
        (None, {"choices": [{"delta": {}}]}),
        (None, {"choices": [{"message": {"content": "x"}}]}),
        (_CHAT_TOOLS, {"error": {"message": "No"}}),
    ],
)
def test_without_a_path_the_shape_tells(request_body: Json, first: Json) -> None:
    assert _chosen("https://<PROXY>/", request_body, first) == "openai.chat"
    assert _chosen("", request_body, first) == "openai.chat"


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("https://us-aiplatform.googleapis.com/v1/x:rawPredict", "Raw prediction on Vertex AI"),
        ("https://api.voyageai.com/v1/embeddings", "Embeddings"),
        ("https://api.anthropic.com/v1/files", "Files"),
        ("https://api.example.com/v1/models", "Model list"),
        ("https://bedrock-agent-runtime.us-east-1.amazonaws.com/flows/x", "Bedrock agents"),
        ("https://example.com/", None),
        ("http://[broken", None),
    ],
)
def test_other_apis_are_recognised_and_not_taken(url: str, title: str | None) -> None:
    interaction = Interaction(0, Request("POST", url), Response(200))
    assert recognise(interaction) == title
    if title:
        assert _chosen(url, _CHAT_TOOLS) is None
    assert _chosen(url, _ASKED) is None


@pytest.mark.parametrize(
    ("below", "answer", "name"),
    [
        ("", {"object": "list", "data": []}, "openai.stored_completions"),
        ("/c-1", {"object": "chat.completion", "choices": []}, "openai.chat"),
        ("/c-1", {"object": "chat.completion.deleted", "deleted": True}, "openai.stored_completions"),
        ("/c-1/messages", {"object": "list", "data": [{"id": "m-1", "role": "user"}]}, "openai.stored_messages"),
    ],
)
def test_stored_completions(below: str, answer: Json, name: str) -> None:
    assert _chosen(f"https://api.openai.com/v1/chat/completions{below}", None, answer) == name


@pytest.mark.parametrize(
    ("url", "request_body", "name"),
    [
        ("https://api.writer.com/v1/completions", None, "writer"),
        ("https://gateway.example/v1/completions", {"prompt": "x"}, "writer"),
        ("", {"prompt": "x"}, "writer"),
        ("https://gateway.example/v1/completions", None, None),
        ("https://shop.example/prices", {"prompt": "x"}, None),
    ],
)
def test_a_stream_of_values_is_writers_where_a_completion_was_asked_for(
    url: str, request_body: Json, name: str | None
) -> None:
    found = _chosen(url, request_body, {"value": "a"})
    assert (found if found != "guess" else None) == name
