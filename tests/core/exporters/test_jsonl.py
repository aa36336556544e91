# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Each line is one conversation in OpenAI's chat format."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

from tests.core.conftest import interaction
from viewer.core.exporters import ExportOptions
from viewer.core.exporters.jsonl import JsonLines, _conversation
from viewer.core.exporters.writing import write_export
from viewer.core.messages import Blob, Message, Prompt, Reasoning, Text, ToolCallResponse
from viewer.core.recording import Recording


def _lines(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


def test_one_conversation_with_its_last_answer(talk: Recording, export: Callable[..., str]) -> None:
    (line,) = _lines(export("jsonl", talk))
    assert [message["role"] for message in line["messages"]] == ["system", "user", "assistant", "tool", "assistant"]
    assert line["messages"][2]["tool_calls"] == [
        {"id": "call_0", "type": "function", "function": {"name": "depth", "arguments": '{"lake": "Oeschinen"}'}}
    ]
    assert line["messages"][3] == {"role": "tool", "tool_call_id": "call_0", "content": '{"metres":56}'}
    assert line["messages"][4] == {"role": "assistant", "content": "56 metres deep."}
    assert line["tools"][0]["function"]["name"] == "depth"


def test_without_the_last_exchange_the_one_before(talk: Recording, export: Callable[..., str]) -> None:
    (line,) = _lines(export("jsonl", talk, interactions=[0, 1]))
    assert line["messages"][-1]["reasoning_content"] == "A tool knows."
    assert line["messages"][-1]["content"] is None


def test_what_failed_is_no_conversation(talk: Recording, hostile: Recording, export: Callable[..., str]) -> None:
    assert export("jsonl", talk, interactions=[1]) == ""
    assert export("jsonl", hostile) == ""


def test_parts_become_content_parts(talk: Recording) -> None:
    said = (
        Message("user", (Text("look"), Blob("image", "image/png", "AAAA"), Blob("audio", "audio/wav", "BBBB"))),
        Message("user", (ToolCallResponse("1", {"ok": True}), Text("and?"))),
        Message("assistant", (Reasoning("hm"), Text("no", refusal=True))),
    )
    line: Any = _conversation(talk.exchanges[2], Prompt(messages=said))
    look, result, follow_up, refusal = line["messages"][:4]
    assert [part["type"] for part in look["content"]] == ["text", "image_url", "input_audio"]
    assert look["content"][1]["image_url"]["url"] == "data:image/png;base64,AAAA"
    assert result == {"role": "tool", "tool_call_id": "1", "content": '{"ok": true}'}
    failed: Any = _conversation(
        talk.exchanges[2], Prompt(messages=(Message("user", (ToolCallResponse("2", "Error: no rope"),)),))
    )
    assert failed["messages"][0] == {
        "role": "tool",
        "tool_call_id": "2",
        "content": "Error: no rope",
        "is_error": True,
    }
    assert follow_up == {"role": "user", "content": "and?"}
    assert refusal == {"role": "assistant", "content": None, "reasoning_content": "hm", "refusal": "no"}
    assert "tools" not in line


def test_a_line_is_masked_for_what_stands_in_it_whatever_stands_beside(make: Callable[..., Recording]) -> None:
    """Lines look like pieces of a stream, in which a text that is cut into pieces is looked for as a whole."""
    urls = [f"https://pictures.example/{number}.png?se=2026&sig=lUAyLRCq7{number}Zx3vT9Kw2" for number in range(2)]
    answers = [
        {"model": "m", "choices": [{"index": 0, "message": {"role": "assistant", "content": url}}]} for url in urls
    ]
    asked = [{"messages": [{"role": "user", "content": f"picture {number}"}]} for number in range(2)]
    told = [interaction(ask, json.dumps(answer)) for ask, answer in zip(asked, answers, strict=True)]
    exporter, options = JsonLines(), ExportOptions()
    together, apart = io.StringIO(), io.StringIO()
    write_export(exporter, make(*told), together, options)
    for one in told:
        write_export(exporter, make(one), apart, options)
    assert together.getvalue() == apart.getvalue()
    assert together.getvalue().count("sig=lUAyLRC•••") == 2
