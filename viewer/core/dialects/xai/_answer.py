# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""xAI's gRPC API: one message of a stream, or a whole answer, -> deltas.

Rule: the outputs of an answer are its steps, numbered: the model speaks, a tool of xAI's own answers, it goes on.
They are parts of one message. Where several answers were asked for (`n`), and no tool answers, each is a choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from viewer.core.deltas import (
    AnnotationDelta,
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
from viewer.core.dialects._shape import integer, is_blank, mapping, optional_string, sequence, string
from viewer.core.dialects.xai._parts import count, role, tool_call
from viewer.core.messages import FinishReason, JsonPath, ToolCallResponse, Usage
from viewer.core.text.json_values import Json

_TICKS = 10**10  # in a US dollar
_FINISH_REASONS = {
    "REASON_STOP": FinishReason.STOP,
    "REASON_MAX_LEN": FinishReason.LENGTH,
    "REASON_MAX_CONTEXT": FinishReason.LENGTH,
    "REASON_TIME_LIMIT": FinishReason.LENGTH,
    "REASON_TOOL_CALLS": FinishReason.TOOL_CALL,
}
_ANSWER_KEYS = Keys(
    {"id": str, "model": str, "outputs": list, "usage": dict, "citations": list},
    words("created system_fingerprint settings request_settings debug_output output_files service_tier"),
)
_OUTPUT_KEYS = Keys({"delta": dict, "message": dict, "finish_reason": str, "index": int}, words("logprobs"))
_SAID_KEYS = Keys(
    {
        "role": str,
        "content": str,
        "reasoning_content": str,
        "encrypted_content": str,
        "tool_calls": list,
        "citations": list,
    },
)


def are_choices(outputs: Iterable[Json]) -> bool:
    """Whether the outputs of a whole answer are several answers: there is more than one, and no tool between them."""
    indices = set()
    for output in map(mapping, outputs):
        indices.add(integer(output.get("index")) or 0)
        said = mapping(output.get("delta")) or mapping(output.get("message"))
        if role(said.get("role")) == "tool":
            return False
    return len(indices) > 1


def answer_deltas(body: dict[str, Json], *, several: bool) -> Iterator[Delta]:
    """What a message of a stream, or a whole answer, adds; its outputs are steps, or `several` choices."""
    if "outputs" not in body and (failure := body_error(body)):
        yield ErrorDelta(failure, ("error",) if "error" in body else ())
        return
    id_, model = optional_string(body.get("id")), optional_string(body.get("model"))
    if id_ or model:
        yield MetaDelta(id_, model)
    outputs = [mapping(item) for item in sequence(body.get("outputs"))]
    for position, output in enumerate(outputs):
        yield from _output(output, ("outputs", position), several=several)
    if sources := sequence(body.get("citations")):
        last = max((integer(output.get("index")) or 0 for output in outputs), default=0)
        yield AnnotationDelta(tuple(sources), last if several else 0, (last, "content"), ("citations",))
    if used := usage(body.get("usage")):
        yield UsageDelta(used, ("usage",))
    yield from _ANSWER_KEYS.unknown(body, ())


def _output(output: dict[str, Json], path: JsonPath, *, several: bool) -> Iterator[Delta]:
    index, name = integer(output.get("index")) or 0, "delta" if "delta" in output else "message"
    choice = index if several else 0
    said = mapping(output.get(name))
    if role(said.get("role")) == "tool":
        yield from _answered(said, index, (*path, name))
    else:
        yield from _said(said, index, choice, (*path, name))
    yield from _SAID_KEYS.unknown(said, (*path, name))
    native = string(output.get("finish_reason"))
    if native and native != "REASON_INVALID":
        yield FinishDelta(native, _FINISH_REASONS.get(native), choice, (*path, "finish_reason"))
    yield from _OUTPUT_KEYS.unknown(output, path)


def _said(said: dict[str, Json], index: int, choice: int, path: JsonPath) -> Iterator[Delta]:
    if said.get("role"):
        yield RoleDelta("assistant", choice, (*path, "role"))
    thought, signature = string(said.get("reasoning_content")), optional_string(said.get("encrypted_content"))
    if thought or signature:
        place = "reasoning_content" if thought else "encrypted_content"
        yield ReasoningDelta(thought, choice, (index, "reasoning"), (*path, place), signature=signature)
    if text := string(said.get("content")):
        yield TextDelta(text, choice, (index, "content"), (*path, "content"))
    for position, item in enumerate(sequence(said.get("tool_calls"))):
        yield _call(item, (index, "call"), choice, (*path, "tool_calls", position))
    if sources := sequence(said.get("citations")):
        yield AnnotationDelta(tuple(sources), choice, (index, "content"), (*path, "citations"))


def _call(item: Json, step: tuple[int, str], choice: int, path: JsonPath) -> Delta:
    """A call, which comes whole; one that is told again is the same call."""
    call = tool_call(item)
    key = (*step, call.id or path[-1])
    place = (*path, "function", "arguments") if call.arguments else path
    return ToolCallDelta(call.arguments, call.id, call.name, choice, key, place, cumulative=True, server=call.server)


def _answered(said: dict[str, Json], index: int, path: JsonPath) -> Iterator[Delta]:
    """What a tool of xAI's own answered: the message tells the call again."""
    called = mapping(next(iter(sequence(said.get("tool_calls"))), None))
    call = tool_call(called)
    failed = string(called.get("status")) == "TOOL_CALL_STATUS_FAILED"
    told = called.get("error_message") if failed and is_blank(said.get("content")) else said.get("content", "")
    answer = ToolCallResponse(call.id, told, call.name, server=True, is_error=failed)
    yield PartDelta(answer, key=(index, "result", call.id), path=(*path, "content"))


def usage(value: Json) -> Usage | None:
    """Token counts and cost; None where none are told."""
    told = mapping(value)
    ticks = count(told.get("cost_in_usd_ticks"))
    found = Usage(
        input_tokens=count(told.get("prompt_tokens")),
        output_tokens=count(told.get("completion_tokens")),
        cache_read_input_tokens=count(told.get("cached_prompt_text_tokens")),
        reasoning_output_tokens=count(told.get("reasoning_tokens")),
        cost=None if ticks is None else ticks / _TICKS,
    )
    return found.by(told)


def unknown(body: Json) -> Iterator[Delta]:
    """An answer that is no object."""
    if not is_blank(body):
        yield UnknownDelta("answer", body)
