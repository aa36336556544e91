# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""openai.completions: prompts of every form, and choices that are text."""

from __future__ import annotations

import json

import pytest

from viewer.core.dialects.openai.completions import OpenAICompletions
from viewer.core.fold import fold
from viewer.core.messages import ApiError, FinishReason, Message, Other, Text, Usage
from viewer.core.model import Interaction, Request, Response
from viewer.core.registry import Match
from viewer.core.streams import StreamEvent
from viewer.core.text.json_values import Json

_DIALECT = OpenAICompletions()


def _body(*choices: Json, **more: Json) -> dict[str, Json]:
    return {"id": "cmpl-1", "object": "text_completion", "model": "m-1", "choices": [*choices], **more}


def test_choices_are_messages() -> None:
    usage: Json = {"prompt_tokens": 2, "completion_tokens": 3}
    body = _body(
        {"text": "One", "index": 0, "finish_reason": "stop", "logprobs": {"tokens": ["One"]}},
        {"text": "Two", "index": 1, "finish_reason": "length"},
        usage=usage,
    )
    answer = fold([_DIALECT.response(body)]).answer()
    assert [message.parts for message in answer.messages] == [(Text("One"),), (Text("Two"),)]
    assert [message.finish_reason for message in answer.messages] == [FinishReason.STOP, FinishReason.LENGTH]
    assert answer.usage == Usage(2, 3)
    assert not answer.unknown


def test_fill_in_the_middle_answers_with_a_message() -> None:
    body: Json = {"object": "chat.completion", "choices": [{"message": {"role": "assistant", "content": "x = 1"}}]}
    (message,) = fold([_DIALECT.response(body)]).answer().messages
    assert message.parts == (Text("x = 1"),)


def test_errors() -> None:
    assert fold([_DIALECT.response({"error": {"message": "No"}})]).answer().error == ApiError(None, None, "No")
    assert fold([_DIALECT.response("Bad gateway")]).answer().error == ApiError(None, None, "Bad gateway")


@pytest.mark.parametrize(
    ("prompt", "messages"),
    [
        ("Once", [Message("user", (Text("Once"),), path=("prompt",))]),
        (
            ["Once", "Twice"],
            [
                Message("user", (Text("Once"),), path=("prompt", 0)),
                Message("user", (Text("Twice"),), path=("prompt", 1)),
            ],
        ),
        ([1, 2], [Message("user", (Other("tokens", [1, 2], title="2 tokens"),), path=("prompt",))]),
        ([[1]], [Message("user", (Other("tokens", [1], title="1 token"),), path=("prompt", 0))]),
        (None, []),
    ],
)
def test_prompts(prompt: Json, messages: list[Message]) -> None:
    asked = _DIALECT.request({"model": "m-1", "prompt": prompt, "stream": True, "suffix": "end"})
    assert asked.messages == tuple(messages)
    assert (asked.model, asked.stream, asked.settings) == ("m-1", True, {"suffix": "end"})


@pytest.mark.parametrize(
    ("url", "request_body", "answer", "match"),
    [
        ("https://api.openai.com/v1/completions", {"prompt": "x"}, None, Match.SURE),
        ("https://x.openai.azure.com/openai/deployments/d/completions?api-version=1", None, _body(), Match.SURE),
        ("https://api.mistral.ai/v1/fim/completions", {"prompt": "x"}, None, Match.SURE),
        ("https://<PROXY>/", None, _body(), Match.LIKELY),
        ("https://api.openai.com/v1/chat/completions", {"prompt": "x"}, None, Match.NO),
        ("https://api.openai.com/v1/organization/usage/completions", None, {"object": "page"}, Match.NO),
        ("https://example.com/v1/completions", {"messages": []}, None, Match.NO),
    ],
)
def test_match(url: str, request_body: Json, answer: Json, match: Match) -> None:
    first = None if answer is None else StreamEvent(0, (0, 1), json.dumps(answer), answer, is_json=True)
    assert _DIALECT.match(Interaction(0, Request("POST", url), Response(200)), request_body, first) == match
