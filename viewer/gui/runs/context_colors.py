# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The colours of what a request carries. Rule: those of a timeline's lanes, where it is the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viewer.core.runs.context import ContextKind

if TYPE_CHECKING:
    from viewer.gui.look.theme import Token

KIND_TOKENS: dict[ContextKind, Token] = {
    ContextKind.SYSTEM: "lane_role",
    ContextKind.TOOLS: "lane_usage",
    ContextKind.USER: "green",
    ContextKind.ASSISTANT: "lane_text",
    ContextKind.REASONING: "lane_reasoning",
    ContextKind.CALLS: "lane_tool",
    ContextKind.RESULTS: "lane_finish",
    ContextKind.MEDIA: "syntax_num",
}
"""The colour of every kind, from the bottom of a bar to its top."""

KIND_NAMES: dict[ContextKind, str] = {
    ContextKind.SYSTEM: "system",
    ContextKind.TOOLS: "tool definitions",
    ContextKind.USER: "user",
    ContextKind.ASSISTANT: "assistant",
    ContextKind.REASONING: "reasoning",
    ContextKind.CALLS: "tool calls",
    ContextKind.RESULTS: "tool results",
    ContextKind.MEDIA: "images and files",
}
"""What every kind is called."""
