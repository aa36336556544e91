# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What nobody would see gets a mark; what scripts and emoji need is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.core.text.invisible_characters import MARK, in_one_line, is_right_to_left, made_visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("invoice\u202egnp.exe", f"invoice{MARK}gnp.exe"),
        ("a\u2066b\u2069c", f"a{MARK}b{MARK}c"),
        ("admin\u200bname\ufeff", f"admin{MARK}name{MARK}"),
        ("ad\u200dmin", f"ad{MARK}min"),
        ("line\u2028sep", f"line{MARK}sep"),
        ("hi\U000e0068\U000e0069", f"hi{MARK}{MARK}"),
        ("half \ud83d pair", f"half {MARK} pair"),
    ],
)
def test_what_hides_or_turns_letters_is_marked(text: str, shown: str) -> None:
    assert made_visible(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "plain\nand\ttabbed",
        "👨‍👩‍👧‍👦 ❤️‍🔥 👍🏽 🇨🇭 1️⃣",
        "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",  # Wales
        "می‌خواهم क्‍ष",  # Persian and Hindi join and part their letters by such signs
        "e\u0301 Z\u0351\u036b",
        "שלום مرحبا 明日",
    ],
)
def test_what_is_needed_stays(text: str) -> None:
    assert made_visible(text) == text


@given(st.text(st.characters(codec=None, exclude_categories=[])))
def test_columns_stay_what_they_are_and_a_second_look_changes_nothing(text: str) -> None:
    shown = made_visible(text)
    assert len(shown) == len(text)
    assert made_visible(shown) == shown
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff")


def test_the_first_letter_says_which_way_a_text_runs() -> None:
    assert [is_right_to_left(text) for text in ("", "12 abc", "12 שלום abc", "“مرحبا”", "abc שלום", "日本")] == [
        False, False, True, True, False, False,
    ]  # fmt: skip


@given(st.text(st.characters(codec=None, exclude_categories=[])))
def test_a_line_of_its_own_has_no_control_in_it(text: str) -> None:
    shown = in_one_line(text)
    assert len(shown) == len(text)
    assert not any(char < " " or char == "\x7f" for char in shown)
    assert made_visible(shown) == shown


def test_line_breaks_are_pictures() -> None:
    assert in_one_line("two\nlines\x1b.yaml") == "two␊lines␛.yaml"
