# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What stands in the place of a secret in a redacted copy: as long, of the same signs, and the same for each value.

Rule: letters and figures alone are replaced; escapes, line breaks and signs stay as they were written, so that the file
around them stays whole. A stand-in tells 32 bits of a value at most, which it took long to work out.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import scrypt, shake_128

from viewer.core.secrets.spellings import meaning

_WORD = "REDACTED"
_ROOM = re.compile(r"[A-Za-z0-9]{8}")
_PIECE = re.compile(
    r"\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r?\n[ \t]*\\?|.)|%[0-9a-fA-F]{2}|&(?:[a-z]{2,4}|#x?[0-9a-f]{2});|.",
    re.DOTALL,
)


def mark(value: str) -> str:
    """Eight figures by which a value is known again; too few to tell what it is, and slow to try out."""
    return _mark("".join(letter for letter in value if letter.isalnum()))


@lru_cache(maxsize=4096)
def _mark(letters: str) -> str:
    return scrypt(letters.encode("utf-8", "replace"), salt=b"cassette-viewer", n=2**12, r=8, p=1, dklen=4).hex()


def letters(written: str) -> str:
    """The letters and figures of a value that is written with escapes."""
    return "".join(filter(_is_letter, map(_meant, _PIECE.findall(written))))


def stand_in(written: list[str]) -> list[str]:
    """What replaces a value that is written in these pieces, which an escape never crosses."""
    signs = [_PIECE.findall(piece) for piece in written]
    instead = iter(_letters("".join(_meant(sign) for piece in signs for sign in piece)))
    return ["".join(next(instead) if _is_letter(_meant(sign)) else sign for sign in piece) for piece in signs]


def _meant(sign: str) -> str:
    """What a sign stands for, where that matters here: a letter or a figure, nothing at all, or any other sign."""
    if sign[0] == "\\" and sign[1] not in "ux\r\n":
        return "."
    return meaning(sign)


def _is_letter(meant: str) -> bool:
    return meant.isascii() and meant.isalnum()


def _letters(value: str) -> str:
    """As many letters as the value has, no figure among them: `REDACTED` and what tells one value from another."""
    count = sum(map(_is_letter, value))
    drawn = "".join(chr(ord("a") + byte % 26) for byte in shake_128(mark(value).encode()).digest(count))
    room = _ROOM.search(value)
    at = sum(map(_is_letter, value[: room.start()])) if room else 0
    return (drawn[:at] + _WORD + drawn[at + len(_WORD) :])[:count]
