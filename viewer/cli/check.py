# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`cassette-viewer check`: what is wrong with recordings, a line for each problem."""

from __future__ import annotations

import argparse
from pathlib import Path

from viewer.batch import UNREADABLE, Check, error_line, is_folder, sources
from viewer.cli._parser import WRONG, Parser, say
from viewer.cli._reports import run_on
from viewer.cli._review import add_review, review
from viewer.cli._secrets import SecretCheck
from viewer.core.errors import CassetteError, Severity
from viewer.core.secret_baseline import known_marks
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
    made.add_argument(
        "--secrets",
        action="store_true",
        help="list keys, tokens and passwords instead: kind and place, never the value",
    )
    made.add_argument("--baseline", metavar="KNOWN", help="--secrets: leave out those in KNOWN, an earlier output")
    add_review(made)
    return made


def run(given: argparse.Namespace) -> int:
    """Check every file."""
    inputs: list[str] = given.inputs
    alone = len(inputs) == 1 and not is_folder(Path(inputs[0]))
    if given.secrets:
        return _run_on_secrets(given, alone=alone)
    if given.baseline:
        say("cassette-viewer: --baseline is for --secrets")
        return WRONG
    files = list(sources(inputs))
    counted = Severity(given.severity or Severity.WARNING)
    found = run_on(Check(alone, counted, given.all), files)
    if found.untold and given.severity is None:
        notes, told_of = plural(found.untold, "note"), plural(found.files_untold, "file")
        say(f"cassette-viewer: {notes} (info) in {told_of} left out, --all tells everything")
    return max(found.status, review(given, files, alone=alone))


def _run_on_secrets(given: argparse.Namespace, *, alone: bool) -> int:
    try:
        known = known_marks(Path(given.baseline)) if given.baseline else frozenset()
    except CassetteError as error:
        say(error_line(error.path, error.line, error.reason))
        return UNREADABLE
    return run_on(SecretCheck(alone, known), list(sources(given.inputs))).status
