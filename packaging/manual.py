# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The manual page, from the parsers of the commands: what --help says is what the page says.

Of its own and not from a library, as those know one parser with sub-parsers; here each command has a parser of its
own, made when it is needed, and descriptions that are laid out already.
"""

from __future__ import annotations

import argparse
import importlib
import re
from collections.abc import Iterator
from itertools import groupby

import project

from viewer.cli._commands import COMMANDS, WINDOW, Command, overview

_WRONG_USE, _INTERRUPTED = "2", "130"


def page() -> str:
    """The page in roff, section 1."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    latest = project.releases()[0]
    name, title = _plain(project.NAME), _plain(project.TITLE)
    yield f'.TH {project.NAME.upper()} 1 {latest.day:%Y-%m-%d} "{title} {latest.version}" "User Commands"'
    yield ".SH NAME"
    yield rf"{name} \- {_plain(str(project.facts()['description']))}"
    yield ".SH SYNOPSIS"
    for command in (WINDOW, *COMMANDS):
        yield from (rf".B {name}", *_synopsis(_parser(command)), ".br")
    yield ".SH DESCRIPTION"
    yield "Opens recorded HTTP traffic with language models, shows it as the conversation it was, plays and exports it."
    yield from _text(overview())
    yield ".SH OPTIONS"
    yield from _options(_parser(WINDOW))
    yield from _paragraphs(_parser(WINDOW).epilog)
    yield ".SH COMMANDS"
    for command in COMMANDS:
        yield f".SS {_plain(command.name)}"
        parser = _parser(command)
        yield from _text(parser.description or "")
        yield from _options(parser)
        yield from _paragraphs(parser.epilog)
    yield ".SH EXIT STATUS"
    for status, meaning in (
        ("0", "All went well."),
        (_WRONG_USE, "Wrong use, or a file could not be read or written."),
    ):
        yield from (".TP", f".B {status}", meaning)
    yield from (".TP", f".B {_INTERRUPTED}", "Interrupted.", ".PP", "Commands name further ones above.")


def _parser(command: Command) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = importlib.import_module(command.module).parser()
    return parser


def _synopsis(parser: argparse.ArgumentParser) -> Iterator[str]:
    """What follows the program's name in its usage, on one line."""
    usage = " ".join(parser.format_usage().split()).removeprefix(f"usage: {project.NAME}").strip()
    if usage:
        yield _plain(usage)


def actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """All arguments and options that a parser shows; argparse has no public name for them."""
    return [action for action in parser._actions if action.help is not argparse.SUPPRESS]  # noqa: SLF001


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in actions(parser):
        yield ".TP"
        value = "" if action.nargs == 0 else str(action.metavar or action.dest.upper())
        if action.option_strings:
            words = ", ".join(rf"\fB{_plain(option)}\fR" for option in action.option_strings)
            yield f"{words} \\fI{_plain(value)}\\fR" if value else words
        else:
            yield rf"\fI{_plain(value)}\fR"
        yield _plain(_help(action, parser))


def _help(action: argparse.Action, parser: argparse.ArgumentParser) -> str:
    """The help of an option, as a sentence."""
    text = " ".join(((action.help or "") % {**vars(action), "prog": parser.prog}).split())
    return f"{text[:1].upper()}{text[1:]}."


def _paragraphs(text: str | None) -> Iterator[str]:
    """Text that does not belong to the option above it."""
    if text:
        yield from (".PP", *_text(text))


def _text(text: str) -> Iterator[str]:
    """Paragraphs; lines that are indented keep their layout."""
    for indented, lines in groupby(text.strip("\n").splitlines(), key=lambda line: line.startswith(" ")):
        if indented:
            yield from (".PP", ".nf", ".RS 2", *(_plain(line.removeprefix("  ")) for line in lines), ".RE", ".fi")
        else:
            for line in lines:
                yield _plain(line) if line else ".PP"
    yield ".PP"


def _plain(text: str) -> str:
    """Text in which nothing is roff's; hyphens stay hyphens that can be copied into a shell."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-")
    return re.sub(r"^([.'])", r"\\&\1", escaped)
