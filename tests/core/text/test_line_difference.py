# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The lines by which two texts differ."""

from __future__ import annotations

import random

from viewer.core.text.line_difference import MOST_LINES, LineRun, line_difference


def _told(runs: list[LineRun]) -> list[tuple[str, str]]:
    return [(run.kind, run.text) for run in runs]


def test_equal_texts_do_not_differ() -> None:
    assert line_difference("a\nb", "a\nb") == []
    assert line_difference("", "") == []


def test_a_line_is_told_with_two_around_it() -> None:
    before = "\n".join(f"line {number}" for number in range(12))
    runs = line_difference(before, before.replace("line 6", "line six"))
    assert _told(runs) == [
        ("skipped", ""),
        ("same", "line 4\nline 5"),
        ("removed", "line 6"),
        ("added", "line six"),
        ("same", "line 7\nline 8"),
        ("skipped", ""),
    ]
    assert [run.lines for run in runs] == [4, 2, 1, 1, 2, 3]
    assert [run.text[run.start : run.end] for run in runs[2:4]] == ["6", "six"]


def test_a_difference_in_the_first_line_and_one_far_below() -> None:
    middle = "\n".join("abcdefgh")
    assert _told(line_difference(f"one\n{middle}\nlast", f"two\n{middle}\nend")) == [
        ("removed", "one"),
        ("added", "two"),
        ("same", "a\nb"),
        ("skipped", ""),
        ("same", "g\nh"),
        ("removed", "last"),
        ("added", "end"),
    ]


def test_what_is_only_added_has_no_characters_of_its_own_marked() -> None:
    assert line_difference("a\nz", "a\nb\nc\nz")[1] == LineRun("added", "b\nc", 2)


def test_whole_words_are_marked() -> None:
    removed, added = line_difference("You coordinate them.", "You compose them.")
    assert [run.text[run.start : run.end] for run in (removed, added)] == ["coordinate", "compose"]
    removed, added = line_difference("version 12", "version 13")
    assert [run.text[run.start : run.end] for run in (removed, added)] == ["12", "13"]


def test_of_a_long_line_only_what_differs_is_told() -> None:
    before, after = f"{'x' * 5000} cat {'y' * 5000}", f"{'x' * 5000} dog {'y' * 5000}"
    removed, added = line_difference(before, after)
    assert len(removed.text) < 600
    assert removed.text.startswith("… x")
    assert removed.text.endswith("y …")
    assert [run.text[run.start : run.end] for run in (removed, added)] == ["cat", "dog"]


def test_too_many_lines_are_one_difference() -> None:
    dice = random.Random(1)  # noqa: S311
    before, after = (["first", *(str(dice.random()) for _ in range(MOST_LINES + 1)), "last"] for _ in range(2))
    removed, added = (run for run in line_difference("\n".join(before), "\n".join(after)) if run.kind != "same")
    assert (removed.kind, removed.lines, added.kind, added.lines) == (
        "removed",
        MOST_LINES + 1,
        "added",
        MOST_LINES + 1,
    )


def test_both_texts_can_be_put_together_again() -> None:
    dice = random.Random(2)  # noqa: S311
    for _ in range(200):
        before, after = ([dice.choice("abcd") for _ in range(dice.randrange(12))] for _ in range(2))
        runs = line_difference("\n".join(before), "\n".join(after))
        skipped = sum(run.lines for run in runs if run.kind in ("same", "skipped"))
        if runs:
            assert skipped + sum(run.lines for run in runs if run.kind == "removed") == len(before)
            assert skipped + sum(run.lines for run in runs if run.kind == "added") == len(after)
