# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Files that git writes for a program that compares them: gone as soon as that program ends."""

from __future__ import annotations

from pathlib import PurePath

_FOLDERS = ("git-blob-", "git-difftool.")
"""How their folders begin: of one file at a time, and of `git difftool --dir-diff`."""


def is_temporary(path: PurePath) -> bool:
    """Whether git wrote a file only to show it."""
    return any(part.startswith(_FOLDERS) for part in path.parts)
