# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Where a reader is in a document: what is folded and how far the view is scrolled, for one that is much like it."""

from __future__ import annotations

from viewer.core.text.lines import JsonPath, TextLines
from viewer.dataclass import dataclass

MOST_FOLDS = 1000
"""Folded values that are folded again; after `Fold to level 2` of a large document there may be many more."""


@dataclass(frozen=True, slots=True)
class CodePlace:
    """`folded` are paths of values, `down` and `right` are positions of the scroll bars in pixels or rows."""

    document: TextLines
    folded: tuple[JsonPath, ...]
    down: int
    right: int
