# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.core.formats import _toml
from viewer.core.formats._parse import Form, first_line, form_of, parse

_TEXT = '''# by hand
version = 1
[[list]]
name = "a"
[list.inner]
deep = """
[[list]]
name = "not a table"
"""
[[list]]
name = 'b'
[list.inner]
deep = [
  1,
]
'''


def test_values_and_their_lines() -> None:
    document = parse(_TEXT)
    assert isinstance(document, _toml.TomlDocument)
    deep = '[[list]]\nname = "not a table"\n'
    first, second = {"name": "a", "inner": {"deep": deep}}, {"name": "b", "inner": {"deep": [1]}}
    assert document.value == {"version": 1, "list": [first, second]}
    lines = {
        (): 1,
        ("version",): 2,
        ("list",): 3,
        ("list", 0): 3,
        ("list", 0, "name"): 4,
        ("list", 0, "inner", "deep"): 7,
        ("list", 1): 10,
        ("list", 1, "inner"): 12,
        ("list", 1, "inner", "deep", 0): 13,
    }
    for path, line in lines.items():
        place = document.place(path)
        assert place is not None, path
        assert place.line == line, path
    assert document.place(("nowhere",)) is None


@pytest.mark.parametrize("text", ["a: 1", "{}", "[1]", "a = b", "text = and more", "# only a comment", "", "- a = 1"])
def test_what_is_not_toml_is_not_taken_for_it(text: str) -> None:
    assert not isinstance(parse(text), _toml.TomlDocument)


def test_damage_is_told_and_what_stands_before_is_kept() -> None:
    document = parse(_TEXT + "[[list]]\nname = \n")
    assert document.value == parse(_TEXT).value
    assert [problem.line for problem in document.problems] == [17]
    assert document.place(("list", 2, "name")) is not None


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_long_comment_before_what_is_no_toml_is_read_once(line_end: str) -> None:
    # Thirty lines took minutes with CRLF: each could end in two ways, and all were tried.
    text = ("# a note" + line_end) * 2000
    assert form_of(text + "interactions:" + line_end) is not Form.TOML
    assert form_of(text + line_end + "version = 1" + line_end) is Form.TOML
    assert parse(text + "interactions: []" + line_end).value == {"interactions": []}


@given(st.lists(st.sampled_from([" ", "\t", "\r", "\n", "#", "a = 1", "\r\n"])).map("".join))
def test_the_first_line_is_neither_blank_nor_a_comment(text: str) -> None:
    start = 0
    for line in text.split("\n"):
        content = line.removesuffix("\r").lstrip(" \t")
        if content and not content.startswith("#"):
            break
        start += len(line) + 1
    assert first_line(text) == min(start, len(text))
