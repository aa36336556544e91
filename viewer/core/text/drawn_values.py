# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a machine drew rather than somebody said: ids by their shape, ids and times by the key that they stand under."""

from __future__ import annotations

import re

RANDOM = re.compile(
    r"\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b"  # a UUID
    r"|(?<![A-Za-z0-9_-])(?P<kind>[A-Za-z]{2,16}(?:[_-][a-z]{2,10})?)[_-](?:\d{6,}-)?(?=[A-Za-z]*\d)[A-Za-z0-9]{14,}\b"
)
"""`chatcmpl-9xKd…`, `toolu_01Ab…`, `gen-1773932884-wGz1…`: names of models have a hyphen after every few characters."""
RANDOM_VALUE = re.compile(r"(?=[A-Za-z]*\d)[A-Za-z0-9]{20,}|\d{12,}")
"""An id without a kind before it, where a key says that it is one."""
ID_KEY = re.compile(r"(?:^|_)id$|[a-z](?:Id|ID)$")
"""Under such keys stand ids."""
TIME_KEY = re.compile(
    r"(?i)^(?:created|updated|expires|timestamp|time|date)$|(?:_at|_time|timestamp)(?:_ms)?$|[a-z](?-i:At|Time)$"
)
"""Under such keys stand moments."""
TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*|\d{10,19}(?:\.\d+)?")
"""A moment: with date and time of day, or seconds to nanoseconds since 1970."""
FREE_PORT = re.compile(r"(?<=//)(127\.0\.0\.1|localhost|\[::1\]):(?:3[2-9]|[4-6]\d)\d{3}(?=/|$)")
"""The port of a server that was started for the recording (RFC 6335, 8.1.2)."""
