# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The interactions of a file that is looked through, each read when it is asked for.

Rule: an answer is that of parsing the file whole as soon as every interaction before has been read once. Until then one
that is read may stand behind damage that nobody met yet, which a parser would not have passed. Whoever meets it, here
or in a `Part`, has all from there on read at once (`settle`); from then on there are the interactions that this
finds, however many were counted before. Of JSON nothing is left to be met: its scan parses.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from threading import RLock
from typing import overload

from viewer.core.errors import CassetteError, Problem, Severity
from viewer.core.formats._parse import Form, is_whole, load
from viewer.core.formats.api import MAX_BYTES, Probe, Reader, key_paths
from viewer.core.formats.outline import yaml_sequence
from viewer.core.formats.outline.excerpt import Cutter, Excerpt, reading
from viewer.core.formats.outline.file import CassetteFile, is_plain
from viewer.core.formats.outline.parts import Part
from viewer.core.formats.outline.spans import BLOCK, Outline
from viewer.core.formats.outline.tail import probable_tail
from viewer.core.model import Cassette, Interaction, Request, Response
from viewer.core.place import Place
from viewer.dataclass import dataclass

MOST_KEPT = 16 << 20
"""Bytes of the file whose interactions are kept once they were read."""


@dataclass(frozen=True, slots=True)
class Recorders:
    """How a recorder is chosen, and how a file is read that cannot be read in parts."""

    reader_of: Callable[[Probe], Reader | None]
    read_probe: Callable[[Probe], Cassette]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the file as a whole tells."""

    recorder: str
    version: str | int | None
    problems: tuple[Problem, ...]


class OutlinedInteractions(Sequence[Interaction]):
    """As many interactions as were found so far. May be asked by one thread while another one calls `grow`."""

    def __init__(
        self,
        file: CassetteFile,
        found: Outline,
        scan: Iterator[None],
        reader: Reader,
        recorders: Recorders,
        seen: Excerpt,
    ) -> None:
        """`scan` fills the outline; `reader` is the one that fits what is known at the beginning, which is `seen`."""
        self._file, self._found, self._scan = file, found, scan
        self._reader, self._recorders = reader, recorders
        self._cutter = Cutter(str(file.path), found.form, found.path, found.head)
        self._seen: Excerpt | None = seen  # until the file was looked through: a first interaction may be large
        self._kept: OrderedDict[int, tuple[Interaction, int]] = OrderedDict()
        self._kept_bytes, self._most = 0, MOST_KEPT
        self._notes: dict[int, tuple[Problem, ...]] = {}
        self._lock = RLock()
        self._rest: tuple[Interaction, ...] | None = None
        self._rest_from = 0
        self._failure: Problem | None = None
        self._is_complete = False
        self._facts = self._first_facts()

    # --- What is there

    @property
    def is_complete(self) -> bool:
        """Whether the file has been looked through."""
        return self._is_complete

    @property
    def facts(self) -> Facts:
        """What the file tells as a whole; until it was looked through, as far as its beginning and its end show it."""
        facts, with_first = self._facts, self._rest is not None
        notes = [problem for index, told in sorted(self._notes.items()) if index or with_first for problem in told]
        more = [*self._found.problems, *notes, *([self._failure] if self._failure else [])]
        return Facts(facts.recorder, facts.version, (*facts.problems, *more))

    @property
    def outline(self) -> Outline:
        """Where they lie."""
        return self._found

    @property
    def file(self) -> CassetteFile:
        """The file, which is open."""
        return self._file

    @property
    def is_outlined(self) -> bool:
        """Whether all that was found lies where the outline says, and nothing had to be read at once."""
        return self._rest is None

    @property
    def alone(self) -> int:
        """How many from the first on lie where the outline says, each of which is read by itself."""
        return self._found.count if self._rest is None else self._rest_from

    @property
    def share(self) -> float:
        """How much of the file has been looked through, from 0 to 1."""
        return 1.0 if self._is_complete else self._found.starts[-1] / max(self._file.size, 1)

    def __len__(self) -> int:
        """Number of interactions found so far."""
        return self._found.count if self._rest is None else self._rest_from + len(self._rest)

    @overload
    def __getitem__(self, index: int) -> Interaction: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Interaction, ...]: ...
    def __getitem__(self, index: int | slice) -> Interaction | tuple[Interaction, ...]:
        """One that is read now, or was lately; what cannot be read any more is empty and has a problem."""
        if isinstance(index, slice):
            return tuple(self[number] for number in range(*index.indices(len(self))))
        number = index + len(self) if index < 0 else index
        if number < 0 or number >= max(len(self), self._found.count):
            raise IndexError(index)
        with self._lock:
            kept = self._kept.get(number)
            if kept is not None:
                self._kept.move_to_end(number)
                return kept[0]
        found = self._read(number)
        self._keep(number, found)
        return found

    def __iter__(self) -> Iterator[Interaction]:
        """Each in turn, of which none is kept."""
        number = 0
        while number < len(self):
            yield self._read(number)
            number += 1

    # --- Going on

    def grow(self) -> bool:
        """Look through the next block of the file; whether there is more to look through."""
        with self._lock:
            if self._is_complete:
                return False
            try:
                self._file.check()
                next(self._scan)
                if self._found.end is None and self._found.irregular is None:
                    return True
            except StopIteration:
                pass
            except OSError as error:
                self._fail(error)
                return False
            self._complete()
            self._seen = None
            return False

    def part(self, first: int, stop: int) -> Part | None:
        """Interactions for another process to read, at most to `stop`; None where there are none but those at hand."""
        with self._lock:
            stop = min(stop, self._rest_from if self._rest is not None else self._found.count)
            if first >= stop:
                return None
            bounds = self._found.starts[first:stop]
            bounds.append(self._found.span(stop - 1)[1])
            lines = self._found.lines[first:stop]
            return Part(self._file.path, self._file.stamp, self._reader, self._cutter, first, bounds, lines)

    def note(self, index: int, of_file: tuple[Problem, ...]) -> None:
        """Learn what a part told of the file: the problems that came with an interaction."""
        if of_file:
            self._notes[index] = of_file

    def settle(self, index: int) -> None:
        """Read at once all from an interaction on that does not stand by itself, and whatever depends on it."""
        with self._lock:
            first = max(index - 1, 0)  # one that is whole leads, so that there is a list for a reader to find
            if self._rest is None or first < self._rest_from:
                self._read_rest(first)

    def keep_at_most(self, stored: int) -> None:
        """Keep no more than these bytes of the file."""
        self._most = stored

    def close(self) -> None:
        """Let go of the file; nothing more can be read."""
        with self._lock:
            self._is_complete = True
            self._file.close()

    # --- Reading

    def _read(self, number: int) -> Interaction:
        if self._rest is not None and number >= self._rest_from:
            return self._of_rest(number)
        try:
            self._file.check()
            data = self._file.read(*self._found.span(number))
        except (OSError, ValueError) as error:
            return self._unreadable(number, f"cannot be read any more: {_reason(error)}")
        found = reading(self._reader, self._cutter.item(number, data, self._found.lines[number]))
        if found is None:
            self.settle(number)
            return self._of_rest(number)
        self.note(number, found.of_file)
        return found.interaction

    def _of_rest(self, number: int) -> Interaction:
        rest = self._rest or ()
        if 0 <= number - self._rest_from < len(rest):
            return rest[number - self._rest_from]
        return self._unreadable(number, "is not there: the file is damaged before")

    def _unreadable(self, number: int, reason: str) -> Interaction:
        line = self._found.lines[number]
        problem = Problem(Severity.ERROR, f"this interaction {reason}", line)
        return Interaction(number, Request("", ""), Response(None), place=Place(line), problems=(problem,))

    def _keep(self, number: int, found: Interaction) -> None:
        with self._lock:
            if self._rest is not None and number >= self._rest_from:
                return
            start, end = self._found.span(number)
            self._kept[number] = found, end - start
            self._kept_bytes += end - start
            while self._kept_bytes > self._most and len(self._kept) > 1:
                _, (_, size) = self._kept.popitem(last=False)
                self._kept_bytes -= size

    def _forget(self) -> None:
        self._kept.clear()
        self._kept_bytes = 0

    # --- What the file tells as a whole

    def _first_facts(self) -> Facts:
        """What beginning and end of the file show."""
        tail = probable_tail(self._file, self._found)
        excerpt = self._around(tail, 0)
        if not excerpt.document.tells_all or not self._choose(excerpt):
            excerpt = self._around(None, 0)
        facts = self._facts_of(self._reader.read(excerpt))
        tail_line = excerpt.origin.tail_after
        known = (p for p in facts.problems if tail_line is None or p.line is None or p.line < tail_line)
        return Facts(facts.recorder, facts.version, tuple(known))

    def _around(self, tail: bytes | None, tail_line: int) -> Excerpt:
        excerpt = self._cutter.facts(self._file.read(*self._found.span(0)), tail, tail_line)
        seen = self._seen
        is_seen = seen is not None and (seen.data, seen.origin) == (excerpt.data, excerpt.origin)
        return seen if seen is not None and is_seen else excerpt  # what was seen is parsed

    def _choose(self, excerpt: Excerpt) -> bool:
        """Take the reader that fits best; False when it cannot read this file in parts."""
        reader = self._recorders.reader_of(excerpt)
        if reader is None or self._found.path not in key_paths(reader):
            return False
        if reader is not self._reader:
            self._reader = reader
            self._forget()
            self._notes.clear()
        return True

    @staticmethod
    def _facts_of(cassette: Cassette) -> Facts:
        return Facts(cassette.recorder, cassette.version, cassette.problems)

    def _complete(self) -> None:
        """Learn the facts from the whole file."""
        found = self._found
        if found.irregular is not None or found.end is None:
            self._read_rest(max((found.irregular or 0) - 1, 0))
            return
        tail = self._file.read(found.end, self._file.size)
        excerpt = self._around(tail, found.tail_line)
        has_anchors = found.anchored is not None and yaml_sequence.may_have_anchors(tail)
        if has_anchors or not excerpt.document.tells_all or not is_plain(tail):
            self._read_rest(max(found.count - 2, 0))
        elif not self._choose(excerpt):
            self._read_rest(0)
        else:
            found.line_count = found.tail_line + tail.count(b"\n") - self._ends_with_break()
            self._facts = self._facts_of(self._reader.read(excerpt))
            self._is_complete = True

    # --- What cannot be read in parts

    def _read_rest(self, first: int) -> None:
        """Read all from an interaction on as one document, or all of the file."""
        if self._found.anchored is not None:
            first = max(min(first, self._found.anchored - 1), 0)
        try:
            start, length = self._found.starts[first], self._file.size - self._found.starts[first]
            if length > MAX_BYTES:
                self._fail(CassetteError(str(self._file.path), None, self._too_large(first)))
                return
            if not (first and self._take_rest(first, self._file.read(start, self._file.size))):
                self._take_whole(self._recorders.read_probe(Probe.open(self._file.path)))
        except (CassetteError, OSError) as error:
            self._fail(error)

    def _take_rest(self, first: int, data: bytes) -> bool:
        """Take what a reader makes of the rest; False where only the whole file can tell."""
        found = self._found
        if not is_plain(data):
            return False
        start, line = found.starts[first], found.lines[first]
        column = self._column(start) if found.form is Form.JSON else 0
        excerpt = self._cutter.rest(first, data, line, column)
        if found.form is Form.JSON and not excerpt.document.is_whole and is_whole(load(excerpt.text, Form.YAML)):
            return False
        chosen = excerpt if excerpt.document.is_whole else self._around(None, 0)
        if not self._choose(chosen):
            return False
        cassette = self._reader.read(excerpt)
        rest = tuple(_numbered(cassette.interactions, first))
        if not rest:
            return False
        self._set_rest(first, rest, self._facts_of(cassette), line + data.count(b"\n") - self._ends_with_break())
        return True

    def _take_whole(self, cassette: Cassette) -> None:
        self._found.problems.clear()
        self._notes.clear()
        self._set_rest(0, tuple(cassette.interactions), self._facts_of(cassette), cassette.line_count)

    def _set_rest(self, first: int, rest: tuple[Interaction, ...], facts: Facts, line_count: int) -> None:
        self._notes = {index: told for index, told in self._notes.items() if index < first}
        self._forget()
        self._rest_from, self._rest, self._facts = first, rest, facts
        self._found.line_count = line_count
        self._is_complete = True

    def _ends_with_break(self) -> bool:
        return self._file.read(self._file.size - 1, self._file.size) == b"\n"

    def _column(self, start: int) -> int:
        """Characters before a byte in its line of the file."""
        characters, end = 0, start
        while end > 0:
            begin = max(end - BLOCK, 0)
            block = self._file.read(begin, end)
            after = block.rfind(b"\n") + 1
            characters += sum(1 for byte in block[after:] if byte & 0xC0 != 0x80)
            if after:
                break
            end = begin
        return characters

    def _too_large(self, first: int) -> str:
        reason = self._found.reason or "an interaction does not stand by itself"
        return f"{reason}; more than 1 GiB follows from interaction {first} on, which is not read at once"

    def _fail(self, error: Exception) -> None:
        """End here, and say why."""
        self._failure = Problem(Severity.ERROR, f"the file cannot be read further: {_reason(error)}")
        self._is_complete = True


def _numbered(interactions: Sequence[Interaction], first: int) -> Iterator[Interaction]:
    for number, interaction in enumerate(interactions, first):
        yield replace(interaction, index=number)


def _reason(error: Exception) -> str:
    if isinstance(error, CassetteError):
        return error.reason
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
