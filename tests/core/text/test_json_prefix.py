# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`json.loads`, made as strict as RFC 8259, is the judge of what `scan` says."""

from __future__ import annotations

import json
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from viewer.core.text import json_prefix
from viewer.core.text.json_prefix import JsonKind, JsonState, scan

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=25,
)
_JSON_ISH = st.text(alphabet='{}[]:,"\\ \n\t-+.0123456789eEtrufalsn\u00e9\ud800x', max_size=24)


_FRAGMENTS = st.lists(
    st.sampled_from(
        ['{"a":', '"b": "x",', '"c"', "[1, ", "-0.5e1", "{}", "[]", '"\\n\\u00e9"', *'{}[],: "\\1', "true", "nul"]
    ),
    max_size=12,
).map("".join)


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _is_json(text: str) -> bool:
    try:
        json.loads(text, parse_constant=_refuse)
    except ValueError:
        return False
    return True


def _dumped(value: object, *, indent: int | None, ascii_only: bool) -> str:
    return json.dumps(value, indent=indent, ensure_ascii=ascii_only)


@given(_JSON_ISH)
@example("-1.5e3")
@example("1e+")
@example('["\\ud83d"]')
@example("\ufeff{}")
@example("[1,]")
@example('{"a":1,}')
@example("NaN")
@example("[-Infinity]")
def test_every_beginning_is_valid_exactly_when_json_loads_accepts_it(text: str) -> None:
    prefix = scan(text)
    for length in range(len(text) + 1):
        is_valid = prefix.state(length).kind is JsonKind.VALID
        assert is_valid == _is_json(text[:length]), text[:length]


@given(_FRAGMENTS, _VALUES, _FRAGMENTS, st.sampled_from([6, 20, 1 << 16]), st.sampled_from([0, 1 << 10]))
@example("", {"a": "x", "b": 1}, "", 1 << 16, 0)
@example("[[1, ", [["x", {"y": [True]}], 1.5], "], 2]", 20, 0)
def test_every_beginning_of_json_whole_or_broken_wherever_a_step_ends(
    before: str, value: object, after: str, step: int, short: int
) -> None:
    text = before + _dumped(value, indent=None, ascii_only=True)[:200] + after
    with patch.object(json_prefix, "_STEP", step), patch.object(json_prefix, "_SHORT", short):
        prefix = scan(text)
    for length in range(len(text) + 1):
        is_valid = prefix.state(length).kind is JsonKind.VALID
        assert is_valid == _is_json(text[:length]), text[:length]
    assert prefix == scan(text)


@given(_VALUES, st.sampled_from([None, 0, 2]), st.booleans())
def test_a_beginning_of_a_container_is_incomplete_until_it_closes(
    value: object, indent: int | None, ascii_only: bool
) -> None:
    text = _dumped({"value": value}, indent=indent, ascii_only=ascii_only)
    prefix = scan(text)
    kinds = {prefix.state(length).kind for length in range(len(text))}
    assert kinds == {JsonKind.INCOMPLETE}
    assert prefix.state() == JsonState(JsonKind.VALID)
    assert prefix.complete_at == len(text)


@given(_JSON_ISH)
def test_what_is_said_of_a_text_is_said_of_it_as_a_beginning_of_a_longer_one(text: str) -> None:
    whole = scan(text)
    for length in range(len(text) + 1):
        assert scan(text[:length]).state() == whole.state(length)


@given(_JSON_ISH)
def test_an_error_is_at_the_first_character_that_nothing_can_mend(text: str) -> None:
    error_at = scan(text).error_at
    if error_at is None:
        return
    assert scan(text[:error_at]).error_at is None
    assert scan(text[: error_at + 1]).error_at == error_at
    assert scan(text[: error_at + 1] + "]}").error_at == error_at


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("{a: 1}", 1),
        ("{'a': 1}", 1),
        ('{"a" 1}', 5),
        ('{"a": 01}', 7),
        ('{"a": 1.}', 8),
        ('{"a": +1}', 6),
        ('{"a": tru}', 9),
        ('{"a": "\\x"}', 8),
        ('{"a": "\\u12G4"}', 11),
        ('{"a": "line\nbreak"}', 11),
        ('{"a": [1, 2,]}', 12),
        ('{"a": 1} {"b": 2}', 9),
        ('{"a": [1}', 8),
        ("NaN", 0),
    ],
)
def test_the_place_of_an_error(text: str, at: int) -> None:
    assert scan(text).state() == JsonState(JsonKind.INVALID, at)
    assert scan(text).state(at).kind is not JsonKind.INVALID


def test_a_number_alone_is_whole_again_and_again() -> None:
    kinds = [scan("-1.5e3").state(length).kind for length in range(7)]
    whole, part = JsonKind.VALID, JsonKind.INCOMPLETE
    assert kinds == [part, part, whole, part, whole, part, whole]


def test_nesting_deeper_than_any_recursion_is_read() -> None:
    depth = 20_000
    assert scan("[" * depth).state().kind is JsonKind.INCOMPLETE
    assert scan("[" * depth + "]" * depth).state().kind is JsonKind.VALID
    assert scan("[" * depth + "]" * (depth + 1)).error_at == 2 * depth


def test_a_length_beyond_the_text_means_the_whole_text() -> None:
    assert scan("{}").state(99) == scan("{}").state()


@pytest.mark.parametrize("piece", ["\\n", "[1,", '{"a":', "1,", '"\\n",', "[[],", "[[[1],[2]],", " ", "0", "-"])
@pytest.mark.parametrize("start", ["", '"', "[", '{"a":['])
def test_no_text_takes_more_than_linear_time(start: str, piece: str) -> None:
    """A quarter of a megabyte; a scan of quadratic time would take minutes."""
    assert scan(start + piece * (250_000 // len(piece))).length > 200_000


_OPENINGS = ("[", "[ ", '{"a":', '{ "b]" : ', "[1,", '{"x":2,"y":')


@given(st.lists(st.sampled_from(_OPENINGS), max_size=12), _JSON_ISH, st.integers(0, 40), st.integers(1, 3))
def test_what_is_nested_deep_is_read_in_strides_and_as_any_other(
    openings: list[str], inside: str, at: int, deep: int
) -> None:
    closings = "".join("]" if opening[0] == "[" else "}" for opening in reversed(openings))
    whole = "".join(openings) + "1" + closings
    for text in (whole, whole[:at] + inside + whole[at:], whole[:at] + whole[at + 1 :]):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(json_prefix, "_DEEP", deep)
            found = scan(text)
        assert found == scan(text)
