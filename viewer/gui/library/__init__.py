# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Folders of cassettes: read in the background, watched, and counted on a page.

What the index knows of a file is not read (`library_index`); without an index everything works, and one notice says so.
A library keeps of its files the nodes of the tree and, where the index does not hold it, what was said. A recording is
read when one of its rows is shown, and the least recently shown are dropped (`Documents.visit`). Rows of the tree come
and go in batches where they stand; only a filter resets the model.
"""
