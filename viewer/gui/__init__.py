# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The window: the only package that imports PySide6."""

from __future__ import annotations
