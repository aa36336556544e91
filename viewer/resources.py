# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Where the data files are: the only place that knows how the program was installed.

Rule: everyone else asks `resource("icons", "play.svg")` and never builds such a path from `__file__`.
A wheel and a frozen bundle carry the files inside the package, as `viewer/_resources`; a source
checkout, and an editable install of it, has them beside the package, as `resources`.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_PLACES = (_PACKAGE / "_resources", _PACKAGE.parent / "resources")


def resource(*parts: str) -> Path:
    """Return the path of a data file or folder, e.g. `resource("themes", "light.toml")`.

    Raises FileNotFoundError, naming the file, when the installation does not hold it.
    """
    for place in _PLACES:
        path = place.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(f"resource {'/'.join(parts)!r} is not in {_PLACES[0]} or {_PLACES[1]}")
