# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The words that a text needs to hold a pattern: never more than it needs."""

from __future__ import annotations

import random
import re
import sys

import pytest

from viewer.index.folding import fold
from viewer.index.literals import alternatives, variants


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("parrot", [["parrot"]]),
        ("PAR+ot", [["par"]]),
        (r"rate.?limit", [["rate", "limit"]]),
        (r"colou?r and more", [["colo", "r and more"]]),
        (r"abc{0,3}def", [["def"]]),
        (r"abcd{3}", [["abc"]]),
        (r"one|two|three", [["one"], ["two"], ["three"]]),
        (r"one|of", []),
        (r"(one|of) three", [[" three"]]),
        (r"((a)b(c)) (?:later)+ (?!never)word", [["word"]]),
        (r"a\.b\/c", [["a.b/c"]]),
        (r"\d+ tokens\b", [[" tokens"]]),
        (r"[(|]abc[]x]def", [["abc", "def"]]),
        (r"na\u00efve", []),
        (r"(?x) a b c", []),
        (r"\x41bc def", []),
        (r"abc{def", [["abc{def"]]),
    ],
)
def test_what_a_text_needs(pattern: str, needed: list[list[str]]) -> None:
    assert alternatives(pattern) == needed


def test_whatever_fits_holds_what_is_needed() -> None:
    chance = random.Random(9)  # noqa: S311 - no secrets are made
    pieces = [
        "abc",
        "sit",
        "k",
        ".",
        ".*",
        "b?",
        "c+",
        "(abc|de)",
        "|",
        "[a-c]",
        r"\w",
        "d{2}",
        "(?:it)?",
        "$",
        r"\.",
        "S",
    ]
    fitting = 0
    for _ in range(4000):
        pattern = "".join(chance.choices(pieces, k=chance.randint(1, 6)))
        try:
            wanted = re.compile(pattern, re.IGNORECASE | re.MULTILINE)
        except re.error:
            continue
        for _ in range(4):
            text = "".join(chance.choices("abcdeit.skS\u017f\u0131\u212a\u0130 ", k=12)) + chance.choice(
                ["abc", "SIT", "abcde"]
            )
            needed = alternatives(pattern)
            if wanted.search(text) and needed:
                fitting += 1
                assert any(all(_holds(fold(text), word) for word in words) for words in needed), (pattern, text)
    assert fitting > 100


def _holds(folded: str, word: str) -> bool:
    return all(any(one in folded for one in variants(word[at : at + 3])) for at in range(len(word) - 2))


def test_every_character_that_python_takes_for_a_letter_is_a_variant_of_it() -> None:
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    for letter in "abcdefghijklmnopqrstuvwxyz0123456789 -_.":
        taken = {fold(found) for found in re.findall(re.escape(letter), everything, re.IGNORECASE)}
        assert taken <= set(variants(letter)), letter
