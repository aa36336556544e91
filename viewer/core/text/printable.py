# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Text from a cassette made safe to print: characters that would steer a terminal or a reader's eye become marks.

Rule: what is written can always be encoded, and of C0, C1 and the escape sequences that begin with them nothing but
line break and tab is left (ECMA-48; for the bidirectional controls see CVE-2021-42574).
"""

from __future__ import annotations

import re

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_HIDDEN = re.compile("[\x80-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]")
_LINE_END = re.compile("\r\n")


def visible(text: str) -> str:
    """The text with control characters as pictures (`␛`) and other unseen ones by number (`<U+202E>`).

    CRLF becomes LF; a CR alone is a control character.
    """
    text = _CONTROL.sub(_picture, _LINE_END.sub("\n", text))
    return _HIDDEN.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)


def one_line(text: str, limit: int = 400) -> str:
    """The text on one line: every run of white space one space, and no more than `limit` characters."""
    words = visible(" ".join(text[: limit * 4].split()))
    return words if len(words) <= limit else words[: limit - 1] + "…"


def name(text: str) -> str:
    """A file's name or path on one line, every character of it still told."""
    return visible(text).replace("\n", "␊").replace("\t", "␉")


def indented(text: str, by: str) -> str:
    """Every line that holds something moved to the right."""
    return "\n".join(by + line if line else line for line in text.split("\n"))


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    return "␡" if code == 0x7F else chr(0x2400 + code)
