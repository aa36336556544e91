# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Folding: what deltas build, and that every moment of it is what folding only so far would give."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from viewer.core.deltas import (
    AnnotationDelta,
    Delta,
    DoneDelta,
    ErrorDelta,
    FinishDelta,
    Kind,
    MetaDelta,
    PartDelta,
    ReasoningDelta,
    RestatedDelta,
    RoleDelta,
    TextDelta,
    ToolCallDelta,
    UnknownDelta,
    UsageDelta,
)
from viewer.core.fold import Assembly, Track, fold
from viewer.core.messages import (
    ApiError,
    Blob,
    FinishReason,
    Other,
    Part,
    Reasoning,
    Text,
    ToolCall,
    ToolCallResponse,
    Usage,
)

# --- Any deltas at all: few choices and keys, so that they meet

_choices = st.integers(0, 2)
_keys = st.sampled_from(["content", "other", 0, None])
_texts = st.text(st.sampled_from("ab\n{}😀\ud800é"), max_size=4)
_ids = st.sampled_from([None, "", "id1", "id2"])
_names = st.sampled_from([None, "", "add", "mul"])
_counts = st.none() | st.integers(0, 3)
_parts: st.SearchStrategy[Part] = st.sampled_from([Blob("image", None, "QQ=="), Other("x", {"a": 1})])
_deltas: st.SearchStrategy[Delta] = st.one_of(
    st.builds(RoleDelta, st.sampled_from(["assistant", "tool"]), _choices),
    st.builds(TextDelta, _texts, _choices, _keys, cumulative=st.booleans()),
    st.builds(ReasoningDelta, _texts, _choices, _keys, cumulative=st.booleans(), signature=st.none() | st.just("s")),
    st.builds(ToolCallDelta, _texts, _ids, _names, _choices, st.none() | st.integers(0, 1), cumulative=st.booleans()),
    st.builds(PartDelta, _parts, _choices, _keys),
    st.builds(AnnotationDelta, st.tuples(st.sampled_from(["one", "two"])), _choices, _keys),
    st.builds(FinishDelta, st.sampled_from(["", "stop"]), st.none() | st.just(FinishReason.STOP), _choices),
    st.builds(UsageDelta, st.builds(Usage, _counts, _counts, _counts)),
    st.builds(ErrorDelta, st.builds(ApiError, st.none(), st.none(), _texts)),
    st.builds(MetaDelta, _ids, _names),
    st.builds(DoneDelta),
    st.builds(UnknownDelta, st.just("what"), st.none()),
)
_steps = st.lists(st.lists(_deltas, max_size=3), max_size=12)


@given(_steps)
def test_the_answer_at_any_step_is_what_folding_only_so_far_gives(steps: list[list[Delta]]) -> None:
    assembly = fold(steps)
    assert assembly.steps == len(steps)
    for shown in range(len(steps) + 1):
        assert assembly.answer(shown) == fold(steps[:shown]).answer()
        assert assembly.choices_at(shown) == fold(steps[:shown]).choices


@given(_steps)
def test_every_character_knows_the_step_that_added_it(steps: list[list[Delta]]) -> None:
    assembly = fold(steps)
    for track in assembly.tracks:
        added = {
            offset: step
            for step, additions in enumerate(assembly.additions)
            for addition in additions
            if addition.track == track.index
            for offset in range(addition.start, addition.end)
        }
        assert added == {offset: track.step_of(offset) for offset in range(len(track.buffer))}
        assert track.step_of(len(track.buffer)) is None
        assert track.step_of(-1) is None


@given(_steps)
def test_every_delta_stands_in_its_step_and_tracks_know_their_span(steps: list[list[Delta]]) -> None:
    assembly = fold(steps)
    assert [[addition.delta for addition in additions] for additions in assembly.additions] == steps
    for track in assembly.tracks:
        assert track.part(track.opened_at) is None
        assert track.part(track.opened_at + 1) is not None
        assert track.opened_at <= track.closed_at < assembly.steps
        assert track.part(track.closed_at + 1) == track.part(assembly.steps)


@given(_steps)
def test_which_parts_had_begun_and_which_grew_last_is_known_at_any_step(steps: list[list[Delta]]) -> None:
    assembly = fold(steps)
    for shown in range(len(steps) + 2):
        begun = [track for track in assembly.tracks if track.opened_at < shown]
        for choice in (0, 1, 2):
            assert list(assembly.tracks_of(choice, shown)) == [track for track in begun if track.choice == choice]
        last = max(begun, key=lambda track: track.last_step(shown), default=None)
        assert assembly.last_touched(shown) is last


@given(st.lists(st.text(st.sampled_from("ab"), max_size=5), max_size=10))
def test_cumulative_text_shows_the_last_text_that_was_sent(texts: list[str]) -> None:
    assembly = fold([[TextDelta(text, cumulative=True)] for text in texts])
    for shown in range(len(texts) + 1):
        sent = [text for text in texts[:shown] if text]
        assert _shown(assembly, shown) == (sent[-1] if sent else "")


def _shown(assembly: Assembly, shown: int) -> str:
    return "".join(track.text(shown) for track in assembly.tracks)


def _fold(*deltas: Delta) -> Assembly:
    """Fold one delta a step."""
    return fold([delta] for delta in deltas)


def _parts_of(*deltas: Delta) -> tuple[Part, ...]:
    return _fold(*deltas).answer().messages[0].parts


# --- Text


def test_text_grows_and_an_empty_piece_is_no_step_of_it() -> None:
    assembly = _fold(TextDelta(""), TextDelta("He"), TextDelta(""), TextDelta("llo"))
    (track,) = assembly.tracks
    assert (track.opened_at, track.closed_at, list(track.steps), track.buffer) == (1, 3, [1, 3], "Hello")
    assert [track.text(shown) for shown in range(5)] == ["", "", "He", "He", "Hello"]
    assert [additions[0][2:] for additions in assembly.additions] == [(0, 0), (0, 2), (2, 2), (2, 5)]


def test_a_character_outside_the_basic_plane_and_half_a_pair_stay_as_they_are() -> None:
    assert _parts_of(TextDelta("\ud83d"), TextDelta("x😀")) == (Text("\ud83dx😀"),)


def test_a_pair_of_which_each_event_brings_one_half_is_one_character() -> None:
    assert _parts_of(TextDelta("a\ud83d"), TextDelta("\ude00"), TextDelta("b")) == (Text("a😀b"),)


def test_cumulative_text_that_does_not_continue_starts_afresh_and_nothing_is_lost() -> None:
    assembly = _fold(*(TextDelta(text, cumulative=True) for text in ("Sun", "Sunny", "Su", "Sul")))
    (track,) = assembly.tracks
    assert [track.text(shown) for shown in range(5)] == ["", "Sun", "Sunny", "Su", "Sul"]
    assert track.buffer == "SunnySul"
    assert track.step_of(0) == 0
    assert track.step_of(5) == 2


def test_pieces_after_cumulative_text_go_on_with_it() -> None:
    assert _parts_of(TextDelta("a"), TextDelta("xyz", cumulative=True), TextDelta("!")) == (Text("xyz!"),)


def test_an_empty_cumulative_text_wipes_nothing_out() -> None:
    assert _parts_of(TextDelta("all", cumulative=True), TextDelta("", cumulative=True)) == (Text("all"),)


def test_annotations_may_come_before_their_text_and_repeat() -> None:
    assembly = _fold(
        AnnotationDelta(({"url": "a"},)),
        TextDelta("x"),
        AnnotationDelta(({"url": "a"}, {"url": "b"})),
        AnnotationDelta(({"url": "a"}, {"url": "b"})),
    )
    assert assembly.answer().messages[0].parts == (Text("x", ({"url": "a"}, {"url": "b"})),)
    assert assembly.answer(2).messages[0].parts == (Text("x", ({"url": "a"},)),)
    assert assembly.tracks[0].closed_at == 2


def test_reasoning_text_and_refusal_are_parts_of_their_own_in_order_of_appearance() -> None:
    refusal = TextDelta("no", key="refusal", refusal=True)
    parts = _parts_of(ReasoningDelta("hm"), TextDelta("a"), refusal, ReasoningDelta("m"), TextDelta("b"))
    assert parts == (Reasoning("hmm"), Text("ab"), Text("no", refusal=True))


def test_text_without_a_key_goes_on_unless_another_part_came_between() -> None:
    said: list[Delta] = [
        TextDelta("On", key=None),
        TextDelta("e", key=None),
        ReasoningDelta("H", key=None),
        TextDelta("other", choice=1, key=None),
        ReasoningDelta("m", key=None),
        TextDelta("", key=None),
        TextDelta("Two", key=None),
        AnnotationDelta(("a",), key=None),
        PartDelta(Other("x", 1)),
        TextDelta("Three", key=None),
    ]
    first, second = fold([delta] for delta in said).answer().messages
    assert first.parts == (Text("One"), Reasoning("Hm"), Text("Two", ("a",)), Other("x", 1), Text("Three"))
    assert second.parts == (Text("other"),)


def test_a_signature_alone_is_reasoning_without_text() -> None:
    assert _parts_of(ReasoningDelta("", signature="sig")) == (Reasoning("", "sig"),)
    assert _parts_of(ReasoningDelta("hm"), ReasoningDelta("", signature="sig")) == (Reasoning("hm", "sig"),)


# --- Tool calls


def _call(arguments: str = "", id_: str | None = None, name: str | None = None, key: int | None = 0) -> ToolCallDelta:
    return ToolCallDelta(arguments, id_, name, key=key)


def test_a_call_comes_in_pieces_and_what_is_repeated_empty_changes_nothing() -> None:
    assembly = _fold(_call("", "c1", "add"), _call('{"a"', "", ""), _call(": 1}"), _call("", None, ""))
    (track,) = assembly.tracks
    assert track.part(4) == ToolCall("c1", "add", '{"a": 1}')
    assert track.part(2) == ToolCall("c1", "add", '{"a"')
    assert (track.opened_at, track.closed_at) == (0, 2)


def test_id_and_name_may_come_late() -> None:
    assembly = _fold(_call("{"), _call("", "c1"), _call("}", None, "add"))
    (track,) = assembly.tracks
    assert [track.part(shown) for shown in (1, 2, 3)] == [
        ToolCall(None, None, "{"),
        ToolCall("c1", None, "{"),
        ToolCall("c1", "add", "{}"),
    ]


def test_id_and_name_repeated_on_every_piece_are_one_call() -> None:
    assert _parts_of(_call("{", "c1", "add"), _call("}", "c1", "add")) == (ToolCall("c1", "add", "{}"),)


def test_a_new_id_with_a_name_on_the_same_index_is_another_call() -> None:
    parts = _parts_of(_call("{}", "c1", "add"), _call("[", "c2", "mul"), _call("]"))
    assert parts == (ToolCall("c1", "add", "{}"), ToolCall("c2", "mul", "[]"))


def test_a_new_id_without_a_name_on_the_same_index_goes_on() -> None:
    assert _parts_of(_call("{", "c1", "add"), _call("}", "c9")) == (ToolCall("c1", "add", "{}"),)


def test_without_index_a_name_or_a_new_id_opens_a_call_and_all_else_goes_on() -> None:
    parts = _parts_of(
        _call("{", "c1", "add", None), _call("}", "c1", None, None), _call("[", "c2", None, None), _call("]", key=None)
    )
    assert parts == (ToolCall("c1", "add", "{}"), ToolCall("c2", None, "[]"))


def test_whole_calls_without_index_in_one_event_are_told_apart() -> None:
    assembly = fold([[_call("{}", "null", "add", None), _call("[]", "null", "mul", None)]])
    assert assembly.answer().messages[0].parts == (ToolCall("null", "add", "{}"), ToolCall("null", "mul", "[]"))


def test_interleaved_choices_do_not_mix() -> None:
    steps: list[list[Delta]] = [
        [TextDelta("a", choice=1), ToolCallDelta("1", "x", "f", 1, 0)],
        [TextDelta("b"), ToolCallDelta("2", "y", "g", 0, 0)],
        [ToolCallDelta("3", choice=1), TextDelta("c", choice=1)],
    ]
    first, second = fold(steps).answer().messages
    assert first.parts == (Text("b"), ToolCall("y", "g", "2"))
    assert second.parts == (Text("ac"), ToolCall("x", "f", "13"))


# --- Parts and what belongs to the whole


def test_a_part_of_the_same_key_is_a_later_form_and_without_key_another_part() -> None:
    one, two = Blob("image", None, "MQ=="), Blob("image", None, "Mg==")
    assembly = _fold(PartDelta(one, key="image"), PartDelta(two, key="image"))
    assert assembly.answer(1).messages[0].parts == (one,)
    assert assembly.answer(2).messages[0].parts == (two,)
    assert _parts_of(PartDelta(one), PartDelta(one)) == (one, one)


def test_a_result_in_pieces_keeps_its_call() -> None:
    begun = PartDelta(ToolCallResponse("call_1", None, server=True, is_error=True), key=1)
    answer = fold([[begun], [PartDelta(ToolCallResponse(None, "5", server=True), key=1)]]).answer()
    assert answer.messages[0].parts == (ToolCallResponse("call_1", "5", server=True, is_error=True),)


def test_what_is_said_again_is_kept_once_in_its_history_and_every_time_in_its_step() -> None:
    said: tuple[Callable[[], Delta], ...] = (
        lambda: RoleDelta("assistant"),
        lambda: MetaDelta("id", "model"),
        lambda: UsageDelta(Usage(3, 1)),
        lambda: FinishDelta("stop", FinishReason.STOP),
    )
    assembly = fold([[make() for make in said]] * 3)
    assert [len(additions) for additions in assembly.additions] == [4, 4, 4]
    histories = (assembly.roles[0], assembly.metas, assembly.usages, assembly.finishes[0])
    assert [len(history) for history in histories] == [1, 1, 1, 1]


def test_usage_keeps_what_a_later_report_leaves_out() -> None:
    told = _fold(UsageDelta(Usage(3, 1)), UsageDelta(Usage(output_tokens=5, cost=0.1)))
    assert told.answer().usage == Usage(3, 5, cost=0.1)
    assert told.answer(1).usage == Usage(3, 1)


def test_an_empty_id_or_model_does_not_hide_the_known_one() -> None:
    answer = _fold(MetaDelta("", "m"), MetaDelta("id", ""), MetaDelta(None, "m2", "p")).answer()
    assert (answer.id, answer.model, answer.provider) == ("id", "m2", "p")


def test_nothing_folded_is_nothing() -> None:
    assert fold([]).answer().messages == ()
    assert fold([[], []]).steps == 2


def test_a_track_without_text_has_no_extent() -> None:
    track = Track(0, 0, Kind.TEXT, "content", forms=[(2, Text(""))])
    assert (track.extent(9), track.opened_at, track.closed_at) == ((0, 0), 2, 2)


def test_what_is_told_again_counts_only_where_nothing_came() -> None:
    again = RestatedDelta((TextDelta("Hi", key=(0, 9)),), within=0)
    whole = RestatedDelta((TextDelta("All", key=(7, 9)),))
    first, other = TextDelta("Hi", key=(0, 1)), TextDelta("Yo", key=(1, 1))
    cases: list[tuple[list[list[Delta]], list[str]]] = [
        ([[again]], ["Hi"]),
        ([[first], [again]], ["Hi"]),
        ([[other], [again]], ["Yo", "Hi"]),
        ([[whole], [whole]], ["All"]),
        ([[first], [again, whole]], ["Hi"]),
        ([[TextDelta("", key=(0, 1))], [again]], ["Hi"]),
    ]
    for steps, said in cases:
        (message,) = fold(steps).answer().messages
        assert [part.content for part in message.parts if isinstance(part, Text)] == said


def test_input_tokens_count_cached_ones_that_are_told_apart_and_the_reports_are_joined() -> None:
    begun = Usage(uncached_input_tokens=5, cache_read_input_tokens=2, cache_creation_input_tokens=3)
    first, later = begun.by({"input_tokens": 5, "tier": None}), Usage(output_tokens=9).by({"output_tokens": 9})
    assert first is not None
    assert later is not None
    told = _fold(UsageDelta(first), UsageDelta(later)).answer().usage
    assert told == Usage(10, 9, 2, 3)
    assert told is not None
    assert told.reported == {"input_tokens": 5, "tier": None, "output_tokens": 9}
    assert Usage().by({"input_tokens": None}) is None


def test_the_counts_of_two_answers_are_added_and_both_reports_kept() -> None:
    one, other = Usage(1, 2).by({"n": 1}), Usage(3).by({"n": 2})
    assert one is not None
    assert other is not None
    both = one.plus(other)
    assert (both, both.reported) == (Usage(4, 2), [{"n": 1}, {"n": 2}])
