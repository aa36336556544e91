# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

from pathlib import Path

import pytest

from viewer.core import formats
from viewer.core.analysis import analyse
from viewer.core.messages import Text

_DATA = Path(__file__).parents[2] / "data" / "formats" / "batch-lines"


def test_what_goes_in() -> None:
    first, second = formats.read(_DATA / "asked.jsonl").interactions
    assert (first.id, second.id, first.request.url) == ("q1", "q2", "/v1/chat/completions")
    prompt = analyse(first).prompt
    assert prompt is not None
    assert prompt.messages[0].parts == (Text("How deep is the lake?"),)
    assert first.response.status is None


@pytest.mark.parametrize("name", ["answered.jsonl", "results.jsonl"])
def test_what_comes_out(name: str) -> None:
    first, *_ = formats.read(_DATA / name).interactions
    assert (first.id, first.response.status) == ("q1", 200)
    assert analyse(first).answer.messages[0].parts == (Text("56 metres"),)


def test_results_that_are_no_answers() -> None:
    _, failed, expired = formats.read(_DATA / "results.jsonl").interactions
    error = analyse(failed).answer.error
    assert error is not None
    assert error.message == "Overloaded"
    assert [problem.text for problem in expired.problems] == ["the request has no answer: expired"]
