# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from viewer.core import formats
from viewer.core.analysis import analyse
from viewer.core.messages import Text

_LOG = Path(__file__).parents[2] / "data" / "formats" / "claude-trace" / "log.jsonl"


def test_a_stream_a_plain_answer_and_none() -> None:
    cassette = formats.read(_LOG)
    assert (cassette.recorder, cassette.problems) == ("claude-trace", ())
    first, plain, unanswered = cassette.interactions
    assert (first.duration_ms, first.problems) == (1250, ())
    assert first.recorded_at == datetime(2026, 1, 2, 3, 4, 5, 500_000, tzinfo=UTC)
    assert analyse(first).answer.messages[0].parts == (Text("56 metres"),)
    assert plain.response.body.stored == b'{"message":"hello"}'
    assert [problem.text for problem in unanswered.problems] == ["no response was logged"]


def test_the_folder_of_the_recorder_is_not_passed_over() -> None:
    assert ".claude-trace" in formats.HIDDEN_FOLDERS
