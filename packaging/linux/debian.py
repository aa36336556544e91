# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The texts that Debian wants in a package: control, copyright, changelog."""

from __future__ import annotations

import re
from email.utils import format_datetime
from textwrap import fill, indent

import bundle
import project
from licences import Work

MAINTAINER = "Cassette Viewer contributors <cassette-viewer@localhost>"
_RECOMMENDS = "shared-mime-info, desktop-file-utils, hicolor-icon-theme"
_SUGGESTS = "fonts-noto-core, fonts-noto-mono, fonts-noto-cjk, fonts-noto-color-emoji"
_GNU = ("GPL", "LGPL")
_COMMON = "/usr/share/common-licenses"
# Debian keeps one copy of these for all packages; what stands before them is the work's own.
_WHOLE_TEXTS = re.compile(r"\n\s*(?:GNU (?:LESSER )?GENERAL PUBLIC LICENSE|Apache License)\s*\n", re.IGNORECASE)


def control(architecture: str, depends: str, installed_kib: int) -> str:
    """What dpkg reads of the package; the size is that of all files, in KiB."""
    return f"""\
Package: {project.NAME}
Version: {project.version()}
Architecture: {architecture}
Maintainer: {MAINTAINER}
Installed-Size: {installed_kib}
Depends: {depends}
Recommends: {_RECOMMENDS}
Suggests: {_SUGGESTS}
Section: utils
Priority: optional
Description: viewer for recorded HTTP traffic with language models
{_described()}
"""


def _described() -> str:
    paragraphs = (
        (
            "Tests of programs that talk to language models often record the HTTP traffic in files, called cassettes: "
            "with go-vcr, VCR.py, Ruby VCR, HAR and others. Cassette Viewer shows such a file as the conversation it "
            "was, plays streams token by token and exports transcripts."
        ),
        "Python, Qt and the libraries that the program is made with are inside; it is the same in every release.",
    )
    return "\n .\n".join(indent(fill(text, 76), " ") for text in paragraphs)


def changelog() -> str:
    """The project's changelog in Debian's form."""
    entries = []
    for release in project.releases():
        items = "\n".join(
            indent(fill(text.replace("`", ""), 74), "    ").replace("    ", "  * ", 1) for text in release.changes
        )
        entries.append(
            f"{project.NAME} ({release.version}) unstable; urgency=medium\n\n{items}\n\n"
            f" -- {MAINTAINER}  {format_datetime(release.day)}\n"
        )
    return "\n".join(entries)


def copyright_file(works: list[Work], licence: str) -> str:
    """Whose work is in the package; `licence` is the text of the project's own."""
    head = f"""\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: {project.TITLE}
Comment:
 The Python modules of the works below are in usr/lib/{project.NAME}/{project.NAME},
 their libraries and data files in usr/lib/{project.NAME}/lib.

Files: *
Copyright: 2026 {project.author()}
License: Expat
{_field(licence)}
"""
    return head + "".join(map(_stanza, works))


def _stanza(work: Work) -> str:
    text = _WHOLE_TEXTS.split(work.text)[0]
    if any(name in work.licence for name in _GNU):
        text += f"\n\nThe texts of the GNU licences are in {_COMMON}/LGPL-3 and {_COMMON}/GPL-3."
    holders = "\n".join(f" {holder}" for holder in work.holders).strip() or work.name
    return f"""
Files: {_places(work)}
Copyright: {holders}
License: {work.licence}
{_field(text)}
Comment: {work.name} {work.version}
"""


def _places(work: Work) -> str:
    """Where in the package a work is: its folders beside the program, or in the program itself."""
    inside = {re.split(r"/site-packages/|/lib/", file)[-1].partition("/")[0] for file in work.files}
    folder = bundle.FOLDER / "lib"
    found = [f"{name}/*" if (folder / name).is_dir() else name for name in sorted(inside) if (folder / name).exists()]
    return " ".join(f"usr/lib/{project.NAME}/lib/{name}" for name in found) or f"usr/lib/{project.NAME}/{project.NAME}"


def _field(text: str) -> str:
    """Lines of a text as a field goes on: each indented, an empty one a full stop."""
    return "\n".join(f" {line.rstrip() or '.'}" for line in text.strip().splitlines())
