# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What differs between two recordings of the same talk although nobody said anything else: each kind has a name.

Rule: nothing is left out unseen. A difference that is noise keeps the names of the kinds that explain it, is counted,
and is shown when one of them is regarded. What people and models said is explained by ids at most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from viewer.core.compare.json_changes import JsonChange
from viewer.core.compare.renaming import Renaming
from viewer.core.text.drawn_values import FREE_PORT, ID_KEY, RANDOM, RANDOM_VALUE, TIME, TIME_KEY


class Noise(StrEnum):
    """A kind of difference that is ignored unless it is regarded."""

    IDS = "ids"
    DATES = "dates"
    FINGERPRINTS = "fingerprints"
    CHUNKS = "chunks"
    JSON = "json"
    HEADER_ORDER = "header-order"
    CONNECTION = "connection"
    TIMES = "times"
    SECRET_VALUES = "secret-values"


TITLES = {
    Noise.IDS: "ids that were renamed, each consistently",
    Noise.DATES: "dates and times of day",
    Noise.FINGERPRINTS: "fingerprints and signatures",
    Noise.CHUNKS: "how a stream was cut into events",
    Noise.JSON: "spacing and key order of JSON",
    Noise.HEADER_ORDER: "order and case of header fields",
    Noise.CONNECTION: "facts of the connection, such as ratelimits and caches",
    Noise.TIMES: "durations",
    Noise.SECRET_VALUES: "another value of the same masked secret",
}
"""What each kind is, in a few words."""

NONE: frozenset[str] = frozenset()

_FINGERPRINT_KEY = re.compile(r"(?i).*(?:fingerprint|signature|obfuscation)$|encrypted_content")
_DATE_HEADER = re.compile(r"date|expires|last-modified|age")
_ID_HEADER = re.compile(
    r".*(?:request|correlation|trace|span|response|invocation|session|client)-?id|traceparent|tracestate|x-b3-.*"
    r"|.*cloud-trace.*|.*trace|cf-ray|etag|x-amz-cf-id|idempotency-key|x-.*-requestid"
)
_CONNECTION_HEADER = re.compile(
    r"connection|keep-alive|transfer-encoding|content-length|content-encoding|accept-encoding|host|server|via|alt-svc"
    r"|nel|report-to|reporting-endpoints|cf-.*|x-cache.*|x-served-by|x-timer|x-amz-cf-.*|x-envoy-.*|.*rate-?limit.*"
    r"|retry-after|strict-transport-security|server-timing|x-runtime|.*processing-(?:ms|time).*|.*-latency.*|.*duration"
    r"|set-cookie|cookie|vary|x-stainless-.*|x-robots-tag|x-content-type-options|access-control-.*|priority"
    r"|x-powered-by|x-frame-options|x-xss-protection|content-security-policy|referrer-policy|permissions-policy"
    r"|cache-control|pragma|accept-ranges|cross-origin-.*|.*-region|.*-cluster|.*-backend|x-retry-count|traffic-.*"
)


def of_header(name: str) -> Noise | None:
    """The kind of noise that a header field of this name is; None for one that means something."""
    lower = name.lower()
    if _DATE_HEADER.fullmatch(lower):
        return Noise.DATES
    if _ID_HEADER.fullmatch(lower):
        return Noise.IDS
    return Noise.CONNECTION if _CONNECTION_HEADER.fullmatch(lower) else None


def of_texts(before: str, after: str, renaming: Renaming) -> frozenset[str] | None:
    """What explains the difference of two texts; None where nothing does."""
    if before == after:
        return NONE
    if FREE_PORT.search(before) and FREE_PORT.search(after):
        plain = of_texts(FREE_PORT.sub(r"\1", before), FREE_PORT.sub(r"\1", after), renaming)
        return plain if plain is None else plain | {Noise.CONNECTION}
    ids, others = RANDOM.findall(before), RANDOM.findall(after)
    if len(ids) != len(others) or RANDOM.sub(_kind, before) != RANDOM.sub(_kind, after):
        return None
    pairs = zip(_ids(before), _ids(after), strict=True)
    return frozenset((Noise.IDS,)) if renaming.take(pairs) else None


def of_change(change: JsonChange, renaming: Renaming, *, said: bool) -> frozenset[str] | None:
    """What explains a difference of two JSON values; None where nothing does. What was `said` has no times of ours."""
    key = next((step for step in reversed(change.path) if isinstance(step, str)), "")
    before, after = change.before, change.after
    if not said and _FINGERPRINT_KEY.fullmatch(key):
        return frozenset((Noise.FINGERPRINTS,))
    if not said and TIME_KEY.search(key) and TIME.fullmatch(str(before)) and TIME.fullmatch(str(after)):
        return frozenset((Noise.DATES,))
    if not isinstance(before, str) or not isinstance(after, str):
        return None
    if ID_KEY.search(key) and RANDOM_VALUE.fullmatch(before) and RANDOM_VALUE.fullmatch(after):
        return frozenset((Noise.IDS,)) if renaming.take([(before, after)]) else None
    return of_texts(before, after, renaming)


def _kind(match: re.Match[str]) -> str:
    """What an id leaves behind: a mark that no text holds, and its kind."""
    return f"\0{match['kind'] or ''}"


def _ids(text: str) -> Iterator[str]:
    return (match[0] for match in RANDOM.finditer(text))
