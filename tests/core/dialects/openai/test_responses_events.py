# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""openai.responses, events of a stream in every accent that was seen."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.dialects.openai.responses import (
    DIALECT,
    PNG,
    event_of,
    parts_of,
    response_with,
    streamed_answer,
    text_item,
    whole_answer,
)
from viewer.core.answer import Answer
from viewer.core.deltas import FinishDelta
from viewer.core.dialects.openai._responses_stream import event_deltas
from viewer.core.fold import fold
from viewer.core.messages import Blob, Reasoning, Text, ToolCall, ToolCallResponse
from viewer.core.streams import StreamEvent


def _call_events(item: dict[str, Any], *between: dict[str, Any], **bare: object) -> Answer:
    added, done = {**item, **bare}, item
    return streamed_answer(event_of("output_item.added", item=added), *between, event_of("output_item.done", item=done))


@pytest.mark.parametrize(
    ("item", "bare", "deltas"),
    [
        (
            {"type": "code_interpreter_call", "id": "c", "code": 'a\n"b"', "container_id": "k"},
            {"code": ""},
            [
                event_of("code_interpreter_call_code.delta", delta="a\n"),
                event_of("code_interpreter_call_code.delta", delta='"b"'),
            ],
        ),
        (
            {
                "type": "apply_patch_call",
                "call_id": "c",
                "operation": {"type": "create_file", "diff": "+é\n", "path": "p"},
            },
            {"operation": {"type": "create_file", "diff": "", "path": "p"}},
            [
                event_of("apply_patch_call_operation_diff.delta", delta="+é"),
                event_of("apply_patch_call_operation_diff.delta", delta="\n"),
            ],
        ),
        (
            {"type": "shell_call", "call_id": "c", "action": {"commands": ["ls", "cd"], "timeout_ms": None}},
            {"action": {"commands": []}},
            [
                event_of("shell_call_command.added", command_index=0, command=""),
                event_of("shell_call_command.delta", command_index=0, delta="ls"),
                event_of("shell_call_command.done", command_index=0, command="ls"),
                event_of("shell_call_command.added", command_index=1, command=""),
                event_of("shell_call_command.delta", command_index=1, delta="cd"),
                event_of("shell_call_command.done", command_index=1, command="cd"),
            ],
        ),
        (
            {"type": "mcp_call", "id": "c", "name": "f", "arguments": '{"a":1}'},
            {"arguments": ""},
            [event_of("mcp_call_arguments.delta", delta='{"a":'), event_of("mcp_call_arguments.delta", delta="1}")],
        ),
        (
            {"type": "custom_tool_call", "call_id": "c", "name": "f", "input": "SELECT 1"},
            {"input": ""},
            [
                event_of("custom_tool_call_input.delta", delta="SELECT"),
                event_of("custom_tool_call_input.delta", delta=" 1"),
            ],
        ),
    ],
    ids=lambda value: value.get("type") if isinstance(value, dict) else "",
)
def test_streamed_arguments_only_grow(item: dict[str, Any], bare: dict[str, Any], deltas: list[dict[str, Any]]) -> None:
    shown = ""
    for count in range(len(deltas) + 1):
        (call,) = parts_of(streamed_answer(event_of("output_item.added", item={**item, **bare}), *deltas[:count]))
        assert isinstance(call, ToolCall)
        assert call.arguments.startswith(shown)
        shown = call.arguments
    (final,) = parts_of(_call_events(item, *deltas, **bare))
    assert isinstance(final, ToolCall)
    assert final.arguments.startswith(shown)
    assert parts_of(whole_answer(response_with(item))) == [final]


def test_text_refusals_and_citations() -> None:
    answer = streamed_answer(
        event_of("output_text.delta", delta="See", obfuscation="xyz", logprobs=[]),
        event_of("output_text.annotation.added", annotation_index=0, annotation={"type": "url_citation", "url": "u"}),
        event_of("output_text.delta", delta=" this"),
        event_of("output_text.done", text="See this"),
        event_of("content_part.done", part={"type": "output_text", "text": "See this", "annotations": []}),
        event_of("refusal.delta", content_index=1, delta="N"),
        event_of("refusal.done", content_index=1, refusal="No"),
    )
    assert parts_of(answer) == [Text("See this", ({"type": "url_citation", "url": "u"},)), Text("No", refusal=True)]
    assert not answer.unknown


def test_reasoning_text_and_summaries_stay_apart() -> None:
    answer = streamed_answer(
        event_of("reasoning_part.added", part={"type": "reasoning_text", "text": ""}),
        event_of("reasoning_text.delta", delta="Hm"),
        event_of("reasoning_text.done", text="Hm"),
        event_of("reasoning_summary_part.added", summary_index=0, part={"type": "summary_text", "text": ""}),
        event_of("reasoning_summary_text.delta", summary_index=0, delta="A"),
        event_of("reasoning_summary_text.delta", summary_index=1, delta="B"),
        event_of("reasoning_summary_part.done", summary_index=1, part={"type": "summary_text", "text": "B!"}),
    )
    assert parts_of(answer) == [Reasoning("Hm"), Reasoning("A"), Reasoning("B!")]


def test_ids_that_change_on_the_way_make_no_second_part() -> None:
    item = text_item("Hi")
    answer = streamed_answer(
        event_of("output_item.added", item={**item, "id": "a", "content": []}),
        event_of("output_text.delta", item_id="b", delta="Hi"),
        event_of("output_item.done", item={**item, "id": "c"}),
        {"type": "response.completed", "response": response_with({**item, "id": "d"})},
    )
    assert parts_of(answer) == [Text("Hi")]


@pytest.mark.parametrize("shift", [{"content_index": 3}, {"output_index": 7}])
def test_places_that_the_last_event_numbers_otherwise_make_no_second_part(shift: dict[str, int]) -> None:
    item = text_item("Hi", annotations=[])
    answer = streamed_answer(
        {**event_of("output_text.delta", delta="Hi"), **shift},
        {**event_of("output_item.done", item=item), **shift},
        {"type": "response.completed", "response": response_with(item)},
    )
    assert parts_of(answer) == [Text("Hi")]


def test_events_without_place_are_told_apart_by_id() -> None:
    answer = streamed_answer(
        {"type": "response.output_text.delta", "item_id": "a", "delta": "One"},
        {"type": "response.output_text.delta", "item_id": "b", "delta": "Two"},
        {"type": "response.output_item.done", "item": {**text_item("Three"), "id": "c"}},
    )
    assert parts_of(answer) == [Text("One"), Text("Two"), Text("Three")]


def test_a_stream_that_starts_late_is_completed_by_what_is_done() -> None:
    answer = streamed_answer(event_of("output_text.delta", delta=" end"), event_of("output_text.done", text="The end"))
    assert parts_of(answer) == [Text("The end")]


def test_partial_images_are_replaced_by_the_picture() -> None:
    partial = event_of("image_generation_call.partial_image", partial_image_b64="AAAA", output_format="png")
    done = event_of(
        "output_item.done", item={"type": "image_generation_call", "id": "i", "result": PNG, "output_format": "png"}
    )
    assert parts_of(streamed_answer(partial)) == [Blob("image", "image/png", "AAAA")]
    assert Blob("image", "image/png", PNG) in parts_of(streamed_answer(partial, done))
    assert len(parts_of(streamed_answer(partial, partial, done))) == 2


def test_what_a_shell_printed() -> None:
    printed = event_of("shell_call_output_content.delta", command_index=0, delta={"stdout": "a"})
    item = {"type": "shell_call_output", "call_id": "sh", "output": [{"stdout": "a"}]}
    assert parts_of(streamed_answer(printed)) == [ToolCallResponse(None, {"stdout": "a"}, server=True)]
    assert parts_of(streamed_answer(printed, event_of("output_item.done", item=item))) == [
        ToolCallResponse("sh", [{"stdout": "a"}], server=True)
    ]


@pytest.mark.parametrize(
    "event",
    [
        {"type": "error", "error": {"type": "t", "code": "c", "message": "No"}, "sequence_number": 1},
        {"type": "error", "code": "c", "message": "No", "param": None},
        {"error": {"code": "c", "message": "No"}},
        {"type": "response.failed", "response": response_with(status="failed", error={"code": "c", "message": "No"})},
    ],
)
def test_errors(event: dict[str, Any]) -> None:
    error = streamed_answer(event).error
    assert error is not None
    assert (error.code, error.message) == ("c", "No")


@pytest.mark.parametrize(
    ("event", "what"),
    [
        (event_of("novelty.delta", delta="x"), "response.novelty.delta"),
        (event_of("output_text.delta", delta={"text": "x"}), "delta"),
        (event_of("output_text.delta", delta="x", novelty=1), "novelty"),
        ({"type": "error"}, "error"),
        ({"a": 1}, "event"),
    ],
)
def test_what_is_not_known_is_shown(event: dict[str, Any], what: str) -> None:
    assert [delta.what for delta in streamed_answer(event).unknown] == [what]


@pytest.mark.parametrize(
    "kind", ["web_search_call.searching", "mcp_list_tools.failed", "code_interpreter_call_code.done"]
)
def test_progress_adds_nothing(kind: str) -> None:
    assert streamed_answer(event_of(kind), {"type": "keepalive", "sequence_number": 1}) == Answer()


def test_an_event_may_be_named_by_the_framing_only() -> None:
    event = StreamEvent(0, (0, 1), "{}", {"delta": "x"}, is_json=True, name="response.output_text.delta")
    assert parts_of(fold([DIALECT.deltas(event)]).answer()) == [Text("x")]


def test_an_item_that_is_done_is_known_by_its_id_where_its_place_is_not_told() -> None:
    call: dict[str, Any] = {
        "id": "fc",
        "type": "function_call",
        "call_id": "c1",
        "name": "add",
        "arguments": '{"a": 1}',
    }
    events: list[dict[str, Any]] = [
        {"type": "response.output_item.added", "output_index": 3, "item": {**call, "arguments": ""}},
        {"type": "response.function_call_arguments.delta", "output_index": 3, "delta": '{"a": 1}'},
        {"type": "response.output_item.done", "item": call},
    ]
    found = fold(list(event_deltas(event, event["type"])) for event in events).answer()
    assert [message.parts for message in found.messages] == [(ToolCall("c1", "add", '{"a": 1}'),)]


def test_a_response_that_ends_without_status_ended_as_its_event_says() -> None:
    ended: dict[str, Any] = {"type": "response.completed", "response": {"output": [], "model": "m"}}
    assert [delta.native for delta in event_deltas(ended, ended["type"]) if isinstance(delta, FinishDelta)] == [
        "completed"
    ]
