# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Counts, sizes, costs, ranges of events and statuses in words."""

from __future__ import annotations

from http import HTTPStatus


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its word: `1 message`, `1,234 messages`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def size_text(characters: int) -> str:
    """A size for people: `812 bytes`, `4.1 MB` (1 MB is 1,000,000 bytes)."""
    if characters < 1000:
        return plural(characters, "byte")
    if characters < 1_000_000:
        return f"{characters / 1000:.1f} kB"
    return f"{characters / 1_000_000:.1f} MB"


def events_text(first: int, last: int) -> str:
    """A range of event numbers: `event 3`, `events 3–17`."""
    return f"event {first}" if first == last else f"events {first}–{last}"


def status_text(status: int | None, reason: str) -> str:
    """A status for people: `429 Too Many Requests`."""
    if not status:
        return "no answer recorded"
    phrase = reason.removeprefix(str(status)).strip()
    known = {member.value: member.phrase for member in HTTPStatus}
    return f"{status} {phrase or known.get(status, '')}".strip()
