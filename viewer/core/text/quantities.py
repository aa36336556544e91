# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Numbers with their nouns, sizes with their units and costs, as people read them."""

from __future__ import annotations

import math

_UNITS = ("bytes", "kB", "MB", "GB")


def plural(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun: `1 event`, `1,234 events`; `many` where an "s" does not make it one."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def size_text(size: int) -> str:
    """A number of bytes in decimal units: `890 bytes`, `24.6 kB`, `2.1 MB`."""
    if size < 1000:
        return plural(size, "byte")
    amount, unit = float(size), 0
    while amount >= 999.95 and unit < len(_UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    return f"{amount:.1f} {_UNITS[unit]}"


def cost_text(dollars: float) -> str:
    """A cost for people, never in powers of ten: `$0.000137`, `$1.25`."""
    if dollars <= 0 or not math.isfinite(dollars):
        return f"${dollars:g}"
    places = max(2, 2 - math.floor(math.log10(dollars)))
    return f"${dollars:,.{min(places, 12)}f}"
