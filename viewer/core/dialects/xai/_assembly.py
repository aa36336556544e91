# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""xAI's gRPC API: a folded stream -> the `GetChatCompletionResponse` that would have come without streaming."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from viewer.core.answer import Answer
from viewer.core.dialects._shape import mapping, optional_string, sequence
from viewer.core.messages import Message, Other, Part, Reasoning, Text, ToolCall, ToolCallResponse
from viewer.core.streams.api import StreamEvent
from viewer.core.text.json_values import Json

_ENVELOPE = ("created", "system_fingerprint", "settings", "citations")


def completion(answer: Answer, events: Sequence[StreamEvent]) -> Json:
    """Envelope and usage as the messages told them last, outputs as folded."""
    whole: dict[str, Json] = {"id": answer.id, "outputs": [], "model": answer.model}
    for event in events:
        told = mapping(event.json)
        whole |= {key: told[key] for key in _ENVELOPE if key in told}
        if told.get("usage"):
            whole["usage"] = told["usage"]
    cited = sequence(whole.get("citations"))
    steps: list[list[Json]] = [_outputs(message, cited) for message in answer.messages]
    outputs = [{**mapping(output), "index": number} for number, made in enumerate(steps) for output in made]
    whole["outputs"] = list(outputs) if len(steps) > 1 else steps[0] if steps else []
    return whole


def _outputs(message: Message, cited: Sequence[Json]) -> list[Json]:
    """The steps of a message: what a tool answered is one of its own."""
    steps: list[dict[str, Json]] = [{"role": "ROLE_ASSISTANT"}]
    calls = {part.id: part for part in message.parts if isinstance(part, ToolCall)}
    for part in message.parts:
        if isinstance(part, ToolCallResponse):
            steps += [_answered(part, calls.get(part.id)), {"role": "ROLE_ASSISTANT"}]
        else:
            _add(steps[-1], part, cited)
    kept = [step for step in steps if len(step) > 1] or steps[:1]
    outputs: list[dict[str, Json]] = [{"index": index, "message": step} for index, step in enumerate(kept)]
    if message.native_finish_reason:
        outputs[-1]["finish_reason"] = message.native_finish_reason
    return list(outputs)


def _add(step: dict[str, Json], part: Part, cited: Sequence[Json]) -> None:
    match part:
        case Text(content, annotations):
            step["content"] = content
            if own := [one for one in annotations if one not in cited]:
                step["citations"] = own
        case Reasoning(content, signature):
            step |= {"reasoning_content": content} if content else {}
            step |= {"encrypted_content": signature} if signature else {}
        case ToolCall():
            step["tool_calls"] = [*sequence(step.get("tool_calls")), _call(part)]
        case Other(kind, data):
            step[kind] = data
        case _:
            pass


def _call(call: ToolCall) -> Json:
    kind = "SERVER_SIDE_TOOL" if call.server else "CLIENT_SIDE_TOOL"
    function: dict[str, Json] = {"name": call.name, "arguments": call.arguments}
    return {"id": call.id, "type": f"TOOL_CALL_TYPE_{kind}", "function": function}


def _answered(part: ToolCallResponse, call: ToolCall | None) -> dict[str, Json]:
    told = _call(call or ToolCall(part.id, part.name, "", server=True))
    return dict(_fields(part, told))


def _fields(part: ToolCallResponse, call: Json) -> Iterator[tuple[str, Json]]:
    status = "FAILED" if part.is_error else "COMPLETED"
    yield "role", "ROLE_TOOL"
    yield "content", part.response if isinstance(part.response, str) else optional_string(part.response) or ""
    yield "tool_calls", [{**mapping(call), "status": f"TOOL_CALL_STATUS_{status}"}]
