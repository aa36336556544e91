# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""dashscope: text and message form, whole, growing and in pieces, and what is no message."""

from __future__ import annotations

import json

import pytest

from viewer.core.analysis import Exchange, analyse
from viewer.core.messages import FinishReason, Other, Text, ToolCall, Uri, Usage
from viewer.core.model import Body, Headers, Interaction, Request, Response
from viewer.core.text.json_values import Json

_URL = "https://dashscope-intl.aliyuncs.com/api/v1/services/aigc/multimodal-generation/generation"


def _read(answer: Json, *more: Json, asked: Json = None) -> Exchange:
    stream = "".join(f"id:{n}\nevent:result\ndata:{json.dumps(one)}\n\n" for n, one in enumerate([answer, *more]))
    kind = "text/event-stream" if more else "application/json"
    body = Body((stream if more else json.dumps(answer)).encode())
    headers = Headers((("Content-Type", kind),))
    request = Request("POST", _URL, body=Body(json.dumps(asked or {"model": "m", "input": {"prompt": "Hi"}}).encode()))
    found = analyse(Interaction(0, request, Response(200, headers=headers, body=body)))
    assert found.dialect is not None
    assert found.dialect.name == "dashscope"
    assert found.answer.unknown == ()
    return found


def _text(text: str, finish: str = "null") -> Json:
    return {"output": {"text": text, "finish_reason": finish}, "usage": {"input_tokens": 3, "output_tokens": 2}}


@pytest.mark.parametrize("texts", [("I", "I add", "I add.", "I add."), ("I", " add", ".", "")])
def test_a_stream_of_all_so_far_and_one_of_pieces_say_the_same(texts: tuple[str, ...]) -> None:
    found = _read(*map(_text, texts[:-1]), _text(texts[-1], "stop"))
    (message,) = found.answer.messages
    assert message.parts == (Text("I add."),)
    assert (message.finish_reason, message.native_finish_reason) == (FinishReason.STOP, "stop")
    assert (found.answer.usage, found.model) == (Usage(3, 2), "m")
    assert found.problems == ()


def test_a_request_in_messages_with_a_picture_and_tools() -> None:
    parts: Json = [{"image": "https://pictures.example/lake.png"}, {"text": "How deep?"}]
    messages: Json = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": parts}]
    tool: Json = {"type": "function", "function": {"name": "depth"}}
    asked: Json = {"model": "m", "input": {"messages": messages}, "parameters": {"tools": [tool], "top_p": 0.5}}
    call: Json = {"id": "c", "type": "function", "function": {"name": "depth", "arguments": "{}"}}
    choice: Json = {
        "finish_reason": "tool_calls",
        "message": {"role": "assistant", "content": [], "tool_calls": [call]},
    }
    found = _read({"output": {"choices": [choice]}, "request_id": "r"}, asked=asked)
    assert found.prompt is not None
    assert [message.parts for message in found.prompt.system] == [(Text("Be brief."),)]
    (user,) = found.prompt.messages
    assert user.parts == (Uri("image", None, "https://pictures.example/lake.png"), Text("How deep?"))
    assert user.path == ("input", "messages", 1)
    assert ([tool.name for tool in found.prompt.tools], found.prompt.settings) == (["depth"], {"top_p": 0.5})
    assert found.answer.messages[0].parts == (ToolCall("c", "depth", "{}"),)


def test_embeddings_and_rerankings_are_told_in_a_few_words() -> None:
    asked: Json = {"model": "m", "input": {"query": "lake", "documents": ["a", "b"]}}
    ranked: Json = {"output": {"results": [{"index": 1, "relevance_score": 0.9}]}, "request_id": "r"}
    found = _read(ranked, asked=asked)
    (part,) = found.answer.messages[0].parts
    assert isinstance(part, Other)
    assert part.title == "1 result"
    assert found.prompt is not None
    assert found.prompt.messages[0].parts == (Other("input", {"query": "lake", "documents": ["a", "b"]}),)
    embedded: Json = {"output": {"embeddings": [{"embedding": [0.1, 0.2], "text_index": 0}]}}
    (part,) = _read(embedded).answer.messages[0].parts
    assert isinstance(part, Other)
    assert part.title == "1 embedding of 2 numbers"


def test_an_error() -> None:
    failure = _read({"code": "InvalidApiKey", "message": "No such key.", "request_id": "r"}).answer.error
    assert failure is not None
    assert (failure.code, failure.message) == ("InvalidApiKey", "No such key.")
