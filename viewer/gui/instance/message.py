# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What instances say to each other: bytes <-> a greeting, a request, a receipt. No Qt, no sockets.

The first instance greets whoever connects, with the version of this protocol; then the second hands over one request:
a line of JSON and, right behind it, the bytes of the texts that it names. The first gives a receipt. Whoever
does not see the line that it expects goes its own way: the greeting before the request lets a start give up on an
instance that hangs, and nothing is opened twice when that wakes up.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace

from viewer import __version__
from viewer.dataclass import dataclass
from viewer.loose_text import LooseText

PROTOCOL = 1
MOST_TEXT = 64 << 20
"""Bytes of text that are handed over, 64 MiB; a start with more opens a window of its own."""
MOST_NAMES = 10_000
"""Files and texts that are handed over at once; likewise."""
_LONGEST_LINE = 4 << 20
"""Bytes of the request's line: more file names than any system lets a command have."""
RECEIPT = b'{"taken": true}\n'


class MalformedMessageError(ValueError):
    """What was received is no message of this protocol."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a start wants: absolute paths to open, texts to show, and the desktop's leave to come to the front.

    `shown` is one of the paths with a place in it, as `viewer.named_place` reads it; empty where none is named.

    `token` is what the desktop gave the start (XDG_ACTIVATION_TOKEN or DESKTOP_STARTUP_ID).
    """

    paths: tuple[str, ...] = ()
    texts: tuple[LooseText, ...] = ()
    token: str = ""
    shown: str = ""

    @property
    def text_size(self) -> int:
        """Bytes of all texts."""
        return sum(len(text.data) for text in self.texts)

    def pack(self) -> bytes:
        """The request as it is sent."""
        texts = [{"name": text.name, "bytes": len(text.data)} for text in self.texts]
        line = json.dumps({"paths": self.paths, "texts": texts, "token": self.token, "shown": self.shown})
        return b"".join((line.encode(), b"\n", *(text.data for text in self.texts)))


def greeting() -> bytes:
    """The first line that the first instance says."""
    return json.dumps({"cassette-viewer": __version__, "protocol": PROTOCOL}).encode() + b"\n"


def mismatch(line: bytes) -> str | None:
    """What is wrong with whoever greets with this line; None when it speaks this protocol."""
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or "cassette-viewer" not in said:
        return "something else answers in place of the running instance"
    if said.get("protocol") != PROTOCOL:
        from viewer.core.text.printable import one_line  # noqa: PLC0415 - where somebody else answers

        version = one_line(str(said["cassette-viewer"]), 40)
        return f"the running instance is version {version}, which this one cannot hand files to"
    return None


class RequestReader:
    """Puts a request together from the pieces in which it arrives, and never keeps more than is allowed."""

    def __init__(self) -> None:
        """Nothing was received yet."""
        self._received = bytearray()
        self._announced: tuple[Request, list[tuple[str, int]]] | None = None

    def feed(self, piece: bytes) -> Request | None:
        """Take the next piece; the request once it is whole. After MalformedMessageError nothing more is taken."""
        self._received += piece
        if self._announced is None:
            end = self._received.find(b"\n")
            if end < 0 and len(self._received) <= _LONGEST_LINE:
                return None
            if not 0 <= end <= _LONGEST_LINE:
                raise MalformedMessageError("the line has no end")
            self._announced = _announced(bytes(self._received[:end]))
            del self._received[: end + 1]
        request, texts = self._announced
        missing = sum(size for _, size in texts) - len(self._received)
        if missing < 0:
            raise MalformedMessageError("more than was announced")
        return None if missing else replace(request, texts=tuple(self._cut(texts)))

    def _cut(self, texts: list[tuple[str, int]]) -> list[LooseText]:
        cut, start = [], 0
        for name, size in texts:
            cut.append(LooseText(name, bytes(self._received[start : start + size])))
            start += size
        return cut


def _announced(line: bytes) -> tuple[Request, list[tuple[str, int]]]:
    """What the request's line says: all but the bytes of the texts."""
    try:
        said = json.loads(line)
        paths, token, shown = tuple(said["paths"]), said["token"], said.get("shown", "")
        texts = [(text["name"], text["bytes"]) for text in said["texts"]]
    except (ValueError, RecursionError, TypeError, LookupError) as error:
        raise MalformedMessageError("no request") from error
    if len(paths) + len(texts) > MOST_NAMES:
        raise MalformedMessageError("too many names")
    if not all(
        isinstance(word, str) and "\0" not in word for word in (token, shown, *paths, *(name for name, _ in texts))
    ):
        raise MalformedMessageError("a name that is none")
    if not all(map(os.path.isabs, paths)):
        raise MalformedMessageError("a path that is not absolute")
    if not all(type(size) is int and size >= 0 for _, size in texts) or sum(size for _, size in texts) > MOST_TEXT:
        raise MalformedMessageError("a text that is too large")
    return Request(paths, token=token, shown=shown), texts
