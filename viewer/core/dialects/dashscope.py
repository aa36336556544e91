# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Alibaba Cloud's DashScope in its own words: text, pictures and sound in, tool calls, embeddings and rerankings.

Reference: alibabacloud.com/help/en/model-studio/dashscope-api-reference. Rule: inside `output` stands a chat message or
only its text; each event of a stream brings all so far, unless the request asked for pieces, which the events show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from urllib.parse import unquote

from viewer.core.answer import Answer
from viewer.core.deltas import Delta, ErrorDelta, FinishDelta, MetaDelta, PartDelta, UnknownDelta, UsageDelta
from viewer.core.dialects._envelope import error, no_object, usage
from viewer.core.dialects._keys import Keys, words
from viewer.core.dialects._shape import is_blank, mapping, optional_string, sequence, string
from viewer.core.dialects._summaries import counted, vectors_part
from viewer.core.dialects.openai.chat_answer import answer_deltas, chunk_deltas
from viewer.core.dialects.openai.chat_request import prompt
from viewer.core.messages import JsonPath, Message, Other, Prompt, Reasoning, Text, ToolCall, Uri
from viewer.core.model import Interaction
from viewer.core.registry import Match
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json

_HOST = re.compile(r"(^|\.)dashscope[\w-]*\.aliyuncs\.com")
_PATH = re.compile(r"/api/v1/(services|apps)/")
_NONE_YET = ("", "null")
_KEYS = Keys({"output": dict, "usage": dict, "code": object, "message": str}, words("request_id status_code"))
_OUTPUT_KEYS = Keys(
    {"text": str, "finish_reason": str, "choices": list, "embeddings": list, "results": list}, words("session_id")
)


class DashScope:
    """The dialect of `POST /api/v1/services/...`; `pieces` where each event brings only what is new."""

    name = "dashscope"
    title = "DashScope"
    terminator: str | None = None

    def __init__(self, *, pieces: bool = False) -> None:
        """Whether events bring pieces; else each brings all so far."""
        self.pieces = pieces

    def match(self, interaction: Interaction, request: Json, first: StreamEvent | None) -> Match:
        """By path, on its hosts or beside what only this API asks and answers."""
        target = interaction.request.target
        if not _PATH.search(unquote(target.path)):
            return Match.NO
        told = mapping(first.json if first else None)
        fits = "input" in mapping(request) or ("output" in told and "request_id" in told)
        return Match.SURE if _HOST.search(target.netloc) or fits else Match.NO

    def fitted(self, events: Sequence[StreamEvent]) -> DashScope:
        """The dialect for these events, by whether each text goes on with the one before."""
        said = [text for text in (_all_said(event.json) for event in events) if text]
        return DashScope(pieces=not all(after.startswith(before) for before, after in pairwise(said)))

    def request(self, body: Json) -> Prompt:
        """What the request asks: messages or a text under `input`, tools and settings under `parameters`."""
        told = mapping(body)
        asked, parameters = mapping(told.get("input")), mapping(told.get("parameters"))
        if not asked:
            return prompt(body)
        found = prompt({**parameters, "model": told.get("model"), "messages": _messages(asked.get("messages"))})
        moved = [replace(message, path=("input", *message.path)) for message in found.messages]
        rest: dict[str, Json] = {key: value for key, value in asked.items() if key != "messages"}
        if text := optional_string(rest.pop("prompt", None)):
            moved.append(Message("user", (Text(text),), path=("input", "prompt")))
        elif rest and not moved:
            moved, rest = [Message("user", (Other("input", rest),), path=("input",))], {}
        return replace(
            found,
            system=tuple(replace(message, path=("input", *message.path)) for message in found.system),
            messages=tuple(moved),
            tools=tuple(replace(tool, path=("parameters", *tool.path)) for tool in found.tools),
            settings={**found.settings, **({"input": rest} if rest else {})},
            stream=parameters.get("incremental_output") is True,
        )

    def response(self, body: Json) -> Iterator[Delta]:
        """A whole answer."""
        yield from _deltas(body, key="message", whole=True) if isinstance(body, dict) else no_object(body)

    def deltas(self, event: StreamEvent) -> Iterator[Delta]:
        """What one event adds."""
        if isinstance(event.json, dict):
            yield from _deltas(event.json, key="delta" if self.pieces else "message", whole=False)
        elif event.is_json or event.data.strip():
            yield UnknownDelta(event.name or "event", event.json if event.is_json else event.data)

    def assemble(self, answer: Answer, events: Sequence[StreamEvent]) -> Json:
        """The answer in message form, as it would have come without streaming."""
        last = next((event.json for event in reversed(events) if isinstance(event.json, dict)), {})
        choices: list[Json] = [
            {"finish_reason": message.native_finish_reason or "null", "message": _told(message)}
            for message in answer.messages
        ]
        return {**last, "output": {"choices": choices}}


def _all_said(body: Json) -> str:
    """The text and the thoughts of an event's first choice."""
    output = mapping(mapping(body).get("output"))
    listed = sequence(output.get("choices"))
    message = mapping(mapping(listed[0] if listed else None).get("message"))
    return _text(message.get("content")) or string(message.get("reasoning_content")) or string(output.get("text"))


def _text(content: Json) -> str:
    """A text, or those of a list of parts."""
    return string(content) or "".join(string(mapping(one).get("text")) for one in sequence(content))


def _messages(value: Json) -> list[Json]:
    """Messages whose parts are named by their key alone: `{"image": url}`."""
    shown: list[Json] = []
    for item in sequence(value):
        told = mapping(item)
        listed = told.get("content")
        shown.append({**told, "content": [_named(one) for one in listed]} if isinstance(listed, list) else item)
    return shown


def _named(item: Json) -> Json:
    told = mapping(item)
    kind = next((name for name in ("image", "audio", "video") if isinstance(told.get(name), str)), None)
    return item if kind is None or "type" in told else {"type": f"{kind}_url", f"{kind}_url": {"url": told[kind]}}


def _deltas(body: dict[str, Json], *, key: str, whole: bool) -> Iterator[Delta]:
    if id_ := optional_string(body.get("request_id")):
        yield MetaDelta(id_, path=("request_id",))
    output = mapping(body.get("output"))
    if found := usage(body.get("usage")):
        yield UsageDelta(found, path=("usage",))
    if not output and not is_blank(body.get("code")):
        failure = error({"code": body.get("code"), "message": body.get("message")})
        yield from [ErrorDelta(failure)] if failure else []
    yield from _chosen(output, key, whole=whole)
    if vectors := sequence(output.get("embeddings")):
        yield PartDelta(vectors_part([mapping(one).get("embedding") for one in vectors]), path=("output", "embeddings"))
    if results := sequence(output.get("results")):
        shown = Other("results", results, title=counted(len(results), "result"))
        yield PartDelta(shown, path=("output", "results"))
    yield from _OUTPUT_KEYS.unknown(output, ("output",))
    yield from _KEYS.unknown(body, ())


def _chosen(output: dict[str, Json], key: str, *, whole: bool) -> Iterator[Delta]:
    """What the choices say, in the words of chat completions."""
    listed = sequence(output.get("choices"))
    is_text = not listed and isinstance(output.get("text"), str)
    given = (
        [{"message": {"content": output["text"]}, "finish_reason": output.get("finish_reason")}] if is_text else listed
    )
    choices: list[Json] = []
    for item in given:
        told = mapping(item)
        message, native = mapping(told.get("message")), string(told.get("finish_reason"))
        content = message.get("content")
        spoken = {**message, "content": _text(content)} if _are_texts(content) else message
        choices.append({**told, "message": None, key: spoken, "finish_reason": None if native in _NONE_YET else native})
    chunk: dict[str, Json] = {"choices": choices}
    for delta in answer_deltas(chunk) if whole else chunk_deltas(chunk):
        if isinstance(delta, FinishDelta) and not delta.native:
            continue
        yield replace(delta, path=_path(delta.path, is_text=is_text))


def _are_texts(content: Json) -> bool:
    return isinstance(content, list) and all(mapping(one).keys() == {"text"} for one in content)


def _path(path: JsonPath, *, is_text: bool) -> JsonPath:
    if is_text:
        return ("output", "finish_reason" if path[-1:] == ("finish_reason",) else "text")
    return ("output", *("message" if key == "delta" else key for key in path))


def _told(message: Message) -> Json:
    """A message as this API writes it."""
    content: list[Json] = []
    calls: list[Json] = []
    shown: dict[str, Json] = {"role": message.role}
    for part in message.parts:
        if isinstance(part, Text):
            content.append({"text": part.content})
        elif isinstance(part, Reasoning):
            shown["reasoning_content"] = part.content
        elif isinstance(part, ToolCall):
            function: Json = {"name": part.name, "arguments": part.arguments}
            calls.append({"id": part.id, "type": "function", "function": function})
        elif isinstance(part, Uri):
            content.append({part.modality: part.uri})
    texts = [string(mapping(one).get("text")) for one in content]
    shown["content"] = "".join(texts) if all(texts) else content
    return {**shown, "tool_calls": calls} if calls else shown
