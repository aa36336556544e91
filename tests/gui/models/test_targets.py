# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What fits what was typed, and how well."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.gui.models.rows import Row
from viewer.gui.models.targets import Target, find

TARGETS = [
    Target("interaction", "#0 /chat/completions", "kimi-k2 · Add and multiply · multi_tool.yaml"),
    Target("file", "multi_tool_streaming.yaml", "testdata/kimi-k2"),
    Target("file", "simple_streaming.yaml", "testdata/kimi-k2"),
    Target("command", "Go to the end", "Playback", command="end"),
    Target("command", "Export", "File", command="export"),
]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("simple", ["simple_streaming.yaml"]),
        ("streaming kimi", ["simple_streaming.yaml", "multi_tool_streaming.yaml"]),
        ("mulstr", ["multi_tool_streaming.yaml"]),
        ("KIMI multiply", ["#0 /chat/completions"]),
        ("export", ["Export"]),
        (">e", ["Export", "Go to the end"]),
        ("zzz", []),
    ],
)
def test_the_best_come_first(query: str, expected: list[str]) -> None:
    assert [hit.target.title for hit in find(query, TARGETS).best] == expected


@given(st.text(max_size=12), st.text(max_size=4))
def test_what_is_typed_on_narrows_what_fitted(query: str, more: str) -> None:
    """Looking among what fitted so far finds the same as looking among all."""
    before = find(query, TARGETS)
    if query.strip(" >"):
        narrowed, whole = find(query + more, before.every), find(query + more, TARGETS)
        assert [hit.target for hit in narrowed.best] == [hit.target for hit in whole.best]


def test_facts_of_interactions_are_asked_as_in_the_filter() -> None:
    rows = [
        Row("interaction", f"/{n}", number=f"#{n}", status=200, tools=tools) for n, tools in enumerate((("add",), ()))
    ]
    targets = [*TARGETS, *(Target("interaction", f"{row.number} {row.title}", "", row=row) for row in rows)]

    def found(query: str) -> list[str]:
        return [hit.target.title for hit in find(query, targets).best]

    assert found("tool:add") == ["#0 /0"]
    assert found("-tool:add status:2xx") == ["#1 /1"]
    assert found("status:200 /1") == ["#1 /1"]
    assert len(found("tool:")) == len(targets)


def test_the_letters_that_fit_are_told() -> None:
    (hit,) = find("mulstr", TARGETS).best
    assert [hit.target.title[at] for at in hit.letters] == list("mulstr")
