# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`cassette-viewer check`: what is wrong with recordings, a line for each problem."""

from __future__ import annotations

import argparse
from pathlib import Path

from viewer.batch import Check, is_folder, sources
from viewer.cli._parser import Parser
from viewer.cli._reports import run_on
from viewer.cli._review import add_review, review


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
    add_review(made)
    return made


def run(given: argparse.Namespace) -> int:
    """Check every file."""
    inputs: list[str] = given.inputs
    alone = len(inputs) == 1 and not is_folder(Path(inputs[0]))
    files = list(sources(inputs))
    return max(run_on(Check(alone), files), review(given, files, alone=alone))
