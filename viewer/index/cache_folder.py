# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Where this user's caches lie: the XDG base directory specification, and what other systems have in its place."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from viewer.own_command import NAME


def cache_folder() -> Path | None:
    """The folder of this program's caches, which need not be there yet; None where the user has no home."""
    try:
        return _caches() / NAME
    except RuntimeError:  # no HOME, and no entry in the list of users
        return None


def _caches() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))  # relative names are to be ignored, says the specification
    return named if named.is_absolute() else Path.home() / ".cache"
