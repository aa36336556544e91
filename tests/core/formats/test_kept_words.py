# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Recorders that keep what was said and no HTTP: it is shown as a chat completion, and that is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from viewer.core import formats
from viewer.core.analysis import Exchange, analyse
from viewer.core.messages import Reasoning, Text, ToolCall, ToolCallResponse

_DATA = Path(__file__).parents[2] / "data" / "formats"
_TOLD = "the recorder kept what was said, not what was sent; it is shown as a chat completion"


def _exchanges(sample: str) -> list[Exchange]:
    return [analyse(interaction) for interaction in formats.read(_DATA / sample).interactions]


def test_fixtures_of_aimock() -> None:
    said, called, refused, embedded = _exchanges("aimock/recorded.json")
    assert said.prompt is not None
    assert (said.prompt.model, said.prompt.messages[0].parts) == ("gale-1", (Text("How deep is the lake?"),))
    assert said.answer.messages[0].parts == (Text("56 metres"),)
    assert [problem.text for problem in said.problems] == [_TOLD]
    assert (said.interaction.duration_ms, said.interaction.first_byte_ms) == (265, 200)
    assert called.prompt is not None
    assert called.prompt.system[0].parts == (Text("You dive."),)
    assert called.answer.messages[0].parts == (Text("I dive."), ToolCall(None, "dive", '{"lake": 1}'))
    assert [problem.text for problem in called.problems] == [_TOLD]
    assert refused.answer.error is not None
    assert (refused.interaction.response.status, refused.answer.error.message) == (429, "Too deep")
    assert embedded.interaction.response.body.stored == b'{"embedding":[0.5,0.25]}'


def test_every_message_of_the_model_is_an_answer_in_a_snapshot() -> None:
    called, answered, unanswered = _exchanges("copilot-sdk/lake.yaml")
    assert called.answer.messages[0].parts == (ToolCall("toolcall_0", "dive", '{"lake":"Gale"}'),)
    assert [problem.text for problem in called.problems] == [_TOLD]
    assert answered.prompt is not None
    assert [message.role for message in answered.prompt.messages] == ["user", "assistant", "tool"]
    assert answered.prompt.messages[2].parts == (ToolCallResponse("toolcall_0", "56"),)
    assert answered.answer.messages[0].parts == (Text("56 metres"),)
    assert unanswered.prompt is not None
    assert unanswered.prompt.messages[0].parts == (Text("And how wide?"),)
    assert unanswered.interaction.response.status is None


@pytest.mark.parametrize("sample", ["inspect/log.json", "inspect/log.eval"])
def test_calls_of_a_log(sample: str) -> None:
    called, answered, raw = _exchanges(sample)
    assert called.prompt is not None
    assert (called.prompt.model, [tool.name for tool in called.prompt.tools]) == ("gale/gale-1", ["dive"])
    assert called.prompt.settings == {"temperature": 0}
    assert called.answer.messages[0].parts == (Text("Let me dive."), ToolCall("call_1", "dive", '{"lake": "Gale"}'))
    assert called.answer.usage is not None
    assert (called.answer.usage.input_tokens, called.answer.usage.output_tokens) == (6, 3)
    assert (called.interaction.duration_ms, called.interaction.id) == (265, "lake/1")
    assert answered.prompt is not None
    assert answered.prompt.messages[2].parts == (ToolCallResponse("call_1", "56", "dive"),)
    assert answered.answer.messages[0].parts == (Reasoning("It said 56."), Text("56 metres"))
    assert [problem.text for problem in (*called.problems, *answered.problems)] == [_TOLD, _TOLD]
    assert raw.prompt is not None
    assert (raw.prompt.model, raw.prompt.messages[0].parts) == ("gale-1", (Text("How deep is the lake?"),))
    assert raw.answer.messages[0].parts == (Text("56 metres"),)
    assert raw.problems == ()


def test_the_calls_of_a_packed_log_have_their_lines() -> None:
    cassette = formats.read(_DATA / "inspect" / "log.eval")
    lines = cassette.source.split("\n")
    for interaction in cassette.interactions:
        assert interaction.place is not None
        assert '"event": "model"' in "\n".join(lines[interaction.place.line - 1 : interaction.place.line + 10])


def test_pieces_of_gemini_cli_are_a_stream() -> None:
    streamed, whole, counted = _exchanges("gemini-cli/lake.responses")
    assert (streamed.framing, len(streamed.events)) == ("json-array", 2)
    assert streamed.answer.messages[0].parts == whole.answer.messages[0].parts == (Text("56 metres"),)
    assert counted.interaction.request.url.endswith(":countTokens")
