# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

from dataclasses import replace

import pytest

from tests.gui.streams import DONE, call, chunk, exchange, two_calls, words
from viewer.core.deltas import Kind, ToolCallDelta
from viewer.core.fold import fold
from viewer.core.secrets.masking import Masker
from viewer.core.timeline import build
from viewer.core.transcript.narration import Narration, characters, usage_text, with_marks

SECRET = "sk-" + "Qw7Er2Ty9Ui4Op1As6Df3Gh8Jk5Lz0Xc"


@pytest.fixture
def calls() -> Narration:
    return Narration(exchange(two_calls(), 1100.0), Masker())


def test_every_event_has_a_word(calls: Narration) -> None:
    told = [calls.words(index) for index in range(11)]
    add, double = ["tool call"] + ["arguments"] * 2, ["tool call"] + ["arguments"] * 3
    assert [each.word for each in told] == ["role", *add, *double, "finish", "usage", DONE]
    assert [each.subject for each in told[1:8]] == ["add"] * 3 + ["double"] * 4
    assert [each.note for each in told] == [
        "assistant", "call 1 opened", "", "", "call 2 opened", "", "", "", "tool_calls", "30 in, 12 out", "",
    ]  # fmt: skip


def test_pieces_are_counted_without_the_empty_ones(calls: Narration) -> None:
    assert [calls.fragment(index) for index in (1, 2, 3, 6, 8)] == [(0, 2), (1, 2), (2, 2), (2, 3), (0, 0)]
    assert calls.now(6) == ("double", "arguments, fragment 2 of 3")
    assert calls.now(1) == ("add", "tool call opens")
    assert calls.now(10) == ("", "end of stream, [DONE]")


def test_a_piece_without_text_says_so() -> None:
    deltas = [ToolCallDelta(id="c", name="add", key=0), ToolCallDelta(key=0), ToolCallDelta("{}", key=0)]
    told = exchange(["{}"] * 3)
    built = fold([delta] for delta in deltas)
    narration = Narration(replace(told, assembly=built, timeline=build(told.events, built, 30.0)), Masker())
    assert narration.words(1).note == "empty"
    assert narration.now(1) == ("add", "tool call arguments: empty")


def test_content_is_what_stood_and_what_came(calls: Narration) -> None:
    assert calls.content(6, 99) == ('{"n"', ": ")
    assert calls.content(6, 3) == ('"', ": ")
    assert calls.content(6, 1) == ("", " ")
    assert calls.held(6) == 6
    assert calls.content(8, 99) == ("", "")


def test_a_call_is_judged_where_it_ends() -> None:
    broken = [chunk({"role": "assistant"}), call(0, "", "add"), call(0, '{"a"'), call(0, ": oops}"), DONE]
    narration = Narration(exchange(broken), Masker())
    assert narration.verdict(2) is None
    verdict = narration.verdict(3)
    assert verdict is not None
    assert not verdict.is_good


def test_a_secret_spread_over_events_is_masked_in_all_of_them() -> None:
    pieces = [SECRET[i : i + 5] for i in range(0, len(SECRET), 5)]
    stream = [chunk({"content": "key "}), *(chunk({"content": piece}) for piece in pieces), DONE]
    hidden = Narration(exchange(stream), Masker())
    shown = "".join(hidden.words(index).added for index in range(len(stream) - 1))
    assert shown == "key " + SECRET[:7] + "•" * (len(SECRET) - 7)
    before, added = hidden.content(len(pieces), 99)
    assert before + added == shown
    assert Narration(exchange(stream), Masker(True)).content(len(pieces), 99)[0].endswith(SECRET[:-5])


def test_times_not_in_the_file_are_marked(calls: Narration) -> None:
    assert calls.time(2) == "≈ 300.0 ms"
    assert calls.wait(2) == pytest.approx(100.0)


def test_what_no_dialect_understands_keeps_its_text() -> None:
    narration = Narration(exchange(['{"strange": 1}', "plain words", *words(1)]), Masker())
    first, second = narration.words(0), narration.words(1)
    assert "strange" in first.note
    assert second.note == "plain words"
    assert second.kind in (Kind.UNKNOWN, Kind.META)


def test_a_recording_that_stops_early_is_cut() -> None:
    assert not Narration(exchange(two_calls()), Masker()).is_cut
    assert Narration(exchange(two_calls()[:6]), Masker()).is_cut
    assert not Narration(exchange(words(2)[:-1]), Masker()).is_cut, "a finish reason ends it"


def test_the_part_that_grew_last(calls: Narration) -> None:
    assert calls.last_piece(0) is None
    assert calls.last_piece(10) == 7
    assert calls.span(7) == (5, 8)


def test_marks_for_white_space() -> None:
    assert with_marks(" a\r\n\tb\n") == "␣a⏎⇥b⏎"


def test_numbers_in_words() -> None:
    assert (characters(1), characters(4835)) == ("1 character", "4,835 characters")
    usage = exchange(two_calls()).answer.usage
    assert usage is not None
    assert usage_text(usage) == "30 in, 12 out"
