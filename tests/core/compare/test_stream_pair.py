# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Two streams side by side: which position belongs to which, and where they part."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.talks import PLANTED, record, talk
from viewer.core import recording
from viewer.core.compare.stream_pair import Pace, StreamPair, stream_pair
from viewer.core.recording import Recording
from viewer.core.secrets.masking import Masker


def _recordings(*plants: str) -> tuple[Recording, Recording]:
    changed = talk(1)
    for name in plants:
        PLANTED[name][0](changed)
    before, after = (recording.load_text("t.yaml", record(*told).encode()) for told in ((talk(1), 1), (changed, 9)))
    return before, after


def _pair(number: int, *plants: str) -> StreamPair:
    before, after = _recordings(*plants)
    return stream_pair(before.exchanges[number], after.exchanges[number], Masker())


@pytest.mark.parametrize("pace", Pace)
@pytest.mark.parametrize("number", range(3))
def test_both_begin_and_end_together_and_never_go_back(pace: Pace, number: int) -> None:
    pair = _pair(number, "text")
    side = pair.leader(pace)
    places = [pair.counterpart(side, at, pace) for at in range(len(pair.streams[side]) + 1)]
    assert (places[0], places[-1]) == (0, len(pair.streams[1 - side]))
    assert places == sorted(places)
    other = [pair.counterpart(1 - side, at, pace) for at in range(len(pair.streams[1 - side]) + 1)]
    assert other == sorted(other)
    assert other[-1] <= len(pair.streams[side])


def test_by_share_both_have_said_as_much() -> None:
    pair = _pair(2)
    one, other = pair.streams
    for at in range(len(one) + 1):
        there = pair.counterpart(0, at, Pace.SHARE)
        if at < len(one) and there:
            assert other.share(there) >= one.share(at) > other.share(there - 1)


def test_by_token_as_many_events_have_added_something() -> None:
    pair = _pair(2)
    side = pair.leader(Pace.TOKEN)
    for at in range(1, len(pair.streams[side])):
        there = pair.counterpart(side, at, Pace.TOKEN)
        tokens = pair.streams[side].tokens(at)
        assert pair.streams[1 - side].tokens(there) == min(tokens, len(pair.streams[1 - side].adding))


def test_they_part_at_the_events_that_bring_the_first_other_character() -> None:
    before, after = _recordings("text")
    pair = stream_pair(before.exchanges[2], after.exchanges[2], Masker())
    assert pair.parting is not None
    for made, position, word in zip((before, after), pair.parting, ("three", "five"), strict=True):
        told = [made.exchanges[2].assembly.message(0, at) for at in (position - 1, position)]
        texts = ["".join(getattr(part, "content", "") for part in message.parts) for message in told]
        said = "A windproof jacket, water for "
        assert said.startswith(texts[0])
        assert texts[1].startswith(said)
        assert word.startswith(texts[1][len(said) :][: len(word)])
        assert len(texts[1]) > len(said)


def test_a_call_begins_with_the_event_that_opens_it(samples: Path) -> None:
    before, after = (recording.load(samples / name) for name in ("agent-tools.yaml", "errors.yaml"))
    pair = stream_pair(before.exchanges[0], after.exchanges[2], Masker())
    assert pair.parting == (2, 2), "one says its first word, the other opens a call"


def test_streams_that_say_the_same_do_not_part_however_they_were_cut() -> None:
    assert _pair(2).parting is None
    assert _pair(2).streams[0].said != _pair(2).streams[1].said
