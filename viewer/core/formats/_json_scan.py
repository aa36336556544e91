# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Walking through JSON text: where the members of a container stand, and what can be read of a damaged one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from json.decoder import scanstring  # type: ignore[attr-defined]  # typeshed leaves it out
from typing import TypeAlias

from viewer.core.formats._document import MAX_DEPTH, Value

Scan: TypeAlias = Callable[[str, int], tuple[Value, int]]
"""Reads the value at an index; the value and the index after it (`json.JSONDecoder.scan_once`)."""

_SPACE = re.compile(r"[ \t\r\n]*")
# A key without escapes, as nearly all are, up to its value: by one look in place of six.
_KEY = r'[ \t\r\n]*"([^"\\\x00-\x1f]*)"[ \t\r\n]*:[ \t\r\n]*'
_FIRST_KEY, _NEXT_KEY = re.compile(r"\{" + _KEY), re.compile("[ \t\r\n]*," + _KEY)
_WHOLE_STRING_PART = re.compile(r'(?:[^"\\]|\\u[0-9A-Fa-f]{4}|\\["\\/bfnrt])*')
_UNREADABLE = (StopIteration, ValueError, RecursionError)


class Damage(Exception):  # noqa: N818 - what was found, which never leaves this folder
    """What is wrong, and at which index of the text."""

    def __init__(self, reason: str, at: int) -> None:
        self.reason, self.at = reason, at
        super().__init__(reason)


def skip_space(text: str, at: int) -> int:
    """The next index that is not white space."""
    match = _SPACE.match(text, at)
    return match.end() if match else at


def members(text: str, start: int, scan: Scan) -> Iterator[tuple[str | int, int]]:
    """Key or index of each member of the container at `start`, and where its value begins, as far as can be read.

    None when it is no container.
    """
    at, index, is_object = start, 0, text[start : start + 1] == "{"
    try:
        while True:
            plain = (_NEXT_KEY if index else _FIRST_KEY).match(text, at) if is_object else None
            if plain is not None:
                key, begin = plain[1], plain.end()
            elif (following := _next_member(text, start, at)) is not None:
                key, begin = key_at(text, following) if is_object else (index, following)
            else:
                return
            yield key, begin
            _, at = scan(text, begin)
            index += 1
    except (Damage, *_UNREADABLE):
        return


def _next_member(text: str, start: int, at: int) -> int | None:
    """The index of the member after `at` in the container at `start`; None at its end."""
    closing = {"{": "}", "[": "]"}.get(text[start : start + 1])
    if closing is None:
        return None
    first = at == start
    at = skip_space(text, at + first)
    if text[at : at + 1] == closing:
        return None
    if not first:
        if text[at : at + 1] not in ("", ","):
            raise Damage(f"expected ',' or '{closing}'", at)
        at = skip_space(text, at + 1)
    if at >= len(text):
        raise Damage("the file ends here", len(text))
    return at


def key_at(text: str, at: int) -> tuple[str, int]:
    """The key at an index, and the index of its value."""
    if text[at] != '"':
        raise Damage("expected a key in double quotes", at)
    key, end = scanstring(text, at + 1, False)
    end = skip_space(text, end)
    if text[end : end + 1] != ":":
        raise Damage("expected ':' after the key", end)
    return key, skip_space(text, end + 1)


class Salvage:
    """Reads damaged JSON up to the damage, then closes what is open; `damage` tells what was met, if anything."""

    def __init__(self, text: str, scan: Scan) -> None:
        self._text, self._scan = text, scan
        self.damage: Damage | None = None

    def document(self) -> Value:
        """The document, whatever of it could be read."""
        value, end = self._value(skip_space(self._text, 0), 0)
        end = skip_space(self._text, end)
        if self.damage is None and end < len(self._text):
            self.damage = Damage("more follows after the end of the document", end)
        return value

    def _value(self, at: int, depth: int) -> tuple[Value, int]:
        try:
            return self._scan(self._text, at)
        except _UNREADABLE:
            return self._damaged_value(at, depth)

    def _damaged_value(self, at: int, depth: int) -> tuple[Value, int]:
        opening = self._text[at : at + 1]
        if opening == '"':
            return self._string(at)
        if opening not in ("{", "["):
            self.damage = Damage("expected a value" if opening else "the file ends here", at)
        elif depth < MAX_DEPTH:
            return self._container(at, depth)
        else:
            self.damage = Damage(f"nested deeper than {MAX_DEPTH} levels", at)
        return None, at

    def _container(self, start: int, depth: int) -> tuple[Value, int]:
        found: dict[str | int, Value] = {}
        at = start
        try:
            while (following := _next_member(self._text, start, at)) is not None:
                is_object = self._text[start] == "{"
                key, begin = key_at(self._text, following) if is_object else (len(found), following)
                value, at = self._value(begin, depth + 1)
                if self.damage is None or value is not None:
                    found[key] = value
                if self.damage is not None:
                    break
        except Damage as damage:
            self.damage = damage
        except ValueError:
            self.damage = Damage("the text of a key does not end", at)
        at = skip_space(self._text, at + (at == start)) + 1
        return (found if self._text[start] == "{" else list(found.values())), at

    def _string(self, at: int) -> tuple[str, int]:
        """The readable part of a text that is cut off or has a bad escape."""
        whole = _WHOLE_STRING_PART.match(self._text, at + 1)
        end = whole.end() if whole else at + 1
        self.damage = Damage("a text does not end" if end == len(self._text) else "a bad escape", end)
        return scanstring(self._text[at + 1 : end] + '"', 0, False)[0], end
