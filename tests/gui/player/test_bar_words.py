# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What stands beside the buttons of the player."""

from __future__ import annotations

from tests.gui.streams import exchange, words
from viewer.core.secrets.masking import Masker
from viewer.core.transcript.narration import Narration
from viewer.gui.player.bar_words import position_wordings


def test_numbers_of_thousands_have_their_commas() -> None:
    stream = exchange(words(1200))
    narration = Narration(stream, Masker())
    said = "".join(run.text for run in position_wordings(narration, 1100)[0])
    assert said.startswith(f"event 1,100 / {len(stream.events):,}")
    assert " 1,100 of 1,200" in narration.now(1100)[1]
