# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`cassette-viewer redact`: a copy of a cassette, in the recorder's own format, without its secrets."""

from __future__ import annotations

import argparse
from pathlib import Path

from viewer.batch import DONE, FOUND, UNREADABLE, error_line
from viewer.cli._parser import Parser, say
from viewer.core.errors import CassetteError
from viewer.core.text.printable import name, one_line
from viewer.core.text.quantities import plural
from viewer.output_file import require_folder, write_bytes
from viewer.redaction import redact


def parser() -> Parser:
    """The cassette and its copy."""
    made = Parser(
        "cassette-viewer redact",
        description="Write a copy of a cassette in which every secret that is found is a stand-in of the same length. "
        "The copy opens and replays as the cassette does; the cassette itself is not touched.",
        epilog="The same value has the same stand-in in every file. What could not be replaced, such as in a "
        "body that is cut off, is told. Exit status: 0 nothing is left, 1 something is, 2 no copy was written.",
    )
    made.add_argument("input", metavar="FILE", help="a cassette")
    made.add_argument("--output", metavar="COPY", required=True, help="file to write, or a folder for it")
    return made


def run(given: argparse.Namespace) -> int:
    """Write the copy and say what is left."""
    source, target = Path(given.input), Path(given.output)
    target = target / source.name if target.is_dir() else target
    try:
        made = redact(str(source), source.read_bytes())
        require_folder(target.parent)
        write_bytes(target, made.data)
    except CassetteError as error:
        say(error_line(error.path, error.line, error.reason))
        return UNREADABLE
    except OSError as error:
        say(error_line(str(error.filename or source), None, error.strerror or str(error)))
        return UNREADABLE
    say(f"cassette-viewer: {name(str(target))}: {plural(made.places, 'secret')} replaced")
    for secret in made.left:
        say(error_line(str(target), secret.line, f"not redacted: {one_line(secret.told, 500)} [{secret.mark}]"))
    return FOUND if made.left else DONE
