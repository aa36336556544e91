# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A ZIP archive of a recorder -> one text in which everything has its line, as the rest of the pipeline expects.

Which recorder's it is, the names of its members tell: a HAR with its bodies (Playwright), the raw messages of Fiddler,
the samples of an Inspect log.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from viewer.core.formats._archive import Archive

_RAW_MESSAGE = re.compile(r"raw/0*([0-9]{1,9})_([cs])\.txt", re.IGNORECASE)
_SAMPLE = re.compile(r"samples/[^/]+\.json")
_HEADERS = ("header.json", "_journal/start.json")  # of a log that is whole, and of one that goes on


class Member(NamedTuple):
    """A member of the archive, and where it begins and ends in the text."""

    name: str
    start: int
    end: int


class Unpacked(NamedTuple):
    """The text, and the members that it was made of."""

    data: bytes
    members: tuple[Member, ...]


def unpacked(archive: Archive) -> Unpacked | None:
    """What an archive holds as one text; None where it is of no recorder that is known."""
    hars = [name for name in archive.names if name.lower().endswith(".har")]
    if hars:
        if len(hars) > 1:
            archive.faults.append(f"the archive holds {len(hars)} HAR files, of which {hars[0][:200]} is read")
        return _joined(archive, hars[:1], b"", b"", b"")
    raw = filter(None, map(_RAW_MESSAGE.fullmatch, archive.names))
    messages = sorted((int(found[1]), found[2].lower(), found[0]) for found in raw)
    if messages:
        return _joined(archive, [name for _, _, name in messages], b"", b"\n", b"\n")
    header = next((name for name in _HEADERS if name in archive.names), None)
    return _inspect(archive, header) if header else None


def _inspect(archive: Archive, name: str) -> Unpacked | None:
    """The log as it is in one JSON document: the header, with the samples as its last key."""
    header = (archive.read(name) or b"").strip()
    if not header.startswith(b"{") or not header.endswith(b"}"):
        return None
    samples = [name for name in archive.names if _SAMPLE.fullmatch(name)]
    more = b"" if header[1:-1].strip() == b"" else b","
    return _joined(archive, samples, header[:-1] + more + b'\n"samples": [\n', b",\n", b"\n]}\n")


def _joined(archive: Archive, names: list[str], begin: bytes, between: bytes, end: bytes) -> Unpacked:
    data, members = bytearray(begin), []
    for number, name in enumerate(names):
        data += between if number else b""
        start = len(data)
        data += archive.read(name) or b""
        members.append(Member(name, start, len(data)))
    return Unpacked(bytes(data + end), tuple(members))
