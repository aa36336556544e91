# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Arguments -> files, and the work on each file: what `export` and `check` do when they are given many.

Rule: one file is one Report, whole and on its own, so the order in which they are made never shows in the output.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TextIO

from viewer.core import formats, recording
from viewer.core.errors import CassetteError, NotACassette, Problem, Severity, count_problems
from viewer.core.exporters import EXPORTERS, Exporter, ExportOptions, FirstLook
from viewer.core.exporters.drafts import NO_DRAFTS, Drafts
from viewer.core.formats import HIDDEN_FOLDERS
from viewer.core.model import Cassette
from viewer.core.notes import is_notes_file
from viewer.core.recording import Recording
from viewer.core.runs.stretch import Stretch
from viewer.core.second_look import look_closer, with_schema_problems
from viewer.core.secrets.masking import Masker
from viewer.core.summaries import Look, troubles
from viewer.core.text.printable import name, one_line
from viewer.dataclass import dataclass
from viewer.loose_text import STANDARD_INPUT, LooseText, read_standard_input
from viewer.notes_file import notes_in
from viewer.output_file import require_folder, write_whole
from viewer.workers import Workers, count
from viewer.writing import understand, write

_WORTH_SHARING = 16_000_000
"""Bytes below which starting other processes takes longer than reading."""

_STDIN = Path("stdin")
"""The place of standard input below an output folder."""

DONE, FOUND, UNREADABLE = 0, 1, 2
"""Exit statuses: nothing to say, `check` found something, a file could not be read or written."""


@dataclass(frozen=True, slots=True)
class Report:
    """What came of one file: lines for standard output and standard error, and an exit status."""

    lines: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    status: int = DONE
    is_skipped: bool = False
    """Whether it is no cassette, and was passed over."""
    untold: int = 0
    """Notes that `check` found and that are only counted."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to work on; `relative` is its place below an output folder, `refused` says why it cannot be worked on.

    `text` is what was read of standard input, which is no file.
    """

    path: Path
    relative: Path
    refused: Report | None = None
    text: LooseText | None = None

    @property
    def name(self) -> str:
        """What it is called in messages."""
        return str(self.path) if self.text is None else self.text.name


def reports(work: Callable[[Source], Report], sources: Sequence[Source]) -> Iterator[Report]:
    """The report on every file, in their order; much to read is shared among the processors."""
    guarded = partial(_guarded, work)
    number = min(count(), len(sources))
    if number < 2 or _size(sources) < _WORTH_SHARING:
        yield from map(guarded, sources)
        return
    workers = Workers(number)
    try:
        yield from workers.map(guarded, sources)
    finally:
        workers.close()


def _guarded(work: Callable[[Source], Report], source: Source) -> Report:
    if source.refused is not None:
        return source.refused
    try:
        return work(source)
    except Exception as error:  # plug-ins may raise anything, and the other files must not suffer
        if sys.flags.dev_mode:
            raise
        return _unreadable(source.path, internal_error(error))


def internal_error(error: Exception) -> str:
    """What to say when this program itself went wrong."""
    return f"internal error: {type(error).__name__}: {error} (python -X dev -m viewer shows where)"


def _size(sources: Sequence[Source]) -> int:
    """Bytes to read; a file that is gone will be told about when its turn comes."""
    total = 0
    for source in sources:
        with suppress(OSError):
            total += source.path.stat().st_size
    return total


def error_line(path: str, line: int | None, reason: str) -> str:
    """`cassette-viewer: PATH:LINE: reason`, whatever is in the path or the reason, on one line."""
    place = f"{name(path)}:{line}" if line else name(path)
    return f"cassette-viewer: {place}: {one_line(reason)}"


def _unreadable(path: Path, reason: str) -> Report:
    return Report(errors=(error_line(str(path), None, reason),), status=UNREADABLE)


def source_of(argument: str) -> Source:
    """The one file that an argument names, or standard input, which is `-`; raises CassetteError."""
    if argument != STANDARD_INPUT:
        return Source(Path(argument), Path(Path(argument).name))
    return Source(_STDIN, _STDIN, text=read_standard_input(f"<{_STDIN}>"))


def sources(arguments: Sequence[str], *, leave_out: Path | None = None) -> Iterator[Source]:
    """Every file that the arguments name, those in folders by name; hidden ones and `leave_out` are passed over.

    `-` is standard input. What a folder holds that is no file or cannot be looked into is there too, refused.
    One folder is the root of what it holds. Several arguments keep their paths, so that they cannot collide; those
    that lead out of the working directory are taken from the folder that they have in common.
    """
    paths = [Path(argument) for argument in arguments if argument != STANDARD_INPUT]
    root = _common(paths) if any(path.is_absolute() or ".." in path.parts for path in paths) else None
    seen: set[Path] = set()
    for argument in arguments:
        if argument == STANDARD_INPUT:
            yield _standard_input()
            continue
        path = Path(argument)
        base = path if len(paths) == 1 and is_folder(path) else (root or Path())
        for file, refused in _files(path, leave_out) if is_folder(path) else [(path, None)]:
            relative = _relative(file, base)
            if relative not in seen:
                seen.add(relative)
                yield Source(file, relative, refused)


def _standard_input() -> Source:
    try:
        return source_of(STANDARD_INPUT)
    except CassetteError as error:
        return Source(_STDIN, _STDIN, Report(errors=(error_line(error.path, None, error.reason),), status=UNREADABLE))


def is_folder(path: Path) -> bool:
    """Whether there is a folder; False where the system does not tell, so that reading says why."""
    with suppress(OSError):
        return path.is_dir()
    return False


def _common(paths: Sequence[Path]) -> Path:
    folders = [os.path.realpath(path if is_folder(path) else path.parent) for path in paths]
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:  # different drives
        return Path()


def _relative(file: Path, base: Path) -> Path:
    if base == Path() and not file.is_absolute():
        return file
    try:
        return file.relative_to(base)
    except ValueError:
        return Path(os.path.relpath(os.path.realpath(file.parent), os.path.realpath(base)), file.name)


def _files(folder: Path, leave_out: Path | None) -> Iterator[tuple[Path, Report | None]]:
    skipped = leave_out.resolve() if leave_out is not None else None
    unlisted: list[OSError] = []
    for where, folders, files in os.walk(folder, onerror=unlisted.append):
        yield from _told(unlisted, folder)
        here = Path(where)
        if skipped is not None and here.resolve() == skipped and here != folder:
            folders.clear()
            continue
        folders[:] = sorted(f for f in folders if not f.startswith(".") or f in HIDDEN_FOLDERS)
        names = {file for file in files if not file.startswith(".")}
        names -= {file for file in names if is_notes_file(file, names.__contains__)}
        yield from ((here / file, _refusal(here / file)) for file in sorted(names))
    yield from _told(unlisted, folder)


def _told(unlisted: list[OSError], root: Path) -> Iterator[tuple[Path, Report]]:
    """The folders below `root` that could not be listed since this was last asked."""
    while unlisted:
        error = unlisted.pop(0)
        path = Path(error.filename or root)
        yield path, _unreadable(path, error.strerror or str(error))


def _refusal(file: Path) -> Report | None:
    """Why a file in a folder is not worked on: to open a pipe or a device could take for ever."""
    try:
        if stat.S_ISREG(file.stat().st_mode):
            return None
    except OSError as error:
        return _unreadable(file, error.strerror or str(error))
    return Report(errors=(error_line(str(file), None, "not a regular file, skipped"),), is_skipped=True)


@dataclass(frozen=True, slots=True)
class Check:
    """Looks for problems in a file. `alone` tells that it was named and not found in a folder.

    `counted` is the least severity that is found, as the exit status says; what is below it is told where `tells_all`.
    """

    alone: bool = True
    counted: Severity = Severity.WARNING
    tells_all: bool = False

    def __call__(self, source: Source) -> Report:
        """A line for every problem that is told."""
        try:
            cassette = read(source)
            placed = _placed(cassette)
        except CassetteError as error:
            return failure(error, alone=self.alone)
        masker, lines = Masker(), []
        for line, problem in placed:
            if self.tells_all or self._counts(problem):
                text = one_line(masker.text(problem.text), 1000)
                lines.append(f"{name(source.name)}:{line}: {problem.severity.value}: {text}")
        is_found = any(self._counts(problem) for _, problem in placed)
        untold = 0 if self.tells_all else count_problems(p for _, p in placed if not self._counts(p)).infos
        return Report(tuple(lines), status=FOUND if is_found else DONE, untold=untold)

    def _counts(self, problem: Problem) -> bool:
        return problem.severity.rank <= self.counted.rank


def read(source: Source) -> Cassette:
    """The cassette in a file, a pipe or standard input; raises CassetteError."""
    if source.text is None:
        return formats.read(source.path)
    return formats.read_probe(formats.Probe(source.text.name, source.text.data))


def _placed(cassette: Cassette) -> list[tuple[int, Problem]]:
    """Every problem with a line, its own, else its interaction's, else the first; those without their own first."""
    placed = [
        (problem.line or line or 1, problem)
        for line, problems in troubles(cassette, with_schema_problems)
        for problem in problems
    ]
    # What is wrong with the file itself is all known when it was gone through.
    placed = [*((problem.line or 1, problem) for problem in cassette.problems), *placed]
    return sorted(placed, key=lambda item: (item[0], item[1].line is not None))


@dataclass(frozen=True, slots=True)
class Export:
    """Writes a file in the format `to` below the folder `output`, or exactly to `target`."""

    to: str
    choice: Choice
    output: Path = Path()
    target: Path | None = None
    alone: bool = False

    def __call__(self, source: Source) -> Report:
        """Write one file; nothing is written of a cassette that cannot be read."""
        exporter = EXPORTERS.named(self.to)
        if exporter is None:
            return Report(errors=(error_line(self.to, None, "no such format"),), status=UNREADABLE)
        target = self.target or self.output / source.relative.with_name(source.relative.name + exporter.suffix)
        try:
            loaded = load_for(exporter, source, self.choice)
            if self.target is None:
                target.parent.mkdir(parents=True, exist_ok=True)
            else:
                require_folder(target.parent)
            write_whole(target, lambda out: loaded.write(exporter, out))
        except CassetteError as error:
            return failure(error, alone=self.alone)
        except OSError as error:
            reason = error_line(str(error.filename or target), None, error.strerror or str(error))
            return Report(errors=(reason,), status=UNREADABLE)
        return Report()


def failure(error: CassetteError, *, alone: bool) -> Report:
    """A file that cannot be read; one among others that is no cassette is only passed over."""
    if isinstance(error, NotACassette) and not alone:
        return Report(errors=(error_line(error.path, error.line, f"{error.reason}, skipped"),), is_skipped=True)
    return Report(errors=(error_line(error.path, error.line, error.reason),), status=UNREADABLE)


def load(source: Source, look: Look | None = None) -> Recording:
    """The recording in a file, a pipe or standard input; raises CassetteError."""
    if source.text is None:
        return recording.load(source.path, look=look)
    return recording.load_text(source.text.name, source.text.data, look=look)


def load_chosen(source: Source, options: ExportOptions, look: Look | None = None) -> Recording:
    """A recording that holds every interaction asked for; raises CassetteError."""
    found = load(source, look)
    if options.interactions is not None:
        found.exchanges.refused.clear()  # these were asked for
    there = len(found.exchanges)
    for index in options.interactions or ():
        if not 0 <= index < there:
            held = f"the file holds 0 to {there - 1}" if there else "the file holds none"
            raise CassetteError(source.name, None, f"no interaction {index}: {held}")
    return found


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked of every file of a command: options, and a stretch that each file has in its own place."""

    options: ExportOptions
    stretch: Stretch | None = None
    with_notes: bool = False

    @property
    def is_all(self) -> bool:
        """Whether it is all that the file holds, and nothing beside."""
        return self.options.interactions is None and self.stretch is None and not self.with_notes

    def of(self, found: Recording) -> ExportOptions:
        """The options for one recording; raises CassetteError where it has no such stretch."""
        if self.stretch is None:
            return self.options
        found.exchanges.refused.clear()  # these were asked for
        numbers, asked = self.stretch.numbers(found), self.options.interactions
        chosen = numbers if asked is None else tuple(sorted(set(numbers).intersection(asked)))
        return replace(self.options, interactions=chosen)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A recording that is to be written, with what was written of it while it was read."""

    recording: Recording
    options: ExportOptions
    drafts: Drafts = NO_DRAFTS

    def write(self, exporter: Exporter, out: TextIO) -> None:
        """Write it; raises what `out` raises."""
        write(exporter, self.recording, out, self.options, self.drafts)


def load_for(exporter: Exporter, source: Source, choice: Choice) -> Loaded:
    """What an exporter is to write of a file; raises CassetteError, also where the notes about it are damaged."""
    is_first_look = isinstance(exporter, FirstLook) and exporter.is_first_look(choice.options)
    look = None if is_first_look else look_closer
    if choice.is_all:
        found, drafts = understand(exporter, read(source), choice.options, look)
        return Loaded(found, choice.options, drafts)
    found = load_chosen(source, choice.options, look)
    options = choice.of(found)
    if choice.with_notes and source.text is None:
        options = replace(options, notes=notes_in(found))
    return Loaded(found, options)
