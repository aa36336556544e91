# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""R source as `dput` writes it: data is read, nothing is evaluated."""

from __future__ import annotations

import pytest

from viewer.core.formats._r_source import load
from viewer.core.place import Place


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('list(a = 1L, `b c` = "x\\"y\\n", "d" = TRUE)', {"a": 1, "b c": 'x"y\n', "d": True}),
        ("c(1.5, -2, NA)", [1.5, -2, None]),
        ('structure(list(x = NULL), class = c("a", "b"))', {"x": None}),
        ('charToRaw("h\\u00e9")', "h\u00e9"),
        ("as.raw(c(0x68, 0x69))", b"hi"),
        ("new.env(parent = emptyenv())", None),
        ("list(1:3, integer(0), x$y)", None),
        ("httr2::response(a = 1)", None),
        ("list( # note\n  2)", [2]),
    ],
)
def test_values(text: str, value: object) -> None:
    assert load(text).value == value


@pytest.mark.parametrize("text", ["", "list(", "list(1", "(((", "list(a = )", "list(" * 3000, "system('x') + 1"])
def test_never_raises(text: str) -> None:
    load(text)


def test_places() -> None:
    document = load('structure(\n  list(\n    url = "u",\n    code = 200L\n  ),\n  class = "x"\n)')
    assert document.place(("url",)) == Place(3)
    assert document.place(("code",)) == Place(4)
    assert document.written(("code",)) == "200L"
    assert document.place(()) == Place(1)
