# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The result of a tool -> why it is an error: where its API says so, or what the tool or its runner wrote does.

Rule: only what is marked. Words such as "error" in the middle of a result are what the tool found out; an exit code
stands on a line of its own near the beginning or the end, a field that tells an error at the top of an object.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from viewer.core.messages import Message, Prompt, ToolCall, ToolCallResponse
from viewer.core.text.json_values import Json, parse_json
from viewer.dataclass import dataclass

_MARKED = "said to be an error"
_LONGEST_JSON = 200_000
_LONGEST_LINE, _LONGEST_REASON = 400, 120
_HEAD, _TAIL = 4, 8
"""Lines at the beginning and at the end of a text among which an exit code is looked for."""
_EXIT_KEYS = ("exit_code", "exitCode", "exit_status", "return_code", "returncode", "returnCode")
_AROUND_EXIT = ("metadata", "outcome")
"""Objects in which an exit code stands beside the output."""
_NO = ("success", "ok")
_HINT = re.compile(
    r'"(?:error|is_?error|isError|success|ok|status|type|exit\w*|return_?\w*|outcome)"\s*:', re.IGNORECASE
)
_EXIT = re.compile(
    r"[\[(<]?(?:(?:exit(?:ed)?|return)[ _-]?(?:code|status)"
    r"|(?:the )?(?:process|command|script) (?:exited|failed|finished|completed) with (?:exit )?(?:code|status))"
    r"[ :=>]{1,3}(?P<code>-?[0-9]{1,10})(?:[\])]|</returncode>)?\.?",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"error(?:\b[ \w]{0,60})?:|<tool_use_error>|<error>|traceback \(most recent call last\):|error executing tool\b"
    r"|an error occurred while running the tool",
    re.IGNORECASE,
)
_MODEL_ROLES = ("assistant", "model")


@dataclass(frozen=True, slots=True)
class ToolFailure:
    """A result that is an error: the tool's name, empty where nothing tells it, why, and the result itself."""

    tool: str
    reason: str
    result: ToolCallResponse


def told_failures(prompt: Prompt | None, answered: Sequence[Message]) -> tuple[ToolFailure, ...]:
    """The errors of tools that an exchange tells for the first time: in its request, then in its answer."""
    asked = prompt.messages if prompt else ()
    results = [*new_results(asked), *(p for m in answered for p in m.parts if isinstance(p, ToolCallResponse))]
    failed = [(result, reason) for result in results if (reason := failure(result)) is not None]
    if not failed:
        return ()
    names = tool_names((*asked, *answered))
    return tuple(ToolFailure(one.name or names.get(one.id or "") or "", reason, one) for one, reason in failed)


def failure(result: ToolCallResponse) -> str | None:
    """Why a result is an error, in a few words of its own where there are any; None where nothing says that it is."""
    said = _told(result.response)
    return _words(result.response) if said is None and result.is_error else said


def new_results(messages: Sequence[Message]) -> Iterator[ToolCallResponse]:
    """The results that a request reports for the first time: those after the model's last turn, in order.

    What a client writes in the model's name at the very end, for it to go on with, is no turn.
    """
    first = len(messages)
    while first and messages[first - 1].role in _MODEL_ROLES:
        first -= 1
    while first and messages[first - 1].role not in _MODEL_ROLES:
        first -= 1
    for message in messages[first:]:
        yield from (part for part in message.parts if isinstance(part, ToolCallResponse))


def tool_names(messages: Sequence[Message]) -> dict[str, str]:
    """The name of the tool that each call is to, by the call's id."""
    calls = (part for message in messages for part in message.parts if isinstance(part, ToolCall))
    return {call.id: call.name for call in calls if call.id and call.name}


# --- What a result says of itself -------------------------------------------------------------------------------------


def _told(response: Json) -> str | None:
    if isinstance(response, str):
        return _told_in_text(response)
    if isinstance(response, list):
        return next((said for item in response[:20] if (said := _told_in_item(item)) is not None), None)
    return _told_in_object(response) if isinstance(response, dict) else None


def _told_in_item(item: Json) -> str | None:
    """An item of a list: content of a tool, or the outcome of one command of several."""
    if not isinstance(item, dict):
        return None
    text = item.get("text")
    return _told_in_text(text) if item.get("type") == "text" and isinstance(text, str) else _exit_code(item)


def _told_in_text(text: str) -> str | None:
    begins = text[:_LONGEST_LINE].lstrip()
    if begins[:1] in ("{", "[") and len(text) <= _LONGEST_JSON and _HINT.search(text):
        value, is_json = parse_json(text)
        if is_json and isinstance(value, dict | list):
            return _told(value)
    if _BEGINS.match(begins):
        return _on_one_line(begins)
    return next((found for line in _edges(text) if (found := _exit_line(line)) is not None), None)


def _edges(text: str) -> Iterator[str]:
    """The first and the last lines of a text."""
    reach = _HEAD * _LONGEST_LINE
    yield from text[:reach].split("\n")[:_HEAD]
    if text.count("\n", 0, reach) >= _HEAD or len(text) > reach:
        yield from text[-_TAIL * _LONGEST_LINE :].rstrip().split("\n")[-_TAIL:]


def _exit_line(line: str) -> str | None:
    found = _EXIT.fullmatch(line.strip()) if len(line) <= _LONGEST_LINE else None
    return f"exit code {int(found['code'])}" if found and int(found["code"]) else None


def _told_in_object(told: dict[str, Json]) -> str | None:
    error = told.get("error")
    if isinstance(error, str | dict) and error:
        message = error.get("message") if isinstance(error, dict) else error
        return _on_one_line(message if isinstance(message, str) else str(error)) or _MARKED
    kind, code = told.get("type"), told.get("error_code")
    if isinstance(kind, str) and kind.endswith("_error"):
        return _on_one_line(code if isinstance(code, str) else kind)
    if told.get("isError") is True or told.get("is_error") is True or told.get("status") == "error":
        return _words(told)
    if any(told.get(name) is False for name in _NO):
        return _words(told)
    return _exit_code(told)


def _exit_code(told: dict[str, Json]) -> str | None:
    """An exit code other than 0, in an object or in what stands beside its output."""
    inner = (told.get(name) for name in _AROUND_EXIT)
    for level in (told, *(one for one in inner if isinstance(one, dict))):
        for name in _EXIT_KEYS:
            code = level.get(name)
            if isinstance(code, int) and not isinstance(code, bool) and code:
                return f"exit code {code}"
    return None


def _words(response: Json) -> str:
    """The first words of a result that is marked as an error."""
    if isinstance(response, list) and response and isinstance(response[0], dict):
        response = response[0].get("text")
    if isinstance(response, dict):
        response = next((response[name] for name in ("message", "error", "output") if name in response), None)
    return (_on_one_line(response) if isinstance(response, str) else "") or _MARKED


def _on_one_line(text: str) -> str:
    line = " ".join(text[: 4 * _LONGEST_REASON].split())
    return line if len(line) <= _LONGEST_REASON else f"{line[: _LONGEST_REASON - 1]}…"
