# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A recording read again: known exchanges are known again wherever they went."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from viewer.core import changes, recording
from viewer.core.compare import alignment
from viewer.core.recording import Recording

Json = Any
URL = "https://llm.example/v1/chat/completions"


def _interaction(asked: str, answered: str = "Yes.", **response: Json) -> Json:
    body = json.dumps({"model": "m", "messages": [{"role": "user", "content": asked}]})
    answer = json.dumps({"id": "x", "choices": [{"index": 0, "message": {"role": "assistant", "content": answered}}]})
    request = {"url": URL, "method": "POST", "body": body, "headers": {}}
    return {"request": request, "response": {"code": 200, "body": answer, "duration": "1s", "headers": {}, **response}}


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Recording]:
    def made(*interactions: Json) -> Recording:
        path = tmp_path / "a.yaml"
        path.write_text(json.dumps({"version": 2, "interactions": interactions}), "utf-8")
        return recording.load(path)

    return made


def test_the_same_is_no_change(made: Callable[..., Recording]) -> None:
    found = changes.compare(made(_interaction("a"), _interaction("b")), made(_interaction("a"), _interaction("b")))
    assert not found
    assert found.became == {0: 0, 1: 1}


def test_one_before_another_moves_it(made: Callable[..., Recording]) -> None:
    found = changes.compare(
        made(_interaction("a"), _interaction("b")), made(_interaction("x"), _interaction("a"), _interaction("b"))
    )
    assert found.became == {0: 1, 1: 2}
    assert found.added == {0}
    assert not found.differing


def test_one_that_is_gone_leaves_its_place_to_the_next(made: Callable[..., Recording]) -> None:
    found = changes.compare(
        made(_interaction("a"), _interaction("b"), _interaction("c")), made(_interaction("a"), _interaction("c"))
    )
    # The request of “b” could have become that of “c”: but “c” is there as it was.
    assert found.gone == (1,)
    assert [found.now(number) for number in (0, 1, 2)] == [0, 1, 1]


def test_another_request_in_the_same_place_is_the_same_exchange(made: Callable[..., Recording]) -> None:
    found = changes.compare(
        made(_interaction("a"), _interaction("b"), _interaction("c")),
        made(_interaction("a"), _interaction("B"), _interaction("c")),
    )
    assert found.became == {0: 0, 1: 1, 2: 2}
    assert found.differing == {1: ("request",)}


@pytest.mark.parametrize(
    ("other", "wanted"),
    [
        (_interaction("a", "No."), ("answer",)),
        (_interaction("a", code=500), ("answer",)),
        (_interaction("a", headers={"X": ["1"]}), ("headers",)),
        (_interaction("a", duration="2s"), ("times",)),
        (_interaction("a", body=_interaction("a")["response"]["body"].replace('"x"', '"y"')), ("stored answer",)),
    ],
)
def test_what_differs_is_named(made: Callable[..., Recording], other: Json, wanted: tuple[str, ...]) -> None:
    assert changes.compare(made(_interaction("a")), made(other)).differing == {0: wanted}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from("abcd"), max_size=8), st.lists(st.sampled_from("abcd"), max_size=8))
@pytest.mark.parametrize("most", [2000, 0])
def test_nothing_is_lost_and_order_is_kept(
    made: Callable[..., Recording], monkeypatch: pytest.MonkeyPatch, most: int, before: list[str], after: list[str]
) -> None:
    """Aligned well or quickly: every exchange is paired, added or gone, once."""
    monkeypatch.setattr(alignment, "_MOST_COMPARED", most)
    found = changes.compare(made(*map(_interaction, before)), made(*map(_interaction, after)))
    assert sorted([*found.became, *found.gone]) == list(range(len(before)))
    assert sorted([*found.became.values(), *found.added]) == list(range(len(after)))
    assert list(found.became) == sorted(found.became)
    assert list(found.became.values()) == sorted(found.became.values())
    assert (not found) == (before == after)
