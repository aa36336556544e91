# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The finder of this program's folders: it finds what Python's finds there, and touches no other folder."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from importlib.machinery import FileFinder, PathFinder
from pathlib import Path

import pytest

import viewer
from viewer import source_finder

_FOLDERS = sorted({str(path.parent) for path in Path(viewer.__path__[0]).rglob("*.py")})


@pytest.mark.parametrize("folder", _FOLDERS)
def test_it_finds_what_pythons_finds(folder: str) -> None:
    names = [found.name for found in pkgutil.iter_modules([folder])]
    finder = source_finder.finder_of(folder)
    for name in names:
        ours, theirs = finder.find_spec(name), PathFinder.find_spec(name, [folder])
        assert ours is not None
        assert theirs is not None
        assert (ours.origin, ours.cached) == (theirs.origin, theirs.cached)
        assert ours.submodule_search_locations == theirs.submodule_search_locations
    assert finder.find_spec("no_such_module") is None


@pytest.mark.parametrize("path", ["", "/", "beside", "-beside"])
def test_other_folders_are_none_of_its_business(tmp_path: Path, path: str) -> None:
    beside = f"{viewer.__path__[0]}{path}" if path == "-beside" else str(tmp_path / path)
    with pytest.raises(ImportError):
        source_finder.finder_of(beside)


def test_a_start_uses_it_for_what_comes_after() -> None:
    asked = (
        "import sys; from viewer.cli import main; main(['formats']); import viewer.core; "
        "print({type(f).__name__ for p, f in sys.path_importer_cache.items() if p.startswith(viewer.__path__[0])}, "
        "sys.path_hooks[0].__module__, sum(hook.__module__ == 'viewer.source_finder' for hook in sys.path_hooks))"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == f"{{'{FileFinder.__name__}'}} viewer.source_finder 1"
