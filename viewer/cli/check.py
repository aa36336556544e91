# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`cassette-viewer check`: what is wrong with recordings, a line for each problem."""

from __future__ import annotations

import argparse
from pathlib import Path

from viewer.batch import Check, is_folder, sources
from viewer.cli._parser import Parser, say
from viewer.cli._reports import run_on
from viewer.cli._review import add_review, review
from viewer.core.errors import Severity
from viewer.core.text.quantities import plural


def parser() -> Parser:
    """Files and folders."""
    made = Parser(
        "cassette-viewer check",
        description="List what is wrong with recordings, one line each: PATH:LINE: severity: text. Of what is only "
        "worth knowing (info) the last line tells how much there is.",
        epilog="Exit status: 0 nothing found, 1 an error or a warning found (with --severity, what is told), "
        "2 a file could not be read, or no cassette is there.",
    )
    made.add_argument(
        "inputs", metavar="FILE or FOLDER", nargs="+", help="cassettes, or folders of them; - is standard input"
    )
    made.add_argument(
        "--severity",
        choices=[severity.value for severity in Severity],
        help="tell and count what matters at least so much, and say nothing of the rest",
    )
    made.add_argument("--all", action="store_true", help="tell everything, infos too; they do not count")
    add_review(made)
    return made


def run(given: argparse.Namespace) -> int:
    """Check every file."""
    inputs: list[str] = given.inputs
    alone = len(inputs) == 1 and not is_folder(Path(inputs[0]))
    files = list(sources(inputs))
    counted = Severity(given.severity or Severity.WARNING)
    found = run_on(Check(alone, counted, given.all), files)
    if found.untold and given.severity is None:
        notes, told_of = plural(found.untold, "note"), plural(found.files_untold, "file")
        say(f"cassette-viewer: {notes} (info) in {told_of} left out, --all tells everything")
    return max(found.status, review(given, files, alone=alone))
