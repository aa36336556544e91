# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What was typed to be found: words, or a regular expression, which may take longer than anybody waits.

Words are looked for here. An expression is tried in a process of its own (`core/text/timed_patterns.py`), and who looks
for it does something else until there is an answer: nothing that is typed stops the window.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from viewer.core.text.timed_patterns import LIMIT_S, PatternProcess, PatternTimeoutError, Span

TOO_LONG = "takes too long"
"""What is wrong with an expression that was given up."""
_WAIT_S = 0.002


class TypedPattern:
    """Words or an expression, until `close`. Raises re.error where the expression is none."""

    def __init__(self, typed: str, *, case_sensitive: bool = False, regex: bool = False) -> None:
        """Compile it."""
        flags = re.MULTILINE if case_sensitive else re.MULTILINE | re.IGNORECASE
        self._words = re.compile(typed if regex else re.escape(typed), flags)
        self._process = PatternProcess(typed, LIMIT_S, case_sensitive=case_sensitive) if regex else None
        self.problem: str | None = None
        """Why nothing more is found."""

    @classmethod
    def of_source(cls, source: str, *, case_sensitive: bool) -> TypedPattern:
        """An expression of ours, which takes linear time."""
        made = cls("", case_sensitive=case_sensitive)
        made._words = re.compile(source, made._words.flags)
        return made

    def spans(self, text: str) -> Iterator[list[Span] | None]:
        """None while there is no answer, then where it fits in a text; nowhere once it was given up."""
        yield from (None if found is None else found[0] for found in self.places([text]))

    def places(self, texts: Sequence[str]) -> Iterator[list[list[Span]] | None]:
        """The same for several texts at once, which are asked for together."""
        if self._process is None:
            yield [[match.span() for match in self._words.finditer(text) if match[0]] for text in texts]
            return
        found: list[list[Span]] | None = None
        try:
            self._process.ask(texts)
            while (found := self._process.answer(_WAIT_S)) is None:
                yield None
        except PatternTimeoutError:
            self.problem = TOO_LONG
        yield found or [[] for _ in texts]

    def close(self) -> None:
        """End its process."""
        if self._process is not None:
            self._process.close()
