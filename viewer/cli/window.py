# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""No command named: the window, on files and folders. Only what every start needs is imported at the top."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from viewer import __version__
from viewer.cli._commands import overview
from viewer.cli._parser import WRONG, Parser, say
from viewer.display import missing_for_a_window
from viewer.links import link_place, refusal
from viewer.loose_text import STANDARD_INPUT, LooseText, is_pipe, read_pipe, read_standard_input

_EPILOG = """\
Where there is no display server the recording is played in the terminal instead of a window.
A file named like a command opens as ./export. Nothing is ever written to a cassette or fetched from the network;
secrets are masked everywhere unless a command is given --show-secrets."""


def parser() -> Parser:
    """Files and folders."""
    made = Parser(
        "cassette-viewer",
        description=f"Read, replay and export recorded LLM traffic.\n\n{overview()}\n\n"
        "Each command explains itself: cassette-viewer export --help",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("paths", metavar="FILE or FOLDER", nargs="*", help="cassettes to open; - is standard input")
    made.add_argument("--new-window", action="store_true", help="open another window, though one is open already")
    made.add_argument("--compare", action="store_true", help="open two files or folders side by side, before and after")
    made.add_argument("--no-index", action="store_true", help="read all of a folder, and keep nothing of it")
    made.add_argument("--version", action="version", version=f"cassette-viewer {__version__}")
    return made


def run(given: argparse.Namespace) -> int:
    """Open the window, or play in the terminal where there can be none."""
    places = [place for place in map(link_place, given.paths) if place is not None]
    for place in places:
        say(f"cassette-viewer: {refusal(place)}")
    paths: list[str] = [path for path in given.paths if link_place(path) is None]
    if places and not paths:
        return WRONG
    missing = missing_for_a_window()
    if given.compare:
        return _compare(paths, missing)
    if missing is None:
        # What a start builds stays: looking at it for garbage again and again takes a sixth of its time. The window
        # collects after its first picture (`viewer.gui.garbage`).
        gc.disable()
        return _open_window(paths, apart=given.new_window, with_index=not given.no_index)
    if not paths:
        say(f"cassette-viewer: {missing}: name a FILE to play it in the terminal (see cassette-viewer --help)")
        return WRONG
    say(f"cassette-viewer: {missing}: playing in the terminal")
    return _play_all(paths)


def _compare(paths: Sequence[str], missing: str | None) -> int:
    """Compare two files or folders, in the terminal where there can be no window."""
    if len(paths) != 2:
        say("cassette-viewer: give two files or two folders to compare")
        return WRONG
    if _tell_missing([path for path in paths if path != os.devnull]):
        return WRONG
    if missing is None:
        from viewer.gui.app import run_comparison

        return run_comparison(*map(Path, paths))
    from viewer.cli import diff

    say(f"cassette-viewer: {missing}: comparing in the terminal")
    return diff.run(diff.parser().parse_args(["--", *paths]))


def _open_window(paths: Sequence[str], *, apart: bool, with_index: bool) -> int:
    """Let the running instance open them, or be that instance; the window's code is imported only by the latter.

    Without an index it is a window of its own: the running one has its own.
    """
    from viewer.gui.instance.message import Request
    from viewer.gui.instance.single import InstanceRole, hand_over, token_of_this_start

    # Another process has another working directory; links stay as they were written.
    named = [_with_place(path) for path in paths if path != STANDARD_INPUT and not is_pipe(Path(path))]
    missing = _tell_missing([path for path, _ in named])
    files = list(map(os.path.abspath, (path for path, _ in named)))
    shown = next((file + place for file, (_, place) in zip(files, named, strict=True) if place), "")
    request = Request(tuple(files), tuple(_loose_texts(paths)), token_of_this_start(), shown)
    role = InstanceRole() if apart or not with_index else hand_over(request)
    if role is None:
        return WRONG if missing and missing == len(paths) else 0
    if role.reason:
        say(f"cassette-viewer: {role.reason}")
    from viewer.gui.app import run as run_window

    return run_window(request, role, with_index=with_index)


def _with_place(path: str) -> tuple[str, str]:
    """What was typed as a path and the place in that file, `#3@120`; a path that leads somewhere names none."""
    if os.path.lexists(path):
        return path, ""
    from viewer.named_place import named_place

    meant = named_place(path)
    return meant.path, meant.suffix


def _tell_missing(paths: Sequence[str]) -> int:
    """Say which paths lead to nothing, as the window does on their pages; returns how many."""
    missing = 0
    for path in paths:
        try:
            os.stat(path)  # noqa: PTH116 - as it was typed
        except OSError as error:
            from viewer.batch import error_line

            say(error_line(path, None, error.strerror or str(error)))
            missing += 1
    return missing


def _loose_texts(paths: Sequence[str]) -> Iterator[LooseText]:
    """What only this process can read: standard input and pipes, among them a shell's `<(command)`."""
    for path in paths:
        if path == STANDARD_INPUT:
            yield read_standard_input("Standard input")
        elif is_pipe(Path(path)):
            yield read_pipe(Path(path))


def _play_all(paths: Sequence[str]) -> int:
    """Play every cassette that the arguments name, one after the other."""
    from viewer.batch import UNREADABLE, error_line, load_chosen, sources
    from viewer.cli._reports import tell
    from viewer.core.errors import CassetteError, NotACassette
    from viewer.core.exporters import ExportOptions
    from viewer.play import Pace, play

    status = 0
    from viewer.named_place import named_place

    meant = {place.path: place.interaction for place in map(named_place, paths)}
    found = list(sources(list(meant)))
    for source in found:
        if source.refused is not None:
            status = max(status, tell(source.refused))
            continue
        try:
            number = meant.get(source.name)
            options = ExportOptions(interactions=None if number is None else (number,))
            play(load_chosen(source, options), sys.stdout, options, Pace())
        except CassetteError as error:
            say(error_line(error.path, error.line, error.reason))
            if len(found) == 1 or not isinstance(error, NotACassette):
                status = UNREADABLE
    return status
