# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The conversations of a file that is still read: what joins one is looked at, and not again what was there before."""

from __future__ import annotations

from array import array

from viewer.core.contents import Contents
from viewer.core.spooled_summaries import calls_of
from viewer.dataclass import dataclass


@dataclass(slots=True)
class _Grown:
    """The interactions that came so far, and the tool calls in them."""

    members: array[int]
    calls: int = 0
    counted: int = 0
    """So many of the members have been asked for their calls."""


class GrowingConversations:
    """What is known of conversations by their numbers; contents that are others are looked at anew."""

    def __init__(self) -> None:
        self._threads: object = None
        self._grown: dict[int, _Grown] = {}

    def members(self, contents: Contents, conversation: int, known: int) -> array[int]:
        """The interactions of a conversation below `known`, in an array that grows."""
        return self._of(contents, conversation, known).members

    def calls(self, contents: Contents, conversation: int, known: int) -> int:
        """How many tool calls they have."""
        grown = self._of(contents, conversation, known)
        grown.calls += sum(calls_of(contents.summaries, number) for number in grown.members[grown.counted :])
        grown.counted = len(grown.members)
        return grown.calls

    def _of(self, contents: Contents, conversation: int, known: int) -> _Grown:
        threads = contents.threads
        if self._threads is not threads:
            self._threads, self._grown = threads, {}
        grown = self._grown.setdefault(conversation, _Grown(array("I")))
        for number in threads.members(conversation, after=grown.members[-1] if grown.members else None):
            if number >= known:
                break
            grown.members.append(number)
        return grown
