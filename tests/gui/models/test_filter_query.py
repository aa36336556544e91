# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The filter field's language."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.core.errors import CassetteError
from viewer.gui.models.figures import Figures
from viewer.gui.models.filter_query import FIELDS, acceptor, completions, doubts, parse_query
from viewer.gui.models.rows import Row, error_row
from viewer.index.comparison import COUNTS

GOOD = Row(
    "interaction", "/chat/completions", status=200, model="acme/parrot-1", host="api.example", tools=("add",),
    streamed=True, haystack="add two numbers",
    recorder="go-vcr", file="/cassettes/agent/tools.yaml", problem=True,
    figures=Figures(
        "Acme Cloud", "openai-chat", ("tool_use", "tool_calls"), 1500, 0.02, 40, 3.0, datetime(2020, 5, 1)  # noqa: DTZ001 - as many recorders write it
    ),
)  # fmt: skip
BAD = Row("interaction", "/chat/completions", status=429, model="acme/parrot-1", host="api.example", failed=True,
          failed_tools=("add",), haystack="rate limited", figures=Figures(error="rate limited"))  # fmt: skip


@pytest.mark.parametrize(
    ("query", "good", "bad"),
    [
        ("status:429", False, True),
        ("status:4xx", False, True),
        ("status:4", False, True),
        ("-status:200", False, True),
        ("model:PARROT", True, True),
        ("host:example", True, True),
        ("tool:add", True, False),
        ("stream:yes", True, False),
        ("stream:no", False, True),
        ("error:yes", False, True),
        ("error:no", True, False),
        ("error:limited", False, True),
        ('"two numbers"', True, False),
        ("two numbers", True, False),
        ('"numbers two"', False, False),
        ("completions", True, True),
        ("unknown:field", False, False),
        ("model:parrot status:200", True, False),
        ("stream:perhaps", False, False),
        ("provider:acme", True, False),
        ("dialect:chat", True, False),
        ("finish:tool_calls", True, False),
        ("tokens:>1000", True, False),
        ("tokens:<=1k", False, False),
        ("cost:>0.01", True, False),
        ("events:40", True, False),
        ("duration:>2s", True, False),
        ("duration:<500ms", False, False),
        ("age:>90d", True, False),
        ("tool-error:yes", False, True),
        ("tool-error:no", True, False),
        ("tool-error:ad", False, True),
        ("-tool-error:yes", True, False),
        ("-age:>90d", False, True),
    ],
)
def test_terms(query: str, *, good: bool, bad: bool) -> None:
    accepts = acceptor(query)
    assert accepts is not None
    assert (accepts(GOOD), accepts(BAD)) == (good, bad)


def test_nothing_typed_is_no_filter() -> None:
    assert acceptor("  ") is None


@given(st.text())
def test_nothing_typed_is_an_error(query: str) -> None:
    accepts = acceptor(query)
    assert accepts is None or accepts(GOOD) in (True, False)


def test_completions_are_terms_that_find_their_row() -> None:
    offered = [query for query in completions([GOOD, BAD]) if query not in completions([])]
    assert {term.field for query in offered for term in parse_query(query)} == {*FIELDS} - {"text", *COUNTS}
    for query in offered:
        accepts = acceptor(query)
        assert accepts is not None
        assert accepts(GOOD) or accepts(BAD), query


def test_terms_are_offered_before_values() -> None:
    offered = completions([GOOD])
    fields = [query.partition(":")[0] for query in completions([])]
    assert sorted(fields) == sorted(FIELDS)
    assert offered[: len(fields)] == completions([])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("problem:yes", True),
        ("problem:unreadable", True),
        ("error:yes", True),
        ("file:broken", True),
        ("file:elsewhere", False),
        ("status:200", False),
        ("-status:200", False),
        ("-tool:add", False),
        ("bad", True),
    ],
)
def test_a_file_that_cannot_be_read_is_asked_what_it_can_tell(query: str, *, expected: bool) -> None:
    path = Path("cassettes/broken.yaml")
    accepts = acceptor(query)
    assert accepts is not None
    assert accepts(error_row(path, CassetteError(str(path), 3, "bad indentation"))) is expected


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("status:>400", "status: takes a number such as 429, or 4xx"),
        ("model:kimi -status:abc", "status: takes a number such as 429, or 4xx"),
        ("stream:perhaps", "stream: takes yes or no"),
        ("problem:bad", "problem: takes yes, no or unreadable"),
        ("bogus:1", f"Unknown word bogus: — known are {', '.join(FIELDS)}"),
    ],
)
def test_what_cannot_be_meant_is_told(query: str, told: str) -> None:
    assert doubts(query) == (told,)


@pytest.mark.parametrize(
    "query",
    ["", "words", "status:4", "status:4XX", "status:", "https://llm.example/v1", '"bogus:1"', "stream:NO", "error:a"],
)
def test_what_may_be_meant_is_not_doubted(query: str) -> None:
    assert doubts(query) == ()


def test_no_term_that_is_offered_is_doubted() -> None:
    assert [query for query in completions([GOOD, BAD]) if doubts(query)] == []
