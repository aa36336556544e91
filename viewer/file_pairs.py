# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Files before, files after -> which belong together, and the comparison of each pair.

A version of a file is a path, or bytes that lie in no file, such as those of a commit.
"""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from viewer.batch import internal_error, is_folder, sources
from viewer.blake2 import blake2b
from viewer.core import recording
from viewer.core.compare.comparison import IGNORED, Comparison, Kind
from viewer.core.compare.findings import Findings, findings
from viewer.core.compare.recordings import Progress, compare
from viewer.core.compare.rules import NO_RULES, Rules, ignoring, rules_for
from viewer.core.errors import CassetteError, NotACassette
from viewer.core.model import Cassette
from viewer.core.recording import Recording
from viewer.core.secrets.masking import Masker
from viewer.dataclass import dataclass
from viewer.workers import Workers, count

_WORTH_SHARING = 16_000_000
"""Bytes below which starting other processes takes longer than reading."""


@dataclass(frozen=True, slots=True)
class Version:
    """A file as it was at some time: `data` where it lies in no file of this name, `recording` where it is read."""

    name: str
    data: bytes | None = None
    recording: Recording | None = None
    interaction: int | None = None
    """Of a recording with one interaction of a file in it the number that it has there."""

    def load(self) -> Recording:
        """The recording; raises CassetteError."""
        if self.recording is not None:
            return self.recording
        return recording.load(Path(self.name)) if self.data is None else recording.load_text(self.name, self.data)

    @property
    def is_file(self) -> bool:
        """Whether it is what lies under its name now."""
        return self.data is None and self.recording is None

    @property
    def size(self) -> int:
        """Bytes to read; 0 for a file that is gone, which will be told about when it is read."""
        if not self.is_file:
            return len(self.data or b"")
        try:
            return Path(self.name).stat().st_size
        except OSError:
            return 0


@dataclass(frozen=True, slots=True)
class FilePair:
    """Both versions of a file, None for one that is not there; `name` is what it is called in reports."""

    name: str
    before: Version | None
    after: Version | None


@dataclass(frozen=True, slots=True)
class CompareFiles:
    """Compares pairs of files. `ignore` and `regard` are names of differences; rules stand beside the recordings."""

    ignore: tuple[str, ...] = ()
    regard: tuple[str, ...] = ()
    show_secrets: bool = False
    place: Path | None = None
    """Where to look for rules of versions that lie in no file."""
    alone: bool = True
    """Whether files were named and not found in folders, where what is no cassette is passed over."""
    rules_within: tuple[Path, ...] = ()
    """Files and folders outside of which no rules count; without any, all do."""

    def __call__(self, files: FilePair) -> Findings | None:
        """What is different; None for what is no cassette. Raises nothing."""
        names = [version.name if version else None for version in (files.before, files.after)]
        try:
            return self._compared(files)
        except NotACassette as error:
            return Findings(files.name, names[0], names[1], error=error.reason) if self.alone else None
        except CassetteError as error:
            return Findings(files.name, names[0], names[1], error=str(error))
        except Exception as error:  # plug-ins may raise anything, and the other files must not suffer
            if sys.flags.dev_mode:
                raise
            return Findings(files.name, names[0], names[1], error=internal_error(error))

    def _compared(self, files: FilePair) -> Findings:
        found = findings(files.name, self.compared(files))
        if files.before is not None and files.after is not None:
            return found
        leaks = tuple(
            change for change in found.changes if change.row.kind is Kind.SECRET and change.row.after is not None
        )
        before, after = (version.name if version else None for version in (files.before, files.after))
        return replace(found, before=before, after=after, changes=leaks)

    def compared(self, files: FilePair, progress: Progress | None = None) -> Comparison:
        """The whole comparison, also of a file that only one side has; raises CassetteError."""
        return self.of_recordings(files, self.recordings(files), progress)

    def recordings(self, files: FilePair) -> tuple[Recording, Recording]:
        """Both recordings; one with nothing in it for a file that only one side has. Raises CassetteError."""
        before, after = (version.load() if version else None for version in (files.before, files.after))
        there = before or after
        if there is None:
            raise NotACassette(files.name, None, "is nowhere")
        nothing = recording.understand(_emptied(there)) if before is None or after is None else there
        return before or nothing, after or nothing

    def of_recordings(
        self, files: FilePair, both: tuple[Recording, Recording], progress: Progress | None = None
    ) -> Comparison:
        """The comparison of recordings that are read; raises CassetteError where its rules cannot be read."""
        made = compare(*both, Masker(self.show_secrets), self.rules(files), progress)
        before, after = ((version.interaction if version else None) or 0 for version in (files.before, files.after))
        if not before and not after:
            return made
        return replace(made, sections=tuple(replace(section, first=(before, after)) for section in made.sections))

    def rules(self, files: FilePair) -> Rules:
        """The rules that hold for a pair; raises CassetteError where they cannot be read."""
        place = next(
            (Path(version.name) for version in (files.after, files.before) if version and version.is_file),
            self.place,
        )
        rules = rules_for(place, self.rules_within) if place is not None else NO_RULES
        return replace(rules, ignored=ignoring(rules.ignored, list(self.ignore), list(self.regard)))


def check_names(ignore: Sequence[str], regard: Sequence[str]) -> None:
    """Raise ValueError for a name of a difference that there is not."""
    ignoring(IGNORED, list(ignore), list(regard))


def _emptied(of: Recording) -> Cassette:
    """A cassette like that of a recording, with nothing in it."""
    cassette = of.cassette
    return Cassette(cassette.path, cassette.recorder, cassette.version, (), "")


def compare_files(work: Callable[[FilePair], Findings | None], pairs: Sequence[FilePair]) -> Iterator[Findings]:
    """The findings of every pair, in order; much to read is shared among the processors."""
    total = sum(version.size for pair in pairs for version in (pair.before, pair.after) if version)
    number = min(count(), len(pairs))
    if number < 2 or total < _WORTH_SHARING:
        yield from (found for pair in pairs if (found := work(pair)) is not None)
        return
    workers = Workers(number)
    try:
        yield from (found for found in workers.map(partial(_work, work), pairs) if found is not None)
    finally:
        workers.close()


def _work(work: Callable[[FilePair], Findings | None], pair: FilePair) -> Findings | None:
    return work(pair)


def paired(before: Mapping[str, Version], after: Mapping[str, Version]) -> list[FilePair]:
    """Files of two folders by their paths; what stands on one side only is found again by its name or its bytes."""
    pairs = [FilePair(name, before[name], after[name]) for name in before if name in after]
    gone = {name: version for name, version in before.items() if name not in after}
    new = {name: version for name, version in after.items() if name not in before}
    for same in (_digest, lambda version: Path(version.name).name.encode("utf-8", "surrogatepass")):
        for was, became in _renamed(gone, new, same):
            pairs.append(FilePair(f"{was} → {became}", gone.pop(was), new.pop(became)))
    pairs += [FilePair(name, version, None) for name, version in gone.items()]
    pairs += [FilePair(name, None, version) for name, version in new.items()]
    return sorted(pairs, key=lambda pair: pair.name)


def one_interaction(of: Recording, number: int) -> Version:
    """A recording with one interaction of another in it."""
    cassette, interaction = of.cassette, of.cassette.interactions[number]
    alone = Cassette(cassette.path, cassette.recorder, cassette.version, (replace(interaction, index=0),), "")
    return Version(f"{cassette.path}#{number}", recording=recording.understand(alone), interaction=number)


def pairs_of(before: Path, after: Path) -> list[FilePair]:
    """The pairs of two folders, or of two files; the system's null device stands for a file that is not there."""
    if is_folder(before) and is_folder(after):
        return paired(files_below(before), files_below(after))
    sides = [None if str(path) == os.devnull else Version(str(path)) for path in (before, after)]
    names = dict.fromkeys(path.name for path, side in zip((before, after), sides, strict=True) if side)
    return [FilePair(" → ".join(names), sides[0], sides[1])]


def files_below(folder: Path) -> dict[str, Version]:
    """Every file that may be a cassette, by its path below the folder."""
    found = (source for source in sources([str(folder)]) if source.refused is None)
    return {source.relative.as_posix(): Version(str(source.path)) for source in found}


def _renamed(
    gone: Mapping[str, Version], new: Mapping[str, Version], same: Callable[[Version], bytes]
) -> list[tuple[str, str]]:
    """Pairs of which both have a key that no other file has."""
    places: dict[bytes, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, versions in enumerate((gone, new)):
        for name, version in versions.items():
            places[same(version)][side].append(name)
    return [(was[0], became[0]) for was, became in places.values() if len(was) == 1 == len(became)]


def _digest(version: Version) -> bytes:
    """A digest of all bytes; of a file that cannot be read its name, which no other has."""
    if version.data is not None:
        return blake2b(version.data, digest_size=16).digest()
    made = blake2b(digest_size=16)
    try:
        with Path(version.name).open("rb") as file:
            for piece in iter(lambda: file.read(1 << 20), b""):
                made.update(piece)
    except OSError:
        return version.name.encode("utf-8", "surrogatepass")
    return made.digest()
