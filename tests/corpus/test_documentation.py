# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What the README says of tables is so: every column, and the SQL as it stands there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from viewer.cli import main
from viewer.corpus.columns import TABLES, markdown
from viewer.corpus.file_formats import FILE_FORMATS


@pytest.fixture(scope="module")
def section(repository: Path) -> str:
    parts = re.split(r"^## ", (repository / "README.md").read_text("utf-8"), flags=re.MULTILINE)
    (found,) = [part for part in parts if part.startswith("As tables\n")]
    return found


@pytest.mark.parametrize("table", list(TABLES))
def test_every_column_is_told(section: str, table: str) -> None:
    assert f"`{table}`:\n\n{markdown(TABLES[table])}\n" in section


def test_no_meaning_breaks_its_row() -> None:
    meanings = [column.meaning for columns in TABLES.values() for column in columns]
    assert [meaning for meaning in meanings if "|" in meaning or "\n" in meaning or not meaning] == []


@pytest.mark.parametrize("to", list(FILE_FORMATS))
def test_the_queries_answer(
    section: str, to: str, cassette: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    path = cassette()
    monkeypatch.chdir(tmp_path)
    assert main(["table", "in", "--to", to]) == 0
    (queries,) = re.findall(r"```sql\n(.*?)```", section, re.DOTALL)
    tokens, tools, slowest = (
        duckdb.sql(query).fetchall() for query in queries.replace(".parquet", f".{to}").split(";") if query.strip()
    )
    assert [(model, int(asked), int(said)) for model, asked, said, _ in tokens] == [("demo-1", 20, 10)]
    assert [(tool.strip('"'), failures) for tool, failures in tools] == [("depth", 1)]
    assert [(seconds, file) for seconds, _, file, _ in slowest] == [(1.5, f"in/{path.name}")] * 2
