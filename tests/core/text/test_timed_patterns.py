# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Patterns that a user typed are found, and given up where they would never end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from viewer.core.text.timed_patterns import Patterns

ENDLESS = "(a+)+$"
HARD = "a" * 60 + "b"


@pytest.fixture
def patterns() -> Iterator[Patterns]:
    with closing(Patterns(1.0)) as made:
        yield made


def test_places(patterns: Patterns) -> None:
    assert patterns.spans("p.t", ["Pet, pit", "none", "x"]) == [[(0, 3), (5, 8)], [], []]
    assert patterns.spans("p.t", []) == []
    assert patterns.spans("x*", ["axa"]) == [[(1, 2)]]


def test_one_that_does_not_end_is_given_up(patterns: Patterns) -> None:
    assert patterns.spans(ENDLESS, [HARD]) == [[]]
    assert patterns.out_of_time == {ENDLESS}
    assert patterns.spans(ENDLESS, ["aaa"]) == [[]]
    assert patterns.spans("b$", [HARD]) == [[(60, 61)]]


def test_beside_threads() -> None:
    waiting = threading.Event()
    thread = threading.Thread(target=waiting.wait)
    thread.start()
    try:
        with closing(Patterns(30.0)) as patterns:
            assert patterns.spans("b$", [HARD]) == [[(60, 61)]]
    finally:
        waiting.set()
        thread.join()
