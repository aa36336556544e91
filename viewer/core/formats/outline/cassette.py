# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A cassette whose file is read in parts, and whether a file can be."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from viewer.core import content_codings
from viewer.core.errors import Problem
from viewer.core.formats._parse import Form, form_of
from viewer.core.formats.api import BYTE_ORDER_MARKS, Probe, Reader, key_paths
from viewer.core.formats.outline import json_array, json_lines, spans, yaml_sequence
from viewer.core.formats.outline.excerpt import Cutter
from viewer.core.formats.outline.file import CassetteFile, is_plain
from viewer.core.formats.outline.interactions import OutlinedInteractions, Recorders
from viewer.core.formats.outline.spans import LONGEST_HEAD, KeyPath, Outline
from viewer.core.model import LONGEST_EXCERPT, Cassette, stretch

_HEAD = 1 << 20

_Find: TypeAlias = Callable[[bytes, int, Iterable[KeyPath]], Outline | None]
_Scan: TypeAlias = Callable[[CassetteFile, Outline, int], Iterator[None]]
_FORMS: dict[Form, tuple[_Find, _Scan]] = {
    Form.YAML: (yaml_sequence.outline, yaml_sequence.scan),
    Form.JSON: (json_array.outline, json_array.scan),
    Form.JSON_LINES: (json_lines.outline, json_lines.scan),
}


class OutlinedCassette(Cassette):
    """A cassette whose interactions are read when they are asked for.

    Until `is_complete` there may be more interactions, and what the file tells as a whole is what its beginning and its
    end show. `source` reads the file anew.
    """

    interactions: OutlinedInteractions

    def __init__(self, interactions: OutlinedInteractions) -> None:
        """The cassette of what was found so far."""
        object.__setattr__(self, "interactions", interactions)

    @property
    def path(self) -> str:
        """Where the file is."""
        return str(self.interactions.file.path)

    @property
    def recorder(self) -> str:
        """The recorder's name."""
        return self.interactions.facts.recorder

    @property
    def version(self) -> str | int | None:
        """The format's version."""
        return self.interactions.facts.version

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the file, as far as it was read: the problems of a part are told when that is read."""
        return self.interactions.facts.problems

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return self.interactions.file.size

    @property
    def source(self) -> str:
        """The text of the file, read anew; raises OSError when it is not what it was."""
        file = self.interactions.file
        file.check()
        return Probe(self.path, file.read(0, file.size)).text

    @property
    def is_complete(self) -> bool:
        """Whether all interactions were found."""
        return self.interactions.is_complete

    def grow(self) -> bool:
        """Look through the next block of the file; whether there is more to look through."""
        return self.interactions.grow()

    @property
    def line_count(self) -> int:
        """Lines that were seen so far."""
        return self.interactions.outline.line_count

    def on_line(self, line: int) -> int:
        """The same, of which none is read unless the file has to be read at once."""
        if not self.interactions.is_outlined:
            return super().on_line(line)
        found = self.interactions.outline
        return max(bisect_right(found.lines, line, hi=found.count) - 1, 0)

    def excerpt(self, line: int) -> tuple[int, str]:
        """The interaction that a line is in, or what stands before or behind all of them."""
        found, file = self.interactions.outline, self.interactions.file
        index = bisect_right(found.lines, line) - 1
        is_behind = found.end is not None and line >= found.tail_line > found.lines[-1]
        if index < 0:
            first, (start, end) = 1, (0, found.starts[0])
        elif is_behind and found.end is not None:
            first, (start, end) = found.tail_line, (found.end, file.size)
        else:
            index = min(index, max(len(found.starts) - 1 - (found.end is None), 0))
            first, (start, end) = found.lines[index], found.span(index)
        try:
            data = file.read(start, min(end, start + LONGEST_HEAD))
        except (OSError, ValueError):
            return line, ""
        return stretch(data.decode(errors="replace"), line, first, LONGEST_EXCERPT)


def in_parts(file: CassetteFile, readers: Iterable[Reader], recorders: Recorders) -> OutlinedCassette | None:
    """The cassette of a file after a first look; None where the file cannot be read in parts, which raises OSError."""
    paths = {path for reader in readers for path in key_paths(reader)}
    for length in (_HEAD, LONGEST_HEAD):
        found = _outlined(file, file.read(0, length), sorted(paths), recorders)
        if found is not None or length >= file.size:
            return found
    return None


def _outlined(
    file: CassetteFile, head: bytes, paths: Iterable[KeyPath], recorders: Recorders
) -> OutlinedCassette | None:
    mark = next((mark for mark, _ in BYTE_ORDER_MARKS if head.startswith(mark)), b"")
    if content_codings.detect(head, "") or (mark and mark != BYTE_ORDER_MARKS[0][0]):
        return None
    head = head[len(mark) :]
    form = form_of(head.decode(errors="ignore"))
    if form not in _FORMS:
        return None
    find, scan = _FORMS[form]
    found = find(head, len(mark), paths)
    return None if found is None else _begun(file, found, scan, recorders)


def _begun(file: CassetteFile, found: Outline, scan: _Scan, recorders: Recorders) -> OutlinedCassette | None:
    """The cassette after its first interactions were found; None where these are not as they should be."""
    if not is_plain(found.head):
        return None
    looking = scan(file, found, spans.BLOCK)
    while found.count == 0 and found.end is None and found.irregular is None:
        next(looking, None)
    if found.count == 0 or found.irregular == 0:
        return None
    cutter = Cutter(str(file.path), found.form, found.path, found.head)
    excerpt = cutter.facts(file.read(*found.span(0)), None, 0)
    if not excerpt.document.tells_all:
        return None
    reader = recorders.reader_of(excerpt)
    if reader is None or found.path not in key_paths(reader):
        return None
    return OutlinedCassette(OutlinedInteractions(file, found, looking, reader, recorders, excerpt))
