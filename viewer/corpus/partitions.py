# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Where the rows of an input lie, and what is known to be done, so that a run can go on where one has ended.

A folder of tables holds `interactions/a/b.yaml.parquet` and `messages/a/b.yaml.parquet`, and a receipt of both in
`_done`. Rules: files are written under another name and put in place whole, the receipt last; so what has a receipt is
whole, however a run ended. Nothing is written into a folder that is not of this kind, or new.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO
from uuid import uuid4

from viewer.core.errors import CassetteError
from viewer.corpus.columns import TABLES
from viewer.corpus.file_formats import FileFormat
from viewer.dataclass import dataclass

_RECEIPTS = "_done"
_LOCK = "lock"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was written: of which input, lying where, in which state, and the rows of each table.

    `errors` are lines on what could not be read of it.
    """

    name: str
    at: str
    state: str
    rows: dict[str, int]
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Partition:
    """The place of one input's rows in a folder of tables; `relative` has slashes and leads nowhere else."""

    folder: Path
    relative: str
    file_format: FileFormat

    def file(self, table: str) -> Path:
        """The file of a table."""
        return self.folder / table / (self.relative + self.file_format.suffix)

    @property
    def files(self) -> dict[str, Path]:
        """The file of each table."""
        return {table: self.file(table) for table in TABLES}

    @property
    def _receipt(self) -> Path:
        return self.folder / _RECEIPTS / f"{self.relative}{self.file_format.suffix}.json"

    def receipt(self) -> Receipt | None:
        """What was written here and is whole; None where that is nothing, or no longer all of it."""
        try:
            told = json.loads(self._receipt.read_text("utf-8"))
            counts = {table: int(told["rows"][table]) for table in TABLES}
            found = Receipt(told["name"], told["at"], told["state"], counts, tuple(map(str, told["errors"])))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return found if all(file.is_file() for file in self.files.values()) else None

    def put(self, parts: dict[str, Path], receipt: Receipt) -> None:
        """Put the files of each table in place, then the receipt; raises OSError."""
        self._receipt.unlink(missing_ok=True)
        for table, part in parts.items():
            part.replace(self.file(table))
        self._receipt.parent.mkdir(parents=True, exist_ok=True)
        written = part_of(self._receipt)
        written.write_text(json.dumps(asdict(receipt)), "utf-8")
        written.replace(self._receipt)

    def clear(self) -> None:
        """Take away what was written of an input that cannot be read any more; raises OSError."""
        for file in (self._receipt, *self.files.values()):
            file.unlink(missing_ok=True)


def part_of(file: Path) -> Path:
    """The name under which a file is written before it is whole; no two are alike."""
    return file.with_name(f".{file.name[:100]}.{uuid4().hex}.part")


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Hold a folder of tables, which is made where there is none, for one run; no partial file stays in it.

    Raises CassetteError for a folder that holds anything else, or that another run is writing to.
    """
    receipts = folder / _RECEIPTS
    try:
        if not receipts.is_dir() and folder.exists() and any(folder.iterdir()):
            raise CassetteError(str(folder), None, "holds other things than tables; name a new or an empty folder")
        receipts.mkdir(parents=True, exist_ok=True)
        lock = (receipts / _LOCK).open("a+b")
    except OSError as error:
        raise CassetteError(str(error.filename or folder), None, error.strerror or str(error)) from error
    with lock:
        _lock(lock, folder)
        _remove_parts(folder)
        try:
            yield
        finally:
            _remove_parts(folder)


def _remove_parts(folder: Path) -> None:
    """What processes left that were ended; a receipt never stood for it."""
    for table in (*TABLES, _RECEIPTS):
        for where, _, files in os.walk(folder / table):
            for part in (name for name in files if name.startswith(".") and name.endswith(".part")):
                with suppress(OSError):
                    Path(where, part).unlink()


def _lock(file: IO[bytes], folder: Path) -> None:
    """Lock a file as long as it is open, however this process ends; where a system knows no locks, without."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        raise CassetteError(str(folder), None, "another run is writing there") from None
    except OSError:
        return
