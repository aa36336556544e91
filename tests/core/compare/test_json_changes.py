# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Differences of JSON by their paths."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.core.compare.json_changes import MISSING, Value, json_changes
from viewer.core.text.json_values import Json

_values: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["a", "b"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("xyz"), inner, max_size=3),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, []),
        ({"a": 1}, {"a": 1.0}, [(("a",), 1, 1.0)]),
        ({"a": 1}, {"a": True}, [(("a",), 1, True)]),
        ({"a": 1}, {"b": 1}, [(("a",), 1, MISSING), (("b",), MISSING, 1)]),
        ([1, 2, 3], [1, 9, 2, 3], [((1,), MISSING, 9)]),
        ([{"a": 1}, {"a": 2}], [{"a": 1}, {"a": 3}], [((1, "a"), 2, 3)]),
        ({"a": None}, {}, [(("a",), None, MISSING)]),
    ],
)
def test_by_path(before: Json, after: Json, wanted: list[tuple[tuple[str | int, ...], Value, Value]]) -> None:
    assert [(change.path, change.before, change.after) for change in json_changes(before, after)] == wanted


@given(_values)
def test_none_of_itself(value: Json) -> None:
    assert json_changes(value, value) == []


@given(_values, _values)
def test_as_many_the_other_way_round(before: Json, after: Json) -> None:
    there, back = json_changes(before, after), json_changes(after, before)
    assert sorted(repr((c.before, c.after)) for c in there) == sorted(repr((c.after, c.before)) for c in back)
