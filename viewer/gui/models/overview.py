# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a folder of cassettes holds, counted: lines of words and numbers, each leading to a filter or a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from viewer.core.errors import NO_PROBLEMS
from viewer.core.text.quantities import plural, size_text
from viewer.dataclass import dataclass
from viewer.gui.models.facets import FacetCounts, Line, Section, scoped
from viewer.gui.models.nodes import FileNode

if TYPE_CHECKING:
    from viewer.gui.models.rows import Row
    from viewer.index.stamp import Stamp

_LEFT_OUT_MOST = 50


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything there is to say of a folder, or of a file or conversation; `facts` are numbers with their nouns.

    `lead` is a section that comes before the others, over all the width, and `tail` one that comes behind them so.
    """

    title: str
    path: Path
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    lead: Section | None = None
    tail: Section | None = None


def overview(  # noqa: PLR0913 - all that a folder's numbers depend on
    folder: Path,
    files: Sequence[FileNode],
    stamps: Mapping[Path, Stamp],
    left_out: Mapping[Path, str],
    scope: str,
    accepts: Callable[[Row], bool] | None = None,
    query: str = "",
    cancelled: Callable[[], bool] = bool,
) -> Overview:
    """Count what the files of a folder say, of the rows that a filter lets through where one is set.

    `scope` narrows every filter to the folder, where more than it is open; `query` tells which lines are set already.
    When it is `cancelled` it ends early with what it has.
    """
    shown: dict[Path, int] = {}
    counted = FacetCounts(_rows(files, accepts, shown, cancelled))
    kept = [file for file in files if shown[file.path] or _is_shown_alone(file, accepts)]
    alone = [file.row for file in kept if not file.interactions]
    largest, newest = _most(kept, stamps, _bytes), _most(kept, stamps, _time)
    sections = (
        *counted.sections(alone),
        Section("Largest files", tuple(_of_file(folder, file, _size(stamps[file.path])) for file in largest)),
        Section("Newest files", tuple(_of_file(folder, file, _day(stamps[file.path])) for file in newest)),
    )
    sections = tuple(scoped(section, scope, query) for section in sections if section.lines)
    troubled = counted.problems + sum(row.problem for row in alone)
    facts = _facts(files, sum(map(bool, shown.values())), counted, troubled, is_filtered=accepts is not None)
    return Overview(folder.name or str(folder), folder, facts, sections, tail=_left_out(folder, left_out))


def _rows(
    files: Sequence[FileNode],
    accepts: Callable[[Row], bool] | None,
    shown: dict[Path, int],
    cancelled: Callable[[], bool],
) -> Iterator[Row]:
    """The rows that a filter lets through, one after the other; counted by file in `shown`."""
    shown.update((file.path, 0) for file in files)
    for file in files:
        if cancelled():
            return
        for row in file.accepted(accepts):
            shown[file.path] += 1
            yield row


def _is_shown_alone(file: FileNode, accepts: Callable[[Row], bool] | None) -> bool:
    """Whether a file without interactions is shown."""
    return not file.interactions and (accepts is None or accepts(file.row))


def _facts(
    files: Sequence[FileNode], shown: int, counted: FacetCounts, troubled: int, *, is_filtered: bool
) -> tuple[tuple[str, str], ...]:
    readable = sum(bool(file.interactions) or not file.row.failed for file in files)
    if is_filtered:
        of_rows = plural(sum(file.interactions for file in files), "interaction")
        problems = troubled  # as the section below counts them
        first = ((f"{shown:,}", f"of {plural(readable, 'cassette')}"), (f"{counted.rows:,}", f"of {of_rows}"))
    else:
        problems = sum(file.counts.troubled + file.counts.unreadable for file in files)
        first = (_fact(readable, "cassette"), _fact(counted.rows, "interaction"))
    told = () if is_filtered else _problems(files)
    return (*first, _fact(len(counted.models), "model"), _fact(problems, "with problems", "with problems"), *told)


def _problems(files: Sequence[FileNode]) -> tuple[tuple[str, str], ...]:
    """How many there are of each severity, as `check` tells them."""
    found = sum((file.counts.problems for file in files), NO_PROBLEMS)
    return tuple(_number_and_noun(words) for words in found.words)


def _left_out(folder: Path, left_out: Mapping[Path, str]) -> Section | None:
    """The files that are no cassettes, each with what it is: long names, long reasons."""
    inside = [path for path in left_out if path.is_relative_to(folder)]
    if not inside:
        return None
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
