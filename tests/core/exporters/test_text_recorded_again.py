# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The same talk recorded again, by chance with everything else different: the same text, and only for the same talk."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from viewer.core import recording
from viewer.core.recording import Recording

Json = Any
Export = Callable[..., str]

_words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
_texts = st.lists(_words, min_size=1, max_size=9).map(" ".join)
_shared_folder = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@dataclass(frozen=True)
class Talk:
    """What was said: a question, the arguments of a call, its result, an answer."""

    question: str
    arguments: dict[str, Json]
    result: dict[str, Json]
    answer: str


_talks = st.builds(
    Talk,
    _texts,
    st.dictionaries(_words, st.integers() | _texts | st.floats(allow_nan=False, allow_infinity=False), max_size=5),
    st.dictionaries(_words, st.integers() | _texts, max_size=5),
    _texts,
)


class Recorder:
    """Records a talk; `chance` draws ids, times, the order of keys, spacing, and where the stream is cut."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance

    def interactions(self, talk: Talk) -> list[tuple[Json, str]]:
        """Request and streamed answer of both turns."""
        call = f"call_{self._id(24)}"
        arguments = self._json(talk.arguments)
        user = {"role": "user", "content": talk.question}
        called = {"id": call, "type": "function", "function": {"name": "look", "arguments": arguments}}
        sent_back = {"role": "assistant", "content": None, "tool_calls": [called]}
        result = {"role": "tool", "tool_call_id": call, "content": self._json(talk.result)}
        asks: list[list[Json]] = [[user], [user, sent_back, result]]
        head = {"index": 0, "id": call, "type": "function", "function": {"name": "look", "arguments": ""}}
        calls: list[Json] = [{"tool_calls": [head]}]
        calls += [{"tool_calls": [{"index": 0, "function": {"arguments": part}}]} for part in self._cut(arguments)]
        says = [{"content": part} for part in self._cut(talk.answer)]
        told = [(calls, "tool_calls"), (says, "stop")]
        return [
            (self._body(ask), self._stream(deltas, finish)) for ask, (deltas, finish) in zip(asks, told, strict=True)
        ]

    def _body(self, messages: list[Json]) -> str:
        tool = {"type": "function", "function": {"name": "look", "parameters": {"type": "object"}}}
        user = f"user-{self._id(32)}"
        return self._json({"model": "demo-1", "stream": True, "messages": messages, "tools": [tool], "user": user})

    def _stream(self, deltas: Sequence[Json], finish: str) -> str:
        id_, created = f"chatcmpl-{self._id(24)}", self._chance.randrange(1_700_000_000, 1_800_000_000)
        head = {"id": id_, "created": created, "model": "demo-1", "object": "chat.completion.chunk"}
        chunks = [{**head, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in deltas]
        chunks += [{**head, "choices": [{"index": 0, "delta": {}, "finish_reason": finish}]}]
        counted = {"prompt_tokens": 30, "completion_tokens": self._chance.randrange(1, 99)}
        padding = {"obfuscation": self._id(self._chance.randrange(20))}
        chunks += [{**head, "choices": [], "usage": counted, **padding}]
        return "".join(f"data: {self._json(chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n"

    def _id(self, length: int) -> str:
        return "".join(self._chance.choices("abcdefghkmnpqrstuvwxyzABCDEFGH0123456789", k=length - 1)) + "7"

    def _cut(self, text: str) -> Iterator[str]:
        while text:
            size = self._chance.randrange(1, 9)
            yield text[:size]
            text = text[size:]

    def _json(self, value: Json) -> str:
        separators = self._chance.choice([(",", ":"), (", ", ": ")])
        return json.dumps(self._shuffled(value), separators=separators, ensure_ascii=self._chance.random() < 0.5)

    def _shuffled(self, value: Json) -> Json:
        if isinstance(value, dict):
            pairs = [(key, self._shuffled(item)) for key, item in value.items()]
            return dict(self._chance.sample(pairs, len(pairs)))
        return [self._shuffled(item) for item in value] if isinstance(value, list) else value


def _chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - nothing secret is drawn


URL = "https://llm.example/v1/chat/completions"


def govcr(talk: Talk, chance: Random) -> str:
    """The talk as go-vcr writes it."""
    kind = {"Content-Type": ["text/event-stream"], "X-Request-Id": [str(chance.random())]}
    return yaml.safe_dump(
        {
            "version": 2,
            "interactions": [
                {
                    "id": number,
                    "request": {"url": URL, "method": "POST", "body": body},
                    "response": {
                        "status": "200 OK",
                        "code": 200,
                        "headers": kind,
                        "body": answer,
                        "duration": f"{chance.randrange(1, 9999)}ms",
                    },
                }
                for number, (body, answer) in enumerate(Recorder(chance).interactions(talk))
            ],
        },
        allow_unicode=chance.random() < 0.5,
    )


def vcrpy(talk: Talk, chance: Random) -> str:
    """The talk as VCR.py writes it; it keeps no durations, so times of its streams come from elsewhere."""
    kind = {"content-type": ["text/event-stream"], "date": ["Mon, 01 Jan 2024 00:00:00 GMT"]}
    return yaml.safe_dump(
        {
            "interactions": [
                {
                    "request": {"body": body, "headers": {"Accept": ["*/*"]}, "method": "POST", "uri": URL},
                    "response": {"body": {"string": answer}, "headers": kind, "status": {"code": 200, "message": ""}},
                }
                for body, answer in Recorder(chance).interactions(talk)
            ],
            "version": 1,
        }
    )


@pytest.fixture
def text_of(tmp_path: Path, export: Export) -> Callable[[str], str]:
    """Write a cassette and export it as text."""

    def text_of(cassette: str) -> str:
        path = tmp_path / "again.yaml"
        path.write_text(cassette, "utf-8")
        found: Recording = recording.load(path)
        return export("text", found)

    return text_of


@_shared_folder
@given(talk=_talks, one=st.integers(), two=st.integers())
def test_the_same_talk_is_the_same_text(text_of: Callable[[str], str], talk: Talk, one: int, two: int) -> None:
    first, second = (text_of(govcr(talk, _chance(seed))) for seed in (one, two))
    assert first == second
    assert "call look:" in first


@_shared_folder
@given(talk=_talks, answer=_texts, one=st.integers(), two=st.integers())
def test_another_answer_differs_there_only(
    text_of: Callable[[str], str], talk: Talk, answer: str, one: int, two: int
) -> None:
    other = Talk(talk.question, talk.arguments, talk.result, answer)
    before = text_of(govcr(talk, _chance(one))).split("\n")
    after = text_of(govcr(other, _chance(two))).split("\n")
    assert [(old, new) for old, new in zip(before, after, strict=True) if old != new] == (
        [] if talk.answer == answer else [(f"  {talk.answer}", f"  {answer}")]
    )


@_shared_folder
@given(talk=_talks, one=st.integers(), two=st.integers())
def test_another_recorder_differs_in_the_source_of_times_only(
    text_of: Callable[[str], str], talk: Talk, one: int, two: int
) -> None:
    go, python = text_of(govcr(talk, _chance(one))), text_of(vcrpy(talk, _chance(two)))
    assert go.replace("timing: scaled", "timing: paced") == python


def _bodies(text_of: Callable[[str], str], url: str, body: str, answer: str, kind: str = "application/json") -> str:
    request = {"url": url, "method": "POST", "body": body, "headers": {"Content-Type": [kind]}}
    response = {"code": 200, "headers": {"Content-Type": ["application/json"]}, "body": answer}
    return text_of(json.dumps({"version": 2, "interactions": [{"request": request, "response": response}]}))


def test_ids_and_times_of_a_protocol_are_named(text_of: Callable[[str], str]) -> None:
    """A run that is polled is no conversation, and its URL is made of ids."""

    def polled(thread: str, run: str, at: int, port: int) -> str:
        answer = {"id": run, "thread_id": thread, "created_at": at, "limit": None}
        body = json.dumps(answer).replace("null", "0.00003344")
        return _bodies(text_of, f"http://127.0.0.1:{port}/poll/{thread}/{run}", "{}", body)

    text = polled("thread_a1b2c3d4e5f6g7h8", "run_1111aaaa2222bbbb", 1_700_000_001, 41234)
    assert text == polled("thread_zz9y8x7w6v5u4t3s", "run_9999zzzz8888yyyy", 1_800_000_009, 55001)
    assert "http://127.0.0.1:<port>/poll/<thread 1>/<run 1>" in text
    assert '"created_at": "<time>"' in text
    assert '"limit": 0.00003344' in text


def test_what_was_said_is_never_named(text_of: Callable[[str], str]) -> None:
    said = "look at thread_a1b2c3d4e5f6g7h8 of 7e57d004-2b97-0e7a-b45f-5387367791cd"
    talk = Talk(said, {"id": "run_1111aaaa2222bbbb"}, {"created_at": 1_700_000_001}, said)
    text = text_of(govcr(talk, _chance(1)))
    assert text.count(said) == 3  # the title, the question, the answer
    assert "run_1111aaaa2222bbbb" in text
    assert "1700000001" in text


def test_the_boundary_of_a_form_is_named(text_of: Callable[[str], str]) -> None:
    def sent(boundary: str) -> str:
        body = f'--{boundary}\r\nContent-Disposition: form-data; name="n"\r\n\r\none\r\n--{boundary}--\r\n'
        return _bodies(text_of, "https://a.example/upload", body, "{}", f"multipart/form-data; boundary={boundary}")

    assert sent("x7f8a9") == sent("0b1c2d")


def test_a_difference_that_is_not_shown_is_told(text_of: Callable[[str], str]) -> None:
    def fetched(last: str) -> str:
        return _bodies(text_of, "https://a.example/page", "", "x" * 100_000 + last)

    assert fetched("a") != fetched("b")
