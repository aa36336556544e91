# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""One input -> its rows in both tables: one function, the same in this process, in others and on a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import field, replace
from pathlib import Path

from viewer import __version__
from viewer.batch import DONE, UNREADABLE, Report, error_line, failure, internal_error
from viewer.core import formats
from viewer.core.errors import CassetteError, Severity
from viewer.core.model import Cassette
from viewer.core.secrets.masking import Masker
from viewer.corpus.columns import TABLES, VERSION
from viewer.corpus.file_formats import FILE_FORMATS
from viewer.corpus.inputs import Input, is_url
from viewer.corpus.partitions import Partition, Receipt, part_of
from viewer.corpus.rows import rows
from viewer.dataclass import dataclass
from viewer.output_file import refuse_cassette


@dataclass(frozen=True, slots=True)
class FileResult:
    """What came of one input: what to say of it, its rows in each table, and whether they were there already."""

    report: Report = field(default_factory=Report)
    rows: dict[str, int] | None = None
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class Tabulate:
    """Writes inputs into a folder of tables, an absolute path. `alone` tells that one was named and not found."""

    file_format: str
    folder: Path
    show_secrets: bool = False
    alone: bool = False

    def __call__(self, given: Input) -> FileResult:
        """The rows of one input, unless they are there; never raises, and leaves nothing that is not whole."""
        if given.refused is not None:
            return FileResult(given.refused)
        partition = Partition(self.folder, given.relative, FILE_FORMATS[self.file_format])
        try:
            return self._done(given, partition)
        except CassetteError as error:
            told = type(error)(given.name, error.line, error.reason)
            return FileResult(failure(told, alone=self.alone))
        except OSError as error:
            reason = error.strerror or str(error)
            return FileResult(_failed(str(error.filename or given.name), reason))
        except Exception as error:  # noqa: BLE001 - plug-ins may raise anything, and the other files must not suffer
            return FileResult(_failed(given.name, internal_error(error)))

    def _done(self, given: Input, partition: Partition) -> FileResult:
        before = partition.receipt()
        if before is not None:
            _refuse_other(given, before, partition)
        state = f"{given.state()} {__version__} {VERSION} {'shown' if self.show_secrets else 'masked'}"
        told = Receipt(given.name, _place(given), state, {})
        if before is not None and (before.name, before.at, before.state) == (told.name, told.at, told.state):
            return _result(before, unchanged=True)
        for file in partition.files.values():
            refuse_cassette(file)
        try:
            cassette = formats.read_probe(given.probe())
        except CassetteError:
            if before is not None:
                partition.clear()
            raise
        return _result(self._written(cassette, partition, told))

    def _written(self, cassette: Cassette, partition: Partition, told: Receipt) -> Receipt:
        parts = {table: part_of(file) for table, file in partition.files.items()}
        counts = dict.fromkeys(TABLES, 0)
        try:
            with ExitStack() as ending:
                files = {}
                for table, part in parts.items():
                    part.parent.mkdir(parents=True, exist_ok=True)
                    files[table] = partition.file_format.begin(part, TABLES[table])
                    ending.callback(files[table].close)
                for made in rows(cassette, told.name, Masker(self.show_secrets)):
                    for table, some in (("interactions", [made.interaction]), ("messages", made.messages)):
                        counts[table] += len(some)
                        for row in some:
                            files[table].add(row)
            receipt = replace(told, rows=counts, errors=tuple(_damages(cassette, told.name)))
            partition.put(parts, receipt)
        except BaseException:
            for part in parts.values():
                part.unlink(missing_ok=True)
            raise
        return receipt


def _result(receipt: Receipt, *, unchanged: bool = False) -> FileResult:
    report = Report(errors=receipt.errors, status=UNREADABLE if receipt.errors else DONE)
    return FileResult(report, receipt.rows, unchanged)


def _damages(cassette: Cassette, name: str) -> Iterator[str]:
    """A line on each error of the file as a whole, which has no row."""
    for problem in cassette.problems:
        if problem.severity is Severity.ERROR:
            yield error_line(name, problem.line, f"{Masker().text(problem.text)}; the rest of it is in the tables")


def _failed(name: str, reason: str) -> Report:
    return Report(errors=(error_line(name, None, reason),), status=UNREADABLE)


def _place(given: Input) -> str:
    """Where an input lies, without the password that a URL may hold."""
    return given.name if given.is_url else given.at


def _refuse_other(given: Input, before: Receipt, partition: Partition) -> None:
    """Raise CassetteError where the rows of another input lie, unless that has moved away."""
    if before.at != _place(given) and (is_url(before.at) or Path(before.at).exists()):
        reason = f"at its place, {partition.relative}, lie the rows of {before.name}; name another folder"
        raise CassetteError(given.name, None, reason)
