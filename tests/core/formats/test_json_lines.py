# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

import pytest

from viewer.core.formats import _json_lines
from viewer.core.formats._parse import parse


def test_a_list_of_what_stands_one_a_line() -> None:
    document = parse('\n{"a": 1}\n\n{"b": "{\\n"}\r\n[3]\n')
    assert isinstance(document, _json_lines.JsonLinesDocument)
    assert document.value == [{"a": 1}, {"b": "{\n"}, [3]]
    assert document.problems == ()
    places = [document.place(path) for path in ((), (0,), (1, "b"), (2, 0), (3,), ("a",))]
    assert [place and place.line for place in places] == [1, 2, 4, 5, None, None]


def test_a_damaged_line_costs_only_itself() -> None:
    document = parse('{"a": 1}\n{"b": }\n{"c": 3}\n{"d')
    assert document.value == [{"a": 1}, {"c": 3}]
    assert [problem.line for problem in document.problems] == [2, 4]


@pytest.mark.parametrize("text", ['{"a": 1}', '{\n"a": 1}\n{"b": 2}', "[1]\n[2]\n", "a: {}\n{", "{a: 1}", ""])
def test_other_documents_are_not_taken_for_lines(text: str) -> None:
    assert not isinstance(parse(text), _json_lines.JsonLinesDocument)
