# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Moments as recorders write them. Aware where the file names a zone, or where the recorder is known for one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, tzinfo
from email.utils import parsedate_to_datetime

from viewer.core.formats._entry import Entry


def moment(entry: Entry, zone: tzinfo | None = None) -> datetime | None:
    """A YAML timestamp, or text as in HTTP (RFC 9110, 5.6.7) or ISO 8601; None where there is none.

    `zone` is the one that the recorder means where it writes none.
    """
    if entry.value is None:
        return None
    found = _plain(entry.value) or parse_moment(entry.text())
    if found is None:
        entry.complain("a date")
        return None
    return found.replace(tzinfo=zone) if found.tzinfo is None else found


def _plain(value: object) -> datetime | None:
    """What YAML made of a timestamp; a day alone is its midnight."""
    if isinstance(value, datetime):
        return value
    return datetime.combine(value, time()) if isinstance(value, date) else None


def parse_moment(text: str) -> datetime | None:
    """The moment that text such as `Thu, 11 Jun 2026 20:15:35 GMT` names; None when it names none."""
    text = text.strip()
    try:
        if text[:1].isdecimal():
            found = datetime.fromisoformat(text.removesuffix(" GMT"))
            return found.replace(tzinfo=UTC) if text.endswith(" GMT") else found
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def second(entry: Entry) -> datetime | None:
    """The moment of a number of seconds since 1970 (UTC); None for one that no calendar has."""
    return since_1970(entry.number())


def millisecond(entry: Entry) -> datetime | None:
    """The moment of a number of milliseconds since 1970 (UTC); None for one that no calendar has."""
    found = entry.number()
    return None if found is None else since_1970(found / 1000)


def since_1970(seconds: float | None) -> datetime | None:
    """The moment of a number of seconds (UTC); None for one that no calendar has."""
    try:
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None
