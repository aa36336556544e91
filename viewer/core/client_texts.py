# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""How texts begin that clients write in the user's name: what surrounds them, and what came before in short."""

from __future__ import annotations

SURROUNDINGS = (
    "<system-reminder>",
    "<environment_context>",
    "<session_context>",
    "<user_instructions>",
    "<local-command-caveat>",
    "<local-command-stdout>",
    "<command-name>",
)
"""Reminders, and where an agent runs: no human said so, and no conversation is about it."""

SUMMARIES = (
    "This session is being continued from a previous conversation",
    "Another language model started to solve this problem",
    "<compacted_conversation",
    "<conversation_summary>",
    "<summary>",
)
"""How agents begin what they sum up a conversation by."""
