# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Every interaction of a file that is still looked through has its summary, the last ones too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from viewer.core import formats
from viewer.core.recording import begin, load, take
from viewer.core.spooled_summaries import calls_of
from viewer.core.summaries import summaries
from viewer.core.summary import Summary
from viewer.core.turns import Turn

_BYTES = 1_500_000


@pytest.fixture
def path(samples: Path, tmp_path: Path) -> Path:
    """A cassette of several blocks, which processes do not share."""
    path = tmp_path / "agent.yaml"
    head, *parts = (samples / "agent-tools.yaml").read_text("utf-8").split("    - id: ")
    copies = _BYTES // len("".join(parts))
    path.write_text(head + "".join(f"    - id: {part}" for part in parts * copies), "utf-8")
    return path


def test_conversations_name_nothing_of_which_nothing_is_known(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    growing = begin(formats.begin(path))
    add = growing.threads.add

    def looking(summary: Summary) -> Turn:
        """What another thread sees at that moment."""
        turn = add(summary)
        assert len(growing.summaries) > turn.exchange
        assert calls_of(growing.summaries, turn.exchange) == len(summary.tools)
        return turn

    monkeypatch.setattr(growing.threads, "add", looking)
    for told in summaries(growing.cassette):
        take(growing, told)
    for summary in load(path).summaries[:3]:  # as they come where no processes share the work
        take(growing, replace(summary, index=len(growing.summaries)))


def test_none_is_left_out_while_the_file_is_looked_through(path: Path) -> None:
    growing, whole = begin(formats.begin(path)), load(path)
    assert not isinstance(growing.cassette.interactions, tuple), "the file is large enough to be read in parts"
    for told in summaries(growing.cassette):
        take(growing, told)
    assert len(growing.summaries) == len(growing.exchanges) == len(whole.exchanges)
    assert tuple(growing.summaries) == tuple(whole.summaries)
    assert list(growing.threads) == list(whole.threads)
