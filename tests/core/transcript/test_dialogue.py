# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Each thing is said once, and nothing that an export leaves out is taken for said."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from viewer.core.exporters import ExportOptions
from viewer.core.messages import Text
from viewer.core.recording import Recording
from viewer.core.transcript.dialogue import Section, dialogue

URL = "https://llm.example/v1/chat/completions"


def _exchange(messages: list[Any], answer: str, **response: object) -> dict[str, Any]:
    body = json.dumps({"choices": [{"index": 0, "message": {"role": "assistant", "content": answer}}]})
    request = {"url": URL, "method": "POST", "body": json.dumps({"model": "m", "messages": messages})}
    return {"request": request, "response": {"code": 200, "body": body, **response}}


def _says(role: str, content: str) -> dict[str, Any]:
    return {"role": role, "content": content}


def _asked(sections: Iterable[Section]) -> list[list[str]]:
    return [
        [part.content for message in entry.asked for part in message.parts if isinstance(part, Text)]
        for section in sections
        for entry in section.entries
    ]


def test_a_turn_shows_what_it_added(make: Callable[..., Recording]) -> None:
    start = [_says("system", "brief"), _says("user", "one?")]
    more = [*start, _says("assistant", "1 "), _says("user", "two?")]
    found = make(_exchange(start, "1"), _exchange(more, "2"))
    assert _asked(dialogue(found, ExportOptions())) == [["brief", "one?"], ["two?"]]
    assert _asked(dialogue(found, ExportOptions(interactions=(1,)))) == [["brief", "one?", "1 ", "two?"]]


def test_an_answer_that_was_changed_is_shown(make: Callable[..., Recording]) -> None:
    start = [_says("user", "one?")]
    found = make(_exchange(start, "1"), _exchange([*start, _says("assistant", "uno"), _says("user", "two?")], "2"))
    assert _asked(dialogue(found, ExportOptions()))[1] == ["uno", "two?"]


def test_instructions_that_change_are_shown(make: Callable[..., Recording]) -> None:
    start = [_says("user", "one?")]
    more = [*start, _says("assistant", "1"), _says("user", "two?")]
    found = make(_exchange([_says("system", "brief"), *start], "1"), _exchange([_says("system", "long"), *more], "2"))
    assert "long" in _asked(dialogue(found, ExportOptions()))[1]


def test_conversations_in_turns_are_kept_apart(make: Callable[..., Recording]) -> None:
    a, b = [_says("user", "a")], [_says("user", "b")]
    page = {"request": {"url": "https://x.example/", "method": "GET"}, "response": {"code": 200, "body": "ok"}}
    more = [*a, _says("assistant", "A"), _says("user", "more a")]
    found = make(_exchange(a, "A"), page, _exchange(b, "B"), page, _exchange(more, "A2"))
    sections = list(dialogue(found, ExportOptions()))
    assert [[entry.index for entry in section.entries] for section in sections] == [[0, 4], [1], [2], [3]]
    assert [section.conversation is None for section in sections] == [False, True, False, True]


def test_retry_repeats_nothing(make: Callable[..., Recording]) -> None:
    start = [_says("user", "one?")]
    found = make(_exchange(start, "", code=500, body="{}"), _exchange(start, "1"))
    assert _asked(dialogue(found, ExportOptions())) == [["one?"], []]
