# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a reader of cassettes is, and the one look at a file that all readers share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from viewer.core.errors import CassetteError
from viewer.core.formats._document import Document
from viewer.core.formats._parse import parse
from viewer.core.model import Cassette
from viewer.core.registry import Match


@dataclass
class Probe:
    """One file as every reader sees it: opened once, decoded once, parsed once.

    `data` is the file as it is on disk, `path` only names it in messages.
    """

    path: str
    data: bytes

    @classmethod
    def open(cls, path: Path) -> Probe:
        """Read a file; raises CassetteError when the system cannot."""
        try:
            return cls(str(path), path.read_bytes())
        except OSError as error:
            raise CassetteError(str(path), None, error.strerror or str(error)) from error

    @property
    def suffix(self) -> str:
        """The file's last suffix in lower case, such as `.yaml`."""
        return Path(self.path).suffix.lower()

    @cached_property
    def text(self) -> str:
        """The file as text, byte-order mark removed; bytes that are not UTF-8 become U+FFFD."""
        return self.data.decode("utf-8-sig", errors="replace")

    @cached_property
    def document(self) -> Document:
        """The parsed YAML or JSON document, whatever of it could be read."""
        return parse(self.text)


class Reader(Protocol):
    """Reads the files of one recorder family: `file -> Cassette`.

    `suffixes` feed the open dialog, `--help` and file associations; they never decide.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]

    def match(self, probe: Probe) -> Match:
        """How sure this reader is that the file is its own; looks at the first interaction, never raises."""

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read; raises CassetteError and nothing else."""
