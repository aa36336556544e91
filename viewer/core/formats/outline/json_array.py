# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The elements of an array of JSON, found by the scanner of the standard library, whose values are let go of at once.

So what is found is whole by the same rules as when the file is parsed at once, and damage is met where that meets it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from viewer.core.formats._json import scanner
from viewer.core.formats._json_scan import Damage, key_at, skip_space
from viewer.core.formats._parse import Form
from viewer.core.formats.outline.file import CassetteFile
from viewer.core.formats.outline.spans import LONGEST_TAIL, KeyPath, Outline

_UNREADABLE = (StopIteration, ValueError, RecursionError)
_NEAR_THE_END = 16  # how much of an escape or of a word may be cut off


def outline(head: bytes, offset: int, paths: Iterable[KeyPath]) -> Outline | None:
    """The outline of a file that begins with `head` at byte `offset`; None where no such array is in sight."""
    text = head.decode(errors="ignore")  # a character that is cut off at the end
    for path in paths:
        at = _first_element(text, path)
        if at is not None:
            before = text[:at].encode()
            return Outline(Form.JSON, path, before, offset + len(before), before.count(b"\n") + 1)
    return None


def _first_element(text: str, path: KeyPath) -> int | None:
    """Where the first element begins."""
    at = skip_space(text, 0)
    try:
        for key in path:
            found = _member(text, at, key)
            if found is None:
                return None
            at = found
        first = skip_space(text, at + 1)
    except (Damage, *_UNREADABLE, IndexError):
        return None
    return first if text[at : at + 1] == "[" and text[first : first + 1] not in ("", "]") else None


def _member(text: str, at: int, wanted: str) -> int | None:
    """Where the value of a key begins, in the object that begins at an index."""
    if text[at] != "{":
        return None
    scan = scanner()
    at = skip_space(text, at + 1)
    while text[at] != "}":
        key, at = key_at(text, at)
        if key == wanted:
            return at
        _, at = scan(text, at)
        at = skip_space(text, at)
        if text[at] != ",":
            return None
        at = skip_space(text, at + 1)
    return None


def scan(file: CassetteFile, found: Outline, block: int) -> Iterator[None]:
    """Look through the file, a block at a time."""
    return _Scan(file, found).run(block)


class _Scan:
    """Looks through a file."""

    def __init__(self, file: CassetteFile, found: Outline) -> None:
        self._file, self._found, self._scan = file, found, scanner()
        self._text, self._at = "", 0
        self._byte = self._read = found.starts[0]
        self._line, self._half = found.lines[0], b""
        self._counted = 0

    def run(self, block: int) -> Iterator[None]:
        """Look through the file: an element, what follows it, and so on."""
        found = self._found
        more = block
        while found.end is None and self._refill(more):
            taken = self._take_all()
            # What does not fit must not be scanned again for each block of a value of many.
            more = block if taken else max(block, len(self._text))
            found.line_count = self._line
            yield
        if found.end is not None and self._file.size - found.end > LONGEST_TAIL:
            found.give_up(len(found.starts) - 1, "much stands after the interactions")

    @property
    def _at_end(self) -> bool:
        return self._read >= self._file.size

    def _refill(self, length: int) -> bool:
        """Let go of what was taken, and read on; whether there is anything that can be looked at."""
        if self._found.irregular is not None:
            return False
        if self._at_end:
            self._damaged("the file ends within its interactions")
            return False
        data = self._half + self._file.read(self._read, self._read + length)
        self._read = min(self._read + length, self._file.size)
        if b"\r" in data and data.count(b"\r") - data.endswith(b"\r") != data.count(b"\r\n"):
            self._found.give_up(0, "not all lines end alike")
            return False
        self._half = b"" if self._read == self._file.size else _cut_off(data)
        try:
            new = data[: len(data) - len(self._half)].decode()
        except UnicodeDecodeError:
            self._found.give_up(0, "not all of it is UTF-8")
            return False
        self._text, self._at = self._text[self._at :] + new, 0
        return True

    def _take_all(self) -> bool:
        """Take the elements that are there as a whole; whether there was any."""
        text, found, count = self._text, self._found, len(self._found.starts)
        try:
            while True:
                _, end = self._scan(text, self._at)
                after = skip_space(text, end)
                if after >= len(text):
                    break
                if text[after] == "]":
                    self._go_to(after)
                    found.finish(self._byte, self._line)
                    break
                following = skip_space(text, after + 1)
                if following >= len(text):
                    break
                if text[after] != ",":
                    self._damaged("damaged JSON")
                    break
                self._go_to(following)
                found.begin(self._byte, self._line)
        except _UNREADABLE as error:
            if self._at_end or not _may_go_on(error, len(text)):
                self._damaged("damaged JSON")
        return len(found.starts) > count

    def _go_to(self, at: int) -> None:
        """Stand at an index of the text."""
        passed = self._text[self._at : at]
        self._byte += len(passed) if passed.isascii() else len(passed.encode())
        self._line += passed.count("\n")
        self._at = at

    def _damaged(self, reason: str) -> None:
        """The element that is open, and the one before it that may not have ended."""
        self._found.give_up(len(self._found.starts) - 1, reason)


def _may_go_on(error: Exception, length: int) -> bool:
    """Whether what could not be read may only be cut off."""
    if isinstance(error, json.JSONDecodeError):
        return error.msg.startswith("Unterminated string") or error.pos >= length - _NEAR_THE_END
    return isinstance(error, StopIteration) and int(error.value) >= length - _NEAR_THE_END


def _cut_off(data: bytes) -> bytes:
    """The bytes of a character that does not end here, and a carriage return whose line feed may follow."""
    for length in range(1, min(4, len(data)) + 1):
        byte = data[-length]
        if byte >= 0xC0:
            whole = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return data[-length:] if whole > length else b""
        if byte < 0x80:
            break
    return b"\r" if data.endswith(b"\r") else b""


def opening(path: KeyPath) -> bytes:
    """What a document needs before its first element."""
    return b"".join(b"{%b:" % json.dumps(key).encode() for key in path) + b"["


def closing(path: KeyPath) -> bytes:
    """What ends a document after its last element."""
    return b"]" + b"}" * len(path)
