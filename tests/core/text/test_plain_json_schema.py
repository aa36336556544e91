# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A yes to a plain schema is what jsonschema says too; what is not plain is no yes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.core.text.json_schema import first_failure
from viewer.core.text.json_values import Json
from viewer.core.text.plain_json_schema import CannotCheckError, plainly_fits

_NAMES: st.SearchStrategy[Any] = st.sampled_from(["a", "b", "type", "integer", "1", ""])
_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from([1.0, 0.5, 1e400]) | _NAMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=3),
    max_leaves=6,
)
_TYPES: st.SearchStrategy[Any] = st.sampled_from(
    ["array", "boolean", "integer", "null", "number", "object", "string", "any", 1]
)


def _keywords(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Schemas made of what is plain, and now and then of what is not: a keyword's value of any other kind."""
    odd: st.SearchStrategy[Any] = st.none() | st.integers(0, 1) | st.booleans() | st.lists(_NAMES, max_size=2) | _NAMES
    return st.fixed_dictionaries(
        {},
        optional={
            "type": _TYPES | st.lists(_TYPES, max_size=3) | odd,
            "properties": st.dictionaries(_NAMES, inner, max_size=3) | odd,
            "required": st.lists(_NAMES, max_size=2) | odd,
            "additionalProperties": inner | odd,
            "items": inner | odd,
            "enum": st.lists(_NAMES, max_size=3) | st.lists(_VALUES, max_size=2) | odd,
            "anyOf": st.lists(inner, max_size=2) | odd,
            "description": st.just("text") | odd,
            "default": _VALUES,
            "format": _NAMES | odd,
            "minimum": st.integers(0, 3),
            "$schema": st.sampled_from(
                [
                    "https://json-schema.org/draft/2020-12/schema",
                    "http://json-schema.org/draft-07/schema#",
                    "http://json-schema.org/draft-04/schema#",
                    "http://json-schema.org/draft-03/schema#",
                ]
            ),
        },
    )


_SCHEMAS: st.SearchStrategy[Any] = st.recursive(
    st.booleans() | st.just({"type": "string"}) | st.just({}), _keywords, max_leaves=6
)


@given(_SCHEMAS, _VALUES)
def test_a_yes_is_the_librarys_too(schema: Json, value: Json) -> None:
    if isinstance(schema, dict | bool) and plainly_fits(schema, value):
        assert first_failure(schema, value) is None


_TOOL: Json = {
    "type": "object",
    "properties": {
        "city": {"type": "string", "description": "Where"},
        "unit": {"enum": ["C", "F"], "type": "string"},
        "days": {"anyOf": [{"type": "integer"}, {"type": "null"}], "default": None, "title": "Days"},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["city"],
    "additionalProperties": False,
}


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ({"city": "Rome", "unit": "C", "days": None, "tags": ["a"]}, True),
        ({"city": "Rome", "days": 3}, True),
        ({"unit": "C"}, False),
        ({"city": "Rome", "unit": "K"}, False),
        ({"city": "Rome", "days": True}, False),
        ({"city": "Rome", "tags": [1]}, False),
        ({"city": "Rome", "other": 1}, False),
        ([], False),
    ],
)
def test_what_tools_declare(value: Json, *, fits: bool) -> None:
    assert plainly_fits(_TOOL, value) is fits
    assert (first_failure(_TOOL, value) is None) is fits  # type: ignore[arg-type] # it is an object


def test_what_is_not_plain_is_no_yes() -> None:
    assert not plainly_fits({"type": "object", "patternProperties": {}}, {})
    assert not plainly_fits({"properties": {"unused": {"type": "text"}}}, {})
    with pytest.raises(CannotCheckError):
        first_failure({"properties": {"unused": {"type": "text"}}}, {})


def test_a_schema_that_is_nested_deeply_is_no_yes() -> None:
    schema: Json = True
    for _ in range(10_000):
        schema = {"items": schema}
    assert not plainly_fits(schema, [])
