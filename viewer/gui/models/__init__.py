# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Thin item models over frozen dataclasses: a model maps (row, column, role) to a value and nothing else."""
