# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Where the interactions of a file lie: bytes and lines in compact arrays, which grow while it is looked through."""

from __future__ import annotations

from array import array
from typing import TypeAlias

from viewer.core.errors import Problem
from viewer.core.formats._parse import Form

KeyPath: TypeAlias = tuple[str, ...]
"""The keys that lead from the root of a document to its list of interactions; empty where the root is the list."""

BLOCK = 256 << 10
"""Bytes that are looked through at a time."""

LONGEST_HEAD = 16 << 20
"""The most bytes that may stand before the first interaction of a file that is read in parts."""

LONGEST_TAIL = 4 << 20
"""The most bytes that may stand after the last."""


class Outline:
    """An interaction is all from its start to the next one's; `head` stands before the first, the tail at `end`.

    `lines` are those of the starts, from 1. `irregular` is the interaction at which the file ceases to be as its form
    has it, or where that cannot be told without parsing: what stands from there on is to be read at once.
    """

    def __init__(self, form: Form, path: KeyPath, head: bytes, start: int, line: int) -> None:
        """The first interaction starts at byte `start` in `line`; a byte-order mark is not part of `head`."""
        self.form, self.path, self.head = form, path, head
        self.starts, self.lines = array("Q", [start]), array("Q", [line])
        self.end: int | None = None
        self.tail_line = 0
        self.line_count = line
        self.irregular: int | None = None
        self.reason = ""
        self.anchored: int | None = None  # the first interaction with an anchor, to which later ones may refer
        self.problems: list[Problem] = []

    @property
    def count(self) -> int:
        """Interactions whose end is known."""
        known = len(self.starts) - (self.end is None)
        return known if self.irregular is None else min(known, self.irregular)

    def begin(self, start: int, line: int) -> None:
        """The next interaction starts here."""
        self.lines.append(line)
        self.starts.append(start)
        self.line_count = line

    def finish(self, end: int, line: int) -> None:
        """The tail starts here, or the file ends."""
        self.tail_line, self.end = line, end

    def give_up(self, index: int, reason: str) -> None:
        """From this interaction on the file is to be read at once."""
        if self.irregular is None or index < self.irregular:
            self.irregular, self.reason = max(index, 0), reason

    def span(self, index: int) -> tuple[int, int]:
        """The first byte of an interaction and the one after its last."""
        following = index + 1
        end = self.starts[following] if following < len(self.starts) else self.end
        return self.starts[index], self.starts[index] if end is None else end
