# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

import datetime as dt
import gc
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from viewer.core.errors import Severity
from viewer.core.formats import _yaml, _yaml_compose, _yaml_values
from viewer.core.formats._yaml import load
from viewer.core.messages import JsonPath

_ROOT = Path(__file__).parents[3]

_limits_integers = pytest.mark.skipif(
    not hasattr(sys, "get_int_max_str_digits"), reason="Python 3.11.0rc1 reads integers of any length"
)


def _texts(text: str) -> list[str]:
    return [problem.text for problem in load(text).problems]


@pytest.fixture(params=["native", "pure"])
def composer(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "pure":
        monkeypatch.setattr(_yaml_compose, "_COMPOSER", _yaml_compose._PureComposer)
    return str(request.param)


_plain_data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(data=_plain_data)
def test_values_are_those_of_the_safe_loader(data: object) -> None:
    text = yaml.safe_dump(data, allow_unicode=True)
    assert load(text).value == yaml.safe_load(text)


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        ("12", 12),
        ("0x1F", 31),
        ("1_000", 1000),
        ("1.5", 1.5),
        ("yes", True),
        ("~", None),
        ("", None),
        ("=", "="),
        ("<<", "<<"),
        ("! '*/*'", "*/*"),
        *((f"! '{text}'", text) for text in ("*", "&", "!", "5", "true", "~", "", "2026-08-02", "1e3", "=")),
        ("!!int '5'", 5),
        ("!!bool 'true'", True),
        ("2026-08-02", dt.date(2026, 8, 2)),
        ("!!binary aGk=", b"hi"),
        ("!binary aGk=", b"hi"),
        ("!binary aGk=aG", b"hi"),
        ("!!binary '???'", "???"),
        ("!!python/unicode 'x'", "x"),
        ("!!python/tuple [a, [b]]", ["a", ["b"]]),
        ("2020-13-45", "2020-13-45"),
        ("!!int x", "x"),
        ("!!float ''", ""),
        ("!!bool maybe", "maybe"),
        pytest.param("1" * 5000, "1" * 5000, id="5000 digits", marks=_limits_integers),
    ],
)
def test_scalars(scalar: str, value: object) -> None:
    document = load(f"a: {scalar}\n")
    assert document.value == {"a": value}
    assert [problem.text for problem in document.problems if "is not known" in problem.text] == []


def test_no_tag_constructs_an_object(tmp_path: Path) -> None:
    target = tmp_path / "made"
    text = (
        f"a: !!python/object/apply:os.mkdir ['{target}']\n"
        "b: !!python/object:os.Thing {body: x}\n"
        "c: !!python/name:os.system ''\n"
        "d: !ruby/object:Thing\n  e: 1\n"
    )
    document = load(text)
    assert document.value == {"a": [str(target)], "b": {"body": "x"}, "c": "", "d": {"e": 1}}
    assert not target.exists()
    assert [p.severity for p in document.problems] == [Severity.INFO] * 4
    assert document.tag(("d",)) == "!ruby/object:Thing"


def test_keys_are_text_as_written() -> None:
    text = "1: a\non: b\n!!binary QWNjZXB0: c\n? !!python/object/apply:multidict.istr\n- Via\n: d\n~: e\n? {}\n: f\n"
    assert list(load(text).value) == ["1", "on", "Accept", "Via", "~", ""]  # type: ignore[call-overload]


def test_the_last_of_equal_keys_counts_and_is_said() -> None:
    document = load("a: 1\nb: 2\na: 3\n")
    assert document.value == {"a": 3, "b": 2}
    assert [(p.line, p.text) for p in document.problems] == [(3, "key 'a' stands here again; the last one counts")]
    place = document.place(("a",))
    assert place is not None
    assert place.line == 3


def test_merge_keys_and_aliases() -> None:
    text = (
        "base: &b {x: 1, y: 2}\n"
        "more: &m {x: 5, z: 9}\n"
        "one:\n  <<: *b\n  y: 3\n"
        "two:\n  <<: [*b, *m]\n"
        "same: *b\n"
        "kept: {<<: text}\n"
    )
    document = load(text)
    value = yaml.safe_load(text.replace("kept: {<<: text}\n", ""))
    assert document.value == {**value, "kept": {"<<": "text"}}
    assert document.problems == ()
    place = document.place(("one", "x"))
    assert place is not None
    assert place.line == 1


def test_an_alias_inside_itself_ends() -> None:
    document = load("a: &a [1, *a]\n")
    assert document.value == {"a": [1, None]}
    assert "contains itself" in document.problems[0].text


def test_aliases_cannot_stand_for_billions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_yaml_values, "MAX_NODES", 10_000)
    names = "abcdefghij"
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{now}: &{now} [{', '.join(['*' + before] * 9)}]" for before, now in pairwise(names)]
    document = load("\n".join(lines))
    assert isinstance(document.value, dict)
    assert sum(_count(value) for value in document.value.values()) < 50_000
    assert any("more than 10,000 values" in p.text for p in document.problems)


def _count(value: object) -> int:
    return 1 + sum(map(_count, value)) if isinstance(value, list) else 1


def test_a_document_of_too_many_values_is_read_up_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_yaml_compose, "MAX_NODES", 100)
    document = load("[" + "x, " * 1000 + "]")
    assert isinstance(document.value, list)
    assert 90 < len(document.value) <= 100
    assert "more than 100 values" in document.problems[0].text


_OPENINGS = ["[", "- ", "{a: ", "? ", "a:\n", "!!seq [", '{"a":']


@pytest.mark.parametrize("pure", [False, True])
def test_deep_nesting_does_not_overflow_the_stack(pure: bool) -> None:
    """In a process of its own, since a failure would take the whole test run with it."""
    depth = 2_000 if pure else 100_000
    program = (
        "from viewer.core.formats import _yaml_compose\n"
        f"if {pure}: _yaml_compose._COMPOSER = _yaml_compose._PureComposer\n"
        "from viewer.core.formats._parse import parse\n"
        f"for opening in {_OPENINGS}:\n"
        f"    document = parse(opening * {depth})\n"
        "    print(repr(opening), any('deeper than' in p.text for p in document.problems), flush=True)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=_ROOT, capture_output=True, text=True, check=False)
    lines_are_flat = "a:\n"
    assert done.stdout.splitlines() == [f"{opening!r} {opening != lines_are_flat}" for opening in _OPENINGS]
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.usefixtures("composer")
@pytest.mark.parametrize(
    ("text", "value", "line", "said"),
    [
        ("a: 1\nb: [1, 2, *c]\nd: 2\n", {"a": 1, "b": [1, 2]}, 2, "undefined alias"),
        ("a: 1\nb:\n  - x: 1\n    y: 2\n   z: 3\n", {"a": 1, "b": [{"x": 1, "y": 2}]}, 5, "expected"),
        ("a: 1\nb:\n\tc: 1\n", {"a": 1}, 3, "cannot start any token"),
        ("a: b: c\n", {"a": "b"}, 1, "not allowed"),
        ("a: 1\nb: {c: 'it''s cu", {"a": 1, "b": {"c": "it's cu"}}, 2, "end of stream"),
        ('a: 1\nb:\n- "cut \\"he\n\n  re', {"a": 1, "b": ['cut "he\nre']}, 5, "end of stream"),
        ('a: "bad \\q escape"\nb: 1\n', {"a": "bad "}, 1, "escape"),
        ('a: "half \\u12', {"a": "half "}, 1, "column"),
        ('a: "whole \\\\', {"a": "whole \\"}, 1, "end of stream"),
        ("a: [1, 2\n", {"a": [1, 2]}, 2, "damaged YAML"),
        ("%PDF-1.4\n", None, 1, "directive"),
    ],
)
def test_what_stands_before_damage_is_kept(text: str, value: object, line: int, said: str) -> None:
    document = load(text)
    assert document.value == value
    errors = [p for p in document.problems if p.severity is Severity.ERROR]
    assert [p.line for p in errors] == [line]
    assert said in errors[0].text


@pytest.mark.usefixtures("composer")
def test_characters_that_yaml_forbids_are_kept_and_said() -> None:
    document = load('a: 1\nb: "x\0y\x07"\nc: |\n  \x7f\x9f\n  z\n')
    assert document.value == {"a": 1, "b": "x\0y\x07", "c": "\x7f\x9f\nz\n"}
    (problem,) = [p for p in document.problems if p.severity is Severity.WARNING]
    assert (problem.line, problem.text) == (2, "4 characters that YAML does not allow, first U+0000")


def test_forbidden_characters_beside_their_stand_ins_become_replacement_characters() -> None:
    assert load("a: \0\U0010f000\n").value == {"a": "\ufffd\U0010f000"}


def test_the_pure_parser_says_that_it_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_yaml_compose, "_COMPOSER", _yaml_compose._PureComposer)
    assert _texts("a: 1") == ["read without libyaml, which is slow"]


def test_of_several_documents_the_first_that_is_not_empty_is_read() -> None:
    document = load("---\n---\na: 1\n---\nb: 2\n")
    assert document.value == {"a": 1}
    assert [p.text for p in document.problems] == ["another YAML document follows here and is not read"]


def test_repeated_problems_are_counted_not_listed() -> None:
    document = load("".join(f"k{n}: !odd x\n" for n in range(500)))
    assert len(document.problems) == 101


def test_a_line_is_the_editors_line_although_yaml_counts_more_breaks() -> None:
    document = load('a: "x\u2028  y\x85  z"\nb: 1\n')
    place = document.place(("b",))
    assert place is not None
    assert place.line == 2


def test_places_of_what_is_not_there() -> None:
    document = load("a: [1]\n")
    assert [document.place(path) for path in [("b",), ("a", 1), ("a", "x"), ("a", 0, 0)]] == [None] * 4
    assert document.written(("a",)) is None


@given(text=st.text(alphabet=st.sampled_from([*"ab:-?[]{},&*!|>'\"%@`# \n\t\\x0\r\0\u2028\ud7ff"]), max_size=60))
def test_any_text_is_read_without_an_error(text: str) -> None:
    document = load(text)
    paths: list[JsonPath] = [(), ("a",), (0,), (0, "a")]
    for path in paths:
        place = document.place(path)
        if place is not None:
            assert 1 <= place.line_at(3) <= text.count("\n") + text.count("\r") + 1


def test_the_garbage_collector_is_left_as_it_was() -> None:
    _yaml.load("a: 1")
    assert gc.isenabled()
    gc.disable()
    try:
        _yaml.load("a: 1")
        assert not gc.isenabled()
    finally:
        gc.enable()
