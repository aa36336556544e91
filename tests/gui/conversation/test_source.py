# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A text as shown: as long as recorded, secrets masked wherever it is cut, nothing invisible."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from viewer.core.secrets.masking import Masker
from viewer.gui.code.utf16 import to_characters, to_units
from viewer.gui.conversation.source import _LONGEST_CHUNK, Source

_SECRET = "sk-proj-" + "9Xq2Lr7VbN4kTz8MwP1yHc5D"


@given(st.text(st.sampled_from("ab \n😀\x00\r\u2028"), max_size=60), st.integers(0, 60))
def test_a_character_shown_stands_for_each_recorded(text: str, cut: int) -> None:
    source = Source(text, Masker())
    shown = source.display(0, len(text))
    assert len(shown) == len(text)
    assert source.display(0, cut) + source.display(cut, len(text)) == shown


def test_a_secret_is_masked_however_little_of_it_is_on_show() -> None:
    source = Source(f"key {_SECRET} end", Masker())
    whole = source.display(0, len(source.raw))
    assert _SECRET[:7] in whole
    assert _SECRET[:8] not in whole
    for end in range(len(source.raw)):
        assert source.display(0, end) == whole[:end]


def test_secrets_are_shown_when_asked_for() -> None:
    assert _SECRET in Source(_SECRET, Masker(show=True)).display(0, 99)


def test_control_characters_become_pictures_and_half_emoji_a_mark() -> None:
    assert Source("a\x00\x1bb", Masker()).display(0, 4) == "a\u2400\u241bb"
    assert Source("x\ud83dy", Masker()).display(0, 3) == "x\ufffdy"


@given(st.lists(st.sampled_from(["word ", "line\n", "x" * 700, "。" * 300]), max_size=40))
def test_chunks_cover_the_text_and_are_short(parts: list[str]) -> None:
    text = "".join(parts)
    source = Source(text, Masker())
    bounds = source.chunk_bounds
    assert bounds[0] == 0
    assert bounds[-1] == len(text)
    assert all(0 <= b - a <= _LONGEST_CHUNK for a, b in pairwise(bounds))
    assert all(bounds[source.chunk_at(at)] <= at for at in range(0, len(text), 97))


def test_a_paragraph_is_not_cut_but_where_it_is_very_long_behind_a_sentence() -> None:
    paragraph = "A sentence of words. " * 200
    source = Source(f"{paragraph}\n{paragraph}", Masker())
    assert source.chunk_bounds == [0, len(paragraph) + 1, 2 * len(paragraph) + 1]
    endless = Source("A sentence of words. " * 1000, Masker())
    assert all(endless.raw[at - 2 : at] == ". " for at in endless.chunk_bounds[1:-1])
    assert len(endless.chunk_bounds) > 3


@given(st.text(st.sampled_from("aé中😀"), max_size=20))
def test_characters_and_code_units_agree(text: str) -> None:
    units = len(text.encode("utf-16-le")) // 2
    assert to_units(text, len(text)) == units
    assert all(to_characters(text, to_units(text, at)) == at for at in range(len(text) + 1))
