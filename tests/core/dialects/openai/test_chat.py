# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Chat completions in every accent: each test is one way in which a provider deviates from the reference."""

from __future__ import annotations

import json
from typing import Any, TypeAlias

import pytest

from viewer.core.answer import Answer
from viewer.core.deltas import Kind
from viewer.core.dialects.openai.chat import OpenAIChat
from viewer.core.fold import Assembly, fold
from viewer.core.messages import (
    ApiError,
    Blob,
    FinishReason,
    Other,
    Part,
    Reasoning,
    Text,
    ToolCall,
    ToolCallResponse,
    Uri,
    Usage,
)
from viewer.core.streams import StreamEvent
from viewer.core.text.json_values import Json

CHAT = OpenAIChat()
Payload: TypeAlias = Any
"""JSON as a test writes it."""


def _event(payload: Payload, index: int = 0, name: str | None = None) -> StreamEvent:
    data = payload if isinstance(payload, str) else json.dumps(payload)
    is_json = not isinstance(payload, str)
    return StreamEvent(index, (0, len(data)), data, payload if is_json else None, is_json=is_json, name=name)


def _chunk(delta: Payload, finish: str | None = None, index: int = 0, **envelope: Payload) -> dict[str, Payload]:
    choice = {"index": index, "delta": delta, "finish_reason": finish}
    return {"id": "chatcmpl-1", "object": "chat.completion.chunk", "model": "m-1", "choices": [choice], **envelope}


def _events(*payloads: Payload) -> list[StreamEvent]:
    return [_event(payload, index) for index, payload in enumerate(payloads)]


def _stream(*payloads: Payload) -> Assembly:
    return fold(CHAT.deltas(event) for event in _events(*payloads))


def _parts(*deltas: Payload) -> tuple[Part, ...]:
    return _stream(*(_chunk(delta) for delta in deltas)).answer().messages[0].parts


def _whole(message: Payload, finish: str = "stop", **envelope: Payload) -> Answer:
    choice = {"index": 0, "message": message, "finish_reason": finish}
    body = {"id": "chatcmpl-1", "object": "chat.completion", "model": "m-1", "choices": [choice], **envelope}
    return fold([CHAT.response(body)]).answer()


def _call(index: int | None = None, id_: str | None = None, name: str | None = None, arguments: str = "") -> Payload:
    call: dict[str, Payload] = {"function": {"name": name, "arguments": arguments}, "id": id_}
    return call if index is None else {**call, "index": index}


# --- Text, roles, finish ------------------------------------------------------------------------------


def test_text_is_joined_and_the_envelope_kept() -> None:
    answer = _stream(
        _chunk({"role": "assistant", "content": ""}),
        _chunk({"content": "Hel"}),
        _chunk({"content": "lo"}),
        _chunk({}, finish="stop"),
        "[DONE]",
    ).answer()
    (message,) = answer.messages
    assert message.parts == (Text("Hello"),)
    assert (message.role, message.finish_reason, message.native_finish_reason) == (
        "assistant",
        FinishReason.STOP,
        "stop",
    )
    assert (answer.id, answer.model, answer.unknown) == ("chatcmpl-1", "m-1", ())


def test_the_end_mark_is_told() -> None:
    assert [delta.kind for delta in CHAT.deltas(_event("[DONE]"))] == [Kind.DONE]


@pytest.mark.parametrize(
    ("native", "reason"),
    [
        ("stop", FinishReason.STOP),
        ("eos", FinishReason.STOP),
        ("length", FinishReason.LENGTH),
        ("content_filter", FinishReason.CONTENT_FILTER),
        ("tool_calls", FinishReason.TOOL_CALL),
        ("function_call", FinishReason.TOOL_CALL),
        ("a_new_word", None),
    ],
)
def test_finish_reasons(native: str, reason: FinishReason | None) -> None:
    message = _stream(_chunk({"content": "x"}, finish=native)).answer().messages[0]
    assert (message.finish_reason, message.native_finish_reason) == (reason, native)


def test_an_empty_finish_reason_ends_nothing_in_a_stream() -> None:
    answer = _stream(_chunk({"content": "a"}, finish=""), _chunk({"content": "b"}, finish="stop")).answer()
    assert answer.messages[0].native_finish_reason == "stop"


def test_the_router_s_own_finish_reason_does_not_replace_the_api_s() -> None:
    chunk = _chunk({"content": "x"})
    chunk["choices"][0].update(finish_reason="stop", native_finish_reason="end_turn")
    assert _stream(chunk).answer().messages[0].native_finish_reason == "stop"


def test_choices_without_order_are_kept_apart() -> None:
    answer = _stream(
        _chunk({"content": "b"}, index=1),
        _chunk({"content": "a"}, index=0),
        _chunk({"content": "B"}, index=1),
        _chunk({"content": "A"}, index=0),
    ).answer()
    assert [message.parts for message in answer.messages] == [(Text("aA"),), (Text("bB"),)]


def test_a_message_beside_the_delta_is_not_said_twice() -> None:
    so_far = ""
    chunks = []
    for piece in ("One ", "two ", "three"):
        so_far += piece
        chunk = _chunk({"role": "assistant", "content": piece})
        chunk["choices"][0]["message"] = {"role": "assistant", "content": so_far}
        chunks.append(chunk)
    assert _stream(*chunks).answer().messages[0].parts == (Text("One two three"),)


def test_a_message_without_delta_repeats_what_was_said() -> None:
    whole = {"id": "x", "choices": [{"index": 0, "message": {"content": "One two"}, "finish_reason": "stop"}]}
    answer = _stream(_chunk({"content": "One "}), whole).answer()
    assert answer.messages[0].parts == (Text("One two"),)


def test_a_chunk_without_choices() -> None:
    first = {"id": "", "model": "", "created": 0, "choices": [], "prompt_filter_results": [{"prompt_index": 0}]}
    answer = _stream(first, _chunk({"content": "x"})).answer()
    assert (answer.id, answer.model, answer.unknown) == ("chatcmpl-1", "m-1", ())


def test_think_tags_stay_text() -> None:
    assert _parts({"content": "<think>hm"}, {"content": "</think>yes"}) == (Text("<think>hm</think>yes"),)


def test_refusals_are_their_own_text() -> None:
    assert _parts({"refusal": "I "}, {"refusal": "cannot"}) == (Text("I cannot", refusal=True),)


def test_annotations_and_citations_belong_to_the_text() -> None:
    link: Json = {"type": "url_citation", "url_citation": {"url": "https://example.com"}}
    (text,) = _whole({"content": "As said", "annotations": [link]}, citations=["https://example.org"]).messages[0].parts
    assert text == Text("As said", annotations=(link, "https://example.org"))


# --- Reasoning ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["reasoning_content", "reasoning"])
def test_reasoning_in_a_field_of_its_own(key: str) -> None:
    assert _parts({key: "Let "}, {key: "me"}, {"content": "Yes"}) == (Reasoning("Let me"), Text("Yes"))


def test_reasoning_details_alone() -> None:
    details = [{"type": "reasoning.text", "text": "Let me", "index": 0}, {"type": "reasoning.summary", "summary": "!"}]
    assert _parts({"reasoning_details": details}) == (Reasoning("Let me!"),)


def test_reasoning_that_stands_in_two_places_is_said_once() -> None:
    detail = {"type": "reasoning.text", "text": "Let me", "index": 0}
    signed = {"type": "reasoning.text", "signature": "c2ln", "index": 0}
    deltas = ({"reasoning": "Let me", "reasoning_details": [detail]}, {"reasoning_details": [signed]})
    assert _parts(*deltas) == (Reasoning("Let me", signature="c2ln"),)
    assert _parts({"reasoning": "Let me", "reasoning_content": "Let me"}) == (Reasoning("Let me"),)


def test_encrypted_reasoning_is_kept_and_not_shown_as_text() -> None:
    encrypted = {"type": "reasoning.encrypted", "data": "gAAA", "index": 0}
    assert _parts({"reasoning_details": [encrypted]}) == (Reasoning("", signature="gAAA"),)


def test_thinking_parts_in_a_content_list() -> None:
    thinking = {"type": "thinking", "thinking": [{"type": "text", "text": "Let me"}]}
    text = {"type": "text", "text": "Y"}
    deltas = ({"content": [thinking]}, {"content": [{**thinking, "closed": True}, text]}, {"content": "es"})
    assert _parts(*deltas) == (Reasoning("Let meLet me"), Text("Yes"))


def test_other_parts_of_a_content_list_are_shown() -> None:
    image = {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}
    reference: Json = {"type": "reference", "reference_ids": [1]}
    text, shown = _parts({"content": [reference, image, {"type": "text", "text": "See"}]})
    assert text == Text("See", annotations=(reference,))
    assert shown == Uri("image", None, "https://example.com/a.png")


# --- Tool calls -----------------------------------------------------------------------------------------


def test_a_tool_call_in_many_chunks() -> None:
    deltas = [_call(0, "call_1", "add", ""), _call(0, arguments='{"a": '), _call(0, arguments="1}")]
    assert _parts(*({"tool_calls": [d]} for d in deltas)) == (ToolCall("call_1", "add", '{"a": 1}'),)


@pytest.mark.parametrize(("id_", "name"), [(None, None), ("", ""), ("call_1", "add")])
def test_id_and_name_of_a_continuation_add_nothing(id_: str | None, name: str | None) -> None:
    deltas = [_call(0, "call_1", "add", "{"), _call(0, id_, name, "}")]
    assert _parts(*({"tool_calls": [d]} for d in deltas)) == (ToolCall("call_1", "add", "{}"),)


def test_parallel_calls_in_turn_and_in_one_chunk() -> None:
    first, second = _call(0, "call_1", "add", "{"), _call(1, "call_2", "multiply", "{")
    more = [_call(1, arguments="2"), _call(0, arguments="1")]
    calls = _parts({"tool_calls": [first, second]}, {"tool_calls": more})
    assert calls == (ToolCall("call_1", "add", "{1"), ToolCall("call_2", "multiply", "{2"))


def test_whole_calls_without_index() -> None:
    calls = [_call(None, "call_1", "add", "{}"), _call(None, "call_2", "multiply", "{}")]
    expected = (ToolCall("call_1", "add", "{}"), ToolCall("call_2", "multiply", "{}"))
    assert _parts({"tool_calls": calls}) == expected
    assert _parts({"tool_calls": calls[:1]}, {"tool_calls": calls[1:]}) == expected


def test_different_ids_on_one_index_are_different_calls() -> None:
    deltas = [_call(0, "call_1", "add", "{}"), _call(0, "call_2", "add", "[]")]
    calls = _parts(*({"tool_calls": [d]} for d in deltas))
    assert calls == (ToolCall("call_1", "add", "{}"), ToolCall("call_2", "add", "[]"))


def test_calls_of_different_choices_share_no_index() -> None:
    answer = _stream(
        _chunk({"tool_calls": [_call(0, "call_1", "add", "1")]}, index=0),
        _chunk({"tool_calls": [_call(0, "call_2", "add", "2")]}, index=1),
        _chunk({"tool_calls": [_call(0, "call_1", "add", "1")]}, index=0),
    ).answer()
    assert answer.messages[0].parts == (ToolCall("call_1", "add", "11"),)
    assert answer.messages[1].parts == (ToolCall("call_2", "add", "2"),)


def test_arguments_that_are_an_object_become_text() -> None:
    call = {"id": "call_1", "function": {"name": "add", "arguments": {"a": 1}}}
    assert _whole({"tool_calls": [call]}).messages[0].parts == (ToolCall("call_1", "add", '{"a": 1}'),)


def test_the_legacy_function_call() -> None:
    deltas = [{"function_call": {"name": "add", "arguments": ""}}, {"function_call": {"arguments": "{}"}}]
    assert _parts(*deltas) == (ToolCall(None, "add", "{}"),)


def test_a_custom_tool_s_input() -> None:
    call = {"id": "call_1", "type": "custom", "custom": {"name": "run", "input": "ls"}}
    assert _whole({"tool_calls": [call]}).messages[0].parts == (ToolCall("call_1", "run", "ls"),)


def test_tools_that_the_provider_ran() -> None:
    begun = {"index": 0, "type": "search", "arguments": '{"q": 1}'}
    deltas = [{"executed_tools": [begun]}, {"executed_tools": [{**begun, "output": "found"}]}]
    call, result = _parts(*deltas)
    assert call == ToolCall(None, "search", '{"q": 1}', server=True)
    assert result == ToolCallResponse(None, "found", "search", server=True)


# --- Media, usage, errors, the unknown ------------------------------------------------------------------


def test_images_and_audio_in_an_answer() -> None:
    image = {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBO"}, "index": 0}
    audio = {"id": "audio_1", "data": "UklG", "transcript": "Hello", "expires_at": 1}
    parts = _whole({"content": None, "images": [image], "audio": audio}).messages[0].parts
    assert parts == (
        Blob("image", "image/png", "iVBO"),
        Blob("audio", None, "UklG"),
        Other("audio_transcript", "Hello"),
    )


def test_usage_that_grows_ends_with_its_last_count() -> None:
    growing = [_chunk({"content": "x"}, usage={"prompt_tokens": 7, "completion_tokens": n}) for n in (1, 2, 3)]
    assert _stream(*growing).answer().usage == Usage(7, 3)


def test_usage_in_groq_s_envelope() -> None:
    chunk = _chunk({"content": "x"}, x_groq={"id": "r", "usage": {"prompt_tokens": 7, "completion_tokens": 3}})
    assert _stream(chunk).answer().usage == Usage(7, 3)


def test_errors_inside_a_stream() -> None:
    within = _stream(_chunk({"content": "He"}), _chunk({"content": ""}, error={"code": 400, "message": "Overloaded"}))
    assert within.answer().error == ApiError(None, 400, "Overloaded")
    assert within.answer().messages[0].parts == (Text("He"),)
    named = fold([CHAT.deltas(_event({"error": {"message": "Failed", "code": "tool_use_failed"}}, name="error"))])
    assert named.answer().error == ApiError(None, "tool_use_failed", "Failed")
    bare = fold([CHAT.deltas(_event("went wrong", name="error"))])
    assert bare.answer().error == ApiError(None, None, "went wrong")


def test_what_is_not_known_is_shown_with_its_path() -> None:
    chunk = _chunk({"content": "x", "novelty": 1}, wonder={"a": [0]})
    unknown = _stream(chunk).answer().unknown
    assert [(delta.what, delta.data, delta.path) for delta in unknown] == [
        ("novelty", 1, ("choices", 0, "delta", "novelty")),
        ("wonder", {"a": [0]}, ("wonder",)),
    ]


@pytest.mark.parametrize("delta", [{"tool_calls": "text"}, {"reasoning": 5}, {"refusal": 5}, {"tool_calls": ["x"]}])
def test_a_known_key_of_the_wrong_shape_is_shown(delta: Payload) -> None:
    assert _stream(_chunk(delta)).answer().unknown


def test_padding_and_empty_extras_are_no_noise() -> None:
    delta = {"content": "x", "graph_data": {"sources": None, "status": None}, "token_id": 5}
    chunk = _chunk(delta, obfuscation="Zm9v", p="abc", service_tier="default", system_fingerprint=None)
    assert _stream(chunk).answer().unknown == ()


def test_a_delta_points_at_its_value() -> None:
    chunk = _chunk({"reasoning": "r", "content": "c", "tool_calls": [_call(0, "call_1", "add", "{}")]}, finish="stop")
    for delta in CHAT.deltas(_event(chunk)):
        value: Payload = chunk
        for step in delta.path:
            value = value[step]
        if delta.kind in (Kind.TEXT, Kind.REASONING):
            assert value in ("c", "r")
        elif delta.kind is Kind.TOOL_CALL:
            assert value == "{}"


# --- The whole answer -----------------------------------------------------------------------------------


def test_a_stream_is_reassembled_to_the_answer_without_streaming() -> None:
    events = _events(
        _chunk({"role": "assistant", "content": "", "reasoning_content": "Hm"}, service_tier="default"),
        _chunk({"content": "Hi"}),
        _chunk({"tool_calls": [_call(0, "call_1", "add", "{}")]}),
        _chunk({}, finish="tool_calls"),
        {"id": "chatcmpl-1", "choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 2}, "obfuscation": "x"},
        "[DONE]",
    )
    answer = fold(CHAT.deltas(event) for event in events).answer()
    assert CHAT.assemble(answer, events) == {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "model": "m-1",
        "service_tier": "default",
        "choices": [
            {
                "index": 0,
                "message": {
                    "role": "assistant",
                    "content": "Hi",
                    "reasoning_content": "Hm",
                    "tool_calls": [
                        {"id": "call_1", "type": "function", "function": {"name": "add", "arguments": "{}"}}
                    ],
                },
                "finish_reason": "tool_calls",
            }
        ],
        "usage": {"prompt_tokens": 1, "completion_tokens": 2},
    }
