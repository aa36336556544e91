# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Cassette Viewer: read, replay and export recorded LLM traffic."""

from __future__ import annotations

__version__ = "0.1.0"
