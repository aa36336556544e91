# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`cassette-viewer integrate`: make the program known to the user's desktop."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import replace

from viewer.cli._parser import Parser
from viewer.cli._plan import carry_out
from viewer.desktop.associations import SHARED_FORMATS
from viewer.desktop.integration import integration_plan, options_in_force

_EPILOG = """\
examples:
  cassette-viewer integrate --dry-run     show what would change
  cassette-viewer integrate               cassettes open by double-click; YAML and JSON files open as before
  cassette-viewer integrate --har         HAR files open in Cassette Viewer too
  cassette-viewer integrate --no-har      HAR files open as before again
  cassette-viewer unintegrate             take all of it back

Cassettes are recognised by their content, whatever they are called. For other YAML and JSON files Cassette Viewer is
offered in "Open With" and nothing else changes, unless you ask for it. What you asked for stays until you take it back
with --no-yaml, --no-json or --no-har, or with unintegrate. A .deb package has done the first part already."""


def parser() -> Parser:
    """What to become the default for, and whether to do anything."""
    made = Parser(
        "cassette-viewer integrate",
        description="Make Cassette Viewer known to your desktop: file types, icons, an entry among the applications. "
        "Only your own settings change; each change is told before it is made.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--dry-run", action="store_true", help="show what would change, change nothing")
    for shared in SHARED_FORMATS:
        help_text = f"make it the default for every {shared.title} ({' '.join(shared.suffixes)})"
        made.add_argument(f"--{shared.option}", action=argparse.BooleanOptionalAction, help=help_text)
    return made


def run(given: argparse.Namespace) -> int:
    """Show the plan, and carry it out."""
    asked = {shared.option: getattr(given, shared.option) for shared in SHARED_FORMATS}
    kept = [option for option in options_in_force() or () if asked.get(option) is None]
    plan = integration_plan((*kept, *(option for option, is_asked in asked.items() if is_asked)))
    plan = replace(plan, notes=(*plan.notes, *_kept_notes(kept)))
    carry_out(plan, dry_run=given.dry_run)
    if not plan.steps:
        print("Nothing to change." if plan.notes else "Nothing to change: the desktop knows Cassette Viewer.")
    elif given.dry_run:
        print("Nothing was changed.")
    else:
        print("Done. To take it back: cassette-viewer unintegrate")
    return 0


def _kept_notes(kept: Iterable[str]) -> Iterator[str]:
    """What an earlier call asked for and this one leaves."""
    for shared in SHARED_FORMATS:
        if shared.option in kept:
            yield f"still the default for every {shared.title}, as asked before (--no-{shared.option} takes it back)"
