# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a folder of cassettes holds, counted: lines of words and numbers, each leading to a filter or a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from viewer.core.errors import NO_PROBLEMS
from viewer.core.text.quantities import plural
from viewer.dataclass import dataclass
from viewer.gui.models.facets import Line, Section, facets, scoped
from viewer.gui.models.nodes import FileNode

if TYPE_CHECKING:
    from viewer.gui.models.rows import Row
    from viewer.index.stamp import Stamp

_LEFT_OUT_MOST = 50


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything there is to say of a folder, or of a file or conversation; `facts` are numbers with their nouns.

    `lead` is a section that comes before the others, over all the width.
    """

    title: str
    path: Path
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    lead: Section | None = None


def overview(  # noqa: PLR0913 - all that a folder's numbers depend on
    folder: Path,
    files: Sequence[FileNode],
    stamps: Mapping[Path, Stamp],
    left_out: Mapping[Path, str],
    scope: str,
    accepts: Callable[[Row], bool] | None = None,
    query: str = "",
) -> Overview:
    """Count what the files of a folder say, of the rows that a filter lets through where one is set.

    `scope` narrows every filter to the folder, where more than it is open; `query` tells which lines are set already.
    """
    every = [(file, [node.row for node in file.by_exchange.values()]) for file in files]
    counted = [(file, [row for row in rows if accepts is None or accepts(row)]) for file, rows in every]
    shown = [
        file for file, rows in counted if rows or (not file.by_exchange and (accepts is None or accepts(file.row)))
    ]
    rows = [row for _, found in counted for row in found]
    alone = [file.row for file in shown if not file.by_exchange]
    largest, newest = _most(shown, stamps, _bytes), _most(shown, stamps, _time)
    sections = (
        *facets(rows, alone),
        Section("Largest files", tuple(_of_file(folder, file, _size(stamps[file.path])) for file in largest)),
        Section("Newest files", tuple(_of_file(folder, file, _day(stamps[file.path])) for file in newest)),
        _left_out(folder, left_out),
    )
    sections = tuple(scoped(section, scope, query) for section in sections if section.lines)
    facts = _facts(every, counted, rows, is_filtered=accepts is not None)
    return Overview(folder.name or str(folder), folder, facts, sections)


def _facts(
    every: Sequence[tuple[FileNode, list[Row]]],
    counted: Sequence[tuple[FileNode, list[Row]]],
    rows: Sequence[Row],
    *,
    is_filtered: bool,
) -> tuple[tuple[str, str], ...]:
    models = len({row.model for row in rows if row.model})
    if is_filtered:
        files, of_files = sum(bool(found) for _, found in counted), plural(_readable(every), "cassette")
        of_rows = plural(sum(len(found) for _, found in every), "interaction")
        problems = sum(row.problem for row in rows)
        first = ((f"{files:,}", f"of {of_files}"), (f"{len(rows):,}", f"of {of_rows}"))
    else:
        problems = sum(file.counts.troubled + file.counts.unreadable for file, _ in every)
        first = (_fact(_readable(every), "cassette"), _fact(len(rows), "interaction"))
    told = () if is_filtered else _problems(every)
    return (*first, _fact(models, "model"), _fact(problems, "with problems", "with problems"), *told)


def _problems(every: Sequence[tuple[FileNode, list[Row]]]) -> tuple[tuple[str, str], ...]:
    """How many there are of each severity, as `check` tells them."""
    found = sum((file.counts.problems for file, _ in every), NO_PROBLEMS)
    return tuple(_number_and_noun(words) for words in found.words)


def _readable(every: Sequence[tuple[FileNode, list[Row]]]) -> int:
    return sum(bool(file.by_exchange) or not file.row.failed for file, _ in every)


def size_text(size: int) -> str:
    """A file's size in the unit that fits."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.1f} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


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
    return _number_and_noun(plural(count, one, many))


def _number_and_noun(words: str) -> tuple[str, str]:
    number, _, noun = words.partition(" ")
    return number, noun
