# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The lanes of a timeline: which kinds of event share one, in which order they stand and what they are called."""

from __future__ import annotations

from collections.abc import Collection

from viewer.core.deltas import Kind

# Kinds that have no lane of their own.
_SHARED = {Kind.DONE: Kind.FINISH, Kind.META: Kind.UNKNOWN}
_ORDER = (
    Kind.ROLE,
    Kind.REASONING,
    Kind.TEXT,
    Kind.TOOL_CALL,
    Kind.PART,
    Kind.FINISH,
    Kind.USAGE,
    Kind.ERROR,
    Kind.UNKNOWN,
)
_NAMES = {
    Kind.ROLE: "Role",
    Kind.REASONING: "Reasoning",
    Kind.TEXT: "Text",
    Kind.TOOL_CALL: "Tool call",
    Kind.PART: "Part",
    Kind.FINISH: "Finish",
    Kind.USAGE: "Usage",
    Kind.ERROR: "Error",
    Kind.UNKNOWN: "Other",
}
# Shown even when empty, so that streams of one recording look alike, as long as there is room.
_USUAL = (Kind.ROLE, Kind.TEXT, Kind.TOOL_CALL, Kind.FINISH, Kind.USAGE)


def lane_of(kind: Kind) -> Kind:
    """The kind whose lane an event is drawn in."""
    return _SHARED.get(kind, kind)


def lane_name(lane: Kind) -> str:
    """What stands beside a lane."""
    return _NAMES[lane]


def lanes_for(kinds: Collection[Kind]) -> tuple[Kind, ...]:
    """The lanes of a timeline from top to bottom: those that occur, and the usual ones up to five in all."""
    wanted = {lane_of(kind) for kind in kinds}
    for lane in _USUAL:
        if len(wanted) < len(_USUAL):
            wanted.add(lane)
    return tuple(lane for lane in _ORDER if lane in wanted)
