# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Characters that nobody sees, and which way a text runs: for places that show text in one line, or exactly.

What turns the direction of others (CVE-2021-42574), has no width, or hides letters in tags is made visible, one sign
for one character, so that columns stay what they are. Joiners are left alone where scripts and emoji need them.
"""

from __future__ import annotations

from unicodedata import bidirectional

from viewer.late_pattern import late_pattern

MARK = "\ufffd"
"""What stands for a character that would not be seen."""
OVERRIDES = (0x202D, 0x202E)
"""They show letters in another order than they are in; no text that is honest needs them."""

_UNSEEN = late_pattern(
    # Flags of regions (Wales, Scotland) are spelled in tags, and end in one.
    "\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"
    # Joiners between what is beyond Latin: Persian, Indic scripts, families of emoji.
    "|(?<=[^\x00-\u024f])[\u200c\u200d](?=[^\x00-\u024f])"
    "|(?P<unseen>[\x80-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f])"
)

_PICTURES = {**{code: 0x2400 + code for code in range(0x20)}, 0x7F: 0x2421}


def made_visible(text: str) -> str:
    """The text, as long as it was, with a mark for every character that would not be seen."""
    if text.isascii() or text.isprintable():
        return text
    return _UNSEEN.sub(lambda match: MARK if match["unseen"] else match[0], text)


def in_one_line(text: str) -> str:
    """The text, as long as it was, made visible for a line of its own: controls too, line breaks as pictures (`␊`)."""
    return text if text.isprintable() else made_visible(text.translate(_PICTURES))


def is_right_to_left(text: str) -> bool:
    """Whether the first letter of a paragraph is written from right to left (UAX 9, P2 and P3)."""
    if text.isascii():
        return False
    strong = (kind for char in text if (kind := bidirectional(char)) in ("L", "R", "AL"))
    return next(strong, "L") != "L"
