# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Calls of one tool `look_up`, judged against schemas of every mood."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.core.messages import ToolCall, ToolDefinition
from viewer.core.text import json_schema
from viewer.core.text.json_prefix import JsonKind
from viewer.core.text.json_values import Json
from viewer.core.tool_calls import LARGEST_ARGUMENTS, SchemaResult, Verdict, judge

_CITY: Json = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "days": {"type": "array", "items": {"type": "integer"}}},
    "required": ["city"],
}


def _judge(arguments: str, schema: Json, *, kind: str = "function") -> Verdict:
    return judge(ToolCall("call_1", "look_up", arguments), [ToolDefinition("look_up", parameters=schema, type=kind)])


def test_arguments_that_fit() -> None:
    verdict = _judge('{"city": "Oslo", "days": [1, 2]}', _CITY)
    assert verdict.schema is SchemaResult.MATCHES
    assert verdict.is_good


def test_a_failure_names_its_reason_and_path() -> None:
    verdict = _judge('{"city": "Oslo", "days": [1, "two"]}', _CITY)
    assert verdict.schema is SchemaResult.FAILS
    assert verdict.path == ("days", 1)
    assert "'two' is not of type 'integer'" in verdict.reason
    assert not verdict.is_good


def test_no_arguments_are_an_empty_object() -> None:
    assert _judge("", {"type": "object", "properties": {}}).schema is SchemaResult.MATCHES
    assert _judge("", _CITY).reason == "'city' is a required property"
    assert _judge("", None).json.kind is JsonKind.VALID


@pytest.mark.parametrize("schema", [None, {}])
def test_a_tool_without_schema(schema: Json) -> None:
    assert _judge('{"any": 1}', schema).schema is SchemaResult.NO_SCHEMA


def test_arguments_that_are_not_json_meet_no_schema() -> None:
    verdict = _judge('{"city": ', _CITY)
    assert verdict.json.kind is JsonKind.INCOMPLETE
    assert verdict.schema is SchemaResult.NOT_APPLICABLE
    assert _judge('{"city" "Oslo"}', _CITY).json.at == 8


def test_a_tool_that_nobody_declared() -> None:
    call = ToolCall("call_1", "look_down", "{}")
    assert judge(call, [ToolDefinition("look_up")]).schema is SchemaResult.UNDECLARED
    assert judge(call, []).schema is SchemaResult.UNDECLARED


def test_tools_of_the_provider_may_call_by_names_of_their_own() -> None:
    call = ToolCall("call_1", "search", "{}")
    assert judge(call, [ToolDefinition("web_search", type="web_search")]).schema is SchemaResult.NOT_APPLICABLE
    assert judge(ToolCall(None, "search", "{}", server=True), []).schema is SchemaResult.NOT_APPLICABLE


def test_a_custom_tool_takes_free_text() -> None:
    verdict = _judge("print('hi')", None, kind="custom")
    assert verdict.schema is SchemaResult.NOT_APPLICABLE
    assert verdict.is_good


def test_the_draft_is_the_one_that_the_schema_names() -> None:
    items: Json = [{"type": "integer"}, {"type": "string"}]
    older: Json = {"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"pair": {"items": items}}}
    assert _judge('{"pair": [1, 2]}', older).schema is SchemaResult.FAILS
    newer: Json = {"properties": {"pair": {"prefixItems": items}}}
    assert _judge('{"pair": [1, 2]}', newer).schema is SchemaResult.FAILS


def test_a_reference_inside_the_schema_is_followed() -> None:
    schema: Json = {"$defs": {"name": {"type": "string"}}, "properties": {"city": {"$ref": "#/$defs/name"}}}
    assert _judge('{"city": 1}', schema).schema is SchemaResult.FAILS


@pytest.mark.parametrize("reference", ["https://example.com/schema.json", "file:///etc/hostname", "#/$defs/absent"])
def test_nothing_outside_the_schema_is_fetched(reference: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **_: opened.append(args))
    verdict = _judge('{"city": "Oslo"}', {"properties": {"city": {"$ref": reference}}})
    assert verdict.schema is SchemaResult.CANNOT_CHECK
    assert reference.lstrip("#") in verdict.reason
    assert not opened


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ({"type": "strnig"}, "the schema is broken"),
        ({"properties": []}, "the schema is broken"),
        ({"$ref": "#"}, "nested too deeply"),
        ("a string", "no object"),
        ({"properties": {"city": {"pattern": "("}}}, "the schema is broken"),
    ],
)
def test_a_schema_that_cannot_be_checked_is_said_to_be_so(schema: Json, reason: str) -> None:
    verdict = _judge('{"city": "Oslo"}', schema)
    assert verdict.schema is SchemaResult.CANNOT_CHECK
    assert reason in verdict.reason


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+b", "^(a|aa)*$", "(?:a*)*b", "^(([a-z])+.)+[A-Z]$", "(a?){25}a{25}x", "a*" * 12 + "b", "(?P<x>\\w+\\s?)*z"],
)
def test_a_costly_pattern_is_not_tried(pattern: str) -> None:
    text = "a" * 40
    for schema in (
        {"properties": {"city": {"pattern": pattern}}},
        {"patternProperties": {pattern: True}},
        {"patternProperties": {pattern: True}, "additionalProperties": False},
    ):
        arguments = f'{{"city": "{text}", "{text}": 1}}'
        assert _judge(arguments, schema).schema is SchemaResult.CANNOT_CHECK  # type: ignore[arg-type]


@pytest.mark.parametrize("pattern", [r"^\d{4}-\d{2}-\d{2}$", "^[a-z]+$", "^(cm|in)$", r"^[^@]+@[^@]+$", "[(*]"])
def test_an_ordinary_pattern_is_tried(pattern: str) -> None:
    assert _judge('{"city": "?"}', {"properties": {"city": {"pattern": pattern}}}).schema is SchemaResult.FAILS


def test_a_schema_that_branches_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_schema, "_MOST_KEYWORDS", 5_000)
    verdict = _judge('{"city": "Oslo"}', _doubling(30))
    assert (verdict.schema, verdict.reason) == (SchemaResult.CANNOT_CHECK, "the schema takes too many steps")


def _doubling(levels: int) -> dict[str, Json]:
    """A schema that asks the same thing twice on every level: 2 to the power of `levels` steps."""
    names: dict[str, Json] = {
        f"l{n}": {"allOf": [{"$ref": f"#/$defs/l{n + 1}"}, {"$ref": f"#/$defs/l{n + 1}"}]} for n in range(levels)
    }
    return {"$defs": {**names, f"l{levels}": {"type": "object"}}, "$ref": "#/$defs/l0"}


def test_what_is_too_large_is_not_checked() -> None:
    arguments = f'{{"city": "{"x" * LARGEST_ARGUMENTS}"}}'
    assert _judge(arguments, _CITY).schema is SchemaResult.CANNOT_CHECK
    many = f'{{"days": [{", ".join(map(str, range(2000)))}]}}'
    assert _judge(many, {"properties": {"days": {"uniqueItems": True}}}).schema is SchemaResult.CANNOT_CHECK


def test_a_quick_judgement_leaves_the_schema_for_later() -> None:
    tools = [ToolDefinition("look_up", parameters=_CITY)]
    verdict = judge(ToolCall("call_1", "look_up", "{}"), tools, check_schema=False)
    assert verdict.schema is SchemaResult.UNCHECKED


def test_the_validator_is_imported_only_when_a_schema_is_checked() -> None:
    program = (
        "import sys; from viewer.core.tool_calls import judge; from viewer.core.messages import *;"
        "judge(ToolCall('1', 'f', '{}'), [ToolDefinition('f', parameters={'type': 'object'})], check_schema=False);"
        "sys.exit('jsonschema' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


_JSON: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["type", "properties", "items", "$ref", "pattern", "enum", "anyOf", "required", "$schema", "a"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)


@given(_JSON, st.text(max_size=12) | st.just('{"a": [1]}'))
def test_no_schema_and_no_arguments_raise(schema: Json, arguments: str) -> None:
    assert isinstance(_judge(arguments, schema), Verdict)


def test_each_call_of_a_tool_has_steps_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The schema is prepared once; how much of it was applied to one call does not count for the next."""
    monkeypatch.setattr(json_schema, "_MOST_KEYWORDS", 10)
    schema: Json = {"type": "object", "properties": {"a": {"minimum": 3}}}
    failures = [json_schema.first_failure(schema, {"a": number}) for number in range(20)]  # type: ignore[arg-type]
    assert [failure is not None for failure in failures] == [number < 3 for number in range(20)]
