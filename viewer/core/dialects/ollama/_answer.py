# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Ollama: one line of a stream, or one whole answer, -> Deltas. Both have one shape, in chats and completions alike."""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.deltas import (
    Delta,
    ErrorDelta,
    FinishDelta,
    MetaDelta,
    PartDelta,
    ReasoningDelta,
    RoleDelta,
    TextDelta,
    ToolCallDelta,
    UnknownDelta,
    UsageDelta,
)
from viewer.core.dialects._envelope import body_error
from viewer.core.dialects._keys import Keys, words
from viewer.core.dialects._shape import as_text, integer, mapping, optional_string, sequence, string
from viewer.core.dialects._summaries import counted, vectors_part
from viewer.core.messages import Blob, FinishReason, Other, Usage
from viewer.core.text.json_values import Json

_FINISH_REASONS = {"stop": FinishReason.STOP, "length": FinishReason.LENGTH}
_TIMES = words("total_duration load_duration prompt_eval_duration eval_duration")
_LINE_KEYS = Keys(
    {
        "model": str,
        "message": dict,
        "response": str,
        "thinking": str,
        "done": bool,
        "done_reason": str,
        "prompt_eval_count": int,
        "eval_count": int,
        "tool_calls": list,
        "image": str,
        "error": object,
    },
    _TIMES | words("created_at context logprobs remote_model remote_host"),
)
_MESSAGE_KEYS = Keys(
    {"role": str, "content": str, "thinking": str, "tool_calls": list, "images": list}, words("tool_name name")
)


def line_deltas(line: dict[str, Json]) -> Iterator[Delta]:
    """What a line of a chat or a completion adds, or a whole one; anything else is shown plainly."""
    if isinstance(line.get("message"), dict) or isinstance(line.get("response"), str):
        yield from _said(line)
    elif found := body_error(line):
        yield ErrorDelta(found, path=("error",) if "error" in line else ())
    elif isinstance(line.get("status"), str):
        yield from _progress(line)
    elif vectors := [*sequence(line.get("embeddings")), *([line["embedding"]] if "embedding" in line else [])]:
        yield PartDelta(vectors_part(vectors))
        yield from _usage(line)
    elif isinstance(line.get("models"), list):
        yield PartDelta(Other("models", line, title=counted(len(sequence(line["models"])), "model")))
    elif line:
        yield PartDelta(Other("answer", line)) if "done" not in line else UnknownDelta("line", line)


def _said(line: dict[str, Json]) -> Iterator[Delta]:
    if model := optional_string(line.get("model")):
        yield MetaDelta(model=model, path=("model",))
    if isinstance(line.get("message"), dict):
        yield from _message(mapping(line["message"]))
    if thought := string(line.get("thinking")):
        yield ReasoningDelta(thought, path=("thinking",))
    if text := string(line.get("response")):
        yield TextDelta(text, path=("response",))
    if image := optional_string(line.get("image")):
        yield PartDelta(Blob("image", None, image), path=("image",))
    if line.get("done") is True:
        native = string(line.get("done_reason"))
        path = ("done_reason",) if native else ("done",)
        yield FinishDelta(native or "done", _FINISH_REASONS.get(native or "stop"), path=path)
    yield from _usage(line)
    if found := body_error({"error": line.get("error")}):
        yield ErrorDelta(found, path=("error",))
    yield from _LINE_KEYS.unknown(line, ())


def _message(message: dict[str, Json]) -> Iterator[Delta]:
    path = ("message",)
    if role := string(message.get("role")):
        yield RoleDelta(role, path=(*path, "role"))
    if thought := string(message.get("thinking")):
        yield ReasoningDelta(thought, path=(*path, "thinking"))
    if text := string(message.get("content")):
        yield TextDelta(text, path=(*path, "content"))
    for position, item in enumerate(sequence(message.get("tool_calls"))):
        called = mapping(mapping(item).get("function"))
        yield ToolCallDelta(
            as_text(called.get("arguments")),
            id=optional_string(mapping(item).get("id")),
            name=optional_string(called.get("name")),
            path=(*path, "tool_calls", position, "function", "arguments"),
        )
    for position, item in enumerate(sequence(message.get("images"))):
        yield PartDelta(Blob("image", None, string(item)), path=(*path, "images", position))
    yield from _MESSAGE_KEYS.unknown(message, path)


_COUNTS = ("prompt_eval_count", "eval_count")


def _usage(line: dict[str, Json]) -> Iterator[Delta]:
    found = Usage(integer(line.get("prompt_eval_count")), integer(line.get("eval_count")))
    if counted := found.by({name: line[name] for name in _COUNTS if name in line}):
        yield UsageDelta(counted)


def _progress(line: dict[str, Json]) -> Iterator[Delta]:
    """How far a model is pulled, pushed or made: one part for each thing that is done."""
    status = string(line["status"])
    total, done = integer(line.get("total")), integer(line.get("completed")) or 0
    title = f"{status}: {done:,} of {total:,} bytes" if total else status
    yield PartDelta(Other("status", line, title=title), key=("status", optional_string(line.get("digest")) or status))
    if status == "success":
        yield FinishDelta(status, FinishReason.STOP, path=("status",))
