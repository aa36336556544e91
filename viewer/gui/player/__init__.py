# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Playback: a position that moves over a timeline, the bar that shows it and the timeline below."""
