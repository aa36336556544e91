# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a folder of cassettes holds, counted: lines of words and numbers, each leading to a filter or a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from viewer.core.text.quantities import plural
from viewer.dataclass import dataclass
from viewer.gui.models.nodes import FileNode
from viewer.gui.models.rows import short_model

if TYPE_CHECKING:
    from viewer.index.stamp import Stamp

_MOST = 8
_LEFT_OUT_MOST = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A line: what it is about, a number or note at its end, and the share of the largest of its section, 0 to 1.

    It leads to the results of `query`, or to the file at `path`.
    """

    label: str
    note: str
    share: float = 0.0
    query: str = ""
    path: Path | None = None
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a title; `more` says that there are others."""

    title: str
    lines: tuple[Line, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything there is to say of a folder; `facts` are numbers with their nouns."""

    title: str
    path: Path
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


def overview(
    folder: Path,
    files: Sequence[FileNode],
    stamps: Mapping[Path, Stamp],
    left_out: Mapping[Path, str],
    scope: str,
) -> Overview:
    """Count what the files of a folder say; `scope` narrows every filter to it, where more than it is open."""
    rows = [node.row for file in files for node in file.by_exchange.values()]
    readable = [file for file in files if file.by_exchange or not file.row.failed]
    troubled = sum(file.counts.troubled + file.counts.unreadable for file in files)
    models = Counter(row.model for row in rows if row.model)
    tools = Counter(tool for row in rows for tool in set(row.tools) if tool)
    sections = (
        _section("Recorders", Counter(file.row.badge.split(" ")[0] for file in readable), "recorder", scope),
        _section("Models", models, "model", scope, short_model),
        _section("Statuses", Counter(str(row.status) for row in rows if row.status), "status", scope),
        _problems(troubled, sum(row.failed for row in rows), len(files) - len(readable), scope),
        _section("Tools called", tools, "tool", scope),
        Section(
            "Largest files",
            tuple(_of_file(folder, f, _size(stamps[f.path])) for f in _most(files, stamps, _bytes)),
        ),
        Section(
            "Newest files",
            tuple(_of_file(folder, f, _day(stamps[f.path])) for f in _most(files, stamps, _time)),
        ),
        _left_out(folder, left_out),
    )
    facts = [_fact(len(readable), "cassette"), _fact(len(rows), "interaction"), _fact(len(models), "model")]
    facts.append(_fact(troubled, "with problems", "with problems"))
    return Overview(folder.name or str(folder), folder, tuple(facts), tuple(s for s in sections if s.lines))


def size_text(size: int) -> str:
    """A file's size in the unit that fits."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.1f} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def _section(title: str, counts: Counter[str], field: str, scope: str, name: Callable[[str], str] = str) -> Section:
    most = counts.most_common(_MOST)
    largest = most[0][1] if most else 1
    lines = tuple(
        Line(name(value), f"{count:,}", count / largest, _query(field, value, scope), tip=value)
        for value, count in most
    )
    hidden = len(counts) - len(most)
    return Section(title, lines, f"and {hidden:,} more" if hidden else "")


def _problems(every: int, failed: int, unreadable: int, scope: str) -> Section:
    """Each number is that of the rows which its filter shows."""
    found = (
        ("All that has problems", every, "problem:yes"),
        ("Failed requests", failed, "error:yes -problem:unreadable" if unreadable else "error:yes"),
        ("Files that cannot be read", unreadable, "problem:unreadable"),
    )
    largest = max((count for _, count, _ in found), default=0) or 1
    lines = (Line(words, f"{n:,}", n / largest, f"{query}{scope}") for words, n, query in found if n)
    return Section("Problems", tuple(lines))


def _left_out(folder: Path, left_out: Mapping[Path, str]) -> Section:
    inside = [path for path in left_out if path.is_relative_to(folder)]
    lines = (
        Line(
            path.relative_to(folder).as_posix(),
            left_out[path].rpartition("it looks like ")[2],
            path=path,
            tip=str(path),
        )
        for path in inside[:_LEFT_OUT_MOST]
    )
    hidden = len(inside) - _LEFT_OUT_MOST
    return Section("Left out: no cassettes", tuple(lines), f"and {hidden:,} more" if hidden > 0 else "")


def _most(files: Sequence[FileNode], stamps: Mapping[Path, Stamp], what: Callable[[Stamp], int]) -> list[FileNode]:
    known = [file for file in files if file.path in stamps]
    return sorted(known, key=lambda file: -what(stamps[file.path]))[:5]


def _of_file(folder: Path, file: FileNode, note: str) -> Line:
    return Line(file.path.relative_to(folder).as_posix(), note, path=file.path, tip=str(file.path))


def _bytes(stamp: Stamp) -> int:
    return stamp.size


def _time(stamp: Stamp) -> int:
    return stamp.mtime_ns


def _size(stamp: Stamp) -> str:
    return size_text(stamp.size)


def _day(stamp: Stamp) -> str:
    return datetime.fromtimestamp(stamp.mtime_ns / 1e9).strftime("%Y-%m-%d %H:%M")  # noqa: DTZ006 - the reader's own time


def _fact(count: int, one: str, many: str | None = None) -> tuple[str, str]:
    number, _, noun = plural(count, one, many).partition(" ")
    return number, noun


def _query(field: str, value: str, scope: str) -> str:
    quoted = f'"{value}"' if " " in value else value
    return f"{field}:{quoted}{scope}"
