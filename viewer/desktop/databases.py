# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a Linux desktop makes of the files in its folders, and by which program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from viewer.dataclass import dataclass
from viewer.desktop.associations import DOCUMENT_TYPES
from viewer.desktop.plan import Refresh, program


@dataclass(frozen=True, slots=True)
class Database:
    """A folder below the data folder, the program that indexes it, the files it reads there and those it writes."""

    folder: str
    program: str
    arguments: tuple[str, ...]
    sources: str
    written: tuple[str, ...]
    is_refreshed_only: bool = False
    """Whether the index is optional: one that is not there is not made, as it would go stale."""

    def products(self, data: Path) -> list[Path]:
        """What the program writes because of our files."""
        return [] if self.is_refreshed_only else [data / self.folder / name for name in self.written]

    def refreshes(self, data: Path) -> Iterator[Refresh]:
        """How the program is run, where it is installed."""
        folder = data / self.folder
        found = program(self.program)
        if found and not (self.is_refreshed_only and not any((folder / name).exists() for name in self.written)):
            yield Refresh((found, *self.arguments, str(folder)))


_MIME_INDEX = (
    *("aliases", "generic-icons", "globs", "globs2", "icons", "magic", "mime.cache"),
    *("subclasses", "treemagic", "types", "version", "XMLnamespaces"),
)

DATABASES = (
    Database(
        "mime",
        "update-mime-database",
        (),
        "packages/*.xml",
        (*_MIME_INDEX, *(f"{kind.media_type}.xml" for kind in DOCUMENT_TYPES)),
    ),
    Database("applications", "update-desktop-database", (), "*.desktop", ("mimeinfo.cache",)),
    Database(
        "icons/hicolor",
        "gtk-update-icon-cache",
        ("--force", "--ignore-theme-index", "--quiet"),
        "*/*/*",
        ("icon-theme.cache",),
        is_refreshed_only=True,
    ),
)
