# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Plain text for diff: the same talk gives the same lines, another talk other ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from viewer.core.recording import Recording

Make = Callable[..., Recording]
Export = Callable[..., str]


def _recorded(
    make: Make, *, id_: str, call: str, duration: str, text: str = "Done.", name: str = "a.yaml"
) -> Recording:
    function = {"name": "go", "arguments": "{}"}
    called = {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"id": call, "type": "function", "function": function}],
    }
    result = {"role": "tool", "tool_call_id": call, "content": "gone"}
    body = {"model": "demo-1", "messages": [{"role": "user", "content": "Go."}, called, result]}
    message = {"role": "assistant", "content": text}
    answer: Any = {"id": id_, "created": 17, "model": "demo-1", "choices": [{"index": 0, "message": message}]}
    url = "https://llm.example/v1/chat/completions"
    return make(
        {
            "request": {"url": url, "method": "POST", "body": json.dumps(body)},
            "response": {"code": 200, "body": json.dumps(answer), "duration": duration},
        },
        name=name,
    )


def test_ids_and_durations_make_no_difference(make: Make, export: Export) -> None:
    one = _recorded(make, id_="x1", call="call_1", duration="1s")
    two = _recorded(make, id_="x2", call="call_2", duration="2s", name="other.yaml")
    assert export("text", one) == export("text", two)
    assert export("text", one, details=True) != export("text", two, details=True)


def test_another_answer_is_another_line(make: Make, export: Export) -> None:
    one = _recorded(make, id_="x", call="c", duration="1s")
    two = _recorded(make, id_="x", call="c", duration="1s", text="Not done.")
    changed = set(export("text", one).splitlines()) ^ set(export("text", two).splitlines())
    assert changed == {"  Done.", "  Not done."}


@pytest.mark.parametrize("detail", ["call_7", "id: x9", "duration: 1.25 s", "#0", "a.yaml"])
def test_details_are_there_when_asked_for(make: Make, export: Export, detail: str) -> None:
    found = _recorded(make, id_="x9", call="call_7", duration="1.25s")
    assert detail in export("text", found, details=True)
    assert detail not in export("text", found)


def test_settings_are_said_where_they_change(talk: Recording, export: Export) -> None:
    assert export("text", talk).count("  tool: depth") == 1


def test_no_line_ends_in_white_space(talk: Recording, export: Export) -> None:
    assert [line for line in export("text", talk).splitlines() if line != line.rstrip()] == []
