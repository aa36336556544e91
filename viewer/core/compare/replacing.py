# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Texts and values -> the same with placeholders where the rules of a comparison match.

A pattern comes with the recordings, from whoever made them: it is tried beside this process, and has its time.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence

from viewer.core.compare.rules import Rules, Step
from viewer.core.errors import CassetteError
from viewer.core.text import timed_patterns
from viewer.core.text.json_values import Json
from viewer.core.text.timed_patterns import PatternProcess, PatternTimeoutError, Span

_MOST_KNOWN = 2000
"""Texts of which it is remembered what became of them: a talk repeats most of what was said before."""


class _Processes(threading.local):
    """Those of a thread, for many files are compared by the same rules. A process that is a copy has its own."""

    def __init__(self) -> None:
        self._made: dict[tuple[int, str], PatternProcess] = {}

    def of(self, pattern: str) -> PatternProcess:
        """The process that tries a pattern."""
        key = os.getpid(), pattern
        if key not in self._made:
            self._made[key] = PatternProcess(pattern, timed_patterns.LIMIT_S, as_written=True)
        return self._made[key]


_processes = _Processes()


class Replacing:
    """What rules make of the texts of one comparison; raises CassetteError where a pattern takes too long."""

    def __init__(self, rules: Rules) -> None:
        """Each pattern has `timed_patterns.LIMIT_S` seconds from now on, of those in which it is tried."""
        self._rules = rules
        self._begun: set[str] = set()
        self._known: dict[str, str] = {}

    def text(self, text: str) -> str:
        """A text with what the patterns match replaced."""
        return self.texts([text])[0]

    def texts(self, texts: Sequence[str]) -> list[str]:
        """The same of many at once."""
        return self._replaced(texts) if self._rules.patterns else list(texts)

    def json(self, value: Json, at: tuple[Step, ...] = ()) -> Json:
        """A value, which stands at a path, with what the rules match replaced."""
        if not self._rules.patterns and not self._rules.paths:
            return value
        texts = list(dict.fromkeys(self._texts(value, at))) if self._rules.patterns else []
        replaced = dict(zip(texts, self._replaced(texts), strict=True))
        return self._with(value, at, replaced)

    def _texts(self, value: Json, at: tuple[Step, ...]) -> Iterator[str]:
        if self._rules.placeholder(at) is not None:
            return
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for key, item in value.items():
                yield from self._texts(item, (*at, key))
        elif isinstance(value, list):
            for number, item in enumerate(value):
                yield from self._texts(item, (*at, number))

    def _with(self, value: Json, at: tuple[Step, ...], replaced: dict[str, str]) -> Json:
        placeholder = self._rules.placeholder(at)
        if placeholder is not None:
            return placeholder
        if isinstance(value, dict):
            return {key: self._with(item, (*at, key), replaced) for key, item in value.items()}
        if isinstance(value, list):
            return [self._with(item, (*at, number), replaced) for number, item in enumerate(value)]
        return replaced.get(value, value) if isinstance(value, str) else value

    def _replaced(self, texts: Sequence[str]) -> list[str]:
        new = [text for text in texts if text not in self._known]
        made = new
        for pattern, placeholder in self._rules.patterns:
            found = self._found(pattern, made)
            made = [_without(text, spans, placeholder) for text, spans in zip(made, found, strict=True)]
        told = dict(zip(new, made, strict=True))
        answer = [told[text] if text in told else self._known[text] for text in texts]
        if len(self._known) + len(told) > _MOST_KNOWN:
            self._known.clear()
        self._known.update(told)
        return answer

    def _found(self, pattern: str, texts: Sequence[str]) -> list[list[Span]]:
        """Where a pattern fits in each text."""
        limit_s = None if pattern in self._begun else timed_patterns.LIMIT_S
        self._begun.add(pattern)
        try:
            return _processes.of(pattern).spans(texts, limit_s)
        except PatternTimeoutError as error:
            reason = f"takes too long, and nothing is compared by it: {pattern!r}"
            raise CassetteError(self._rules.file, None, f"a pattern {reason}") from error


def _without(text: str, spans: Sequence[Span], placeholder: str) -> str:
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], placeholder]
        at = end
    return "".join([*parts, text[at:]])
