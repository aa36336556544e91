# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Anthropic's APIs, and the sessions of its agent SDK."""
