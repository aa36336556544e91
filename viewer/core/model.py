# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a recorder wrote: a Cassette of Interactions, each a Request and its Response. Frozen once read.

Names are those of HTTP (RFC 9110). Bodies hold the bytes as stored; `viewer.core.bodies` decodes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import SplitResult, urlsplit

from viewer.core.errors import Problem
from viewer.core.place import Place


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
    at which each of its pieces begins and the file line of that piece.
    """

    stored: bytes | None = None
    place: Place | None = None
    was_text: bool = True
    was_parsed: bool = False
    media_type: str | None = None
    lines: tuple[tuple[int, int], ...] = ()


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
        """The URL in its parts; one that cannot be split has everything in `path`."""
        try:
            return urlsplit(self.url)
        except ValueError:
            return SplitResult("", "", self.url, "", "")


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

    `id` is the recorder's own number or name; `duration_ms` the time from request to end of response.
    """

    index: int
    request: Request
    response: Response
    id: int | str | None = None
    duration_ms: float | None = None
    recorded_at: datetime | None = None
    place: Place | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Cassette:
    """A recorded file: its recorder's name (as in `formats`), format version, interactions and its text."""

    path: str
    recorder: str
    version: str | int | None
    interactions: tuple[Interaction, ...]
    source: str
    problems: tuple[Problem, ...] = ()
    size: int = 0

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.path.replace("\\", "/").rsplit("/", 1)[-1]
