# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Tool tips take text for markup wherever it looks like it: what was recorded is escaped.

The library's `html.escape` does the same, but comes with a table of all names that HTML has.
"""

from __future__ import annotations

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})


def escaped(text: str) -> str:
    """A text that markup shows as it is."""
    return text.translate(_ESCAPES)
