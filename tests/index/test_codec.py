# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is known of a file comes back from the index as it was, and nothing else ever does."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.index.recordings import SECRET, Write, read, secretive
from viewer.core.contents import Contents
from viewer.core.conversations import Conversations
from viewer.core.errors import CassetteError, Problem
from viewer.core.links import CallKey, Links, ResultKey
from viewer.core.messages import Usage
from viewer.core.secrets.masking import Masker
from viewer.core.summary import Marks, Summary
from viewer.index.codec import CodecError, decode, encode

AS_IT_IS = Masker(show=True)
NUMBERS = st.none() | st.floats(allow_nan=False)
MOMENTS = st.none() | st.datetimes(timezones=st.none() | st.just(UTC))


PLACES = st.integers(0, (1 << 32) - 1)
"""Numbers of messages, parts and tracks, which conversations keep in columns of so many bits."""
CALLS = st.lists(st.tuples(PLACES, st.from_type(CallKey)), max_size=3).map(tuple)
RESULTS = st.builds(ResultKey, message=PLACES, part=PLACES)
TOOLS = st.lists(st.tuples(PLACES, st.from_type(CallKey) | RESULTS), max_size=3).map(tuple)


def _of(kind: type, **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Records of a class, each value as the class declares it, or as given."""
    hints = get_type_hints(kind)
    known = {field.name: st.from_type(hints[field.name]) for field in fields(kind) if field.name not in given}
    values = {field.name: (known | given)[field.name] for field in fields(kind)}
    return st.fixed_dictionaries(values).map(lambda told: kind(**told))


SUMMARIES = _of(
    Summary,
    text=st.just(""),
    duration_ms=NUMBERS,
    recorded_at=MOMENTS,
    usage=st.none() | _of(Usage, cost=NUMBERS, reported=st.none()),
    marks=_of(Marks, times=st.tuples(NUMBERS, MOMENTS)),
    links=_of(Links, calls=CALLS, tools=TOOLS),
    problems=st.lists(_of(Problem), max_size=2).map(tuple),
)


@st.composite
def made_up(draw: st.DrawFn) -> Contents:
    """Draw anything that Contents may hold."""
    summaries = st.lists(SUMMARIES, max_size=2).map(tuple)
    problems = st.lists(_of(Problem), max_size=2).map(tuple)
    threads = st.builds(Conversations)
    found: Contents = draw(
        _of(Contents, path=st.just("x.yaml"), threads=threads, summaries=summaries, problems=problems)
    )
    return replace(found, summaries=tuple(replace(one, index=number) for number, one in enumerate(found.summaries)))


@given(made_up())
@settings(max_examples=50, suppress_health_check=list(HealthCheck))
def test_round_trip_of_anything(found: Contents) -> None:
    assert decode(encode(found, AS_IT_IS), "x.yaml") == found


def test_round_trip_of_recordings(repository: Path, shared: Path) -> None:
    files = [*(repository / "resources" / "samples").glob("*.yaml"), *sorted(shared.rglob("cassettes/**/*.yaml"))[::8]]
    known = 0
    for path in files:
        try:
            found = read(path).contents
        except CassetteError:
            continue
        bare = replace(found, summaries=tuple(replace(summary, text="") for summary in found.summaries))
        assert decode(encode(found, AS_IT_IS), found.path) == bare
        known += 1
    assert known > 20


def test_secrets_do_not_enter(write: Write) -> None:
    data = encode(read(write(secretive())).contents)
    assert SECRET.encode() not in data
    assert SECRET[8:20].encode() not in data


def _places(value: object, way: tuple[int, ...] = ()) -> list[tuple[int, ...]]:
    inside = (
        [place for at, item in enumerate(value) for place in _places(item, (*way, at))]
        if isinstance(value, list)
        else []
    )
    return [way, *inside]


def test_whatever_is_changed_is_either_refused_or_still_of_its_types(write: Write) -> None:
    whole = json.loads(encode(read(write(secretive())).contents))
    others: tuple[Any, ...] = ({}, [], "no", 7, 0.5, None, True, ["x"] * 9)
    refused = 0
    for place in _places(whole)[1:]:
        for other in others:
            changed = json.loads(json.dumps(whole))
            at = changed
            for step in place[:-1]:
                at = at[step]
            at[place[-1]] = other
            try:
                found = decode(json.dumps(changed).encode(), "x.yaml")
            except CodecError:
                refused += 1
            else:
                encode(found, AS_IT_IS)  # which complains about any value that is not of its declared type
    assert refused > 100


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\x80\x04K\x01.", b"[" * 100_000, b"[1e999]", b"\xff"])
def test_what_is_no_contents_is_refused(data: bytes) -> None:
    with pytest.raises(CodecError):
        decode(data, "x.yaml")
