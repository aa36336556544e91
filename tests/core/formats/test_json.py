# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.core.errors import Severity
from viewer.core.formats._json import load
from viewer.core.formats._parse import parse
from viewer.core.formats._yaml import YamlDocument

_SAMPLE = json.dumps({"a": [1, 2, {"b": "é\u2028\n", "c": None}], "d": {"e": [[], {}]}, "f": 1.5}, indent=1)


@pytest.mark.parametrize(
    ("path", "line", "written"),
    [
        ((), 1, None),
        (("a",), 2, None),
        (("a", 1), 4, "2"),
        (("a", 2, "b"), 6, None),
        (("a", 2, "c"), 7, "null"),
        (("d", "e", 1), 13, None),
        (("f",), 16, "1.5"),
        (("g",), None, None),
        (("a", 9), None, None),
        (("f", "x"), None, None),
    ],
)
def test_places(path: tuple[str | int, ...], line: int | None, written: str | None) -> None:
    document = load(_SAMPLE)
    place = document.place(path)
    assert (place.line if place else None) == line
    assert document.written(path) == written


def test_the_place_of_a_text_is_its_one_line() -> None:
    place = load(_SAMPLE).place(("a", 2, "b"))
    assert place is not None
    assert {place.line_at(offset) for offset in range(3)} == {6}


def test_every_cut_keeps_what_stands_before_it() -> None:
    whole = json.loads(_SAMPLE)
    for cut in range(len(_SAMPLE)):
        document = load(_SAMPLE[:cut])
        assert _is_start_of(document.value, whole), cut
        assert [p.severity for p in document.problems] == [Severity.ERROR]
    assert load(_SAMPLE[:-2]).value == whole


def _is_start_of(part: object, whole: object) -> bool:
    """Whether a value is what a cut can leave of another."""
    if isinstance(part, dict) and isinstance(whole, dict):
        return all(_is_start_of(part[key], whole[key]) for key in part)
    if isinstance(part, list) and isinstance(whole, list):
        return all(map(_is_start_of, part, whole))
    return part is None or str(whole).startswith(str(part))


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ('{"a": "x\\q y", "b": 2}', {"a": "x"}, "bad escape"),
        ('{"a": 1}\n{"a": 2}', {"a": 1}, "more follows"),
        ('{"a": 1 "b": 2}', {"a": 1}, "expected ','"),
        ("[1, 2, tru", [1, 2], "expected a value"),
        ('{"a"', {}, "expected ':'"),
        ('{"a": 1, "b', {"a": 1}, "key does not end"),
        ("{1: 2}", {}, "double quotes"),
    ],
)
def test_what_stands_before_damage_is_kept(text: str, value: object, said: str) -> None:
    document = load(text)
    assert document.value == value
    assert said in document.problems[0].text


@pytest.mark.parametrize("opening", ["[", '{"a":', "[[{},"])
def test_deep_nesting_is_cut_at_the_limit(opening: str) -> None:
    document = load(opening * 100_000)
    depth, value = 0, document.value
    while isinstance(value, (list, dict)) and value:
        value = (list(value.values()) if isinstance(value, dict) else value)[-1]
        depth += 1
    assert 100 <= depth <= 201
    assert "deeper than" in document.problems[0].text


def test_equal_keys_are_said() -> None:
    document = load('{"a": 1, "a": 2}')
    assert document.value == {"a": 2}
    assert "'a' stands twice" in document.problems[0].text


@pytest.mark.skipif(not hasattr(sys, "get_int_max_str_digits"), reason="Python 3.11.0rc1 reads integers of any length")
def test_a_number_too_long_for_python_is_its_text() -> None:
    digits = "1" * 5000
    document = load(f"[{digits}]")
    assert document.value == [digits]
    assert document.problems == ()


@pytest.mark.parametrize(
    ("text", "is_yaml"), [('{"a": 1}', False), ("{a: 1}", True), ("[1, 2,]", True), ('["a', False)]
)
def test_json_is_chosen_unless_only_yaml_reads_it_whole(text: str, is_yaml: bool) -> None:
    assert isinstance(parse(text), YamlDocument) is is_yaml


@given(text=st.text(alphabet=st.sampled_from([*'{}[]:,"\\u0d8a1-e. \ntruefalsn']), max_size=40))
def test_any_text_is_read_without_an_error(text: str) -> None:
    document = load("[" + text)
    for path in [(), (0,), (0, 0), (0, "a")]:
        document.place(path)
        document.written(path)


_TEXTS = st.text(alphabet=st.sampled_from([*'"\\/ aé\n\ud800']), max_size=6)
_VALUES: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers() | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=12,
)


def _paths(value: object) -> list[tuple[str | int, ...]]:
    """The path of everything in a value."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(), *((key, *path) for key, inner in members for path in _paths(inner))]


@given(value=_VALUES, data=st.data())
def test_places_are_the_same_in_whatever_order_they_are_asked_for(value: object, data: st.DataObject) -> None:
    """One line a member: the line of each is counted by the writer."""
    document, told = load(json.dumps(value, indent=0)), {}
    for path in data.draw(st.permutations(_paths(value))):
        place = document.place(path)
        assert place is not None
        told[path] = place.line
    assert [told[path] for path in _paths(value)] == sorted(told.values())
    assert told[()] == 1


def test_of_equal_keys_the_last_one_counts_for_places_too() -> None:
    document = load('{"a": 1,\n"b": 2,\n"a": 3}')
    assert document.written(("a",)) == "3"
    place = document.place(("a",))
    assert place is not None
    assert place.line == 3
