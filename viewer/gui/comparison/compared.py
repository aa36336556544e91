# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Pairs of files -> all that the pages of a comparison show, made where nobody waits: in a pool thread.

Rule: no Qt, and nothing here touches a widget. What takes long asks whether somebody still wants it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from viewer.core.compare.comparison import Comparison
from viewer.core.compare.findings import Change, Findings, by_importance, files_sharing, findings
from viewer.core.compare.rules import Rules
from viewer.core.recording import Recording
from viewer.dataclass import dataclass
from viewer.file_pairs import CompareFiles, FilePair
from viewer.gui.comparison.file_rows import FileRow, file_rows
from viewer.gui.comparison.lines import Key, Line, lines_of

Cancelled = Callable[[], bool]
"""Whether nobody waits for the answer any more."""
Progress = Callable[[int, int], None]
_STEPS = 100
"""How often progress is told at most."""


class NotWantedError(Exception):
    """The work was given up, for nobody waits for it any more."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A pair of files compared, its changes in order, and the lines in which they are shown."""

    files: FilePair
    recordings: tuple[Recording, Recording]
    comparison: Comparison
    changes: tuple[Change, ...]
    lines: Sequence[Line]
    noise: Mapping[str, int]
    """What can be ignored, and how many differences each has a part in."""
    rules: Rules

    def ignoring(self, ignored: frozenset[str], opened: Collection[Key]) -> Compared:
        """The same with something else ignored; those folds stay open that are in `opened`."""
        return _compared(self.files, self.recordings, self.comparison.ignoring(ignored), opened, self.rules)


@dataclass(frozen=True, slots=True)
class ComparedFiles:
    """Many pairs, what matters most first: what came of each, and the changes that several of them share."""

    pairs: tuple[FilePair, ...]
    rows: tuple[FileRow, ...]
    shared: tuple[tuple[str, frozenset[str]], ...]
    folders: tuple[str, str] = ("", "")
    """Where both sides lie, or the revisions that they are of."""


def compare_pair(files: FilePair, *, show_secrets: bool, cancelled: Cancelled, progress: Progress) -> Compared:
    """One pair compared in full; raises CassetteError, or NotWantedError."""
    work = CompareFiles(show_secrets=show_secrets)
    both = work.recordings(files)
    comparison = work.of_recordings(files, both, _asking(cancelled, progress))
    return _compared(files, both, comparison, (), work.rules(files))


def compare_all(
    pairs: Sequence[FilePair], *, show_secrets: bool, cancelled: Cancelled, progress: Progress
) -> ComparedFiles:
    """What is different about each pair of files; raises NotWantedError."""
    work = CompareFiles(show_secrets=show_secrets, alone=False)
    asking = _asking(cancelled, progress)
    found: list[tuple[FilePair, Findings]] = []
    for number, pair in enumerate(pairs):
        asking(number, len(pairs))
        if (told := work(pair)) is not None:
            found.append((pair, told))
    places = {id(told): pair for pair, told in found}
    ordered = by_importance(told for _, told in found)
    shared = tuple(files_sharing(ordered))
    return ComparedFiles(tuple(places[id(told)] for told in ordered), file_rows(ordered), shared, _folders(pairs))


def _folders(pairs: Sequence[FilePair]) -> tuple[str, str]:
    """What stands before the files' own paths on both sides, as far as a file that both sides have tells."""
    for pair in pairs:
        if pair.before is not None and pair.after is not None:
            sides = [version.name.replace("\\", "/") for version in (pair.before, pair.after)]
            if all(side.endswith(pair.name) for side in sides):
                before, after = (side.removesuffix(pair.name).rstrip("/:") for side in sides)
                return before, after
    return "", ""


def _compared(
    files: FilePair,
    recordings: tuple[Recording, Recording],
    comparison: Comparison,
    opened: Collection[Key],
    rules: Rules,
) -> Compared:
    changes = findings(files.name, comparison).changes
    return Compared(files, recordings, comparison, changes, lines_of(comparison, opened), comparison.explained(), rules)


def _asking(cancelled: Cancelled, progress: Progress) -> Progress:
    """Tell of progress now and then, and give up what nobody wants."""

    def asking(done: int, total: int) -> None:
        if cancelled():
            raise NotWantedError
        if done % max(total // _STEPS, 1) == 0:
            progress(done, total)

    return asking
