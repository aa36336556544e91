# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from viewer.core import bodies, formats, streams
from viewer.core.errors import CassetteError, Severity
from viewer.core.formats import READERS, Probe, read_probe
from viewer.core.registry import Match

_DATA = Path(__file__).parents[2] / "data" / "formats" / "raw-body"
_FRAMINGS = {
    "chat.sse": "sse",
    "chunks.ndjson": "ndjson",
    "answer.json": None,
    "array.json": "json-array",
    "messages.bin": "aws-event-stream",
}


@pytest.mark.parametrize("name", sorted(_FRAMINGS))
@pytest.mark.parametrize("is_compressed", [False, True])
def test_the_whole_file_is_the_body(name: str, is_compressed: bool) -> None:
    data = (_DATA / name).read_bytes()
    cassette = read_probe(Probe(name, gzip.compress(data) if is_compressed else data))
    (only,) = cassette.interactions
    assert (cassette.recorder, cassette.problems) == ("raw-body", ())
    assert (only.request.method, only.request.url, only.request.body.stored) == ("", "", None)
    assert only.response.body.stored == data
    assert [(p.severity, p.line) for p in only.problems] == [(Severity.INFO, 1)]
    decoded = bodies.decode(only.response.body, only.response.headers)
    assert streams.frame(decoded.data, decoded.content_type)[0] == _FRAMINGS[name]


def test_lines_of_the_body_are_lines_of_the_file() -> None:
    (only,) = formats.read(_DATA / "chat.sse").interactions
    body = only.response.body
    assert bodies.line_of(body, (body.stored or b"").index(b"DONE")) == 5


@pytest.mark.parametrize(
    "text",
    [
        'data: {"a": 1}',
        'data: {"a": 1}\n\nda',
        'event: ping\r\ndata: {"a": 1}\r\n\r\n',
        '\ufeffid: 1\rdata: {"a": 1}\r\r',
        '{"candidates": []}',
        '{"object": "response", "output": [',
        '{"type": "response.created"}\n{"type": "response.completed"}\n',
        '{"contentBlockDelta": {}}\n{"messageStop": {}}\n',
    ],
)
def test_streams_and_answers_are_bodies(text: str) -> None:
    assert read_probe(Probe("pasted", text.encode())).recorder == "raw-body"


@pytest.mark.parametrize(
    "text",
    [
        "data: {}\n\n",
        "data:\n  key: value\n",
        "id: 5\nevent: fire\n",
        'id: 5\ndata: {"a": 1}\nname: x\n',
        '{"name": "package", "version": "1.0.0"}',
        '{"openapi": "3.0.0", "paths": {}}',
        '{"a": 1}\n{"a": 2}\n',
        '{"model": "gale-1", "messages": []}',
        "[1, 2]",
        "choices:\n- delta: {}\n",
    ],
)
def test_other_documents_are_not(text: str) -> None:
    with pytest.raises(CassetteError):
        read_probe(Probe("x", text.encode()))


def test_a_stream_of_plain_text_is_told_by_its_name() -> None:
    text = b"event: output\ndata: West\n\n"
    assert read_probe(Probe("x.sse", text)).recorder == "raw-body"
    reader = READERS.named("raw-body")
    assert reader is not None
    assert reader.match(Probe("x.txt", text)) is Match.NO


@pytest.mark.parametrize(
    "error",
    [
        {"error": {"message": "Rate limit reached", "type": "requests", "code": "slow"}},
        {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}},
    ],
)
def test_an_error_alone_is_an_answer_of_which_no_status_is_known(error: dict[str, object]) -> None:
    cassette = read_probe(Probe("error.json", json.dumps(error).encode()))
    (only,) = cassette.interactions
    assert (cassette.recorder, only.response.status) == ("raw-body", None)
