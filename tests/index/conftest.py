# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Cassettes for the index, and an index for cassettes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.index.recordings import Write
from viewer.index.store import Store


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write interactions into a cassette."""

    def write(*interactions: dict[str, Any], name: str = "demo.yaml") -> Path:
        path = tmp_path / "cassettes" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"version": 2, "interactions": interactions}), "utf-8")
        return path

    return write


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Return where the index of a test lies."""
    return tmp_path / "cache" / "index.sqlite3"


@pytest.fixture
def store(database: Path) -> Iterator[Store]:
    """Return an empty index."""
    made = Store(database)
    assert made.told() == ()
    yield made
    made.close()
