# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`cassette-viewer unintegrate`: take back what `integrate` changed."""

from __future__ import annotations

import argparse

from viewer.cli._parser import Parser
from viewer.cli._plan import carry_out
from viewer.desktop.integration import removal_plan


def parser() -> Parser:
    """Whether to do anything."""
    made = Parser(
        "cassette-viewer unintegrate",
        description="Take back all that `cassette-viewer integrate` changed. Files that no other program has changed "
        "since become what they were; in others only the lines of Cassette Viewer are taken out.",
    )
    made.add_argument("--dry-run", action="store_true", help="show what would change, change nothing")
    return made


def run(given: argparse.Namespace) -> int:
    """Show the plan, and carry it out."""
    plan = removal_plan()
    carry_out(plan, dry_run=given.dry_run)
    if plan.forgotten is None:
        print("Nothing to take back.")
    else:
        print("Nothing was changed." if given.dry_run else "Done: your desktop is as before.")
    return 0
