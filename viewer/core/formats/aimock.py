# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Fixtures of aimock, before that llmock (github.com/CopilotKit/aimock): JSON, what to answer when something is asked.

Recorded ones tell how long the answer took. What a fixture matches stands for the request.
"""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.errors import Severity
from viewer.core.formats import _chat_completion as chat
from viewer.core.formats._document import Value, first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Interaction, Request, Response
from viewer.core.registry import Match

_SAID = frozenset({"content", "toolCalls", "blocks", "reasoning"})
_GOOD, _FAILED = 200, 500


class AimockReader:
    """Reads fixtures."""

    name = "aimock"
    title = "aimock fixtures"
    suffixes: tuple[str, ...] = (".json",)
    outlined: tuple[tuple[str, ...], ...] = (("fixtures",),)

    def match(self, probe: Probe) -> Match:
        """Sure when the first of `fixtures` has a match and a response."""
        first = first_mapping(mapping(probe.document.value).get("fixtures"))
        is_own = isinstance(first.get("match"), dict) and isinstance(first.get("response"), dict)
        return Match.SURE if is_own else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read."""
        problems = list(probe.problems)
        elements = Entry(probe.document, (), probe.document.value, problems)["fixtures"].elements()
        interactions = [_interaction(index, entry.apart()) for index, entry in enumerate(elements)]
        return probe.cassette(self.name, interactions, problems)


def _interaction(index: int, entry: Entry) -> Interaction:
    asked, answered, timings = entry["match"], entry["response"], entry["recordedTimings"]
    is_said = bool(_SAID & mapping(answered.value).keys())
    is_failed = answered["error"].value is not None
    status = answered["status"].integer() if is_failed else _GOOD
    if is_said:
        entry.say(chat.IS_COMPOSED, Severity.INFO)
    duration, first_byte = timings["totalDurationMs"].number(), timings["ttftMs"].number()
    return Interaction(
        index=index,
        request=Request("POST", chat.PATH if is_said or is_failed else "", body=_asked(asked)),
        response=Response(status or _FAILED, body=_answered(answered) if is_said else answered.parsed_body()),
        duration_ms=duration if duration and duration > 0 else None,
        place=entry.place,
        problems=tuple(entry.problems),
        first_byte_ms=first_byte if first_byte and first_byte > 0 else None,
    )


def _asked(entry: Entry) -> Body:
    """What is matched as a request: what the user says last, and what the system says."""
    told = mapping(entry.value)
    messages: list[Value] = [{"role": "system", "content": text} for text in _texts(told.get("systemMessage"))]
    messages += [{"role": "user", "content": text} for text in _texts(told.get("userMessage") or told.get("inputText"))]
    rest = {key: told[key] for key in told if key not in ("model", "userMessage", "systemMessage", "inputText")}
    return chat.asked(entry["model"].text(), messages, {"match": rest or None}, entry.place)


def _texts(value: Value) -> Iterator[Value]:
    if isinstance(value, list):
        yield from value
    elif value is not None:
        yield value


def _answered(entry: Entry) -> Body:
    told = mapping(entry.value)
    blocks = [block for block in entry["blocks"].elements() if isinstance(block.value, dict)]
    said = "".join(block["text"].text() for block in blocks if block["type"].value == "text")
    called = [block for block in blocks if block["type"].value in ("toolCall", "tool_call")]
    called += list(entry["toolCalls"].mappings())
    calls = [chat.tool_call(call["id"].value, call["name"].value, call["arguments"].value) for call in called]
    message: dict[str, Value] = {"content": told.get("content", said or None)}
    if "reasoning" in told:
        message["reasoning_content"] = told["reasoning"]
    if calls:
        message["tool_calls"] = calls
    finish = entry["finishReason"].text() or ("tool_calls" if calls else "stop")
    more = {key: told.get(key) for key in ("id", "model", "usage")}
    return chat.answered(message, finish, more, entry.place)
