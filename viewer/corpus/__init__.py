# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Many cassettes -> two tables for SQL: a row an interaction and a row a message, in one file an input and table."""
