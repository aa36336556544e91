# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The traces of Bedrock's agents -> Deltas: what the agent thinks, which tools it calls, what they answer.

Reference: docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_Trace.html. A trace is an object whose keys
say step by step what it is; a step that is not translated is shown as a part with the name of its kind.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from viewer.core.deltas import Delta, PartDelta, ReasoningDelta, ToolCallDelta
from viewer.core.dialects._shape import as_text, is_blank, mapping, optional_string, string
from viewer.core.messages import JsonPath, Other, ToolCallResponse
from viewer.core.text.json_values import Json

_CALLS = ("actionGroupInvocationInput", "knowledgeBaseLookupInput", "codeInterpreterInvocationInput")
_NAMES = ("function", "apiPath", "actionGroupName", "knowledgeBaseId", "agentCollaboratorName")
_ASIDE = ("invocationType", "traceId", "type", "metadata")


def trace_deltas(trace: Json, number: Hashable, path: JsonPath) -> Iterator[Delta]:
    """What one `trace` event adds; `number` tells it apart from others."""
    for kind, value in mapping(trace).items():
        if isinstance(value, dict):
            for step, told in value.items():
                yield from _step(step, told, number, (*path, kind, step))
        elif not is_blank(value):
            yield PartDelta(Other(kind, value), path=(*path, kind))


def _step(step: str, told: Json, number: Hashable, path: JsonPath) -> Iterator[Delta]:
    value = mapping(told)
    if step == "rationale" and (text := string(value.get("text"))):
        yield ReasoningDelta(text, key=("trace", number), path=(*path, "text"))
    elif step == "invocationInput" and value:
        yield from _calls(value, number, path)
    elif step == "observation" and value:
        yield from _observed(value, path)
    elif step not in _ASIDE and not is_blank(told):
        yield PartDelta(Other(step, told), path=path)


def _calls(value: dict[str, Json], number: Hashable, path: JsonPath) -> Iterator[Delta]:
    """Calls that the agent makes itself. They have no id of their own; the trace's is shared by call and answer."""
    for kind, told in value.items():
        if not isinstance(told, dict):
            continue
        call = mapping(told)
        name = next((found for key in _NAMES if (found := optional_string(call.get(key)))), kind)
        arguments = next(
            (call[key] for key in ("parameters", "requestBody", "text", "code", "input") if key in call), call
        )
        id_ = optional_string(value.get("traceId"))
        yield ToolCallDelta(as_text(arguments), id_, name, key=("trace", number, kind), path=(*path, kind), server=True)


def _observed(value: dict[str, Json], path: JsonPath) -> Iterator[Delta]:
    """What came back. The final response is what the stream's chunks say, so it is not told twice."""
    for kind, told in value.items():
        if kind != "finalResponse" and isinstance(told, dict):
            response = mapping(told).get("text", told)
            answer = ToolCallResponse(optional_string(value.get("traceId")), response, server=True)
            yield PartDelta(answer, path=(*path, kind))
