# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What the packages say of the project, read from the project's own files: pyproject.toml, CHANGELOG.md, viewer."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PRODUCTS = ROOT / "dist"
WORK = ROOT / "build"

NAME = "cassette-viewer"
TITLE = "Cassette Viewer"

_RELEASE = re.compile(r"^## \[?([0-9][^\]\s]*)\]? - (.+)$", re.MULTILINE)


@cache
def facts() -> dict[str, Any]:
    """The table [project] of pyproject.toml."""
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return table


@cache
def version() -> str:
    """The version, as the program says it."""
    found = re.search(r'^__version__ = "(.+)"$', (ROOT / "viewer" / "__init__.py").read_text("utf-8"), re.MULTILINE)
    if found is None:
        raise LookupError("viewer/__init__.py names no version")
    return found[1]


def author() -> str:
    """Who made it."""
    return str(facts()["authors"][0]["name"])


@dataclass(frozen=True)
class Release:
    """A version of the changelog: its day, today's while it is unreleased, and what changed, one text an item."""

    version: str
    day: datetime
    changes: tuple[str, ...]


def releases() -> list[Release]:
    """Every release that CHANGELOG.md tells of, the latest first."""
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    starts = list(_RELEASE.finditer(text))
    ends = [start.start() for start in starts[1:]] + [len(text)]
    return [
        Release(start[1], _day(start[2]), _items(text[start.end() : end]))
        for start, end in zip(starts, ends, strict=True)
    ]


def _day(text: str) -> datetime:
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d").replace(hour=12, tzinfo=UTC)
    except ValueError:  # "unreleased"
        return datetime.now(UTC)


def _items(text: str) -> tuple[str, ...]:
    return tuple(" ".join(item.split()) for item in re.findall(r"^- (.+(?:\n  .+)*)", text, re.MULTILINE))
