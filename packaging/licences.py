# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Whose work a bundle holds and under which licence: found from where each of its files came from.

Rule: nothing is listed by hand that the metadata of an installed distribution tells. Python itself and the small
libraries of the system that a bundle carries are no distributions: they have a place of their own here.
"""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import Distribution, PackageMetadata, distributions
from pathlib import Path

_COPYRIGHT = re.compile(r"^\W*(?:Copyright|\(c\)|©)[\s:]*(?:\(c\)|©)?\s*(.*\S)", re.IGNORECASE | re.MULTILINE)
SEE_BELOW = "as below"
_GNU_TEXTS = Path("/usr/share/common-licenses")
_QT = (
    "Qt for Python, with the parts of Qt that it carries, is used under the LGPL 3. Its libraries are separate files, "
    "so that they can be replaced by others. Sources: https://code.qt.io/cgit/pyside/pyside-setup.git and "
    "https://code.qt.io/cgit/qt/. Parts of Qt by others: https://doc.qt.io/qt-6/licenses-used-in-qt.html"
)
_QT_DISTRIBUTIONS = frozenset({"PySide6_Essentials", "shiboken6"})


@dataclass(frozen=True)
class Work:
    """Somebody else's work: its name and version, its licence's short name and text, and who holds the copyright."""

    name: str
    version: str
    licence: str
    holders: tuple[str, ...]
    text: str
    files: list[str] = field(default_factory=list, compare=False)
    """The files of it that are in the bundle, as they were called where they came from."""


def of_files(listed: Path) -> list[Work]:
    """The works that the listed files (one path a line, as the bundle's recipe writes them) belong to, by name."""
    files = sorted(Path(line) for line in listed.read_text("utf-8").splitlines() if line)
    site = next(parent for file in files for parent in file.parents if parent.name == "site-packages")
    owners = _owners(site)
    strangers = [file for file in files if file not in owners and site not in file.parents]
    python = _python()
    owners |= {file: python for file in strangers if _is_pythons(file)}
    owners |= _system([file for file in strangers if file not in owners])
    found: dict[str, Work] = {}
    for file in files:
        if file in owners:
            work = owners[file]
            found.setdefault(work.name, work).files.append(str(file))
    for work in {work.name: work for work in owners.values() if work.name.lower() == "pyinstaller"}.values():
        found.setdefault(work.name, work)  # the program that starts the bundle is its bootloader
    return [found[name] for name in sorted(found, key=str.lower) if name != "cassette-viewer"]


def _owners(site: Path) -> dict[Path, Work]:
    return {
        site / str(file): work
        for distribution in distributions(path=[str(site)])
        for work in [_of_distribution(distribution)]
        for file in distribution.files or ()
    }


def _of_distribution(distribution: Distribution) -> Work:
    metadata = distribution.metadata
    name = metadata["Name"]
    texts = [text for text in _texts(distribution) if text.strip()]
    text = "\n\n".join(texts)
    if name in _QT_DISTRIBUTIONS:
        text = _QT
    holders = tuple(dict.fromkeys(line.strip(" .") for line in _COPYRIGHT.findall(text) if re.search(r"\d{4}", line)))
    author = _first(metadata, "Author", "Author-email", "Maintainer-email") or name
    return Work(name, distribution.version, _short_name(metadata, text), holders or (author,), text)


def _texts(distribution: Distribution) -> Iterator[str]:
    for file in distribution.files or ():
        inside = file.parts[0].endswith(".dist-info") and file.parts[-1] != "METADATA"
        if inside and re.match(r"(LICEN[CS]E|COPYING|NOTICE)", file.parts[-1], re.IGNORECASE):
            yield Path(str(distribution.locate_file(file))).read_text("utf-8", "replace")


def _short_name(metadata: PackageMetadata, text: str) -> str:
    stated = _first(metadata, "License-Expression", "License")
    if stated:
        return " ".join(stated.split())
    classified = [line.rpartition(" :: ")[2] for line in metadata.get_all("Classifier", []) if "License ::" in line]
    return ", ".join(classified) or text.strip().partition("\n")[0]


def _first(metadata: PackageMetadata, *names: str) -> str:
    """The first of these fields that says something, empty where none does."""
    return next(filter(None, (metadata[name] for name in names if name in metadata)), "")


def _is_pythons(file: Path) -> bool:
    """Whether a file lies in a folder of Python's standard library, or is Python's own library."""
    return re.search(r"python3\.\d+", str(file)) is not None


def _python() -> Work:
    """Python's own work; the same for every environment that is made here."""
    text = Path(sysconfig.get_path("stdlib"), "LICENSE.txt")
    told = text.read_text("utf-8") if text.is_file() else "https://docs.python.org/3/license.html"
    return Work("Python", platform.python_version(), "PSF-2.0", ("2001 Python Software Foundation and others",), told)


def _system(files: list[Path]) -> dict[Path, Work]:
    """Libraries of the build machine, as their packages there tell; none where there is no dpkg to ask."""
    if not files or shutil.which("dpkg-query") is None:
        return {}
    # A package may know /lib/x where the file lies at /usr/lib/x, as the one is a link to the other.
    names = {
        str(name): file for file in files for name in (file, Path(f"/usr{file}"), Path(str(file).removeprefix("/usr")))
    }
    asked = subprocess.run(["dpkg-query", "-S", *names], capture_output=True, text=True, check=False)
    told = [line.split(": ", 1) for line in asked.stdout.splitlines()]
    packages = {name: package for package, name in told}
    shown = subprocess.run(
        ["dpkg-query", "-W", "-f", "${binary:Package} ${Version}\n", *set(packages.values())],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    versions = dict(line.split(" ", 1) for line in shown.stdout.splitlines())
    found = {}
    for name, package in packages.items():
        plain = package.partition(":")[0]
        text = Path("/usr/share/doc", plain, "copyright").read_text("utf-8", "replace")
        found[names[name]] = Work(plain, versions[package], SEE_BELOW, (), text)
    return found


def as_text(works: list[Work]) -> str:
    """What lies beside the program in a bundle."""
    parts = [
        "Cassette Viewer is under the MIT licence. This folder also holds the work of others:\n\n"
        + "".join(f"  {work.name} {work.version}: {work.licence}\n" for work in works)
    ]
    parts += [f"{'=' * 78}\n{work.name} {work.version}: {work.licence}\n\n{work.text}\n" for work in works]
    parts += [f"{'=' * 78}\n{path.read_text('utf-8')}" for path in _gnu_texts(works)]
    return "\n".join(parts)


def _gnu_texts(works: list[Work]) -> list[Path]:
    """The texts of the GNU licences that works are under; Debian keeps one copy of each for all packages."""
    wanted = {name for work in works for name in ("LGPL-3", "GPL-3") if name in work.licence}
    return [path for name in sorted(wanted) if (path := _GNU_TEXTS / name).is_file()]
