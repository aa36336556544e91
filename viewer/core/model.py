# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a recorder wrote: a Cassette of Interactions, each a Request and its Response. Frozen once read.

Names are those of HTTP (RFC 9110). Bodies hold the bytes as stored; `viewer.core.bodies` decodes them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import SplitResult, urlsplit

from viewer.cached_property import cached_property
from viewer.core.errors import Problem
from viewer.core.place import Place
from viewer.dataclass import dataclass

LONGEST_EXCERPT = 1 << 20
"""Characters of a file that are shown around a line."""

_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Headers:
    """Header fields in recorded order, names in recorded case (RFC 9110, 5); a name may stand several times."""

    fields: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str | None:
        """The first value of a field, its name compared without case."""
        wanted = name.lower()
        for key, value in self.fields:
            if key.lower() == wanted:
                return value
        return None

    def all(self, name: str) -> list[str]:
        """Every value of a field, in order."""
        wanted = name.lower()
        return [value for key, value in self.fields if key.lower() == wanted]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Name and value of each field."""
        return iter(self.fields)

    def __len__(self) -> int:
        """Number of fields."""
        return len(self.fields)


@dataclass(frozen=True, slots=True)
class Body:
    """Bytes as the cassette stores them, after the file's own escaping and base64; None when none was recorded.

    `was_text` tells that the file held text, which `stored` encodes as UTF-8; `was_parsed` that the recorder stored
    the value that the body's JSON stood for: `stored` is JSON for that value again, not the bytes that were sent.
    `media_type` is that of a body which a reader composed, so that no header field tells it; `lines` are then the byte
    at which each of its pieces begins and the file line of that piece. `event_times_ms` are the times of the events in
    it, counted from the request, where the recorder kept them beside the events.
    """

    stored: bytes | None = None
    place: Place | None = None
    was_text: bool = True
    was_parsed: bool = False
    media_type: str | None = None
    lines: tuple[tuple[int, int], ...] = ()
    event_times_ms: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """What was sent; `url` is absolute as recorded, `method` upper case."""

    method: str
    url: str
    headers: Headers = Headers()
    body: Body = Body()
    http_version: str | None = None

    @property
    def target(self) -> SplitResult:
        """The URL in its parts."""
        return split_url(self.url)


def split_url(url: str) -> SplitResult:
    """A URL in its parts; one that cannot be split has everything in `path`."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", url, "", "")


@dataclass(frozen=True, slots=True)
class Response:
    """What came back; `status` None or 0 means that no answer was recorded."""

    status: int | None
    reason: str = ""
    headers: Headers = Headers()
    body: Body = Body()
    http_version: str | None = None


@dataclass(frozen=True, slots=True)
class Interaction:
    """One request and its response, at `index` (from 0) in the order of the file.

    `id` is the recorder's own number or name; `duration_ms` the time from request to end of response, `first_byte_ms`
    to its begin.
    """

    index: int
    request: Request
    response: Response
    id: int | str | None = None
    duration_ms: float | None = None
    recorded_at: datetime | None = None
    place: Place | None = None
    problems: tuple[Problem, ...] = ()
    first_byte_ms: float | None = None

    def numbered(self, index: int) -> Interaction:
        """The same with another index; `dataclasses.replace` takes several times as long."""
        rest = (self.id, self.duration_ms, self.recorded_at, self.place, self.problems, self.first_byte_ms)
        return Interaction(index, self.request, self.response, *rest)


@dataclass(frozen=True)
class Cassette:
    """A recorded file: its recorder's name (as in `formats`), format version, interactions and its text.

    This one was read at once. One that is read in parts (`viewer.core.formats.outline`) answers the same, reads each
    interaction when it is asked for, and may still be growing.
    """

    path: str
    recorder: str
    version: str | int | None
    interactions: Sequence[Interaction]
    source: str
    problems: tuple[Problem, ...] = ()
    size: int = 0

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.path.replace("\\", "/").rsplit("/", 1)[-1]

    @property
    def is_complete(self) -> bool:
        """Whether there will be no more interactions, and all that the file tells as a whole is known."""
        return True

    def grow(self) -> bool:
        """Look for more interactions; whether there may be more still."""
        return False

    @cached_property
    def line_count(self) -> int:
        """Lines of the text; a break at its end ends the last one and begins none."""
        is_open = bool(self.source) and not self.source.endswith(("\n", "\r"))
        return len(_BREAK.findall(self.source)) + is_open

    def on_line(self, line: int) -> int:
        """The interaction that a line belongs to: the last one that begins on it or before, else 0."""
        begun = (i.index for i in self.interactions if ((i.place and i.place.line) or 0) <= line)
        return max(begun, default=0)

    def excerpt(self, line: int) -> tuple[int, str]:
        """The text around a line, and the number of the line that this begins with: all of a text that is not long."""
        return stretch(self.source, line, 1, LONGEST_EXCERPT)


def stretch(text: str, line: int, first: int, longest: int) -> tuple[int, str]:
    """At most `longest` characters of a text around a line of it, whole lines where they fit; `first` is its number."""
    if len(text) <= longest:
        return first, text
    ends = [0, *(found.end() for found in _BREAK.finditer(text))]
    index = max(min(line - first, len(ends) - 1), 0)
    begin = max(bisect_left(ends, ends[index] - longest // 2), 0)
    begin = min(begin, index)
    return first + begin, text[ends[begin] : ends[begin] + longest]
