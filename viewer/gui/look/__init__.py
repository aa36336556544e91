# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Colours, icons and fonts: how everything is drawn.

A `Theme` never changes: another theme, zoom or masking is another `Look`, handed to every widget. Colours of kinds of
events come from `event_colors` and from nowhere else.
"""
