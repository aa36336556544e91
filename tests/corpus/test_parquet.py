# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Parquet holds the same rows as JSON lines, in the types of the columns."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from viewer.cli import main
from viewer.corpus.columns import TABLES
from viewer.corpus.parquet import schema

pq = pytest.importorskip("pyarrow.parquet")
Json = Any


def _make(to: str, output: Path, *paths: Path) -> int:
    return main(["table", *map(str, paths), "--to", to, "--output", str(output)])


def _plain(value: Json) -> Json:
    return value.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z" if isinstance(value, datetime) else value


def _read(path: Path) -> list[Json]:
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [{name: _plain(value) for name, value in row.items()} for row in pq.read_table(path).to_pylist()]


def test_both_formats_are_equal(repository: Path, folder: Path, cassette: Callable[..., Path]) -> None:
    data = [repository / "resources" / "samples", repository / "tests" / "data" / "formats", cassette().parent]
    for to in ("parquet", "jsonl"):
        assert _make(to, folder, *data) == 0
    for table in TABLES:
        files = sorted((folder / table).rglob("*.parquet"))
        assert len(files) > 50
        for file in files:
            assert _read(file) == _read(file.with_suffix(".jsonl")), file


def test_a_file_without_rows_has_all_columns(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text("version: 2\ninteractions: []\n", "utf-8")
    assert _make("parquet", folder, path) == 0
    for table, columns in TABLES.items():
        read = pq.read_table(folder / table / "empty.yaml.parquet")
        assert read.num_rows == 0
        assert read.schema.names == [column.name for column in columns]


def test_columns_that_are_always_filled_are_required(folder: Path, cassette: Callable[..., Path]) -> None:
    assert _make("parquet", folder, cassette()) == 0
    for table, columns in TABLES.items():
        found = pq.read_schema(folder / table / "talk.yaml.parquet")
        assert found.equals(schema(columns))
        assert [field.name for field in found if not field.nullable] == [c.name for c in columns if c.always]


def test_many_rows_are_several_groups(
    folder: Path, cassette: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("viewer.corpus.parquet._MOST_ROWS", 3)
    assert _make("parquet", folder, cassette()) == 0
    file = pq.ParquetFile(folder / "messages" / "talk.yaml.parquet")
    assert (file.num_row_groups, file.metadata.num_rows) == (3, 8)


def test_long_rows_are_several_groups(
    folder: Path, cassette: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("viewer.corpus.parquet._MOST_CHARACTERS", 1)
    assert _make("parquet", folder, cassette()) == 0
    assert pq.ParquetFile(folder / "messages" / "talk.yaml.parquet").num_row_groups == 8
