# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""JSON5: what its specification adds to JSON, places of values, and what is left to YAML."""

from __future__ import annotations

import pytest

from viewer.core.formats._json5 import load
from viewer.core.formats._parse import Form, form_of, parse
from viewer.core.place import Place


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{a: \'it\\\'s\', "b": "\\x41\\u00e9\\n",}', {"a": "it's", "b": "A\u00e9\n"}),
        ("{a: 'one \\\ntwo'}", {"a": "one two"}),
        (
            "// note\n{a: [1, -2.5, .5, 0xFF, +3, 1e3,], /* x */ $b_1: null}",
            {"a": [1, -2.5, 0.5, 255, 3, 1000], "$b_1": None},
        ),
        ("{'a b': true, c: {}, d: []}", {"a b": True, "c": {}, "d": []}),
        ("{a: Infinity}", {"a": float("inf")}),
    ],
)
def test_values(text: str, value: object) -> None:
    document = load(text)
    assert (document.value, document.problems) == (value, ())


@pytest.mark.parametrize("text", ["{a: }", "{a 1}", "{a: 1} x", "{a: [1}", "{a: 'x", "[" * 5000, "", "{a: wrong}"])
def test_what_is_none_is_told(text: str) -> None:
    document = load(text)
    assert document.value is None
    assert len(document.problems) == 1


def test_places_and_numbers_as_written() -> None:
    document = load("{\n  a: {\n    b: 0x10,\n  },\n}")
    assert document.place(("a", "b")) == Place(3)
    assert document.place(("c",)) is None
    assert document.written(("a", "b")) == "0x10"


def test_the_flow_style_of_yaml_begins_alike() -> None:
    forms = [form_of(text) for text in ("{\n a: 1}", "{\n 'a b': 1}", "{a: 1}", '{\n "a": 1}')]
    assert forms == [Form.JSON5, Form.JSON5, Form.YAML, Form.JSON]
    assert parse("{\n version: 1, x: plain text}").value == {"version": 1, "x": "plain text"}
    assert parse("{\n version: 1, x: 'it''s'}").value == {"version": 1, "x": "it's"}
