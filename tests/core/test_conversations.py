# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Conversations: what continues what, what is tried again, what a tool answered."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.chats import asked, call, recording, refused, result, said, system, threads, user, whole
from viewer.core.conversations import Conversations
from viewer.core.model import Body, Headers, Request, Response
from viewer.core.recording import Recording
from viewer.core.text.json_values import Json

HELLO, HI, MORE = user("Hello"), said("Hi!"), user("And now?")
GET = Request("GET", "https://llm.example/v1/files/f1")
SSE = Headers((("Content-Type", "text/event-stream"),))


def _numbers(found: Conversations) -> list[int | None]:
    return [turn.conversation for turn in found.turns]


def _parents(found: Conversations) -> list[int | None]:
    return [turn.parent for turn in found.turns]


def _retries(found: Conversations) -> list[tuple[int | None, int | None]]:
    return [(turn.retry_of, turn.retried_by) for turn in found.turns]


# --- What continues what


def test_a_request_that_sends_back_the_answer_continues() -> None:
    found = threads((asked([HELLO]), whole(HI)), (asked([HELLO, HI, MORE]), whole(said("Bye"))))
    (conversation,) = found
    assert (conversation.exchanges, conversation.title) == ((0, 1), "Hello")
    turn = found.turns[1]
    assert (turn.parent, turn.known, turn.sends_back_answer) == (0, 1, True)
    assert found.of(1) == conversation


def test_only_the_very_beginning_counts() -> None:
    found = threads(
        (asked([HELLO, HI, MORE]), whole(said("a"))),
        (asked([HELLO, HI, user("Other")]), whole(said("b"))),
        (asked([MORE]), whole(said("c"))),
    )
    assert _numbers(found) == [0, 1, 2]


def test_branches_of_one_answer_and_requests_between_belong_together_by_what_they_repeat() -> None:
    title = asked([system("Name this chat"), HELLO]), whole(said("Greeting"))
    found = threads(
        (asked([system("Be kind"), HELLO]), whole(HI)),
        title,
        (asked([system("Be kind"), HELLO, HI, MORE]), whole(said("x"))),
        (asked([system("Be kind"), HELLO, HI, user("Sum it up")]), whole(said("y"))),
    )
    assert _numbers(found) == [0, 1, 0, 0]
    assert _parents(found) == [None, None, 0, 0]


def test_of_equal_requests_the_one_continues_whose_answer_follows() -> None:
    def calls(id_: str) -> dict[str, Json]:
        return said(None, call(id_, "add"))

    first, second = (asked([HELLO]), whole(calls("a"))), (asked([HELLO]), whole(calls("b")))
    found = threads(first, second, (asked([HELLO, calls("a"), result("a", "1")]), whole(HI)))
    assert _parents(found) == [None, None, 0]
    changed = threads(first, second, (asked([HELLO, calls("c"), result("c", "1")]), whole(HI)))
    assert _parents(changed) == [None, None, 1]


def test_a_continuation_prefers_the_answered_request_to_the_failed_one() -> None:
    again = said("something else")
    found = threads(
        (asked([HELLO]), whole(HI)),
        (asked([HELLO], seed=1), refused()),
        (asked([HELLO, again, MORE]), whole(HI)),
    )
    assert _parents(found) == [None, None, 0]


@pytest.mark.parametrize(
    "sent_back",
    [
        said("  The sum is"),
        said(None, content=[{"type": "text", "text": "The "}, {"type": "text", "text": "sum is"}]),
        said("The sum is", reasoning_content="not the same"),
        said("The sum is", refusal=None, annotations=[]),
    ],
)
def test_small_differences_of_a_text_sent_back_do_not_matter(sent_back: dict[str, Json]) -> None:
    answer = said("The sum is\n", reasoning_content="hm")
    found = threads((asked([HELLO]), whole(answer)), (asked([HELLO, sent_back, MORE]), whole(HI)))
    assert found.turns[1].sends_back_answer


@pytest.mark.parametrize(
    "sent_back",
    [
        said("", call("c1", "add", '{"b":2,"a":1}')),
        said(None, call("other", "add", '{ "a": 1,\n "b": 2 }')),
    ],
)
def test_small_differences_of_a_call_sent_back_do_not_matter(sent_back: dict[str, Json]) -> None:
    answer = said(None, call("c1", "add", '{"a": 1, "b": 2}'))
    found = threads((asked([HELLO]), whole(answer)), (asked([HELLO, sent_back, MORE]), whole(HI)))
    assert found.turns[1].sends_back_answer


def test_another_answer_than_the_recorded_one_continues_under_the_same_instructions_only() -> None:
    begin = asked([system("Be kind"), HELLO]), whole(HI)
    cut = [HELLO, said("Hi! (cut)"), MORE]
    assert _numbers(threads(begin, (asked([system("Be kind"), *cut]), whole(HI)))) == [0, 0]
    assert not threads(begin, (asked([system("Be kind"), *cut]), whole(HI))).turns[1].sends_back_answer
    assert _numbers(threads(begin, (asked([system("Be rude"), *cut]), whole(HI)))) == [0, 1]


def test_instructions_with_a_date_do_not_split_a_conversation() -> None:
    found = threads(
        (asked([system("It is 10:01"), HELLO]), whole(HI)),
        (asked([system("It is 10:02"), HELLO, HI, MORE]), whole(HI)),
    )
    assert _numbers(found) == [0, 0]


def test_any_of_several_choices_may_be_continued() -> None:
    found = threads((asked([HELLO], n=2), whole(HI, said("Hey"))), (asked([HELLO, said("Hey"), MORE]), whole(HI)))
    assert found.turns[1].sends_back_answer


def test_instructions_alone_are_a_conversation_and_can_be_continued() -> None:
    found = threads((asked([system("Tell a joke")]), whole(HI)), (asked([system("Tell a joke"), HI, MORE]), whole(HI)))
    assert _numbers(found) == [0, 0]
    assert found[0].title == "Tell a joke"


def test_what_is_no_llm_call_or_says_nothing_has_no_conversation() -> None:
    empty = replace(asked([]), body=Body(None))
    found = threads((GET, Response(200)), (empty, refused(500)), (asked([HELLO]), whole(HI)))
    assert _numbers(found) == [None, None, 0]
    assert found.of(0) is None


def test_the_title_is_one_line_of_the_users_words_else_the_path() -> None:
    def titled(*messages: dict[str, Json]) -> str:
        return threads((asked(messages), whole(HI)))[0].title

    assert titled(system("Be kind"), user("  Tell\n me   more ")) == "Tell me more"
    assert titled(user(""), said("I begin")) == "I begin"
    assert titled({"role": "user", "content": [{"type": "image_url", "image_url": {"url": "u"}}]}) == (
        "/v1/chat/completions"
    )
    assert len(titled(user("word " * 1000))) <= 120


# --- What is tried again


def test_a_chain_of_failures_is_a_chain_of_retries() -> None:
    found = threads((asked([HELLO]), refused()), (asked([HELLO]), refused(503)), (asked([HELLO]), whole(HI)))
    assert _retries(found) == [(None, 1), (0, 2), (1, None)]
    assert _numbers(found) == [0, 0, 0]


def test_the_same_request_after_a_good_answer_is_another_run() -> None:
    found = threads((asked([HELLO]), whole(HI)), (asked([HELLO]), whole(HI)))
    assert _retries(found) == [(None, None), (None, None)]
    assert _numbers(found) == [0, 1]


def test_a_failure_is_retried_once() -> None:
    found = threads((asked([HELLO]), refused()), (asked([HELLO]), whole(HI)), (asked([HELLO]), whole(HI)))
    assert _retries(found) == [(None, 1), (0, None), (None, None)]
    assert _numbers(found) == [0, 0, 1]


def test_a_retry_stands_where_the_failed_request_stood() -> None:
    more = asked([HELLO, HI, MORE])
    found = threads((asked([HELLO]), whole(HI)), (more, refused()), (asked([user("x")]), whole(HI)), (more, whole(HI)))
    turn = found.turns[3]
    assert (turn.conversation, turn.parent, turn.known, turn.retry_of) == (0, 0, 1, 1)


def test_an_error_inside_a_stream_of_status_200_is_a_failure_to_retry() -> None:
    data = f"data: {json.dumps({'error': {'message': 'Overloaded', 'code': 529}})}\n\n"
    broken = Response(200, "OK", SSE, Body(data.encode()))
    assert _retries(threads((asked([HELLO]), broken), (asked([HELLO]), whole(HI)))) == [(None, 1), (0, None)]


def test_the_same_words_with_other_settings_after_a_failure_are_one_conversation_and_no_retry() -> None:
    found = threads((asked([HELLO], temperature=9), refused(400)), (asked([HELLO]), whole(HI)))
    assert _numbers(found) == [0, 0]
    assert _retries(found) == [(None, None), (None, None)]


def test_what_is_no_llm_call_can_be_retried() -> None:
    found = threads((GET, Response(503)), (GET, Response(200)))
    assert _retries(found) == [(None, 1), (0, None)]
    assert _numbers(found) == [None, None]


# --- What a tool answered


def _results(found: Recording) -> dict[tuple[int, int], tuple[int, Json]]:
    return {key: (value.exchange, found.response(value).response) for key, value in found.threads.results.items()}


def test_each_call_finds_its_result_by_id_whatever_the_order() -> None:
    calls = said(None, call("c1", "add"), call("c2", "mul"))
    found = recording(
        (asked([HELLO]), whole(calls)), (asked([HELLO, calls, result("c2", "6"), result("c1", "5")]), whole(HI))
    )
    assert _results(found) == {(0, 0): (1, "5"), (0, 1): (1, "6")}


def test_a_result_without_id_is_found_by_name_and_without_name_by_order() -> None:
    calls = said(None, call(None, "add"), call(None, "mul"))
    named = [result(None, "6", name="mul"), result(None, "5", name="add")]
    bare = [result(None, "5"), result(None, "6")]
    for results in (named, bare):
        found = recording((asked([HELLO]), whole(calls)), (asked([HELLO, calls, *results]), whole(HI)))
        assert _results(found) == {(0, 0): (1, "5"), (0, 1): (1, "6")}


def test_one_id_for_all_calls_of_all_turns_does_not_mix_them_up() -> None:
    first = said(None, call("x", "add", '{"a":1}'), call("x", "add", '{"a":2}'))
    second = said(None, call("x", "add", '{"a":3}'))
    one = [HELLO, first, result("x", "1"), result("x", "2")]
    two = [*one, second, result("x", "3")]
    found = recording((asked([HELLO]), whole(first)), (asked(one), whole(second)), (asked(two), whole(HI)))
    assert _results(found) == {(0, 0): (1, "1"), (0, 1): (1, "2"), (1, 0): (2, "3")}


def test_a_client_may_put_its_own_ids() -> None:
    answer = said(None, call("c1", "add", '{"a": 1}'), call("c2", "add", '{"a": 2}'))
    sent = said(None, call("k2", "add", '{"a":2}'), call("k1", "add", '{"a":1}'))
    history = [HELLO, sent, result("k1", "1"), result("k2", "2")]
    found = recording((asked([HELLO]), whole(answer)), (asked(history), whole(HI)))
    assert _results(found) == {(0, 0): (1, "1"), (0, 1): (1, "2")}


def test_a_result_belongs_to_its_own_branch() -> None:
    def calls(number: int) -> dict[str, Json]:
        return said(None, call("call_0", "add", json.dumps({"n": number})))

    found = recording(
        (asked([user("A")]), whole(calls(1))),
        (asked([user("B")]), whole(calls(2))),
        (asked([user("A"), calls(1), result("call_0", "one")]), whole(HI)),
        (asked([user("B"), calls(2), result("call_0", "two")]), whole(HI)),
    )
    assert _results(found) == {(0, 0): (2, "one"), (1, 0): (3, "two")}


def test_a_result_may_come_a_turn_late() -> None:
    calls = said(None, call("c1", "add"), call("c2", "slow"))
    one = [HELLO, calls, result("c1", "5")]
    two = [*one, said("Wait"), result("c2", "done")]
    found = recording((asked([HELLO]), whole(calls)), (asked(one), whole(said("Wait"))), (asked(two), whole(HI)))
    assert _results(found) == {(0, 0): (1, "5"), (0, 1): (2, "done")}


def test_a_legacy_function_call_is_answered_by_name() -> None:
    called = said(None, function_call={"name": "add", "arguments": "{}"})
    answered: dict[str, Json] = {"role": "function", "name": "add", "content": "5"}
    found = recording((asked([HELLO]), whole(called)), (asked([HELLO, called, answered]), whole(HI)))
    assert _results(found) == {(0, 0): (1, "5")}


def test_the_first_request_that_reports_a_result_is_named_though_it_failed() -> None:
    calls = said(None, call("c1", "add"))
    report = asked([HELLO, calls, result("c1", "5")])
    found = recording((asked([HELLO]), whole(calls)), (report, refused()), (report, whole(HI)))
    assert _results(found) == {(0, 0): (1, "5")}


def test_a_result_that_answers_no_call_is_no_result() -> None:
    calls = said(None, call("c1", "add"))
    orphan = result("elsewhere", "5")
    found = recording((asked([HELLO]), whole(calls)), (asked([HELLO, calls, orphan]), whole(HI)))
    assert _results(found) == {}
    assert _results(recording((asked([HELLO, orphan]), whole(HI)))) == {}


# --- Anything at all


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["Hello", "Go on"])), max_size=9))
def test_a_wood_of_branches_is_found_again_from_its_requests_alone(wood: list[tuple[int, str]]) -> None:
    """Each node continues one of those before it, or opens a conversation; equal words stand everywhere."""
    histories: list[list[dict[str, Json]]] = []
    parents: list[int | None] = []
    for number, (choice, words) in enumerate(wood):
        parent = choice if choice < number else None
        history = [] if parent is None else [*histories[parent], said(f"answer {parent}")]
        parents.append(parent)
        histories.append([*history, user(words)])
    found = threads(*((asked(history), whole(said(f"answer {number}"))) for number, history in enumerate(histories)))
    assert _parents(found) == parents
    for turn in found.turns:
        if turn.parent is not None:
            assert turn.conversation == found.turns[turn.parent].conversation
            assert turn.known == len(histories[turn.parent])
    assert sum(len(c.exchanges) for c in found) == len(wood)


def test_every_exchange_has_a_turn_in_the_order_of_the_file() -> None:
    found = recording((asked([HELLO]), whole(HI)), (GET, Response(None)), (asked([HELLO, HI, MORE]), whole(HI)))
    assert [turn.exchange for turn in found.threads.turns] == [0, 1, 2]
    assert [exchange.interaction.index for exchange in found.exchanges] == [0, 1, 2]
