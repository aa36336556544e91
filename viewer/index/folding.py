# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Text -> text in which case does not count: the one meaning of "holds these words", in memory and in the index.

Rule: character by character, so that a place in the folded text is the same place in the text, and a part of a text
folds to a part of the folded text. What SQLite cannot hold in a text, or ends it at, becomes U+FFFD on both sides.
"""

from __future__ import annotations

import re

_SURROGATE = re.compile("[\ud800-\udfff]")
_INSTEAD = (
    ("\u0130", "i"),  # its lower case is two characters
    ("\u03a3", "\u03c3"),  # its lower case depends on what follows
    ("\u03c2", "\u03c3"),
    ("\ufffe", "\ufffd"),
    ("\uffff", "\ufffd"),
)


def fold(text: str) -> str:
    """The text with small letters; as long as it was."""
    text = text.replace("\x00", "\ufffd")
    if text.isascii():
        return text.lower()
    for character, other in _INSTEAD:  # megabytes of text: several times as fast as one table of them all
        text = text.replace(character, other)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = _SURROGATE.sub("\ufffd", text)
    return text.lower()
