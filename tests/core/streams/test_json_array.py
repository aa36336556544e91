# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Arrays that trickled, told from all other lists, whole or cut off anywhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.core.registry import Match
from viewer.core.streams import StreamEvent, frame, json_array
from viewer.core.streams.json_array import JsonArrayDecoder
from viewer.core.text.json_values import Json

_DECODER = JsonArrayDecoder()
_CHUNKS: tuple[Json, ...] = ({"candidates": [{"n": '[",{\\"'}]}, {"usageMetadata": {}}, {"candidates": [[], {}]})
_BODY = b"[" + b"\n,\r\n".join(json.dumps(chunk, indent=1).encode() for chunk in _CHUNKS) + b"\n]"


def _texts(events: Sequence[StreamEvent]) -> list[str]:
    return [problem.text for event in events for problem in event.problems]


@pytest.mark.parametrize(
    ("body", "match"),
    [
        (_BODY, Match.SURE),
        (b'[{\r\n  "error": {}\n}\n]', Match.SURE),
        (b'[{"candidates": []}]', Match.LIKELY),
        (b'[\n  {\n    "candidates": []\n  }\n]', Match.LIKELY),
        (b'[\n  {\n    "id": 1\n  }\n]', Match.NO),
        (b'[{"generated_text": "x"}]', Match.NO),
        (b"[[1, 2]]", Match.NO),
        (b"[]", Match.NO),
        (b'{"candidates": []}', Match.NO),
    ],
)
def test_which_lists_trickled(body: bytes, match: Match) -> None:
    assert _DECODER.match(body, "application/json") is match


def test_each_element_is_an_event() -> None:
    name, events = frame(_BODY, None)
    assert name == "json-array"
    assert tuple(event.json for event in events) == _CHUNKS
    assert [json.loads(_BODY[slice(*event.span)]) for event in events] == list(_CHUNKS)
    assert not _texts(events)


@pytest.mark.parametrize("end", range(2, len(_BODY)))
def test_a_tail_that_is_cut_off_is_told_once(end: int) -> None:
    events = tuple(_DECODER.events(_BODY[:end]))
    whole = [event.json for event in events if event.is_json]
    assert tuple(whole) == _CHUNKS[: len(whole)]
    assert len(events) - len(whole) <= 1
    assert len(_texts(events)) == 1


def test_what_follows_the_array_is_told() -> None:
    events = tuple(_DECODER.events(_BODY + b"\nmore"))
    assert len(events) == 3
    assert _texts(events) == ["more follows after the array: more"]


@given(st.lists(st.dictionaries(st.text(max_size=4), st.text(max_size=6) | st.integers()), min_size=1, max_size=4))
def test_what_was_written_is_read(chunks: list[dict[str, object]]) -> None:
    body = json.dumps(chunks).encode()
    assert [event.json for event in _DECODER.events(body)] == chunks


def _tokens_one_by_one(body: bytes) -> list[tuple[int, int]]:
    """The same tokens, read byte after byte."""
    tokens, at = [], 0
    while at < len(body):
        start, at = at, at + 1
        if body[start] == ord('"'):
            while at < len(body) and body[at] != ord('"'):
                at += 2 if body[at] == ord("\\") else 1
            at = min(at + 1, len(body))
        if body[start] in b'"[]{},':
            tokens.append((start, at))
    return tokens


@given(
    st.lists(st.sampled_from([*'"\\[]{}, a', "\\n" * 20, '"ab"', '\\"'])).map("".join), st.sampled_from([2, 5, 1 << 16])
)
def test_tokens_are_found_wherever_a_step_ends(text: str, step: int) -> None:
    body = text.encode()
    with patch.object(json_array, "_STEP", step):
        assert [(start, end) for _, start, end in json_array._tokens(body)] == _tokens_one_by_one(body)
