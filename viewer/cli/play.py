# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`cassette-viewer play`: a recording in the terminal, token by token."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress

from viewer.batch import UNREADABLE, Choice, error_line, load_chosen, source_of
from viewer.cli._choices import add_interaction, add_show_secrets, add_stretch, export_options, stretch
from viewer.cli._parser import Parser, say
from viewer.core.errors import CassetteError
from viewer.play import Pace, play

_SLOWEST, _FASTEST = 0.01, 1000
"""Speeds of `play`, as factors of the recorded one."""


def parser() -> Parser:
    """A file, and how fast."""
    made = Parser(
        "cassette-viewer play",
        description="Play a recording in the terminal: each request shortly, then its answer token by token.",
        epilog="The line above each answer says where its times come from: recorded in the file, scaled from the "
        "recorded duration, or paced for reading. Pauses over 2 s are shortened, and say so. "
        "NO_COLOR switches colours off.",
    )
    made.add_argument("file", metavar="FILE", help="the cassette; - is standard input")
    add_interaction(made)
    add_stretch(made)
    made.add_argument("--speed", type=_speed, default=1.0, metavar="X", help="times faster, 0.01 to 1000")
    made.add_argument("--no-wait", action="store_true", help="print everything at once")
    add_show_secrets(made)
    return made


def run(given: argparse.Namespace) -> int:
    """Play a file."""
    options = export_options(given)
    try:
        found = load_chosen(source_of(given.file), options)
        options = Choice(options, stretch(given)).of(found)
    except CassetteError as error:
        say(error_line(error.path, error.line, error.reason))
        return UNREADABLE
    play(found, sys.stdout, options, Pace(given.speed, wait=not given.no_wait))
    return 0


def _speed(text: str) -> float:
    with suppress(ValueError):
        speed = float(text.rstrip("x×"))
        if _SLOWEST <= speed <= _FASTEST:
            return speed
    reason = f"{text!r} is no speed; give a number from {_SLOWEST:g} to {_FASTEST:g}, such as 2 or 0.5"
    raise argparse.ArgumentTypeError(reason)
