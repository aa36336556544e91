# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`cassette-viewer git-setup`: shows, writes or takes back the settings by which git shows cassettes as transcripts."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from viewer.cli._parser import WRONG, Parser, say
from viewer.core.text.quantities import plural

if TYPE_CHECKING:
    from viewer.git.setup import Plan

_EPILOG = """\
examples:
  cassette-viewer git-setup                            look for cassettes here, show what would be written
  cassette-viewer git-setup --apply                    write it
  cassette-viewer git-setup 'testdata/**/*.yaml' --apply
  cassette-viewer git-setup --undo                     take out exactly what was written

A PATTERN is one of .gitattributes, from the top of the repository; a file or folder that is there may be named too.
Without one, cassettes are found by their content. What a pattern matches and is no cassette git shows as before.
Settings of yours are never overwritten: where a file has a diff driver already, it is left out and told."""

_WRITTEN = """\
git diff, git log -p, git show and git blame show transcripts now, secrets masked; --no-textconv shows the files.
git difftool -t cassette compares both versions side by side in a window, with --dir-diff all of them in one.
git keeps transcripts in refs/notes/textconv/cassette, which is not pushed: after an update of Cassette Viewer do this
again, which empties it. git-setup --cache HEAD makes those of a revision at once: git starts a program for each."""
_SHARED = """\
.gitattributes is for everybody once you commit it, and does nothing where git-setup was not run: in CI, run
`cassette-viewer git-setup --global --apply` before git. GitHub shows files as they are; --collapse folds them there."""


def parser() -> Parser:
    """Patterns, where to write, and whether."""
    made = Parser(
        "cassette-viewer git-setup",
        description="Let git show cassettes as transcripts without ids, dates and durations, so that a diff is what "
        "was said differently. Without --apply it only shows what it would write.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("patterns", metavar="PATTERN", nargs="*", help="which files are cassettes")
    doing = made.add_mutually_exclusive_group()
    doing.add_argument("--apply", action="store_true", help="write it")
    doing.add_argument("--undo", action="store_true", help="take out what was written")
    scope = made.add_mutually_exclusive_group()
    scope.add_argument("--local", action="store_true", help="for this repository (the default)")
    scope.add_argument("--global", action="store_true", dest="everywhere", help="for all of your repositories")
    made.add_argument("--private", action="store_true", help="use .git/info/attributes, not .gitattributes")
    made.add_argument(
        "--cache", metavar="REV", action="append", help="make the transcripts of a revision now, all at once"
    )
    made.add_argument("--collapse", action="store_true", help="let GitHub fold cassettes (linguist-generated)")
    return made


def run(given: argparse.Namespace) -> int:
    """Make the plan, show it, and carry it out where asked to."""
    from viewer.git.repository import GitError
    from viewer.git.setup import Wish, to_set_up, to_undo
    from viewer.own_command import moving_note, own_command

    if given.cache:
        return _fill(given.cache)
    wish = Wish(Path.cwd(), tuple(given.patterns), given.everywhere, given.private, given.collapse)
    try:
        command = own_command()
        plan = to_undo(wish) if given.undo else to_set_up(wish, command)
        _show(plan)
        if given.apply or given.undo:
            plan.carry_out()
    except GitError as error:
        say(f"cassette-viewer: git: {error}")
        return WRONG
    print(_summary(plan, given))
    if plan.changes and not given.undo and (note := moving_note(command)):
        print(f"note: {note}")
    return 0


def _fill(revisions: list[str]) -> int:
    """Make transcripts in one go, for which git would start a program each."""
    from viewer.git.repository import GitError
    from viewer.git.transcript_cache import fill

    try:
        count = fill(Path.cwd(), revisions)
    except GitError as error:
        say(f"cassette-viewer: git: {error}")
        return WRONG
    print(f"{plural(count, 'transcript')} made; git has them all now.")
    return 0


def _show(plan: Plan) -> None:
    for line in plan.diff():
        print(line)
    for note in plan.notes:
        say(f"cassette-viewer: {note}")


def _summary(plan: Plan, given: argparse.Namespace) -> str:
    if given.undo:
        return "\nTaken out." if plan.changes else "Nothing of git-setup is here."
    if plan.changes and not given.apply:
        return "\nNothing is written yet: add --apply to write it."
    if not plan.changes:
        return "" if plan.notes else "Everything is set up already."
    return f"\n{_WRITTEN}" if given.everywhere or given.private else f"\n{_WRITTEN}\n{_SHARED}"
