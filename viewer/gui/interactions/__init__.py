# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Interactions of a file or folder as a table: a line each, columns to choose and to sort by.

It keeps: of a line that nobody sees there is its number alone.
"""
