# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Findings -> text: one file a form of report. The same findings give the same bytes."""
