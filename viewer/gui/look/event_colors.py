# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The colours of events and of the markers on a timeline.

Rule: the timeline, the table of events and the inspector take colours of kinds from here and from nowhere else.
"""

from __future__ import annotations

from viewer.core.deltas import Kind
from viewer.core.timeline import MarkerKind
from viewer.gui.look.theme import Token

KIND_TOKENS: dict[Kind, Token] = {
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
