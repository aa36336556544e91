# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Cassette file -> Interactions -> Bodies -> StreamEvents -> Deltas -> Message and Timeline: everything but the window.

Rule of this package: no Qt, ever. It imports where PySide6 is not installed.
"""
