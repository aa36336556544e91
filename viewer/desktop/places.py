# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Where a user's desktop keeps things: the folders of the XDG base directory specification."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from viewer.dataclass import dataclass
from viewer.desktop.associations import APPLICATION


@dataclass(frozen=True, slots=True)
class Places:
    """Folders of the user, and those of the system that are searched after `data`."""

    data: Path
    config: Path
    state: Path
    system: tuple[Path, ...] = ()

    @classmethod
    def of_user(cls) -> Places:
        """Those that the environment names."""
        return cls._of_windows() if sys.platform == "win32" else cls._of_linux()

    @classmethod
    def _of_windows(cls) -> Places:
        """One folder for all: nothing but the state is kept in files."""
        local = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
        return cls(local, local, local)

    @classmethod
    def _of_linux(cls) -> Places:
        home = Path.home()
        system = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
        return cls(
            _folder("XDG_DATA_HOME", home / ".local" / "share"),
            _folder("XDG_CONFIG_HOME", home / ".config"),
            _folder("XDG_STATE_HOME", home / ".local" / "state"),
            tuple(Path(name) for name in system.split(":") if name.startswith("/")),
        )

    @property
    def record(self) -> Path:
        """The file that tells what was changed."""
        return self.state / APPLICATION.command / "integration.json"


def _folder(variable: str, usual: Path) -> Path:
    """The folder that a variable names; relative names are to be ignored, says the specification."""
    named = Path(os.environ.get(variable, ""))
    return named if named.is_absolute() else usual
