# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Texts one behind the other: each takes its bytes and eight more."""

from __future__ import annotations

from array import array


class PackedTexts:
    """A list of texts that only grows; lone surrogates stay what they are."""

    def __init__(self) -> None:
        """Empty."""
        self._bytes = bytearray()
        self._ends = array("Q")

    def __len__(self) -> int:
        """The number of texts."""
        return len(self._ends)

    def __getitem__(self, number: int) -> str:
        """A text by its number, from 0 on."""
        start = self._ends[number - 1] if number else 0
        return self._bytes[start : self._ends[number]].decode("utf-8", "surrogatepass")

    def append(self, text: str) -> None:
        """Put a text behind the others."""
        self._bytes += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._bytes))
