# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The package for Debian and Ubuntu: the bundle, and what a desktop wants to know of it.

Nothing is run when it is installed: files in the right places are found by the triggers of shared-mime-info,
desktop-file-utils and hicolor-icon-theme, when it is installed and when it is removed.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import build_tools
import bundle
import licences
import manual
import project
from linux import debian

_PROGRAMS = {"dpkg-deb": "dpkg", "dpkg-shlibdeps": "dpkg-dev", "strip": "binutils"}
_ROOT = project.WORK / "deb" / "root"
_HOME = Path("usr/lib") / project.NAME
_DOC = Path("usr/share/doc") / project.NAME
# Debian packages these itself: the system's own are used, and updated with it.
_SYSTEMS_OWN = re.compile(r"lib(bz2|ffi|lzma|mpdec|xcb-[a-z-]+|xkbcommon(-x11)?|wayland-[a-z]+)\.so[.0-9]*")


def package() -> list[Path]:
    """Make the bundle and put it into a package in dist/."""
    build_tools.require(_PROGRAMS)
    shutil.rmtree(_ROOT, ignore_errors=True)
    shutil.copytree(bundle.folder(), _ROOT / _HOME, symlinks=True)
    for library in (_ROOT / _HOME / "lib").iterdir():
        if _SYSTEMS_OWN.fullmatch(library.name):
            library.unlink()
    (_ROOT / _HOME / "LICENCES.txt").unlink()  # the copyright file says the same
    (_ROOT / "usr/bin").mkdir(parents=True)
    (_ROOT / "usr/bin" / project.NAME).symlink_to(Path("../lib") / project.NAME / project.NAME)
    _write_documents()
    _write_desktop_files()
    _set_modes()
    _write_control()
    product = project.PRODUCTS / f"{project.NAME}_{project.version()}_{_architecture()}.deb"
    product.parent.mkdir(exist_ok=True)
    build_tools.run(
        ["dpkg-deb", "--build", "--root-owner-group", "-Zxz", "-z6", _ROOT, product], stdout=subprocess.DEVNULL
    )
    return [product]


def _write_documents() -> None:
    works = [work for work in licences.of_files(bundle.SOURCES) if work.licence != licences.SEE_BELOW]
    licence = (project.ROOT / "LICENSE").read_text("utf-8")
    _write(_DOC / "copyright", debian.copyright_file(works, licence.partition("\n\n")[2]))
    _write(_DOC / "changelog.gz", debian.changelog())
    _write(Path("usr/share/man/man1") / f"{project.NAME}.1.gz", manual.page())
    _write(
        Path("usr/share/lintian/overrides") / project.NAME,
        (project.ROOT / "packaging/linux/lintian-overrides").read_text("utf-8"),
    )


def _write_desktop_files() -> None:
    """MIME types, the application's entry and icons; Python's environment of the project renders them."""
    made = project.WORK / "associations"
    shutil.rmtree(made, ignore_errors=True)
    build_tools.run([sys.executable, project.ROOT / "packaging" / "associations.py", made])
    shutil.copytree(made / "linux", _ROOT / "usr/share", dirs_exist_ok=True)


def _write(path: Path, text: str) -> None:
    """Write a file, compressed when its name says so, the same for the same text."""
    data = text.encode()
    target = _ROOT / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(data, 9, mtime=0) if path.suffix == ".gz" else data)


def _set_modes() -> None:
    program = _ROOT / _HOME / project.NAME
    for path in _ROOT.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path == program else 0o644)


def _write_control() -> None:
    files = sorted(path for path in _ROOT.rglob("*") if path.is_file() and not path.is_symlink())
    sums = "".join(f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(_ROOT)}\n" for path in files)  # noqa: S324 - dpkg's format
    size = sum(-(-path.stat().st_size // 1024) for path in files)
    _write(Path("DEBIAN/md5sums"), sums)
    _write(Path("DEBIAN/control"), debian.control(_architecture(), _depends(files), size))
    (_ROOT / "DEBIAN").chmod(0o755)


def _architecture() -> str:
    asked = subprocess.run(["dpkg", "--print-architecture"], check=True, capture_output=True, text=True)
    return asked.stdout.strip()


def _depends(files: list[Path]) -> str:
    """The packages whose libraries the bundle's own link and do not bring along, with the versions they need."""
    own = [path for path in files if path.read_bytes()[:4] == b"\x7fELF"]
    work = _ROOT.parent / "shlibdeps"
    (work / "debian").mkdir(parents=True, exist_ok=True)
    (work / "debian" / "control").write_text(
        f"Source: {project.NAME}\n\nPackage: {project.NAME}\nArchitecture: any\n", "utf-8"
    )
    places = {path.parent for path in own}
    asked = subprocess.run(
        ["dpkg-shlibdeps", "-O", "--ignore-missing-info", "--warnings=0", *(f"-l{place}" for place in sorted(places)),
         *(f"-e{path}" for path in own)],
        cwd=work, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    if asked.returncode:
        raise build_tools.CannotBuildError(f"dpkg-shlibdeps: {asked.stderr.strip()}")
    return asked.stdout.strip().removeprefix("shlibs:Depends=")
