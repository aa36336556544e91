# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Keys are looked for where words are long, and all are found that the pattern alone would find."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from tests.secrets.planted_kinds import KINDS, Draw
from viewer.core.secrets.issuers import found_in, issued

_AROUND = st.one_of(
    st.sampled_from(["", " ", '"', "\\n", "=", "/", ":", "é", "鍵", "\udc80", "a", "-", "x" * 15, "It says " * 30]),
    st.text(max_size=20),
)


@st.composite
def _texts(draw: st.DrawFn) -> str:
    """Keys of every kind between anything: apart, end to end, many and few."""
    chance = Draw(random.Random(draw(st.integers(0, 2**32))))  # noqa: S311 - they open nothing
    kinds = draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=5))
    return "".join(draw(_AROUND) + KINDS[kind](chance).text for kind in kinds) + draw(_AROUND)


@given(text=_texts(), data=st.data())
def test_the_same_is_found_as_everywhere(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, min(40, len(text))))
    end = data.draw(st.integers(start, len(text)))
    for first, last in ((0, len(text)), (start, end)):
        assert [match.span() for match in found_in(text, first, last)] == [
            match.span() for match in issued().finditer(text, first, last)
        ]


def test_keys_are_found_among_few_long_words_and_among_many() -> None:
    for kind, plant in KINDS.items():
        key = plant(Draw(random.Random(3))).text  # noqa: S311
        told = [
            [match["secret"] for match in found_in(text, 0, len(text))]
            for text in (f"{'It says ' * 200} {key}", f"{'long-words-stand-here ' * 50} {key}")
        ]
        assert told[0] == told[1], kind
