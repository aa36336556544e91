# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Gemini Live sessions: turns by order alone, sound, calls, interruptions, both spellings."""

from __future__ import annotations

import base64

import pytest

from tests.core.dialects.sessions import Message, exchange
from viewer.core.analysis import Exchange
from viewer.core.conversations import converse
from viewer.core.fold import fold
from viewer.core.messages import Blob, Reasoning, Text, ToolCall, ToolCallResponse
from viewer.core.summary import summarise

_SETUP: Message = (
    "sent",
    {
        "setup": {
            "model": "models/live-1",
            "generationConfig": {"responseModalities": ["AUDIO"]},
            "systemInstruction": {"parts": [{"text": "Be short."}]},
            "tools": [{"functionDeclarations": [{"name": "wind", "description": "Wind speed"}]}],
        }
    },
)
_DONE: Message = ("received", {"serverContent": {"turnComplete": True}})


def _asks(text: str) -> Message:
    turns = [{"role": "user", "parts": [{"text": text}]}]
    return "sent", {"client_content": {"turns": turns, "turnComplete": True}}


def _speaks(text: str) -> Message:
    return "received", {"serverContent": {"modelTurn": {"parts": [{"text": text}]}}}


def _content(**told: object) -> Message:
    return "received", {"serverContent": told}


def _sound(data: bytes) -> dict[str, object]:
    inline = {"mimeType": "audio/pcm;rate=24000", "data": base64.b64encode(data).decode()}
    return {"parts": [{"inlineData": inline}]}


def _said(found: Exchange) -> list[tuple[str, str]]:
    return [
        (message.role, "".join(part.content for part in message.parts if isinstance(part, Text)))
        for message in found.answer.messages
    ]


def test_turns_stand_in_their_order() -> None:
    found = exchange(
        _SETUP,
        ("received", {"setupComplete": {}}),
        _asks("Hi"),
        _speaks("Hel"),
        _speaks("lo."),
        ("received", {"serverContent": {"turnComplete": True}, "usageMetadata": {"promptTokenCount": 5}}),
        _asks("Bye"),
        _speaks("See you."),
        _DONE,
        ("received", {"usageMetadata": {"promptTokenCount": 9, "responseTokenCount": 3}}),
    )
    assert found.dialect is not None
    assert found.dialect.name == "gemini.live"
    assert _said(found) == [("user", "Hi"), ("assistant", "Hello."), ("user", "Bye"), ("assistant", "See you.")]
    assert [message.finish_reason for message in found.answered] == ["stop", "stop"]
    assert found.by_client == {0, 2}
    assert found.answer.usage is not None
    assert (found.answer.usage.input_tokens, found.answer.usage.output_tokens) == (14, 3)
    assert (found.problems, found.answer.unknown) == ((), ())


def test_the_prompt_is_the_setup() -> None:
    found = exchange(_SETUP)
    assert found.prompt is not None
    assert found.prompt.model == "live-1"
    assert [message.parts for message in found.prompt.system] == [(Text("Be short."),)]
    assert [tool.name for tool in found.prompt.tools] == ["wind"]
    assert "generationConfig" in found.prompt.settings


def test_a_call_and_its_result() -> None:
    call = {"id": "call-1", "name": "wind", "args": {"city": "Tromsø"}}
    answer = {"id": "call-1", "name": "wind", "response": {"speed": 7}}
    found = exchange(
        _SETUP,
        _asks("Wind?"),
        ("received", {"toolCall": {"functionCalls": [call]}}),
        ("sent", {"tool_response": {"functionResponses": [answer]}}),
        _speaks("Fresh."),
        _DONE,
    )
    _, called, told, _ = found.answer.messages
    assert called.parts == (ToolCall("call-1", "wind", '{"city": "Tromsø"}'),)
    assert (called.native_finish_reason, called.finish_reason) == ("toolCall", "tool_call")
    assert (told.role, told.parts) == ("tool", (ToolCallResponse("call-1", {"speed": 7}, "wind"),))
    assert [result.part_in(found).response for result in converse([summarise(found)]).results.values()] == [
        {"speed": 7}
    ]
    assert found.problems == ()


@pytest.mark.parametrize("field", ["audio", "mediaChunks"])
def test_sound_and_what_was_heard(field: str) -> None:
    chunks = [{"mimeType": "audio/pcm;rate=16000", "data": base64.b64encode(bytes([n] * 5)).decode()} for n in (1, 2)]
    inputs = [{"realtime_input": {field: [chunk] if field == "mediaChunks" else chunk}} for chunk in chunks]
    found = exchange(
        *(("sent", told) for told in inputs),
        _content(inputTranscription={"text": "How is "}),
        _content(modelTurn=_sound(b"\1" * 3), outputTranscription={"text": "Fre"}),
        _content(inputTranscription={"text": "the wind?"}),
        _content(modelTurn=_sound(b"\2" * 3)),
        _content(modelTurn=_sound(b"\3" * 3), outputTranscription={"text": "sh."}),
        _content(generationComplete=True),
        _DONE,
    )
    user, model = found.answer.messages
    heard = base64.b64encode(bytes([1] * 5 + [2] * 5)).decode()
    spoken = base64.b64encode(b"\1\1\1\2\2\2\3\3\3").decode()
    assert (user.role, user.parts) == ("user", (Text("How is the wind?"), Blob("audio", "audio/pcm;rate=16000", heard)))
    assert model.parts == (Blob("audio", "audio/pcm;rate=24000", spoken), Text("Fresh."))


def test_an_interruption_ends_an_answer() -> None:
    found = exchange(_asks("Hi"), _speaks("Hello, I"), _content(interrupted=True), _DONE, _speaks("Yes?"), _DONE)
    assert [text for _, text in _said(found)] == ["Hi", "Hello, I", "Yes?"]
    assert [message.native_finish_reason for message in found.answered] == ["interrupted", "turnComplete"]


def test_thoughts_pictures_and_sources() -> None:
    picture = {"mimeType": "image/jpeg", "data": "AAAA"}
    thought = {"text": "Hm.", "thought": True}
    found = exchange(
        ("sent", {"realtimeInput": {"video": picture}}),
        ("sent", {"realtimeInput": {"text": "What is it?"}}),
        _content(modelTurn={"parts": [thought]}),
        _speaks("A gull."),
        _content(groundingMetadata={"webSearchQueries": ["gull"]}),
        _DONE,
    )
    seen, asked, model = found.answer.messages
    assert seen.parts == (Blob("image", "image/jpeg", "AAAA"),)
    assert asked.parts == (Text("What is it?"),)
    assert model.parts == (Reasoning("Hm."), Text("A gull.", ({"webSearchQueries": ["gull"]},)))


def test_unknown_keys_are_shown_and_a_bad_close_is_an_error() -> None:
    found = exchange(
        _SETUP,
        ("received", {"serverContent": {"novelty": 1}, "weather": 7}),
        ("received", {"goAway": {"timeLeft": "5s"}}),
        ("received", [1]),
    )
    assert [unknown.what for unknown in found.answer.unknown] == ["novelty", "weather", "message"]
    assert found.dialect is not None
    close = found.dialect.deltas(
        found.events[0].__class__(0, (0, 1), "", {"code": 1008, "reason": "No."}, name="close")
    )
    errors = fold([close]).errors
    assert [(error.code, error.message) for _, error in errors] == [(1008, "No.")]
