# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Regular expression -> the words without which a text cannot hold it, so that the index tells where to try it.

Rule: a text that the pattern fits holds, folded, one of the alternatives: all words of it. What is not read here
(groups, classes, escapes) is taken to fit anything, and where that leaves nothing there are no alternatives.
"""

from __future__ import annotations

import re
from itertools import product

LEAST = 3
"""Letters of a word: the index knows pieces of three."""
_TOKEN = re.compile(
    r"\\(?P<escaped>.)|(?P<class>\[\^?\]?(?:[^\]\\]|\\.)*\])|(?P<repeat>[*?+]|\{[0-9]*+,?[0-9]*+\})"
    r"|(?P<group>[()])|(?P<bar>\|)|(?P<any>[.^$])|(?P<literal>.)",
    re.DOTALL,
)
_UNREAD = re.compile(r"\(\?(?![:=!<]|P<)|\\[xuUN0-9]")
"""Flags, comments, conditions, and characters that are written by number."""
# Where case does not count, `re` takes each of these for the other; folded they stay what they are.
_ALSO = {"i": "i\u0131", "s": "s\u017f"}


def alternatives(pattern: str) -> list[list[str]]:
    """The words of each alternative, in small letters and in ASCII; none where some alternative has no word."""
    if _UNREAD.search(pattern):
        return []
    found: list[list[str]] = [[]]
    run, depth = "", 0
    for token in _TOKEN.finditer(
        pattern + "\n"
    ):  # the line break, which no pattern that is typed has, ends the last word
        kind = token.lastgroup
        if depth == 0 and (letter := _letter(kind, token)):
            run += letter
            continue
        if kind == "repeat" and token[0] != "+":
            run = run[:-1]
        if len(run) >= LEAST:
            found[-1].append(run)
        run = ""
        if kind == "group":
            depth += 1 if token[0] == "(" else -1
        elif kind == "bar" and depth == 0:
            found.append([])
    return found if all(found) else []


def variants(piece: str) -> list[str]:
    """A piece of a word in every way in which a folded text may hold it."""
    return ["".join(letters) for letters in product(*(_ALSO.get(letter, letter) for letter in piece))]


def _letter(kind: str | None, token: re.Match[str]) -> str:
    """The character that a token stands for; none where it stands for several, or for a place."""
    letter = token["escaped"] if kind == "escaped" else token["literal"] if kind == "literal" else None
    is_itself = letter is not None and letter.isascii() and letter.isprintable()
    if not is_itself or letter is None or (kind == "escaped" and letter.isalnum()):
        return ""
    return letter.lower()
