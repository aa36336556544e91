# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a reader of cassettes is, and the one look at a file that all readers share."""

from __future__ import annotations

import codecs
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, runtime_checkable

from viewer.cached_property import cached_property
from viewer.core import content_codings
from viewer.core.errors import CassetteError, Problem, Severity
from viewer.core.formats._document import Document
from viewer.core.formats._parse import parse
from viewer.core.model import Cassette, Interaction
from viewer.core.registry import Match
from viewer.dataclass import dataclass

if TYPE_CHECKING:
    from viewer.core.formats._archive import Archive
    from viewer.core.formats._unpacked import Unpacked

MAX_BYTES = 1 << 30
"""The largest file that is read at once, 1 GiB; one that can be read in parts may be larger."""

# The longer marks first: that of UTF-32 begins with that of UTF-16.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass()
class Probe:
    """One file as every reader sees it: opened once, decoded once, parsed once.

    `data` is the file as it is on disk, `path` only names it in messages.
    """

    path: str
    data: bytes

    @classmethod
    def open(cls, path: Path) -> Probe:
        """Read a file or a pipe; raises CassetteError when the system cannot, and for what is larger than is read.

        A device is not read: it may never end.
        """
        try:
            mode = path.stat().st_mode
            if stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
                raise CassetteError(str(path), None, "is a device, not a file")
            with path.open("rb") as file:
                return cls.drain(str(path), file)
        except OSError as error:
            raise CassetteError(str(path), None, error.strerror or str(error)) from error
        except ValueError as error:  # a NUL in the path
            raise CassetteError(str(path), None, str(error)) from error

    @classmethod
    def drain(cls, name: str, stream: BinaryIO) -> Probe:
        """Read a stream to its end, under a name for messages; raises CassetteError when it is too long, OSError."""
        data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise CassetteError(name, None, "larger than 1 GiB, and not of a kind that can be read in parts")
        return cls(name, data)

    @property
    def suffix(self) -> str:
        """The file's last suffix in lower case, such as `.yaml`; that of `x.yaml.gz` is the same."""
        path = Path(self.path)
        return Path(path.stem if path.suffix.lower() == ".gz" else path).suffix.lower()

    @property
    def content(self) -> bytes:
        """The file's bytes, without the gzip, zlib or zstd that the whole of it may be in; an archive as one text."""
        return self.unpacked.data if self.unpacked else self._inflated.data

    @cached_property
    def archive(self) -> Archive | None:
        """The ZIP archive that the file is."""
        if not self.data.startswith(b"PK\x03\x04"):
            return None
        # Imported here: hardly any file is one.
        from viewer.core.formats._archive import Archive  # noqa: PLC0415

        return Archive(self.data)

    @cached_property
    def unpacked(self) -> Unpacked | None:
        """The archive as one text, with the places of its members; None where the file is none of a recorder."""
        if self.archive is None:
            return None
        from viewer.core.formats._unpacked import unpacked  # noqa: PLC0415

        return unpacked(self.archive)

    @cached_property
    def _inflated(self) -> content_codings.Inflated:
        coding = content_codings.detect(self.data, "")
        inflated = content_codings.inflate(self.data, coding) if coding else content_codings.Inflated(self.data)
        return inflated if inflated.data else content_codings.Inflated(self.data, inflated.fault)

    @cached_property
    def text(self) -> str:
        """The file as text, byte-order mark removed; what is not valid in its encoding becomes U+FFFD."""
        charset, mark = self._encoding
        return self.content[mark:].decode(charset, errors="replace")

    @cached_property
    def document(self) -> Document:
        """The parsed YAML or JSON document, whatever of it could be read."""
        return parse(self.text)

    @property
    def is_transcript(self) -> bool:
        """Whether the file is a transcript that this program exported as JSON."""
        if "cassette-viewer/" not in self.text:  # most files need not be parsed to tell
            return False
        value = self.document.value
        return isinstance(value, dict) and str(value.get("schema")).startswith("cassette-viewer/")

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the file as text and as a document."""
        return (*self.coding_problems, *self._text_problems, *self.document.problems)

    @property
    def coding_problems(self) -> tuple[Problem, ...]:
        """What is wrong with the compression of the file."""
        fault = self._inflated.fault
        packed = (Problem(Severity.ERROR, f"the compressed file is damaged: {fault}"),) if fault else ()
        faults = self.archive.faults if self.archive and self.unpacked else ()
        return (*packed, *(Problem(Severity.WARNING, told) for told in faults))

    @property
    def _text_problems(self) -> tuple[Problem, ...]:
        charset, mark = self._encoding
        try:
            self.content[mark:].decode(charset)
        except UnicodeDecodeError as error:
            line = self.content.count(b"\n", 0, mark + error.start) + 1
            byte = f"byte 0x{self.content[mark + error.start]:02X} at offset {mark + error.start}"
            text = f"not valid {charset.upper()} ({byte}); such bytes are shown as U+FFFD"
            return (Problem(Severity.WARNING, text, line),)
        return ()

    @property
    def _encoding(self) -> tuple[str, int]:
        """The charset that the file's byte-order mark names, and that mark's length."""
        for mark, charset in BYTE_ORDER_MARKS:
            if self.content.startswith(mark):
                return charset, len(mark)
        return "utf-8", 0

    def cassette(
        self,
        recorder: str,
        interactions: Sequence[Interaction],
        problems: Iterable[Problem],
        *,
        version: str | int | None = None,
    ) -> Cassette:
        """The cassette that a reader made of this file."""
        return Cassette(
            path=self.path,
            recorder=recorder,
            version=version,
            interactions=tuple(interactions),
            source=self.text,
            problems=tuple(problems),
            size=len(self.data),
        )


class Reader(Protocol):
    """Reads the files of one recorder family: `file -> Cassette`.

    `suffixes` feed the open dialog, `--help` and file associations; they never decide. A reader whose interactions
    depend neither on one another nor on what stands around them may say so with `outlined`, as `Outlined` has it.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]

    def match(self, probe: Probe) -> Match:
        """How sure this reader is that the file is its own; looks at the first interaction, never raises."""

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read; raises CassetteError and nothing else."""


@runtime_checkable
class Outlined(Protocol):
    """A reader of files that need not be read whole: each interaction is read by itself when it is asked for.

    `outlined` are the keys that lead to the list of interactions, `()` for a file that is that list: one way for each
    layout of which all this holds. The root's facts come from the file without its interactions, but for the first.
    """

    outlined: tuple[tuple[str, ...], ...]


def key_paths(reader: object) -> tuple[tuple[str, ...], ...]:
    """The ways to lists of interactions that a reader can read one by one; none when it did not say so."""
    return reader.outlined if isinstance(reader, Outlined) else ()
