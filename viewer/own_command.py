# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""How other programs start this one: the words of a command line that works in every folder and stays true."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

NAME = "cassette-viewer"


def own_command() -> tuple[str, ...]:
    """The program and the arguments that start this very installation; the program is an absolute path.

    Links are kept as they are: that of an installer's `bin` folder outlives an update, what it points to does not.
    """
    image = os.environ.get("APPIMAGE")  # the program inside runs from a folder that is gone when it ends
    if getattr(sys, "frozen", False):
        return (image or sys.executable,)
    for script in (Path(sys.argv[0]), Path(sys.executable).with_name(NAME + Path(sys.executable).suffix)):
        if script.stem == NAME and script.is_file() and os.access(script, os.X_OK):
            return (str(script.absolute()),)
    # Started as a module, perhaps from a folder of sources that Python finds only while it is the working directory.
    root = str(Path(__file__).resolve().parents[1])
    program = f"import sys; sys.path.insert(0, {root!r}); from viewer.cli import main; sys.exit(main())"
    return sys.executable, "-c", program


def moving_note(command: Sequence[str]) -> str | None:
    """What to tell where a command that others keep lies in a folder of sources; None where it was installed."""
    program = Path(command[0])
    inside = program if len(command) == 1 else Path(__file__)  # with arguments it is Python, see above
    sources = next((folder for folder in inside.parents if (folder / "pyproject.toml").is_file()), None)
    return None if sources is None else f"this points to {program}: do it again if you move {sources}"
