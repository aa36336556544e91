# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The language of filters and searches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.index.comparison import COUNTS
from viewer.index.facts import Facts
from viewer.index.query import FIELDS, PATTERN, Term, doubts, parse_query

KNOWN = Facts(
    status=200, finishes=("max_tokens", "length"), tokens=1500, cost=0.02, events=600, duration_s=2.5,
    age_s=100 * 86_400.0, file="/a/b.yaml",
)  # fmt: skip


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("Curl -q", [("", "curl", False), ("", "q", True)]),
        ("curl-q", [("", "curl-q", False)]),
        ('"curl"-q', [("", "curl", False), ("", "-q", False)]),
        ("text:-q", [("text", "-q", False)]),
        ("-", [("", "-", False)]),
        ('-text:"two Words"', [("text", "two words", True)]),
        ("/ab+C/", [(PATTERN, "ab+C", False)]),
        ("-/a b/ c", [(PATTERN, "a b", True), ("", "c", False)]),
        (r"/v1\/chat/", [(PATTERN, r"v1\/chat", False)]),
        ("/v1/chat/completions", [("", "/v1/chat/completions", False)]),
        ("/v1/chat/", [("", "/v1/chat/", False)]),
        ("/(/", [("", "/(/", False)]),
        ("tokens:>1000", [("tokens", ">1000", False)]),
        ("bogus:1", [("", "bogus:1", False)]),
        ("curl tool:", [("", "curl", False)]),
        ("bogus:", [("", "bogus:", False)]),
    ],
)
def test_terms(query: str, terms: list[tuple[str, str, bool]]) -> None:
    assert parse_query(query) == tuple(Term(*term) for term in terms)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("tokens:>1000", True),
        ("tokens:>=1500", True),
        ("tokens:>1.5k", False),
        ("tokens:1500", True),
        ("tokens:<=1499", False),
        ("cost:>0.01", True),
        ("cost:<$.01", False),
        ("events:>500", True),
        ("duration:>2s", True),
        ("duration:<2600ms", True),
        ("duration:>1min", False),
        ("age:>90d", True),
        ("age:>1y", False),
        ("-age:>1y", True),
        ("finish:length", True),
        ("finish:max", True),
        ("finish:stop", False),
        ("tokens:many", False),
    ],
)
def test_counts_and_facts(query: str, *, expected: bool) -> None:
    (term,) = parse_query(query)
    assert term.accepts(KNOWN) is expected


@pytest.mark.parametrize("field", COUNTS)
def test_what_was_not_recorded_meets_no_comparison(field: str) -> None:
    unit = "d" if field == "age" else ""
    assert not any(term.accepts(Facts()) for term in parse_query(f"{field}:>=0{unit} {field}:<9{unit}"))


@given(st.text())
def test_nothing_typed_is_an_error(query: str) -> None:
    assert all(term.is_text or term.accepts(KNOWN) in (True, False) for term in parse_query(query))
    doubts(query)


@given(st.lists(st.from_regex(r"-?[a-z]{0,4}:?[a-z/\"<>0-9-]{1,5}", fullmatch=True), max_size=5))
def test_nearly_terms_are_no_errors_either(words: list[str]) -> None:
    query = " ".join(words)
    assert all(term.value for term in parse_query(query))
    doubts(query)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("tokens:many", "tokens: takes a number, such as >1000 or <=2k"),
        ("age:>90", "age: takes a time such as >90d, <2w or >1y"),
        ("/(/", "/(/: no regular expression, looked for as it is"),
        ("bogus:1", f"Unknown word bogus: — known are {', '.join(FIELDS)}"),
    ],
)
def test_what_cannot_be_meant_is_told(query: str, told: str) -> None:
    assert doubts(query) == (told,)


@pytest.mark.parametrize("query", ["words", "text:-q", "/a+/", "cost:>0.01", "duration:>2S", "https://llm.example/"])
def test_what_may_be_meant_is_not_doubted(query: str) -> None:
    assert doubts(query) == ()


def test_every_field_is_named_once() -> None:
    assert len(set(FIELDS)) == len(FIELDS)
