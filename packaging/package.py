# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`./run package KIND`: everything that can be made for people to install, in one table. Products come into dist/."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import build_tools
import project

KINDS = {
    "wheel": ("wheel:both", "wheel and sdist, for pip and pipx"),
    "bundle": ("bundle:archive", "a folder that runs without Python, as an archive"),
    "deb": ("linux.deb:package", "the package for Debian and Ubuntu"),
    "windows": ("windows.installer:setup", "the setup program for Windows"),
    "macos": ("macos.application:archive", "the application for macOS, where macOS is"),
}


def main(arguments: list[str]) -> int:
    """Make what is asked for; returns an exit status."""
    kind = arguments[0] if len(arguments) == 1 else ""
    if kind not in KINDS:
        print("usage: ./run package KIND\n", *(f"  {name:8} {title}" for name, (_, title) in KINDS.items()), sep="\n")
        return 2
    module, _, function = KINDS[kind][0].partition(":")
    try:
        products: list[Path] = getattr(importlib.import_module(module), function)()
    except build_tools.CannotBuildError as error:
        print(f"./run package {kind}: {error}", file=sys.stderr)
        return 1
    for product in products:
        print(f"{product.relative_to(project.ROOT)}  {product.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
