# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Two recordings compared: every planted change is found, and nothing else, in either direction."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.talks import KEY, PLANTED, Talk, record, talk
from viewer.core import recording
from viewer.core.compare.comparison import Comparison, Kind
from viewer.core.compare.noise import Noise
from viewer.core.compare.recordings import compare
from viewer.core.recording import Recording

_OPPOSITE = {"+": "-", "-": "+", "~": "~"}
_TURNED = {"lost": "added", "added": "lost"}


def _loaded(said: Talk, day: int = 1) -> Recording:
    return recording.load_text("talk.yaml", record(said, day).encode())


def _told(comparison: Comparison) -> list[str]:
    return [f"{row.sign} {row.label}" for _, row in comparison.changes()]


@pytest.mark.parametrize("name", PLANTED)
def test_every_planted_change_is_found_and_nothing_else(name: str) -> None:
    plant, wanted = PLANTED[name]
    changed = talk(4)
    plant(changed)
    assert _told(compare(_loaded(talk(4)), _loaded(changed, 77))) == [wanted]


@pytest.mark.parametrize("name", PLANTED)
def test_the_other_way_round_the_signs_are_turned(name: str) -> None:
    plant, wanted = PLANTED[name]
    changed = talk(5)
    plant(changed)
    sign, _, label = wanted.partition(" ")
    turned = f"{_OPPOSITE[sign]} {_TURNED.get(label, label)}"
    assert _told(compare(_loaded(changed, 3), _loaded(talk(5)))) == [turned]


def test_recorded_again_it_says_what_was_ignored() -> None:
    found = compare(_loaded(talk(1)), _loaded(talk(1), 9))
    assert not found
    assert {Noise.IDS, Noise.DATES, Noise.CONNECTION, Noise.HEADER_ORDER, Noise.TIMES} <= set(found.noise())
    assert found.renamed > 3


def test_what_is_regarded_is_a_change() -> None:
    found = compare(_loaded(talk(1)), _loaded(talk(1), 9))
    shown = found.ignoring(found.ignored - {Noise.DATES})
    assert {row.name for _, row in shown.changes()} == {"date"}


def test_an_id_that_became_two_is_a_change() -> None:
    text = record(talk(2), 1)
    other = record(talk(2), 2)
    calls = sorted({word for word in other.replace('\\"', '"').split('"') if word.startswith("call_")})
    assert len(calls) == 2
    # The results are swapped: the second call has the first one's answer.
    at = other.index('\\"tool_call_id')
    swapped = other[:at] + other[at:].replace(calls[0], "\0").replace(calls[1], calls[0]).replace("\0", calls[1])
    before, after = (recording.load_text("t.yaml", t.encode()) for t in (text, swapped))
    found = compare(before, after)
    assert found
    assert all(row.kind is Kind.MESSAGE and row.name.endswith("id") for _, row in found.changes())


def test_no_secret_is_shown() -> None:
    changed = talk(3)
    PLANTED["leaked header"][0](changed)
    changed[2].text = f"The key is {KEY}"
    found = compare(_loaded(talk(3)), _loaded(changed))
    assert found
    assert KEY not in repr(found)


def test_a_new_interaction_leaks_where_no_other_did() -> None:
    changed = talk(3)
    changed.append(talk(8)[0])
    for exchange in changed:
        exchange.request_headers["Authorization"] = f"Bearer {KEY}"
    before = talk(3)
    assert _told(compare(_loaded(before), _loaded(changed))) == ["+ secret request header authorization", "+ added"]
    for exchange in before:
        exchange.request_headers["Authorization"] = f"Bearer {KEY}"
    assert _told(compare(_loaded(before), _loaded(changed))) == ["+ added"]
    changed[-1].request_headers["X-Api-Key"] = KEY
    wanted = ["+ added", "+ secret request header x-api-key"]
    assert _told(compare(_loaded(before), _loaded(changed))) == wanted
    assert _told(compare(_loaded(changed), _loaded(before))) == ["- lost", "- secret request header x-api-key"]


def test_changes_have_the_lines_of_both_sides() -> None:
    changed = talk(3)
    PLANTED["text"][0](changed)
    before, after = _loaded(talk(3)), _loaded(changed)
    [(section, row)] = compare(before, after).changes()
    assert section is not None
    assert row.before
    assert row.after
    for side, of in ((row.before, before), (row.after, after)):
        assert side.line
        assert "windproof" not in of.cassette.excerpt(side.line)[1].split("\n")[0]
        assert of.cassette.source.split("\n")[side.line - 1].lstrip().startswith('"body"')
    assert [row.before.text[slice(*span)] for span in row.before.changed] == ["three"]
    assert [row.after.text[slice(*span)] for span in row.after.changed] == ["five"]


def test_a_change_that_every_request_repeats_is_told_once() -> None:
    changed = talk(6)
    for exchange in changed:
        exchange.messages[1] = {"role": "user", "content": "How far is it to the lake, and is there a bus?"}
    found = compare(_loaded(talk(6)), _loaded(changed, 8))
    assert _told(found) == ["~ message 0 user"]


def test_a_turn_put_in_between_shifts_nothing() -> None:
    changed = talk(6)
    extra = talk(9)[2]
    changed.insert(1, extra)
    found = compare(_loaded(talk(6)), _loaded(changed, 8))
    assert [(section.before, section.after) for section in found.sections] == [(0, 0), (None, 1), (1, 2), (2, 3)]
    assert _told(found) == ["+ added"]


_talks = st.lists(st.integers(0, 3), min_size=1, max_size=3).map(lambda numbers: [e for n in numbers for e in talk(n)])


@settings(max_examples=25, deadline=None)
@given(_talks, st.integers(0, 50), st.integers(51, 99))
def test_a_thing_and_itself_do_not_differ(said: Sequence[object], day: int, later: int) -> None:
    talked: Talk = list(said)  # type: ignore[arg-type]
    assert not compare(_loaded(talked, day), _loaded(talked, day))
    assert not compare(_loaded(talked, day), _loaded(talked, later))


_STRUCTURAL = ("lost", "moved", "retry")
_planted = st.tuples(
    st.lists(st.sampled_from([name for name in PLANTED if name not in _STRUCTURAL]), max_size=4, unique=True),
    st.lists(st.sampled_from(_STRUCTURAL), max_size=1),
).map(lambda both: [*both[0], *both[1]])


@settings(max_examples=40, deadline=None)
@given(_planted, st.integers(0, 20))
def test_swapping_the_sides_swaps_the_signs(planted: Sequence[str], number: int) -> None:
    changed = talk(number)
    for name in planted:
        PLANTED[name][0](changed)
    before, after = _loaded(talk(number)), _loaded(changed, 7)
    there = sorted(_told(compare(before, after)))
    back = (line.partition(" ") for line in _told(compare(after, before)))
    assert bool(there) == bool(planted)
    assert there == sorted(f"{_OPPOSITE[sign]} {_TURNED.get(label, label)}" for sign, _, label in back)


def test_calls_of_one_name_belong_together_in_any_order(samples: Path) -> None:
    before, after = (recording.load(samples / name) for name in ("agent-tools.yaml", "errors.yaml"))
    for sides, alone in (((before, after), "+ tool call get_wind"), ((after, before), "- tool call get_wind")):
        told = _told(compare(*sides))
        assert {"~ tool call convert_length", "~ tool call get_forecast", alone} <= set(told)
