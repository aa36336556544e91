# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`cassette-viewer export`: a transcript of one file, or of every file in folders."""

from __future__ import annotations

import argparse
import sys
from io import TextIOWrapper
from pathlib import Path

from viewer.batch import UNREADABLE, Choice, Export, Source, error_line, is_folder, load_for, source_of, sources
from viewer.cli._choices import add_interaction, add_show_secrets, add_stretch, export_options, stretch
from viewer.cli._parser import WRONG, Parser, say
from viewer.cli._reports import run_on, tell
from viewer.core.errors import CassetteError
from viewer.core.exporters import EXPORTERS
from viewer.output_file import require_folder


def parser() -> Parser:
    """Inputs, a format, and where to."""
    formats = "\n".join(f"  {exporter.name:10} {exporter.title}" for exporter in EXPORTERS)
    made = Parser(
        "cassette-viewer export",
        description=f"Write what was recorded in another format:\n\n{formats}",
        epilog="""\
examples:
  cassette-viewer export run.yaml --to markdown                      to standard output
  some-command | cassette-viewer export - --to text                  what comes by standard input
  cassette-viewer export run.yaml --to html --output run.html
  cassette-viewer export run.har --to player --from turn:3 --until turn:5 --output run.player.html
  cassette-viewer export testdata --to json --output transcripts     testdata/a/b.yaml -> transcripts/a/b.yaml.json

In a folder (hidden files are left out), or among several files, what is no cassette is skipped with a line on
standard error; a damaged file makes the exit status 2 and the others are still written.""",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("inputs", metavar="FILE or FOLDER", nargs="+", help="cassettes, or folders of them")
    made.add_argument("--to", required=True, metavar="FORMAT", choices=[e.name for e in EXPORTERS], help="see above")
    made.add_argument(
        "--output", metavar="OUT", help="file to write; for a folder or several inputs, a folder, which is made"
    )
    add_interaction(made)
    add_stretch(made)
    add_show_secrets(made)
    made.add_argument("--details", action="store_true", help="text: write ids, dates and durations too")
    made.add_argument("--notes", action="store_true", help="text, markdown, html: write your notes too")
    return made


def run(given: argparse.Namespace) -> int:
    """Write one file, or a folder of them."""
    choice = Choice(export_options(given), stretch(given), with_notes=given.notes)
    if len(given.inputs) == 1 and not is_folder(Path(given.inputs[0])):
        return _export_file(given, choice)
    return _export_folder(given, choice)


def _export_file(given: argparse.Namespace, choice: Choice) -> int:
    """One file: to standard output, to a file, or into a folder that exists."""
    source = source_of(given.inputs[0])
    if given.output in (None, "-"):
        return _export_to_stdout(source, given.to, choice)
    output = Path(given.output)
    target = None if output.is_dir() else output
    whole = Export(given.to, choice, output, target, alone=True)
    return tell(whole(source))


def _export_to_stdout(source: Source, to: str, choice: Choice) -> int:
    exporter = EXPORTERS.named(to)
    if exporter is None:
        return WRONG
    try:
        loaded = load_for(exporter, source, choice)
    except CassetteError as error:
        say(error_line(error.path, error.line, error.reason))
        return UNREADABLE
    if isinstance(sys.stdout, TextIOWrapper):  # a file is UTF-8 whatever the locale, and so is what is sent into one
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    loaded.write(exporter, sys.stdout)
    return 0


def _export_folder(given: argparse.Namespace, choice: Choice) -> int:
    if given.output in (None, "-"):
        say("cassette-viewer: a folder or several inputs need --output FOLDER (see cassette-viewer export --help)")
        return WRONG
    output = Path(given.output)
    # The folder is made with those above it, as it has to mirror a tree anyway; a file in its way is told.
    nearest = next((path for path in (output, *output.parents) if path.exists()), output)
    try:
        require_folder(nearest)
    except CassetteError as error:
        say(error_line(error.path, error.line, error.reason))
        return WRONG
    whole = Export(given.to, choice, output)
    return run_on(whole, list(sources(given.inputs, leave_out=output))).status
