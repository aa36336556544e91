# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A whole cassette: every interaction understood, problems in order, and the way out while it goes on."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from tests.core.chats import asked, refused, said, user, whole
from viewer.core.errors import CassetteError, Problem, Severity
from viewer.core.model import Cassette, Interaction
from viewer.core.recording import load, understand


def _cassette(count: int) -> Cassette:
    interactions = tuple(
        Interaction(n, asked([user(f"Hello {n}")]), whole(said("Hi")), problems=(_problem(f"of {n}"),))
        for n in range(count)
    )
    return Cassette("made.yaml", "go-vcr", 2, interactions, source="", problems=(_problem("of the file"),))


def _problem(text: str) -> Problem:
    return Problem(Severity.INFO, text)


def test_there_is_an_exchange_for_each_interaction_in_order() -> None:
    recording = understand(_cassette(3))
    assert [exchange.interaction.index for exchange in recording.exchanges] == [0, 1, 2]
    assert len(recording.threads.turns) == 3


def test_problems_of_the_file_come_before_those_of_its_interactions() -> None:
    texts = [problem.text for problem in understand(_cassette(2)).problems]
    assert [text for text in texts if text.startswith("of ")] == ["of the file", "of 0", "of 1"]


def test_a_file_without_interactions_is_an_empty_recording() -> None:
    recording = understand(_cassette(0))
    assert (len(recording.exchanges), recording.summaries, len(recording.threads)) == (0, (), 0)


def test_few_exchanges_are_kept_where_each_is_asked_for_once() -> None:
    exchanges = understand(_cassette(9)).exchanges
    assert len(exchanges.kept) == 9
    exchanges.keep_at_most(0)
    assert len(exchanges.kept) == 4
    assert [exchange.interaction.index for exchange in exchanges[:]] == list(range(9))
    assert len(exchanges.kept) == 4


def test_progress_is_told_after_each_interaction() -> None:
    told: list[tuple[int, int]] = []
    understand(_cassette(3), lambda done, every: told.append((done, every)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_progress_may_raise_to_give_up() -> None:
    class GivenUp(Exception):  # noqa: N818
        pass

    def progress(done: int, every: int) -> None:
        if done == 2:
            raise GivenUp

    with pytest.raises(GivenUp):
        understand(_cassette(3), progress)
    assert gc.isenabled()


def test_a_recording_has_no_cycles_and_is_freed_at_once() -> None:
    recording = understand(_cassette(50))
    assert gc.isenabled()
    gc.unfreeze()
    gc.collect()
    del recording
    assert gc.collect() < 50


def test_the_samples_are_read_and_understood(samples: Path) -> None:
    recordings = [load(path) for path in sorted(samples.glob("*.yaml"))]
    assert recordings
    for recording in recordings:
        assert len(recording.threads)
        assert all(exchange.dialect for exchange in recording.exchanges)


def test_a_file_that_is_missing_is_a_cassette_error(tmp_path: Path) -> None:
    with pytest.raises(CassetteError):
        load(tmp_path / "missing.yaml")


def test_a_retry_is_found_across_a_whole_file() -> None:
    pair = (Interaction(0, asked([user("a")]), refused()), Interaction(1, asked([user("a")]), whole(said("b"))))
    recording = understand(Cassette("made.yaml", "go-vcr", 2, pair, source=""))
    assert recording.threads.turns[1].retry_of == 0


@pytest.mark.parametrize(
    ("source", "lines"), [("", 0), ("a", 1), ("a\n", 1), ("a\nb", 2), ("a\r\nb\r\n", 2), ("a\rb\r", 2), ("\n\n", 2)]
)
def test_a_break_at_the_end_begins_no_line(source: str, lines: int) -> None:
    assert Cassette("made.yaml", "go-vcr", 2, (), source=source).line_count == lines
