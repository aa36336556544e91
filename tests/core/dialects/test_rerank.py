# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Rankings, in the shapes of those who answer them, whatever the path before `/rerank`."""

from __future__ import annotations

import json

import pytest

from viewer.core.analysis import Exchange, analyse
from viewer.core.messages import Other, Text
from viewer.core.model import Body, Interaction, Request, Response
from viewer.core.text.json_values import Json

_ASKED: Json = {"model": "r-1", "query": "a lake", "documents": ["a hill", {"text": "a pond"}], "top_n": 2}


def _exchange(answer: Json, asked: Json = _ASKED, url: str = "https://gateway.example/any/rerank") -> Exchange:
    request = Request("POST", url, body=Body(json.dumps(asked).encode()))
    return analyse(Interaction(0, request, Response(200, body=Body(json.dumps(answer).encode()))))


@pytest.mark.parametrize(
    "answer",
    [
        {"id": "1", "results": [{"index": 1, "relevance_score": 0.9}, {"index": 0, "relevance_score": 0.1}]},
        {"object": "list", "data": [{"index": 1, "relevance_score": 0.9}, {"index": 0, "relevance_score": 0.1}]},
        [{"index": 1, "score": 0.9}, {"index": 0, "score": 0.1}],
        {"scores": [0.1, 0.9]},
    ],
)
def test_each_shape_tells_how_many_and_which_is_best(answer: Json) -> None:
    found = _exchange(answer)
    assert found.dialect is not None
    assert found.dialect.name == "rerank"
    (part,) = found.answer.messages[0].parts
    assert part == Other("ranking", answer, title="2 ranked documents, best is document 1 (0.9)")
    assert found.problems == ()


def test_the_query_and_the_documents_are_what_is_asked() -> None:
    prompt = _exchange({"results": []}).prompt
    assert prompt is not None
    assert [message.parts for message in prompt.messages] == [(Text("a lake"),), (Text("a hill"), Text("a pond"))]
    assert (prompt.model, prompt.settings) == ("r-1", {"top_n": 2})


def test_usage_and_errors() -> None:
    used = _exchange({"results": [], "usage": {"prompt_tokens": 7, "total_tokens": 7}}).answer.usage
    assert used is not None
    assert used.input_tokens == 7
    failed = _exchange({"error": {"message": "no such model"}}).answer.error
    assert failed is not None
    assert failed.message == "no such model"


def test_what_asks_for_no_ranking_is_none() -> None:
    assert _exchange({"ok": True}, {"query": "x"}).dialect is None
    cohere = _exchange({"results": []}, url="https://api.cohere.com/v2/rerank").dialect
    assert cohere is not None
    assert cohere.name == "cohere"
