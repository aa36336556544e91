# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Text and JSON as text: lines, values, what is too long or invisible. Nothing here knows a recording.

Patterns over long texts: a match remembers each repeat of a group until it ends, so text of any length is read in
steps of 64 Ki characters (`json_prefix`, `json_tokens`); a group repeats greedily, its parts told apart by their first
character.
"""
