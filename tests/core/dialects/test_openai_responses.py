# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""openai.responses, answers: every item and event in every accent that was seen."""

from __future__ import annotations

import json
from typing import Any

import pytest

from viewer.core.dialects.openai_responses import OpenAIResponses
from viewer.core.fold import fold
from viewer.core.messages import (
    Answer,
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
from viewer.core.model import Interaction, Json, Request, Response
from viewer.core.registry import Match
from viewer.core.streams import StreamEvent

_DIALECT = OpenAIResponses()


def _streamed(*payloads: dict[str, Any]) -> Answer:
    events = (StreamEvent(i, (i, i + 1), json.dumps(p), p, is_json=True) for i, p in enumerate(payloads))
    return fold(_DIALECT.deltas(event) for event in events).answer()


def _whole(body: Json) -> Answer:
    return fold([_DIALECT.response(body)]).answer()


def _parts(answer: Answer) -> list[Part]:
    return [part for message in answer.messages for part in message.parts]


def _response(*output: Json, status: str = "completed", **more: Json) -> dict[str, Any]:
    return {"id": "resp_1", "object": "response", "status": status, "model": "m-1", "output": list(output), **more}


def _event(kind: str, **more: object) -> dict[str, Any]:
    return {"type": f"response.{kind}", "output_index": 0, "content_index": 0, **more}


def _text(text: str, **more: Json) -> dict[str, Any]:
    return {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": text, **more}]}


# --- Items: what a whole answer makes of each

_PNG = "iVBORw0KGgo="

_ITEMS: list[tuple[dict[str, Any], list[Part]]] = [
    (
        _text("Hi", annotations=[{"type": "url_citation", "url": "u"}]),
        [Text("Hi", ({"type": "url_citation", "url": "u"},))],
    ),
    ({"type": "message", "content": [{"type": "refusal", "refusal": "No"}]}, [Text("No", refusal=True)]),
    ({"type": "message", "content": "plain"}, [Text("plain")]),
    (
        {"type": "message", "role": "user", "content": "x"},
        [Other("message", {"type": "message", "role": "user", "content": "x"})],
    ),
    (
        {
            "type": "reasoning",
            "summary": [{"type": "summary_text", "text": "A"}, {"type": "summary_text", "text": "B"}],
            "encrypted_content": "s",
        },
        [Reasoning("A", "s"), Reasoning("B")],
    ),
    ({"type": "reasoning", "summary": [], "content": [{"type": "reasoning_text", "text": "Hm"}]}, [Reasoning("Hm")]),
    ({"type": "reasoning", "summary": [], "encrypted_content": "s"}, [Reasoning("", "s")]),
    ({"type": "reasoning", "summary": []}, []),
    (
        {"type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "add", "arguments": '{"a":1}'},
        [ToolCall("call_1", "add", '{"a":1}')],
    ),
    (
        {"type": "custom_tool_call", "call_id": "c", "name": "sql", "input": "SELECT 1"},
        [ToolCall("c", "sql", "SELECT 1")],
    ),
    (
        {"type": "web_search_call", "id": "ws_1", "action": {"type": "search", "query": "q"}},
        [ToolCall("ws_1", "web_search", '{"type": "search", "query": "q"}', server=True)],
    ),
    (
        {"type": "web_search_call", "id": "ws_1", "name": "browse_page", "arguments": '{"url":"u"}'},
        [ToolCall("ws_1", "browse_page", '{"url":"u"}', server=True)],
    ),
    (
        {"type": "file_search_call", "id": "fs_1", "queries": ["q"], "results": [{"text": "t"}]},
        [
            ToolCall("fs_1", "file_search", '{"queries": ["q"]}', server=True),
            ToolCallResponse("fs_1", [{"text": "t"}], "file_search", server=True),
        ],
    ),
    (
        {
            "type": "code_interpreter_call",
            "id": "ci",
            "code": "1",
            "container_id": "k",
            "outputs": [{"type": "image", "url": "https://x/1.png"}],
        },
        [
            ToolCall("ci", "code_interpreter", '{"code": "1", "container_id": "k"}', server=True),
            ToolCallResponse("ci", [{"type": "image", "url": "https://x/1.png"}], "code_interpreter", server=True),
            Uri("image", None, "https://x/1.png"),
        ],
    ),
    (
        {
            "type": "image_generation_call",
            "id": "ig",
            "revised_prompt": "A cat",
            "output_format": "webp",
            "result": _PNG,
        },
        [
            ToolCall("ig", "image_generation", '{"revised_prompt": "A cat", "output_format": "webp"}', server=True),
            Blob("image", "image/webp", _PNG),
        ],
    ),
    (
        {"type": "image_generation_call", "id": "ig", "result": "https://x/1.jpg"},
        [ToolCall("ig", "image_generation", "", server=True), Uri("image", None, "https://x/1.jpg")],
    ),
    (
        {"type": "mcp_call", "id": "mcp_1", "name": "roll", "arguments": "{}", "output": "4", "error": None},
        [ToolCall("mcp_1", "roll", "{}", server=True), ToolCallResponse("mcp_1", "4", "roll", server=True)],
    ),
    (
        {"type": "mcp_call", "id": "mcp_1", "name": "roll", "arguments": "{}", "output": None, "error": "refused"},
        [ToolCall("mcp_1", "roll", "{}", server=True), ToolCallResponse("mcp_1", "refused", "roll", server=True)],
    ),
    (
        {"type": "tool_search_call", "call_id": "ts", "execution": "server", "arguments": {"query": "q"}},
        [ToolCall("ts", "tool_search", '{"query": "q"}', server=True)],
    ),
    (
        {"type": "tool_search_output", "call_id": "ts", "tools": [{"name": "f"}]},
        [ToolCallResponse("ts", [{"name": "f"}], server=True)],
    ),
    (
        {"type": "shell_call", "call_id": "sh", "action": {"timeout_ms": 1, "commands": ["ls"]}},
        [ToolCall("sh", "shell", '{"commands": ["ls"], "timeout_ms": 1}')],
    ),
    (
        {
            "type": "shell_call",
            "call_id": "sh",
            "action": {"commands": ["ls"]},
            "environment": {"type": "container_reference"},
        },
        [ToolCall("sh", "shell", '{"commands": ["ls"]}', server=True)],
    ),
    (
        {"type": "shell_call_output", "call_id": "sh", "output": [{"stdout": "a"}]},
        [ToolCallResponse("sh", [{"stdout": "a"}], server=True)],
    ),
    (
        {"type": "apply_patch_call", "call_id": "ap", "operation": {"diff": "+1", "path": "a", "type": "create_file"}},
        [ToolCall("ap", "apply_patch", '{"type": "create_file", "path": "a", "diff": "+1"}')],
    ),
    (
        {"type": "local_shell_call", "call_id": "ls", "action": {"command": ["ls"]}},
        [ToolCall("ls", "local_shell", '{"command": ["ls"]}')],
    ),
    (
        {"type": "computer_call", "call_id": "cu", "action": {"type": "click"}},
        [ToolCall("cu", "computer", '{"action": {"type": "click"}}')],
    ),
    ({"type": "program", "call_id": "p", "code": "x"}, [ToolCall("p", "program", '{"code": "x"}', server=True)]),
    ({"type": "program_output", "call_id": "p", "result": "y"}, [ToolCallResponse("p", "y", server=True)]),
    (
        {"type": "compaction", "encrypted_content": "s"},
        [Other("compaction", {"type": "compaction", "encrypted_content": "s"})],
    ),
    ({"type": "mcp_list_tools", "tools": []}, [Other("mcp_list_tools", {"type": "mcp_list_tools", "tools": []})]),
    ({"type": "some_novelty", "content": "x"}, [Other("some_novelty", {"type": "some_novelty", "content": "x"})]),
]
items = pytest.mark.parametrize(
    ("item", "parts"), _ITEMS, ids=lambda value: value.get("type") if isinstance(value, dict) else ""
)


@items
def test_items_of_a_whole_answer(item: dict[str, Any], parts: list[Part]) -> None:
    assert _parts(_whole(_response(item))) == parts


@items
def test_items_told_only_as_done(item: dict[str, Any], parts: list[Part]) -> None:
    done = {"type": "response.output_item.done", "output_index": 0, "item": item}
    assert _parts(_streamed(done)) == parts
    assert _parts(_streamed(done, {"type": "response.completed", "response": _response(item)})) == parts


@items
def test_items_told_only_at_the_end(item: dict[str, Any], parts: list[Part]) -> None:
    assert _parts(_streamed({"type": "response.completed", "response": _response(item)})) == parts


# --- Events


def _call_events(item: dict[str, Any], *between: dict[str, Any], **bare: object) -> Answer:
    added, done = {**item, **bare}, item
    return _streamed(_event("output_item.added", item=added), *between, _event("output_item.done", item=done))


@pytest.mark.parametrize(
    ("item", "bare", "deltas"),
    [
        (
            {"type": "code_interpreter_call", "id": "c", "code": 'a\n"b"', "container_id": "k"},
            {"code": ""},
            [
                _event("code_interpreter_call_code.delta", delta="a\n"),
                _event("code_interpreter_call_code.delta", delta='"b"'),
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
                _event("apply_patch_call_operation_diff.delta", delta="+é"),
                _event("apply_patch_call_operation_diff.delta", delta="\n"),
            ],
        ),
        (
            {"type": "shell_call", "call_id": "c", "action": {"commands": ["ls", "cd"], "timeout_ms": None}},
            {"action": {"commands": []}},
            [
                _event("shell_call_command.added", command_index=0, command=""),
                _event("shell_call_command.delta", command_index=0, delta="ls"),
                _event("shell_call_command.done", command_index=0, command="ls"),
                _event("shell_call_command.added", command_index=1, command=""),
                _event("shell_call_command.delta", command_index=1, delta="cd"),
                _event("shell_call_command.done", command_index=1, command="cd"),
            ],
        ),
        (
            {"type": "mcp_call", "id": "c", "name": "f", "arguments": '{"a":1}'},
            {"arguments": ""},
            [_event("mcp_call_arguments.delta", delta='{"a":'), _event("mcp_call_arguments.delta", delta="1}")],
        ),
        (
            {"type": "custom_tool_call", "call_id": "c", "name": "f", "input": "SELECT 1"},
            {"input": ""},
            [
                _event("custom_tool_call_input.delta", delta="SELECT"),
                _event("custom_tool_call_input.delta", delta=" 1"),
            ],
        ),
    ],
    ids=lambda value: value.get("type") if isinstance(value, dict) else "",
)
def test_streamed_arguments_only_grow(item: dict[str, Any], bare: dict[str, Any], deltas: list[dict[str, Any]]) -> None:
    shown = ""
    for count in range(len(deltas) + 1):
        (call,) = _parts(_streamed(_event("output_item.added", item={**item, **bare}), *deltas[:count]))
        assert isinstance(call, ToolCall)
        assert call.arguments.startswith(shown)
        shown = call.arguments
    (final,) = _parts(_call_events(item, *deltas, **bare))
    assert isinstance(final, ToolCall)
    assert final.arguments.startswith(shown)
    assert _parts(_whole(_response(item))) == [final]


def test_text_refusals_and_citations() -> None:
    answer = _streamed(
        _event("output_text.delta", delta="See", obfuscation="xyz", logprobs=[]),
        _event("output_text.annotation.added", annotation_index=0, annotation={"type": "url_citation", "url": "u"}),
        _event("output_text.delta", delta=" this"),
        _event("output_text.done", text="See this"),
        _event("content_part.done", part={"type": "output_text", "text": "See this", "annotations": []}),
        _event("refusal.delta", content_index=1, delta="N"),
        _event("refusal.done", content_index=1, refusal="No"),
    )
    assert _parts(answer) == [Text("See this", ({"type": "url_citation", "url": "u"},)), Text("No", refusal=True)]
    assert not answer.unknown


def test_reasoning_text_and_summaries_stay_apart() -> None:
    answer = _streamed(
        _event("reasoning_part.added", part={"type": "reasoning_text", "text": ""}),
        _event("reasoning_text.delta", delta="Hm"),
        _event("reasoning_text.done", text="Hm"),
        _event("reasoning_summary_part.added", summary_index=0, part={"type": "summary_text", "text": ""}),
        _event("reasoning_summary_text.delta", summary_index=0, delta="A"),
        _event("reasoning_summary_text.delta", summary_index=1, delta="B"),
        _event("reasoning_summary_part.done", summary_index=1, part={"type": "summary_text", "text": "B!"}),
    )
    assert _parts(answer) == [Reasoning("Hm"), Reasoning("A"), Reasoning("B!")]


def test_ids_that_change_on_the_way_make_no_second_part() -> None:
    item = _text("Hi")
    answer = _streamed(
        _event("output_item.added", item={**item, "id": "a", "content": []}),
        _event("output_text.delta", item_id="b", delta="Hi"),
        _event("output_item.done", item={**item, "id": "c"}),
        {"type": "response.completed", "response": _response({**item, "id": "d"})},
    )
    assert _parts(answer) == [Text("Hi")]


@pytest.mark.parametrize("shift", [{"content_index": 3}, {"output_index": 7}])
def test_places_that_the_last_event_numbers_otherwise_make_no_second_part(shift: dict[str, int]) -> None:
    item = _text("Hi", annotations=[])
    answer = _streamed(
        {**_event("output_text.delta", delta="Hi"), **shift},
        {**_event("output_item.done", item=item), **shift},
        {"type": "response.completed", "response": _response(item)},
    )
    assert _parts(answer) == [Text("Hi")]


def test_events_without_place_are_told_apart_by_id() -> None:
    answer = _streamed(
        {"type": "response.output_text.delta", "item_id": "a", "delta": "One"},
        {"type": "response.output_text.delta", "item_id": "b", "delta": "Two"},
        {"type": "response.output_item.done", "item": {**_text("Three"), "id": "c"}},
    )
    assert _parts(answer) == [Text("One"), Text("Two"), Text("Three")]


def test_a_stream_that_starts_late_is_completed_by_what_is_done() -> None:
    answer = _streamed(_event("output_text.delta", delta=" end"), _event("output_text.done", text="The end"))
    assert _parts(answer) == [Text("The end")]


def test_partial_images_are_replaced_by_the_picture() -> None:
    partial = _event("image_generation_call.partial_image", partial_image_b64="AAAA", output_format="png")
    done = _event(
        "output_item.done", item={"type": "image_generation_call", "id": "i", "result": _PNG, "output_format": "png"}
    )
    assert _parts(_streamed(partial)) == [Blob("image", "image/png", "AAAA")]
    assert Blob("image", "image/png", _PNG) in _parts(_streamed(partial, done))
    assert len(_parts(_streamed(partial, partial, done))) == 2


def test_what_a_shell_printed() -> None:
    printed = _event("shell_call_output_content.delta", command_index=0, delta={"stdout": "a"})
    item = {"type": "shell_call_output", "call_id": "sh", "output": [{"stdout": "a"}]}
    assert _parts(_streamed(printed)) == [ToolCallResponse(None, {"stdout": "a"}, server=True)]
    assert _parts(_streamed(printed, _event("output_item.done", item=item))) == [
        ToolCallResponse("sh", [{"stdout": "a"}], server=True)
    ]


@pytest.mark.parametrize(
    "event",
    [
        {"type": "error", "error": {"type": "t", "code": "c", "message": "No"}, "sequence_number": 1},
        {"type": "error", "code": "c", "message": "No", "param": None},
        {"error": {"code": "c", "message": "No"}},
        {"type": "response.failed", "response": _response(status="failed", error={"code": "c", "message": "No"})},
    ],
)
def test_errors(event: dict[str, Any]) -> None:
    error = _streamed(event).error
    assert error is not None
    assert (error.code, error.message) == ("c", "No")


@pytest.mark.parametrize(
    ("event", "what"),
    [
        (_event("novelty.delta", delta="x"), "response.novelty.delta"),
        (_event("output_text.delta", delta={"text": "x"}), "delta"),
        (_event("output_text.delta", delta="x", novelty=1), "novelty"),
        ({"type": "error"}, "error"),
        ({"a": 1}, "event"),
    ],
)
def test_what_is_not_known_is_shown(event: dict[str, Any], what: str) -> None:
    assert [delta.what for delta in _streamed(event).unknown] == [what]


@pytest.mark.parametrize(
    "kind", ["web_search_call.searching", "mcp_list_tools.failed", "code_interpreter_call_code.done"]
)
def test_progress_adds_nothing(kind: str) -> None:
    assert _streamed(_event(kind), {"type": "keepalive", "sequence_number": 1}) == Answer()


def test_an_event_may_be_named_by_the_framing_only() -> None:
    event = StreamEvent(0, (0, 1), "{}", {"delta": "x"}, is_json=True, name="response.output_text.delta")
    assert _parts(fold([_DIALECT.deltas(event)]).answer()) == [Text("x")]


# --- How it ended


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        (_response(_text("Hi")), FinishReason.STOP),
        (_response({"type": "function_call", "name": "f"}), FinishReason.TOOL_CALL),
        (_response({"type": "local_shell_call"}), FinishReason.TOOL_CALL),
        (_response({"type": "tool_search_call", "execution": "client"}), FinishReason.TOOL_CALL),
        (_response({"type": "web_search_call"}), FinishReason.STOP),
        (_response(status="incomplete", incomplete_details={"reason": "max_output_tokens"}), FinishReason.LENGTH),
        (_response(status="incomplete", incomplete_details={"reason": "content_filter"}), FinishReason.CONTENT_FILTER),
        (_response(status="incomplete"), None),
        (_response(status="failed"), FinishReason.ERROR),
        (_response(status="queued"), None),
        (_response(status="in_progress"), None),
    ],
)
def test_finish(response: dict[str, Any], reason: FinishReason | None) -> None:
    (message,) = _whole(response).messages
    assert (message.native_finish_reason, message.finish_reason) == (response["status"], reason)


def test_usage_id_and_model() -> None:
    counts: dict[str, Json] = {"input_tokens": 9, "output_tokens": 8, "input_tokens_details": {"cached_tokens": 3}}
    answer = _whole(_response(usage={**counts, "output_tokens_details": {"reasoning_tokens": 2}}))
    assert (answer.id, answer.model) == ("resp_1", "m-1")
    assert answer.usage == Usage(9, 8, cache_read_input_tokens=3, reasoning_output_tokens=2)


def test_answers_of_the_paths_below() -> None:
    assert _whole({"object": "response.input_tokens", "input_tokens": 7}).usage == Usage(input_tokens=7)
    deleted: Json = {"id": "resp_1", "object": "response", "deleted": True}
    assert _parts(_whole(deleted)) == [Other("response", deleted)]
    compacted: Json = {
        "id": "c",
        "object": "response.compaction",
        "output": [{"type": "compaction", "encrypted_content": "s"}],
    }
    assert _parts(_whole(compacted)) == [Other("compaction", {"type": "compaction", "encrypted_content": "s"})]
    assert _whole({"error": {"message": "No", "code": "c"}}).error == ApiError(None, "c", "No")


# --- The whole answer of a stream


def test_a_stream_cut_off_gives_what_came() -> None:
    payloads: list[dict[str, Any]] = [
        {"type": "response.created", "response": _response(status="in_progress")},
        _event("output_text.delta", delta="Half"),
        {"type": "response.function_call_arguments.delta", "output_index": 1, "delta": '{"a'},
    ]
    events = [StreamEvent(i, (i, i + 1), json.dumps(p), p, is_json=True) for i, p in enumerate(payloads)]
    streamed = _streamed(*payloads)
    assert _parts(_whole(_DIALECT.assemble(streamed, events))) == _parts(streamed)


def test_an_end_without_output_takes_the_items_that_were_done() -> None:
    item = {**_text("Hi"), "phase": "final_answer"}
    payloads = [_event("output_item.done", item=item), {"type": "response.completed", "response": _response()}]
    events = [StreamEvent(i, (i, i + 1), json.dumps(p), p, is_json=True) for i, p in enumerate(payloads)]
    assembled = _DIALECT.assemble(_streamed(*payloads), events)
    assert isinstance(assembled, dict)
    assert assembled["output"] == [item]


# --- Whose it is


@pytest.mark.parametrize(
    ("url", "request_body", "answer", "match"),
    [
        ("https://api.openai.com/v1/responses", {"input": "x"}, None, Match.SURE),
        ("https://x.openai.azure.com/openai/responses?api-version=1", None, None, Match.SURE),
        ("https://chatgpt.com/backend-api/codex/responses", {"input": []}, None, Match.SURE),
        ("https://api.openai.com/v1/responses/resp_1?stream=false", None, _response(), Match.SURE),
        ("https://api.openai.com/v1/responses/compact", {"input": []}, None, Match.SURE),
        ("https://api.openai.com/v1/responses/input_tokens", {"input": []}, None, Match.SURE),
        ("https://<PROXY>/", None, {"type": "response.created", "response": {}}, Match.LIKELY),
        ("https://<PROXY>/", {"input": [{"role": "user"}]}, None, Match.MAYBE),
        ("https://forms.example.com/surveys/3/responses", None, {"total": 1}, Match.NO),
        ("https://api.openai.com/v1/embeddings", {"input": ["x"], "model": "m"}, None, Match.NO),
        ("wss://api.openai.com/v1/realtime", None, {"type": "response.created"}, Match.NO),
        ("https://<PROXY>/", None, {"type": "response.created", "event_id": "e"}, Match.NO),
    ],
)
def test_match(url: str, request_body: Json, answer: Json, match: Match) -> None:
    first = None if answer is None else StreamEvent(0, (0, 1), "", answer, is_json=True)
    assert _DIALECT.match(Interaction(0, Request("POST", url), Response(200)), request_body, first) == match
