# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Text -> text in which case does not count: the one meaning of "holds these words", in memory and in the index.

Rule: character by character, so that a place in the folded text is the same place in the text, and a part of a text
folds to a part of the folded text. What SQLite cannot hold in a text, or ends it at, becomes U+FFFD on both sides.
"""

from __future__ import annotations

import re

# Lower case of U+0130 is two characters; that of U+03A3 depends on what follows.
_ONE_BY_ONE = str.maketrans({"\u0130": "i", "\u03a3": "\u03c3", "\u03c2": "\u03c3"})
_NOT_HELD = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")


def fold(text: str) -> str:
    """The text with small letters; as long as it was."""
    if text.isascii():
        return text.lower().replace("\x00", "\ufffd")
    return _NOT_HELD.sub("\ufffd", text.translate(_ONE_BY_ONE).lower())
