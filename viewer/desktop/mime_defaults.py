# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Which application opens a media type now, as the desktop itself answers."""

from __future__ import annotations

import re
import subprocess

from viewer.desktop.plan import program, system_environment

_SECONDS = 10


def default_application(media_type: str) -> str | None:
    """The name of a desktop entry, None where no program opens the type or nobody can be asked.

    GIO is asked first: it knows that an editor for plain text opens YAML as well.
    """
    for name, *arguments in (("gio", "mime", media_type), ("xdg-mime", "query", "default", media_type)):
        found = program(name)
        if found:
            first = _answer([found, *arguments]).partition("\n")[0]
            named = re.search(r"(?:^|: )([^\s:]+\.desktop)\s*$", first)
            if named:
                return named[1]
    return None


def _answer(command: list[str]) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - the desktop's own program
            command, check=False, capture_output=True, text=True, timeout=_SECONDS, env=system_environment()
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout
