# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Text and JSON as text: lines, values, what is too long or invisible. Nothing here knows a recording."""
