# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`cassette-viewer table`: many recordings as two tables for SQL, here or on a cluster."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from viewer.batch import UNREADABLE, is_folder
from viewer.cli._choices import add_show_secrets
from viewer.cli._parser import Parser, say
from viewer.cli._reports import tell
from viewer.core.text.quantities import plural
from viewer.corpus import cluster, local
from viewer.corpus.columns import TABLES
from viewer.corpus.file_formats import FILE_FORMATS, require
from viewer.corpus.inputs import Input, inputs, is_url
from viewer.corpus.partitions import claimed
from viewer.corpus.tabulate import FileResult, Tabulate
from viewer.loose_text import STANDARD_INPUT
from viewer.progress import Progress


def parser() -> Parser:
    """Inputs, a format, where to, and by whom."""
    made = Parser(
        "cassette-viewer table",
        description="Write two tables for SQL: a row an interaction and a row a message.",
        epilog="""\
examples:
  cassette-viewer table testdata --to parquet
  cassette-viewer table testdata s3://bucket/recordings --to parquet --output tables
  cassette-viewer table /shared/recordings --to parquet --output /shared/tables --scheduler tcp://host:8786

Each input becomes one file in each table: testdata/a/b.yaml -> tables/interactions/a/b.yaml.parquet and
tables/messages/a/b.yaml.parquet. Run it again, also after it was interrupted: what is done and unchanged is passed
over. What is no cassette is skipped with a line on standard error; a damaged file makes the exit status 2, and the
others are still written. URLs are those that fsspec reads; nothing else is ever fetched. The workers of a cluster need
the same version of this program, and see the inputs and the output folder under the same paths.""",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument(
        "inputs", metavar="PATH", nargs="+", help="cassettes, folders of them, or URLs; - is standard input"
    )
    made.add_argument("--to", required=True, metavar="FORMAT", choices=list(FILE_FORMATS), help="parquet or jsonl")
    made.add_argument(
        "--output",
        metavar="FOLDER",
        default="tables",
        help="folder of tables, new or of this kind (%(default)s)",
    )
    made.add_argument("--scheduler", metavar="ADDRESS", help="let the workers of this Dask scheduler do it")
    add_show_secrets(made)
    return made


def run(given: argparse.Namespace) -> int:
    """Write the rows of every input."""
    arguments: list[str] = given.inputs
    _require(given)
    output = Path(given.output).absolute()
    with claimed(output):
        found = list(inputs(arguments, output))
        if not found:
            say("cassette-viewer: no files there")
            return UNREADABLE
        alone = len(arguments) == 1 and (arguments[0] == STANDARD_INPUT or not is_folder(Path(arguments[0])))
        work = Tabulate(given.to, output, given.show_secrets, alone=alone and len(found) == 1)
        return _tell(_results(given, work, found), len(found), given.output)


def _require(given: argparse.Namespace) -> None:
    """Raise CassetteError where a package is missing for what is asked."""
    needs = FILE_FORMATS[given.to].needs
    if needs is not None:
        require(needs, f"--to {given.to}", "corpus")
    for url in filter(is_url, given.inputs):
        require("fsspec", url.partition("://")[0] + "://", "corpus")
    if given.scheduler is not None:
        require("distributed", "--scheduler", "cluster")


def _results(given: argparse.Namespace, work: Tabulate, found: Sequence[Input]) -> Iterator[FileResult]:
    if given.scheduler is None:
        return local.results(work, found)
    return cluster.results(given.scheduler, given.to, work, found)


def _tell(results: Iterator[FileResult], number: int, output: str) -> int:
    """Print what is to be said of each input when it is there, and last how many rows there are now."""
    progress = Progress(number)
    status, rows, files, unchanged = 0, dict.fromkeys(TABLES, 0), 0, 0
    for result in results:
        progress.clear()
        status = max(status, tell(result.report))
        progress.step()
        if result.rows is not None:
            files, unchanged = files + 1, unchanged + result.unchanged
            rows = {table: rows[table] + result.rows[table] for table in TABLES}
    progress.clear()
    counts = " and ".join(plural(rows[table], table.removesuffix("s")) for table in TABLES)
    print(f"{output}: {counts} of {plural(files, 'file')}, {unchanged:,} of them unchanged")
    return status
