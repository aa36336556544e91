# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A recording in words: what exporters, terminal, git and window say alike."""
