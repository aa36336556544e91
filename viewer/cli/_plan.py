# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A plan of changes to the desktop -> each change told, and made unless it is only to be shown."""

from __future__ import annotations

from viewer.desktop.plan import Plan, apply, describe


def carry_out(plan: Plan, *, dry_run: bool) -> None:
    """Print every change and note of a plan, and make the changes unless `dry_run`."""
    if dry_run:
        for line in describe(plan):
            print(line)
        return
    apply(plan, print)
    for note in plan.notes:
        print(f"note: {note}")
