# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The files of a Linux desktop are what the desktop's own tools call valid."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from viewer.desktop import freedesktop
from viewer.desktop.associations import DOCUMENT_TYPES
from viewer.desktop.file_signatures import SIGNATURES


def _run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    if not shutil.which(str(command[0])):
        pytest.skip(f"{command[0]} is not installed")
    return subprocess.run(command, check=False, capture_output=True, text=True)


def test_the_desktop_entry_is_valid(tmp_path: Path) -> None:
    entry = tmp_path / freedesktop.DESKTOP_FILE
    entry.write_text(freedesktop.desktop_entry(["cassette-viewer"]), "utf-8")
    done = _run("desktop-file-validate", entry)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_desktop_entry_claims_our_types_only() -> None:
    entry = freedesktop.desktop_entry(["cassette-viewer"])
    (claimed,) = (line for line in entry.splitlines() if line.startswith("MimeType="))
    types = claimed.removeprefix("MimeType=").rstrip(";").split(";")
    assert types == [kind.media_type for kind in DOCUMENT_TYPES]
    assert not {"application/x-yaml", "application/yaml", "application/json", "text/plain"} & set(types)


@pytest.mark.parametrize(
    ("argument", "written"),
    [
        ("/usr/bin/cassette-viewer", "/usr/bin/cassette-viewer"),
        ("/home/a b/bin/cassette-viewer", '"/home/a b/bin/cassette-viewer"'),
        ("100%/x", "100%%/x"),
        ('a"b', '"a\\\\"b"'),
        ("$HOME", '"\\\\$HOME"'),
        ("a\\b", '"a\\\\\\\\b"'),
        ("", '""'),
    ],
)
def test_arguments_are_quoted_twice_as_the_specification_says(argument: str, written: str) -> None:
    assert f"Exec={written} %F\n" in freedesktop.desktop_entry([argument])


def test_the_metadata_is_valid(tmp_path: Path) -> None:
    metainfo = tmp_path / freedesktop.METAINFO_FILE
    metainfo.write_text(freedesktop.metainfo_xml(), "utf-8")
    done = _run("appstreamcli", "validate", "--no-net", metainfo)
    assert done.returncode == 0, done.stdout


def test_the_types_have_all_signatures_and_a_low_weight_for_what_is_everybodys() -> None:
    root = ET.fromstring(freedesktop.mime_xml())  # noqa: S314 - we wrote it
    space = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
    assert len(root.findall("m:mime-type", space)) == len(DOCUMENT_TYPES)
    outermost = root.findall("m:mime-type/m:magic/m:match", space)
    assert len(outermost) == sum(len(signature.groups[0]) for signature in SIGNATURES)
    weights = {glob.get("pattern"): int(glob.get("weight", "50")) for glob in root.iterfind(".//m:glob", space)}
    assert all(weights[pattern] < 50 for pattern in ("*.yaml", "*.yml", "*.json", "*.toml"))
    assert all(weights[pattern] > 50 for pattern in ("*.cassette.yaml", "*.vcr.json", "*.har", "*.httprr"))
