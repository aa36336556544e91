# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The left column: the tree of what is open, its filter, and counts below it."""
