# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A run of an agent as a HAR: 40 turns, and everything in it that `viewer.core.runs` is to find.

Four failed tools, three sub-agents, a compaction, a changed system prompt that costs the cache, two retries. What was
put in is counted on the way, apart from the code under test.
"""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

MODEL = "claude-sonnet-4-20250514"
TURNS = 40
FAILED_TOOLS = {3: "is_error", 9: "exit code", 21: "is_error", 36: "exit code"}
SUB_AGENTS = (5, 15, 30)
COMPACTED_BEFORE = 25
SYSTEM_CHANGES_AT = 10
RETRIED = (12, 33)
SUMMARY = "The diver measured the lake at every buoy so far, twice where the rope broke, and wrote the depths down."
_PRICES = {"input": 3.0, "output": 15.0, "read": 0.3, "written": 3.75}
"""US dollars for a million tokens of the model."""


@dataclass
class Counted:
    """What was put into the run."""

    calls: int = 0
    tools: int = 0
    input: int = 0
    output: int = 0
    read: int = 0
    written: int = 0
    cost: float = 0.0
    by_turn: dict[int, int] = field(default_factory=dict)
    """Output tokens of the main conversation, by turn."""


class MadeRun:
    """Writes the run, entry by entry."""

    def __init__(self, turns: int = TURNS) -> None:
        """Make all of it."""
        self.counted = Counted()
        self.entries: list[dict[str, Any]] = []
        self._system = "You measure the depth of lakes. " + "Rule: be exact and write every depth down. " * 120
        self._messages: list[dict[str, Any]] = []
        self._cached = 0
        self._now = datetime(2026, 1, 5, 10, tzinfo=UTC)
        self._ids = 0
        for turn in range(1, turns + 1):
            self._turn(turn)

    @property
    def har(self) -> dict[str, Any]:
        """The whole file."""
        return {"log": {"version": "1.2", "creator": {"name": "made", "version": "1"}, "entries": self.entries}}

    def text(self) -> str:
        """The file as it is written."""
        return json.dumps(self.har)

    def _turn(self, turn: int) -> None:
        said = f"Measure buoy {turn}."
        if turn == COMPACTED_BEFORE:
            self._compact()
            said = f"This is what happened so far: {SUMMARY} Go on. Measure buoy {turn}."
            self._messages, self._cached = [], 0
        if turn == SYSTEM_CHANGES_AT:
            self._system = self._system.replace("be exact", "be very exact", 1)
            self._cached = 0
        self._messages.append({"role": "user", "content": said})
        if turn in RETRIED:
            self._record(529, {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}})
        if turn in FAILED_TOOLS:
            self._call(turn, "Bash", {"command": f"sound {turn}"}, _failed(FAILED_TOOLS[turn]))
        elif turn in SUB_AGENTS:
            prompt = f"Look up what is known of buoy {turn} in the old books."
            self._call(turn, "Task", {"description": "Look up", "prompt": prompt}, self._sub_agent(prompt))
        elif turn % 4 == 0:
            self._call(turn, "Read", {"path": f"buoy-{turn}.txt"}, {"content": "56 metres"})
        self._say(turn, f"Buoy {turn}: 56 metres.")

    def _call(self, turn: int, name: str, arguments: dict[str, Any], result: Any) -> None:  # noqa: ANN401
        self._ids += 1
        id_ = f"toolu_{self._ids}"
        self._answer(turn, [{"type": "tool_use", "id": id_, "name": name, "input": arguments}], "tool_use")
        self.counted.tools += 1
        if callable(result):
            result = result()
        self._messages.append({"role": "user", "content": [{"type": "tool_result", "tool_use_id": id_, **result}]})

    def _say(self, turn: int, text: str) -> None:
        self._answer(turn, [{"type": "text", "text": text}], "end_turn")

    def _answer(self, turn: int, content: list[dict[str, Any]], end: str) -> None:
        size = len(json.dumps([self._system, self._messages])) // 4
        read = self._cached
        written, output = size - 3 - read, len(json.dumps(content)) // 4
        self._cached = read + written
        self.counted.by_turn[turn] = self.counted.by_turn.get(turn, 0) + output
        self._good(content, end, {"input": 3, "read": read, "written": written, "output": output})
        self._messages.append({"role": "assistant", "content": content})

    def _compact(self) -> None:
        """The summary is asked for in the conversation itself, and belongs to the turn before."""
        self._messages.append({"role": "user", "content": "Summarise what happened so far."})
        self._answer(COMPACTED_BEFORE - 1, [{"type": "text", "text": SUMMARY}], "end_turn")

    def _sub_agent(self, prompt: str) -> Any:  # noqa: ANN401
        def run() -> dict[str, Any]:
            messages, system, cached = self._messages, self._system, self._cached
            self._messages, self._system, self._cached = [{"role": "user", "content": prompt}], "You look things up.", 0
            self._call(0, "Grep", {"pattern": "buoy"}, {"content": "page 7"})
            self._say(0, "The old books say 57 metres.")
            self._messages, self._system, self._cached = messages, system, cached
            return {"content": [{"type": "text", "text": "The old books say 57 metres."}]}

        return run

    def _good(self, content: list[dict[str, Any]], end: str, told: dict[str, int]) -> None:
        counted = self.counted
        counted.calls += 1
        counted.input += told["input"] + told["read"] + told["written"]
        counted.output += told["output"]
        counted.read += told["read"]
        counted.written += told["written"]
        counted.cost += sum(told[kind] * _PRICES[kind] for kind in _PRICES) / 1e6
        usage = {"input_tokens": told["input"], "output_tokens": told["output"]}
        usage |= {"cache_read_input_tokens": told["read"], "cache_creation_input_tokens": told["written"]}
        answer = {"id": f"msg_{counted.calls}", "type": "message", "role": "assistant", "model": MODEL}
        self._record(200, {**answer, "content": content, "stop_reason": end, "stop_sequence": None, "usage": usage})

    def _record(self, status: int, answer: dict[str, Any]) -> None:
        asked = {"model": MODEL, "max_tokens": 1000, "system": self._system, "messages": deepcopy(self._messages)}
        self.entries.append(
            {
                "startedDateTime": self._now.isoformat(),
                "time": 2000,
                "request": {
                    "method": "POST",
                    "url": "https://api.anthropic.com/v1/messages",
                    "httpVersion": "HTTP/1.1",
                    "headers": [],
                    "postData": {"mimeType": "application/json", "text": json.dumps(asked)},
                },
                "response": {
                    "status": status,
                    "statusText": "",
                    "httpVersion": "HTTP/1.1",
                    "headers": [],
                    "content": {"mimeType": "application/json", "text": json.dumps(answer)},
                },
                "timings": {"send": 0, "wait": 2000, "receive": 0},
            }
        )
        self._now += timedelta(seconds=3)


def _failed(how: str) -> dict[str, Any]:
    if how == "is_error":
        return {"content": "the rope broke", "is_error": True}
    return {"content": "Exit code 7\nno such buoy"}
