# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Folders of cassettes: read in the background, watched, and counted on a page."""
