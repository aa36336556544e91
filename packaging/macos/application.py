# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The application folder for macOS: `Cassette Viewer.app`, the bundle laid out as Finder and Launch Services want it.

    Contents/Info.plist, PkgInfo     what it is, and which documents it opens
    Contents/MacOS                   the bundle: program and lib
    Contents/Resources               icons of the program and of its documents

Nothing of it has run. Without macOS there is no program to put in: then the folder is made up to there and checked, in
build/, and that no product comes of it is said.
"""

from __future__ import annotations

import plistlib
import shutil
import subprocess
import sys
from pathlib import Path

import build_tools
import bundle
import project

APPLICATION = project.WORK / "macos" / f"{project.TITLE}.app"
_ASSOCIATIONS = project.WORK / "macos" / "associations"
_PNG2ICNS_SIZES = (16, 32, 128, 256, 512, 1024)


def archive() -> list[Path]:
    """Make the application and pack it; raises CannotBuildError where its program cannot be made."""
    shutil.rmtree(APPLICATION.parent, ignore_errors=True)
    build_tools.run([sys.executable, project.ROOT / "packaging" / "associations.py", _ASSOCIATIONS])
    lay_out(_ASSOCIATIONS / "macos", APPLICATION)
    if sys.platform == "darwin":
        return [_finish()]
    raise build_tools.CannotBuildError(
        f"the program is made on macOS only; {APPLICATION.relative_to(project.ROOT)} is what goes around it, checked"
    )


def _finish() -> Path:
    """Put the program in, and pack all."""
    shutil.copytree(bundle.folder(), APPLICATION / "Contents" / "MacOS", symlinks=True, dirs_exist_ok=True)
    # A signature of nobody's: without any, macOS starts no program on its own processors.
    build_tools.run(["codesign", "--force", "--deep", "--sign", "-", APPLICATION])
    product = project.PRODUCTS / f"{project.NAME}-{project.version()}-macos.zip"
    product.parent.mkdir(exist_ok=True)
    product.unlink(missing_ok=True)
    build_tools.run(["ditto", "-c", "-k", "--keepParent", APPLICATION, product])
    return product


def lay_out(associations: Path, application: Path) -> None:
    """Make everything of the application but its program, and read it again."""
    contents = application / "Contents"
    (contents / "MacOS").mkdir(parents=True)
    (contents / "Resources").mkdir()
    shutil.copy(associations / "Info.plist", contents)
    (contents / "PkgInfo").write_text("APPL????", "ascii")
    for pictures in associations.glob("*.iconset"):
        write_icon(pictures, contents / "Resources" / f"{pictures.stem}.icns")
    check(application)


def write_icon(pictures: Path, icon: Path) -> None:
    """Make an .icns file of the pictures in a folder that are called icon_16x16.png and so on."""
    if sys.platform == "darwin":
        for size in (16, 128, 256, 512):  # iconutil wants the double ones by their half
            shutil.copy(pictures / f"icon_{2 * size}x{2 * size}.png", pictures / f"icon_{size}x{size}@2x.png")
        (pictures / "icon_1024x1024.png").unlink()
        build_tools.run(["iconutil", "--convert", "icns", "--output", icon, pictures])
        return
    build_tools.require({"png2icns": "icnsutils"})
    names = [pictures / f"icon_{size}x{size}.png" for size in _PNG2ICNS_SIZES]
    build_tools.run(["png2icns", icon, *names], stdout=subprocess.DEVNULL)


def check(application: Path) -> None:
    """Read what lies around the program; raises CannotBuildError when something that Info.plist names is not there."""
    contents = application / "Contents"
    facts = plistlib.loads((contents / "Info.plist").read_bytes())
    if shutil.which("plutil"):
        build_tools.run(["plutil", "-lint", "-s", contents / "Info.plist"])
    elif shutil.which("plistutil"):  # libplist's reading, which is not Python's
        again = application.parent / "read.plist"
        build_tools.run(["plistutil", "-i", contents / "Info.plist", "-f", "bin", "-o", again])
        if plistlib.loads(again.read_bytes()) != facts:
            raise build_tools.CannotBuildError("libplist reads Info.plist in another way than Python")
    icons = {facts["CFBundleIconFile"], *(kind["CFBundleTypeIconFile"] for kind in facts["CFBundleDocumentTypes"])}
    for icon in sorted(icons):
        path = contents / "Resources" / icon
        if not path.is_file() or not icon_sizes(path):
            raise build_tools.CannotBuildError(f"Info.plist names {icon}, which is not among the resources")


def icon_sizes(icon: Path) -> list[str]:
    """The four letters of every picture in an .icns file; none when it is not whole.

    Its form: "icns", the length of all; for each picture four letters, its length with these eight bytes, its data.
    """
    data = icon.read_bytes()
    if data[:4] != b"icns" or int.from_bytes(data[4:8], "big") != len(data):
        return []
    found, at = [], 8
    while at + 8 <= len(data):
        length = int.from_bytes(data[at + 4 : at + 8], "big")
        if length < 8 or at + length > len(data):
            return []
        found.append(data[at : at + 4].decode("latin-1"))
        at += length
    return found if at == len(data) else []
