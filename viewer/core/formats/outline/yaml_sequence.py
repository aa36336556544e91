# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The items of a block sequence of YAML, found by their indentation.

An item begins at a dash in the column of the first one's, and nothing of an item that is block style all through
stands in that column or left of it, but for comments. Only the text of a flow collection or of a quoted scalar may,
which writers never do. So a line there that is none of the sequence ends it, a dash that is not followed by the first
item's first key is believed only if what stands before it parses by itself, and one that is followed by it is
believed until somebody reads the interaction before it.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

import yaml

from viewer.core.formats._parse import Form
from viewer.core.formats.outline.file import CassetteFile
from viewer.core.formats.outline.spans import LONGEST_TAIL, KeyPath, Outline

# Rule: what is looked at around a match must fit into this, so that no line needs to be held whole.
_OVERLAP = 512
_LONGEST_SIGNATURE = 100
_DEEPEST_DASH = 40
# After a space or in a flow collection, where alone an anchor can stand; what looks like one in a text is told apart.
_ANCHOR = re.compile(rb"&(?<=[\s\[{,]&)[A-Za-z0-9_-]")
_FORBIDDEN = bytes({*range(32), 127} - {*b"\t\n\r"})
_FORBIDDEN_WIDE = re.compile(b"\xc2[\x80-\x84\x86-\x9f]|\xef\xbf[\xbe\xbf]")
_BLANK_OR_COMMENT = re.compile(rb"[ ]*(?:#[^\n]*)?\r?\n")
_PREAMBLE = re.compile(rb"(?:[ ]*(?:#[^\n]*)?\r?\n|%[^\n]*\n|---[ ]*(?:#[^\n]*)?\r?\n)*")


def outline(head: bytes, offset: int, paths: Iterable[KeyPath]) -> Outline | None:
    """The outline of a file that begins with `head` at byte `offset`; None where no such sequence is in sight."""
    for path in paths:
        start = _first_item(head, path)
        if start is not None and not may_have_anchors(head[:start]):
            return Outline(Form.YAML, path, head[:start], offset + start, head.count(b"\n", 0, start) + 1)
    return None


def _first_item(head: bytes, path: KeyPath) -> int | None:
    """Where the line of the first item begins."""
    at = _PREAMBLE.match(head).end()  # type: ignore[union-attr]  # it matches nothing as well
    indent = rb""
    for key in path:
        line = rb"%b([\"']?)%b\1:[ ]*(?:#[^\n]*)?\r?\n" % (indent, re.escape(key.encode()))
        # The line break that stands before is sought by its byte: `^` would be tried at each of a line of many.
        found = re.match(line, head) if at == 0 else None
        found = found or re.compile(b"\n" + line).search(head, max(at - 1, 0))
        if found is None:
            return None
        at, indent = found.end(), rb" +"
    while blank := _BLANK_OR_COMMENT.match(head, at):
        at = blank.end()
    dash = head.find(b"-", at, at + _DEEPEST_DASH)
    is_item = dash >= 0 and not head[at:dash].strip(b" ") and head[dash + 1 : dash + 2] in (b" ", b"\n", b"\r")
    return at if is_item else None


def scan(file: CassetteFile, found: Outline, block: int) -> Iterator[None]:
    """Look through the file, a block at a time."""
    return _Scan(file, found).run(block)


class _Scan:
    """Looks through a file."""

    def __init__(self, file: CassetteFile, found: Outline) -> None:
        self._file, self._found = file, found
        line = file.read(found.starts[0], found.starts[0] + _LONGEST_SIGNATURE)
        self._indent = line.index(b"-")
        self._signature = line[: line.find(b":") + 1] or line[: self._indent + 2]
        self._low = re.compile(rb"\n(?!%b)[^\n]" % (b" " * (self._indent + 1)))
        self._suspects: list[int] = []
        self._anchors: set[str] = set()
        self._parsed: set[int] = set()
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def run(self, block: int) -> Iterator[None]:
        """Look through the file."""
        found, size = self._found, self._file.size
        # The first byte of a text was looked at with the one before; it stands there for what follows it.
        base, carry = found.starts[0] - 1, b"\n"
        is_ended = False
        while not is_ended and found.irregular is None:
            data = self._file.read(base + len(carry), base + len(carry) + block)
            text = carry + data
            at_end = base + len(text) >= size
            self._find_undecodable(data, at_end=at_end)
            limit = len(text) if at_end else max(len(text) - _OVERLAP, 1)
            is_ended = self._look(text, base, limit)
            if at_end and not is_ended:
                found.finish(size, found.line_count)
                is_ended = True
            if is_ended:
                self._suspects.append(len(found.starts) - 1)
            self._look_again()
            base, carry = base + limit - 1, text[limit - 1 :]
            yield
        if found.end is not None and size - found.end > LONGEST_TAIL:
            found.give_up(len(found.starts) - 1, "much stands after the interactions")

    def _look(self, text: bytes, base: int, limit: int) -> bool:
        """Take what begins before `limit`; whether the sequence ends there."""
        found, is_ended, at = self._found, False, 1
        for match in self._low.finditer(text, 1):
            if match.start() >= limit:
                break
            start = match.start() + 1
            kind = self._kind(text, start)
            if kind is None:
                continue
            line = found.line_count + text.count(b"\n", at, start)
            at = start
            if kind == "end":
                found.finish(base + start, line)
                is_ended, limit = True, start
                break
            if kind == "other":
                self._suspects.append(len(found.starts) - 1)
            found.begin(base + start, line)
        if not is_ended:
            found.line_count += text.count(b"\n", at, limit)
        self._find_unusual(text, base, limit)
        return is_ended

    def _kind(self, text: bytes, start: int) -> str | None:
        """What a line is that begins as far left as an item does: an item, an odd one, the end; None for no matter."""
        if text.startswith(self._signature, start):
            return "item"
        if _BLANK_OR_COMMENT.match(text, start) or text[start : start + _OVERLAP].strip(b" ")[:1] in (b"#", b""):
            return None
        dash = start + self._indent
        is_dash = text.startswith(b" " * self._indent + b"-", start) and text[dash + 1 : dash + 2] in b" \t\r\n"
        return "other" if is_dash else "end"

    def _find_unusual(self, text: bytes, base: int, limit: int) -> None:
        """Give up where the file has what YAML forbids; note what may be anchors."""
        found = self._found
        seen = text[1:limit]
        is_allowed = len(seen.translate(None, _FORBIDDEN)) == len(seen)
        if not is_allowed or (not seen.isascii() and _FORBIDDEN_WIDE.search(text, 1, limit + 2)):
            found.give_up(0, "not all of it is text as YAML allows it")
        if b"\r" in seen and seen.count(b"\r") - seen.endswith(b"\r") != seen.count(b"\r\n"):
            found.give_up(0, "not all lines end alike")
        for anchor in _ANCHOR.finditer(text, 1):
            if anchor.start() >= limit:
                break
            index = bisect_right(found.starts, base + anchor.start()) - 1
            if self._suspects[-1:] != [index]:
                self._suspects.append(index)

    def _find_undecodable(self, data: bytes, *, at_end: bool) -> None:
        """Give up where the file is not UTF-8."""
        if data.isascii() and not self._decoder.getstate()[0]:
            return
        try:
            self._decoder.decode(data, final=at_end)
        except UnicodeDecodeError:
            self._found.give_up(0, "not all of it is UTF-8")

    def _look_again(self) -> None:
        """Parse the interactions that are suspect by themselves, as far as their ends are known."""
        found, waiting = self._found, []
        known = len(found.starts) - (found.end is None)
        for index in self._suspects:
            if index >= known:
                waiting.append(index)
            else:
                self._parse(index)
        self._suspects = waiting

    def _parse(self, index: int) -> None:
        """Give up at an item that is damaged, or has an anchor of a name that was there before."""
        found = self._found
        if index in self._parsed:
            return
        self._parsed.add(index)
        try:
            anchors = _anchors(self._file.read(*found.span(index)))
        except yaml.YAMLError:
            found.give_up(index, "an interaction does not stand by itself")
            return
        if anchors and found.anchored is None:
            found.anchored = index
        if len(self._anchors | set(anchors)) != len(self._anchors) + len(anchors):
            found.give_up(index, "anchors have the same names")
        self._anchors.update(anchors)


def may_have_anchors(text: bytes) -> bool:
    """Whether something looks like an anchor, be it one or not."""
    return _ANCHOR.search(text) is not None


def _anchors(item: bytes) -> list[str]:
    """The names of the anchors in an item; raises YAMLError when it is damaged."""
    nodes = (event for event in yaml.parse(item, _LOADER) if isinstance(event, yaml.NodeEvent))
    return [node.anchor for node in nodes if node.anchor and not isinstance(node, yaml.AliasEvent)]


_LOADER: type = getattr(yaml, "CLoader", yaml.Loader)
