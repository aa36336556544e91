# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Looks at a parsed file for the interaction that tells its family. Rule: whatever is not there is an empty mapping."""

from __future__ import annotations

from viewer.core.formats._document import Value


def mapping(value: Value, *keys: str) -> dict[str, Value]:
    """The mapping at the end of the keys, an empty one when there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def first_mapping(value: Value) -> dict[str, Value]:
    """The first mapping of a list, an empty one when there is none."""
    elements = value if isinstance(value, list) else []
    return next((element for element in elements if isinstance(element, dict)), {})
