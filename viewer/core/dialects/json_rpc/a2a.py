# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Agent2Agent protocol: messages to another agent and the tasks that come of them, in JSON-RPC.

Reference: a2a-protocol.org/latest/specification. Messages are told again with the task that holds them; their ids say
that they are the same.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from urllib.parse import unquote

from viewer.core.answer import Answer
from viewer.core.deltas import Delta, ErrorDelta, FinishDelta, MetaDelta, PartDelta, TextDelta, UnknownDelta
from viewer.core.dialects._envelope import no_object
from viewer.core.dialects._shape import is_blank, mapping, optional_string, sequence, string
from viewer.core.dialects.json_rpc._envelope import is_rpc, rpc_error, rpc_messages
from viewer.core.messages import Blob, File, FinishReason, JsonPath, Message, Other, Part, Prompt, Text, Uri
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json

_METHODS = ("message/send", "message/stream", "tasks/", "agent/", "SendMessage", "SendStreamingMessage", "GetTask")
_CARD = re.compile(r"/\.well-known/agent(-card)?\.json$")
_KINDS = ("message", "task", "status-update", "artifact-update")
_FINISH_REASONS = {
    "completed": FinishReason.STOP,
    "input-required": FinishReason.STOP,
    "failed": FinishReason.ERROR,
    "rejected": FinishReason.CONTENT_FILTER,
    "canceled": None,
    "auth-required": None,
}
_ROLES = {"agent": "assistant", "ROLE_AGENT": "assistant", "ROLE_USER": "user"}


class A2a:
    """The dialect of `message/send` and `message/stream`."""

    name = "a2a"
    title = "Agent2Agent"
    terminator: str | None = None

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:
        """By the method that is called, by the place of an agent's card, or by what an answer is called."""
        method = next((string(told.get("method")) for told, _ in rpc_messages(request)), "")
        if is_rpc(request) and method.startswith(_METHODS):
            return Match.SURE
        if _CARD.search(unquote(interaction.request.target.path)):
            return Match.SURE
        told = mapping(mapping(first.json if first else None).get("result"))
        return Match.LIKELY if told.get("kind") in _KINDS and request is None else Match.NO

    def request(self, body: Json) -> Prompt:
        """The message that is sent, or the call as it is."""
        messages = tuple(_asked(told, path) for told, path in rpc_messages(body) if told)
        stream = any("tream" in string(told.get("method")) for told, _ in rpc_messages(body))
        return Prompt(messages=messages, stream=stream)

    def response(self, body: Json) -> Iterator[Delta]:
        """A task or a message; an agent's card; an error."""
        if isinstance(body, dict) and not is_rpc(body) and "skills" in body:
            yield PartDelta(Other("agent_card", body, title=optional_string(body.get("name"))))
        elif isinstance(body, dict | list):
            for told, path in rpc_messages(body):
                yield from _told(told, path)
        else:
            yield from no_object(body)

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """What one event of the stream tells."""
        if isinstance(event.json, dict):
            yield from _told(event.json, ())
        elif event.is_json or event.data.strip():
            yield UnknownDelta(event.name or "event", event.json if event.is_json else event.data)

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:
        """The task that would have come without streaming, all that was said as its artifact."""
        told = [mapping(event.json) for event in events]
        results = [mapping(one.get("result")) for one in told]
        status: dict[str, Json] = {}
        for result in results:
            status |= mapping(result.get("status"))
        said = answer.messages[0].parts if answer.messages else ()
        parts: list[Json] = [_whole_part(part) for part in said]
        task: dict[str, Json] = {"id": answer.id, "kind": "task", "status": {"state": status.get("state")}}
        whole: Json = {**task, "artifacts": [{"artifactId": str(n), "parts": [one]} for n, one in enumerate(parts)]}
        return {"jsonrpc": "2.0", "id": told[0].get("id") if told else None, "result": whole}


def _asked(told: dict[str, Json], path: JsonPath) -> Message:
    params = mapping(told.get("params"))
    message = mapping(params.get("message"))
    if message:
        role = string(message.get("role")) or "user"
        said = tuple(_part(mapping(item)) for item in sequence(message.get("parts")))
        return Message(_ROLES.get(role, role), said, path=(*path, "params", "message"))
    method = string(told.get("method")) or "message"
    return Message("user", (Other(method, told.get("params"), title=method),), path=path)


def _told(told: dict[str, Json], path: JsonPath) -> Iterator[Delta]:
    result, place = mapping(told.get("result")), (*path, "result")
    if found := rpc_error(told):
        yield ErrorDelta(found, path=(*path, "error"))
    elif result.get("kind") == "message":
        yield from _message(result, place)
    elif result:
        yield from _task(result, place)
    elif not is_blank(told):
        yield UnknownDelta("message", told, path=path)


def _task(told: dict[str, Json], path: JsonPath) -> Iterator[Delta]:
    """A task, or what changed in it."""
    if id_ := optional_string(told.get("taskId")) or optional_string(told.get("id")):
        yield MetaDelta(id_, path=path)
    for index, item in enumerate(sequence(told.get("history"))):
        yield from _message(mapping(item), (*path, "history", index))
    for index, item in enumerate(sequence(told.get("artifacts"))):
        yield from _artifact(mapping(item), (*path, "artifacts", index))
    if told.get("kind") == "artifact-update":
        yield from _artifact(mapping(told.get("artifact")), (*path, "artifact"), goes_on=told.get("append") is True)
    status = mapping(told.get("status"))
    yield from _message(mapping(status.get("message")), (*path, "status", "message"))
    state = string(status.get("state")).removeprefix("TASK_STATE_").lower().replace("_", "-")
    if state in _FINISH_REASONS:
        yield FinishDelta(string(status["state"]), _FINISH_REASONS[state], path=(*path, "status", "state"))


def _message(told: dict[str, Json], path: JsonPath) -> Iterator[Delta]:
    """What the agent says; what it was told is the request's."""
    if _ROLES.get(string(told.get("role"))) != "assistant":
        return
    name = ("message", optional_string(told.get("messageId")))
    yield from _parts(told, name, path, goes_on=False)


def _artifact(told: dict[str, Json], path: JsonPath, *, goes_on: bool = False) -> Iterator[Delta]:
    yield from _parts(told, ("artifact", optional_string(told.get("artifactId"))), path, goes_on=goes_on)


def _parts(told: dict[str, Json], name: Hashable, path: JsonPath, *, goes_on: bool) -> Iterator[Delta]:
    """Parts of a message or an artifact; what is not appended replaces what was told before."""
    for index, item in enumerate(sequence(told.get("parts"))):
        part, key, place = _part(mapping(item)), (name, index), (*path, "parts", index)
        if isinstance(part, Text):
            yield TextDelta(part.content, 0, key, (*place, "text"), cumulative=not goes_on)
        else:
            yield PartDelta(part, 0, None if goes_on else key, place)


def _part(told: dict[str, Json]) -> Part:
    kind = string(told.get("kind")) or string(told.get("type"))
    if isinstance(told.get("text"), str):
        return Text(string(told["text"]))
    file = mapping(told.get("file"))
    mime_type = optional_string(file.get("mimeType"))
    modality = (mime_type or "").partition("/")[0]
    modality = modality if modality in ("image", "audio", "video") else "document"
    if isinstance(file.get("bytes"), str):
        return Blob(modality, mime_type, string(file["bytes"]))
    if uri := optional_string(file.get("uri")):
        return Uri(modality, mime_type, uri)
    return File(told) if file else Other(kind or "part", told.get("data", told))


def _whole_part(part: Part) -> Json:
    match part:
        case Text():
            return {"kind": "text", "text": part.content}
        case Blob():
            return {"kind": "file", "file": {"mimeType": part.mime_type, "bytes": part.content}}
        case Uri():
            return {"kind": "file", "file": {"mimeType": part.mime_type, "uri": part.uri}}
        case Other():
            return {"kind": "data", "data": part.data}
        case _:
            return {"kind": "data", "data": None}
