# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The second look adds schema problems and estimates, once, and leaves everything else as it was."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from tests.core import chats
from viewer.core.model import Body, Headers, Request, Response
from viewer.core.recording import Recording, with_look
from viewer.core.second_look import look_closer
from viewer.core.text.json_values import Json

_TOOL: Json = {
    "type": "function",
    "function": {
        "name": "depth",
        "parameters": {"type": "object", "properties": {"lake": {"type": "string"}}, "required": ["lake"]},
    },
}


def _asked(**settings: Json) -> Request:
    request = chats.asked([chats.user("How deep?")], tools=[_TOOL], **settings)
    return replace(request, url="https://api.openai.com/v1/chat/completions")


def _counted(response: Response, **usage: Json) -> Response:
    body = {**json.loads(response.body.stored or b""), "model": "gpt-4o-mini-2024-07-18", "usage": usage}
    dated = Headers((*response.headers, ("Date", "Sun, 02 Mar 2025 09:30:00 GMT")))
    return replace(response, headers=dated, body=Body(json.dumps(body).encode()))


def _recorded(arguments: str, **usage: Json) -> Recording:
    called = chats.whole(chats.said(None, chats.call("c1", "depth", arguments)))
    return chats.recording((_asked(), _counted(called, **usage) if usage else called))


def test_arguments_that_do_not_fit() -> None:
    first = _recorded('{"lake": 7}')
    second = with_look(first, look_closer)
    (exchange,) = second.exchanges
    added = exchange.problems[len(first.exchanges[0].problems) :]
    assert ["do not fit its schema at lake" in problem.text for problem in added] == [True]
    assert second.summaries[0].problems == exchange.problems


def test_a_third_look_adds_nothing() -> None:
    second = with_look(_recorded('{"lake": 7}', prompt_tokens=1000, completion_tokens=10), look_closer)
    assert with_look(second, look_closer) is second


def test_what_is_well_stays_the_same_object() -> None:
    recording = _recorded('{"lake": "Oeschinen"}')
    assert with_look(recording, look_closer) is recording


def test_cost_at_the_day_of_the_answer() -> None:
    (exchange,) = with_look(_recorded('{"lake": "a"}', prompt_tokens=1000, completion_tokens=10), look_closer).exchanges
    assert exchange.cost_estimate is not None
    assert exchange.cost_estimate.price_date == date(2025, 3, 2)
    assert exchange.answer.usage is not None
    assert exchange.answer.usage.cost is None


def test_a_reported_cost_is_not_estimated() -> None:
    recording = _recorded('{"lake": "a"}', prompt_tokens=1000, completion_tokens=10, cost=0.5)
    assert with_look(recording, look_closer).exchanges[0].cost_estimate is None
