# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Text -> lines for display: what the code view asks of a document, and the document without structure.

Rule: a line is made when somebody looks at it, and what it shows is short however long its source is. Lines end at
CR LF, LF or CR only: `str.splitlines` would also split at characters that bodies use inside their text.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Protocol, overload

from viewer.dataclass import dataclass

if TYPE_CHECKING:
    from viewer.core.text.elision import Elision
    from viewer.core.text.json_tokens import Damage

JsonPath = tuple[str | int, ...]

ELIDE_OVER = 2000
"""Characters of a value or line that are shown whole, unless somebody wants it otherwise."""
_LINE_END = re.compile(r"\r\n|\n|\r")


class LineKind(Enum):
    """What a line holds."""

    SCALAR = "scalar"  # a JSON value that is no container, or an empty container
    OPEN = "open"
    CLOSE = "close"
    RAW = "raw"  # what follows the damage in a text that stops being JSON
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Line:
    """One line as displayed; offsets are characters of the document's text, columns are characters of `text`.

    `text` is without indentation. `start` to `end` is its source; `value_start` to `value_end` the value's (for an
    opening line the whole container's), which begins at `value_column`. `close` is the closing line of a container
    that can be folded and `children` its number of items. `number` is None on the continuation of a wrapped line.
    """

    index: int
    kind: LineKind
    text: str
    depth: int
    start: int
    end: int
    value_start: int
    value_end: int
    value_column: int = 0
    number: int | None = None
    close: int | None = None
    children: int = 0
    is_object: bool = False
    elision: Elision | None = None
    json_in_string: bool = False

    @property
    def summary(self) -> str:
        """How much a container holds: `2 keys`, `1 item`; empty for other lines."""
        if self.kind is not LineKind.OPEN:
            return ""
        noun = "key" if self.is_object else "item"
        return f"{self.children:,} {noun}{'' if self.children == 1 else 's'}"

    def column_of(self, offset: int) -> int:
        """The column that shows the source character at `offset`; one that is elided is shown by the "…"."""
        if offset < self.value_start:
            return max(0, min(offset - self.start, self.value_column))
        column = self.value_column + offset - self.value_start
        return min(column, self.elision.column if self.elision else len(self.text))

    def offset_of(self, column: int) -> int:
        """The source character that `column` shows."""
        if column < self.value_column:
            return min(self.start + column, self.value_start)
        return min(self.value_start + column - self.value_column, self.end)


class TextLines(Protocol):
    """A document of lines, as the code view reads it: `JsonText` and `PlainText`."""

    @property
    def text(self) -> str:
        """The source that offsets count in."""

    @property
    def lines(self) -> Sequence[Line]:
        """The lines, each made when it is asked for."""

    @property
    def damage(self) -> Damage | None:
        """Where and why the text stops being what it should be, None when all of it is."""

    def path(self, index: int) -> JsonPath:
        """Keys and indices that lead to the value of a line; empty where there is no structure."""

    def parent(self, index: int) -> int | None:
        """The opening line of the container that a line stands in."""

    def close(self, index: int) -> int | None:
        """The closing line of the container that a line opens, None when it opens none that can be folded."""

    def containers(self, depth: int) -> tuple[list[int], list[int]]:
        """Opening lines, in order, and closing lines of the containers `depth` deep or deeper that can be folded."""

    def summary(self, index: int) -> str:
        """What the container that a line opens says it holds when it is folded; empty for other lines."""

    def line_at(self, offset: int) -> int:
        """The line that shows the source character at `offset`, the last line for any offset behind it."""

    def line_of_path(self, path: JsonPath) -> int | None:
        """The line of the value at `path`."""

    def full_text(self, index: int) -> str:
        """What a line shows, nothing elided."""

    def value_text(self, index: int) -> str:
        """The whole value of a line as its reader would have it: a string without quotes and escapes."""


@dataclass(frozen=True, slots=True)
class LineSequence(Sequence[Line]):
    """Lines that are made by `make` when asked for."""

    size: int
    make: Callable[[int], Line]

    def __len__(self) -> int:
        return self.size

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> list[Line]: ...
    def __getitem__(self, index: int | slice) -> Line | list[Line]:
        if isinstance(index, slice):
            return [self.make(i) for i in range(*index.indices(self.size))]
        if not -self.size <= index < self.size:
            raise IndexError(index)
        return self.make(index % self.size)

    def __iter__(self) -> Iterator[Line]:
        return map(self.make, range(self.size))


@dataclass(frozen=True, slots=True)
class PlainText:
    """Text without structure; `starts` has the first character of each line, `numbers` its line in the source."""

    text: str
    starts: array[int]
    numbers: array[int] | None
    elide_over: int

    @property
    def lines(self) -> LineSequence:
        """The lines, each made when it is asked for."""
        return LineSequence(len(self.starts), self._line)

    @property
    def damage(self) -> Damage | None:
        """No damage: any text is plain text."""
        return None

    def _line(self, index: int) -> Line:
        start, end = self.starts[index], self._end(index)
        text, elision = self._shown(start, end)
        return Line(index, LineKind.TEXT, text, 0, start, end, start, end, number=self._number(index), elision=elision)

    def _shown(self, start: int, end: int) -> tuple[str, Elision | None]:
        if end - start <= self.elide_over:
            return self.text[start:end], None
        from viewer.core.text.elision import elided  # noqa: PLC0415 - most texts have no line as long

        return elided(self.text, start, end, self.elide_over)

    def _number(self, index: int) -> int | None:
        if self.numbers is None:
            return index + 1
        number = self.numbers[index]
        return None if index and self.numbers[index - 1] == number else number

    def _end(self, index: int) -> int:
        end = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
        return line_content_end(self.text, self.starts[index], end)

    def path(self, index: int) -> JsonPath:
        """No path: there is no structure."""
        del index
        return ()

    def parent(self, index: int) -> int | None:
        """No parent: there is no structure."""
        del index
        return None

    def close(self, index: int) -> int | None:
        """No container: there is no structure."""
        del index
        return None

    def containers(self, depth: int) -> tuple[list[int], list[int]]:
        """No containers: there is no structure."""
        del depth
        return [], []

    def summary(self, index: int) -> str:
        """No summary: there are no containers."""
        del index
        return ""

    def line_at(self, offset: int) -> int:
        """The line that shows the source character at `offset`."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def line_of_path(self, path: JsonPath) -> int | None:
        """No line: there is no structure."""
        del path
        return None

    def full_text(self, index: int) -> str:
        """The source of a line without its line end."""
        return self.text[self.starts[index] : self._end(index)]

    def value_text(self, index: int) -> str:
        """The source of a line without its line end."""
        return self.full_text(index)


def line_content_end(text: str, start: int, end: int) -> int:
    """Where the line from `start` to `end` ends without its CR LF, LF or CR."""
    if end > start and text[end - 1] == "\n":
        end -= 1
        return end - 1 if end > start and text[end - 1] == "\r" else end
    return end - 1 if end > start and text[end - 1] == "\r" else end


def plain_lines(text: str, *, elide_over: int = ELIDE_OVER, wrap_at: int = 0) -> PlainText:
    """Lay out any text, total; a line longer than `elide_over` shows its beginning.

    With `wrap_at` a longer line becomes several of that many characters instead, so all of it can be read.
    """
    starts = array("q", [0])
    starts.extend(m.end() for m in _LINE_END.finditer(text) if m.end() < len(text))
    if not wrap_at:
        return PlainText(text, starts, None, elide_over)
    pieces, numbers = array("q"), array("q")
    for number, start in enumerate(starts, start=1):
        end = starts[number] if number < len(starts) else len(text)
        cuts = range(start, max(line_content_end(text, start, end), start + 1), wrap_at)
        pieces.extend(cuts)
        numbers.extend([number] * len(cuts))
    return PlainText(text, pieces, numbers, max(elide_over, wrap_at))
