# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Words that differ, as people would mark them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.core.compare.words import Span, difference


def _marked(text: str, spans: tuple[Span, ...]) -> str:
    shown, at = "", 0
    for start, end in spans:
        shown += f"{text[at:start]}[{text[start:end]}]"
        at = end
    return shown + text[at:]


@pytest.mark.parametrize(
    ("before", "after", "left", "right"),
    [
        ("The sum is 5.", "The sum is 6.", "The sum is [5].", "The sum is [6]."),
        ("two words", "two more words", "two words", "two [more ]words"),
        ("今日は晴れです", "今日は雨です", "今日は[晴れ]です", "今日は[雨]です"),
        ("", "all of it", "", "[all of it]"),
        ("a\nb\nc", "a\nB\nc", "a\n[b]\nc", "a\n[B]\nc"),
    ],
)
def test_words(before: str, after: str, left: str, right: str) -> None:
    found = difference(before, after)
    assert (_marked(before, found.before), _marked(after, found.after)) == (left, right)


def _without(text: str, spans: tuple[Span, ...]) -> str:
    kept, at = "", 0
    for start, end in spans:
        kept += text[at:start]
        at = end
    return kept + text[at:]


_texts = st.text("ab .\n", max_size=40)


@given(_texts, _texts)
def test_without_what_differs_both_are_the_same(before: str, after: str) -> None:
    found = difference(before, after)
    assert _without(before, found.before) == _without(after, found.after)
    assert bool(found.before or found.after) == (before != after)


@given(_texts, _texts)
def test_swapped(before: str, after: str) -> None:
    there, back = difference(before, after), difference(after, before)
    assert (there.before, there.after) == (back.after, back.before)


def test_a_long_text_goes_by_lines() -> None:
    lines = [f"line {number} says nothing of interest" for number in range(30_000)]
    before = "\n".join(lines)
    lines[20_000] = "line 20000 says something of interest"
    after = "\n".join(lines)
    found = difference(before, after)
    assert [before[s:e] for s, e in found.before] == ["nothing"]
    assert [after[s:e] for s, e in found.after] == ["something"]
    assert not found.is_coarse
