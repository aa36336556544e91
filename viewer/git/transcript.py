# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Any file -> what git compares: the transcript of a cassette, of everything else the file itself.

Rule: never fails where the file can be read, because git gives up the whole diff then. A file of which a part could not
be read, such as one with the marks of a merge in it, is shown as it is: a change in that part must not go unseen.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO

from viewer.core import formats, recording
from viewer.core.errors import CassetteError, Severity
from viewer.core.exporters import ExportOptions
from viewer.core.exporters.text import PlainText
from viewer.core.exporters.writing import write_export
from viewer.core.formats import Probe
from viewer.core.transcript.blocks import digest


def write_shown(path: Path, out: BinaryIO) -> None:
    """Write what git shows of a file, in UTF-8; raises CassetteError where the file cannot be read."""
    write_transcript(Probe.open(path), out)


def write_transcript(probe: Probe, out: BinaryIO) -> None:
    """The same of what was read already."""
    try:
        shown = _transcript(probe)
    except Exception:  # noqa: BLE001 - whatever goes wrong, a plug-in's mistake too: the file itself can be shown
        shown = None
    out.write(shown if shown is not None else _as_it_is(probe))


def _transcript(probe: Probe) -> bytes | None:
    """The transcript; None where there is none that tells all of the file."""
    try:
        cassette = formats.read_probe(probe)
    except CassetteError:
        return None
    if any(problem.severity is Severity.ERROR for problem in cassette.problems):
        return None
    text = io.StringIO()
    write_export(PlainText(), recording.understand(cassette), text, ExportOptions())
    return text.getvalue().encode("utf-8")


def _as_it_is(probe: Probe) -> bytes:
    """The file, unpacked where it is packed; secrets too, as git shows them without us. No bytes that are no text."""
    content = probe.content
    return f"{len(content):,} bytes that are no text, {digest(content)}\n".encode() if b"\0" in content else content
