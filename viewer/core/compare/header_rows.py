# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Header fields of two messages -> rows: a field a row, those that only tell of the connection explained.

Rule: a field whose name says that it is a secret is no row; whether it holds one is told by `secret_places`.
"""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.compare import noise
from viewer.core.compare.comparison import Kind, Row
from viewer.core.compare.noise import Noise
from viewer.core.compare.rows import Rows, Where
from viewer.core.model import Headers
from viewer.core.secrets.names import is_secret_header


def header_rows(rows: Rows, kind: Kind, before: Headers, after: Headers, where: Where) -> Iterator[Row]:
    """A row for each field, in order of the names before, then of those that are new."""
    was, became = _fields(before), _fields(after)
    for name in dict.fromkeys((*was, *became)):
        if is_secret_header(name):
            continue
        sides = [", ".join(fields[name]) if name in fields else None for fields in (was, became)]
        yield rows.text(kind, name, sides[0], sides[1], where, noise.of_header(name))
    orders = [
        [name for name, _ in headers if name.lower() in was.keys() & became.keys()] for headers in (before, after)
    ]
    if orders[0] != orders[1]:
        told = [", ".join(order) for order in orders]
        yield rows.text(kind, "order", told[0], told[1], where, Noise.HEADER_ORDER)


def _fields(headers: Headers) -> dict[str, list[str]]:
    """The values of each field by its name without case (RFC 9110, 5.1)."""
    found: dict[str, list[str]] = {}
    for name, value in headers:
        found.setdefault(name.lower(), []).append(value)
    return found
