# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""JSON on lines is what `json.dumps` writes with an indent, wherever in a document it stands."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from viewer.core.text.json_values import Json
from viewer.core.transcript.json_output import dump

_VALUES: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text('a\n"\\é'),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab"), inner, max_size=3),
    max_leaves=20,
)


@given(_VALUES, st.booleans(), st.integers(0, 4))
def test_lines(value: Json, sort_keys: bool, indent: int) -> None:
    assert dump(value, indent=indent, sort_keys=sort_keys) == json.dumps(
        value, indent=indent, sort_keys=sort_keys, ensure_ascii=False
    )


def test_what_json_cannot_say_is_put_into_words() -> None:
    assert dump([float("inf")], indent=1) == '[\n "inf"\n]'
    deep: Json = []
    for _ in range(300):
        deep = [deep]
    assert "nested deeper than 200 levels" in dump(deep, indent=1)
    assert dump(deep, indent=1, depth=200).startswith('"(not shown')


@given(st.integers(1, 210), st.integers(0, 210), st.sampled_from([None, 1]))
def test_no_container_stands_in_200_others(levels: int, depth: int, indent: int | None) -> None:
    value: Json = {"number": float("inf")}
    for _ in range(levels - 1):
        value = [value]
    text = dump(value, depth=depth, indent=indent)
    assert ("nested deeper than 200 levels" in text) is (levels + depth > 200)
    assert ('"inf"' in text) is (levels + depth <= 200)


@given(st.text("a\x7f\x80é\u2028\ud800"))
def test_what_is_not_safe_everywhere_is_escaped(text: str) -> None:
    written = dump(text)
    assert json.loads(written) == text
    assert set(written) <= set('"\\u0123456789abcdefé')
