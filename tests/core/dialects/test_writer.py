# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Writer's text generation: streams of values, and the answer that would have come whole."""

from __future__ import annotations

from viewer.core.analysis import analyse
from viewer.core.messages import Text
from viewer.core.model import Body, Headers, Interaction, Request, Response

_URL = "https://api.writer.com/v1/completions"
_STREAM = b'data: {"value":"56"}\n\ndata: {"value":" metres"}\n\n'


def test_a_stream_has_neither_finish_nor_end_mark() -> None:
    asked = Request("POST", _URL, body=Body(b'{"model": "p-1", "prompt": "How deep?", "stream": true}'))
    response = Response(200, headers=Headers((("content-type", "text/event-stream"),)), body=Body(_STREAM))
    found = analyse(Interaction(0, asked, response))
    assert found.dialect is not None
    assert found.dialect.name == "writer"
    assert found.prompt is not None
    assert found.prompt.messages[0].parts == (Text("How deep?"),)
    assert found.answer.messages[0].parts == (Text("56 metres"),)
    assert found.problems == ()


def test_a_whole_answer_is_a_completion() -> None:
    asked = Request("POST", _URL, body=Body(b'{"prompt": "How deep?"}'))
    found = analyse(Interaction(0, asked, Response(200, body=Body(b'{"choices": [{"text": "56 m"}]}'))))
    assert found.dialect is not None
    assert found.dialect.name == "openai.completions"
    assert found.answer.messages[0].parts == (Text("56 m"),)
