# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Rows -> JSON lines: an object a row, each with every column, null where nothing is known."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from viewer.core.text.json_values import Json
from viewer.core.transcript import json_output
from viewer.corpus.columns import Column
from viewer.corpus.rows import Row, Value


class JsonLinesFile:
    """One file of a table."""

    def __init__(self, path: Path, columns: tuple[Column, ...]) -> None:  # noqa: ARG002 - each row names them
        """Begin a file; raises OSError."""
        self._file = path.open("x", encoding="utf-8", newline="\n")

    def add(self, row: Row) -> None:
        """Write a row; raises OSError."""
        self._file.write(json_output.dump({name: _plain(value) for name, value in row.items()}) + "\n")

    def close(self) -> None:
        """End the file; raises OSError."""
        self._file.close()


def _plain(value: Value) -> Json:
    """A value as JSON has it: a moment in ISO 8601, in UTC, to the microsecond."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    return [*value] if isinstance(value, list) else value
