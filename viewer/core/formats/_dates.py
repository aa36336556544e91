# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Moments as recorders write them. Aware where the file names a zone, or where the recorder is known for one."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from viewer.core.formats._entry import Entry


def moment(entry: Entry) -> datetime | None:
    """A YAML timestamp, or text as HTTP (RFC 9110, 5.6.7) or ISO 8601 has it; None where there is none."""
    if entry.value is None or isinstance(entry.value, datetime):
        return entry.value
    found = parse_moment(entry.text())
    if found is None:
        entry.complain("a date")
    return found


def parse_moment(text: str) -> datetime | None:
    """The moment that text such as `Thu, 11 Jun 2026 20:15:35 GMT` names; None when it names none."""
    text = text.strip()
    try:
        if text[:1].isdecimal():
            found = datetime.fromisoformat(text.removesuffix(" GMT"))
            return found.replace(tzinfo=UTC) if text.endswith(" GMT") else found
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
