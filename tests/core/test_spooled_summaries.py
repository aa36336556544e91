# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Packed summaries are the very ones that went in, whatever is in them and wherever the packs lie."""

from __future__ import annotations

import pickle
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from tests.gui.streams import recording, refused, streamed, two_calls, words
from viewer.core import spooled_summaries
from viewer.core.columns.spooled_bytes import SpooledBytes
from viewer.core.contents import contents
from viewer.core.conversations import converse
from viewer.core.errors import Problem, Severity
from viewer.core.recording import load
from viewer.core.spooled_summaries import Pack, SpooledSummaries, briefs, packs, tally_of
from viewer.core.summary import Summary

_TEXTS = ("", "Why?", "\udc80 a lone surrogate \ud800", "é\u2028\U0001f600\0", "long " * 5000)


@pytest.fixture(params=range(3))
def summaries(request: pytest.FixtureRequest) -> tuple[Summary, ...]:
    """Summaries with everything that may stand in them."""
    chance = random.Random(request.param)  # noqa: S311 - nothing secret
    made = recording(streamed(two_calls()), refused(1), streamed(words(3), index=2)).summaries
    problems = tuple(Problem(severity, chance.choice(_TEXTS)[:40], 7, None) for severity in Severity)
    return tuple(
        replace(
            chance.choice(made),
            index=number,
            text=chance.choice(_TEXTS),
            url=f"https://llm.example/{chance.choice(_TEXTS)[:20]}",
            recorded_at=chance.choice((None, datetime.now(UTC), datetime(2026, 1, 2))),  # noqa: DTZ001 - as some write it
            problems=problems[: chance.randrange(4)],
        )
        for number in range(chance.randrange(150, 300))
    )


def _spooled(summaries: Sequence[Summary], **more: object) -> SpooledSummaries:
    """Some as workers make them, some one by one."""
    made = SpooledSummaries(**more)  # type: ignore[arg-type]
    half = len(summaries) // 2
    for summary in summaries[:3]:
        made.append(summary)
    for pack in packs(summaries[3:half]):
        copy: Pack = pickle.loads(pickle.dumps(pack))  # noqa: S301 - written here
        assert made.add(copy) == _without_text(summaries[made_before(made, pack) : len(made)])
    for summary in summaries[half:]:
        made.append(summary)
    return made


def made_before(made: SpooledSummaries, pack: Pack) -> int:
    return len(made) - pack.entries


def _without_text(summaries: Sequence[Summary]) -> list[Summary]:
    return [replace(summary, text="") for summary in summaries]


@pytest.mark.parametrize("on_disk", [True, False])
def test_they_are_the_very_same(summaries: tuple[Summary, ...], *, on_disk: bool) -> None:
    made = _spooled(summaries, on_disk=on_disk)
    assert made.trouble == ""
    assert tuple(made) == made[:] == summaries
    assert [made[number] for number in (5, 0, len(summaries) - 1, -1, 64)] == [
        summaries[number] for number in (5, 0, len(summaries) - 1, -1, 64)
    ]
    assert made[10:90] == summaries[10:90]
    assert made[90:10:-7] == summaries[90:10:-7]
    assert _without_text(briefs(made)) == _without_text(briefs(made)[:]) == _without_text(summaries)
    with pytest.raises(IndexError):
        made[len(summaries)]


def test_conversations_are_the_same(summaries: tuple[Summary, ...]) -> None:
    packed, plain = converse(_spooled(summaries)), converse(summaries)
    assert list(packed) == list(plain)
    assert list(packed.turns) == list(plain.turns)
    assert dict(packed.results) == dict(plain.results)


def test_what_is_counted_is_what_is_there(summaries: tuple[Summary, ...]) -> None:
    made = _spooled(summaries)
    more = (Problem(Severity.ERROR, "found later"),)
    for number in (3, 100, len(summaries) - 1):
        made.amend(number, more)
    now = tuple(replace(s, problems=more) if s.index in (3, 100, len(summaries) - 1) else s for s in summaries)
    assert tuple(made) == now
    assert made[100] == now[100]
    assert vars(tally_of(made)) == vars(tally_of(now))
    assert made.tally.problems == sum(len(summary.problems) for summary in now)


def test_where_there_is_no_room_they_stay_in_memory(summaries: tuple[Summary, ...], tmp_path: Path) -> None:
    made = _spooled(summaries, folder=str(tmp_path / "not there"))
    assert made.trouble == "No such file or directory"
    assert tuple(made) == summaries


def test_a_disk_that_fills_up_keeps_what_it_has(
    summaries: tuple[Summary, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = SpooledSummaries()
    for summary in summaries[:128]:
        made.append(summary)
    assert made.trouble == ""

    def full(_: SpooledBytes, __: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(SpooledBytes, "append", full)
    for summary in summaries[128:]:
        made.append(summary)
    assert made.trouble == "No space left on device"
    assert tuple(made) == summaries


def test_they_are_read_while_others_come(summaries: tuple[Summary, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spooled_summaries, "_KEPT_BYTES", 10_000)
    made, wrong = SpooledSummaries(), list[int]()

    def read() -> None:
        while len(made) < len(summaries):
            seen = tuple(made)
            wrong.extend(a.index for a, b in zip(seen, summaries, strict=False) if a != b)
            wrong.extend(n for n in range(0, len(made), 17) if made[n] != summaries[n])

    reader = Thread(target=read)
    reader.start()
    for summary in summaries:
        made.append(summary)
    reader.join()
    assert wrong == []


def test_they_travel_to_another_process(summaries: tuple[Summary, ...]) -> None:
    arrived = pickle.loads(pickle.dumps(_spooled(summaries)))  # noqa: S301 - of our own
    assert tuple(arrived) == summaries
    assert arrived.tally.problems == _spooled(summaries).tally.problems


def test_what_is_known_of_a_large_file_travels_too(tmp_path: Path, samples: Path) -> None:
    path = tmp_path / "large.yaml"
    head, *parts = (samples / "agent-tools.yaml").read_text("utf-8").split("    - id: ")
    path.write_text(head + "".join(f"    - id: {part}" for part in parts * 40), "utf-8")
    found = contents(load(path))
    assert isinstance(found.summaries, SpooledSummaries)
    arrived = pickle.loads(pickle.dumps(found))  # noqa: S301 - of our own
    assert tuple(arrived.summaries) == tuple(found.summaries)
    assert len(arrived.threads) == len(found.threads)
