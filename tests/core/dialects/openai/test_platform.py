# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""OpenAI's APIs that answer with data: each is chosen by its path, and says in a few words what came back."""

from __future__ import annotations

import base64
import json
import struct

import pytest

from viewer.core.analysis import Exchange, analyse
from viewer.core.messages import Blob, FinishReason, Message, Other, Part, Text, Uri, Usage
from viewer.core.model import Body, Headers, Interaction, Request, Response
from viewer.core.text.json_values import Json

_HOST = "https://api.openai.com/v1"


def _exchange(url: str, answer: Json, request: Json = None, content_type: str = "application/json") -> Exchange:
    asked = Body(json.dumps(request).encode() if request is not None else None)
    told = Body(answer.encode() if isinstance(answer, str) else json.dumps(answer).encode())
    response = Response(200, "", Headers((("Content-Type", content_type),)), told)
    return analyse(Interaction(0, Request("POST", url, Headers(), asked), response))


def _parts(exchange: Exchange) -> list[Part]:
    return [part for message in exchange.answer.messages for part in message.parts]


def _floats(*numbers: float) -> str:
    return base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()


# --- Choice


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (f"{_HOST}/embeddings", "openai.embeddings"),
        ("https://x.openai.azure.com/openai/deployments/d/embeddings?api-version=1", "openai.embeddings"),
        (f"{_HOST}/moderations", "openai.moderations"),
        (f"{_HOST}/images/edits", "openai.images"),
        (f"{_HOST}/audio/speech", "openai.audio"),
        (f"{_HOST}/videos/video_1", "openai.videos"),
        (f"{_HOST}/containers/cntr_1/files", "openai.containers"),
        (f"{_HOST}/skills/skill_1/versions", "openai.skills"),
        ("https://api.anthropic.com/v1/skills", None),
        (f"{_HOST}/conversations/conv_1/items", "openai.conversations"),
        (f"{_HOST}/batches/batch_1/cancel", "openai.batches"),
        (f"{_HOST}/vector_stores/vs_1/files", "openai.vector_stores"),
        (f"{_HOST}/files/file-1", "openai.files"),
        (f"{_HOST}/fine_tuning/jobs/1/events", "openai.fine_tuning"),
        (f"{_HOST}/realtime/client_secrets", "openai.realtime_sessions"),
        (f"{_HOST}/organization/usage/completions", "openai.usage"),
        (f"{_HOST}/models/gpt-1", "openai.models"),
        ("https://router.example.com/v1/models", "openai.models"),
        (f"{_HOST}/files/file-1/content", None),
        ("https://api.anthropic.com/v1/files", None),
        ("https://example.com/files", None),
    ],
)
def test_choice_by_path(url: str, name: str | None) -> None:
    dialect = _exchange(url, {"object": "list", "data": []}).dialect
    assert (dialect.name if dialect else None) == name


def test_other_hosts_are_taken_only_with_an_answer_of_this_shape() -> None:
    assert _exchange("https://shop.example.com/v1/models", {"models": ["bike"]}).dialect is None


# --- Answers


def _vectors(*embeddings: Json) -> Json:
    listed: list[Json] = [{"object": "embedding", "index": i, "embedding": e} for i, e in enumerate(embeddings)]
    return {"object": "list", "data": listed}


@pytest.mark.parametrize(
    ("path", "answer", "title"),
    [
        ("embeddings", _vectors([0.1, 0.2]), "1 embedding of 2 numbers"),
        ("embeddings", _vectors(_floats(0.1, -0.2, 0.0), _floats(1, 2, 3)), "2 embeddings of 3 numbers"),
        ("embeddings", _vectors(base64.b64encode(bytes(range(64))).decode()), "1 embedding of 64 bytes"),
        ("embeddings", _vectors([1.0], [1.0, 2.0]), "2 embeddings of 1 number or 2 numbers"),
        ("embeddings", _vectors(None), "1 embedding"),
        ("moderations", {"results": [{"flagged": False, "categories": {"hate": False}}]}, "nothing flagged"),
        ("moderations", {"results": [{"flagged": True, "categories": {"a": True, "b": True}}]}, "flagged: a, b"),
        ("files", {"object": "list", "data": [{"object": "file"}, {"object": "file"}]}, "2 files"),
        ("files", {"object": "list", "data": [{"object": "file"}], "has_more": True}, "1 file and more"),
        ("files/f", {"object": "file", "id": "f", "status": "processed"}, "file f: processed"),
        ("files/f", {"object": "file", "id": "f", "deleted": True}, "file f: deleted"),
        ("conversations/c", {"object": "conversation.deleted", "id": "c", "deleted": True}, "conversation c: deleted"),
        ("vector_stores/v/files", {"object": "vector_store.file", "id": "x"}, "vector store file x"),
        ("models", {"object": "list", "data": []}, "0 models"),
        (
            "batches/b",
            {"object": "batch", "id": "b", "status": "completed", "request_counts": {"completed": 2, "total": 3}},
            "batch b: completed, 2 of 3 requests",
        ),
        ("videos/v", {"object": "video", "id": "v", "status": "queued", "progress": 40}, "video v: queued, 40 %"),
    ],
)
def test_titles(path: str, answer: Json, title: str) -> None:
    (part,) = _parts(_exchange(f"{_HOST}/{path}", answer))
    assert isinstance(part, Other)
    assert part.title == title


def test_pictures() -> None:
    answer: Json = {
        "data": [{"b64_json": "iVBORw0KGgo=", "revised_prompt": "A cat"}, {"url": "https://x/1.png"}],
        "usage": {"input_tokens": 3, "output_tokens": 4},
    }
    exchange = _exchange(f"{_HOST}/images/generations", answer, {"prompt": "cat", "model": "m", "n": 2})
    assert _parts(exchange) == [
        Blob("image", "image/png", "iVBORw0KGgo="),
        Other("revised_prompt", "A cat", title="revised prompt"),
        Uri("image", None, "https://x/1.png"),
    ]
    assert exchange.answer.usage == Usage(3, 4)
    assert exchange.prompt is not None
    assert exchange.prompt.messages == (Message("user", (Text("cat"),), path=("prompt",)),)
    assert exchange.prompt.settings == {"n": 2}


def test_streamed_pictures_are_replaced_by_the_last() -> None:
    events: list[dict[str, Json]] = [
        {"type": "image_generation.partial_image", "partial_image_index": 0, "b64_json": "AAAA"},
        {"type": "image_generation.completed", "b64_json": "iVBORw0KGgo=", "usage": {"input_tokens": 3}},
    ]
    body = "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events)
    exchange = _exchange(f"{_HOST}/images/generations", body, content_type="text/event-stream")
    assert _parts(exchange) == [Blob("image", "image/png", "iVBORw0KGgo=")]
    assert exchange.answer.messages[0].finish_reason is FinishReason.STOP
    assert not exchange.problems


def test_a_transcription() -> None:
    answer: Json = {"text": "Hello", "segments": [{"id": 0, "text": "Hello"}]}
    assert _parts(_exchange(f"{_HOST}/audio/transcriptions", answer)) == [
        Text("Hello"),
        Other("segments", [{"id": 0, "text": "Hello"}], title="1 segment"),
    ]
    assert _parts(_exchange(f"{_HOST}/audio/transcriptions", "Hello", content_type="text/plain")) == [Text("Hello")]


def test_speech_is_a_part() -> None:
    request: Json = {"model": "tts-1", "input": "Hello", "voice": "alloy"}
    body = Body(b"\xff\xf3\x00\x00\x80", was_text=False)
    response = Response(200, "", Headers((("Content-Type", "audio/mpeg"),)), body)
    asked = Request("POST", f"{_HOST}/audio/speech", Headers(), Body(json.dumps(request).encode()))
    exchange = analyse(Interaction(0, asked, response))
    assert _parts(exchange) == [Blob("audio", "audio/mpeg", "//MAAIA=")]
    assert exchange.prompt is not None
    assert [part for message in exchange.prompt.messages for part in message.parts] == [Text("Hello")]


def test_a_video_that_is_made_and_one_that_failed() -> None:
    made = _exchange("https://api.x.ai/v1/videos/v", {"status": "done", "video": {"url": "https://x/v.mp4"}})
    assert Uri("video", None, "https://x/v.mp4") in _parts(made)
    failed: Json = {"object": "video", "id": "v", "status": "failed", "error": {"code": "c", "message": "No"}}
    assert (error := _exchange(f"{_HOST}/videos/v", failed).answer.error) is not None
    assert error.message == "No"


@pytest.mark.parametrize("path", ["embeddings", "images/generations", "audio/speech", "files", "moderations"])
def test_errors(path: str) -> None:
    exchange = _exchange(f"{_HOST}/{path}", {"error": {"message": "No", "type": "t", "code": None}})
    assert exchange.answer.error is not None
    assert _parts(exchange) == []


# --- Requests


@pytest.mark.parametrize(
    ("told", "parts"),
    [
        ("Hi", [Text("Hi")]),
        (["Hi", "Ho"], [Text("Hi"), Text("Ho")]),
        ([1, 2], [Other("tokens", [1, 2], title="2 tokens")]),
        ([[1], "Ho"], [Other("tokens", [1], title="1 token"), Text("Ho")]),
        ([{"type": "image_url", "image_url": {"url": "https://x/1.png"}}], [Uri("image", None, "https://x/1.png")]),
    ],
)
def test_what_is_to_be_embedded(told: Json, parts: list[Part]) -> None:
    exchange = _exchange(f"{_HOST}/embeddings", _vectors([1.0]), {"model": "m", "input": told, "dimensions": 1})
    assert exchange.prompt is not None
    assert [part for message in exchange.prompt.messages for part in message.parts] == parts
    assert exchange.prompt.settings == {"dimensions": 1}


def test_items_of_a_conversation_are_messages() -> None:
    request: Json = {"items": [{"role": "user", "content": "Hi"}], "metadata": {"a": "b"}}
    exchange = _exchange(f"{_HOST}/conversations", {"object": "conversation", "id": "c"}, request)
    assert exchange.prompt is not None
    assert [message.role for message in exchange.prompt.messages] == ["user"]
    assert exchange.prompt.settings == {"metadata": {"a": "b"}}


def test_other_requests_are_shown_as_they_are() -> None:
    request: Json = {"input_file_id": "file-1", "endpoint": "/v1/responses"}
    exchange = _exchange(f"{_HOST}/batches", {"object": "batch", "id": "b"}, request)
    assert exchange.prompt is not None
    assert exchange.prompt.messages == (Message("user", (Other("request", request),)),)


@pytest.mark.parametrize("url", ["http://localhost:8000/embeddings", "https://gateway.example/any/prefix/embeddings"])
def test_any_prefix_and_host_will_do_with_question_and_answer_of_this_shape(url: str) -> None:
    dialect = _exchange(url, _vectors([0.1, 0.2])).dialect
    assert dialect is not None
    assert dialect.name == "openai.embeddings"


def test_an_error_that_is_an_object_of_its_own() -> None:
    told: Json = {"object": "error", "message": "Invalid model: x", "type": "invalid_model", "code": "1500"}
    found = _exchange(f"{_HOST}/embeddings", told)
    assert found.answer.error is not None
    assert (found.answer.error.message, found.answer.messages) == ("Invalid model: x", ())


def test_speech_of_mistral_whole_and_streamed() -> None:
    whole = _exchange("https://api.mistral.ai/v1/audio/speech", {"audio_data": "UklGRgAA"})
    assert _parts(whole) == [Blob("audio", "audio/wav", "UklGRgAA")]
    stream = (
        'event: speech.audio.delta\ndata: {"type":"speech.audio.delta","audio_data":"AAAA"}\n\n'
        'event: speech.audio.delta\ndata: {"type":"speech.audio.delta","audio_data":"BBBB"}\n\n'
        'event: speech.audio.done\ndata: {"type":"speech.audio.done","usage":{"prompt_tokens":4}}\n\n'
    )
    pieces = _exchange("https://api.mistral.ai/v1/audio/speech", stream, content_type="text/event-stream")
    assert _parts(pieces) == [Blob("audio", None, "AAAABBBB")]
    assert pieces.answer.usage is not None
