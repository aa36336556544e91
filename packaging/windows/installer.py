# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The setup program for Windows: the folder with the program, and setup.nsi, which says what is done with it."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import build_tools
import bundle
import project
from windows import payload

_SCRIPT = project.ROOT / "packaging" / "windows" / "setup.nsi"
_ASSOCIATIONS = project.WORK / "windows-setup"


def setup() -> list[Path]:
    """Make the setup program and return it."""
    if sys.platform != "win32":
        build_tools.require({"makensis": "nsis"})
    elif shutil.which("makensis") is None:
        raise build_tools.CannotBuildError("please install NSIS 3, with a folder for amd64-unicode, and put it on PATH")
    folder = bundle.folder() if sys.platform == "win32" else payload.assemble()
    shutil.rmtree(_ASSOCIATIONS, ignore_errors=True)
    build_tools.run([sys.executable, project.ROOT / "packaging" / "associations.py", _ASSOCIATIONS])
    for icon in (_ASSOCIATIONS / "windows").glob("*.ico"):
        shutil.copy(icon, folder)
    product = project.PRODUCTS / f"{project.NAME}-{project.version()}-windows-amd64-setup.exe"
    product.parent.mkdir(exist_ok=True)
    compile_script(folder, _ASSOCIATIONS / "windows", product)
    return [product]


def compile_script(folder: Path, associations: Path, product: Path) -> None:
    """Make a setup program that installs a folder; `associations` holds register.nsh and unregister.nsh.

    The lists of files are written beside these two.
    """
    (associations / "install.nsh").write_text("".join(install_lines(folder)), "utf-8-sig")
    (associations / "remove.nsh").write_text("".join(removal_lines(folder)), "utf-8-sig")
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    facts = {
        "TITLE": project.TITLE, "NAME": project.NAME, "VERSION": project.version(), "PUBLISHER": project.author(),
        "FOUR_NUMBERS": four_numbers(project.version()), "KILOBYTES": -(-size // 1024), "PRODUCT": product,
        "GENERATED": associations, "ICON": folder / f"{project.NAME}.ico",
    }  # fmt: skip
    build_tools.run(["makensis", "-V2", "-WX", *(f"-D{name}={value}" for name, value in facts.items()), _SCRIPT])


def install_lines(folder: Path) -> Iterator[str]:
    """Lines of NSIS that install all that the folder holds."""
    for place in (folder, *sorted(path for path in folder.rglob("*") if path.is_dir())):
        files = sorted(path for path in place.iterdir() if path.is_file())
        if files:
            yield f'SetOutPath "{_installed(place, folder)}"\n'
            yield from (f'File "{path}"\n' for path in files)  # a name here, so a dollar is a dollar


def removal_lines(folder: Path) -> Iterator[str]:
    """Lines of NSIS that remove those files, and folders that are empty then: what a user put there stays."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    folders = sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True)
    yield from (f'Delete "{_installed(path, folder)}"\n' for path in files)
    yield from (f'RMDir "{_installed(path, folder)}"\n' for path in folders)


def four_numbers(version: str) -> str:
    """A version as files of Windows have it: 1.2.3.4, for 0.1.0 or 0.1.0rc1."""
    numbers = re.match(r"\d+(\.\d+)*", version)
    parts = numbers[0].split(".") if numbers else []
    return ".".join([*parts, "0", "0", "0", "0"][:4])


def _installed(path: Path, folder: Path) -> str:
    inside = path.relative_to(folder)
    return "\\".join(["$INSTDIR", *(_literal(part) for part in inside.parts)])


def _literal(text: str) -> str:
    """Text in double quotes of NSIS in which no dollar begins a variable."""
    return text.replace("$", "$$").replace('"', '$\\"')
