# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Secrets of every kind, planted in every place, leave by no way out: a sample of the matrix, drawn anew from a seed.

`python -m tests.secrets` measures the whole of it.
"""

from __future__ import annotations

import io
import random

import pytest

from tests.secrets.planted_kinds import KINDS, Draw
from tests.secrets.planted_outlets import OUTLETS, leaked, readings, shows
from tests.secrets.planted_places import PLACES, cassette
from viewer.core.exporters import EXPORTERS, ExportOptions
from viewer.core.exporters.writing import write_export
from viewer.core.recording import load_text
from viewer.core.secrets.masking import Masker

_KINDS_A_PLACE = 6


@pytest.mark.parametrize("place", PLACES)
def test_nothing_planted_leaks(place: str) -> None:
    kinds = random.Random(place).sample(list(KINDS), _KINDS_A_PLACE)  # noqa: S311
    assert list(leaked(7, kinds, [place])) == []


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_found_in_prose(kind: str) -> None:
    for seed in range(5):
        planted = KINDS[kind](Draw(random.Random(seed)))  # noqa: S311
        shown = Masker().text(f"It says {planted.text} there")
        assert not any(line[8:] in shown for line in planted.secret.split("\n") if len(line) > 8)


def test_what_shows_a_secret_is_noticed() -> None:
    """The measure itself: without a mask every outlet of a text leaks."""
    planted = KINDS["OpenAI"](Draw(random.Random(1)))  # noqa: S311
    recording = load_text("planted.yaml", cassette([PLACES["user text"](planted.text)]))
    options = ExportOptions(Masker(show=True))
    for exporter in EXPORTERS:
        out = io.StringIO()
        write_export(exporter, recording, out, options)
        assert shows(readings(out.getvalue()), planted)
    assert set(OUTLETS) > {exporter.name for exporter in EXPORTERS}
