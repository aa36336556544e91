# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Stretches of a run by interactions, turns and conversations, and what exports make of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.core.runs.made_run import MadeRun
from viewer.cli import main
from viewer.core import recording
from viewer.core.errors import CassetteError
from viewer.core.recording import Recording
from viewer.core.runs.stretch import Bound, Stretch
from viewer.core.runs.tracing import trace

_TURN_WITH_SUB_AGENT = 5


@pytest.fixture(scope="module")
def made() -> Recording:
    return recording.load_text("made.har", MadeRun(8).text().encode())


def test_without_anything_it_is_all(made: Recording) -> None:
    assert Stretch().numbers(made) == tuple(range(len(made.exchanges)))


def test_from_an_interaction_to_another_both_with_it(made: Recording) -> None:
    assert Stretch(None, Bound(2), Bound(4)).numbers(made) == (2, 3, 4)
    assert Stretch(None, Bound(len(made.exchanges) - 1)).numbers(made) == (len(made.exchanges) - 1,)


def test_a_turn_has_what_its_sub_agents_did(made: Recording) -> None:
    bound = Bound(_TURN_WITH_SUB_AGENT, is_turn=True)
    whole = Stretch(None, bound, bound).numbers(made)
    of_main = Stretch(0, bound, bound).numbers(made)
    (child,) = [run for run in trace(made).all if run.spawned_by is not None]
    of_child = Stretch(child.conversation).numbers(made)
    assert set(whole) == {*of_main, *of_child}
    assert len(of_main) == len(of_child) == 2
    assert list(of_main) == [step.exchange for step in trace(made).of(0).turns[_TURN_WITH_SUB_AGENT - 1].steps]


@pytest.mark.parametrize(
    ("stretch", "reason"),
    [
        (Stretch(7), "no conversation 7: the file holds 0 to 1"),
        (Stretch(None, Bound(0, is_turn=True)), "no turn 0: conversation 0 holds 1 to 8"),
        (Stretch(1, None, Bound(2, is_turn=True)), "no turn 2: conversation 1 holds 1 to 1"),
        (Stretch(None, Bound(99)), "no interaction 99: the file holds 0 to "),
        (Stretch(None, Bound(4), Bound(3)), "no interactions between --from and --until"),
    ],
)
def test_what_is_not_there_is_said(made: Recording, stretch: Stretch, reason: str) -> None:
    with pytest.raises(CassetteError, match=reason):
        stretch.numbers(made)


def test_exports_and_playback_take_a_stretch(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "made.har").write_text(MadeRun(8).text(), "utf-8")
    stretch = ["--from", "turn:2", "--until", "turn:3"]
    assert main(["export", str(tmp_path / "made.har"), "--to", "json", *stretch]) == 0
    told = json.loads(capsys.readouterr().out)
    numbers = [one["index"] for one in told["interactions"]]
    assert numbers == [1, 2, 3]
    assert main(["export", str(tmp_path), "--to", "player", *stretch, "--output", str(tmp_path / "out")]) == 0
    page = (tmp_path / "out" / "made.har.player.html").read_text("utf-8")
    assert [number for number in range(20) if f'id="i{number}"' in page] == [1, 2, 3]
    assert main(["play", str(tmp_path / "made.har"), "--no-wait", "--conversation", "1"]) == 0
    assert "Look up what is known of buoy 5" in capsys.readouterr().out
    assert main(["export", str(tmp_path / "made.har"), "--to", "text", "--from", "turn:9"]) == 2
    assert "no turn 9: conversation 0 holds 1 to 8" in capsys.readouterr().err
    assert main(["export", str(tmp_path / "made.har"), "--to", "text", "--from", "x"]) == 2
