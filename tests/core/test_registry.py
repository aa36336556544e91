# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Plug-ins in order: built-ins when a search comes to them, then what installed packages offer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_STRANGER = """
class Stranger:
    name = title = "stranger"
"""
_SAY = """
import sys
sys.path.append(sys.argv[1])
from viewer.core.registry import Registry
print([plugin.name for plugin in Registry("viewer.trial", ())], "importlib.metadata" in sys.modules)
"""


def _said(folder: Path) -> str:
    done = subprocess.run([sys.executable, "-c", _SAY, str(folder)], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize("metadata", ["stranger-1.0.dist-info", "stranger.egg-info"])
def test_a_plug_in_of_an_installed_package_is_found(tmp_path: Path, metadata: str) -> None:
    tmp_path.joinpath("stranger.py").write_text(_STRANGER, "utf-8")
    place = tmp_path / metadata
    place.mkdir()
    place.joinpath("METADATA" if "dist" in metadata else "PKG-INFO").write_text(
        "Name: stranger\nVersion: 1.0\n", "utf-8"
    )
    place.joinpath("entry_points.txt").write_text("[viewer.trial]\nstranger = stranger:Stranger\n", "utf-8")
    assert _said(tmp_path) == "['stranger'] True"


def test_where_no_package_offers_one_the_costly_look_is_spared(tmp_path: Path) -> None:
    place = tmp_path / "other-1.0.dist-info"
    place.mkdir()
    place.joinpath("entry_points.txt").write_text("[viewer.trial.other]\nx = [viewer.trial]:x\n", "utf-8")
    tmp_path.joinpath("broken.dist-info").write_text("no folder", "utf-8")
    assert _said(tmp_path) == "[] False"
