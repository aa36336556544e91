# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`cassette-viewer check`: what is wrong with recordings, a line for each problem."""

from __future__ import annotations

import argparse
from pathlib import Path

from viewer.batch import UNREADABLE, Check, error_line, is_folder, sources
from viewer.cli._parser import WRONG, Parser, say
from viewer.cli._reports import run_on
from viewer.cli._secrets import SecretCheck, known_marks
from viewer.core.errors import CassetteError


def parser() -> Parser:
    """Files and folders."""
    made = Parser(
        "cassette-viewer check",
        description="List what is wrong with recordings, one line each: PATH:LINE: severity: text",
        epilog="Exit status: 0 nothing found, 1 an error or a warning found (an info alone is told but not counted), "
        "2 a file could not be read, or none is there.",
    )
    made.add_argument(
        "inputs", metavar="FILE or FOLDER", nargs="+", help="cassettes, or folders of them; - is standard input"
    )
    made.add_argument(
        "--secrets",
        action="store_true",
        help="list keys, tokens and passwords instead: kind and place, never the value",
    )
    made.add_argument("--baseline", metavar="KNOWN", help="--secrets: leave out those in KNOWN, an earlier output")
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
    return run_on(Check(alone), list(sources(inputs)))


def _run_on_secrets(given: argparse.Namespace, *, alone: bool) -> int:
    try:
        known = known_marks(Path(given.baseline)) if given.baseline else frozenset()
    except CassetteError as error:
        say(error_line(error.path, error.line, error.reason))
        return UNREADABLE
    return run_on(SecretCheck(alone, known), list(sources(given.inputs)))
