# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What stands where a secret was, or is too plain to be one."""

from __future__ import annotations

import re
from functools import lru_cache

from viewer.late_pattern import late_pattern

_PLACEHOLDER = re.compile(
    r"redacted|(?<![A-Za-z0-9])x{3,}|x{3,}(?![A-Za-z0-9])|x{5,}|\*{3,}|•+|\.\.\.|…"
    r"|(?:^|[-_. ])(?:test|fake|dummy|mock|mocked|example|sample|placeholder|sanitized|scrubbed|masked|filtered"
    r"|hidden|removed|omitted|changeme|your|my|secret|insert|replace|invalid|none|null|undefined)(?=[-_. ]|$)",
    re.IGNORECASE,
)
_ENCLOSED = re.compile(r"<[^>]*>|\[[^]]*\]|\{.*\}|\$.*|%.*%|(.)\1*", re.DOTALL)
_LONG_TOKEN = re.compile(r"(?=[A-Za-z]{0,60}[0-9])[A-Za-z0-9]{12,}+")
_MOST_LOOKED_AT = 4096
_SCHEME = re.compile(r"(?:bearer|basic|token|digest|key|aws4-hmac-sha256)\s+", re.IGNORECASE)
_PLAIN_NUMBER = re.compile(r"\s*[0-9.,:%]*\s*")
_ADDRESS = re.compile(r"https?://[^@\s]*", re.IGNORECASE)
_NO_LETTER = re.compile(r"[^A-Za-z]+")
_RUNS = late_pattern(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+|[^A-Za-z0-9]")
_CODE = late_pattern(
    r"[()\[\]{}<>`]|^[$%@.]|^/[a-z]+/|::|->|\|\||^[A-Za-z_]+(?:\.[A-Za-z_]+)+$|^https?://|^[0-9eETxZ:.+-]+$|•••"
)
_LEAST_WORD = 4
_STAND_IN, _STAND_IN_MOST = "redacted", 64


@lru_cache(maxsize=4096)
def is_placeholder(value: str) -> bool:
    """Whether a value stands for a secret that somebody took out, or is too plain to be one."""
    bare = _SCHEME.sub("", value[: _MOST_LOOKED_AT + 1].strip(), count=1)
    if len(bare) > _MOST_LOOKED_AT:
        return False
    if _PLAIN_NUMBER.fullmatch(bare) or _ENCLOSED.fullmatch(bare) or _ADDRESS.fullmatch(bare):
        return True
    if _is_stand_in(bare):
        return True
    without, count = _PLACEHOLDER.subn(" ", bare)
    return count > 0 and _LONG_TOKEN.search(without) is None


def _is_stand_in(value: str) -> bool:
    """Whether it begins as what we put in a secret's place: the signs between its letters are those of the value."""
    letters = _NO_LETTER.sub("", value[:_STAND_IN_MOST]).lower()
    return letters.startswith(_STAND_IN) or (len(letters) >= _LEAST_WORD and _STAND_IN.startswith(letters))


def has_long_token(text: str) -> bool:
    """Whether a text holds a dozen letters and figures in a row, as what a machine drew does."""
    return _LONG_TOKEN.search(text) is not None


@lru_cache(maxsize=4096)
def looks_drawn(value: str) -> bool:
    """Whether a value was drawn by a machine or a careful person: no word, no name, no code, no date.

    It changes often between figures, letters of either case and signs, and little of it reads as words.
    """
    if _PLAIN_NUMBER.fullmatch(value) or _CODE.search(value) or is_placeholder(value):
        return False
    runs = _RUNS.findall(value[:_MOST_LOOKED_AT])
    if not any(run[0].isdigit() for run in runs) and sum(not run.isalnum() for run in runs) < 2:
        return len(value) >= 20 and len(runs) * 3 >= len(value)  # letters alone: only where their case changes often
    words = sum(len(run) for run in runs if run.isalpha() and len(run) >= _LEAST_WORD)
    return len(runs) >= 3 and (words * 2 <= len(value) or len(runs) * 4 >= len(value))
