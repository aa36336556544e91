# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is typed to be found stops no window, however long it would take."""

from __future__ import annotations

import re

import pytest
from pytestqt.qtbot import QtBot

from viewer.gui.code import typed_pattern
from viewer.gui.code.search import CodeSearch, search_pattern
from viewer.gui.code.typed_pattern import TOO_LONG, TypedPattern
from viewer.gui.conversation.search import Search

_EVIL, _WORDS = "(a+)+$", "a" * 60 + "b"


def found(pattern: TypedPattern, text: str) -> list[tuple[int, int]]:
    return next(spans for spans in pattern.spans(text) if spans is not None)


@pytest.mark.parametrize("regex", [False, True])
@pytest.mark.parametrize("case_sensitive", [False, True])
def test_words_and_expressions_find_the_same(regex: bool, case_sensitive: bool) -> None:
    pattern = TypedPattern("ab", case_sensitive=case_sensitive, regex=regex)
    assert found(pattern, "ab AB xab") == ([(0, 2), (7, 9)] if case_sensitive else [(0, 2), (3, 5), (7, 9)])
    pattern.close()


def test_words_are_no_expression_and_a_wrong_expression_is_told() -> None:
    assert found(TypedPattern("a.c"), "abc a.c") == [(4, 7)]
    with pytest.raises(re.error):
        TypedPattern("(", regex=True)


def test_one_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typed_pattern, "LIMIT_S", 0.2)
    pattern = TypedPattern(_EVIL, regex=True)
    waited = list(pattern.spans(_WORDS))
    assert waited[-1] == []
    assert waited[:-1] == [None] * (len(waited) - 1)
    assert pattern.problem == TOO_LONG
    assert found(pattern, "aaa") == []


def test_a_search_goes_on_and_says_that_it_gave_up(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typed_pattern, "LIMIT_S", 0.2)
    search = CodeSearch()
    search.start(_WORDS, search_pattern(_EVIL, case_sensitive=True, regex=True))
    qtbot.waitUntil(lambda: not search.is_running, timeout=30_000)
    assert search.problem == TOO_LONG


def test_a_search_that_ends_has_no_problem(qtbot: QtBot) -> None:
    search = CodeSearch()
    search.start("x\n" * 100_000 + "ab", search_pattern("^ab$", case_sensitive=True, regex=True))
    qtbot.waitUntil(lambda: not search.is_running, timeout=30_000)
    assert search.problem is None
    assert list(search.starts) == [200_000]
    search.clear()


def test_a_window_of_text_begins_no_line(qtbot: QtBot) -> None:
    search = CodeSearch()
    search.start("ab" * 200_000, search_pattern("^ab", case_sensitive=True, regex=True))
    qtbot.waitUntil(lambda: not search.is_running, timeout=30_000)
    assert list(search.starts) == [0]
    search.clear()


def test_the_conversation_is_searched_by_it_too() -> None:
    search = Search()
    assert search.set_query("(", case_sensitive=False, regex=True) is not None
    assert search.set_query("a+", case_sensitive=False, regex=True) is None
    search.begin([])
    assert search.go_on(lambda: False)
    search.set_query("", case_sensitive=False)
