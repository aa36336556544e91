# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Realtime sessions: who said what in which order, with sound, calls, usage and errors."""

from __future__ import annotations

import base64

import pytest

from tests.core.dialects.sessions import Message, exchange, received, sent
from viewer.core.analysis import Exchange
from viewer.core.conversations import converse
from viewer.core.errors import Severity
from viewer.core.messages import Blob, Text, ToolCall, ToolCallResponse
from viewer.core.summary import summarise

_TOOL = {"type": "function", "name": "wind", "description": "Wind speed", "parameters": {"type": "object"}}


def _create(role: str, text: str, **item: object) -> Message:
    content = [{"type": "output_text" if role == "assistant" else "input_text", "text": text}]
    return sent("conversation.item.create", item={"type": "message", "role": role, "content": content, **item})


def _added(role: str, id_: str, *content: object, **item: object) -> Message:
    told = {"id": id_, "type": "message", "role": role, "content": list(content), **item}
    return received("conversation.item.added", item=told)


def _response(id_: str, text: str, *, old: bool = False, status: str = "completed", **more: object) -> list[Message]:
    """A response of one text, as GA or as the beta names it."""
    name = "response.text" if old else "response.output_text"
    place = {"response_id": id_, "output_index": 0, "content_index": 0}
    item = {"id": f"item_{id_}", "type": "message", "role": "assistant", "content": [{"type": "text", "text": text}]}
    return [
        received("response.created", response={"id": id_, "status": "in_progress", "output": []}),
        received("response.output_item.added", response_id=id_, output_index=0, item={**item, "content": []}),
        received(f"{name}.delta", delta=text[:3], **place),
        received(f"{name}.delta", delta=text[3:], **place),
        received(f"{name}.done", text=text, **place),
        received("response.done", response={"id": id_, "status": status, "output": [item], **more}),
    ]


def _said(found: Exchange) -> list[tuple[str, str]]:
    return [
        (message.role, "".join(part.content for part in message.parts if isinstance(part, Text)))
        for message in found.answer.messages
    ]


def test_what_both_sides_say_stands_in_its_order() -> None:
    found = exchange(
        received("session.created", session={"id": "sess_1", "model": "voice-1", "instructions": "Be kind."}),
        sent("session.update", session={"instructions": "Be short.", "tools": [_TOOL], "voice": "ash"}),
        _create("user", "Hi"),
        sent("response.create"),
        _added("user", "item_a", {"type": "input_text", "text": "Hi"}),
        *_response("resp_1", "Hello.", usage={"input_tokens": 5, "output_tokens": 2}),
        _create("user", "Bye"),
        _added("user", "item_b", {"type": "input_text", "text": "Bye"}),
        *_response("resp_2", "See you.", usage={"input_tokens": 9, "output_tokens": 3}),
    )
    assert found.dialect is not None
    assert (found.dialect.name, found.framing) == ("openai.realtime", "websocket")
    assert _said(found) == [("user", "Hi"), ("assistant", "Hello."), ("user", "Bye"), ("assistant", "See you.")]
    assert [message.native_finish_reason for message in found.answered] == ["completed", "completed"]
    assert [message.role for message in found.asked] == ["user", "user"]
    assert (found.answer.id, found.answer.model) == ("sess_1", "voice-1")
    assert found.answer.usage is not None
    assert (found.answer.usage.input_tokens, found.answer.usage.output_tokens) == (14, 5)
    assert found.problems == ()
    assert found.answer.unknown == ()


def test_the_prompt_is_what_the_client_set_up() -> None:
    found = exchange(
        received("session.created", session={"model": "voice-1", "instructions": "Be kind.", "voice": "coral"}),
        sent("session.update", session={"instructions": "Be short.", "tools": [_TOOL], "voice": "ash"}),
    )
    assert found.prompt is not None
    assert [message.parts for message in found.prompt.system] == [(Text("Be short."),)]
    assert [(tool.name, tool.description) for tool in found.prompt.tools] == [("wind", "Wind speed")]
    assert found.prompt.settings == {"voice": "ash"}
    assert found.model == "voice-1"
    assert found.problems == ()


def test_instructions_that_change_later_are_said() -> None:
    found = exchange(
        sent("session.update", session={"instructions": "Be short."}),
        _create("user", "Hi"),
        sent("session.update", session={"instructions": "Be long."}),
        sent("response.create", response={"instructions": "In French."}),
    )
    assert _said(found) == [("user", "Hi"), ("system", "Be long."), ("system", "In French.")]
    assert found.prompt is not None
    assert found.prompt.system[0].parts == (Text("Be short."),)


@pytest.mark.parametrize("old", [False, True])
def test_names_of_the_beta_mean_the_same(old: bool) -> None:
    found = exchange(*_response("resp_1", "Hello.", old=old))
    assert _said(found) == [("assistant", "Hello.")]
    assert found.problems == ()


def test_a_call_and_its_result() -> None:
    call = {"id": "item_c", "type": "function_call", "call_id": "call_1", "name": "wind", "arguments": '{"at":1}'}
    place = {"response_id": "resp_1", "output_index": 0, "call_id": "call_1"}
    answer = {"type": "function_call_output", "call_id": "call_1", "output": "7 m/s"}
    found = exchange(
        sent("session.update", session={"tools": [_TOOL]}),
        received("response.created", response={"id": "resp_1"}),
        received("response.output_item.added", response_id="resp_1", output_index=0, item={**call, "arguments": ""}),
        received("response.function_call_arguments.delta", delta='{"at"', **place),
        received("response.function_call_arguments.delta", delta=":1}", **place),
        received("response.done", response={"id": "resp_1", "status": "completed", "output": [call]}),
        sent("conversation.item.create", item=answer),
        received("conversation.item.added", item={"id": "item_d", **answer}),
        *_response("resp_2", "Fresh."),
    )
    assert [message.role for message in found.answer.messages] == ["assistant", "tool", "assistant"]
    called, told, _ = found.answer.messages
    assert called.parts == (ToolCall("call_1", "wind", '{"at":1}'),)
    assert called.finish_reason == "tool_call"
    assert told.parts == (ToolCallResponse("call_1", "7 m/s"),)
    results = converse([summarise(found)]).results
    assert [result.part_in(found).response for result in results.values()] == ["7 m/s"]
    assert found.problems == ()


def test_sound_and_what_was_heard() -> None:
    pieces = [base64.b64encode(bytes([n] * 5)).decode() for n in range(4)]
    place = {"response_id": "resp_1", "output_index": 0, "content_index": 0}
    format_ = {"format": {"type": "audio/pcm", "rate": 24000}}
    heard = "conversation.item.input_audio_transcription"
    found = exchange(
        sent("session.update", session={"audio": {"input": format_, "output": format_}}),
        *(sent("input_audio_buffer.append", audio=piece) for piece in pieces[:2]),
        received("input_audio_buffer.speech_started", item_id="item_a", audio_start_ms=1),
        received("input_audio_buffer.speech_stopped", item_id="item_a", audio_end_ms=9),
        received("input_audio_buffer.committed", item_id="item_a", previous_item_id=None),
        _added("user", "item_a", {"type": "input_audio", "transcript": None}),
        sent("input_audio_buffer.append", audio=pieces[3]),
        received("response.created", response={"id": "resp_1"}),
        received(f"{heard}.delta", item_id="item_a", content_index=0, delta="How is"),
        *(received("response.output_audio.delta", delta=piece, **place) for piece in pieces),
        received(f"{heard}.completed", item_id="item_a", content_index=0, transcript="How is the wind?"),
        received("response.output_audio_transcript.delta", delta="Fresh.", **place),
        received("response.output_audio.done", **place),
        received("response.done", response={"id": "resp_1", "status": "completed", "output": []}),
    )
    user, model = found.answer.messages
    data = base64.b64encode(b"".join(base64.b64decode(piece) for piece in pieces)).decode()
    asked = base64.b64encode(bytes(5) + bytes([1] * 5)).decode()
    kind = "audio/pcm;rate=24000"
    assert user.parts == (Blob("audio", kind, asked), Text("How is the wind?"))
    assert model.parts == (Blob("audio", kind, data), Text("Fresh."))
    assert [message.role for message in (user, model)] == ["user", "assistant"]
    assert found.answer.unknown == ()


def test_sound_that_is_cut_short_by_the_recording_is_kept() -> None:
    place = {"response_id": "resp_1", "output_index": 0, "content_index": 0}
    pieces = ["AAAAAAA", "AQEB", "-_8", "!", "AgI="]
    found = exchange(*(received("response.audio.delta", delta=piece, **place) for piece in pieces))
    (blob,) = found.answer.messages[0].parts
    assert isinstance(blob, Blob)
    assert base64.b64decode(blob.content) == bytes(5) + b"\1\1\1\xfb\xff\2\2"
    assert [problem.text for problem in found.problems] == ["the stream was cut off: it ends without finish reason"]


def test_a_session_that_was_recorded_without_its_client() -> None:
    found = exchange(
        received("session.created", session={"model": "voice-1"}),
        _added("user", "item_a", {"type": "input_text", "text": "Hi"}),
        *_response("resp_1", "Hello."),
    )
    assert _said(found) == [("user", "Hi"), ("assistant", "Hello.")]
    assert found.by_client == {0}


def test_history_that_the_client_puts_in_is_its_own() -> None:
    found = exchange(
        _create("user", "I am Ida."),
        _create("assistant", "Hello Ida."),
        _create("user", "Who am I?", id="item_u"),
        received("conversation.item.created", item={"id": "item_a", "type": "message", "role": "user"}),
        received("conversation.item.created", item={"id": "item_b", "type": "message", "role": "assistant"}),
        received("conversation.item.created", item={"id": "item_u", "type": "message", "role": "user"}),
        *_response("resp_1", "Ida."),
    )
    assert [text for _, text in _said(found)] == ["I am Ida.", "Hello Ida.", "Who am I?", "Ida."]
    assert found.by_client == {0, 1, 2}
    assert [message.role for message in found.asked] == ["user", "assistant", "user"]
    assert found.problems == ()


@pytest.mark.parametrize(
    ("status", "details", "reason"),
    [
        ("cancelled", {"type": "cancelled", "reason": "turn_detected"}, None),
        ("incomplete", {"type": "incomplete", "reason": "max_output_tokens"}, "length"),
        ("incomplete", {"type": "incomplete", "reason": "content_filter"}, "content_filter"),
        ("failed", {"type": "failed", "error": {"type": "server_error", "message": "Down."}}, "error"),
    ],
)
def test_how_responses_end(status: str, details: object, reason: str | None) -> None:
    found = exchange(*_response("resp_1", "Hello.", status=status, status_details=details))
    (message,) = found.answered
    assert (message.native_finish_reason, message.finish_reason) == (status, reason)
    assert (found.answer.error is not None) == (status == "failed")


def test_errors_unknown_events_and_the_close() -> None:
    found = exchange(
        received("session.created", session={"id": "sess_1"}),
        received("error", error={"type": "invalid_request_error", "code": "bad", "message": "No."}),
        received("weather.changed", wind=7),
        received("ping", timestamp=1),
        ("received", "plain text"),
    )
    assert found.answer.error is not None
    assert (found.answer.error.code, found.answer.error.message) == ("bad", "No.")
    assert [unknown.what for unknown in found.answer.unknown] == ["weather.changed", "event"]
    assert [problem.severity for problem in found.problems] == [Severity.INFO, Severity.INFO, Severity.ERROR]


def test_a_response_that_is_cut_off_is_told() -> None:
    found = exchange(*_response("resp_1", "Hello.")[:-1])
    assert [problem.text for problem in found.problems] == ["the stream was cut off: it ends without finish reason"]


def test_what_a_session_is_called() -> None:
    spoken = exchange(*_response("resp_1", "Hello."))
    silent = exchange(received("session.created", session={"id": "sess_1", "instructions": ""}))
    assert [converse([summarise(one)])[0].title for one in (spoken, silent)] == [
        "Hello.",
        "OpenAI Realtime",
    ]


def test_the_responses_api_over_a_websocket_is_no_session() -> None:
    response = {"id": "resp_1", "object": "response", "status": "completed", "model": "m", "output": []}
    told = {"type": "response.completed", "response": response}
    found = exchange(("received", told), url="wss://api.example.org/v1/responses")
    assert found.dialect is not None
    assert (found.dialect.name, found.is_session) == ("openai.responses", False)


def test_other_sessions_are_not_taken() -> None:
    asked: object = {"type": "response.create", "model": "m", "input": [], "stream": True}
    for found in (exchange(("sent", asked)), exchange(("sent", {"type": "hello"})), exchange(("sent", {"setup": {}}))):
        assert found.dialect is None or found.dialect.name != "openai.realtime"
