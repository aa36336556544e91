# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`cassette-viewer diff`: what changed between two recordings, two folders of them, or two revisions."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from viewer.batch import is_folder
from viewer.cli._choices import add_show_secrets
from viewer.cli._parser import WRONG, Parser, say
from viewer.core.compare.comparison import Kind
from viewer.core.compare.findings import Findings
from viewer.core.compare.noise import TITLES
from viewer.core.text.printable import name
from viewer.file_pairs import CompareFiles, FilePair, Version, check_names, compare_files, files_below, paired
from viewer.loose_text import STANDARD_INPUT, read_standard_input

SAME, DIFFERENT, UNREADABLE = 0, 1, 2
"""Exit statuses, as of diff."""

_FORMATS = ("text", "markdown", "json", "html")

_EPILOG = f"""\
A and B are cassettes, folders of them, or REV:PATH as git names a version: HEAD:tests/a.yaml; - is standard input

  cassette-viewer diff old.yaml new.yaml
  cassette-viewer diff HEAD~3:cassettes cassettes
  cassette-viewer diff --git main                         files that differ from main, as they are now
  cassette-viewer diff --git main...HEAD --to markdown    a comment for a pull request, at most 60,000 characters

What differs although nobody said anything else is ignored and counted, unless it is regarded:
{chr(10).join(f"  {noise.value:14} {title}" for noise, title in TITLES.items())}
--ignore and --regard take these, and what a change is about:
  {", ".join(list(Kind)[:12])},
  {", ".join(list(Kind)[12:24])},
  {", ".join(list(Kind)[24:])}
A file .cassette-viewer.toml beside the recordings or above says the same for everybody, and may name patterns and
JSON paths of its own: [compare] ignore = ["usage"], [[compare.rule]] pattern = 'order-[0-9]+'

Exit status: 0 nothing else was said, 1 something is different, 2 a file could not be read."""


def parser() -> Parser:
    """Two versions, or revisions."""
    made = Parser(
        "cassette-viewer diff",
        description="Show what changed between recordings: interactions are paired by what they say.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("inputs", metavar="A B", nargs="+", help="before and after; with --git revisions: BASE [HEAD]")
    made.add_argument("--git", action="store_true", help="all cassettes that differ between revisions, from here down")
    made.add_argument("--to", choices=_FORMATS, default="text", metavar="FORMAT", help=f"{', '.join(_FORMATS)}")
    made.add_argument("--ignore", metavar="NAME", action="append", default=[], help="leave out such differences")
    made.add_argument("--regard", metavar="NAME", action="append", default=[], help="show such differences")
    made.add_argument(
        "--rules-within", metavar="PATH", action="append", default=[], help="let no .cassette-viewer.toml outside count"
    )
    add_show_secrets(made)
    return made


def run(given: argparse.Namespace) -> int:
    """Compare, and write the report to standard output."""
    most = 2
    if len(given.inputs) > most or (len(given.inputs) < most and not given.git):
        say("cassette-viewer: give two recordings, folders or versions (see cassette-viewer diff --help)")
        return WRONG
    try:
        check_names(given.ignore, given.regard)
    except ValueError as error:
        say(f"cassette-viewer: {error}")
        return WRONG
    from viewer.git.repository import GitError

    try:
        pairs, alone = _pairs(given)
    except GitError as error:
        say(f"cassette-viewer: git: {error}")
        return WRONG
    within = tuple(map(Path, given.rules_within))
    work = CompareFiles(tuple(given.ignore), tuple(given.regard), given.show_secrets, Path.cwd(), alone, within)
    found = list(compare_files(work, pairs))
    if not found and not given.git:
        say("cassette-viewer: no cassettes there")
        return UNREADABLE
    _write(found, given.to)
    return _status(found)


def _pairs(given: argparse.Namespace) -> tuple[list[FilePair], bool]:
    """The pairs of files, and whether they were named one by one; raises GitError."""
    if given.git:
        from viewer.git.versions import pairs_between

        return pairs_between(Path.cwd(), *given.inputs, *[None] * (2 - len(given.inputs))), False
    before, after = (_side(argument) for argument in given.inputs)
    if isinstance(before, Version) and isinstance(after, Version):
        return [FilePair(_common_name(before.name, after.name), before, after)], True
    if isinstance(before, Version):
        before = {next(iter(_named_like(before, after)), Path(before.name).name): before}
    if isinstance(after, Version):
        after = {next(iter(_named_like(after, before)), Path(after.name).name): after}
    return paired(before, after), False


def _side(argument: str) -> Version | dict[str, Version]:
    """A file, or files by their paths; raises GitError."""
    from viewer.git.versions import is_version, version_of

    if argument == STANDARD_INPUT:
        told = read_standard_input("<stdin>")
        return Version(told.name, told.data)
    if is_version(argument):
        return version_of(Path.cwd(), argument)
    return files_below(Path(argument)) if is_folder(Path(argument)) else Version(argument)


def _named_like(version: Version, others: Version | dict[str, Version]) -> list[str]:
    """Paths of a folder at whose end stands the name of a file."""
    wanted = Path(version.name).name
    return [path for path in others if Path(path).name == wanted] if isinstance(others, dict) else []


def _common_name(before: str, after: str) -> str:
    """What two versions of a file are called together."""
    old, new = before.rpartition(":")[2], after.rpartition(":")[2]
    if old == new:
        return new
    names = Path(old).name, Path(new).name
    return names[1] if names[0] == names[1] else f"{before} → {after}"


def _write(found: Sequence[Findings], to: str) -> None:
    for one in found:
        if one.error is not None:
            say(f"cassette-viewer: {name(one.name)}: {name(one.error)}")
    if to == "markdown":
        from viewer.core.compare.reports.markdown import write_markdown

        write_markdown(found, sys.stdout)
    elif to == "json":
        from viewer.core.compare.reports.json_report import write_json

        write_json(found, sys.stdout)
    elif to == "html":
        from viewer.core.compare.reports.html import write_html

        write_html(found, sys.stdout)
    else:
        from viewer.core.compare.reports.text import write_text

        readable = [one for one in found if one.error is None]
        write_text(readable, sys.stdout, in_color=_may_color())


def _may_color() -> bool:
    """Whether somebody looks who can see colours (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _status(found: Sequence[Findings]) -> int:
    if any(one.error is not None for one in found):
        return UNREADABLE
    return DIFFERENT if any(one.is_different for one in found) else SAME
