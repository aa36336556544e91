# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Bedrock's Converse: blocks, pieces, metadata, exceptions, requests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from viewer.core.answer import Answer
from viewer.core.dialects.bedrock.converse import BedrockConverse
from viewer.core.fold import fold
from viewer.core.messages import (
    ApiError,
    Blob,
    File,
    FinishReason,
    Message,
    Other,
    Part,
    Reasoning,
    Text,
    ToolCall,
    ToolCallResponse,
    Uri,
    Usage,
)
from viewer.core.model import Interaction, Request, Response
from viewer.core.registry import Match
from viewer.core.streams import StreamEvent
from viewer.core.text.json_values import Json

CONVERSE = BedrockConverse()


def _event(name: str | None, payload: Json, index: int = 0) -> StreamEvent:
    return StreamEvent(index, (index, index + 1), json.dumps(payload), payload, is_json=True, name=name)


def _streamed(*events: tuple[str, Json]) -> Answer:
    return fold(CONVERSE.deltas(_event(name, payload)) for name, payload in events).answer()


def _whole(body: Json) -> Answer:
    return fold([CONVERSE.response(body)]).answer()


def _answer(*content: Json, **envelope: Json) -> Json:
    return {
        "output": {"message": {"role": "assistant", "content": list(content)}},
        "stopReason": "end_turn",
        **envelope,
    }


def _sent(*content: Json) -> Message:
    return CONVERSE.request({"messages": [{"role": "user", "content": list(content)}]}).messages[0]


_BOTH: list[tuple[Json, Part]] = [
    ({"text": "Hi"}, Text("Hi")),
    ({"toolUse": {"toolUseId": "t", "name": "f", "input": {"a": 1}}}, ToolCall("t", "f", '{"a": 1}')),
    (
        {"toolUse": {"toolUseId": "t", "name": "nova_grounding", "input": {}, "type": "server_tool_use"}},
        ToolCall("t", "nova_grounding", "{}", server=True),
    ),
    ({"reasoningContent": {"reasoningText": {"text": "Hm", "signature": "c2ln"}}}, Reasoning("Hm", "c2ln")),
    ({"reasoningContent": {"redactedContent": "ZGF0YQ=="}}, Reasoning("", "ZGF0YQ==")),
    (
        {"citationsContent": {"content": [{"text": "So"}], "citations": [{"title": "T"}]}},
        Text("So", ({"title": "T"},)),
    ),
    ({"image": {"format": "png", "source": {"bytes": "iVBO"}}}, Blob("image", "image/png", "iVBO")),
    (
        {"video": {"format": "mp4", "source": {"s3Location": {"uri": "s3://b/v"}}}},
        Uri("video", "video/mp4", "s3://b/v"),
    ),
    (
        {"document": {"format": "pdf", "name": "a", "source": {"bytes": "JVBE"}}},
        Blob("document", "application/pdf", "JVBE"),
    ),
    (
        {"document": {"format": "txt", "name": "a", "source": {"text": "So"}}},
        File({"format": "txt", "name": "a", "source": {"text": "So"}}),
    ),
    ({"hologram": {"x": 1}}, Other("hologram", {"hologram": {"x": 1}})),
    ({"image": 5}, Other("image", {"image": 5})),
]


@pytest.mark.parametrize(("block", "part"), _BOTH)
def test_blocks_are_the_same_in_requests_and_answers(block: Json, part: Part) -> None:
    answer = _whole(_answer(block))
    assert (answer.messages[0].parts, answer.unknown) == ((part,), ())
    assert _sent(block).parts == (part,)
    again = fold([CONVERSE.response(CONVERSE.assemble(answer, []))]).answer()
    assert again.messages[0].parts == (part,) or not isinstance(part, Text | Reasoning | ToolCall)


@pytest.mark.parametrize(
    ("content", "response"),
    [
        ([{"text": "a"}, {"text": "b"}], "ab"),
        ([{"json": {"a": 1}}], {"a": 1}),
        ([{"text": "a"}, {"json": 1}], [{"text": "a"}, {"json": 1}]),
        ([], ""),
        (None, None),
    ],
)
def test_results_of_tools(content: Json, response: Json) -> None:
    block: Json = {"toolResult": {"toolUseId": "t", "content": content, "status": "error"}}
    assert _sent(block) == Message("tool", (ToolCallResponse("t", response, is_error=True),), path=("messages", 0))
    told = _whole(_answer(block)).messages[0].parts
    assert told == (ToolCallResponse("t", response, server=True, is_error=True),)
    assert _sent(block, {"text": "So?"}).role == "user"


def test_a_result_is_followed_by_what_it_holds() -> None:
    image: Json = {"image": {"format": "png", "source": {"bytes": "iVBO"}}}
    sent = _sent({"toolResult": {"toolUseId": "t", "content": [{"text": "a"}, image]}}, {"cachePoint": {}})
    assert sent.parts == (ToolCallResponse("t", "a"), Blob("image", "image/png", "iVBO"))
    assert sent.role == "tool"


def test_a_stream_by_the_names_of_its_frames() -> None:
    answer = _streamed(
        ("messageStart", {"role": "assistant", "p": "abc"}),
        ("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"text": "I "}, "p": "abc"}),
        ("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"text": "add"}}),
        ("contentBlockStop", {"contentBlockIndex": 0}),
        (
            "contentBlockStart",
            {"contentBlockIndex": 1, "start": {"toolResult": {"toolUseId": "t", "status": "success"}}},
        ),
        ("contentBlockDelta", {"contentBlockIndex": 1, "delta": {"toolResult": [{"text": "1"}]}}),
        ("messageStop", {"stopReason": "guardrail_intervened"}),
        (
            "metadata",
            {
                "usage": {"inputTokens": 3, "outputTokens": 2, "cacheReadInputTokens": 1, "cacheWriteInputTokens": 4},
                "metrics": {"latencyMs": 5},
                "trace": {"guardrail": {"modelOutput": ["x"]}},
            },
        ),
    )
    trace = Other("trace", {"guardrail": {"modelOutput": ["x"]}})
    assert answer.messages[0].parts == (Text("I add"), ToolCallResponse("t", "1", server=True), trace)
    assert answer.messages[0].finish_reason is FinishReason.CONTENT_FILTER
    assert (answer.usage, answer.unknown) == (Usage(8, 2, 1, 4), ())


def test_an_image_comes_in_pieces_too() -> None:
    answer = _streamed(
        ("contentBlockStart", {"contentBlockIndex": 0, "start": {"image": {"format": "png"}}}),
        ("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"image": {"source": {"bytes": "iVBO"}}}}),
    )
    assert answer.messages[0].parts == (Blob("image", None, "iVBO"),)


@pytest.mark.parametrize(
    ("name", "payload", "what"),
    [
        ("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"smell": "rose"}}, "smell"),
        ("contentBlockDelta", {"delta": {"reasoningContent": {"smell": "rose"}}}, "smell"),
        ("messageStop", {"stopReason": "end_turn", "novelty": 1}, "novelty"),
        ("noveltyStart", {"x": 1}, "answer"),
        ("messageStart", 5, "messageStart"),
    ],
)
def test_what_is_not_known_is_shown(name: str, payload: Json, what: str) -> None:
    assert [delta.what for delta in _streamed((name, payload)).unknown] == [what]


def test_exceptions_and_errors() -> None:
    thrown = _streamed(("throttlingException", {"message": "Slow down"}))
    assert thrown.error == ApiError("throttlingException", None, "Slow down")
    bare = fold([CONVERSE.deltas(StreamEvent(0, (0, 1), "Oh", name="InternalFailure"))]).answer()
    assert bare.error == ApiError("InternalFailure", None, "Oh")
    assert _whole({"message": "No access"}).error == ApiError(None, None, "No access")
    typed = _whole({"__type": "com.amazon#ValidationException", "Message": "Bad"})
    assert typed.error == ApiError("ValidationException", None, "Bad")
    assert _whole("<html>").error == ApiError(None, None, "<html>")
    assert _whole({"inputTokens": 7}) == Answer(usage=Usage(7))


def test_a_router_names_the_model() -> None:
    trace: Json = {"promptRouter": {"invokedModelId": "arn:x"}}
    assert _whole(_answer({"text": "Hi"}, trace=trace)).model == "arn:x"


def test_a_stream_cut_off_anywhere_is_assembled() -> None:
    file = Path(__file__).parents[1] / "streams" / "bedrock.converse.json"
    events = [_event(None, payload, n) for n, payload in enumerate(json.loads(file.read_text("utf-8"))["events"])]
    for count in range(len(events) + 1):
        answer = fold(CONVERSE.deltas(event) for event in events[:count]).answer()
        whole: Any = CONVERSE.assemble(answer, events[:count])
        said = answer.messages[0].parts if answer.messages else ()
        assert len(whole["output"]["message"]["content"]) == len(said)


def test_a_request() -> None:
    prompt = CONVERSE.request(
        {
            "system": [{"text": "Be brief"}, {"cachePoint": {"type": "default"}}],
            "messages": [{"role": "user", "content": [{"text": "Hi"}]}],
            "inferenceConfig": {"maxTokens": 5},
            "toolConfig": {
                "tools": [
                    {"toolSpec": {"name": "f", "description": "F", "inputSchema": {"json": {"type": "object"}}}},
                    {"cachePoint": {"type": "default"}},
                    {"systemTool": {"name": "nova_grounding"}},
                ],
                "toolChoice": {"auto": {}},
            },
        }
    )
    assert prompt.system == (Message("system", (Text("Be brief"),), path=("system",)),)
    assert prompt.messages == (Message("user", (Text("Hi"),), path=("messages", 0)),)
    assert [(tool.type, tool.name, tool.parameters, tool.path) for tool in prompt.tools] == [
        ("function", "f", {"type": "object"}, ("toolConfig", "tools", 0)),
        ("systemTool", "nova_grounding", None, ("toolConfig", "tools", 2)),
    ]
    assert prompt.settings == {"inferenceConfig": {"maxTokens": 5}}


@pytest.mark.parametrize("body", [None, [], "text", 5, {}, {"messages": "Hi"}, {"messages": [5]}, {"toolConfig": 5}])
def test_a_request_that_is_none(body: Json) -> None:
    shown = repr(CONVERSE.request(body).messages)
    assert not isinstance(body, str) or body in shown


@pytest.mark.parametrize(
    ("path", "first", "match"),
    [
        ("/model/a.b%3A0/converse", None, Match.SURE),
        ("/proxy/model/arn%3Aaws%3Ax%2Fy/converse-stream", None, Match.SURE),
        ("/model/a.b/invoke", _event("chunk", {"messageStart": {}}), Match.NO),
        ("/", _event("messageStart", {"role": "assistant"}), Match.LIKELY),
        ("/", _event(None, {"messageStart": {"role": "assistant"}}), Match.LIKELY),
        ("/", _event(None, _answer({"text": "Hi"})), Match.LIKELY),
        ("/", _event(None, {"output": []}), Match.NO),
    ],
)
def test_match(path: str, first: StreamEvent | None, match: Match) -> None:
    interaction = Interaction(0, Request("POST", f"https://example.com{path}"), Response(200))
    assert CONVERSE.match(interaction, None, first) is match
