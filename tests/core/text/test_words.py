# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

import pytest

from viewer.core.text.base64_pieces import joined
from viewer.core.text.words import holds_words, is_words, words_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [("one two three", True), ("one two", False), ("a-b-c d", False), ("1 2 3", False)],
)
def test_three_words_are_words(text: str, expected: bool) -> None:
    assert is_words(text) is expected


def test_words_are_found_with_their_places() -> None:
    assert list(words_in({"a": ["x", {"b": "how deep it is"}]})) == [(("a", 1, "b"), "how deep it is")]


def test_what_an_answer_repeats_of_its_request_is_nothing_said() -> None:
    assert not holds_words({"input": {"prompt": "tell me a joke"}, "id": "x"})
    assert holds_words({"output": "one of the oldest"})


@pytest.mark.parametrize(
    ("pieces", "whole"), [("AQID", "AQID"), ("AQ==Ag==", "AQI="), ("AQ==", "AQ=="), ("A=Q=", "A=Q="), ("", "")]
)
def test_pieces_of_base64_become_one(pieces: str, whole: str) -> None:
    assert joined(pieces) == whole
