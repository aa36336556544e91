# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from viewer.core import formats

_TAPE = Path(__file__).parents[2] / "data" / "formats" / "betamax-tape" / "talk.yaml"


def test_a_tape() -> None:
    (only,) = formats.read(_TAPE).interactions
    assert (only.request.method, only.request.url) == ("GET", "https://api.gale.example/v1/models")
    assert only.recorded_at == datetime(2026, 1, 2, 3, 4, 5, 500_000, tzinfo=UTC)
    assert (only.response.status, only.response.body.stored) == (200, b'{"object":"list","data":[]}')
    assert only.problems == ()
