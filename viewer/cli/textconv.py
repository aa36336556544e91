# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`cassette-viewer textconv`: what git shows of a file. Git starts it for every version of every cassette: be quick."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from viewer.cli._parser import Parser, say
from viewer.core.errors import CassetteError


def parser() -> Parser:
    """One file."""
    made = Parser(
        "cassette-viewer textconv",
        description="Write a cassette as `export --to text` does, and any other or damaged file as it is. "
        "`cassette-viewer git-setup` tells git to ask for this.",
    )
    made.add_argument("file", metavar="FILE", help="the file, in whatever state git has it")
    return made


def run(given: argparse.Namespace) -> int:
    """Write the file's text to standard output."""
    from viewer.git.transcript import write_shown

    try:
        write_shown(Path(given.file), sys.stdout.buffer)
    except CassetteError as error:
        from viewer.batch import UNREADABLE, error_line

        say(error_line(error.path, error.line, error.reason))
        return UNREADABLE
    return 0
