# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Values of the Windows registry, as data: nothing here has a registry."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from viewer.desktop.windows_registry import CLASSES, nsis_install, nsis_uninstall, registry_values

_VALUES = registry_values([r"C:\Program Files\x\cassette-viewer.exe"], "app.ico", "document.ico")


def test_everybodys_suffixes_get_no_default() -> None:
    defaults = {value.key.removeprefix(f"{CLASSES}\\") for value in _VALUES if value.name == "" and value.shared}
    assert defaults == {".httprr", ".zhar"}
    offered = {value.key.split("\\")[2] for value in _VALUES if value.key.endswith("OpenWithProgids")}
    assert offered == {".httprr", ".zhar", ".yaml", ".yml", ".json", ".har"}


def test_the_program_and_the_file_are_quoted() -> None:
    commands = {value.text for value in _VALUES if value.key.endswith(r"shell\open\command")}
    assert commands == {r'"C:\Program Files\x\cassette-viewer.exe" "%1"'}


def test_what_is_written_is_removed_and_nothing_of_others() -> None:
    removed = nsis_uninstall("HKCU")
    for value in _VALUES:
        line = f'DeleteRegValue HKCU "{value.key}" "{value.name}"'
        assert (line in removed) == value.shared
    whole = [line.split('"')[1] for line in removed.splitlines() if line.startswith("DeleteRegKey HKCU")]
    assert all(any(value.key.startswith(key) for key in whole) for value in _VALUES if not value.shared)
    assert all("assette" in key.rpartition("\\")[2] for key in whole)


def test_nsis_compiles_the_lines(tmp_path: Path) -> None:
    if not shutil.which("makensis"):
        pytest.skip("makensis is not installed")
    program = r"$INSTDIR\cassette-viewer.exe"
    (tmp_path / "try.nsi").write_text(
        "Name x\nOutFile x.exe\nSection\n"
        + nsis_install("SHCTX", [program], program, program)
        + "WriteUninstaller $INSTDIR\\u.exe\nSectionEnd\nSection Uninstall\n"
        + nsis_uninstall("SHCTX")
        + "SectionEnd\n",
        "utf-8",
    )
    done = subprocess.run(
        ["makensis", "-WX", "-V2", "try.nsi"], cwd=tmp_path, check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
