# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Every command in one table. `--help`, the README's test and the man page are made from it.

A command is a module of this package with two functions: `parser()` says what it takes, `run()` does it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from viewer.dataclass import dataclass

if TYPE_CHECKING:
    import argparse

    from viewer.cli._parser import Parser


class CommandModule(Protocol):
    """What a module of a command offers."""

    def parser(self) -> Parser:
        """What the command takes."""

    def run(self, given: argparse.Namespace) -> int:
        """Do it; returns the exit status."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, the module that does it, and a line of `--help`: how it is called and what it does."""

    name: str
    module: str
    usage: str
    summary: str


WINDOW = Command("", "viewer.cli.window", "[FILE or FOLDER ...]", "open the window")
"""What is done where no command is named."""

COMMANDS: tuple[Command, ...] = (
    Command("play", "viewer.cli.play", "FILE", "play in the terminal, token by token"),
    Command("export", "viewer.cli.export", "FILE --to FORMAT", "write a transcript"),
    Command("check", "viewer.cli.check", "FILE", "list what is wrong with a recording"),
    Command("redact", "viewer.cli.redact", "FILE --output COPY", "write a copy without its secrets"),
    Command("diff", "viewer.cli.diff", "A B", "say what changed between two recordings"),
    Command("match", "viewer.cli.match", "CASSETTE [REQUEST]", "say why a request would not be replayed"),
    Command("search", "viewer.cli.search", "QUERY FILE", "look through recordings"),
    Command("list", "viewer.cli.listing", "PATH", "a line for each recording or interaction"),
    Command("show", "viewer.cli.show", "FILE[#N[@EVENT]]", "one interaction, or a part of it"),
    Command("run", "viewer.cli.run", "FILE or FOLDER", "what an agent did, and what it cost"),
    Command("table", "viewer.cli.table", "PATH --to FORMAT", "write tables for SQL, also of very many files"),
    Command("git-setup", "viewer.cli.git_setup", "[--apply]", "let git diff show transcripts of cassettes"),
    Command("textconv", "viewer.cli.textconv", "FILE", "what git diff shows of a file; git asks for it"),
    Command("integrate", "viewer.cli.integrate", "[--dry-run]", "open cassettes by double-click"),
    Command("unintegrate", "viewer.cli.unintegrate", "", "take that back"),
    Command("mcp", "viewer.cli.mcp", "FILE or FOLDER", "serve recordings to models, read-only"),
    Command("formats", "viewer.cli.formats", "", "list what is understood"),
    Command("--self-test", "viewer.cli.self_test", "", "check that this installation is whole"),
)


def overview() -> str:
    """A line for every command, as `--help` shows them."""
    calls = [" ".join(("cassette-viewer", *filter(None, (c.name, c.usage)))) for c in (WINDOW, *COMMANDS)]
    widest = max(len(call) for call in calls)
    return "\n".join(
        f"  {call:{widest}}  {command.summary}" for call, command in zip(calls, (WINDOW, *COMMANDS), strict=True)
    )
