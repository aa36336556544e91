# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Claude Agent SDK: the messages between the SDK and Claude Code -> what each adds.

Reference: docs.claude.com/en/api/agent-sdk/typescript, "Message types". Rule: messages of the assistant with one id are
one turn, though each brings one block. What streamed piece by piece is not told again by the message that repeats it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace
from typing import ClassVar

from viewer.core.deltas import (
    AnnotationDelta,
    Delta,
    DoneDelta,
    ErrorDelta,
    FinishDelta,
    MetaDelta,
    PartDelta,
    ReasoningDelta,
    TextDelta,
    ToolCallDelta,
    UnknownDelta,
    UsageDelta,
)
from viewer.core.dialects._keys import words
from viewer.core.dialects._part_deltas import part_deltas
from viewer.core.dialects._session import Turns, close_deltas
from viewer.core.dialects._shape import as_text, is_blank, mapping, number, optional_string, sequence, string
from viewer.core.dialects.anthropic._blocks import part_and_media, parts
from viewer.core.dialects.anthropic._envelope import finish_reason, usage
from viewer.core.dialects.anthropic.answer import event_deltas
from viewer.core.messages import ApiError, FinishReason, JsonPath, Message, Prompt, Text, ToolDefinition, Usage
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json

_Told = dict[str, Json]
# What the two programs settle among themselves, and what is told of work that goes on.
_QUIET = words(
    "control_response control_cancel_request keep_alive rate_limit_event tool_progress auth_status",
    "tool_use_summary prompt_suggestion",
)
_ENDS = {"success": FinishReason.STOP, "error_max_turns": FinishReason.LENGTH}
_OF_A_PART = (TextDelta, ReasoningDelta, ToolCallDelta, PartDelta, AnnotationDelta, FinishDelta)


class ClaudeAgentSession:
    """What is known of a session while its messages are read in order."""

    def __init__(self) -> None:
        """Nothing was said."""
        self.turns, self.prompt = Turns(), Prompt()
        self._choices: dict[str, int] = {}  # of the assistant's messages, by id
        self._streamed: set[str] = set()
        self._streaming: dict[str, int] = {}  # choices of messages that stream, by the call that runs a sub-agent
        self._answer: int | None = None
        self._blocks = 0

    def step(self, event: StreamEvent) -> Iterator[Delta]:
        """What the next message adds."""
        told = mapping(event.json)
        kind = string(told.get("type"))
        if event.name == "close":
            yield from close_deltas(event)
        elif kind in self._readers:
            yield from self._readers[kind](self, told)
        elif kind not in _QUIET and (event.is_json or event.data.strip()):
            yield UnknownDelta(kind or "message", event.json if event.is_json else event.data)

    # --- Set-up

    def _control(self, told: _Told) -> Iterator[Delta]:
        """A request between the programs; the first may bring instructions."""
        request = mapping(told.get("request"))
        instructions = optional_string(request.get("systemPrompt"))
        if request.get("subtype") == "initialize" and instructions:
            self.prompt = replace(self.prompt, system=(Message("system", (Text(instructions),)),))
        yield from ()

    def _system(self, told: _Told) -> Iterator[Delta]:
        """The session begins: its model, tools and settings. Other news of the system say nothing."""
        if told.get("subtype") != "init":
            return
        id_, model = optional_string(told.get("session_id")), optional_string(told.get("model"))
        self.prompt = replace(
            self.prompt,
            model=model,
            tools=tuple(ToolDefinition(name) for name in map(string, sequence(told.get("tools"))) if name),
            settings={key: value for key, value in told.items() if isinstance(value, str) and key not in _ENVELOPE},
        )
        if id_ or model:
            yield MetaDelta(id_, model)

    # --- What is said

    def _user(self, told: _Told) -> Iterator[Delta]:
        """What the user says, or what tools answered."""
        content, path = mapping(told.get("message")).get("content"), ("message", "content")
        blocks = sequence(content)
        answered = bool(blocks) and all(mapping(block).get("type") == "tool_result" for block in blocks)
        role = self.turns.begin("tool" if answered else "user", asked=True)
        yield role
        if not isinstance(content, list):
            for part in parts(content):
                yield from part_deltas(part, "content", role.choice, path)
        yield from self._told(blocks, role.choice, path, told)

    def _assistant(self, told: _Told) -> Iterator[Delta]:
        message = mapping(told.get("message"))
        id_, streamed = string(message.get("id")), string(message.get("id")) in self._streamed
        choice = self._choices.get(id_)
        if choice is None:
            yield from self._begin(id_)
            choice = self.turns.count - 1
        self._answer = choice
        if model := optional_string(message.get("model")):
            yield MetaDelta(model=model, path=("message", "model"))
        if not streamed:
            yield from self._told(sequence(message.get("content")), choice, ("message", "content"), told)
        if native := string(message.get("stop_reason")):
            yield FinishDelta(native, finish_reason(native), choice, ("message", "stop_reason"))
        if word := optional_string(told.get("error")):
            yield ErrorDelta(ApiError(word, None, word.replace("_", " ")), ("error",))

    def _begin(self, id_: str) -> Iterator[Delta]:
        role = self.turns.begin("assistant", asked=False)
        self._answer = role.choice
        if id_:
            self._choices[id_] = role.choice
        yield role

    def _told(self, blocks: list[Json], choice: int, path: JsonPath, told: _Told) -> Iterator[Delta]:
        name = optional_string(told.get("uuid"))
        for index, block in enumerate(blocks):
            self._blocks += 1
            for place, part in enumerate(part_and_media(block)):
                key: Hashable = (name or self._blocks, index, place)
                yield from part_deltas(part, key, choice, (*path, index))

    def _stream_event(self, told: _Told) -> Iterator[Delta]:
        """An event of the API's own stream; of the message as a whole the session tells more."""
        event, run = mapping(told.get("event")), string(told.get("parent_tool_use_id"))
        if event.get("type") == "message_start":
            id_ = string(mapping(event.get("message")).get("id"))
            yield from self._begin(id_)
            self._streamed.add(id_)
            self._streaming[run] = self.turns.count - 1
        choice = self._streaming.get(run)
        if choice is None:
            yield from self._begin("")
            choice = self._streaming[run] = self.turns.count - 1
        for delta in event_deltas(event):
            if isinstance(delta, _OF_A_PART):
                yield replace(delta, choice=choice, path=("event", *delta.path))
            elif isinstance(delta, ErrorDelta | UnknownDelta):
                yield replace(delta, path=("event", *delta.path))

    # --- The end

    def _result(self, told: _Told) -> Iterator[Delta]:
        """The turn is over: what it cost, and what it came to."""
        failed, said = told.get("is_error") is True, told.get("result")
        if self._answer is None and not failed and not is_blank(said):
            yield from self._begin("")
            yield TextDelta(as_text(said), self.turns.count - 1, path=("result",))
        found, cost = usage(told.get("usage")), number(told.get("total_cost_usd"))
        if found or cost is not None:
            yield UsageDelta(replace(found or Usage(), cost=cost), ("usage",))
        word = string(told.get("subtype"))
        native = string(told.get("stop_reason")) or word
        if failed or word.startswith("error"):
            told_all = [as_text(said), *map(as_text, sequence(told.get("errors")))]
            yield ErrorDelta(ApiError(word or None, None, "; ".join(filter(None, told_all)) or word), ("result",))
        if native and self._answer is not None:
            reason = FinishReason.ERROR if failed else finish_reason(native)
            yield FinishDelta(native, reason or _ENDS.get(word), self._answer, ("subtype",))
        self._answer = None
        yield DoneDelta()

    _readers: ClassVar[dict[str, Callable[[ClaudeAgentSession, _Told], Iterator[Delta]]]] = {
        "control_request": _control,
        "system": _system,
        "user": _user,
        "assistant": _assistant,
        "stream_event": _stream_event,
        "result": _result,
    }


_ENVELOPE = ("type", "subtype", "session_id", "uuid", "model")
