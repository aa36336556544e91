# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Making this program known to a user's desktop, and undoing it: the plan for the platform that it runs on.

plan = integration_plan({"yaml"})     or removal_plan()
for line in describe(plan): ...
apply(plan)
"""

from __future__ import annotations

import sys
from collections.abc import Collection
from dataclasses import replace

from viewer.desktop import linux, windows
from viewer.desktop.places import Places
from viewer.desktop.plan import Plan, apply, describe
from viewer.desktop.record import load
from viewer.desktop.user_registry import user_registry
from viewer.own_command import moving_note, own_command

__all__ = ["apply", "describe", "integration_plan", "options_in_force", "removal_plan"]

_MACOS = (
    "macOS knows the program by its app bundle: drag Cassette Viewer into Applications, and to undo it to the Trash"
)


def integration_plan(options: Collection[str] = ()) -> Plan:
    """What makes the program known; `options` name the shared formats that it becomes the default for.

    Raises OSError where something cannot be read.
    """
    places = Places.of_user()
    command, earlier = own_command(), load(places.record)
    if sys.platform == "darwin":
        plan = Plan(notes=(_MACOS,))
    elif sys.platform == "win32":
        plan = windows.integration(command, options, places, earlier, user_registry())
    else:
        plan = linux.integration(command, options, places, earlier)
    note = moving_note(command) if plan.steps else None
    return replace(plan, notes=(*plan.notes, note)) if note else plan


def removal_plan() -> Plan:
    """What takes all of it back, nothing where nothing was done; raises OSError where something cannot be read."""
    record = load(Places.of_user().record)
    if record is None:
        plan = Plan()
    elif sys.platform == "win32":
        plan = windows.removal(record, user_registry())
    else:
        plan = linux.removal(Places.of_user(), record)
    return plan


def options_in_force() -> tuple[str, ...] | None:
    """The options that an integration was made with, None where there is none; raises OSError."""
    record = load(Places.of_user().record)
    return None if record is None else record.options
