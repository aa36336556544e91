# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Rows -> Parquet, by `pyarrow`, which is imported when the first file begins.

Rule: rows are kept until they are worth a row group, by their number or their size, and no longer.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from viewer import __version__
from viewer.corpus.columns import VERSION, Column, Kind
from viewer.corpus.rows import Row, Value

if TYPE_CHECKING:
    import pyarrow as pa

_MOST_ROWS = 10_000
_MOST_CHARACTERS = 32_000_000


def schema(columns: tuple[Column, ...]) -> pa.Schema:
    """The columns as Arrow has them."""
    import pyarrow as pa  # noqa: PLC0415

    types = {
        Kind.TEXT: pa.string(),
        Kind.TEXTS: pa.list_(pa.string()),
        Kind.INTEGER: pa.int64(),
        Kind.NUMBER: pa.float64(),
        Kind.BOOLEAN: pa.bool_(),
        Kind.TIME: pa.timestamp("us", tz="UTC"),
        Kind.JSON: pa.string(),
    }
    fields = [pa.field(column.name, types[column.kind], nullable=not column.always) for column in columns]
    return pa.schema(fields, metadata={"cassette-viewer": __version__, "cassette-viewer.columns": str(VERSION)})


class ParquetFile:
    """One file of a table."""

    def __init__(self, path: Path, columns: tuple[Column, ...]) -> None:
        """Begin a file; raises OSError."""
        import pyarrow.parquet as pq  # noqa: PLC0415

        self._schema = schema(columns)
        self._stream = path.open("xb")
        self._writer = pq.ParquetWriter(self._stream, self._schema, compression="zstd")
        self._rows: list[Row] = []
        self._characters = 0

    def add(self, row: Row) -> None:
        """Take a row; raises OSError where rows are written."""
        self._rows.append(row)
        self._characters += sum(map(_characters, row.values()))
        if len(self._rows) >= _MOST_ROWS or self._characters >= _MOST_CHARACTERS:
            self._write()

    def close(self) -> None:
        """Write what is left and end the file; raises OSError."""
        with self._stream:
            if self._rows:
                self._write()
            self._writer.close()

    def _write(self) -> None:
        import pyarrow as pa  # noqa: PLC0415

        self._writer.write_table(pa.Table.from_pylist(self._rows, self._schema))
        self._rows, self._characters = [], 0


def _characters(value: Value) -> int:
    if isinstance(value, list):
        return sum(map(len, value))
    return len(value) if isinstance(value, str) else 0
