# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A tool call -> Verdict: whether its arguments are JSON, and whether they fit what the request declared.

Rule: what cannot be checked is said to be so; it neither passes nor fails.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum

from viewer.core.messages import JsonPath, ToolCall, ToolDefinition
from viewer.core.text.json_prefix import JsonKind, JsonState, scan
from viewer.core.text.json_values import Json, is_strict_json
from viewer.core.text.plain_json_schema import CannotCheckError, Schema, plainly_fits
from viewer.dataclass import dataclass

LARGEST_ARGUMENTS = 200_000
"""Characters of arguments up to which a schema is applied."""
_LARGEST_SCHEMA = 200_000
_LARGEST_AT_ONCE = 20_000
"""Characters of arguments that are looked at where there is no time."""
_LONGEST_REASON = 200
_VALID = JsonState(JsonKind.VALID)


class SchemaResult(StrEnum):
    """How the arguments of a call stand to the tool's JSON Schema."""

    MATCHES = "matches"
    FAILS = "fails"
    UNDECLARED = "undeclared"
    NO_SCHEMA = "no schema"
    UNCHECKED = "not checked yet"
    CANNOT_CHECK = "cannot be checked"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of one call: the JSON state of its arguments, and the schema's word with reason and path.

    `path` leads from the root of the arguments to the value that fails.
    """

    json: JsonState
    schema: SchemaResult
    reason: str = ""
    path: JsonPath = ()

    @property
    def is_good(self) -> bool:
        """Whether nothing speaks against the call."""
        wrong = (SchemaResult.FAILS, SchemaResult.UNDECLARED)
        return self.json.kind is JsonKind.VALID and self.schema not in wrong


def judge(call: ToolCall, definitions: Sequence[ToolDefinition], *, check_schema: bool = True) -> Verdict:
    """Judge a call whose arguments are complete; never raises.

    The first schema that is not plain, or not plainly met, costs the import of `jsonschema`, about 0.1 s: where that is
    too long, `check_schema=False` answers at once, with `UNCHECKED` where the library would be asked.
    """
    state = json_state(call.arguments)
    if call.server:
        return Verdict(state, SchemaResult.NOT_APPLICABLE, "run by the provider")
    declared = next((tool for tool in definitions if tool.name == call.name), None)
    if declared is None:
        return _undeclared(call, definitions, state)
    if declared.type == "custom":
        return Verdict(_VALID, SchemaResult.NOT_APPLICABLE, "takes free text")
    if state.kind is not JsonKind.VALID:
        return Verdict(state, SchemaResult.NOT_APPLICABLE, "the arguments are not JSON")
    return _against(declared.parameters, call.arguments, state, check_schema=check_schema)


def called(call: ToolCall) -> str:
    """The tool that is called, as it is named in a sentence."""
    return f"“{call.name}”" if call.name else "a tool call without name"


def place_in(arguments: str, at: int) -> str:
    """Where a character of arguments stands: `at character 9`, and where they have several lines, in which."""
    line, before = arguments.count("\n", 0, at), arguments.rfind("\n", 0, at) + 1
    inside = f" (line {line + 1:,}, column {at - before + 1:,})" if "\n" in arguments else ""
    return f"at character {at + 1:,}{inside}"


def json_state(arguments: str) -> JsonState:
    """The state of argument text; none at all stands for no arguments, as several providers call such tools."""
    return _VALID if not arguments.strip() or is_strict_json(arguments) else scan(arguments).state()


def _undeclared(call: ToolCall, definitions: Sequence[ToolDefinition], state: JsonState) -> Verdict:
    """A call to no declared tool; a provider's own tool may call by a name that the request never says."""
    if any(tool.type not in ("function", "custom") for tool in definitions):
        return Verdict(state, SchemaResult.NOT_APPLICABLE, "the request also declares tools of the provider")
    name = f"tool “{call.name}”" if call.name else "a tool without name"
    reason = f"{name} is not among the {len(definitions)} declared" if definitions else f"{name} is not declared"
    return Verdict(state, SchemaResult.UNDECLARED, reason)


def _against(schema: Json, arguments: str, state: JsonState, *, check_schema: bool) -> Verdict:
    """Arguments that are JSON, against the declared parameters."""
    if schema is None or schema == {}:
        return Verdict(state, SchemaResult.NO_SCHEMA)
    if not isinstance(schema, dict | bool):
        return Verdict(state, SchemaResult.CANNOT_CHECK, "the schema is no object")
    try:
        if not check_schema and (len(arguments) > _LARGEST_AT_ONCE or not plainly_fits(schema, _value(arguments))):
            return Verdict(state, SchemaResult.UNCHECKED)
        return _applied(schema, arguments, state)
    except (CannotCheckError, ValueError, RecursionError) as error:
        return Verdict(state, SchemaResult.CANNOT_CHECK, _shortened(str(error)))


def _applied(schema: Schema, arguments: str, state: JsonState) -> Verdict:
    if len(arguments) > LARGEST_ARGUMENTS or len(json.dumps(schema)) > _LARGEST_SCHEMA:
        raise CannotCheckError("too large to check")
    value = _value(arguments)
    if plainly_fits(schema, value):
        return Verdict(state, SchemaResult.MATCHES)
    from viewer.core.text.json_schema import first_failure  # noqa: PLC0415 - most schemas are plain, and met

    failure = first_failure(schema, value)
    if failure is None:
        return Verdict(state, SchemaResult.MATCHES)
    return Verdict(state, SchemaResult.FAILS, _shortened(failure.reason), failure.path)


def _value(arguments: str) -> Json:
    value: Json = json.loads(arguments) if arguments.strip() else {}
    return value


def _shortened(reason: str) -> str:
    """A reason on one line, short enough for a tooltip."""
    line = " ".join(reason[: 4 * _LONGEST_REASON].split())
    return line if len(line) <= _LONGEST_REASON else f"{line[: _LONGEST_REASON - 1]}…"
