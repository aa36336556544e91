# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The names under which a secret stands, whatever it looks like: header fields, JSON members, variables."""

from __future__ import annotations

import re
from functools import lru_cache

JSON_NAMES = (
    r"(?:x[_-]?)?api[_-]?key|(?:access|refresh|auth|bearer|session|id|security|aws_session)[_-]?token"
    r"|client[_-]?secret|secret(?:[_-]?(?:access[_-]?)?key)?|password|passwd|private[_-]?key|authorization"
)
"""A pattern, any case: members whose value is a secret even where it looks like a word."""

QUERY_NAMES = (
    r"key|api[_-]?key|subscription[_-]key|token|secret|password|passwd|sig|signature|cookie[0-9]*"
    r"|(?:access|refresh|auth|id)[_-]?token|client[_-]?secret|awsaccesskeyid"
    r"|x-(?:amz|goog)-(?:signature|credential|security-token)"
)
"""A pattern, any case: parameters of a URL or a form that hold a secret."""

_JSON_NAME = re.compile(JSON_NAMES, re.IGNORECASE)
_HEADER_NAME = re.compile(
    r"(?:proxy-)?authorization|authentication|(?:set-)?cookie2?|.*(?:^|[-_])(?:token|secret|password|passwd|signature)"
    r"|.*(?:api|access|auth|secret|private|subscription|functions|account|master)[-_]?key"
    r"|.*openai-(?:organization|project)|.*anthropic-organization-id|mcp-session-id|x-amz-credential",
    re.IGNORECASE,
)
KINDS_OF_KEYS = (
    *("api", "app", "application", "access", "account", "admin", "auth", "client", "consumer", "deploy", "encryption"),
    *("functions", "license", "master", "private", "secret", "service", "shared", "signing", "storage"),
    *("subscription", "session", "server", "write", "rest", "ingest", "root", "ssh", "jwt", "hmac", "webhook"),
    *("openai", "anthropic", "integration", "publishable", "sas"),
)
"""What stands before `key` where a key is a secret; many a thing is a key that is none."""
_KINDS = "|".join(KINDS_OF_KEYS)
_VARIABLE = re.compile(
    rf"(?P<bare>(?<![A-Za-z0-9_.-])(?:auth|token|credentials?|cookie)(?=$))"
    rf"|(?P<named>(?:{_KINDS})[_.\s-]?keys?|secrets?|passw(?:or)?d|passwd|passphrase|passcode|pwd|(?<![a-z])(?:pass|pw)"
    rf"|(?<!max)(?<!page)(?<!next)(?<!sync)(?<!stop)(?<!start)(?<!ation)(?<!image)(?<!mask)(?<!per)(?<!num)(?<!cache)"
    rf"(?<!max[_-])(?<!page[_-])(?<!next[_-])(?<!sync[_-])(?<!stop[_-])(?<!start[_-])(?<!ation[_-])(?<!per[_-])"
    rf"(?<!special[_-])(?<!image[_-])(?<!mask[_-])(?<!pad[_-])(?<![be]os[_-])(?<!unk[_-])token"
    rf"|authorization|credentials?|[_-]auth|(?:session|auth)[_.-]?cookie|dsn)$",
    re.IGNORECASE,
)
_LONGEST_NAME = 30
_LEAST_BARE = 16
_LEAST_NAMED = 8


def is_secret_header(name: str) -> bool:
    """Whether a header field of that name holds a secret, whatever its value looks like."""
    return _HEADER_NAME.fullmatch(name) is not None


def is_secret_member(name: str) -> bool:
    """Whether a JSON member of that name holds a secret, even where it looks like a word."""
    return _JSON_NAME.fullmatch(name) is not None


def least_length(name: str) -> int | None:
    """How long a drawn value must be to be a secret under the name that a text ends with; None under any other."""
    return _least_length(name[-_LONGEST_NAME:])


@lru_cache(maxsize=4096)
def _least_length(name: str) -> int | None:
    found = _VARIABLE.search(name)
    if found is None:
        return None
    return _LEAST_BARE if found.lastgroup == "bare" else _LEAST_NAMED
