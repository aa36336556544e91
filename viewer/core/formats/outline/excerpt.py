# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Some of a file's interactions as a file of their own, which a reader reads as it reads any other.

The head of the file stands before them. Lines, and the numbers in the names of values, are those of the large file.
"""

from __future__ import annotations

import re
from dataclasses import field, replace

from viewer.cached_property import cached_property
from viewer.core.errors import Problem
from viewer.core.formats._document import Document, Value
from viewer.core.formats._parse import Form, is_whole, load
from viewer.core.formats.api import Probe, Reader
from viewer.core.formats.outline.json_array import closing, opening
from viewer.core.formats.outline.spans import KeyPath
from viewer.core.messages import JsonPath
from viewer.core.model import Interaction
from viewer.core.place import Place
from viewer.dataclass import dataclass

# How documents name a second place in what they say of damage.
_COLUMN = re.compile(r"(?<=, column )[0-9,]+$")
_FROM_LINE = re.compile(r"(a block collection)?( from line )([0-9]+)(?=\)$)")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the lines of an excerpt stand in the file: those from line `after` on are `lines` further down.

    `column` is how many more characters the first of them has before it in the file. `tail_after` and `tail_lines` say
    the same of what stands behind the interactions.
    """

    after: int = 1
    lines: int = 0
    column: int = 0
    tail_after: int | None = None
    tail_lines: int = 0

    def line(self, line: int) -> int:
        """The line of the file."""
        if self.tail_after is not None and line >= self.tail_after:
            return line + self.tail_lines
        return line + self.lines if line >= self.after else line

    def place(self, place: Place | None) -> Place | None:
        """The place in the file; its scalar stays in the excerpt."""
        return place and Place(self.line(place.line), place.scalar)

    def problem(self, problem: Problem) -> Problem:
        """The problem as it is said of the file."""
        if problem.line is None:
            return problem
        text = _FROM_LINE.sub(self._from_line, problem.text)
        if self.column and problem.line == self.after:
            text = _COLUMN.sub(lambda found: f"{int(found[0].replace(',', '')) + self.column:,}", text)
        return replace(problem, text=text, line=self.line(problem.line))

    def _from_line(self, found: re.Match[str]) -> str:
        """The other line that is named; the list of interactions begins where the head ends."""
        line = int(found[3])
        is_list = found[1] is not None and line == self.after
        return f"{found[1] or ''}{found[2]}{line if is_list else self.line(line)}"


class ExcerptDocument(Document):
    """The document of an excerpt, whose list of interactions begins with number `first`."""

    def __init__(self, inner: Document, path: KeyPath, first: int, origin: Origin) -> None:
        """`inner` is the excerpt as it stands."""
        self._inner, self._path, self._first, self._origin = inner, path, first, origin
        self.value: Value = inner.value
        self.problems = tuple(map(origin.problem, inner.problems))

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it was lost to damage."""
        return is_whole(self._inner)

    @property
    def is_by_lines(self) -> bool:
        """As the excerpt is."""
        return self._inner.is_by_lines

    @property
    def elements(self) -> list[Value]:
        """The interactions in it; none when there is no list where it should be."""
        value = self.value
        for key in self._path:
            value = value.get(key) if isinstance(value, dict) else None
        return value if isinstance(value, list) else []

    @property
    def tells_all(self) -> bool:
        """Whether its only interaction is one by which readers know their own, and nothing was lost to damage."""
        return self.is_whole and len(self.elements) == 1 and isinstance(self.elements[0], dict)

    def first(self, path: JsonPath) -> int:
        """The number of the first element of a list in the file."""
        return self._first if path == self._path else 0

    def place(self, path: JsonPath) -> Place | None:
        """Where the value stands in the file."""
        return self._origin.place(self._inner.place(self._within(path)))

    def written(self, path: JsonPath) -> str | None:
        """A scalar as the file has it."""
        return self._inner.written(self._within(path))

    def tag(self, path: JsonPath) -> str | None:
        """The tag of a value."""
        return self._inner.tag(self._within(path))

    def _within(self, path: JsonPath) -> JsonPath:
        """The path in the excerpt."""
        depth = len(self._path)
        if not self._first or len(path) <= depth or path[:depth] != self._path:
            return path
        step = path[depth]
        return (*path[:depth], step - self._first, *path[depth + 1 :]) if isinstance(step, int) else path


@dataclass()
class Excerpt(Probe):
    """What a reader sees of a file; `data` is the excerpt."""

    form: Form = Form.YAML
    key_path: KeyPath = ()
    first: int = 0
    origin: Origin = field(default_factory=Origin)

    @cached_property
    def text(self) -> str:
        """The excerpt, of which the file's encoding is known."""
        return self.data.decode(errors="replace")

    @property
    def content(self) -> bytes:
        """The excerpt; no compressed file is read in parts."""
        return self.data

    @cached_property
    def document(self) -> ExcerptDocument:
        """The parsed excerpt."""
        return ExcerptDocument(load(self.text, self.form), self.key_path, self.first, self.origin)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with it as a document."""
        return self.document.problems


@dataclass(frozen=True, slots=True)
class Reading:
    """An interaction, and what is wrong with its part of the file, which is told of the file."""

    interaction: Interaction
    of_file: tuple[Problem, ...] = ()


_DIRECTIVES = re.compile(rb"%[^\n]*\n")


@dataclass(frozen=True)
class Cutter:
    """Makes excerpts of one file. `head` is what stands before its first interaction."""

    path: str
    form: Form
    key_path: KeyPath
    head: bytes

    def item(self, index: int, data: bytes, line: int) -> Excerpt:
        """One interaction, which begins in a line of the file, and of the head only what it takes to find it."""
        return self.items(index, self._bare(data), line)

    def items(self, index: int, data: bytes, line: int) -> Excerpt:
        """Several that stand one behind the other, of which the first begins in that line."""
        return self._excerpt(self._stub + self._unparted(data) + self._closing, index, _origin(self._stub, line))

    def rest(self, index: int, data: bytes, line: int, column: int) -> Excerpt:
        """All that stands in the file from an interaction on, which has `column` characters before it in its line."""
        before = len(self.head.rpartition(b"\n")[2].decode(errors="replace"))
        return self._excerpt(self.head + data, index, replace(_origin(self.head, line), column=column - before))

    def facts(self, first: bytes, tail: bytes | None, tail_line: int) -> Excerpt:
        """The first interaction with all that stands around them; None for a tail that is not known yet."""
        before = self.head + self._bare(first)
        ending = self._closing if tail is None else tail
        if tail is None or not tail:
            return self._excerpt(before + ending, 0, Origin())
        before += b"" if before.endswith(b"\n") else b"\n"
        begins = before.count(b"\n") + 1
        return self._excerpt(before + ending, 0, Origin(tail_after=begins, tail_lines=max(tail_line - begins, 0)))

    @cached_property
    def _stub(self) -> bytes:
        """A head with nothing in it but the way to the interactions, and directives, which say what tags mean."""
        if self.form is Form.JSON:
            return opening(self.key_path)
        if self.form is Form.JSON_LINES:
            return b""
        directives = b"".join(_DIRECTIVES.findall(self.head)) if self.head.startswith(b"%") else b""
        keys = (b"%b%b:\n" % (b" " * depth, key.encode()) for depth, key in enumerate(self.key_path))
        return directives + (b"---\n" if directives else b"") + b"".join(keys)

    @property
    def _closing(self) -> bytes:
        return closing(self.key_path) if self.form is Form.JSON else b""

    def _bare(self, data: bytes) -> bytes:
        """An interaction without what parts it from the next."""
        return data.partition(b"\n")[0] if self.form is Form.JSON_LINES else self._unparted(data)

    def _unparted(self, data: bytes) -> bytes:
        """Interactions without what parts the last of them from the next."""
        return data.rstrip(b" \t\r\n").removesuffix(b",") if self.form is Form.JSON else data

    def _excerpt(self, data: bytes, first: int, origin: Origin) -> Excerpt:
        return Excerpt(self.path, data, self.form, self.key_path, first, origin)


def _origin(head: bytes, line: int) -> Origin:
    after = head.count(b"\n") + 1
    return Origin(after, line - after)


def reading(reader: Reader, excerpt: Excerpt) -> Reading | None:
    """The only interaction of an excerpt; None when it is not what it seemed to be."""
    document = excerpt.document
    if not document.is_whole or len(document.elements) != 1:
        return None
    found = reader.read(excerpt).interactions
    return Reading(found[0].numbered(excerpt.first), document.problems) if len(found) == 1 else None


def readings(reader: Reader, excerpt: Excerpt, count: int) -> list[Reading]:
    """So many interactions of an excerpt in which nothing is wrong; none when it is not what it seemed to be."""
    document = excerpt.document
    if document.problems or len(document.elements) != count:
        return []
    found = reader.read(excerpt).interactions
    if len(found) != count:
        return []
    return [Reading(one.numbered(index)) for index, one in enumerate(found, excerpt.first)]
