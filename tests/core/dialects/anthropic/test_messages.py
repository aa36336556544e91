# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Anthropic Messages: every block, piece and event, whole answers, errors, counts and batches."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from viewer.core.answer import Answer
from viewer.core.deltas import UnknownDelta
from viewer.core.dialects.anthropic.complete import AnthropicComplete
from viewer.core.dialects.anthropic.messages import Anthropic
from viewer.core.fold import fold
from viewer.core.messages import (
    ApiError,
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
from viewer.core.streams import StreamEvent
from viewer.core.text.json_values import Json

ANTHROPIC = Anthropic()
_START: Json = {"type": "message_start", "message": {"id": "msg_1", "role": "assistant", "content": []}}


def _events(payloads: Iterable[Json]) -> list[StreamEvent]:
    return [StreamEvent(n, (n, n + 1), json.dumps(p), p, is_json=True) for n, p in enumerate(payloads)]


def _streamed(*payloads: Json) -> Answer:
    return fold(ANTHROPIC.deltas(event) for event in _events(payloads)).answer()


def _whole(body: Json) -> Answer:
    return fold([ANTHROPIC.response(body)]).answer()


def _begin(block: Json, index: int = 0) -> Json:
    return {"type": "content_block_start", "index": index, "content_block": block}


def _piece(delta: Json, index: int = 0) -> Json:
    return {"type": "content_block_delta", "index": index, "delta": delta}


def _parts(answer: Answer) -> tuple[Part, ...]:
    return answer.messages[0].parts if answer.messages else ()


_RESULT: Json = [{"type": "web_search_result", "url": "https://example.com/"}]
_BLOCKS: list[tuple[Json, Part]] = [
    ({"type": "text", "text": "Hi"}, Text("Hi")),
    ({"type": "text", "text": "Hi", "citations": [{"cited_text": "H"}]}, Text("Hi", ({"cited_text": "H"},))),
    ({"type": "thinking", "thinking": "Hm", "signature": "c2ln"}, Reasoning("Hm", "c2ln")),
    ({"type": "thinking", "thinking": "Hm"}, Reasoning("Hm")),
    ({"type": "redacted_thinking", "data": "ZGF0YQ"}, Reasoning("", "ZGF0YQ")),
    ({"type": "tool_use", "id": "t", "name": "f", "input": {"a": 1}}, ToolCall("t", "f", '{"a": 1}')),
    (
        {"type": "server_tool_use", "id": "s", "name": "web_search", "input": {"q": "x"}},
        ToolCall("s", "web_search", '{"q": "x"}', server=True),
    ),
    (
        {"type": "mcp_tool_use", "id": "m", "name": "ask", "server_name": "deepwiki", "input": {"q": "x"}},
        ToolCall("m", "ask", '{"q": "x"}', server=True),
    ),
    (
        {"type": "web_search_tool_result", "tool_use_id": "s", "content": _RESULT, "caller": {"type": "direct"}},
        ToolCallResponse("s", _RESULT, server=True),
    ),
    (
        {"type": "mcp_tool_result", "tool_use_id": "m", "is_error": True, "content": []},
        ToolCallResponse("m", [], server=True, is_error=True),
    ),
    (
        {"type": "some_future_tool_result", "tool_use_id": "m", "content": {"type": "x"}},
        ToolCallResponse("m", {"type": "x"}, server=True),
    ),
    ({"type": "compaction", "content": "So far"}, Other("compaction", {"type": "compaction", "content": "So far"})),
    (
        {"type": "fallback", "from": {"model": "a"}, "to": {"model": "b"}},
        Other("fallback", {"type": "fallback", "from": {"model": "a"}, "to": {"model": "b"}}),
    ),
    ({"type": "hologram", "x": 1}, Other("hologram", {"type": "hologram", "x": 1})),
]


@pytest.mark.parametrize(("block", "part"), _BLOCKS)
def test_blocks_are_the_same_whole_begun_and_sent_back(block: Json, part: Part) -> None:
    assert _parts(_whole({"type": "message", "content": [block]})) == (part,)
    assert _parts(_streamed(_START, _begin(block), {"type": "content_block_stop", "index": 0})) == (part,)
    started: Json = {"type": "message_start", "message": {"content": [block], "stop_reason": "tool_use"}}
    assert _parts(_streamed(started)) == (part,)
    assert ANTHROPIC.request({"messages": [{"role": "assistant", "content": [block]}]}).messages[0].parts == (part,)


@pytest.mark.parametrize(("block", "part"), _BLOCKS)
def test_nothing_of_known_blocks_is_unknown(block: Json, part: Part) -> None:
    assert _whole({"type": "message", "content": [block]}).unknown == ()


@pytest.mark.parametrize(
    ("block", "pieces", "part"),
    [
        (
            {"type": "text", "text": "One"},
            [{"type": "text_delta", "text": " two"}, {"type": "text_delta", "text": " three"}],
            Text("One two three"),
        ),
        (
            {"type": "text", "text": "", "citations": []},
            [{"type": "citations_delta", "citation": {"n": 1}}, {"type": "text_delta", "text": "So"}],
            Text("So", ({"n": 1},)),
        ),
        (
            {"type": "tool_use", "id": "t", "name": "f", "input": {}},
            [{"type": "input_json_delta", "partial_json": piece} for piece in ("", '{"a"', ": 1}")],
            ToolCall("t", "f", '{"a": 1}'),
        ),
        ({"type": "tool_use", "id": "t", "name": "f", "input": {}}, [], ToolCall("t", "f", "")),
        (
            {"type": "thinking", "thinking": "", "signature": ""},
            [{"type": "thinking_delta", "thinking": "Hm"}, {"type": "signature_delta", "signature": "c2ln"}],
            Reasoning("Hm", "c2ln"),
        ),
        (
            {"type": "thinking", "thinking": "", "signature": ""},
            [{"type": "signature_delta", "signature": "c2ln"}],
            Reasoning("", "c2ln"),
        ),
        (
            {"type": "compaction", "content": None},
            [{"type": "compaction_delta", "content": "So far", "encrypted_content": "e"}],
            Other("compaction", {"type": "compaction", "content": "So far", "encrypted_content": "e"}),
        ),
    ],
)
def test_pieces_go_on_with_their_block(block: Json, pieces: list[Json], part: Part) -> None:
    answer = _streamed(_START, _begin(block), *map(_piece, pieces))
    assert _parts(answer) == (part,)
    assert answer.unknown == ()


@pytest.mark.parametrize(
    ("event", "what"),
    [
        (_piece({"type": "smell_delta", "smell": "rose"}), "smell_delta"),
        (_piece({"type": "text_delta", "text": 5}), "text_delta"),
        ({"type": "novelty", "x": 1}, "novelty"),
        ({"type": "ping", "novelty": 1}, "novelty"),
        (_begin({"type": "text", "text": "", "novelty": 1}), "novelty"),
        (_begin(5), "content_block"),
        ({"type": "message_start", "message": {"novelty": 1}}, "novelty"),
        ({"type": "message_delta", "delta": {"novelty": 1}}, "novelty"),
        (5, "event"),
    ],
)
def test_what_is_not_known_is_shown(event: Json, what: str) -> None:
    assert [delta.what for delta in _streamed(event).unknown] == [what]


def test_usage_is_cumulative_and_the_end_is_told() -> None:
    answer = _streamed(
        {"type": "message_start", "message": {"usage": {"input_tokens": 5, "output_tokens": 1}, "model": "m"}},
        _piece({"type": "text_delta", "text": "Hi"}),
        {
            "type": "message_delta",
            "delta": {"stop_reason": "max_tokens", "stop_sequence": None, "container": {"id": "c"}},
            "usage": {
                "output_tokens": 9,
                "cache_read_input_tokens": 2,
                "cache_creation_input_tokens": 3,
                "output_tokens_details": {"thinking_tokens": 4},
            },
            "context_management": {"applied_edits": [{"type": "clear"}]},
        },
        {"type": "message_stop"},
    )
    assert answer.usage == Usage(10, 9, 2, 3, 4)
    assert answer.messages[0].finish_reason is FinishReason.LENGTH
    assert answer.messages[0].native_finish_reason == "max_tokens"
    assert (answer.model, answer.unknown) == ("m", ())


@pytest.mark.parametrize(
    ("native", "reason"),
    [
        ("end_turn", FinishReason.STOP),
        ("stop_sequence", FinishReason.STOP),
        ("tool_use", FinishReason.TOOL_CALL),
        ("refusal", FinishReason.CONTENT_FILTER),
        ("pause_turn", None),
        ("novelty", None),
    ],
)
def test_stop_reasons(native: str, reason: FinishReason | None) -> None:
    message = _whole({"type": "message", "content": [], "stop_reason": native}).messages[0]
    assert (message.native_finish_reason, message.finish_reason) == (native, reason)


def test_what_a_refusal_explains_is_shown() -> None:
    details: Json = {"type": "refusal", "category": "cyber", "explanation": "No"}
    event: Json = {"type": "message_delta", "delta": {"stop_reason": "refusal", "stop_details": details}}
    assert _parts(_streamed(_START, event)) == (Other("stop_details", details),)
    assert ANTHROPIC.assemble(_streamed(_START, event), _events([_START, event])) == {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": None,
        "content": [],
        "stop_reason": "refusal",
        "stop_sequence": None,
        "stop_details": details,
    }


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (
            {"type": "error", "error": {"type": "overloaded_error", "message": "Busy"}, "request_id": "r"},
            ApiError("overloaded_error", None, "Busy"),
        ),
        ({"error": {"code": 404, "message": "No", "status": "NOT_FOUND"}}, ApiError(None, 404, "No")),
        ([{"error": {"code": 404, "message": "No"}}], ApiError(None, 404, "No")),
        ({"message": "Forbidden"}, ApiError(None, None, "Forbidden")),
        ("upstream connect error\n", ApiError(None, None, "upstream connect error")),
    ],
)
def test_error_bodies(body: Json, error: ApiError) -> None:
    assert _whole(body) == Answer(error=error)


def test_an_error_inside_a_stream_keeps_what_was_said() -> None:
    failed: Json = {"type": "error", "error": {"type": "overloaded_error", "message": "Busy"}}
    answer = _streamed(_START, _piece({"type": "text_delta", "text": "Hi"}), failed)
    assert answer.error == ApiError("overloaded_error", None, "Busy")
    assert _parts(answer) == (Text("Hi"),)
    text = StreamEvent(0, (0, 1), "Too many", name="error")
    assert fold([ANTHROPIC.deltas(text)]).answer().error == ApiError(None, None, "Too many")


def test_counts_and_lists() -> None:
    assert _whole({"input_tokens": 12, "context_management": {"original_input_tokens": 20}}) == Answer(usage=Usage(12))
    batch: Json = {"type": "message_batch", "id": "msgbatch_1", "processing_status": "ended"}
    assert _parts(_whole(batch)) == (Other("message_batch", batch),)
    models: Json = {"data": [{"type": "model", "id": "m", "display_name": "M"}], "has_more": False}
    assert _parts(_whole(models)) == (Other("list", models),)


def test_results_of_a_batch_stand_side_by_side() -> None:
    text: Json = [{"type": "text", "text": "Hi"}]
    usage: Json = {"input_tokens": 5}
    said: Json = {"type": "message", "id": "m", "content": text, "stop_reason": "end_turn", "usage": usage}
    lines: list[Json] = [
        {"custom_id": "a", "result": {"type": "succeeded", "message": said}},
        {"custom_id": "b", "result": {"type": "expired"}},
        {"custom_id": "c", "result": {"type": "errored", "error": {"type": "error", "error": {"message": "No"}}}},
    ]
    answer = _streamed(*lines)
    assert [message.parts for message in answer.messages] == [(Text("Hi"),), (Other("expired", lines[1]),)]
    assert (answer.error, answer.id, answer.usage) == (ApiError(None, None, "No"), None, None)
    assert ANTHROPIC.assemble(answer, _events(lines)) == lines
    assert _whole("\n".join(json.dumps(line) for line in lines) + "\n") == answer
    assert _parts(_whole(lines[0])) == (Text("Hi"),)


# --- A stream that ends too early ------------------------------------------------------------------------------------


def test_a_stream_cut_off_anywhere_is_assembled() -> None:
    file = Path(__file__).parents[1] / "streams" / "anthropic.json"
    events = _events(json.loads(file.read_text(encoding="utf-8"))["events"])
    for count in range(len(events) + 1):
        answer = fold(ANTHROPIC.deltas(event) for event in events[:count]).answer()
        whole: Any = ANTHROPIC.assemble(answer, events[:count])
        said = _parts(answer)
        assert len(whole["content"]) == len(said)
        assert [block["text"] for block in whole["content"] if block["type"] == "text"] == [
            part.content for part in said if isinstance(part, Text)
        ]


# --- Text completions -------------------------------------------------------------------------------------------------


def test_text_completions() -> None:
    complete = AnthropicComplete()
    body: Json = {"type": "completion", "id": "c", "completion": " Hi", "stop_reason": "stop_sequence", "model": "m"}
    answer = fold([complete.response(body)]).answer()
    assert answer.messages[0].parts == (Text(" Hi"),)
    assert (answer.id, answer.model, answer.messages[0].finish_reason) == ("c", "m", FinishReason.STOP)
    failed = fold([complete.response({"type": "error", "error": {"type": "t", "message": "No"}})]).answer()
    assert failed.error == ApiError("t", None, "No")
    odd = fold([complete.response({"type": "novelty"})]).answer()
    assert odd.unknown == (UnknownDelta("novelty", {"type": "novelty"}),)
    prompt = complete.request({"model": "m", "prompt": "\n\nHuman: Hi", "stream": True, "max_tokens_to_sample": 5})
    assert prompt.messages == (Message("user", (Text("\n\nHuman: Hi"),), path=("prompt",)),)
    assert (prompt.model, prompt.stream, prompt.settings) == ("m", True, {"max_tokens_to_sample": 5})
