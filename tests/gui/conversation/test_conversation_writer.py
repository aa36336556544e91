# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The rows of an exchange at a position."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

import pytest

from tests.gui.conversation.conversation_samples import (
    AGAIN,
    ASK,
    BUSY,
    DONE,
    TEXT_STREAM,
    TOOL_STREAM,
    asking,
    call,
    chunk,
)
from viewer.core.recording import Recording, load
from viewer.core.secrets.masking import Masker
from viewer.gui.conversation.row_writers import context
from viewer.gui.conversation.row_writers.conversation import ConversationWriter
from viewer.gui.conversation.rows import Line, Passage, Row, ToExchange, ToPane

Make = Callable[..., Recording]


def _writer(recording: Recording, number: int = 0) -> ConversationWriter:
    return ConversationWriter(recording, number, Masker())


def _lines(recording: Recording, number: int = 0, shown: int | None = None, *unfolded: Hashable) -> list[str]:
    writer = _writer(recording, number)
    for key in unfolded:
        writer.toggle(key)
    exchange = recording.exchanges[number]
    rows = writer.conversation(exchange.shown_whole if shown is None else shown).rows
    return [row.content.text for row in rows]


def _row(writer: ConversationWriter, shown: int, key: Hashable) -> Row:
    return next(row for row in writer.conversation(shown).rows if row.key == key)


def test_a_finished_answer(agent: Recording) -> None:
    assert _lines(agent) == [
        "System messages[0]",
        "Be brief.",
        "User messages[1]",
        "Count to three.",
        "Assistant m events 1–8",
        "I will count.",
        "count c1 valid JSON matches schema",
        '{\n  "n": 3\n}',
        "result 1 2 3 in #2 events 4–6",
        "finish: tool_calls 1.00 s 2 text fragments 2 argument fragments",
        "",
        "End of the recording. The stream closed with [DONE] at YAML line 10",
    ]


def test_an_answer_while_it_is_assembled(agent: Recording) -> None:
    lines = _lines(agent, 0, 5)
    assert lines[4] == "Assistant assembling from the stream events 1–5"
    assert lines[6:] == [
        "count c1 incomplete",
        '{"n"',
        "result 1 2 3 in #2 events 4–5 of 4–6",
        "3 more events: 1 argument fragment, finish tool_calls, [DONE]",
    ]


def test_caret_tint_and_accent_are_where_the_stream_is(agent: Recording) -> None:
    writer = _writer(agent)
    text = _row(writer, 3, ("text", ("track", 0))).content
    assert isinstance(text, Passage)
    assert (text.caret, text.added) == (True, ((6, 13),))
    arguments = _row(writer, 5, ("arguments", ("track", 1)))
    assert arguments.frame is not None
    assert arguments.frame.kind == "active"
    end = [row for row in writer.conversation(8).rows if isinstance(row.content, Passage)]
    assert not any(row.content.caret or row.content.added for row in end if isinstance(row.content, Passage))


def test_nothing_has_arrived_yet(agent: Recording) -> None:
    assert _lines(agent, 0, 0)[4:] == [
        "Assistant nothing has arrived yet",
        "8 more events: 2 text fragments, 3 argument fragments, finish tool_calls, [DONE]",
    ]


def test_earlier_turns_are_cards_that_say_where_they_were_recorded(agent: Recording) -> None:
    writer = _writer(agent, 2)
    heading = _row(writer, 4, ("heading", ("message", 2))).content
    assert heading.text == "Assistant 1 tool call messages[2] ·  recorded as #0"
    assert isinstance(heading, Line)
    actions = [span.action for span in heading.spans if span.action]
    assert actions == [ToPane("requestPane", ("messages", 2)), ToExchange(0)]
    assert _row(writer, 4, ("call", ("history", (2, 1)))).content.text == 'count {"n": 3} result 1 2 3 matches schema'


def test_a_card_of_the_history_unfolds_with_its_result(agent: Recording) -> None:
    lines = _lines(agent, 2, None, ("call", ("history", (2, 1))))
    assert lines[6:10] == ["count c1 valid JSON matches schema", '{\n  "n": 3\n}', "result messages[3]", "1 2 3"]


def test_a_retry_names_the_attempt_that_failed(agent: Recording) -> None:
    lines = _lines(agent, 2)
    assert "1 retry folded 429 #1 Too many requests: try later after 1.00 s, sent again as #2" in lines


def test_what_a_damaged_entry_does_not_hold_is_said_to_be_missing(tmp_path: Path) -> None:
    path = tmp_path / "cut.yaml"
    path.write_text("version: 2\ninteractions:\n  - id: 0\n    request: {url: [\n", "utf-8")
    lines = _lines(load(path))
    assert lines[1:3] == ["no address recorded", "not recorded"]
    assert lines[-1] == "not recorded"


def test_no_answer(agent: Recording) -> None:
    lines = _lines(agent, 1)
    assert lines[7:] == [
        "No answer the server sent one JSON body instead of a stream YAML line 20",
        "429 Too Many Requests Too many requests: try later",
        "Response body, 67 bytes Response",
        "Sent again unchanged as #2 which answered 200 OK",
    ]


def test_a_truncated_stream_says_what_is_missing(make: Make) -> None:
    recording = make((asking(ASK), "".join(TOOL_STREAM.split("\n\n")[0:5:1]).replace("}data", "}\n\ndata") + "\n\n"))
    lines = _lines(recording)
    assert "count c1 incomplete" in lines
    assert "finish: not recorded" in lines[-3]
    assert lines[-1].startswith("The recording stops at event 5. No finish reason, no [DONE].")


@pytest.mark.parametrize(
    ("arguments", "name", "badges"),
    [
        ('{"n": 1}', "count", "valid JSON matches schema"),
        ('{"n": "x"}', "count", "valid JSON does not match schema"),
        ("{n: 1}", "count", "not JSON at character 2"),
        ('{"n": 1', "count", "incomplete"),
        ('{"n": 1}', "other", "valid JSON not declared"),
        ("", "count", "does not match schema"),
    ],
)
def test_badges(make: Make, arguments: str, name: str, badges: str) -> None:
    stream = chunk(tool_calls=[call(arguments, id="c", name=name)]) + chunk(finish="tool_calls") + DONE
    assert f"{name} c {badges}" in _lines(make((asking(ASK), stream)))


@pytest.mark.parametrize(("arguments", "marked"), [("{n: 1}", "n"), ('{"n": 1}', None), ('{"n": \n oops}', "o")])
def test_the_character_at_which_arguments_are_not_json_is_marked(
    make: Make, arguments: str, marked: str | None
) -> None:
    stream = chunk(tool_calls=[call(arguments, id="c", name="count")]) + chunk(finish="tool_calls") + DONE
    recording = make((asking(ASK), stream))
    rows = _writer(recording).conversation(recording.exchanges[0].shown_whole).rows
    (passage,) = [row.content for row in rows if isinstance(row.content, Passage) and row.content.style == "code"]
    assert (passage.text[passage.wrong] if passage.wrong is not None else None) == marked


def test_a_verdict_without_its_schema_is_given_where_there_is_no_time(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = chunk(tool_calls=[call('{"n": "x"}', id="c", name="count")]) + chunk(finish="tool_calls") + DONE
    recording = make((asking(ASK), stream))
    writer, shown = _writer(recording), recording.exchanges[0].shown_whole
    with monkeypatch.context() as hurried:
        hurried.setattr(context, "_CHECKING_S", -1.0)
        texts = [row.content.text for row in writer.conversation(shown).rows]
    assert "count c valid JSON" in texts
    assert writer.unchecked_calls == 1
    assert "count c valid JSON does not match schema" in [row.content.text for row in writer.conversation(shown).rows]
    assert writer.unchecked_calls == 0


def test_why_arguments_do_not_fit(make: Make) -> None:
    stream = chunk(tool_calls=[call('{"n": "x"}', id="c", name="count")]) + DONE
    assert any("'x' is not of type 'integer'" in line for line in _lines(make((asking(ASK), stream))))


def test_several_choices(make: Make) -> None:
    stream = chunk(content="A") + chunk(content="B", choice=1) + chunk(finish="stop") + chunk(finish="length", choice=1)
    lines = _lines(make((asking(ASK), stream + DONE)))
    at = lines.index("Choice 0 finish: stop")
    assert lines[at : at + 4] == ["Choice 0 finish: stop", "A", "Choice 1 finish: length", "B"]


def test_reasoning_stands_apart_with_its_length(make: Make) -> None:
    stream = chunk(reasoning_content="Hm, ") + chunk(reasoning_content="yes.") + chunk(content="Yes.") + DONE
    recording = make((asking(ASK), stream))
    lines = _lines(recording)
    assert lines[5:8] == ["Reasoning 8 characters", "Hm, yes.", "Yes."]
    assert "Hm, yes." not in _lines(recording, 0, None, ("reasoning", ("track", 0)))


def test_a_refusal_is_marked(make: Make) -> None:
    lines = _lines(make((asking(ASK), chunk(refusal="I will not.") + DONE)))
    assert lines[lines.index("refusal") + 1] == "I will not."


def test_an_error_inside_a_stream(make: Make) -> None:
    stream = chunk(content="One") + 'data: {"error": {"message": "broke down", "code": 500}}\n\n'
    lines = _lines(make((asking(ASK), stream)))
    assert "error inside 200 OK broke down" in lines


def test_a_text_of_nothing_but_space_takes_no_room(make: Make) -> None:
    lines = _lines(make((asking(ASK), chunk(content="\n") + chunk(tool_calls=[call("{}", id="c", name="x")]) + DONE)))
    assert lines[5].startswith("x c")


def test_a_stream_with_an_error_status_says_so(make: Make) -> None:
    lines = _lines(make((asking(ASK), chunk(content="Hm") + DONE, 503)))
    assert "503 Service Unavailable The server answered with an error" in lines


def test_an_answer_without_a_body(make: Make) -> None:
    assert _lines(make((asking(ASK), "")))[-1] == "The recording holds no body for this answer."


def test_an_answer_that_came_whole(make: Make) -> None:
    body = {"id": "r", "model": "m", "choices": [{"index": 0, "message": {"role": "assistant", "content": "Three."}}]}
    lines = _lines(make((asking(ASK, stream=False), json.dumps(body))))
    assert lines[4:6] == ["Assistant m", "Three."]
    assert lines[-1] == "End of the recording. The answer came whole, not as a stream, at YAML line 10"


def test_long_texts_are_cut_and_lead_to_the_request(make: Make) -> None:
    writer = _writer(make((asking([{"role": "user", "content": "word " * 50_000}]), TEXT_STREAM)))
    passage = _row(writer, 4, ("text", (0, 0))).content
    cut = _row(writer, 4, ("cut", (0, 0))).content
    assert len(passage.text) == 20_000
    assert cut.text == "Show all, 250.0 kB"
    assert isinstance(cut, Line)
    assert cut.spans[0].action == ToPane("requestPane", ("messages", 0))


def _long_talk(count: int) -> list[dict[str, Any]]:
    return [{"role": ("user", "assistant")[n % 2], "content": f"said {n}"} for n in range(count)]


def test_what_was_known_is_folded_when_it_is_long(make: Make) -> None:
    first, again = _long_talk(9), [*_long_talk(10), {"role": "user", "content": "and now"}]
    again[9]["content"] = "One, two, three."
    recording = make((asking(first), TEXT_STREAM), (asking(again), TEXT_STREAM))
    lines = _lines(recording, 1)
    assert lines[0] == "9 earlier messages known from #0 5 user, 4 assistant"
    assert lines[1] == "Assistant messages[9] ·  recorded as #0"
    assert "said 3" not in lines
    assert "said 3" in _lines(recording, 1, None, "earlier")


def test_a_changed_system_prompt_is_not_folded_as_known(make: Make) -> None:
    system = [{"role": "system", "content": f"Be brief.\nAnswer in {language}."} for language in ("Latin", "Greek")]
    first, again = [system[0], *_long_talk(9)], [system[1], *_long_talk(10), {"role": "user", "content": "and now"}]
    again[10]["content"] = "One, two, three."
    lines = _lines(make((asking(first), TEXT_STREAM), (asking(again), TEXT_STREAM)), 1)
    assert lines[:6] == [
        "System prompt changed since #0 +1 −1",
        "Be brief.",
        "Answer in Latin.",
        "Answer in Greek.",
        "Whole system prompt 26 characters messages[0]",
        "9 earlier messages known from #0 5 user, 4 assistant",
    ]


def test_a_changed_system_prompt_is_there_in_full(make: Make) -> None:
    again = [{"role": "system", "content": "Be long."}, *AGAIN[1:]]
    lines = _lines(make((asking(ASK), TOOL_STREAM), (asking(again), TEXT_STREAM)), 1, None, "whole system")
    assert lines[:4] == [
        "System prompt changed since #0 +1 −1",
        "Be brief.",
        "Be long.",
        "Whole system prompt 8 characters messages[0]",
    ]
    assert lines[4] == "Be long."


def test_changed_tools_are_told_by_name_and_line_by_line(make: Make) -> None:
    tools = [{"type": "function", "function": {"name": "sum"}}]
    recording = make((asking(ASK), TOOL_STREAM), (asking(AGAIN, tools=tools), TEXT_STREAM))
    rows = _writer(recording, 1).conversation(0).rows
    assert rows[0].content.text.startswith("Tools changed since #0 added sum; removed count +1 −")
    assert [row.text for row in rows if row.change == "added"] == ["+ sum"]


def test_an_error_of_a_tool_is_red_on_the_call_and_on_its_result(make: Make) -> None:
    again = [*AGAIN[:-1], {**AGAIN[-1], "content": "1\nExit code: 3"}]
    recording = make((asking(ASK), TOOL_STREAM), (asking(again), TEXT_STREAM))
    call = next(row.content for row in _writer(recording).conversation(8).rows if row.key == ("call", ("track", 1)))
    foot = next(r.content for r in _writer(recording).conversation(8).rows if r.key == ("call-end", ("track", 1)))
    card = next(r.content for r in _writer(recording, 1).conversation(0).rows if r.key == ("call", ("history", (2, 1))))
    assert isinstance(call, Line)
    assert isinstance(foot, Line)
    assert isinstance(card, Line)
    assert [span.text for span in call.spans if span.tone == "red"] == ["failed"]
    assert [span.text for span in foot.spans if span.color == "red"] == ["error"]
    assert [span.text for span in card.spans if span.tone == "red" or span.color == "red"] == ["error", "failed"]


def test_what_did_not_change_is_not_told(agent: Recording) -> None:
    assert not any("changed since" in line for line in _lines(agent, 1))


def test_a_message_that_says_nothing_and_a_request_without_any(make: Make) -> None:
    assert "User says nothing messages[0]" in _lines(make((asking([{"role": "user", "content": ""}]), TEXT_STREAM)))
    assert _lines(make((asking([]), TEXT_STREAM)))[0] == "No messages the request holds none"


def test_parts_that_are_no_text(make: Make) -> None:
    parts = [
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}},
        {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}},
        {"type": "input_audio", "input_audio": {"data": "AAAA", "format": "wav"}},
        {"type": "strange", "x": 1},
    ]
    lines = _lines(make((asking([{"role": "user", "content": parts}]), TEXT_STREAM)))
    assert lines[1:7] == [
        "[image, image/png, 3 bytes]",
        "image/png, 3 bytes Open Save…",
        "image by address https://example.org/a.png",
        "audio/wav, 3 bytes Save…",
        "strange",
        '{\n  "type": "strange",\n  "x": 1\n}',
    ]


def test_secrets_are_masked_everywhere(make: Make) -> None:
    secret = "sk-proj-" + "9Xq2Lr7VbN4kTz8MwP1yHc5D"
    said = [{"role": "user", "content": secret, "name": "a"}, {"role": "tool", "tool_call_id": "x", "content": secret}]
    stream = chunk(content=secret[:15]) + chunk(content=secret[15:])
    stream += chunk(tool_calls=[call(json.dumps({"n": secret}), id="c", name="count")]) + DONE
    recording = make((asking(said), stream), (asking(said), json.dumps({"error": {"message": secret}}), 401))
    for number in (0, 1):
        for shown in range(recording.exchanges[number].shown_whole + 1):
            assert not any(secret[:8] in line for line in _lines(recording, number, shown, "error-body"))


def test_going_back_gives_the_same_rows(agent: Recording) -> None:
    writer = _writer(agent)
    before = [[row.content.text for row in writer.conversation(n).rows] for n in range(9)]
    assert [[row.content.text for row in writer.conversation(n).rows] for n in reversed(range(9))] == before[::-1]


def test_traffic_that_no_dialect_reads(make: Make) -> None:
    recording = make(({"q": 1}, "plain words"))
    interaction = recording.exchanges[0].interaction
    assert recording.exchanges[0].dialect is not None or _lines(recording)[0].startswith("Request")
    assert interaction.request.method == "POST"


def test_requests_that_share_nothing_stay_apart(make: Make) -> None:
    recording = make((asking(ASK), TEXT_STREAM), (asking(AGAIN), TEXT_STREAM), (asking(ASK), BUSY, 429))
    assert not any("retry" in line for line in _lines(recording, 1))
