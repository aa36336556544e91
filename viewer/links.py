# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Links to what lies elsewhere: they are recognised to be refused, for nothing is fetched."""

from __future__ import annotations

import re

_LINK = re.compile(r"(?P<scheme>https?)://(?:[^/?#\s]*@)?(?P<host>[^/?#\s@]*)\S*", re.IGNORECASE)


def link_place(text: str) -> str | None:
    """The kind and the machine of a text that is one web link; the rest of it may hold secrets. None for other text."""
    link = _LINK.fullmatch(text)
    return f"{link['scheme']}://{link['host']}" if link else None


def refusal(place: str, count: int = 1) -> str:
    """One line on links that are not opened: where the first one leads, and how many there are."""
    what = f"{place} and {count - 1} more were" if count > 1 else f"{place} was"
    return f"{what} not opened: nothing is fetched. Save the file and open that."
