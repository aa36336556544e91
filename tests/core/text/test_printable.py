# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Text made safe to print."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.core.text.printable import indented, name, one_line, visible

_any_text = st.text(st.characters(codec=None, exclude_categories=()))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", "␛[31m"),
        ("\x1b]0;title\x07", "␛]0;title␇"),
        ("\x9b2J", "<U+009B>2J"),
        ("a\r\nb\rc", "a\nb␍c"),
        ("\ud83d", "<U+D83D>"),
        ("\u202eabc", "<U+202E>abc"),
        ("\x7f", "␡"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("café 闭门 👩🏽‍🚀 שלום", "café 闭门 👩🏽‍🚀 שלום"),
    ],
)
def test_marks(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(_any_text)
def test_nothing_steers_and_everything_encodes(text: str) -> None:
    shown = visible(text)
    shown.encode("utf-8")
    assert {unicodedata.category(c) for c in shown if c not in "\n\t"} & {"Cc", "Cs"} == set()
    assert visible(shown) == shown


@given(_any_text)
def test_one_line_is_one_line(text: str) -> None:
    shown = one_line(text, 50)
    assert "\n" not in shown
    assert len(shown) <= 50


def test_name_keeps_every_character_on_one_line() -> None:
    assert name("a\nb\tc\udcff.yaml") == "a␊b␉c<U+DCFF>.yaml"


def test_indented_leaves_empty_lines_empty() -> None:
    assert indented("a\n\nb", "  ") == "  a\n\n  b"
