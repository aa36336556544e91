# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Ranges of events and statuses in words."""

from __future__ import annotations


def events_text(first: int, last: int) -> str:
    """A range of event numbers: `event 3`, `events 3–17`."""
    return f"event {first:,}" if first == last else f"events {first:,}–{last:,}"


def status_text(status: int | None, reason: str) -> str:
    """A status for people: `429 Too Many Requests`."""
    from http import HTTPStatus  # noqa: PLC0415 - where an answer failed

    if not status:
        return "no answer recorded"
    phrase = reason.removeprefix(str(status)).strip()
    known = {member.value: member.phrase for member in HTTPStatus}
    return f"{status} {phrase or known.get(status, '')}".strip()
