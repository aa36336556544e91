# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The lanes of a timeline: which kinds of event share one, in which order they stand and in which colour.

Rule: the timeline, the table of events and the inspector take colours of kinds from here and from nowhere else.
"""

from __future__ import annotations

from collections.abc import Collection

from viewer.core.deltas import Kind
from viewer.core.timeline import MarkerKind
from viewer.gui.look.theme import Token

LANE_TOKENS: dict[Kind, Token] = {
    Kind.ROLE: "lane_role",
    Kind.TEXT: "lane_text",
    Kind.REASONING: "lane_reasoning",
    Kind.TOOL_CALL: "lane_tool",
    Kind.PART: "lane_text",
    Kind.FINISH: "lane_finish",
    Kind.DONE: "lane_finish",
    Kind.USAGE: "lane_usage",
    Kind.ERROR: "red",
    Kind.UNKNOWN: "lane_role",
    Kind.META: "lane_role",
}
"""The colour of every kind."""

MARKER_TOKENS: dict[MarkerKind, Token] = {
    MarkerKind.ROLE: "lane_role",
    MarkerKind.REASONING: "lane_reasoning",
    MarkerKind.TEXT: "lane_text",
    MarkerKind.TOOL_CALL: "lane_tool",
    MarkerKind.TOOL_CALL_END: "lane_tool",
    MarkerKind.PART: "lane_text",
    MarkerKind.FINISH: "lane_finish",
    MarkerKind.USAGE: "lane_usage",
    MarkerKind.ERROR: "red",
}
"""The colour of every marker."""

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
