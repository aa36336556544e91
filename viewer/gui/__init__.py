# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The window. Rule of this package: the only one that imports PySide6, which is done by `pyside_start` first."""

from __future__ import annotations

from viewer.gui.pyside_start import import_pyside

import_pyside()
