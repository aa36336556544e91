# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What goes around the program in the application for macOS; nothing of it runs anywhere else."""

from __future__ import annotations

import plistlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

Script = Callable[[str], ModuleType]


@pytest.fixture
def application(script: Script, repository: Path, tmp_path: Path) -> Path:
    """An application without its program."""
    if sys.platform != "darwin" and not shutil.which("png2icns"):
        pytest.skip("png2icns is not installed")
    subprocess.run([sys.executable, repository / "packaging" / "associations.py", tmp_path / "all"], check=True)
    made = tmp_path / "Cassette Viewer.app"
    script("macos.application").lay_out(tmp_path / "all" / "macos", made)
    return made


def test_all_that_the_property_list_names_is_there_and_checked(script: Script, application: Path) -> None:
    contents = application / "Contents"
    facts = plistlib.loads((contents / "Info.plist").read_bytes())
    assert (contents / "PkgInfo").read_bytes() == facts["CFBundlePackageType"].encode() + b"????"
    icon = contents / "Resources" / facts["CFBundleIconFile"]
    assert {"ic08", "ic09", "ic10"} <= set(script("macos.application").icon_sizes(icon))  # 256, 512, 1024 pixels
    icon.unlink()
    with pytest.raises(script("build_tools").CannotBuildError, match=icon.name):
        script("macos.application").check(application)


def test_a_cut_icon_is_noticed(script: Script, tmp_path: Path) -> None:
    whole = b"icns" + (24).to_bytes(4, "big") + b"ic08" + (16).to_bytes(4, "big") + b"12345678"
    sizes = script("macos.application").icon_sizes
    (tmp_path / "icon").write_bytes(whole)
    assert sizes(tmp_path / "icon") == ["ic08"]
    for damaged in (whole[:-1], whole.replace(b"\x10", b"\x0f"), b"PNG" + whole):
        (tmp_path / "icon").write_bytes(damaged)
        assert sizes(tmp_path / "icon") == []
