# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The formats that tables are written in, and what each needs to be installed."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from viewer.core.errors import CassetteError
from viewer.corpus.columns import Column
from viewer.corpus.jsonl import JsonLinesFile
from viewer.corpus.parquet import ParquetFile
from viewer.corpus.rows import Row
from viewer.dataclass import dataclass


class TableFile(Protocol):
    """A file of a table, written from beginning to end; what it does may raise OSError."""

    def add(self, row: Row) -> None:
        """Take a row."""

    def close(self) -> None:
        """End the file; nothing is whole before."""


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format: its name, which is its suffix too, and what begins a file. `needs` is a package, `extra` brings it."""

    name: str
    begin: Callable[[Path, tuple[Column, ...]], TableFile]
    needs: str | None = None

    @property
    def suffix(self) -> str:
        """What is appended to the name of an input."""
        return f".{self.name}"


FILE_FORMATS = {
    "parquet": FileFormat("parquet", ParquetFile, needs="pyarrow"),
    "jsonl": FileFormat("jsonl", JsonLinesFile),
}
"""Every format, by its name."""


def require(package: str, what: str, extra: str) -> None:
    """Raise CassetteError, which says what to install, where a package is not there that something needs."""
    if find_spec(package) is None:
        raise CassetteError(what, None, f"needs {package}: pip install 'cassette-viewer[{extra}]'")
