# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The sample cassettes are what their script writes, and show what they are there to show."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from resources.samples.make_samples import KEY
from resources.samples.make_samples import samples as make_samples

_NAMES = sorted(make_samples())


def _interactions(samples: Path, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((samples / name).read_text("utf-8"))["interactions"]
    return found


def _events(interaction: dict[str, Any]) -> list[str]:
    """The payloads of a streamed answer; a tail that is cut counts."""
    answer: str = interaction["response"]["body"]
    return [block.removeprefix("data: ") for block in answer.split("\n\n") if block.startswith("data: ")]


def test_every_cassette_is_made_by_the_script(samples: Path) -> None:
    assert {path.name for path in samples.glob("*.yaml")} == set(_NAMES)


@pytest.mark.parametrize("name", _NAMES)
def test_the_script_writes_the_same_bytes(samples: Path, name: str) -> None:
    assert (samples / name).read_bytes() == make_samples()[name].encode()


@pytest.mark.parametrize("name", _NAMES)
def test_written_text_is_the_intended_text(samples: Path, name: str) -> None:
    for interaction in _interactions(samples, name):
        request = interaction["request"]
        assert request["content_length"] == len(request["body"].encode())
        assert json.loads(request["body"])["stream"] is True


def test_agent_loop_meets_a_429_and_sends_the_same_again(samples: Path) -> None:
    first, limited, answered = _interactions(samples, "agent-tools.yaml")
    assert [i["response"]["code"] for i in (first, limited, answered)] == [200, 429, 200]
    assert limited["request"]["body"] == answered["request"]["body"]
    assert len(_events(first)) + len(_events(answered)) >= 50
    assert first["request"]["headers"]["Authorization"] == [f"Bearer {KEY}"]


def test_agent_loop_calls_two_tools_and_uses_their_results(samples: Path) -> None:
    first, _, answered = _interactions(samples, "agent-tools.yaml")
    chunks = [json.loads(event) for event in _events(first)[:-1]]
    fragments = [call for c in chunks for choice in c["choices"] for call in choice["delta"].get("tool_calls", [])]
    joined = ["".join(f["function"]["arguments"] for f in fragments if f["index"] == index) for index in (0, 1)]
    recorded = json.loads(answered["request"]["body"])["messages"][2]["tool_calls"]
    assert joined == [call["function"]["arguments"] for call in recorded]
    assert min(sum(f["index"] == index for f in fragments) for index in (0, 1)) > 5


def test_stream_of_the_last_error_is_cut_inside_an_event(samples: Path) -> None:
    last = _events(_interactions(samples, "errors.yaml")[-1])[-1]
    with pytest.raises(json.JSONDecodeError):
        json.loads(last)


def test_reasoning_comes_before_the_answer(samples: Path) -> None:
    (interaction,) = _interactions(samples, "reasoning.yaml")
    chunks = [json.loads(event) for event in _events(interaction)[:-1]]
    deltas = [choice["delta"] for chunk in chunks for choice in chunk["choices"]]
    kinds = ["reasoning" if d.get("reasoning_content") else "content" for d in deltas if any(d.values())]
    assert kinds[1:] == sorted(kinds[1:], reverse=True)
    assert {"reasoning", "content"} == set(kinds)
