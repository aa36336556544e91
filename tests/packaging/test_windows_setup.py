# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The setup program for Windows: what can be seen of it without Windows. packaging/windows/try_setup.sh runs it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from viewer import __version__
from viewer.desktop import windows_registry

Script = Callable[[str], ModuleType]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small folder to install."""
    made = tmp_path / "a folder"
    for name in ("cassette-viewer.exe", "cassette-viewer.ico", "lib/deep/$0.txt", "lib/ü.txt"):
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text(name, "utf-8")
    return made


def test_what_is_removed_is_what_was_installed(script: Script, folder: Path) -> None:
    installer = script("windows.installer")
    place, installed = "", set()
    for line in installer.install_lines(folder):
        word, argument = line.strip().split(" ", 1)
        if word == "SetOutPath":
            place = argument.strip('"')
        else:
            installed.add("\\".join((place, Path(argument.strip('"')).name.replace("$", "$$"))))
    removed = [line.strip().split(" ", 1) for line in installer.removal_lines(folder)]
    assert len(installed) == 4
    assert {path.strip('"') for word, path in removed if word == "Delete"} == installed
    assert [path for word, path in removed if word == "RMDir"] == [r'"$INSTDIR\lib\deep"', r'"$INSTDIR\lib"']
    assert not any("/r" in path for _, path in removed)


def test_the_script_compiles_without_a_warning(script: Script, folder: Path, tmp_path: Path, repository: Path) -> None:
    if not shutil.which("makensis"):
        pytest.skip("makensis is not installed")
    generated = tmp_path / "generated"
    subprocess.run([sys.executable, repository / "packaging" / "associations.py", tmp_path / "all"], check=True)
    shutil.copytree(tmp_path / "all" / "windows", generated)
    shutil.copy(generated / "cassette-viewer.ico", folder)
    product = tmp_path / "cassette-viewer-setup.exe"
    script("windows.installer").compile_script(folder, generated, product)
    assert product.read_bytes()[:2] == b"MZ"
    assert r'"$\"$INSTDIR\Cassette Viewer.exe$\" $\"%1$\""' in (generated / "register.nsh").read_text("utf-8")


@pytest.mark.parametrize(("version", "numbers"), [("0.1.0", "0.1.0.0"), ("1.2.3.4", "1.2.3.4"), ("2.0rc1", "2.0.0.0")])
def test_versions_have_four_numbers(version: str, numbers: str, script: Script) -> None:
    assert script("windows.installer").four_numbers(version) == numbers


def test_the_parts_of_qt_that_the_program_imports_stay(script: Script, repository: Path) -> None:
    payload = script("windows.payload")
    text = "".join(path.read_text("utf-8") for path in (repository / "viewer").rglob("*.py"))
    imported = set(re.findall(r"from PySide6\.(Qt\w+) import", text))
    assert imported > {"QtCore", "QtWidgets"}
    for module in imported:
        assert payload.stays(f"{module}.pyd"), module
        assert payload.stays(f"Qt6{module.removeprefix('Qt')}.dll"), module
    assert not payload.stays("Qt6Quick.dll")
    assert not payload.stays("qml/QtQuick/qmldir")


def test_only_compiled_modules_are_left(script: Script, tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "__init__.py").write_text("print('started')\n", "utf-8")
    script("windows.payload").compile_only(tmp_path)
    assert [path.name for path in (tmp_path / "package").iterdir()] == ["__init__.pyc"]
    assert str(tmp_path).encode() not in (tmp_path / "package" / "__init__.pyc").read_bytes()
    done = subprocess.run([sys.executable, "-c", "import package"], cwd=tmp_path, check=True, capture_output=True)
    assert done.stdout.split() == [b"started"]


def test_what_python_runs_of_a_program(script: Script, tmp_path: Path, repository: Path) -> None:
    """The launcher is Windows' own; the archive behind it Python runs everywhere."""
    program = tmp_path / "cassette-viewer.exe"
    program.write_bytes(script("windows.payload").program(b"MZ a launcher", "python.exe"))
    assert b'\n#!"<launcher_dir>\\lib\\python.exe"\r\nPK' in b"\n" + program.read_bytes().partition(b"launcher")[2]
    environment = {**os.environ, "PYTHONPATH": str(repository)}
    done = subprocess.run([sys.executable, program, "--version"], env=environment, check=True, capture_output=True)
    assert done.stdout.decode().split()[-1] == __version__


def test_the_uninstaller_asks_for_every_key_that_the_setup_program_writes(repository: Path) -> None:
    """Of the script's own keys; those of associations are tested where they are made."""
    text = (repository / "packaging" / "windows" / "setup.nsi").read_text("utf-8")
    written = set(re.findall(r'WriteReg\w+ \$\{ROOT\} ("[^"]+")', text))
    assert written
    assert written == set(re.findall(r'DeleteRegKey \$\{ROOT\} ("[^"]+")', text))
    assert windows_registry.CLASSES not in text
