# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Folders of cassettes: read in the background, watched, and counted on a page.

A library keeps of its files the nodes of the tree and nothing else; a recording is read when one of its rows is shown,
and the least recently shown are dropped (`Documents.visit`). Rows of the tree come and go in batches where they stand;
only a filter resets the model.
"""
