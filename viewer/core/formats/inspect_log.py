# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Logs of Inspect (inspect.aisi.org.uk), `.json` or `.eval`: every call of a model in every sample.

A call is kept as it was sent where the provider's package told it, else in Inspect's own words. What many calls share
is kept once: messages are told as ranges of a pool, long texts as `attachment://` and their hash.
"""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.errors import Severity
from viewer.core.formats import _chat_completion as chat
from viewer.core.formats._answer_shapes import is_answer
from viewer.core.formats._dates import moment
from viewer.core.formats._document import MAX_DEPTH, Value, first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Interaction, Request, Response
from viewer.core.registry import Match
from viewer.dataclass import dataclass

_ATTACHMENT = "attachment://"
_FINISH = {"stop": "stop", "max_tokens": "length", "model_length": "length", "tool_calls": "tool_calls"}
_FINISH |= {"content_filter": "content_filter"}


class InspectReader:
    """Reads logs."""

    name = "inspect"
    title = "Inspect log"
    suffixes: tuple[str, ...] = (".eval", ".json")

    def match(self, probe: Probe) -> Match:
        """Sure of a log that names its evaluation and holds samples."""
        root = mapping(probe.document.value)
        is_own = "eval_id" in mapping(root, "eval") or "task" in mapping(root, "eval")
        first = first_mapping(root.get("samples"))
        is_log = "plan" in root or "status" in root
        return Match.SURE if is_own and is_log and ("epoch" in first or not first) else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette: the calls of all samples in order."""
        problems = list(probe.problems)
        root = Entry(probe.document, (), probe.document.value, problems)
        interactions: list[Interaction] = []
        for sample in root["samples"].mappings():
            pool = _Pool.of(sample)
            for event in sample["events"].mappings():
                if event["event"].value == "model":
                    interactions.append(_interaction(len(interactions), event.apart(), pool))
        if not interactions:
            root["samples"].say("the log holds no call of a model", Severity.INFO)
        return probe.cassette(self.name, interactions, problems, version=root["version"].integer())


@dataclass(frozen=True, slots=True)
class _Pool:
    """What the events of a sample share: messages, parts of calls, long texts."""

    name: str
    messages: list[Value]
    calls: list[Value]
    attachments: dict[str, Value]

    @classmethod
    def of(cls, sample: Entry) -> _Pool:
        """The pool of a sample, which is named by it and its epoch."""
        shared = mapping(sample["events_data"].value)
        listed = (shared.get(name) for name in ("messages", "calls"))
        messages, calls = (value if isinstance(value, list) else [] for value in listed)
        name = f"{sample['id'].text()}/{sample['epoch'].text()}"
        return cls(name, messages, calls, mapping(sample["attachments"].value))

    def whole(self, value: Value, depth: int = 0) -> Value:
        """A value with its long texts."""
        if isinstance(value, str) and value.startswith(_ATTACHMENT):
            return self.attachments.get(value.removeprefix(_ATTACHMENT), value)
        if isinstance(value, dict) and depth < MAX_DEPTH:
            return {key: self.whole(item, depth + 1) for key, item in value.items()}
        if isinstance(value, list) and depth < MAX_DEPTH:
            return [self.whole(item, depth + 1) for item in value]
        return value


def _picked(pool: list[Value], ranges: Value) -> list[Value]:
    """The members of a pool that ranges name."""
    picked: list[Value] = []
    for pair in ranges if isinstance(ranges, list) else ():
        if isinstance(pair, list) and len(pair) == 2 and all(isinstance(bound, int) for bound in pair):
            picked += pool[max(pair[0], 0) : max(pair[1], 0)]
    return picked


def _interaction(index: int, event: Entry, pool: _Pool) -> Interaction:
    call, output = event["call"], event["output"]
    is_raw = is_answer(call["response"].value)
    failure = event["error"].text() or output["error"].text()
    if failure:
        event["error"].say(f"the call failed: {failure[:200]}")
    if not is_raw:
        event.say(chat.IS_COMPOSED, Severity.INFO)
    seconds = output["time"].number() or event["working_time"].number()
    request = _sent(call, pool) if is_raw else _asked(event, pool)
    body = call["response"].parsed_body() if is_raw else _answered(output, pool)
    return Interaction(
        index=index,
        request=Request("POST", "" if is_raw else chat.PATH, body=request),
        response=Response(None if failure and not is_raw else 200, body=Body() if failure and not is_raw else body),
        id=pool.name,
        duration_ms=round(seconds * 1000, 3) if seconds else None,
        recorded_at=moment(event["timestamp"]),
        place=event.place,
        problems=tuple(event.problems),
    )


def _sent(call: Entry, pool: _Pool) -> Body:
    """The body as it was sent, with what it shares with other calls."""
    told = dict(mapping(call["request"].value))
    key = call["call_key"].text()
    if key:
        told[key] = _picked(pool.calls, call["call_refs"].value)
    whole = {name: value for name, value in told.items() if value is not None and name != "extra_headers"}
    return Entry(call.document, call.path, pool.whole(whole), call.problems).parsed_body()


def _asked(event: Entry, pool: _Pool) -> Body:
    told = mapping(event.value)
    listed = told.get("input")
    messages = [*_picked(pool.messages, told.get("input_refs")), *(listed if isinstance(listed, list) else ())]
    tools = [_tool(mapping(tool.value)) for tool in event["tools"].elements()]
    said = [_message(mapping(pool.whole(message))) for message in messages]
    return chat.asked(event["model"].text(), said, {"tools": tools or None, **mapping(told.get("config"))}, event.place)


def _tool(told: dict[str, Value]) -> Value:
    return {"type": "function", "function": {name: told.get(name) for name in ("name", "description", "parameters")}}


def _message(told: dict[str, Value]) -> dict[str, Value]:
    """A message of Inspect's as one of a chat completion."""
    reasoned = list(_reasoning(told.get("content")))
    said: dict[str, Value] = {"role": told.get("role"), "content": _content(told.get("content"))}
    if reasoned:
        said["reasoning_content"] = "\n".join(reasoned)
    calls = told.get("tool_calls")
    if isinstance(calls, list) and calls:
        made = (mapping(call) for call in calls)
        said["tool_calls"] = [chat.tool_call(c.get("id"), c.get("function"), c.get("arguments")) for c in made]
    if told.get("role") == "tool":
        said |= {"tool_call_id": told.get("tool_call_id"), "name": told.get("function")}
    return said


def _content(content: Value) -> Value:
    """A content without its reasoning."""
    if not isinstance(content, list):
        return content
    return [part for part in content if mapping(part).get("type") != "reasoning"]


def _reasoning(content: Value) -> Iterator[str]:
    for part in content if isinstance(content, list) else ():
        if mapping(part).get("type") == "reasoning":
            yield str(mapping(part).get("reasoning") or "")


def _answered(output: Entry, pool: _Pool) -> Body:
    choice = first_mapping(output["choices"].value)
    used = mapping(output["usage"].value)
    usage = {"prompt_tokens": used.get("input_tokens"), "completion_tokens": used.get("output_tokens")}
    usage["total_tokens"] = used.get("total_tokens")
    said = _message(mapping(pool.whole(choice.get("message"))))
    finish = _FINISH.get(str(choice.get("stop_reason")), None)
    more = {"model": output["model"].value, "usage": usage if used else None}
    return chat.answered(said, finish, more, output.place)
