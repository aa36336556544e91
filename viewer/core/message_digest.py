# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Message -> digest: the same for an answer as it was recorded and as a client sends it back in the next request.

Rule: what clients drop, split or write anew does not count: reasoning, empty content, white space around text, how text
is cut into parts, ids of tool calls, spacing and key order of arguments. Of the model's own messages only text and
calls count, because audio, images and citations come back in other shapes than they went.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from viewer.blake2 import blake2b
from viewer.core.messages import Blob, File, Message, Other, Part, Text, ToolCall, ToolCallResponse, ToolDefinition, Uri
from viewer.core.text.json_values import Json, parse_json

_compact = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode
_MODEL_ROLES = ("assistant", "model")

START = b""
"""The digest of no message at all."""


def digest(messages: Iterable[Message], before: bytes = START) -> bytes:
    """A digest of messages behind those that have the digest `before`."""
    for message in messages:
        before = _after(before, message)
    return before


def prefix_digests(messages: Iterable[Message]) -> list[bytes]:
    """The digest of the first n messages at index n, from 0 to all of them."""
    digests = [START]
    for message in messages:
        digests.append(_after(digests[-1], message))
    return digests


def tool_digest(tools: Sequence[ToolDefinition]) -> bytes:
    """A digest of the tools that a request declares, the same in any order."""
    if not tools:
        return START
    told = sorted(f"{tool.name}\n{tool.description or ''}\n{_compact(tool.parameters)}" for tool in tools)
    return blake2b("\n".join(told).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def canonical_arguments(arguments: str) -> str:
    """Argument text as every client would write it: JSON without its spacing, none at all as `{}`."""
    value, is_json = parse_json(arguments) if arguments.strip() else ({}, True)
    return _text_of(value) if is_json else arguments.strip()


def _after(before: bytes, message: Message) -> bytes:
    told = "".join(f"{kind} {len(text)} {text}" for kind, text in (("role", message.role), *_told(message)))
    return blake2b(before + told.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _told(message: Message) -> list[tuple[str, str]]:
    """What counts of a message, as (kind, text): neighbouring text joined, the model's text before its calls."""
    told = [item for part in message.parts if (item := _item(part)) is not None]
    if message.role in _MODEL_ROLES:
        told = [item for item in told if item[0] == "text"] + [item for item in told if item[0] == "call"]
    if len(told) > 1:
        told = list(_joined(told))
    return [(kind, stripped) for kind, text in told if (stripped := text.strip()) or kind != "text"]


def _joined(told: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for is_text, items in groupby(told, key=lambda item: item[0] == "text"):
        if is_text:
            yield "text", "".join(text for _, text in items)
        else:
            yield from items


def _item(part: Part) -> tuple[str, str] | None:
    """Kind and text of a part; None where a client may leave it out."""
    match part:
        case Text(content=content):
            return "text", content
        case ToolCall(server=False):
            return "call", f"{part.name or ''} {canonical_arguments(part.arguments)}"
        case ToolCallResponse(server=False, response=response):
            return "result", _text_of(response)
        case Blob(content=where) | Uri(uri=where):
            return "data", where
        case File(data=data) | Other(data=data):
            return "other", _text_of(data)
        case _:
            return None


def _text_of(value: Json) -> str:
    return value if isinstance(value, str) else _compact(value)
