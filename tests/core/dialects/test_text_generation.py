# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""text-generation: whole answers of Hugging Face and AI21, and what they ask."""

from __future__ import annotations

import json

import pytest

from viewer.core.analysis import Exchange, analyse
from viewer.core.messages import FinishReason, Text, Usage
from viewer.core.model import Body, Interaction, Request, Response
from viewer.core.text.json_values import Json


def _read(answer: Json, asked: Json, status: int = 200) -> Exchange:
    request = Request("POST", "https://models.example/lake", body=Body(json.dumps(asked).encode()))
    return analyse(Interaction(0, request, Response(status, body=Body(json.dumps(answer).encode()))))


@pytest.mark.parametrize(
    ("answer", "texts"),
    [
        ([{"generated_text": "deep"}], ["deep"]),
        ([{"generated_text": "deep"}, {"generated_text": "cold"}], ["deep", "cold"]),
        ({"generated_text": "deep", "details": {"finish_reason": "length", "generated_tokens": 1}}, ["deep"]),
        ({"id": "1", "completions": [{"data": {"text": "deep"}, "finishReason": {"reason": "endoftext"}}]}, ["deep"]),
    ],
)
def test_whole_answers(answer: Json, texts: list[str]) -> None:
    found = _read(answer, {"inputs": "The lake is"})
    assert found.dialect is not None
    assert found.dialect.name == "text-generation"
    assert [message.parts for message in found.answer.messages] == [(Text(text),) for text in texts]
    assert found.prompt is not None
    assert found.prompt.messages[0].parts == (Text("The lake is"),)
    assert found.answer.unknown == ()


def test_ends_and_counts() -> None:
    told: Json = {
        "generated_text": "deep",
        "details": {"finish_reason": "length", "generated_tokens": 1, "prefill": [1, 2]},
    }
    answer = _read(told, {"prompt": "The lake is", "temperature": 0}).answer
    assert (answer.messages[0].finish_reason, answer.usage) == (FinishReason.LENGTH, Usage(2, 1))


def test_other_answers_are_not_taken() -> None:
    assert _read([{"text": "deep"}], {"inputs": "x"}).dialect is None
