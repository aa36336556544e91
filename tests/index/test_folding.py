# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Case does not count, and places stay places."""

from __future__ import annotations

import sys

from hypothesis import given
from hypothesis import strategies as st

from viewer.index.folding import fold

ANY_TEXT = st.text(st.characters(exclude_categories=()))


def test_every_character_stays_one_and_is_folded_once() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    assert len(fold(every)) == len(every)
    assert fold(fold(every)) == fold(every)
    assert all(fold(character) == folded for character, folded in zip(every, fold(every), strict=True))


@given(ANY_TEXT, ANY_TEXT)
def test_a_part_of_a_text_folds_to_a_part(text: str, other: str) -> None:
    assert fold(text + other) == fold(text) + fold(other)


def test_large_and_small_letters_are_the_same() -> None:
    assert fold("ÄÖÜ ΑΣ Parrot İ") == fold("äöü ας pARROT i")
