# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The command line: what was typed -> one function a command. Nothing is imported before a command needs it.

Rule: whatever goes wrong is one line, `cassette-viewer: PATH:LINE: reason`, and an exit status; never a traceback.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from viewer import __version__

if TYPE_CHECKING:
    from viewer.batch import Report, Source
    from viewer.core.exporters import ExportOptions

INTERRUPTED, BROKEN_PIPE, WRONG = 130, 141, 2
"""Exit statuses as shells know them: 128 + SIGINT, 128 + SIGPIPE, wrong use."""

_SLOWEST, _FASTEST = 0.01, 1000
"""Speeds of `play`, as factors of the recorded one."""

_ABOUT = """\
Read, replay and export recorded LLM traffic.

  cassette-viewer [FILE or FOLDER ...]     open the window
  cassette-viewer play FILE                play in the terminal, token by token
  cassette-viewer export FILE --to FORMAT  write a transcript
  cassette-viewer check FILE               list what is wrong with a recording
  cassette-viewer formats                  list what is understood

Each command explains itself: cassette-viewer export --help"""

_EPILOG = """\
Where there is no display server the recording is played in the terminal instead of a window.
A file named like a command opens as ./export. Nothing is ever written to a cassette or fetched from the network;
secrets are masked everywhere unless a command is given --show-secrets."""


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with the arguments."""

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG, f"cassette-viewer: {' '.join(message.split())} (see {self.prog} --help)\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    command: Callable[[Sequence[str]], int] = _window
    rest = arguments
    if arguments and arguments[0] in _COMMANDS:
        command, rest = _COMMANDS[arguments[0]], arguments[1:]
    _prepare_output()
    try:
        status = command(rest)
        sys.stdout.flush()
    except SystemExit as leaving:  # argparse has said what there is to say
        return leaving.code if isinstance(leaving.code, int) else WRONG
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader, such as `head`, has gone; what is buffered must not be written when Python ends.
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except Exception as error:  # noqa: BLE001 - the last line of defence: plug-ins may raise anything
        return _failed(error)
    return status


def _failed(error: Exception) -> int:
    """Say what the system refused, or that this program is wrong."""
    from viewer.batch import error_line, internal_error

    if sys.flags.dev_mode:
        raise error
    if isinstance(error, OSError) and error.strerror:
        _say(error_line(str(error.filename or "output"), None, error.strerror))
    else:
        _say(f"cassette-viewer: {internal_error(error)}")
    return WRONG


def _prepare_output() -> None:
    """Let nothing that is printed fail on its characters, whatever the locale."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


# --- The window ---------------------------------------------------------------------------------------------------


def _window(arguments: Sequence[str]) -> int:
    from viewer.display import missing_for_a_window

    parser = _Parser(
        "cassette-viewer", description=_ABOUT, epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", metavar="FILE or FOLDER", nargs="*", help="cassettes to open in the window")
    parser.add_argument("--version", action="version", version=f"cassette-viewer {__version__}")
    paths: list[str] = parser.parse_args(arguments).paths
    missing = missing_for_a_window()
    if missing is None:
        # What a start builds stays: looking at it for garbage again and again takes a sixth of its time. The window
        # turns the collector on again after its first picture.
        gc.disable()
        from viewer.gui.app import run

        return run([Path(path) for path in paths])
    if not paths:
        _say(f"cassette-viewer: {missing}: name a FILE to play it in the terminal (see cassette-viewer --help)")
        return WRONG
    _say(f"cassette-viewer: {missing}: playing in the terminal")
    return _play_all(paths)


def _play_all(paths: Sequence[str]) -> int:
    """Play every cassette that the arguments name, one after the other."""
    from viewer.batch import UNREADABLE, error_line, load_chosen, sources
    from viewer.core.errors import CassetteError, NotACassette
    from viewer.core.exporters import ExportOptions
    from viewer.play import Pace, play

    status = 0
    found = list(sources(paths))
    for source in found:
        if source.refused is not None:
            status = max(status, _tell(source.refused))
            continue
        try:
            play(load_chosen(source.path, ExportOptions()), sys.stdout, ExportOptions(), Pace())
        except CassetteError as error:
            _say(error_line(error.path, error.line, error.reason))
            if len(found) == 1 or not isinstance(error, NotACassette):
                status = UNREADABLE
    return status


# --- play ---------------------------------------------------------------------------------------------------------


def _play(arguments: Sequence[str]) -> int:
    from viewer.batch import UNREADABLE, error_line, load_chosen
    from viewer.core.errors import CassetteError
    from viewer.play import Pace, play

    given = _play_parser().parse_args(arguments)
    options = _options(given)
    try:
        found = load_chosen(Path(given.file), options)
    except CassetteError as error:
        _say(error_line(error.path, error.line, error.reason))
        return UNREADABLE
    play(found, sys.stdout, options, Pace(given.speed, wait=not given.no_wait))
    return 0


def _play_parser() -> _Parser:
    parser = _Parser(
        "cassette-viewer play",
        description="Play a recording in the terminal: each request shortly, then its answer token by token.",
        epilog="The line above each answer says where its times come from: recorded in the file, scaled from the "
        "recorded duration, or paced for reading. Pauses over 2 s are shortened, and say so. "
        "NO_COLOR switches colours off.",
    )
    parser.add_argument("file", metavar="FILE", help="the cassette")
    _add_interaction(parser)
    parser.add_argument("--speed", type=_speed, default=1.0, metavar="X", help="times faster, 0.01 to 1000")
    parser.add_argument("--no-wait", action="store_true", help="print everything at once")
    _add_show_secrets(parser)
    return parser


def _speed(text: str) -> float:
    with suppress(ValueError):
        speed = float(text.rstrip("x×"))
        if _SLOWEST <= speed <= _FASTEST:
            return speed
    reason = f"{text!r} is no speed; give a number from {_SLOWEST:g} to {_FASTEST:g}, such as 2 or 0.5"
    raise argparse.ArgumentTypeError(reason)


# --- export -------------------------------------------------------------------------------------------------------


def _export(arguments: Sequence[str]) -> int:
    from viewer.batch import is_folder

    given = _export_parser().parse_args(arguments)
    options = _options(given)
    if len(given.inputs) == 1 and not is_folder(Path(given.inputs[0])):
        return _export_file(given, options)
    return _export_folder(given, options)


def _export_file(given: argparse.Namespace, options: ExportOptions) -> int:
    """One file: to standard output, to a file, or into a folder that exists."""
    from viewer.batch import Export, Source

    source = Path(given.inputs[0])
    if given.output in (None, "-"):
        return _export_to_stdout(source, given.to, options)
    output = Path(given.output)
    whole = Export(given.to, options, output, None if output.is_dir() else output, alone=True)
    return _tell(whole(Source(source, Path(source.name))))


def _export_to_stdout(source: Path, to: str, options: ExportOptions) -> int:
    from viewer.batch import UNREADABLE, error_line, load_chosen
    from viewer.core.errors import CassetteError
    from viewer.core.exporters import EXPORTERS
    from viewer.core.second_look import look_closer

    exporter = EXPORTERS.named(to)
    try:
        found = look_closer(load_chosen(source, options))
    except CassetteError as error:
        _say(error_line(error.path, error.line, error.reason))
        return UNREADABLE
    if isinstance(sys.stdout, TextIOWrapper):  # a file is UTF-8 whatever the locale, and so is what is sent into one
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    if exporter is not None:
        exporter.write(found, sys.stdout, options)
    return 0


def _export_folder(given: argparse.Namespace, options: ExportOptions) -> int:
    from viewer.batch import Export, error_line, require_folder, sources
    from viewer.core.errors import CassetteError

    if given.output in (None, "-"):
        _say("cassette-viewer: a folder or several inputs need --output FOLDER (see cassette-viewer export --help)")
        return WRONG
    output = Path(given.output)
    # The folder is made with those above it, as it has to mirror a tree anyway; a file in its way is told.
    nearest = next((path for path in (output, *output.parents) if path.exists()), output)
    try:
        require_folder(nearest)
    except CassetteError as error:
        _say(error_line(error.path, error.line, error.reason))
        return WRONG
    return _run(Export(given.to, options, output), list(sources(given.inputs, leave_out=output)))


def _export_parser() -> _Parser:
    from viewer.core.exporters import EXPORTERS

    formats = "\n".join(f"  {exporter.name:10} {exporter.title}" for exporter in EXPORTERS)
    parser = _Parser(
        "cassette-viewer export",
        description=f"Write what was recorded in another format:\n\n{formats}",
        epilog="""\
examples:
  cassette-viewer export run.yaml --to markdown                      to standard output
  cassette-viewer export run.yaml --to html --output run.html
  cassette-viewer export testdata --to json --output transcripts     testdata/a/b.yaml -> transcripts/a/b.yaml.json

In a folder (hidden files are left out), or among several files, what is no cassette is skipped with a line on
standard error; a damaged file makes the exit status 2 and the others are still written.""",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("inputs", metavar="FILE or FOLDER", nargs="+", help="cassettes, or folders of them")
    parser.add_argument("--to", required=True, metavar="FORMAT", choices=[e.name for e in EXPORTERS], help="see above")
    parser.add_argument(
        "--output", metavar="OUT", help="file to write; for a folder or several inputs, a folder, which is made"
    )
    _add_interaction(parser)
    _add_show_secrets(parser)
    parser.add_argument("--details", action="store_true", help="text: write ids, dates and durations too")
    return parser


# --- check --------------------------------------------------------------------------------------------------------


def _check(arguments: Sequence[str]) -> int:
    from viewer.batch import Check, is_folder, sources

    parser = _Parser(
        "cassette-viewer check",
        description="List what is wrong with recordings, one line each: PATH:LINE: severity: text",
        epilog="Exit status: 0 nothing found, 1 an error or a warning found (an info alone is told but not counted), "
        "2 a file could not be read.",
    )
    parser.add_argument("inputs", metavar="FILE or FOLDER", nargs="+", help="cassettes, or folders of them")
    inputs: list[str] = parser.parse_args(arguments).inputs
    alone = len(inputs) == 1 and not is_folder(Path(inputs[0]))
    return _run(Check(alone), list(sources(inputs)))


# --- formats ------------------------------------------------------------------------------------------------------


def _formats(arguments: Sequence[str]) -> int:
    from viewer.core.dialects import DIALECTS
    from viewer.core.exporters import EXPORTERS
    from viewer.core.formats import READERS
    from viewer.core.streams import DECODERS

    _Parser("cassette-viewer formats", description="List what is understood and what can be written.").parse_args(
        arguments
    )
    tables = {
        "recorders": [(reader.name, reader.title, " ".join(reader.suffixes)) for reader in READERS],
        "framings": [(decoder.name, decoder.title, " ".join(decoder.content_types)) for decoder in DECODERS],
        "dialects": [(dialect.name, dialect.title, "") for dialect in DIALECTS],
        "exporters": [(exporter.name, exporter.title, exporter.suffix) for exporter in EXPORTERS],
    }
    every = [row for rows in tables.values() for row in rows]
    first, second = (max(len(row[column]) for row in every) for column in (0, 1))
    for title, rows in tables.items():
        print(title)
        for name, words, suffixes in rows:
            print(f"  {name:{first}}  {words:{second}}  {suffixes}".rstrip())
    return 0


# --- What several commands share ----------------------------------------------------------------------------------


def _add_interaction(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--interaction",
        type=_interaction,
        action="append",
        metavar="N",
        help="only this one, counted from 0; may be repeated",
    )


def _interaction(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no number; give a whole one, counted from 0") from None


def _add_show_secrets(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--show-secrets", action="store_true", help="do not mask keys, tokens and cookies")


def _options(given: argparse.Namespace) -> ExportOptions:
    from viewer.core.exporters import ExportOptions
    from viewer.core.secrets import Masker

    chosen = None if given.interaction is None else tuple(sorted(set(given.interaction)))
    return ExportOptions(Masker(given.show_secrets), chosen, details=getattr(given, "details", False))


def _run(work: Callable[[Source], Report], sources: Sequence[Source]) -> int:
    """Work on every file and print each report when it is there; the worst of their statuses."""
    from viewer.batch import reports
    from viewer.progress import Progress

    if not sources:
        _say("cassette-viewer: no files there")
    progress = Progress(len(sources))
    status = 0
    for report in reports(work, sources):
        progress.clear()
        _tell(report)
        progress.step()
        status = max(status, report.status)
    progress.clear()
    return status


def _tell(report: Report) -> int:
    for line in report.lines:
        print(line)
    for error in report.errors:
        _say(error)
    return report.status


_COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "play": _play,
    "export": _export,
    "check": _check,
    "formats": _formats,
}
