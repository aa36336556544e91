# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

from viewer.core.deltas import Kind
from viewer.core.transcript.event_kinds import lanes_for


def test_lanes_that_occur_and_the_usual_ones() -> None:
    usual = (Kind.ROLE, Kind.TEXT, Kind.TOOL_CALL, Kind.FINISH, Kind.USAGE)
    assert lanes_for({Kind.TEXT, Kind.DONE}) == usual
    assert Kind.REASONING in lanes_for({Kind.REASONING, Kind.TEXT})
    assert lanes_for({Kind.META}) == (*usual[:4], Kind.UNKNOWN)
    assert set(lanes_for(set(Kind))) == set(Kind) - {Kind.DONE, Kind.META}
